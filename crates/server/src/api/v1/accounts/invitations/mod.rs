//! Invitations into an account.

pub(super) mod create;
pub(super) mod list;
pub(super) mod read;
pub(super) mod send;
pub(super) mod withdraw;
