//! Orders: created, confirmed, claimed, stopped.

mod answer;
mod cancel;
mod challenge;
mod claim;
mod create;
mod lapse;
mod read;
mod receipt;

pub use answer::{OrderGrant, answer_order};
pub use cancel::cancel;
pub use challenge::{OrderChallengeAsk, challenge};
pub(crate) use challenge::{OrderChallengeIds, order_challenge};
pub use claim::{Claimed, claim};
pub use create::{NewOrderAsk, OrderCreated, create};
pub(crate) use lapse::lapse;
pub use read::{OrderView, list, read};
pub use receipt::receipt;
