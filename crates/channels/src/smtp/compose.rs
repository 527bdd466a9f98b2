//! One mail as bytes: headers, plain text and its HTML twin.

use std::time::{Duration, UNIX_EPOCH};

use lettre::address::Envelope;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message as Mail};

use countersign_core::ports::Timestamp;

use super::SmtpSettings;
use crate::{Message, SendError, SetupError};

/// Longest subject, in characters.
const LONGEST_SUBJECT: usize = 60;

/// A mail ready to be written to the server.
pub(super) struct Composed {
    pub envelope: Envelope,
    pub bytes: Vec<u8>,
    pub message_id: String,
    /// An address has letters outside ASCII, which only some servers take (RFC 6531).
    pub needs_smtputf8: bool,
}

/// What is the same in all mails.
pub(super) struct Composer {
    from: Mailbox,
    reply_to: Option<Mailbox>,
}

impl Composer {
    pub(super) fn new(settings: &SmtpSettings) -> Result<Self, SetupError> {
        let parse = |name: &str, text: &str| {
            address(text).ok_or_else(|| {
                SetupError(format!("channel {}: {name} is no e-mail address", settings.name))
            })
        };
        let brand = one_line(&settings.from_name);
        Ok(Self {
            from: Mailbox::new(Some(brand), parse("the sender", &settings.from_address)?),
            reply_to: settings
                .reply_to
                .as_deref()
                .map(|text| parse("reply-to", text).map(|address| Mailbox::new(None, address)))
                .transpose()?,
        })
    }

    pub(super) fn compose(&self, message: &Message, now: Timestamp) -> Result<Composed, SendError> {
        let to = address(&message.to)
            .ok_or_else(|| SendError::permanent("the recipient is no e-mail address"))?;
        let message_id = format!("<{}@{}>", local_id(&message.id), self.from.email.domain());
        let date = UNIX_EPOCH + Duration::from_millis(u64::try_from(now.ms()).unwrap_or(0));
        let mut builder = Mail::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(subject(message.subject.as_deref().unwrap_or_default()))
            .date(date)
            .message_id(Some(message_id.clone()))
            // RFC 3834: keeps holiday notices from answering.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Content-Language"),
                message.language.as_str().to_owned(),
            ));
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.clone());
        }
        let built = match &message.html {
            Some(html) => builder.multipart(
                // The boundary comes from the id, so that a mail sent again is the same to the byte but for its date.
                MultiPart::alternative()
                    .boundary(format!("={}=", local_id(&message.id)))
                    .singlepart(SinglePart::plain(message.text.clone()))
                    .singlepart(SinglePart::html(html.clone())),
            ),
            None => builder.singlepart(SinglePart::plain(message.text.clone())),
        };
        let mail = built.map_err(|_| SendError::permanent("the mail cannot be composed"))?;
        let envelope = mail.envelope().clone();
        let needs_smtputf8 =
            [&to, &self.from.email].iter().any(|a| !AsRef::<str>::as_ref(*a).is_ascii());
        Ok(Composed { envelope, bytes: mail.formatted(), message_id, needs_smtputf8 })
    }
}

/// Reads an address; a domain with letters outside ASCII becomes its A-label (RFC 5890), so that only an unusual
/// local part needs SMTPUTF8.
fn address(text: &str) -> Option<Address> {
    let (local, domain) = text.trim().rsplit_once('@')?;
    let ascii = match url::Host::parse(domain).ok()? {
        url::Host::Domain(ascii) => ascii,
        url::Host::Ipv4(_) | url::Host::Ipv6(_) => return None,
    };
    Address::new(local, ascii).ok()
}

/// A header is one line; a line break in a brand or title must not begin another (CWE-93).
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn subject(text: &str) -> String {
    let line = one_line(text);
    if line.chars().count() <= LONGEST_SUBJECT {
        return line;
    }
    let cut: String = line.chars().take(LONGEST_SUBJECT - 1).collect();
    format!("{}…", cut.trim_end())
}

fn local_id(id: &str) -> String {
    id.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_in_a_subject_begins_no_header() {
        assert_eq!(subject("Order\r\nBcc: mallory@example.com"), "Order Bcc: mallory@example.com");
    }

    #[test]
    fn a_long_subject_is_cut_at_sixty_characters() {
        let cut = subject(&"ä".repeat(61));
        assert_eq!(cut.chars().count(), 60);
        assert!(cut.ends_with('…'));
        assert_eq!(subject(&"ä".repeat(60)), "ä".repeat(60));
    }

    #[test]
    fn a_domain_outside_ascii_is_written_as_its_a_label() {
        let read = address("mara@münchen.example").expect("an address");
        assert_eq!(read.to_string(), "mara@xn--mnchen-3ya.example");
        for text in ["", "mara", "@example.com", "mara@", "mara@127.0.0.1", "a b@example.com"] {
            assert!(address(text).is_none(), "{text}");
        }
        assert!(address("mara@example.com\r\nRCPT TO:<x@y.z>").is_none());
    }
}
