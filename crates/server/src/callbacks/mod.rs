//! Callbacks: what providers tell us by themselves, at `/callbacks/{provider}/{what}`.

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use countersign_app::delivery::{self, CallbackRefused, CallbackRequest};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};

use crate::http::limits::WholeBody;
use crate::http::{Problem, Refused, Slug, trouble};
use crate::routes::{Guard, Routes};
use crate::state::AppState;

/// What every callback's address begins with.
const PREFIX: &str = "/callbacks/";

/// Adds them: one address for all providers, because each checks its own.
pub fn add(routes: &mut Routes) {
    let handlers = get(take).post(take);
    routes.plain(Guard::Provider, &["GET", "POST"], "/callbacks/{provider}/{what}", handlers);
}

/// A provider's request. The signature is over the address and the body as they came, so neither is decoded first.
async fn take(
    State(state): State<AppState>,
    Path((provider, _)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Refused> {
    let target = request.uri().path_and_query().map_or("", |target| target.as_str());
    let rest = target
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.strip_prefix(provider.as_str()))
        .ok_or(Slug::NotFound)?;
    let body = request.extensions().get::<WholeBody>().map_or(&[][..], |body| &body.0);
    let headers = readable(request.headers());
    let callback =
        CallbackRequest { verb: request.method().as_str(), rest, headers: &headers, body };
    let answered = delivery::callback(&state.ctx, &provider, &callback)
        .await
        .map_err(|error| trouble::of_app(&error))?;
    match answered {
        Ok(None) => Ok(StatusCode::NO_CONTENT.into_response()),
        Ok(Some(document)) => {
            let headers = [(CONTENT_TYPE, document.kind), (CACHE_CONTROL, "no-store")];
            Ok((headers, document.text).into_response())
        }
        Err(CallbackRefused::NotFound) => Err(Slug::NotFound.into()),
        Err(CallbackRefused::NotTheirs) => Err(Problem::new(Slug::SignatureRefused)
            .detail("Nothing was done. The secret and the public origin here must be those the provider has.")
            .into()),
        Err(CallbackRefused::Unreadable) => Err(Slug::MalformedRequest.into()),
    }
}

/// The headers that are text.
fn readable(headers: &HeaderMap) -> Vec<(&str, &str)> {
    headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect()
}
