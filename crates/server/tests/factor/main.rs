//! Two-factor authentication turned on, changed and turned off, and recovery codes, as persons and attackers meet them.

mod at_once;
#[path = "../pages/browser.rs"]
#[expect(dead_code, reason = "shared with the tests of the pages, which use more of it")]
mod browser;
mod changing;
mod codes;
mod contacts;
mod contacts_changed;
mod contacts_shared;
mod contacts_trial;
mod forced;
mod invited;
mod marked;
mod owner;
mod people;
#[path = "../api/rig.rs"]
#[expect(dead_code, reason = "shared with the tests of the service API, which use more of it")]
mod rig;
mod rights;
mod saved;
mod turning_on;
