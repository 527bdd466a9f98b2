//! The settings of a gateway that is described by a template.

use std::time::Duration;

use countersign_core::people::Method;
use secrecy::SecretString;

/// The settings of a gateway channel. Debug hides the secret; the address may hold a token only as `{secret}`.
///
/// Places in `url`, `headers` and the body: `{to}` (E.164), `{digits}` (the same without `+`), `{text}`, `{code}`, `{id}`,
/// `{method}`, `{purpose}`, `{language}`, `{expires}` (seconds since 1970), `{sender}`, `{secret}`, and of a call `{opening}` and
/// `{after_key}`. Each value is written as its place demands; `{{` and `}}` are braces.
#[derive(Clone, Debug)]
pub struct HttpGatewaySettings {
    /// The name the operator gave it.
    pub name: String,
    /// How it is asked.
    pub verb: GatewayVerb,
    /// Where it is asked; places stand in the path and in the query.
    pub url: String,
    /// Headers beside the content type; values may have places.
    pub headers: Vec<(String, String)>,
    /// What it is told.
    pub body: GatewayBody,
    /// The value of `{secret}`.
    pub secret: Option<SecretString>,
    /// The value of `{sender}` where the route names none.
    pub sender: Option<String>,
    /// What it delivers: text messages and WhatsApp messages, or calls alone.
    pub carries: Vec<Method>,
    /// When its answer takes the message over.
    pub success: SuccessRule,
    /// For the whole of one request; at least a second.
    pub timeout: Duration,
}

/// How a gateway is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatewayVerb {
    /// GET, everything in the address.
    Get,
    /// POST.
    Post,
    /// PUT.
    Put,
}

/// The body of a gateway's request.
#[derive(Clone, Debug, Default)]
pub enum GatewayBody {
    /// There is none.
    #[default]
    None,
    /// JSON whose texts may have places.
    Json(String),
    /// Fields of a form; values may have places.
    Form(Vec<(String, String)>),
}

/// When a gateway's answer takes the message over.
#[derive(Clone, Debug, Default)]
pub struct SuccessRule {
    /// The statuses; empty: any 2xx.
    pub statuses: Vec<u16>,
    /// A JSON pointer (RFC 6901) to what must equal `equals`.
    pub pointer: Option<String>,
    /// The text, number or truth value that must stand there.
    pub equals: Option<String>,
    /// A JSON pointer to what the gateway knows the message by.
    pub reference: Option<String>,
}
