//! Checks a gateway's template before the first message meets it.

use countersign_core::people::Method;
use secrecy::SecretString;
use url::Url;

use super::body::{Body, Tree};
use super::settings::{GatewayBody, GatewayVerb, HttpGatewaySettings};
use super::success::Success;
use super::template::{Slot, Template, in_url};
use crate::SetupError;
use crate::http::{self, HeaderName, Verb};

/// Headers that the connection itself writes.
const OURS: [&str; 6] =
    ["host", "content-length", "content-type", "transfer-encoding", "connection", "te"];

/// Settings that were read and fit together.
pub(super) struct Checked {
    pub name: String,
    pub verb: Verb,
    pub url: Template,
    /// The address without path and query.
    pub origin: Url,
    pub headers: Vec<(HeaderName, Template)>,
    pub body: Body,
    pub secret: Option<SecretString>,
    pub sender: Option<String>,
    pub carries: Vec<Method>,
    pub success: Success,
}

impl Checked {
    pub(super) fn of(settings: HttpGatewaySettings) -> Result<Self, SetupError> {
        let name = settings.name.clone();
        let wrong = |why: String| SetupError(format!("channel {name}: {why}"));
        let verb = match (settings.verb, &settings.body) {
            (GatewayVerb::Get, GatewayBody::None) => Verb::Get,
            (GatewayVerb::Get, _) => {
                return Err(wrong(
                    "GET has no body; use POST, or put the places into the url".into(),
                ));
            }
            (GatewayVerb::Post, _) => Verb::Post,
            (GatewayVerb::Put, _) => Verb::Put,
        };
        let (url, origin) = address(&name, &settings.url)?;
        let headers = headers(&settings.headers).map_err(wrong)?;
        let body = match &settings.body {
            GatewayBody::None => Body::None,
            GatewayBody::Json(text) => {
                Body::Json(Tree::parse(text).map_err(|why| wrong(format!("the json {why}")))?)
            }
            GatewayBody::Form(fields) => Body::Form(
                fields
                    .iter()
                    .map(|(field, text)| {
                        let template = Template::parse(text);
                        Ok((field.clone(), template.map_err(|why| format!("form.{field} {why}"))?))
                    })
                    .collect::<Result<_, String>>()
                    .map_err(wrong)?,
            ),
        };
        let mut slots: Vec<Slot> = url.slots().collect();
        slots.extend(headers.iter().flat_map(|(_, template)| template.slots()));
        slots.extend(body.slots());
        fits(&slots, &settings.carries, settings.secret.is_some()).map_err(wrong)?;
        let is_named = settings.sender.as_ref().is_some_and(|sender| !sender.trim().is_empty());
        match (slots.contains(&Slot::Sender), is_named) {
            (true, false) => return Err(wrong("{sender} is used, and sender is not set".into())),
            (false, true) => {
                return Err(wrong(
                    "sender is set, and {sender} stands nowhere; put it into url, headers, json or form".into(),
                ));
            }
            _ => {}
        }
        Ok(Self {
            success: Success::new(settings.success).map_err(wrong)?,
            name: settings.name,
            verb,
            url,
            origin,
            headers,
            body,
            secret: settings.secret,
            sender: settings.sender,
            carries: settings.carries,
        })
    }
}

/// A message must not choose the server, and words must not become a path.
fn address(name: &str, text: &str) -> Result<(Template, Url), SetupError> {
    let wrong = |why: String| SetupError(format!("channel {name}: the url {why}"));
    let template = Template::parse(text).map_err(wrong)?;
    let after_scheme = text.find("://").map_or(0, |at| at + 3);
    let authority =
        text[after_scheme..].find(['/', '?', '#']).map_or(text.len(), |at| after_scheme + at);
    if text[..authority].contains(['{', '}']) {
        return Err(wrong("has a place in its host; write the host out".into()));
    }
    if text.contains('#') {
        return Err(wrong("has a fragment (#), which no server sees; write %23".into()));
    }
    let path_end = text.find('?').unwrap_or(text.len());
    let path = Template::parse(&text[..path_end]).map_err(wrong)?;
    if let Some(slot) = path.slots().find(|slot| slot.is_words()) {
        return Err(wrong(format!("has {slot} in its path; put it into the query or the body")));
    }
    let sample = template.fill(|_| Ok::<_, SetupError>("x"), in_url)?;
    let mut origin = http::address(name, "url", &sample)?;
    origin.set_path("/");
    origin.set_query(None);
    Ok((template, origin))
}

fn headers(settings: &[(String, String)]) -> Result<Vec<(HeaderName, Template)>, String> {
    let mut headers = Vec::new();
    for (header, text) in settings {
        let name = HeaderName::from_bytes(header.as_bytes())
            .map_err(|_| format!("headers holds {header:?}, which is no name of a header"))?;
        if OURS.contains(&name.as_str()) {
            return Err(format!("headers.{header} is written by itself; leave it out"));
        }
        let template = Template::parse(text).map_err(|why| format!("headers.{header} {why}"))?;
        if let Some(slot) = template.slots().find(|slot| slot.is_words()) {
            return Err(format!("headers.{header} has {slot}; put it into the query or the body"));
        }
        if http::secret_header(text).is_none() {
            return Err(format!("headers.{header} holds what no header may: use ASCII alone"));
        }
        headers.push((name, template));
    }
    Ok(headers)
}

/// Whether the places bring a message to somebody, and a call in its two halves.
fn fits(slots: &[Slot], carries: &[Method], has_secret: bool) -> Result<(), String> {
    let has = |slot| slots.contains(&slot);
    let (calls, texts): (Vec<Method>, Vec<Method>) =
        carries.iter().partition(|method| **method == Method::Call);
    if carries.is_empty()
        || !texts.iter().all(|method| matches!(method, Method::Sms | Method::WhatsApp))
    {
        return Err("carries must hold sms, whatsapp, or call; mail goes by smtp or webhook".into());
    }
    if !has(Slot::To) && !has(Slot::Digits) {
        return Err(
            "no place says who gets the message; put {to} or {digits} into url, json or form"
                .into(),
        );
    }
    if calls.is_empty() {
        if !has(Slot::Text) && !has(Slot::Code) {
            return Err("no place brings the message; put {text} into url, json or form".into());
        }
        if has(Slot::Opening) || has(Slot::AfterKey) {
            return Err("{opening} and {after_key} belong to calls; use {text}".into());
        }
    } else {
        // An answering machine would record the code (CS-DC-09).
        if has(Slot::Text) || has(Slot::Code) || !has(Slot::Opening) || !has(Slot::AfterKey) {
            return Err("a call brings its code after a key alone: use {opening} and {after_key}, not {text} or {code}".into());
        }
        if !texts.is_empty() {
            return Err(
                "carries holds call beside others; give calls a provider of their own".into()
            );
        }
    }
    match (has(Slot::Secret), has_secret) {
        (true, false) => Err("{secret} is used, and secret is not set".into()),
        (false, true) => {
            Err("secret is set, and {secret} stands nowhere; put it into headers, url or body"
                .into())
        }
        _ => Ok(()),
    }
}
