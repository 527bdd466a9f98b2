//! Countersign's use cases: each joins a decision of the core with what the store remembers, in one transaction plan.
#![warn(missing_docs)]

pub mod access;
pub mod accounts;
pub mod challenge;
pub mod change;
pub mod contact;
pub mod ctx;
pub mod delivery;
mod drawn;
pub mod duty;
pub mod error;
mod hash_pool;
pub mod invitations;
pub mod jobs;
pub mod kept;
pub mod looking_after;
mod machine;
pub mod mailed;
pub mod operate;
pub mod order;
pub mod password;
pub mod people;
mod ration;
pub mod recovery;
mod refused;
pub mod request;
pub mod session;
pub mod sign_in;
pub mod signing;
pub mod step_up;
pub mod support;
pub mod trail;
pub mod visit;
pub mod wording;

pub use ctx::{Ctx, Portal};
pub use error::AppError;
pub use hash_pool::{ForeignHash, ForeignRefused};
pub use refused::Refused;
pub use request::{Actor, Asked};

/// What every use case answers: broken, refused, or done. A refusal is committed, an error is not.
pub type Outcome<T> = Result<Result<T, Refused>, AppError>;
