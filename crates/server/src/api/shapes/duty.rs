//! What an account requires, on the wire.

use countersign_app::duty::DutyView;
use serde::Serialize;
use utoipa::ToSchema;

use super::time;

/// A duty to use a second factor.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Duty {
    /// Its id.
    id: String,
    /// `account`, `role` or `person`.
    scope: String,
    /// The role, where it is for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// The person, where it is for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    /// What meets it: `any`, `app-or-passkey` or `passkey`.
    ways: String,
    /// From when it holds.
    from: String,
    /// When it was set.
    set_at: String,
    /// Who set it.
    set_by: String,
}

impl From<DutyView> for Duty {
    fn from(duty: DutyView) -> Self {
        let subject = |scope: &str| duty.subject.clone().filter(|_| duty.scope == scope);
        Self {
            role: subject("role"),
            person: subject("person"),
            id: duty.id,
            scope: duty.scope,
            ways: duty.ways,
            from: time(duty.from),
            set_at: time(duty.set_at),
            set_by: duty.set_by,
        }
    }
}
