//! `POST /v1/persons/{id}/sessions`: registers a session of the portal's.

use axum::Json;
use axum::extract::State;
use countersign_app::session::{self, NewSessionAsk};
use countersign_core::ids::PersonId;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{invalid, read_account, read_time, time};
use crate::http::json::Strict;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// A session as the portal knows it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSession {
    /// The portal's name for it; never its cookie. The same reference again is the same session.
    #[schema(example = "s-4711")]
    reference: String,
    /// The portal's name for the browser: it gets a lane of its own in the guess ledger once it passed a challenge.
    device: Option<String>,
    /// Where the session is used.
    client: Option<Client>,
    /// When the portal ends it; 12 h at most.
    expires_at: Option<String>,
    /// The account it is for: it sees and does nothing in another one, and ends when the person leaves it.
    account: Option<String>,
}

/// Where a session is used; kept sealed and shown to its person only.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Client {
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    ip: Option<String>,
    /// The browser's name for itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent: Option<String>,
}

/// A registered session.
#[derive(Serialize, ToSchema)]
pub(crate) struct Session {
    /// Its id.
    id: String,
    /// Whose it is.
    person: String,
    /// The portal's name for it.
    reference: String,
    /// When it ends at the latest.
    expires_at: String,
    /// The account it is for; missing: any the person belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    /// The person owes a second factor that an account requires. Send them to `set_up_url`: it leads through the set-up. Until
    /// then this session can do nothing (`second-factor-owed`); register a new one afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    second_factor_owed: Option<OwedFactor>,
}

/// What an account requires and the person has not set up.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwedFactor {
    /// The account.
    account: String,
    /// What meets it: `any` or `app-or-passkey`.
    ways: String,
    /// Where the person sets it up.
    set_up_url: String,
}

/// Register a session.
#[utoipa::path(
    post,
    path = "/v1/persons/{id}/sessions",
    tag = "sessions",
    params(("id" = String, Path, description = "The person.")),
    request_body = NewSession,
    responses(
        (status = 201, description = "Registered.", body = Session),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`: names the field.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_session(
    State(state): State<AppState>,
    frame: Frame,
    PathId(person): PathId<PersonId>,
    Strict(new): Strict<NewSession>,
) -> Result<(StatusCode, Json<Session>), Refused> {
    let ask = NewSessionAsk {
        person,
        reference: new.reference,
        device: new.device,
        client: new.client.as_ref().map(client_text).transpose()?,
        expires_at: new.expires_at.map(|text| read_time("expires_at", &text)).transpose()?,
        account: new.account.map(|text| read_account(&text)).transpose()?,
    };
    let opened =
        trouble::told(session::open(&state.ctx, &frame.asked, ask).await, frame.asked.now)?;
    let session = Session {
        id: opened.id,
        person: opened.person,
        reference: opened.reference,
        expires_at: time(opened.expires_at),
        account: opened.account,
        second_factor_owed: opened.owed.map(|owed| OwedFactor {
            account: owed.account,
            ways: owed.ways,
            set_up_url: owed.set_up_url,
        }),
    };
    Ok((StatusCode::CREATED, Json(session)))
}

fn client_text(client: &Client) -> Result<String, Refused> {
    if client.ip.as_deref().is_some_and(|ip| ip.parse::<std::net::IpAddr>().is_err()) {
        return Err(invalid("client.ip", "This is no IP address."));
    }
    if client.user_agent.as_deref().is_some_and(|name| name.len() > 1_024) {
        return Err(invalid("client.user_agent", "This is at most 1024 bytes."));
    }
    serde_json::to_string(client).map_err(|_| invalid("client", "This cannot be kept."))
}
