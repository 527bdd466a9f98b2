//! Where Countersign's webhook channel delivers messages.

use super::Phone;
use super::inbox::{Arrived, Spoken};
use crate::times;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
struct Delivery {
    id: String,
    channel: String,
    to: String,
    text: String,
    purpose: String,
    language: String,
    subject: Option<String>,
    spoken: Option<Spoken>,
}

/// The gateway that is down: it takes nothing, and says that it may later.
pub async fn down() -> (StatusCode, &'static str) {
    (StatusCode::SERVICE_UNAVAILABLE, "this gateway is down\n")
}

/// Takes a signed message; everything else is refused.
pub async fn receive(
    State(phone): State<Arc<Phone>>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, &'static str) {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let (id, time) = (header("webhook-id"), header("webhook-timestamp"));
    let now = jiff::Timestamp::now().as_second();
    if !phone.secret.accepts(id, time, &body, header("webhook-signature"), now) {
        return (StatusCode::UNAUTHORIZED, "the signature does not fit\n");
    }
    let Ok(delivery) = serde_json::from_slice::<Delivery>(&body) else {
        return (StatusCode::BAD_REQUEST, "the message cannot be read\n");
    };
    let message = Arrived {
        channel: delivery.channel,
        to: delivery.to,
        purpose: delivery.purpose,
        text: delivery.text,
        language: delivery.language,
        at: times::now(),
        subject: delivery.subject,
        spoken: delivery.spoken,
        id: delivery.id,
    };
    match phone.inbox.add(message) {
        Ok(()) => (StatusCode::ACCEPTED, ""),
        Err(error) => {
            tracing::error!(%error, "a message could not be kept");
            (StatusCode::SERVICE_UNAVAILABLE, "the message could not be kept\n")
        }
    }
}
