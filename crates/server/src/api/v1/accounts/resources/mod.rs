//! Resources of an account, whom they are granted to, and which are only for sessions with a second factor.

pub(super) mod grant;
pub(super) mod grants;
pub(super) mod lift_mark;
pub(super) mod list;
pub(super) mod mark;
pub(super) mod register;
pub(super) mod remove;
pub(super) mod revoke;
