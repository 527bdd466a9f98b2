//! Invitations on the wire. The secret part of a link is never among it.

use countersign_app::invitations::InvitationView;
use serde::Serialize;
use utoipa::ToSchema;

use super::time;

/// An invitation into an account.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct Invitation {
    /// Its id.
    id: String,
    /// Into which account.
    account: String,
    /// The member who invites; missing: the portal in its own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    inviter: Option<String>,
    /// What whoever invited calls the person.
    name: String,
    /// The mailbox.
    email: String,
    /// `administrator`, `member` or `technical-administrator`.
    role: String,
    /// What a technical administrator may do.
    rights: Vec<String>,
    /// When the membership will end by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_at: Option<String>,
    /// `pending`, `accepted`, `declined`, `withdrawn` or `expired`.
    state: String,
    /// When it was written.
    created_at: String,
    /// When it was mailed last.
    mailed_at: String,
    /// How often it was mailed.
    mails: i64,
    /// Until when it can be accepted.
    expires_at: String,
    /// When it was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_at: Option<String>,
    /// Who accepted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
}

impl From<InvitationView> for Invitation {
    fn from(view: InvitationView) -> Self {
        Self {
            id: view.id,
            account: view.account,
            inviter: view.inviter,
            name: view.name,
            email: view.email,
            role: view.role,
            rights: view.rights,
            ends_at: view.ends_at.map(time),
            state: view.state,
            created_at: time(view.created_at),
            mailed_at: time(view.mailed_at),
            mails: view.mails,
            expires_at: time(view.expires_at),
            decided_at: view.decided_at.map(time),
            person: view.person,
        }
    }
}
