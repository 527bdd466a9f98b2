//! What providers tell our server by themselves: requests that are checked before anything is looked up.

use crate::{Message, News};

/// A request that says it comes from a provider, as it came. Nothing of it is believed before the channel has checked it.
#[derive(Clone, Copy)]
pub struct CallbackRequest<'a> {
    /// `GET` or `POST`.
    pub verb: &'a str,
    /// What follows `/callbacks/{name}` of the request's target, query included: `/message`, `/key?m=job_1`.
    pub rest: &'a str,
    /// Names in lower case, and values.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body, byte for byte.
    pub body: &'a [u8],
}

impl CallbackRequest<'_> {
    /// A header that came once. Twice the same name is read as none, so that nobody chooses which one counts.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found =
            self.headers.iter().filter(|(key, _)| *key == name).map(|(_, value)| *value);
        let value = found.next()?;
        found.next().is_none().then_some(value)
    }

    /// The path within the provider's own, and the query.
    pub(crate) fn split(&self) -> (&str, &str) {
        self.rest.split_once('?').unwrap_or((self.rest, ""))
    }
}

/// A provider's request after it was found to be theirs.
pub enum Callback {
    /// It can be answered at once.
    Answered(Answered),
    /// The answer needs the message of this id, rendered anew: nothing that could be sent is kept.
    NeedsMessage {
        /// [`Message::id`].
        id: String,
        /// Makes the answer; `None`: the message is over, and nobody needs its code.
        then: Then,
    },
}

/// What makes an answer from a message.
pub type Then = Box<dyn FnOnce(Option<&Message>) -> Answered + Send>;

/// What there is to note, and what to answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// What became of messages, and what people wrote. They may come late, twice or out of order.
    pub news: Vec<News>,
    /// `None`: 204 without a body.
    pub document: Option<Document>,
}

/// The body of an answer. Debug hides it: it may hold a code.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    /// Its content type.
    pub kind: &'static str,
    /// Its text.
    pub text: String,
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallbackRefused {
    /// The channel has no such callback.
    NotFound,
    /// It is not signed by the provider: 403, and nothing happened.
    NotTheirs,
    /// It is signed, and cannot be read: 400.
    Unreadable,
}
