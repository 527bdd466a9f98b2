//! Who belongs to an account.

pub(super) mod list;
pub(super) mod put;
pub(super) mod read;
pub(super) mod remove;
