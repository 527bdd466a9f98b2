//! Contact persons beside an account.

pub(super) mod add;
pub(super) mod list;
pub(super) mod remove;

use countersign_app::accounts::ContactPersonView;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::shapes::time;

/// A number or address of a contact person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Reached {
    /// `email`, `mobile` or `landline`.
    kind: String,
    /// Masked.
    target: String,
    /// When it was confirmed; missing: it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed_at: Option<String>,
}

/// Somebody beside an account who does not sign in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ContactPerson {
    /// The id.
    id: String,
    /// `billing` or `technical`.
    matter: String,
    /// The name.
    name: String,
    /// Numbers and addresses.
    contacts: Vec<Reached>,
    /// Since when.
    created_at: String,
}

impl From<ContactPersonView> for ContactPerson {
    fn from(view: ContactPersonView) -> Self {
        let contacts = view.contacts.into_iter().map(|one| Reached {
            kind: one.kind,
            target: one.target,
            confirmed_at: one.confirmed_at.map(time),
        });
        Self {
            id: view.id,
            matter: view.matter,
            name: view.name,
            contacts: contacts.collect(),
            created_at: time(view.created_at),
        }
    }
}
