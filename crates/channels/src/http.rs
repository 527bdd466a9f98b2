//! What every provider over HTTP shares: a client that follows nowhere, and one reading of answers.

mod answer;

use std::time::Duration;

use data_encoding::BASE64;
pub(crate) use reqwest::header::{HeaderMap, HeaderName};
use reqwest::header::{HeaderValue, RETRY_AFTER};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use countersign_core::ports::Timestamp;

use crate::{SendError, SetupError, is_loopback};
pub(crate) use answer::{AFTER_A_WRONG_SETTING, Answer, reference};

/// How much of an answer is read; the rest is left unread.
const LONGEST_BODY: usize = 64 * 1024;
/// A connection is kept this long for the next request; shorter than servers do, so that a reused one is mostly alive and a
/// break rarely leaves a message's fate open.
const KEPT_FOR: Duration = Duration::from_secs(15);

/// A request that is ready to go. It has no Debug: address, headers and body hold secrets.
pub(crate) struct Outgoing {
    /// How.
    pub verb: Verb,
    /// Where to.
    pub url: Url,
    /// All of its headers; nothing but the client's own name is added.
    pub headers: HeaderMap,
    /// Empty: none.
    pub body: Vec<u8>,
}

/// How a server is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    Head,
    Post,
    Put,
}

/// A client of one server.
pub(crate) struct Http {
    client: reqwest::Client,
    /// Who is spoken of in reasons: `the gateway`.
    who: &'static str,
}

impl Http {
    /// `name` is the channel's, `timeout` for the whole of one request, at least a second. Connects to nothing.
    pub(crate) fn new(
        name: &str,
        who: &'static str,
        url: &Url,
        timeout: Duration,
    ) -> Result<Self, SetupError> {
        if timeout < Duration::from_secs(1) {
            return Err(SetupError(format!("channel {name}: the timeout is below 1 second")));
        }
        let mut client = reqwest::Client::builder()
            .timeout(timeout)
            // Apart from the whole, so that a server that cannot be reached is known to have taken nothing.
            .connect_timeout(timeout * 2 / 3)
            .pool_idle_timeout(KEPT_FOR)
            // A redirect would hand code and recipient to whoever the first server names.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("countersign/", env!("CARGO_PKG_VERSION")));
        if url.host_str().is_some_and(is_loopback) {
            client = client.no_proxy();
        }
        let client = client
            .build()
            .map_err(|_| SetupError(format!("channel {name}: TLS cannot be set up")))?;
        Ok(Self { client, who })
    }

    /// Asks, and reads the answer whatever its status. The error says whether the request may have been taken.
    pub(crate) async fn ask(
        &self,
        outgoing: Outgoing,
        now: Timestamp,
    ) -> Result<Answer, SendError> {
        let verb = match outgoing.verb {
            Verb::Get => reqwest::Method::GET,
            Verb::Head => reqwest::Method::HEAD,
            Verb::Post => reqwest::Method::POST,
            Verb::Put => reqwest::Method::PUT,
        };
        let mut request = self.client.request(verb, outgoing.url).headers(outgoing.headers);
        if !outgoing.body.is_empty() {
            request = request.body(outgoing.body);
        }
        let answer = request.send().await.map_err(|e| self.lost(&e))?;
        let retry_after = answer
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok())
            .and_then(|text| answer::wait(text, now));
        let status = answer.status().as_u16();
        Ok(Answer { who: self.who, status, retry_after, body: read(answer).await })
    }

    /// There was no answer. reqwest's own words hold the URL, and a URL may hold a token; so none of them are used.
    fn lost(&self, error: &reqwest::Error) -> SendError {
        let who = self.who;
        if error.is_connect() || error.is_builder() {
            let why = "cannot be reached, or its certificate was refused";
            return SendError::retry(format!("{who} {why}"));
        }
        SendError::Unknown {
            reason: if error.is_timeout() {
                format!("{who} did not answer in time")
            } else {
                format!("the connection to {who} broke before its answer")
            },
        }
    }
}

/// `None`: too long, or cut off.
async fn read(mut answer: reqwest::Response) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.ok()? {
        if body.len() + chunk.len() > LONGEST_BODY {
            return None;
        }
        body.extend_from_slice(&chunk);
    }
    Some(body)
}

/// Reads an address that messages are sent to: https, or http to this machine, without name and password.
pub(crate) fn address(name: &str, setting: &str, text: &str) -> Result<Url, SetupError> {
    let url = Url::parse(text)
        .map_err(|e| SetupError(format!("channel {name}: the {setting} cannot be read: {e}")))?;
    let local = url.host_str().is_some_and(is_loopback);
    if url.scheme() != "https" && !(url.scheme() == "http" && local) {
        return Err(SetupError(format!(
            "channel {name}: the {setting} must begin with https:// (http:// is for localhost)"
        )));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(SetupError(format!(
            "channel {name}: the {setting} holds a name or password before the @; set them on their own"
        )));
    }
    Ok(url)
}

/// A header with a secret in it; `None`: it holds what no header may.
pub(crate) fn secret_header(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// What lets a request in: the value of the header `Authorization`.
pub(crate) struct Authorization(HeaderValue);

impl Authorization {
    /// Name and password (RFC 7617); `None`: the name holds a colon.
    pub(crate) fn basic(name: &str, password: &SecretString) -> Option<Self> {
        if name.contains(':') {
            return None;
        }
        let pair = zeroize::Zeroizing::new(format!("{name}:{}", password.expose_secret()));
        secret_header(&format!("Basic {}", BASE64.encode(pair.as_bytes()))).map(Self)
    }

    /// A token (RFC 6750); `None`: it holds what no header may.
    pub(crate) fn bearer(token: &SecretString) -> Option<Self> {
        secret_header(&format!("Bearer {}", token.expose_secret())).map(Self)
    }
}

/// The headers of a request that brings `kind` and is let in by `authorization`.
pub(crate) fn headers(kind: &'static str, authorization: Option<&Authorization>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(reqwest::header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers
        .insert(reqwest::header::ACCEPT, HeaderValue::from_static("application/json, */*;q=0.1"));
    if let Some(Authorization(value)) = authorization {
        headers.insert(reqwest::header::AUTHORIZATION, value.clone());
    }
    headers
}
