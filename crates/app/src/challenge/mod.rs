//! Challenges: issued, sent, answered.

mod answer;
mod answer_recovery;
mod issue;
mod purpose;
mod read;
mod send;
mod ways_left;

pub use answer::{Answer, Typed};
pub(crate) use answer::{Effect, answer};
pub use issue::{ChallengeCreated, Link, OfferView, PriceView, StepUpAsk, issue_step_up};
pub(crate) use issue::{NewChallenge, Shown, check_return_to, issue_in, issued, new_challenge};
pub use purpose::purpose;
pub(crate) use read::state_at;
pub use read::{ChallengeView, read};
pub(crate) use send::{SendAsk, SendIds, send_in};
pub use send::{SentView, send};
