//! The hosted pages, from samples and through the router.

mod activity;
mod app_code;
#[expect(dead_code, reason = "shared with the tests of signing in, which use more of it")]
mod browser;
mod numbers;
mod orders;
mod own_step_up;
mod passwords;
mod render;
#[path = "../api/rig.rs"]
#[expect(dead_code, reason = "shared with the tests of the service API, which use more of it")]
mod rig;
mod samples;
mod security;
mod step_up;
mod visits;
mod weak_passwords;
