//! Orders: one system-critical action each, bound by digest, authorised once.

mod digest;
mod order;

pub use digest::{Json, OrderDigest, canonical};
pub use order::{Amount, AuthorisedOrder, Detail, Order, OrderState, WrongOrder};
