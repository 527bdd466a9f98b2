//! The service API over a real database; the files mirror the URLs.

mod access;
mod account_activity;
mod accounts;
mod bad_input;
mod callbacks;
mod challenges;
mod channels;
mod contract;
mod duties;
mod hang_ups;
mod idempotency;
mod openapi;
mod orders;
mod outside;
mod persons;
mod problems;
#[path = "../../../channels/tests/gateways/receiver.rs"]
mod receiver;
#[expect(dead_code, reason = "shared with the attacks, which run a second node")]
mod rig;
mod rights;
mod scopes;
mod sessions;
#[path = "../../../channels/tests/gateways/vendor.rs"]
mod vendor;
mod well_known;
