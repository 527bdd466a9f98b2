//! What a person is told about their security, and where it was seen.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use countersign_core::Timestamp;
use countersign_core::ids::RecoveryId;
use countersign_core::people::{Contact, ContactKind, Method};
use countersign_core::session::Client;
use countersign_core::support::RecoveryKind;

use crate::Asked;

/// When and from where something was done.
#[derive(Clone, Debug)]
pub struct Seen {
    /// When.
    pub at: Timestamp,
    /// From where.
    pub client: Client,
}

impl Asked {
    /// When and from where this was asked, for a notice.
    pub fn seen(&self) -> Seen {
        Seen { at: self.now, client: self.client.clone() }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecurityNotice {
    /// A sign-in from a browser that was not recognised.
    NewDevice,
    /// A sign-in after wrong tries.
    SignInAfterFailures {
        /// How many.
        failures: u32,
    },
    /// The password was right and the code was not, in a browser that is not recognised.
    PasswordRightCodeWrong,
    /// The unrecognised lane of the guess ledger is used up.
    LaneClosed,
    /// An older copy of a device's cookie was brought: one of the two is stolen, and neither counts any more.
    OlderDeviceCopy,
    /// The password was changed by somebody who knew it.
    PasswordChanged,
    /// A reset link was asked for.
    ResetAsked,
    /// A new password was set by a reset link.
    ResetDone,
    /// Two-factor authentication is on.
    SecondFactorOn,
    /// It was turned off.
    SecondFactorOff,
    /// A way to sign in was added.
    MethodAdded(#[serde(with = "slug")] Method),
    /// It was replaced.
    MethodReplaced(#[serde(with = "slug")] Method),
    /// It was removed.
    MethodRemoved(#[serde(with = "slug")] Method),
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// How many are left.
        left: u32,
    },
    /// A new set of recovery codes was made.
    NewRecoveryCodes,
    /// A number or address was added.
    ContactAdded {
        /// A number, and not an address.
        number: bool,
        /// Masked.
        target: String,
    },
    /// Another one took its place.
    ContactChanged {
        /// A number, and not an address.
        number: bool,
        /// The former one, masked.
        target: String,
    },
    /// It was removed.
    ContactRemoved {
        /// A number, and not an address.
        number: bool,
        /// Masked.
        target: String,
    },
    /// Another person of the account uses the person's number on their confirmation.
    ContactShared {
        /// Who.
        name: String,
        /// The number, masked.
        target: String,
    },
    /// A number fell with the confirmation that it was used on.
    ContactFell {
        /// The number, masked.
        target: String,
    },
    /// An account requires a second factor from now on, or from a date.
    FactorRequired {
        /// What people call the account.
        account: String,
        /// Who set it.
        by: String,
        /// From when; milliseconds. `None`: from the next sign-in on.
        from: Option<i64>,
    },
    /// The date is near.
    FactorSoonRequired {
        /// What people call the account.
        account: String,
        /// From when; milliseconds.
        from: i64,
    },
    /// An account requires it of this person no more.
    FactorNotRequired {
        /// What people call the account.
        account: String,
        /// Who lifted it.
        by: String,
    },
    /// Somebody accepted the person's invitation.
    InvitationAccepted {
        /// Who.
        name: String,
        /// Into which account.
        account: String,
    },
    /// The person belongs to an account no longer.
    AccessRemoved {
        /// Which.
        account: String,
    },
    /// The person may sign in again.
    Enabled,
    /// An owner vouched for the person, whom support may now help back in.
    VouchedFor {
        /// Who.
        name: String,
        /// For which account.
        account: String,
    },
    /// Somebody who says that they cannot sign in asks an owner of their account to vouch.
    VouchAsked {
        /// Who.
        name: String,
        /// Which account.
        account: String,
    },
    /// The person got back in by two contacts of theirs.
    RecoveredByContacts {
        /// Until when nothing destructive is ordered; milliseconds.
        until: i64,
    },
    /// Sessions were ended.
    SessionsEnded {
        /// How many.
        count: u32,
    },
    /// A support PIN was set.
    SupportPinSet,
    /// It was removed.
    SupportPinRemoved,
    /// A support agent compared what a caller said.
    CallerChecked {
        /// What came of it.
        check: CallerCheck,
        /// What the agent is called.
        agent: String,
        /// The ticket's number.
        ticket: String,
    },
    /// An assisted recovery went a step on.
    Recovery {
        /// Which.
        id: String,
        /// Contacts that are out of date are replaced, and the sign-in stays as it is.
        #[serde(default)]
        contact: bool,
        /// How far.
        step: RecoveryStep,
        /// When it opens; of one that is done, until when nothing destructive is ordered. Milliseconds.
        until: i64,
    },
}

/// A step of an assisted recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecoveryStep {
    /// It was approved, and waits.
    Started,
    /// Half the wait is over.
    Half,
    /// The wait is over.
    Opens,
    /// It was stopped.
    Stopped,
    /// The person signed in, which ended it.
    SignedIn,
    /// It is done.
    Done,
}

impl RecoveryStep {
    const fn slug(self) -> &'static str {
        match self {
            Self::Started => "recovery-started",
            Self::Half => "recovery-half",
            Self::Opens => "recovery-opens",
            Self::Stopped => "recovery-stopped",
            Self::SignedIn => "recovery-signed-in",
            Self::Done => "recovery-done",
        }
    }

    /// Contacts are replaced: neither a sign-in nor its end are told, because the one changes nothing and the other is told as
    /// what was changed.
    const fn slug_of_contact(self) -> &'static str {
        match self {
            Self::Started => "new-contact-started",
            Self::Half => "new-contact-half",
            Self::Opens => "new-contact-opens",
            Self::Stopped | Self::SignedIn | Self::Done => "new-contact-stopped",
        }
    }

    /// Whether it can still be stopped.
    pub const fn is_stoppable(self) -> bool {
        matches!(self, Self::Started | Self::Half | Self::Opens)
    }
}

/// What came of comparing what a caller said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallerCheck {
    /// The right support PIN.
    PinRight,
    /// A wrong one.
    PinWrong,
    /// The third wrong one: checks by PIN are paused.
    PinPaused,
    /// They were paused before, and nothing was compared.
    PinNotHeard,
    /// The right call code.
    CallCodeRight,
    /// A wrong one.
    CallCodeWrong,
}

impl CallerCheck {
    const fn slug(self) -> &'static str {
        match self {
            Self::PinRight => "support-pin-right",
            Self::PinWrong => "support-pin-wrong",
            Self::PinPaused => "support-pin-paused",
            Self::PinNotHeard => "support-pin-not-heard",
            Self::CallCodeRight => "call-code-right",
            Self::CallCodeWrong => "call-code-wrong",
        }
    }
}

impl SecurityNotice {
    /// A stable name, for the trail and for the link that says "not me".
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::NewDevice => "new-device",
            Self::SignInAfterFailures { .. } => "sign-in-after-failures",
            Self::PasswordRightCodeWrong => "password-right-code-wrong",
            Self::LaneClosed => "lane-closed",
            Self::OlderDeviceCopy => "older-device-copy",
            Self::PasswordChanged => "password-changed",
            Self::ResetAsked => "reset-asked",
            Self::ResetDone => "reset-done",
            Self::SecondFactorOn => "second-factor-on",
            Self::SecondFactorOff => "second-factor-off",
            Self::MethodAdded(_) => "method-added",
            Self::MethodReplaced(_) => "method-replaced",
            Self::MethodRemoved(_) => "method-removed",
            Self::RecoveryCodeUsed { .. } => "recovery-code-used",
            Self::NewRecoveryCodes => "new-recovery-codes",
            Self::ContactAdded { .. } => "contact-added",
            Self::ContactChanged { .. } => "contact-changed",
            Self::ContactRemoved { .. } => "contact-removed",
            Self::ContactShared { .. } => "contact-shared",
            Self::ContactFell { .. } => "contact-fell",
            Self::FactorRequired { from: None, .. } => "factor-required",
            Self::FactorRequired { from: Some(_), .. } => "factor-required-from",
            Self::FactorSoonRequired { .. } => "factor-soon-required",
            Self::FactorNotRequired { .. } => "factor-not-required",
            Self::InvitationAccepted { .. } => "invitation-accepted",
            Self::AccessRemoved { .. } => "access-removed",
            Self::Enabled => "enabled",
            Self::VouchedFor { .. } => "vouched-for",
            Self::VouchAsked { .. } => "vouch-asked",
            Self::RecoveredByContacts { .. } => "recovered-by-contacts",
            Self::SessionsEnded { .. } => "sessions-ended",
            Self::SupportPinSet => "support-pin-set",
            Self::SupportPinRemoved => "support-pin-removed",
            Self::CallerChecked { check, .. } => check.slug(),
            Self::Recovery { contact: true, step, .. } => step.slug_of_contact(),
            Self::Recovery { step, .. } => step.slug(),
        }
    }

    /// A recovery went a step on.
    pub(crate) fn recovery(
        (id, kind): (&RecoveryId, RecoveryKind),
        step: RecoveryStep,
        until: Timestamp,
    ) -> Self {
        let contact = kind == RecoveryKind::Contact;
        Self::Recovery { id: id.to_string(), contact, step, until: until.ms() }
    }

    /// A contact was added.
    pub(crate) fn contact_added(contact: &Contact) -> Self {
        Self::ContactAdded { number: is_number(contact), target: contact.masked() }
    }

    /// Another one took the place of this contact.
    pub(crate) fn contact_changed(former: &Contact) -> Self {
        Self::ContactChanged { number: is_number(former), target: former.masked() }
    }

    /// This contact was removed.
    pub(crate) fn contact_removed(contact: &Contact) -> Self {
        Self::ContactRemoved { number: is_number(contact), target: contact.masked() }
    }

    /// Whether it tells of something that others decided, and not of something that somebody did with the person's sign-in.
    pub const fn is_of_others(&self) -> bool {
        matches!(
            self,
            Self::FactorRequired { .. }
                | Self::FactorSoonRequired { .. }
                | Self::FactorNotRequired { .. }
                | Self::VouchAsked { .. }
        )
    }

    /// Whether it is told once in a while only: signing in and trying to can be repeated at will, and a mailbox is easily
    /// filled (CS-LOG-13). A change is told each time, so that nobody can hide one behind another (CS-ENR-08).
    pub const fn repeats(&self) -> bool {
        matches!(
            self,
            Self::NewDevice
                | Self::SignInAfterFailures { .. }
                | Self::PasswordRightCodeWrong
                | Self::LaneClosed
                | Self::OlderDeviceCopy
                | Self::ResetAsked
        )
    }
}

fn is_number(contact: &Contact) -> bool {
    contact.kind != ContactKind::Email
}

mod slug {
    use super::{Deserialize as _, Deserializer, Method, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
    pub(super) fn serialize<S: Serializer>(method: &Method, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(method.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Method, D::Error> {
        let text = String::deserialize(from)?;
        Method::parse(&text).ok_or_else(|| serde::de::Error::custom("no method"))
    }
}
