//! The provider's requests to our server: the handshake, and what became of messages.

use data_encoding::HEXLOWER_PERMISSIVE;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use sha2::Sha256;
use url::form_urlencoded;

use countersign_core::people::Method;

use super::refused;
use crate::callback::{Answered, Callback, CallbackRefused, CallbackRequest, Document};
use crate::{Delivery, News, Report, Wish, http};

/// Longest text that the handshake gives back.
const LONGEST_CHALLENGE: usize = 200;

/// Checks and reads them.
pub(super) struct Webhook {
    keyed: Hmac<Sha256>,
    verify_token: SecretString,
}

impl Webhook {
    /// `None`: a secret is empty.
    pub(super) fn new(app_secret: &SecretString, verify_token: &SecretString) -> Option<Self> {
        let key = app_secret.expose_secret();
        if key.is_empty() || verify_token.expose_secret().is_empty() {
            return None;
        }
        let keyed = Hmac::new_from_slice(key.as_bytes()).ok()?;
        Some(Self { keyed, verify_token: verify_token.clone() })
    }

    /// Reads one. The signature over the raw body is checked before the body is parsed.
    pub(super) fn read(&self, request: &CallbackRequest<'_>) -> Result<Callback, CallbackRefused> {
        let (path, query) = request.split();
        match (request.verb, path) {
            ("GET", "/webhook") => self.handshake(query),
            ("POST", "/webhook") => {
                let signature =
                    request.header("x-hub-signature-256").ok_or(CallbackRefused::NotTheirs)?;
                if !self.is_theirs(request.body, signature) {
                    return Err(CallbackRefused::NotTheirs);
                }
                let news = news(request.body).ok_or(CallbackRefused::Unreadable)?;
                Ok(Callback::Answered(Answered { news, document: None }))
            }
            _ => Err(CallbackRefused::NotFound),
        }
    }

    /// `sha256=` and the lower-case hexadecimal HMAC-SHA-256 of the body; compared in constant time.
    fn is_theirs(&self, body: &[u8], signature: &str) -> bool {
        let Some(text) = signature.strip_prefix("sha256=") else { return false };
        let Ok(signature) = HEXLOWER_PERMISSIVE.decode(text.as_bytes()) else { return false };
        let mut mac = self.keyed.clone();
        mac.update(body);
        mac.verify_slice(&signature).is_ok()
    }

    /// Whoever knows the token gets their challenge back; it says that the address is ours and nothing else.
    fn handshake(&self, query: &str) -> Result<Callback, CallbackRefused> {
        let field = |name: &str| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        let said = field("hub.verify_token").unwrap_or_default();
        if field("hub.mode").as_deref() != Some("subscribe") || !self.is_token(&said) {
            return Err(CallbackRefused::NotTheirs);
        }
        // Nothing but letters and digits is given back, so that nobody makes our origin say something.
        let challenge = field("hub.challenge")
            .filter(|text| (1..=LONGEST_CHALLENGE).contains(&text.len()))
            .filter(|text| {
                text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
            })
            .ok_or(CallbackRefused::Unreadable)?;
        let document = Document { kind: "text/plain; charset=utf-8", text: challenge };
        Ok(Callback::Answered(Answered { news: Vec::new(), document: Some(document) }))
    }

    /// Compares in constant time, by their MACs.
    fn is_token(&self, said: &str) -> bool {
        let mut ours = self.keyed.clone();
        ours.update(self.verify_token.expose_secret().as_bytes());
        let mut theirs = self.keyed.clone();
        theirs.update(said.as_bytes());
        theirs.verify(&ours.finalize().into_bytes()).is_ok()
    }
}

/// The statuses of one body, and of what people wrote STOP and START. `None`: no JSON object of theirs.
fn news(body: &[u8]) -> Option<Vec<News>> {
    let read: Value = serde_json::from_slice(body).ok()?;
    let entries = read.get("entry")?.as_array()?;
    let list = |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned();
    let changes = entries.iter().flat_map(|entry| list(entry, "changes").unwrap_or_default());
    let mut news = Vec::new();
    for change in changes {
        let Some(value) = change.get("value") else { continue };
        let statuses = list(value, "statuses").unwrap_or_default();
        news.extend(statuses.iter().filter_map(report).map(News::Report));
        let written = list(value, "messages").unwrap_or_default();
        news.extend(written.iter().filter_map(wish).map(News::Wish));
    }
    Some(news)
}

/// A text that is one word of those; buttons, pictures and all other texts are left aside.
fn wish(message: &Value) -> Option<Wish> {
    let text = message.pointer("/text/body")?.as_str()?;
    Wish::read(message.get("from")?.as_str()?, Method::WhatsApp, text)
}

fn report(status: &Value) -> Option<Report> {
    let reference = http::reference(status.get("id")?.as_str()?)?;
    let outcome = match status.get("status")?.as_str()? {
        "delivered" | "read" => Delivery::Delivered,
        "failed" => match status.pointer("/errors/0/code").and_then(Value::as_i64) {
            Some(131_050) => Delivery::Refused,
            Some(code) => {
                let why = refused::about_the_recipient(code)
                    .unwrap_or("WhatsApp could not deliver the message");
                Delivery::Failed { reason: format!("{why} ({code})") }
            }
            None => Delivery::Failed { reason: "WhatsApp could not deliver the message".into() },
        },
        _ => return None,
    };
    Some(Report { reference, outcome })
}
