//! What a person did and what was done to them: the list, its file, and "This was not me".

pub mod account;
pub mod download;
mod filter;
pub mod list;
pub mod not_me;
mod words;

pub use words::{Kind, line};
