//! Kind `smtp`: a mail server, beside or instead of the one of `[channels.smtp]`.

use std::time::Duration;

use countersign_app::operate::open::{Credentials, Security, SmtpSettings};
use countersign_app::operate::providers::ProviderSettings;

use super::ProviderKind;
use super::entry::Entry;
use crate::config::settings::Kind::{Number, Secret, Text};
use crate::config::settings::{set, unset};

pub(super) static KIND: ProviderKind = ProviderKind {
    name: "smtp",
    says: "A mail server. Several are several providers; one alone may stand in [channels.smtp].",
    settings: &[
        unset("host", Text, "\"mail.example.com\"", "a host name", "The mail server."),
        set("port", Number, "587", "1 to 65535", "Its port."),
        set(
            "security",
            Text,
            "\"starttls\"",
            "starttls, tls, dangerous-plaintext-on-loopback",
            "How the connection is protected: STARTTLS or nothing, TLS from the first byte, or not at all to a server on this machine.",
        ),
        unset("sign_in_name", Text, "\"countersign\"", "any text", "The name to sign in with."),
        unset("password", Secret, "\"…\"", "any text", "The password to sign in with."),
        unset(
            "password_file",
            Text,
            "\"/run/secrets/smtp\"",
            "a file",
            "A file that holds the password instead.",
        ),
        unset(
            "hello_name",
            Text,
            "\"id.example.com\"",
            "a host name",
            "The name the server is greeted with; without it this machine's.",
        ),
        unset(
            "from",
            Text,
            "\"no-reply@example.com\"",
            "an address",
            "The address mails come from, also of the envelope: SPF and DKIM must be set up for its domain.",
        ),
        unset("reply_to", Text, "\"support@example.com\"", "an address", "Where answers go."),
        unset(
            "root_certificate",
            Text,
            "\"/etc/countersign/mail-ca.pem\"",
            "a PEM file",
            "Certificates to trust instead of the system's.",
        ),
        set(
            "connect_timeout_seconds",
            Number,
            "10",
            "1 to 60",
            "For connecting, encrypting and signing in.",
        ),
        set(
            "send_timeout_seconds",
            Number,
            "30",
            "at least the connect timeout, at most 90",
            "For a whole send.",
        ),
    ],
    read,
};

fn read(entry: &mut Entry<'_, '_, '_>) -> Option<ProviderSettings> {
    let security = match entry.text("security", |text| !text.is_empty()).as_str() {
        "starttls" => Security::StartTls,
        "tls" => Security::ImplicitTls,
        "dangerous-plaintext-on-loopback" => Security::DangerousPlaintextOnLoopback,
        _ => {
            entry.refuse("security", "is not known");
            return None;
        }
    };
    let name = entry.maybe("sign_in_name", |text| !text.is_empty());
    let password = entry.maybe_secret("password");
    if name.is_some() != password.is_some() {
        let missing = if name.is_some() { "password" } else { "sign_in_name" };
        entry.refuse(missing, "is missing; name and password belong together");
    }
    let settings = SmtpSettings {
        name: entry.name().to_owned(),
        host: entry.text("host", |text| !text.is_empty()),
        port: entry.number("port", 1..=65_535),
        security,
        credentials: name.zip(password).map(|(name, password)| Credentials { name, password }),
        root_certificate: entry
            .maybe("root_certificate", |text| !text.is_empty())
            .map(|file| entry.path(&file)),
        hello_name: entry.maybe("hello_name", |text| !text.is_empty()),
        from_name: entry.brand().to_owned(),
        from_address: entry.text("from", |text| !text.is_empty()),
        reply_to: entry.maybe("reply_to", |text| !text.is_empty()),
        connect_timeout: Duration::from_secs(entry.number("connect_timeout_seconds", 1..=60)),
        send_timeout: Duration::from_secs(entry.number("send_timeout_seconds", 1..=90)),
    };
    entry.opened(ProviderSettings::Smtp(settings))
}
