//! The general attacks: they walk the inventory, so that an endpoint is attacked on the day it appears.

#[path = "../pages/browser.rs"]
#[expect(dead_code, reason = "shared with the tests of the pages, which use more of it")]
mod browser;
mod closed_lane;
mod copies;
mod draws;
mod four_places;
mod guessing;
mod no_phone;
mod nodes;
mod other_secrets;
#[path = "../factor/owner.rs"]
#[expect(dead_code, reason = "shared with the tests of the second factor, which use more of it")]
mod owner;
#[path = "../sign_in/people.rs"]
#[expect(dead_code, reason = "shared with the tests of signing in, which use more of it")]
mod people;
mod rates;
#[path = "../api/rig.rs"]
#[expect(dead_code, reason = "shared with the tests of the service API, which use more of it")]
mod rig;
mod secrets;
mod single_use;
mod target;
mod told;
mod walk;
mod walks;
mod ways_in;
