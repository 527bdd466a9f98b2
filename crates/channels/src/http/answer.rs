//! What an answer's status and body mean for the message.

use std::time::Duration;

use countersign_core::ports::Timestamp;

use crate::SendError;

/// Longest reference that is kept, in characters.
const LONGEST_REFERENCE: usize = 200;
/// Longest wait that is believed.
const LONGEST_WAIT: Duration = Duration::from_hours(24);
/// What only the operator can mend, and no message is to blame for, waits a minute: another provider may take the message.
pub(crate) const AFTER_A_WRONG_SETTING: Duration = Duration::from_mins(1);

/// An answer that was read. It has no Debug: some providers repeat number and text.
pub(crate) struct Answer {
    pub(super) who: &'static str,
    /// The status code.
    pub status: u16,
    /// How long the server asks to wait.
    pub retry_after: Option<Duration>,
    /// The first 64 KiB are all of it; `None`: it was longer, or cut off.
    pub body: Option<Vec<u8>>,
}

impl Answer {
    /// Whether the status takes the message over.
    pub(crate) const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(self.body.as_deref()?).ok()
    }

    /// What a status other than 2xx means where the provider says nothing finer.
    ///
    /// - 502 and 504 come from a machine between us and the provider that got no answer either: nobody knows.
    /// - 408, 409, 425, 429 and 5xx: not now.
    /// - 3xx, 401, 403, 404, 405, 407 and 410: the settings are wrong, whatever the message.
    /// - Everything else is about the message.
    pub(crate) fn refusal(&self) -> SendError {
        let (who, told, after) = (self.who, self.status, self.retry_after);
        let wrong_setting = |reason| SendError::Retry {
            reason,
            after: Some(after.unwrap_or(AFTER_A_WRONG_SETTING)),
        };
        match told {
            502 | 504 => SendError::Unknown {
                reason: format!("{who} is behind a proxy that got no answer ({told})"),
            },
            408 | 409 | 425 | 429 | 500..=599 => {
                SendError::Retry { reason: format!("{who} put the message off ({told})"), after }
            }
            300..=399 => wrong_setting(format!("{who} redirects ({told}), which is not followed")),
            401 | 403 | 404 | 405 | 407 | 410 => {
                wrong_setting(format!("{who} turned the request away ({told}); check its settings"))
            }
            _ => SendError::Permanent(format!("{who} refused the message ({told})")),
        }
    }
}

/// A reference that may be kept: short, printable ASCII.
pub(crate) fn reference(text: &str) -> Option<String> {
    let plain = text.len() <= LONGEST_REFERENCE && text.bytes().all(|b| b.is_ascii_graphic());
    (plain && !text.is_empty()).then(|| text.to_owned())
}

/// `Retry-After` (RFC 9110 section 10.2.3): seconds, or a date.
pub(super) fn wait(text: &str, now: Timestamp) -> Option<Duration> {
    let text = text.trim();
    let wait = if let Ok(seconds) = text.parse::<u64>() {
        Duration::from_secs(seconds)
    } else {
        let at = jiff::fmt::rfc2822::parse(text).ok()?.timestamp().as_millisecond();
        Timestamp::from_ms(at).since(now)
    };
    Some(wait.min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_read_in_seconds_and_as_a_date() {
        // 2026-01-01T00:00:00Z
        let now = Timestamp::from_ms(1_767_225_600_000);
        assert_eq!(wait("30", now), Some(Duration::from_secs(30)));
        assert_eq!(wait("Thu, 01 Jan 2026 00:02:00 GMT", now), Some(Duration::from_mins(2)));
        assert_eq!(wait("Wed, 31 Dec 2025 00:00:00 GMT", now), Some(Duration::ZERO));
        assert_eq!(wait("99999999999999", now), Some(LONGEST_WAIT));
        assert_eq!(wait("soon", now), None);
        assert_eq!(wait("-1", now), None);
    }

    #[test]
    fn every_status_that_is_no_success_has_one_reading() {
        let read =
            |status| Answer { who: "the gateway", status, retry_after: None, body: None }.refusal();
        for status in [502, 504] {
            assert!(matches!(read(status), SendError::Unknown { .. }), "{status}");
        }
        for status in [301, 302, 307, 308, 401, 403, 404, 405, 407, 408, 409, 425, 429, 500, 503] {
            assert!(matches!(read(status), SendError::Retry { .. }), "{status}");
        }
        for status in [400, 402, 406, 411, 413, 415, 422, 451] {
            assert!(matches!(read(status), SendError::Permanent(_)), "{status}");
        }
    }
}
