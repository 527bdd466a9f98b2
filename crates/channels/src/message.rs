//! What is sent, and what comes of it.

use std::fmt;
use std::time::Duration;

use countersign_core::people::{Language, Method};
use countersign_core::ports::Timestamp;

/// One message to one recipient, rendered. Debug hides recipient and texts: they hold a code (CS-AUD-02).
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Identifies the message at the provider; the same on every try, so that a repeat can be recognised. ASCII
    /// letters, digits, `_` and `-`.
    pub id: String,
    /// How it is delivered.
    pub method: Method,
    /// An e-mail address, or a number in E.164 (`+4915123456789`).
    pub to: String,
    /// Whom it is from, where its route says so, in the channel's own terms. `None`: what the channel is set up with.
    pub sender: Option<String>,
    /// E-mail only. It never holds a code: subjects show on lock screens and in lists.
    pub subject: Option<String>,
    /// The text; for a call the whole of what is spoken.
    pub text: String,
    /// The same as simple HTML; e-mail only.
    pub html: Option<String>,
    /// The text of a call in its two halves; calls only.
    pub spoken: Option<Spoken>,
    /// The code alone, if the message brings one: for providers with a fixed text of their own (WhatsApp's templates).
    pub code: Option<String>,
    /// What it is for, as a slug: `step-up`, `order`, `notice`.
    pub purpose: &'static str,
    /// The language of the texts.
    pub language: Language,
    /// From then on nobody needs it; a provider may drop it.
    pub useless_after: Timestamp,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("id", &self.id)
            .field("method", &self.method)
            .field("purpose", &self.purpose)
            .field("language", &self.language)
            .field("useless_after", &self.useless_after)
            .finish_non_exhaustive()
    }
}

/// What a call says, cut where the callee must press a key: an answering machine presses none, so it never records
/// the code (CS-DC-09). Debug hides all of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Spoken {
    /// Said when somebody answers; without the code.
    pub opening: String,
    /// Said after the opening by channels that hear the key 9: that it says "this was not me".
    pub not_you: String,
    /// Said after the callee pressed 1; holds the code, as single digits: `4, 8, 2, 9, 1, 3`, groups parted by `; `.
    pub after_key: String,
    /// Said after the callee pressed 9; then the call ends.
    pub after_nine: String,
}

impl fmt::Debug for Spoken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Spoken(..)")
    }
}

/// A provider took the message over. It does not say that it arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// What the provider knows it by, for support questions: at most 200 printable ASCII characters.
    pub reference: Option<String>,
}

/// Why nobody took the message over. Reasons are one short sentence without recipient, text or secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It will not help to try again with this message.
    #[error("{0}")]
    Permanent(String),
    /// It may help to try again.
    #[error("{reason}")]
    Retry {
        /// What went wrong.
        reason: String,
        /// How long the provider asks to wait, at most a day; `None`: as the caller thinks fit.
        after: Option<Duration>,
    },
    /// The provider may have taken it over, and nobody can say: the connection broke after the message had left. The same
    /// provider may be asked again with the same id; another one may not, or the person could get it twice.
    #[error("{reason}")]
    Unknown {
        /// What went wrong.
        reason: String,
    },
}

impl SendError {
    pub(crate) fn permanent(reason: impl Into<String>) -> Self {
        Self::Permanent(reason.into())
    }

    pub(crate) fn retry(reason: impl Into<String>) -> Self {
        Self::Retry { reason: reason.into(), after: None }
    }

    pub(crate) fn unknown(reason: impl Into<String>) -> Self {
        Self::Unknown { reason: reason.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CS-AUD-02
    #[test]
    fn debug_shows_neither_recipient_nor_text() {
        let message = Message {
            id: "job_1".into(),
            method: Method::Email,
            to: "mara@example.com".into(),
            sender: None,
            subject: Some("Your code".into()),
            text: "482913 opens".into(),
            html: Some("<b>482913</b>".into()),
            spoken: Some(Spoken { after_key: "482913".into(), ..Spoken::default() }),
            code: Some("482913".into()),
            purpose: "step-up",
            language: Language::En,
            useless_after: Timestamp::from_ms(0),
        };
        let shown = format!("{message:?}");
        assert!(shown.contains("job_1"));
        for secret in ["mara", "482913", "Your code"] {
            assert!(!shown.contains(secret), "{shown}");
            assert!(!format!("{:?}", message.spoken).contains(secret));
        }
    }
}
