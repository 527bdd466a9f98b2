//! The trail: chained within a second, verified and exported offline.

mod account;
mod activity;
mod export;
mod head;
mod not_me;
mod prune;
mod seal;
mod strangers;
mod verify;

pub use account::{AccountEntry, AccountWanted, Doer, account_activity};
pub use activity::{ActivityEntry, By, Place, Wanted, activity};
pub use export::export;
pub use head::{HeadClaims, sign_head};
pub use not_me::{Says, Secured, not_me_works, secure};
pub use prune::{CheckpointClaims, prune};
pub use seal::{seal, seal_waiting};
pub(crate) use strangers::stranger_refused;
pub use verify::{BrokenView, Report, Unsealed, Verifier, verify, verify_export};
