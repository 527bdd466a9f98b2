//! What a challenge is about: its payload, laid out in the columns of its row.

use countersign_core::challenge::{Payload, PurposeKind};
use countersign_core::ids::{ChangeId, ContactId, LinkId, OrderId, SessionId, SignInId};
use countersign_core::order::OrderDigest;
use countersign_core::step_up::Areas;

use crate::db::Row;
use crate::error::StoreError;

/// The columns that say what a challenge is about; which of them are filled depends on its purpose.
#[derive(Default)]
pub(super) struct About {
    pub order: Option<String>,
    pub areas: Option<String>,
    pub sign_in: Option<String>,
    pub change: Option<String>,
    pub link: Option<String>,
}

impl About {
    pub(super) fn of(payload: &Payload) -> Self {
        let nothing = Self::default();
        match payload {
            Payload::SignIn { attempt } => Self { sign_in: Some(attempt.to_string()), ..nothing },
            Payload::StepUp { areas, .. } => Self { areas: Some(areas.to_column()), ..nothing },
            Payload::Order { order, .. } => Self { order: Some(order.to_string()), ..nothing },
            // The contact that is confirmed is the one the code goes to.
            Payload::ChangeAuthenticator { change, .. }
            | Payload::SetUp { change, .. }
            | Payload::ConfirmContact { change, .. } => {
                Self { change: Some(change.to_string()), ..nothing }
            }
            Payload::Recovery { link } => Self { link: Some(link.to_string()), ..nothing },
        }
    }
}

/// What a stored challenge is about.
pub(super) fn payload_from(row: &Row, session: Option<&SessionId>) -> Result<Payload, StoreError> {
    let session = || session.cloned().ok_or_else(|| row.corrupt("session"));
    let change = || ChangeId::parse(&row.text("change_id")?).map_err(|_| row.corrupt("change_id"));
    let purpose =
        PurposeKind::parse(&row.text("purpose")?).ok_or_else(|| row.corrupt("purpose"))?;
    Ok(match purpose {
        PurposeKind::SignIn => Payload::SignIn {
            attempt: SignInId::parse(&row.text("sign_in")?).map_err(|_| row.corrupt("sign_in"))?,
        },
        PurposeKind::StepUp => Payload::StepUp {
            session: session()?,
            areas: Areas::from_column(&row.text("areas")?).map_err(|_| row.corrupt("areas"))?,
        },
        PurposeKind::Order => Payload::Order {
            order: OrderId::parse(&row.text("order_id")?).map_err(|_| row.corrupt("order_id"))?,
            digest: row
                .opt_text("order_digest")?
                .and_then(|text| OrderDigest::from_hex(&text))
                .ok_or_else(|| row.corrupt("order_digest"))?,
        },
        PurposeKind::ConfirmContact => Payload::ConfirmContact {
            session: session()?,
            change: change()?,
            contact: ContactId::parse(&row.text("contact")?).map_err(|_| row.corrupt("contact"))?,
        },
        PurposeKind::ChangeAuthenticator => {
            Payload::ChangeAuthenticator { session: session()?, change: change()? }
        }
        PurposeKind::SetUp => Payload::SetUp { session: session()?, change: change()? },
        PurposeKind::Recovery => Payload::Recovery {
            link: LinkId::parse(&row.text("link")?).map_err(|_| row.corrupt("link"))?,
        },
        PurposeKind::ResetPassword => return Err(row.corrupt("purpose")),
    })
}
