//! The pages on which a person turns two-factor authentication on, changes it, and keeps recovery codes.

mod act;
mod methods;
mod problem;
mod proof;
mod recovery;
mod set_up;

pub use act::{Act, ActPage, Done, DonePage};
pub use methods::{MethodRow, MethodsPage};
pub use problem::FactorProblem;
pub(super) use proof::CodeOf;
pub use proof::{ChangeChoose, ChangeCode, ChangePassword};
pub use recovery::{CodesPage, RecoveryCodePage, RecoveryPage};
pub use set_up::{AppPage, WayPage};
