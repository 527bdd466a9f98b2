//! Invitations: somebody is asked into an account by mail, in one role, with the rights that go with it.

use std::time::Duration;

use super::Rights;
use crate::ids::{AccountId, InvitationId, PersonId};
use crate::people::{Language, Role};
use crate::ports::Timestamp;

/// How often an invitation is mailed at most, the first time among them.
pub const MOST_MAILS: i64 = 5;
/// Earliest time between two of these mails: whoever invites must not fill a mailbox.
pub const MAIL_AGAIN: Duration = Duration::from_mins(5);
/// Invitations that an account makes in [`COUNTED`] at most.
pub const MOST_INVITED: i64 = 50;
/// The span in which they are counted.
pub const COUNTED: Duration = Duration::from_hours(24);
/// Longest name, in code points.
pub const LONGEST_NAME: usize = 100;

/// What became of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationState {
    /// It waits for an answer.
    Pending,
    /// The person belongs to the account by it.
    Accepted,
    /// The person said no.
    Declined,
    /// It was taken back.
    Withdrawn,
    /// Nobody answered in time.
    Expired,
}

impl InvitationState {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Pending, Self::Accepted, Self::Declined, Self::Withdrawn, Self::Expired];

    /// The name on the wire and in columns; no column says that one has expired, because the clock does.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    /// Reads [`InvitationState::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// The mail of an invitation that counts: a newer one takes its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mailing {
    /// Rises with each mail; the first is 1.
    pub number: i64,
    /// When it was asked for.
    pub at: Timestamp,
    /// From then on its link does nothing.
    pub expires_at: Timestamp,
}

/// An invitation. Debug hides whom.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id: not secret.
    pub id: InvitationId,
    /// Into which account.
    pub account: AccountId,
    /// The member who invites; `None`: the portal in its own name.
    pub inviter: Option<PersonId>,
    /// What whoever invites calls the person.
    pub name: String,
    /// The mailbox it is for, as typed; compared by its key.
    pub email: String,
    /// The language it is written in.
    pub language: Language,
    /// The role.
    pub role: Role,
    /// What a technical administrator may do; empty for every other role.
    pub rights: Rights,
    /// When the membership will end by itself.
    pub ends_at: Option<Timestamp>,
    /// When it was written.
    pub created_at: Timestamp,
    /// The mail that counts.
    pub mailing: Mailing,
    /// What was decided; pending also when the time is over.
    pub decided: InvitationState,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// Who made their sign-in by it, or accepted it.
    pub person: Option<PersonId>,
}

impl Invitation {
    /// What became of it at `now`.
    pub fn state(&self, now: Timestamp) -> InvitationState {
        match self.decided {
            InvitationState::Pending if self.mailing.expires_at <= now => InvitationState::Expired,
            decided => decided,
        }
    }

    /// Whether it can be mailed once more; the earliest moment where it is too soon.
    pub fn mails_again(&self, now: Timestamp) -> Result<(), Option<Timestamp>> {
        if self.state(now) != InvitationState::Pending || self.mailing.number >= MOST_MAILS {
            return Err(None);
        }
        let earliest = self.mailing.at.plus(MAIL_AGAIN);
        if now < earliest { Err(Some(earliest)) } else { Ok(()) }
    }
}

impl std::fmt::Debug for Invitation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Invitation")
            .field("id", &self.id)
            .field("role", &self.role)
            .field("decided", &self.decided)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invitation(decided: InvitationState, number: i64) -> Invitation {
        Invitation {
            id: InvitationId::parse(&format!("inv_{}", "0".repeat(26))).expect("an id"),
            account: AccountId::parse(&format!("acc_{}", "0".repeat(26))).expect("an id"),
            inviter: None,
            name: "Theo".to_owned(),
            email: "theo@it.example".to_owned(),
            language: Language::En,
            role: Role::TechnicalAdministrator,
            rights: Rights::default(),
            ends_at: None,
            created_at: Timestamp::from_ms(0),
            mailing: Mailing {
                number,
                at: Timestamp::from_ms(0),
                expires_at: Timestamp::from_ms(1_000_000),
            },
            decided,
            decided_at: None,
            person: None,
        }
    }

    /// CS-DEL-05: what was decided stays; what was not is over with its time, at the very moment.
    #[test]
    fn only_a_pending_one_expires() {
        for decided in InvitationState::ALL {
            let one = invitation(decided, 1);
            assert_eq!(one.state(Timestamp::from_ms(999_999)), decided);
            let later = one.state(Timestamp::from_ms(1_000_000));
            let wanted = match decided {
                InvitationState::Pending => InvitationState::Expired,
                other => other,
            };
            assert_eq!(later, wanted);
            assert_eq!(InvitationState::parse(decided.as_str()), Some(decided));
        }
    }

    #[test]
    fn a_mailbox_is_not_filled() {
        let pending = |number| invitation(InvitationState::Pending, number);
        let (soon, later) = (Timestamp::from_ms(299_999), Timestamp::from_ms(300_000));
        assert_eq!(pending(1).mails_again(soon), Err(Some(later)));
        assert_eq!(pending(1).mails_again(later), Ok(()));
        assert_eq!(pending(MOST_MAILS).mails_again(later), Err(None));
        assert_eq!(invitation(InvitationState::Declined, 1).mails_again(later), Err(None));
        assert!(!format!("{:?}", pending(1)).contains("theo@"));
    }
}
