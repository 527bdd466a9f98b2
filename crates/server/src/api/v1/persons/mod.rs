//! Persons.

pub(super) mod create;
pub(super) mod disable;
pub(super) mod enable;
pub(super) mod erase;
pub(super) mod read;
