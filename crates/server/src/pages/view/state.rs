//! The catalogue of states that pages share: what happened, and what it means for the page.

use axum::http::StatusCode;
use countersign_core::order::Amount;
use countersign_core::people::Method;
use countersign_core::ports::Timestamp;

/// A way that is left while codes are not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A passkey.
    Passkey,
    /// A recovery code.
    RecoveryCode,
    /// A browser that passed a challenge before.
    RecognisedDevice,
    /// Any other browser.
    AnotherBrowser,
    /// A new password by mail.
    ResetByMail,
    /// Assisted recovery.
    AssistedRecovery,
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The password was changed.
    PasswordChanged,
    /// The person ended it in another session.
    Elsewhere,
    /// An owner or administrator ended it.
    ByOwner,
    /// Five codes in a row did not match.
    FiveWrong,
    /// It reached its longest time.
    TooOld {
        /// Whole hours that it lasted.
        hours: u64,
    },
    /// It was not used for too long.
    Idle,
    /// A second factor was turned on, replaced or removed.
    FactorChanged,
}

impl Ended {
    /// From the slug that is stored; `None`: nothing that needs a reason.
    pub fn of(because: &str) -> Option<Self> {
        Some(match because {
            "password-changed" => Self::PasswordChanged,
            "elsewhere" => Self::Elsewhere,
            // Whoever lost a membership lost it to somebody who looks after the account, or left it.
            "owner" | "membership" => Self::ByOwner,
            "wrong-codes" => Self::FiveWrong,
            "factor-changed" => Self::FactorChanged,
            _ => return None,
        })
    }
}

/// A state of a page that asks for a code. Each has whole texts, one per language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing entered.
    Empty { digits: u32 },
    /// Another number of digits after cleaning; not compared.
    Shape { digits: u32, entered: u32 },
    /// Wrong, with more than three tries left.
    Wrong,
    /// Wrong app code; from the second miss with a word about the clock, from three tries left with
    /// their number.
    WrongApp { again: bool, left: Option<u32> },
    /// Wrong, with three tries or fewer left.
    WrongLeft { left: u32 },
    /// Wrong on an order; delivered codes also name the message.
    WrongOrder { left: u32, reference: String, delivered: bool },
    /// The last of this many tries is used.
    Dead { app: bool, tries: u32 },
    /// Right, but too late.
    Expired { at: Timestamp, sent_to: Option<String>, price: Option<Amount> },
    /// An app code whose step is used.
    Used,
    /// The app's clock is off.
    Clock { minutes: u32 },
    /// The next try comes within a minute.
    Wait { until: Timestamp },
    /// The next try comes within an hour.
    WaitLong { until: Timestamp, minutes: u32, ways: Vec<Way> },
    /// This browser's lane is used up.
    Closed { ways: Vec<Way> },
    /// All lanes are used up.
    ClosedAll { ways: Vec<Way> },
    /// After a mailed reset this browser has a few codes of its own.
    AfterReset,
    /// Sent again.
    Resent { at: Timestamp },
    /// A new code was sent.
    NewCode { at: Timestamp, until: Timestamp },
    /// Asked to send again too early.
    Soon { seconds: u32, from: Timestamp },
    /// Sent as often as allowed.
    SendMax { sent: u32, since: Timestamp, at: Timestamp },
    /// No more codes to this number or address today. No time and no count, which would tell about others.
    ContactMax {
        /// A number, and not an address.
        number: bool,
    },
    /// The network could not deliver: it did not take the message, or reported later that it did not arrive.
    Undelivered { target: String, at: Timestamp, reported: bool },
    /// No report after a minute.
    Slow { method: Method },
    /// The recipient wants no messages by this way.
    Stopped { sender: String },
    /// The provider is down or sending is braked.
    Outage { method: Method, ways: Vec<Way> },
    /// The session was ended; with time and reason where both are known.
    Ended { portal: String, why: Option<(Timestamp, Ended)> },
    /// The flow is too old.
    Lapsed,
    /// Our fault; the attempt was not committed.
    Oops,
    /// No way was chosen.
    NoWay,
    /// A way that costs was chosen with a button that did not name the price.
    Price { amount: Amount },
}

/// Where on a page a state is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the code field, which stays.
    Field,
    /// At the button that sends again; the field stays.
    Resend,
    /// At the list of ways.
    Ways,
    /// In place of the field: what is offered instead follows it.
    Instead,
    /// As a note that refuses nothing.
    Note,
}

impl State {
    /// Where it is shown.
    pub const fn place(&self) -> Place {
        match self {
            Self::Empty { .. }
            | Self::Shape { .. }
            | Self::Wrong
            | Self::WrongApp { .. }
            | Self::WrongLeft { .. }
            | Self::WrongOrder { .. }
            | Self::Used
            | Self::Clock { .. }
            | Self::Wait { .. }
            | Self::Expired { sent_to: Some(_), .. }
            | Self::Oops => Place::Field,
            Self::Soon { .. } | Self::SendMax { .. } => Place::Resend,
            Self::NoWay | Self::Price { .. } | Self::Stopped { .. } | Self::Outage { .. } => {
                Place::Ways
            }
            Self::AfterReset
            | Self::Resent { .. }
            | Self::NewCode { .. }
            | Self::Slow { .. }
            | Self::Undelivered { .. } => Place::Note,
            Self::ContactMax { .. }
            | Self::Dead { .. }
            | Self::Expired { .. }
            | Self::WaitLong { .. }
            | Self::Closed { .. }
            | Self::ClosedAll { .. }
            | Self::Ended { .. }
            | Self::Lapsed => Place::Instead,
        }
    }

    /// The answer's status when a form met this state.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Wait { .. }
            | Self::WaitLong { .. }
            | Self::Soon { .. }
            | Self::SendMax { .. }
            | Self::ContactMax { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Closed { .. } | Self::ClosedAll { .. } => StatusCode::FORBIDDEN,
            Self::Lapsed | Self::Ended { .. } => StatusCode::GONE,
            Self::Oops => StatusCode::INTERNAL_SERVER_ERROR,
            Self::AfterReset
            | Self::Resent { .. }
            | Self::NewCode { .. }
            | Self::Slow { .. }
            | Self::Undelivered { .. } => StatusCode::OK,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// The class that colours a note, and its icon.
    pub const fn tone(&self) -> (&'static str, &'static str) {
        match self {
            Self::Resent { .. } | Self::NewCode { .. } => ("ok", "check"),
            Self::AfterReset | Self::Slow { .. } => ("info", "info"),
            _ => ("warn", "alert"),
        }
    }

    /// When it is worth trying again, for `Retry-After`.
    pub const fn retry_at(&self) -> Option<Timestamp> {
        match self {
            Self::Wait { until } | Self::WaitLong { until, .. } => Some(*until),
            Self::Soon { from, .. } => Some(*from),
            Self::SendMax { at, .. } => Some(*at),
            _ => None,
        }
    }

    /// The ways that are left, where the state names them.
    pub fn ways(&self) -> &[Way] {
        match self {
            Self::WaitLong { ways, .. }
            | Self::Closed { ways }
            | Self::ClosedAll { ways }
            | Self::Outage { ways, .. } => ways,
            _ => &[],
        }
    }
}
