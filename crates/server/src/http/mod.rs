//! What every request passes through, whatever it asks for.

pub mod answer;
pub mod auth;
pub mod client_ip;
pub mod cookies;
mod counted;
pub mod csrf;
pub mod cursor;
pub mod detach;
pub mod headers;
pub mod idempotency;
pub mod json;
pub mod limits;
pub mod path_id;
pub mod problem;
pub mod request_id;
pub mod slugs;
pub mod trouble;
pub mod trouble_page;

pub use client_ip::{ClientAddress, Network};
pub use problem::{Problem, Refused, Slug};
