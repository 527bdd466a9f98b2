//! The real process: killed, stopped, copied and overrun.

mod burst;
mod copies;
mod killed;
mod no_test_mode;
mod person_import;
#[expect(dead_code, reason = "shared with the tests of the command line, which use more of it")]
mod running;
mod stopping;
