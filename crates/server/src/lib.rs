//! Speaks: HTTP, pages, the command line and the words of messages.

pub mod api;
pub mod brand;
mod callbacks;
pub mod cli;
pub mod config;
pub mod http;
pub mod inventory;
pub mod locale;
pub mod open;
mod ops;
pub mod pages;
pub mod routes;
pub mod serve;
pub mod state;
pub mod wording;
pub mod world;
