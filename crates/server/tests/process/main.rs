//! The real process: killed, stopped, copied and overrun.

mod burst;
mod copies;
mod killed;
mod no_test_mode;
#[expect(dead_code, reason = "shared with the tests of the command line, which use more of it")]
mod running;
mod stopping;
