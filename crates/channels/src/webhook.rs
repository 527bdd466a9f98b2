//! The generic channel: a signed POST to a URL of the operator's, for every method.

mod post;
mod sign;

use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use secrecy::SecretString;

use countersign_core::people::Method;
use countersign_core::ports::Timestamp;

use crate::{Channel, Message, SendError, Sent, SetupError};
pub use post::{PostSettings, SignedPost};

/// The settings of a webhook channel. Debug hides the secret.
#[derive(Clone, Debug)]
pub struct WebhookSettings {
    /// The name the operator gave it.
    pub name: String,
    /// Where messages are posted: https, or http to this machine. It may hold a token, so it is never shown.
    pub url: SecretString,
    /// `whsec_` and 24 to 64 bytes in base64 (Standard Webhooks).
    pub secret: SecretString,
    /// The methods it delivers.
    pub carries: Vec<Method>,
    /// For the whole of one send; at least a second.
    pub timeout: Duration,
}

/// Posts messages to a URL of the operator's.
///
/// The request is a Standard Webhook (standardwebhooks.com): headers `webhook-id`, `webhook-timestamp` and
/// `webhook-signature`, and a JSON body of `id`, `channel`, `to`, `text`, `purpose`, `language`, `expires_at`, and
/// where there is one `sender` (the route's), `subject`, `html` and `spoken` (`opening`, `after_key`).
///
/// Any 2xx takes the message over; a JSON body may name it: `{"reference":"…"}`.
pub struct Webhook {
    name: String,
    carries: Vec<Method>,
    to: SignedPost,
}

impl Webhook {
    /// Checks the settings. Connects to nothing.
    pub fn new(settings: WebhookSettings) -> Result<Self, SetupError> {
        let name = &settings.name;
        if !settings.carries.iter().all(|method| method.is_delivered()) {
            return Err(SetupError(format!(
                "channel {name}: a channel delivers sms, call, email or whatsapp"
            )));
        }
        let to = SignedPost::new(&PostSettings {
            name: settings.name.clone(),
            url: settings.url,
            secret: settings.secret,
            timeout: settings.timeout,
        })?;
        Ok(Self { name: settings.name, carries: settings.carries, to })
    }

    async fn post(&self, message: &Message, now: Timestamp) -> Result<Sent, SendError> {
        if !self.carries.contains(&message.method) {
            return Err(SendError::permanent("this channel does not carry the method"));
        }
        self.to.post(&message.id, body(message)?, now).await
    }
}

impl Channel for Webhook {
    fn name(&self) -> &str {
        &self.name
    }

    fn carries(&self) -> &[Method] {
        &self.carries
    }

    fn send<'a>(
        &'a self,
        message: &'a Message,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        self.post(message, now).boxed()
    }

    fn probe(&self) -> BoxFuture<'_, Result<(), String>> {
        self.to.reach().boxed()
    }
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook").field("name", &self.name).finish_non_exhaustive()
    }
}

fn body(message: &Message) -> Result<Vec<u8>, SendError> {
    #[derive(serde::Serialize)]
    struct Spoken<'a> {
        opening: &'a str,
        after_key: &'a str,
    }
    #[derive(serde::Serialize)]
    struct Body<'a> {
        id: &'a str,
        channel: &'a str,
        to: &'a str,
        text: &'a str,
        purpose: &'a str,
        language: &'a str,
        expires_at: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        sender: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        subject: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        html: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        spoken: Option<Spoken<'a>>,
    }
    let expires_at =
        jiff::Timestamp::from_millisecond(message.useless_after.ms()).map_err(|_| unusable())?;
    serde_json::to_vec(&Body {
        id: &message.id,
        channel: message.method.as_str(),
        to: &message.to,
        text: &message.text,
        purpose: message.purpose,
        language: message.language.as_str(),
        expires_at: expires_at.to_string(),
        sender: message.sender.as_deref(),
        subject: message.subject.as_deref(),
        html: message.html.as_deref(),
        spoken: message
            .spoken
            .as_ref()
            .map(|spoken| Spoken { opening: &spoken.opening, after_key: &spoken.after_key }),
    })
    .map_err(|_| unusable())
}

fn unusable() -> SendError {
    SendError::permanent("the message cannot be written as JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

    fn settings(url: &str) -> WebhookSettings {
        WebhookSettings {
            name: "gateway".into(),
            url: url.into(),
            secret: SECRET.into(),
            carries: vec![Method::Sms],
            timeout: Duration::from_secs(1),
        }
    }

    #[test]
    fn plain_http_is_for_this_machine() {
        for url in ["https://sms.example.com/in", "http://127.0.0.1:1/in", "http://[::1]:1/"] {
            assert!(Webhook::new(settings(url)).is_ok(), "{url}");
        }
        for url in
            ["http://sms.example.com/in", "http://127.0.0.1.example.com/", "ftp://localhost/"]
        {
            let refused = Webhook::new(settings(url)).expect_err(url).to_string();
            assert!(refused.contains("https://"), "{refused}");
        }
    }

    #[test]
    fn a_method_that_is_not_delivered_is_refused() {
        let carries = vec![Method::Sms, Method::Totp];
        let refused = Webhook::new(WebhookSettings { carries, ..settings("https://a.example/") });
        assert!(refused.is_err());
    }

    /// CS-AUD-02
    #[test]
    fn debug_shows_neither_url_nor_secret() {
        let settings = settings("https://sms.example.com/in?token=abc");
        let shown = format!("{settings:?} {:?}", Webhook::new(settings.clone()));
        assert!(shown.contains("gateway"));
        assert!(!shown.contains("token") && !shown.contains("MDEy"), "{shown}");
    }
}
