//! Signing in at our own pages: from the password to the portal, and what strangers can do about it.

#[path = "../pages/browser.rs"]
#[expect(dead_code, reason = "shared with the tests of the pages, which use more of it")]
mod browser;
mod devices;
mod first_step;
mod limits;
mod operator_channels;
mod outdated;
mod people;
mod portal;
mod recovery;
mod recovery_call;
mod recovery_own;
#[path = "../api/rig.rs"]
#[expect(dead_code, reason = "shared with the tests of the service API, which use more of it")]
mod rig;
mod second_step;
mod sessions;
mod staff;
mod support_desk;
mod support_pin;
mod tickets;
