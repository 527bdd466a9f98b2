//! Windows of a session.

pub(super) mod close;
pub(super) mod read;
