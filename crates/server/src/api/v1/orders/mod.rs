//! Orders.

pub(super) mod cancel;
pub(super) mod challenge;
pub(super) mod claim;
pub(super) mod create;
pub(super) mod list;
pub(super) mod read;
pub(super) mod receipt;
