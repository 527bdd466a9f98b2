//! What a person is in an account.

use crate::access::Rights;
use crate::ids::{AccountId, PersonId};
use crate::ports::Timestamp;

/// A role in one account. There is one a person and account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Holds the contract; every account keeps one who can sign in.
    Owner,
    /// Looks after persons, groups and resources; never above itself.
    Administrator,
    /// Sees what was granted.
    Member,
    /// Works for the account from outside it: what it may is named, right by right.
    TechnicalAdministrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] =
        [Self::Owner, Self::Administrator, Self::Member, Self::TechnicalAdministrator];

    /// The name on the wire and in columns.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Administrator => "administrator",
            Self::Member => "member",
            Self::TechnicalAdministrator => "technical-administrator",
        }
    }

    /// Reads [`Role::as_str`]; exact.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// How high it stands. Nobody acts on a higher one, and nobody makes one.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Owner => 3,
            Self::Administrator => 2,
            Self::Member => 1,
            Self::TechnicalAdministrator => 0,
        }
    }

    /// Whether it sees every resource of its account without a grant.
    pub const fn sees_all(self) -> bool {
        matches!(self, Self::Owner | Self::Administrator)
    }
}

/// That a person belongs to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The account.
    pub account: AccountId,
    /// The person.
    pub person: PersonId,
    /// What the person is there.
    pub role: Role,
    /// What a technical administrator may do; empty for every other role.
    pub rights: Rights,
    /// When it ends by itself; never for owners.
    pub ends_at: Option<Timestamp>,
    /// Since when.
    pub added_at: Timestamp,
}

impl Membership {
    /// Whether it counts.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.ends_at.is_none_or(|end| now < end)
    }

    /// Whether `after` takes something away that `self` gave: then what hangs on it ends at once (CS-DEL-06).
    pub fn loses_by(&self, after: &Self) -> bool {
        let lower = after.role.rank() < self.role.rank();
        // From outside the account to the inside of it: the rights that were named are gone.
        let moved = self.role == Role::TechnicalAdministrator && after.role != self.role;
        let sooner = match (self.ends_at, after.ends_at) {
            (None, Some(_)) => true,
            (Some(before), Some(end)) => end < before,
            _ => false,
        };
        lower || moved || sooner || !self.rights.are_among(&after.rights)
    }
}
