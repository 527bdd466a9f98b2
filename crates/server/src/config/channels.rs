//! The channels of the file.

use std::path::PathBuf;
use std::time::Duration;

use countersign_app::operate::open::{PostSettings, SignedPost};
use countersign_core::people::Method;
use secrecy::SecretString;

use super::check::Checking;
use super::{is_this_machine, raw};

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// STARTTLS or nothing.
    StartTls,
    /// TLS from the first byte.
    ImplicitTls,
    /// Not at all; only on this machine.
    DangerousPlaintextOnLoopback,
}

/// Mail. Debug hides the password.
#[derive(Clone, Debug)]
pub struct SmtpChannel {
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: SmtpSecurity,
    /// Name and password to sign in with.
    pub credentials: Option<(String, SecretString)>,
    /// The address mails come from.
    pub from: String,
    /// Where answers go.
    pub reply_to: Option<String>,
    /// Certificates to trust instead of the system's.
    pub root_certificate: Option<PathBuf>,
    /// For connecting, encrypting and signing in.
    pub connect_timeout: Duration,
    /// For a whole send.
    pub send_timeout: Duration,
}

/// A receiver of signed posts. Debug hides address and secret.
#[derive(Clone, Debug)]
pub struct WebhookChannel {
    /// Where messages are posted; it may hold a token.
    pub url: SecretString,
    /// What they are signed with.
    pub secret: SecretString,
    /// The methods it delivers.
    pub carries: Vec<Method>,
    /// For a whole post.
    pub timeout: Duration,
}

pub(super) fn smtp(c: &mut Checking<'_>, raw: &raw::Smtp) -> Option<SmtpChannel> {
    let security = match raw.security.as_deref() {
        Some("starttls") => SmtpSecurity::StartTls,
        Some("tls") => SmtpSecurity::ImplicitTls,
        Some("dangerous-plaintext-on-loopback") => SmtpSecurity::DangerousPlaintextOnLoopback,
        _ => {
            c.refuse("channels.smtp.security", "is not known");
            return None;
        }
    };
    let host = c.text("channels.smtp.host", raw.host.as_ref(), |text| !text.trim().is_empty());
    if security == SmtpSecurity::DangerousPlaintextOnLoopback && !is_this_machine(&host) {
        c.refuse("channels.smtp.security", format_args!("would send codes to {host} unprotected"));
    }
    let password =
        c.secret("channels.smtp.password", raw.password.as_ref(), raw.password_file.as_ref());
    let credentials = match (raw.sign_in_name.clone(), password) {
        (Some(name), Some(password)) => Some((name, password)),
        (None, None) => None,
        (Some(_), None) => {
            c.refuse("channels.smtp.password", "is missing beside channels.smtp.sign_in_name");
            None
        }
        (None, Some(_)) => {
            c.refuse("channels.smtp.sign_in_name", "is missing beside channels.smtp.password");
            None
        }
    };
    let connect_s: u64 =
        c.number("channels.smtp.connect_timeout_seconds", raw.connect_timeout_seconds, 1..=60);
    let least = i64::try_from(connect_s).unwrap_or(1).max(1);
    let send_s =
        c.number("channels.smtp.send_timeout_seconds", raw.send_timeout_seconds, least..=120);
    let is_address =
        |text: &str| text.len() <= 254 && text.contains('@') && !text.contains(char::is_whitespace);
    Some(SmtpChannel {
        host,
        port: c.number("channels.smtp.port", raw.port, 1..=65_535),
        security,
        credentials,
        from: c.text("channels.smtp.from", raw.from.as_ref(), is_address),
        reply_to: c.maybe("channels.smtp.reply_to", raw.reply_to.as_ref(), is_address),
        root_certificate: raw.root_certificate.as_ref().map(|file| c.path(file)),
        connect_timeout: Duration::from_secs(connect_s),
        send_timeout: Duration::from_secs(send_s),
    })
}

pub(super) fn webhook(c: &mut Checking<'_>, raw: &raw::Webhook) -> Option<WebhookChannel> {
    let mut carries = Vec::new();
    for text in raw.carries.iter().flatten() {
        match Method::parse(text).filter(|method| method.is_delivered()) {
            Some(method) => carries.push(method),
            None => c.refuse("channels.webhook.carries", format_args!("holds {text:?}")),
        }
    }
    let timeout_s = c.number("channels.webhook.timeout_seconds", raw.timeout_seconds, 1..=60);
    if raw.url.is_none() {
        c.refuse("channels.webhook.url", "is missing");
    }
    let secret = c.secret("channels.webhook.secret", raw.secret.as_ref(), raw.secret_file.as_ref());
    if secret.is_none() {
        c.refuse("channels.webhook.secret", "is missing");
    }
    let raw::Secret(url) = raw.url.clone()?;
    Some(WebhookChannel { url, secret: secret?, carries, timeout: Duration::from_secs(timeout_s) })
}

/// The operator's own ticket system. Debug hides address and secret.
#[derive(Clone, Debug)]
pub struct TicketSystem {
    /// Where tickets are posted; it may hold a token.
    pub url: SecretString,
    /// What they are signed with.
    pub secret: SecretString,
    /// For a whole post.
    pub timeout: Duration,
}

pub(super) fn tickets(c: &mut Checking<'_>, raw: &raw::Tickets) -> Option<TicketSystem> {
    let timeout_s = c.number("tickets.timeout_seconds", raw.timeout_seconds, 1..=60);
    if raw.url.is_none() {
        c.refuse("tickets.url", "is missing");
    }
    let secret = c.secret("tickets.secret", raw.secret.as_ref(), raw.secret_file.as_ref());
    if secret.is_none() {
        c.refuse("tickets.secret", "is missing");
    }
    let raw::Secret(url) = raw.url.clone()?;
    let system = TicketSystem { url, secret: secret?, timeout: Duration::from_secs(timeout_s) };
    if let Err(wrong) = SignedPost::new(&system.settings()) {
        c.refuse("tickets.url", format_args!("cannot be used: {wrong}"));
    }
    Some(system)
}

impl TicketSystem {
    /// As what posts takes them.
    pub fn settings(&self) -> PostSettings {
        PostSettings {
            name: "tickets".to_owned(),
            url: self.url.clone(),
            secret: self.secret.clone(),
            timeout: self.timeout,
        }
    }
}
