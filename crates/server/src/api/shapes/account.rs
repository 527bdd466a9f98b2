//! Accounts and their members on the wire.

use countersign_app::accounts::{AccountView, MemberView};
use serde::Serialize;
use utoipa::ToSchema;

use super::time;

/// An account.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Account {
    /// Its id.
    id: String,
    /// The portal's own name for it.
    reference: String,
    /// What people call it.
    name: String,
    /// When it was registered.
    created_at: String,
}

impl From<AccountView> for Account {
    fn from(account: AccountView) -> Self {
        Self {
            id: account.id,
            reference: account.reference,
            name: account.name,
            created_at: time(account.created_at),
        }
    }
}

/// A person in an account.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Member {
    /// The account.
    account: String,
    /// The person.
    person: String,
    /// The person's name, in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// `owner`, `administrator`, `member` or `technical-administrator`.
    role: String,
    /// What a technical administrator may do, of the operator's list; of everybody else empty.
    rights: Vec<String>,
    /// Whether the person has a real second factor, in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    has_second_factor: Option<bool>,
    /// When it ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_at: Option<String>,
    /// Since when.
    added_at: String,
}

impl From<MemberView> for Member {
    fn from(member: MemberView) -> Self {
        Self {
            account: member.account,
            person: member.person,
            name: member.name,
            role: member.role,
            rights: member.rights,
            has_second_factor: member.has_second_factor,
            ends_at: member.ends_at.map(time),
            added_at: time(member.added_at),
        }
    }
}
