//! Persons.

pub(super) mod create;
pub(super) mod disable;
pub(super) mod enable;
pub(super) mod erase;
pub(super) mod read;
pub(super) mod recovery;
pub(super) mod stop_recovery;
