//! Who calls: a bearer API key with a scope, checked before a handler runs (CS-API-02, CS-API-04).

use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use countersign_app::operate::api_key::{self, Scopes};
use countersign_core::ids::ApiKeyId;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};

use super::problem::{Problem, Refused, Slug};
use crate::state::AppState;

/// The key a request came with.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Its id.
    pub key: ApiKeyId,
    scopes: Scopes,
}

impl Caller {
    /// Whether the key has this scope.
    pub fn may(&self, scope: &str) -> bool {
        self.scopes.has(scope)
    }

    /// Refuses a part of a request that needs a scope of its own.
    pub fn must(&self, scope: &str) -> Result<(), Refused> {
        if self.may(scope) { Ok(()) } else { Err(missing(scope).into()) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        parts.extensions.get::<Caller>().cloned().ok_or_else(|| unknown().into())
    }
}

/// Lets requests pass whose key has the scope; every API route is behind one of these.
pub async fn scoped(
    State((state, scope)): State<(AppState, &'static str)>,
    mut request: Request,
    next: Next,
) -> Response {
    let caller = match known(&state, request.headers()).await {
        Ok(caller) => caller,
        Err(problem) => return problem.into_response(),
    };
    if !caller.may(scope) {
        return missing(scope).into_response();
    }
    request.extensions_mut().insert(caller);
    next.run(request).await
}

/// The key that these headers present, if it is one.
pub async fn known(state: &AppState, headers: &HeaderMap) -> Result<Caller, Problem> {
    let presented = bearer(headers).ok_or_else(unknown)?;
    match api_key::verify(&state.ctx, presented, state.ctx.clock.now()).await {
        Ok(Some(key)) => Ok(Caller { key: key.id, scopes: key.scopes }),
        Ok(None) => Err(unknown()),
        Err(error) => Err(super::trouble::of_app(&error)),
    }
}

/// The token of the one `Authorization: Bearer` header (RFC 6750 section 2.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (scheme, token) = values.next()?.to_str().ok()?.split_once(' ')?;
    (values.next().is_none() && scheme.eq_ignore_ascii_case("bearer")).then_some(token.trim())
}

fn unknown() -> Problem {
    Problem::new(Slug::Unauthenticated)
        .detail("Send an API key that has not ended as \"Authorization: Bearer …\".")
        .header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"countersign\""))
}

fn missing(scope: &str) -> Problem {
    let challenge =
        format!("Bearer realm=\"countersign\", error=\"insufficient_scope\", scope=\"{scope}\"");
    let problem = Problem::new(Slug::ScopeMissing)
        .detail(format!("This needs a key with the scope {scope}."))
        .with("scope", scope);
    match HeaderValue::from_str(&challenge) {
        Ok(value) => problem.header(WWW_AUTHENTICATE, value),
        Err(_) => problem,
    }
}
