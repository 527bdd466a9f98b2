//! What an operator does: open, migrate, make keys, look after it, back it up.

pub mod api_key;
pub mod backup;
pub mod doctor;
pub mod open;
pub mod providers;
pub mod public_keys;
pub mod staff;
