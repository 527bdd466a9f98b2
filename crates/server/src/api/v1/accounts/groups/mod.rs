//! Groups of persons of an account.

pub(super) mod create;
pub(super) mod join;
pub(super) mod leave;
pub(super) mod list;
pub(super) mod members;
pub(super) mod remove;
