//! A signed post to a URL of the operator's: of a message, or of anything else that is handed over.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use countersign_core::ports::Timestamp;

use super::sign::Signer;
use crate::http::{self, Http, Outgoing, Verb};
use crate::{SendError, Sent, SetupError};

/// Where something is posted, and what it is signed with. Debug hides address and secret.
#[derive(Clone, Debug)]
pub struct PostSettings {
    /// The name it has in reasons.
    pub name: String,
    /// https, or http to this machine. It may hold a token, so it is never shown.
    pub url: SecretString,
    /// `whsec_` and 24 to 64 bytes in base64 (Standard Webhooks).
    pub secret: SecretString,
    /// For the whole of one post; at least a second.
    pub timeout: Duration,
}

/// Posts JSON as a Standard Webhook (standardwebhooks.com): headers `webhook-id`, `webhook-timestamp` and `webhook-signature`.
pub struct SignedPost {
    url: Url,
    signer: Signer,
    http: Http,
}

impl SignedPost {
    /// Checks the settings. Connects to nothing.
    pub fn new(settings: &PostSettings) -> Result<Self, SetupError> {
        let name = &settings.name;
        let url = http::address(name, "url", settings.url.expose_secret())?;
        let signer = Signer::new(&settings.secret)
            .map_err(|why| SetupError(format!("channel {name}: the secret {why}")))?;
        let http = Http::new(name, "the receiver", &url, settings.timeout)?;
        Ok(Self { url, signer, http })
    }

    /// Posts a body under an id that is the same on every try, so that a receiver recognises a repetition. Any 2xx takes it
    /// over; a JSON answer may name it: `{"reference":"…"}`.
    pub async fn post(&self, id: &str, body: Vec<u8>, now: Timestamp) -> Result<Sent, SendError> {
        let signed_at = now.ms().div_euclid(1000).to_string();
        let mut headers = http::headers("application/json", None);
        for (name, value) in [
            ("webhook-id", id),
            ("webhook-timestamp", &signed_at),
            ("webhook-signature", &self.signer.sign(id, &signed_at, &body)),
        ] {
            let value = http::secret_header(value).ok_or_else(unusable)?;
            headers.insert(name, value);
        }
        let outgoing = Outgoing { verb: Verb::Post, url: self.url.clone(), headers, body };
        let answer = self.http.ask(outgoing, now).await?;
        if !answer.is_success() {
            return Err(answer.refusal());
        }
        // The status has said that it is taken; a body that names nothing, or cannot be read, changes nothing.
        let named =
            answer.json().and_then(|json| http::reference(json.get("reference")?.as_str()?));
        Ok(Sent { reference: named })
    }

    /// Connects and posts nothing. The error is one sentence for the operator, without secrets.
    pub async fn reach(&self) -> Result<(), String> {
        let outgoing = Outgoing {
            verb: Verb::Head,
            url: self.url.clone(),
            headers: http::headers("application/json", None),
            body: Vec::new(),
        };
        // A probe sends nothing that is dated by it.
        let asked = self.http.ask(outgoing, Timestamp::from_ms(0)).await;
        let status = asked.map_err(|e| e.to_string())?.status;
        // A handler of POST may answer HEAD with 405 or 501; what counts is that it is there.
        if matches!(status, 300..=399 | 404 | 500 | 502..=599) {
            return Err(format!("the receiver answers {status}"));
        }
        Ok(())
    }
}

impl std::fmt::Debug for SignedPost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignedPost(..)")
    }
}

fn unusable() -> SendError {
    SendError::permanent("the message cannot be written as JSON")
}
