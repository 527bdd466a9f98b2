//! Hosted visits: what one browser that opened a `confirm_url` may see and do.

mod answer;
mod answer_change;
mod open;
mod read;
mod send;
mod stop;
mod subject;

pub use countersign_store::{SignInState, StoredVisit};

pub(crate) use answer::stand;
pub use answer::{Left, answer_order_visit, answer_step_up_visit, is_own};
pub use answer_change::{ChangeStep, answer_change_visit};
pub use open::{Opened, open};
pub use read::{VisitView, read};
pub use send::{VisitSend, begin, send};
pub use stop::stop;
pub use subject::mail_subject;
