//! The settings of an SMPP channel, checked before anything connects.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};

use super::receipt::ReceiptIds;
use super::sender::Sender;
use super::submit::Validity;
use super::text::LongMessages;
use crate::SetupError;

/// How the connection to the SMS centre is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineSecurity {
    /// TLS from the first byte; the certificate must be for the host.
    Tls,
    /// No encryption.
    ///
    /// # Danger
    ///
    /// Codes, numbers and the password cross the line readable. SMPP has no encryption of its own, and many operators
    /// offer it through a tunnel (IPsec, WireGuard) or a leased line; this is for those and for this machine.
    DangerousPlaintextInATunnel,
}

/// The settings of an SMPP channel. Debug hides the password.
#[derive(Clone, Debug)]
pub struct SmppSettings {
    /// The name the operator gave it.
    pub name: String,
    /// Name or address of the SMS centre.
    pub host: String,
    /// Its port; 2775 is SMPP's, 3550 is common with TLS.
    pub port: u16,
    /// How the connection is protected.
    pub security: LineSecurity,
    /// A PEM file with the certificates to trust instead of the system's; TLS only.
    pub root_certificate: Option<PathBuf>,
    /// Who we are to the centre: 1 to 15 characters.
    pub system_id: String,
    /// SMPP allows 8 characters; more are sent where a centre gave more, at most 64.
    pub password: SecretString,
    /// What kind of system we are, where the centre asks for it: at most 12 characters, mostly empty.
    pub system_type: String,
    /// The service the centre asks for: at most 5 characters, mostly empty.
    pub service_type: String,
    /// Who messages are from.
    pub sender: Sender,
    /// How a text travels that does not fit in one message.
    pub long_messages: LongMessages,
    /// How the centre is told when to drop a message.
    pub validity: Validity,
    /// Whether to ask for delivery receipts. Of a message in parts the last part's speaks for all.
    pub receipts: bool,
    /// How the centre spells ids in receipts.
    pub receipt_ids: ReceiptIds,
    /// Messages that may be unanswered at once: 1 to 200.
    pub window: usize,
    /// Messages a second that the centre allows, 1 to 1000; `None`: as many as it answers.
    pub per_second: Option<u32>,
    /// After so much silence the link is tried (`enquire_link`): 5 s to 10 min.
    pub enquire_every: Duration,
    /// For connecting, encrypting and binding: 1 to 60 s.
    pub connect_timeout: Duration,
    /// For the whole of one send, waiting for the link included: 3 to 60 s. Its last third is kept for the answer.
    pub send_timeout: Duration,
}

impl SmppSettings {
    pub(super) fn is_encrypted(&self) -> bool {
        self.security == LineSecurity::Tls
    }

    pub(super) fn check(&self) -> Result<(), SetupError> {
        let wrong = |what: &str| Err(SetupError(format!("provider {}: {what}", self.name)));
        if self.host.trim().is_empty() {
            return wrong("host is empty; set it to the SMS centre's name");
        }
        if self.port == 0 {
            return wrong("port is 0; SMPP's is 2775, with TLS often 3550");
        }
        for (name, text, least, most) in [
            ("system_id", self.system_id.as_str(), 1, 15),
            ("password", self.password.expose_secret(), 0, 64),
            ("system_type", self.system_type.as_str(), 0, 12),
            ("service_type", self.service_type.as_str(), 0, 5),
        ] {
            let is_plain = text.bytes().all(|octet| octet.is_ascii_graphic() || octet == b' ');
            if !is_plain || !(least..=most).contains(&text.len()) {
                return wrong(&format!(
                    "{name} must be {least} to {most} plain characters (ASCII)"
                ));
            }
        }
        if !(1..=200).contains(&self.window) {
            return wrong("window must be 1 to 200");
        }
        if self.per_second.is_some_and(|rate| !(1..=1000).contains(&rate)) {
            return wrong("per_second must be 1 to 1000; leave it out for no limit of ours");
        }
        let is_within = |span: Duration, from_s, to_s| {
            (Duration::from_secs(from_s)..=Duration::from_secs(to_s)).contains(&span)
        };
        if !is_within(self.enquire_every, 5, 600) {
            return wrong("enquire_every must be 5 to 600 seconds");
        }
        if !is_within(self.connect_timeout, 1, 60) {
            return wrong("connect_timeout must be 1 to 60 seconds");
        }
        if !is_within(self.send_timeout, 3, 60) {
            return wrong("send_timeout must be 3 to 60 seconds");
        }
        if self.root_certificate.is_some() && !self.is_encrypted() {
            return wrong("root_certificate is for TLS; take it out, or set security to tls");
        }
        Ok(())
    }
}
