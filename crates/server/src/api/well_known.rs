//! What is published for everybody: the keys of receipts and the security contact.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use countersign_app::operate::public_keys::public_keys;
use countersign_app::signing::rfc3339;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use crate::http::{Refused, Slug, trouble};
use crate::routes::{Guard, Routes};
use crate::state::AppState;

/// How long security.txt says it holds (RFC 9116 section 2.5.5 recommends less than a year).
const HOLDS: std::time::Duration = std::time::Duration::from_hours(180 * 24);

pub(super) fn add(routes: &mut Routes) {
    routes.plain(Guard::Anyone, &["GET"], "/.well-known/jwks.json", get(jwks));
    routes.plain(Guard::Anyone, &["GET"], "/.well-known/security.txt", get(security_txt));
}

async fn jwks(State(state): State<AppState>) -> Result<Response, Refused> {
    let keys = public_keys(&state.ctx).await.map_err(|error| trouble::of_app(&error))?;
    let headers =
        [(CONTENT_TYPE, "application/jwk-set+json"), (CACHE_CONTROL, "public, max-age=300")];
    Ok((headers, serde_json::to_string(&keys).unwrap_or_default()).into_response())
}

async fn security_txt(State(state): State<AppState>) -> Result<Response, Refused> {
    let contact = state.config.brand.security_contact.as_deref().ok_or(Slug::NotFound)?;
    let expires = rfc3339(state.ctx.clock.now().plus(HOLDS));
    let canonical = format!("{}/.well-known/security.txt", state.config.public_origin);
    let text = format!(
        "Contact: {contact}\nExpires: {expires}\nCanonical: {canonical}\nPreferred-Languages: en, de\n"
    );
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}
