//! `POST /v1/accounts`: registers an account with its first owner.

use axum::Json;
use axum::extract::State;
use countersign_app::accounts::{self, NewAccountAsk};
use countersign_core::ids::PersonId;
use http::StatusCode;
use http::header::LOCATION;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{Account, invalid};
use crate::http::json::Strict;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// An account as the portal knows it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAccount {
    /// The portal's own name for it, such as a customer number; unique, compared letter by letter.
    #[schema(example = "K-4711")]
    reference: String,
    /// What people call it.
    #[schema(example = "Meier & Co.")]
    name: String,
    /// The person who owns it. There always is one who can sign in.
    owner: String,
}

/// Register an account.
#[utoipa::path(
    post,
    path = "/v1/accounts",
    tag = "accounts",
    request_body = NewAccount,
    responses(
        (status = 201, description = "Registered.", body = Account),
        (status = 409, description = "`reference-taken`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`: names the field.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_account(
    State(state): State<AppState>,
    frame: Frame,
    Strict(new): Strict<NewAccount>,
) -> Result<(StatusCode, [(http::HeaderName, String); 1], Json<Account>), Refused> {
    let owner =
        PersonId::parse(&new.owner).map_err(|_| invalid("owner", "There is no such person."))?;
    let ask = NewAccountAsk { reference: new.reference, name: new.name, owner };
    let account =
        trouble::told(accounts::create(&state.ctx, &frame.asked, ask).await, frame.asked.now)?;
    let location = [(LOCATION, format!("/v1/accounts/{}", account.id))];
    Ok((StatusCode::CREATED, location, Json(account.into())))
}
