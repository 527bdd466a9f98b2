//! Persons.

pub(super) mod create;
pub(super) mod erase;
pub(super) mod read;
