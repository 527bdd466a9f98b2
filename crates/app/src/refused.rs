//! Every way a use case refuses, in one list; the server gives each its status and words.

use serde::{Deserialize, Serialize};

use countersign_core::challenge::{Digits, MalformedCode, Refusal};
use countersign_core::people::MalformedRecoveryCode;
use countersign_core::policy::NotOffered;

/// A refusal. A value: what was counted stays counted. Times are milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refused {
    /// No such thing, or not for this caller to see.
    NotFound,
    /// A value of the request cannot be used; `problem` says why and what would do.
    Invalid {
        /// The field, as in the request: `phones[0].number`.
        field: String,
        /// One sentence.
        problem: String,
    },
    /// A value that may not become a password.
    WeakPassword {
        /// The field, as in the request.
        field: String,
        /// `too-short`, `too-long`, `hashed`, `well-known`, `unmixed` or `too-easy`.
        reason: String,
        /// Code points at least, where it is too short.
        least: u32,
    },
    /// The sign-in address belongs to another person.
    EmailTaken,
    /// The account's reference belongs to another account.
    ReferenceTaken,
    /// The account would be left without an owner who can sign in.
    LastOwner {
        /// Which account.
        account: String,
    },
    /// The invitation was decided, has expired, or was mailed as often as it may be.
    InvitationOver,
    /// The member on whose behalf this is asked may not do it.
    NotAllowed,
    /// It needs an open window of the session at hand, over this area.
    StepUpRequired {
        /// The area.
        area: String,
    },
    /// It needs a real second factor that was proven in the session at hand.
    SecondFactorRequired,
    /// The account requires a second factor, and this would leave the person without one that it takes.
    FactorKept {
        /// What people call the account.
        account: String,
    },
    /// The session at hand is of somebody who owes a second factor: it can do nothing but enrol.
    FactorOwed {
        /// What people call the account that requires it.
        account: String,
    },
    /// The person can be reached by nobody's confirmed contact: an owner or administrator makes a set-up link.
    SetUpLinkNeeded,
    /// No owner of the account has a second factor: all owners would lose sight of what is marked.
    NoQualifyingOwner,
    /// The portal's session has ended.
    SessionEnded,
    /// The method is not for this person and purpose now.
    MethodUnavailable {
        /// A slug of the API: `landline`, `number-too-new`, … or `unknown`.
        reason: String,
    },
    /// Another method or contact was fixed by the first send.
    MethodFixed,
    /// A resend before its time.
    TooSoon {
        /// The earliest moment.
        until: i64,
        /// When the last message was sent.
        sent_at: i64,
    },
    /// The hour's or day's sends are used up.
    TooManySends {
        /// The earliest moment of the next one.
        until: i64,
        /// Since when they are counted.
        since: i64,
        /// How many there were.
        count: u32,
    },
    /// The challenge takes no answers and no sends: unknown, passed, failed, expired, its session ended.
    ChallengeClosed,
    /// A delivered code was asked for and none was sent.
    NotSent,
    /// What was typed is no code; it was not compared and costs no try.
    MalformedCode {
        /// Digits found; 0 where other characters remain or nothing was entered.
        found: u32,
        /// Digits wanted.
        wanted: u32,
        /// Nothing was entered at all.
        empty: bool,
    },
    /// What was typed is no recovery code; it was not compared and costs no try.
    MalformedRecoveryCode {
        /// Nothing was entered at all.
        empty: bool,
    },
    /// The password was compared and wrong.
    WrongPassword {
        /// This answer ended the session: five wrong in a row.
        session_ended: bool,
    },
    /// Nothing would be left to sign in with.
    LastWay,
    /// This contact has to stay.
    ContactKept {
        /// `sign-in-address`, `last-second-factor` or `last-confirmed`.
        why: String,
    },
    /// The person has this contact, confirmed.
    ContactKnown,
    /// The person has added as many contacts as they may for now.
    TooManyNumbers,
    /// The day's codes, or tries, for this number or address are used up, by whomever. No time and no count: they would tell
    /// about others.
    ContactSpent,
    /// Compared and wrong.
    WrongCode {
        /// Tries left in the challenge; of an order, in the order.
        attempts_left: u32,
        /// The device's clock seems this many minutes behind.
        clock_off_minutes: Option<u32>,
        /// This answer stopped the order.
        order_void: bool,
        /// This answer ended the session: five wrong step-up codes in a row.
        session_ended: bool,
    },
    /// The right code, too late. It was given back.
    CodeExpired {
        /// When it expired.
        at: i64,
    },
    /// The app code's step was used before.
    CodeUsed,
    /// The lane waits; nothing was looked at or counted.
    GuessesWait {
        /// The earliest moment of the next try.
        until: i64,
    },
    /// The lane is used up; nothing was looked at or counted.
    GuessesClosed {
        /// No other browser helps either.
        everywhere: bool,
        /// What still works: slugs such as `recognised-device`, `assisted-recovery`.
        ways: Vec<String>,
    },
    /// The order no longer takes answers, sends or changes; says where it stands.
    OrderClosed {
        /// The order's state.
        state: String,
    },
    /// Access was given back by an assisted recovery a short time ago: nothing destructive is ordered until then.
    Resting {
        /// Until when.
        until: i64,
    },
    /// The receipt was handed out before.
    AlreadyClaimed,
    /// The order is not authorised, or no longer.
    NotAuthorised {
        /// The order's state.
        state: String,
    },
    /// The one-time result is wrong, used or older than 60 s.
    ResultRefused,
    /// The link was opened before, in this or another browser, or has lapsed.
    LinkUsed,
    /// Sign-in name and password do not belong together; never which of the two.
    NoMatch,
    /// Too many wrong passwords from this browser or address; nothing was compared.
    TooManyPasswords,
    /// The same Idempotency-Key came with another request.
    IdempotencyMismatch,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Closed => Self::ChallengeClosed,
            Refusal::NotSent => Self::NotSent,
            Refusal::MethodFixed => Self::MethodFixed,
            Refusal::Wrong { tries_left, clock_off_minutes } => Self::WrongCode {
                attempts_left: tries_left,
                clock_off_minutes,
                order_void: false,
                session_ended: false,
            },
            Refusal::Late => Self::CodeExpired { at: 0 },
            Refusal::AlreadyUsed => Self::CodeUsed,
            Refusal::Wait { until } => Self::GuessesWait { until: until.ms() },
            Refusal::ContactSpent => Self::ContactSpent,
            Refusal::LaneClosed { everywhere } => {
                let way = if everywhere { "assisted-recovery" } else { "recognised-device" };
                Self::GuessesClosed { everywhere, ways: vec![way.to_owned()] }
            }
        }
    }
}

impl Refused {
    /// What was typed is no code of so many digits.
    pub(crate) fn malformed(malformed: MalformedCode, wanted: Digits) -> Self {
        match malformed {
            MalformedCode::Empty => Self::MalformedCode {
                found: 0,
                wanted: u32::try_from(wanted.count()).unwrap_or(0),
                empty: true,
            },
            MalformedCode::Shape { found, wanted } => Self::MalformedCode {
                found: u32::try_from(found).unwrap_or(u32::MAX),
                wanted: u32::try_from(wanted).unwrap_or(0),
                empty: false,
            },
        }
    }
}

impl From<MalformedRecoveryCode> for Refused {
    fn from(malformed: MalformedRecoveryCode) -> Self {
        Self::MalformedRecoveryCode { empty: malformed.empty }
    }
}

impl From<NotOffered> for Refused {
    fn from(not: NotOffered) -> Self {
        let reason = match not {
            NotOffered::Unknown => "unknown",
            NotOffered::Refused(reason) => reason.as_str(),
        };
        Self::MethodUnavailable { reason: reason.to_owned() }
    }
}

impl Refused {
    /// A value of the request that cannot be used.
    pub fn invalid(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), problem: problem.into() }
    }
}
