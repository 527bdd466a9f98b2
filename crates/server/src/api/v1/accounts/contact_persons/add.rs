//! `POST /v1/accounts/{id}/contact-persons`: adds somebody beside an account who does not sign in.

use axum::Json;
use axum::extract::State;
use countersign_app::accounts::{self, By, ContactPersonAsk};
use countersign_app::people::NewPhone;
use countersign_core::ids::AccountId;
use countersign_core::people::Matter;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::ContactPerson;
use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::api::shapes::{invalid, read_time};
use crate::http::json::Strict;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Problem, Refused, Slug, trouble};
use crate::state::AppState;

/// A number of a contact person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReachedAt {
    /// With its country code.
    #[schema(example = "+49 30 123456")]
    number: String,
    /// When the portal saw it confirmed; needs the scope `contacts:confirm`.
    confirmed_at: Option<String>,
}

/// A contact person that is to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewContactPerson {
    /// `billing` or `technical`.
    #[schema(example = "billing")]
    matter: String,
    /// The name.
    #[schema(example = "Bea Buchhaltung")]
    name: String,
    /// An e-mail address.
    email: Option<String>,
    /// When the portal saw the address confirmed; needs the scope `contacts:confirm`.
    email_confirmed_at: Option<String>,
    /// Phone numbers; at most 5.
    #[serde(default)]
    phones: Vec<ReachedAt>,
}

/// Add a contact person beside an account.
///
/// They sign in nowhere. A confirmed number of theirs can be used by the persons of the account without a code of its own, if
/// `policy.share_contacts` is on, and by nobody else. On behalf of a member nothing is taken as confirmed.
#[utoipa::path(
    post,
    path = "/v1/accounts/{id}/contact-persons",
    tag = "accounts",
    params(
        ("id" = String, Path, description = "The account."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked: an owner or administrator."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
    ),
    request_body = NewContactPerson,
    responses(
        (status = 201, description = "Added.", body = ContactPerson),
        (status = 403, description = "`scope-missing`, `not-allowed`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`: names the field.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn add_contact_person(
    State(state): State<AppState>,
    frame: Frame,
    PathId(account): PathId<AccountId>,
    ActingFor(by): ActingFor,
    Strict(new): Strict<NewContactPerson>,
) -> Result<(StatusCode, Json<ContactPerson>), Refused> {
    let confirmed = new.email_confirmed_at.is_some()
        || new.phones.iter().any(|phone| phone.confirmed_at.is_some());
    if confirmed {
        frame.caller.must("contacts:confirm")?;
        if by != By::Portal {
            return Err(Problem::new(Slug::NotAllowed)
                .detail("No member says for others that a number is theirs.")
                .into());
        }
    }
    let matter = Matter::parse(&new.matter)
        .ok_or_else(|| invalid("matter", "A matter is billing or technical."))?;
    let mut phones = Vec::with_capacity(new.phones.len());
    for (at, phone) in new.phones.into_iter().enumerate() {
        let field = format!("phones[{at}].confirmed_at");
        let confirmed_at = phone.confirmed_at.map(|text| read_time(&field, &text)).transpose()?;
        phones.push(NewPhone { number: phone.number, confirmed_at });
    }
    let ask = ContactPersonAsk {
        account,
        matter,
        name: new.name,
        email: new.email,
        email_confirmed_at: new
            .email_confirmed_at
            .map(|text| read_time("email_confirmed_at", &text))
            .transpose()?,
        phones,
    };
    let added = accounts::add_contact_person(&state.ctx, &frame.asked, by, ask).await;
    Ok((StatusCode::CREATED, Json(trouble::told(added, frame.asked.now)?.into())))
}
