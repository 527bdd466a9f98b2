//! What a provider tells us by itself: what became of a message that it had taken over, and what people wrote back.

use crate::Wish;

/// One thing that a provider told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// What became of a message.
    Report(Report),
    /// Somebody wrote STOP or START.
    Wish(Wish),
}

/// One report, by the provider's own reference. It may come late, twice or never, and it makes no code right: whoever
/// receives it only notes it (CS-API-05).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What [`Sent::reference`](crate::Sent::reference) said.
    pub reference: String,
    /// What became of it.
    pub outcome: Delivery,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It reached the recipient's device or mailbox; of a call: the callee pressed the key and heard the code.
    Delivered,
    /// It will not arrive: one short sentence without recipient, text or secret.
    Failed {
        /// What went wrong.
        reason: String,
    },
    /// The callee pressed 9, or the recipient answered STOP: this was not them, or they want no more.
    Refused,
}
