//! The frame of an API request: when, by which key, under which name in the log, and whether it may run twice.

use axum::extract::FromRequestParts;
use countersign_app::{Actor, Asked};
use http::request::Parts;

use crate::http::Refused;
use crate::http::auth::Caller;
use crate::http::client_ip;
use crate::http::idempotency;
use crate::http::request_id::RequestId;
use crate::state::AppState;

/// The frame, from the request.
pub(super) struct Frame {
    /// For the use case.
    pub(super) asked: Asked,
    /// Who calls.
    pub(super) caller: Caller,
}

impl FromRequestParts<AppState> for Frame {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refused> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let once = idempotency::read(parts, &state.ctx, caller.key.as_str())?;
        let request = parts.extensions.get::<RequestId>().map(|id| id.as_str().to_owned());
        let asked = Asked {
            now: state.ctx.clock.now(),
            by: Actor::ApiKey(caller.key.clone()),
            request: request.unwrap_or_default(),
            client: client_ip::client(&parts.extensions, &parts.headers),
            once,
        };
        Ok(Self { asked, caller })
    }
}
