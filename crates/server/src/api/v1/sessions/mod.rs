//! Sessions: the portal's own, by reference, and ours.

pub(super) mod create;
pub(super) mod end;
pub(super) mod list;
pub(super) mod read;
