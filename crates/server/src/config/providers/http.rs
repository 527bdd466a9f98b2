//! Kind `http`: any gateway with an HTTP interface, by template.

use std::time::Duration;

use countersign_app::operate::providers::{
    GatewayBody, GatewayVerb, HttpGatewaySettings, ProviderSettings, SuccessRule,
};

use super::ProviderKind;
use super::entry::Entry;
use crate::config::settings::Kind::{Number, Secret, Text, Texts};
use crate::config::settings::{set, unset};

pub(super) static KIND: ProviderKind = ProviderKind {
    name: "http",
    says: "Any gateway with an HTTP interface, by template. Places: {to} {digits} {text} {code} {id} {method} {purpose} \
           {language} {expires} {sender} {secret}, of calls {opening} {after_key}; {{ and }} are braces.",
    settings: &[
        set("verb", Text, "\"POST\"", "GET, POST, PUT", "How the gateway is asked."),
        unset(
            "url",
            Secret,
            "\"https://gateway.example.com/send?to={digits}\"",
            "https, or http on this machine; places in path and query",
            "Where it is asked. Each value is percent-encoded.",
        ),
        unset(
            "headers",
            Texts,
            "[\"Authorization: Bearer {secret}\"]",
            "\"Name: value\" each",
            "Headers. The content type writes itself.",
        ),
        unset(
            "json",
            Text,
            "'{\"to\": \"{to}\", \"from\": \"{sender}\", \"text\": \"{text}\"}'",
            "JSON; places within quotes",
            "The body as JSON. A value stays within its quotes, whatever it holds.",
        ),
        unset(
            "form",
            Texts,
            "[\"to={to}\", \"text={text}\"]",
            "\"name=value\" each",
            "The body as a form instead.",
        ),
        unset("secret", Secret, "\"…\"", "any text", "The value of {secret}: a token or password."),
        unset(
            "secret_file",
            Text,
            "\"/run/secrets/gateway\"",
            "a file",
            "A file that holds the secret instead.",
        ),
        unset(
            "sender",
            Text,
            "\"Nordstroem\"",
            "any text",
            "The value of {sender}, where the route names none of its own.",
        ),
        set(
            "carries",
            Texts,
            "[\"sms\"]",
            "sms, whatsapp; or call alone",
            "The methods it delivers. Calls bring their code after a key: {opening} and {after_key}.",
        ),
        set(
            "success_statuses",
            Texts,
            "[]",
            "200 to 299",
            "The statuses that take a message. Empty: any 2xx.",
        ),
        unset(
            "success_pointer",
            Text,
            "\"/messages/0/status\"",
            "a JSON pointer (RFC 6901)",
            "Where the answer says whether it took the message.",
        ),
        unset("success_equals", Text, "\"0\"", "any text", "What must stand there."),
        unset(
            "reference_pointer",
            Text,
            "\"/messages/0/id\"",
            "a JSON pointer (RFC 6901)",
            "Where the answer says what the gateway knows the message by.",
        ),
        set("timeout_seconds", Number, "10", "1 to 60", "For a whole request."),
    ],
    read,
};

fn read(entry: &mut Entry<'_, '_, '_>) -> Option<ProviderSettings> {
    let verb = match entry.text("verb", |text| matches!(text, "GET" | "POST" | "PUT")).as_str() {
        "GET" => GatewayVerb::Get,
        "PUT" => GatewayVerb::Put,
        _ => GatewayVerb::Post,
    };
    let json = entry.maybe("json", |_| true);
    let form = entry.pairs("form", '=');
    let body = match (json, form) {
        (Some(_), Some(_)) => {
            entry.refuse("form", "stands beside json; keep one of them");
            return None;
        }
        (Some(json), None) => GatewayBody::Json(json),
        (None, Some(form)) => GatewayBody::Form(form),
        (None, None) => GatewayBody::None,
    };
    let mut statuses = Vec::new();
    for text in entry.texts("success_statuses") {
        match text.parse() {
            Ok(status) => statuses.push(status),
            Err(_) => entry.refuse("success_statuses", "holds what is no status"),
        }
    }
    let settings = HttpGatewaySettings {
        name: entry.name().to_owned(),
        verb,
        url: entry.text("url", |text| !text.is_empty()),
        headers: entry.pairs("headers", ':').unwrap_or_default(),
        body,
        secret: entry.maybe_secret("secret"),
        sender: entry.maybe("sender", |text| !text.trim().is_empty()),
        carries: entry.methods("carries"),
        success: SuccessRule {
            statuses,
            pointer: entry.maybe("success_pointer", |_| true),
            equals: entry.maybe("success_equals", |_| true),
            reference: entry.maybe("reference_pointer", |_| true),
        },
        timeout: Duration::from_secs(entry.number("timeout_seconds", 1..=60)),
    };
    entry.opened(ProviderSettings::Http(settings))
}
