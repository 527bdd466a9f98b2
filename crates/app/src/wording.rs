//! The texts of messages, as the use cases ask for them; the server has the words.

use countersign_channels::{Message, Spoken};
use countersign_core::Timestamp;
use countersign_core::challenge::PurposeKind;
use countersign_core::mailed::LinkKind;
use countersign_core::order::{Amount, Detail, Order};
use countersign_core::people::{Language, Method, Role};
use countersign_store::Job;

use crate::mailed::{SecurityNotice, TextNotice};

/// What a message that brings a code says. Debug hides the code (CS-AUD-02).
#[derive(Clone)]
pub struct CodeFacts {
    /// How it is delivered.
    pub method: Method,
    /// What the code is for.
    pub purpose: PurposeKind,
    /// The person's language.
    pub language: Language,
    /// The digits. Never logged.
    pub code: String,
    /// Until when they work.
    pub until: Timestamp,
    /// When this send was asked for; what a message says of minutes counts from then.
    pub asked_at: Timestamp,
    /// The areas a step-up opens, by machine name; empty: all.
    pub areas: Vec<String>,
    /// The order, if the code is for one.
    pub order: Option<OrderFacts>,
}

impl std::fmt::Debug for CodeFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CodeFacts")
            .field("method", &self.method)
            .field("purpose", &self.purpose)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

/// What a message says of an order.
#[derive(Clone, Debug)]
pub struct OrderFacts {
    /// The machine name of the action: the operator may have a label for it.
    pub action: String,
    /// What is done, in the portal's words.
    pub title: String,
    /// To what.
    pub object: String,
    /// Further lines of the slip.
    pub details: Vec<Detail>,
    /// Whether data is deleted or overwritten.
    pub destructive: bool,
    /// What it costs.
    pub amount: Option<Amount>,
    /// The last four characters of its number.
    pub reference: String,
}

impl OrderFacts {
    /// What messages say of this order.
    pub fn of(order: &Order) -> Self {
        Self {
            action: order.action.clone(),
            title: order.title.clone(),
            object: order.object.clone(),
            details: order.details.clone(),
            destructive: order.destructive,
            amount: order.amount.clone(),
            reference: order.reference().to_owned(),
        }
    }
}

/// A message without a code.
#[derive(Clone, Debug)]
pub enum NoticeFacts {
    /// The order was confirmed.
    OrderConfirmed {
        /// The order.
        order: OrderFacts,
        /// When.
        at: Timestamp,
        /// How.
        method: Method,
        /// The masked contact.
        target: Option<String>,
        /// The person's name.
        person: String,
    },
    /// Three wrong codes stopped the order.
    OrderStopped {
        /// The order.
        order: OrderFacts,
        /// When.
        at: Timestamp,
    },
}

/// What a mail says that brings a link. Debug hides the link.
#[derive(Clone)]
pub struct LinkFacts {
    /// What it is for.
    pub kind: LinkKind,
    /// The whole address, secret part included.
    pub link: String,
    /// Until when it works.
    pub until: Timestamp,
}

impl std::fmt::Debug for LinkFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LinkFacts").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// What a notice about a person's security says. Debug hides where it was seen, and the link.
#[derive(Clone)]
pub struct SecurityFacts {
    /// What happened.
    pub notice: SecurityNotice,
    /// When.
    pub at: Timestamp,
    /// The browser's name.
    pub browser: Option<String>,
    /// The system it runs on.
    pub system: Option<String>,
    /// The address it came from.
    pub address: Option<String>,
    /// Where the person says that it was not them; missing in a mail to an address that is not confirmed.
    pub not_me: Option<String>,
}

impl std::fmt::Debug for SecurityFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecurityFacts").field("notice", &self.notice).finish_non_exhaustive()
    }
}

/// What the mail says that brings an invitation, or takes one back. Debug hides whom and the link.
#[derive(Clone)]
pub struct InvitationFacts {
    /// Who invites; `None`: the portal in its own name.
    pub inviter: Option<String>,
    /// Into which account.
    pub account: String,
    /// The role.
    pub role: Role,
    /// What a technical administrator may do, by machine name.
    pub rights: Vec<String>,
    /// When the membership will end by itself.
    pub ends_at: Option<Timestamp>,
    /// The whole address, secret part included, and until when it works; `None`: the invitation was taken back.
    pub link: Option<(String, Timestamp)>,
}

impl std::fmt::Debug for InvitationFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InvitationFacts").field("role", &self.role).finish_non_exhaustive()
    }
}

/// A message in words. Debug hides them.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The subject of a mail; holds no code.
    pub subject: Option<String>,
    /// The text; of a call, what is spoken.
    pub text: String,
    /// The simple HTML twin of a mail.
    pub html: Option<String>,
    /// The text of a call, cut where the callee must press a key.
    pub spoken: Option<SpokenWords>,
}

/// The two halves of a call: an answering machine presses no key and never records the code (CS-DC-09).
#[derive(Clone, PartialEq, Eq)]
pub struct SpokenWords {
    /// Before the key; without the code.
    pub opening: String,
    /// After the opening, where the channel hears the key 9: that it says "this was not me".
    pub not_you: String,
    /// After the key 1; with the code.
    pub after_key: String,
    /// After the key 9.
    pub after_nine: String,
}

impl From<SpokenWords> for Spoken {
    fn from(words: SpokenWords) -> Self {
        let SpokenWords { opening, not_you, after_key, after_nine } = words;
        Self { opening, not_you, after_key, after_nine }
    }
}

impl Rendered {
    /// The message of a job, without a code: by this method to this address or number, for as long as the job is worth something.
    pub(crate) fn message(
        self,
        job: &Job,
        (method, to): (Method, String),
        purpose: &'static str,
        language: Language,
    ) -> Message {
        Message {
            id: job.id.to_string(),
            method,
            to,
            sender: None,
            subject: self.subject,
            text: self.text,
            html: self.html,
            spoken: self.spoken.filter(|_| method == Method::Call).map(Into::into),
            code: None,
            purpose,
            language,
            useless_after: job.useless_after,
        }
    }
}

impl std::fmt::Debug for Rendered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rendered(..)")
    }
}

/// Puts facts into words.
pub trait Wording: Send + Sync {
    /// A message that brings a code.
    fn code_message(&self, facts: &CodeFacts) -> Rendered;
    /// A mail that tells what happened.
    fn notice(&self, facts: &NoticeFacts, language: Language) -> Rendered;
    /// A mail that brings a link.
    fn link_mail(&self, facts: &LinkFacts, language: Language) -> Rendered;
    /// A mail that invites into an account, or takes that back.
    fn invitation_mail(&self, facts: &InvitationFacts, language: Language) -> Rendered;
    /// A mail that tells what happened to a person's security.
    fn security_notice(&self, facts: &SecurityFacts, language: Language) -> Rendered;
    /// A text message that tells a number what happened. It holds no link and no code that opens anything; with the number comes
    /// the stop code of a recovery that can be stopped, else nothing.
    fn text_notice(
        &self,
        notice: &TextNotice,
        number_and_stop: (&str, &str),
        at: Timestamp,
        language: Language,
    ) -> String;
    /// A test message by one of the ways that messages go: mail, text message, call. It holds no code.
    fn trial(&self, method: Method, language: Language) -> Rendered;
    /// A call that tells of a recovery, or of a contact that is to be replaced: key 9 stops it. It holds no code.
    fn recovery_call(&self, contact: bool, opens: Timestamp, language: Language) -> Rendered;
    /// A text message that brings a call code, to be told to support. No binding line: no page takes it.
    fn call_code(&self, digits: &str, language: Language) -> String;
}
