//! What a call that brought no code means: whose fault it was, and whether it may help to call again.

use std::time::Duration;

use crate::SendError;

use super::dial::Undone;
use super::wire::Packet;

/// The longest wait that a trunk may ask for.
const LONGEST: Duration = Duration::from_hours(24);
/// A line that is taken is free again soon, or not within the life of a code.
const BUSY_WAIT: Duration = Duration::from_secs(45);

/// Why nobody was reached. What the number or the callee decides is `Permanent`: ringing again would only annoy. What
/// the trunk decides is `Retry`: later, or by another provider.
pub(super) fn of_undone(why: &Undone) -> SendError {
    match why {
        Undone::Silent => SendError::retry("the trunk does not answer"),
        Undone::NeverRang => SendError::retry("the trunk did not put the call through in time"),
        Undone::NoAnswer => SendError::permanent("nobody answered the call"),
        Undone::GivenUp => SendError::retry("the call was given up before anybody answered"),
        Undone::Unspeakable => {
            SendError::retry("the trunk answered with a voice code that is not G.711")
        }
        Undone::Refused(packet) => of_refusal(packet),
    }
}

/// What a registration or a look at the trunk came to; `Ok` below 300.
pub(super) fn of_sign_in(packet: &Packet) -> Result<(), SendError> {
    match packet.status() {
        Some(200..=299) => Ok(()),
        Some(status @ (401 | 403 | 404 | 407)) => Err(wrong_credentials(status)),
        Some(status) => {
            Err(retry_after(packet, format!("the trunk refused to register us ({status})")))
        }
        None => Err(SendError::retry("the trunk does not answer")),
    }
}

fn wrong_credentials(status: u16) -> SendError {
    SendError::retry(format!("the trunk refused name and password ({status})"))
}

/// RFC 3261 section 21, RFC 3398 section 8.2.6.1 for what telephone networks mean by it.
fn of_refusal(packet: &Packet) -> SendError {
    let status = packet.status().unwrap_or_default();
    match status {
        486 | 600 => SendError::Retry {
            reason: format!("the line is busy ({status})"),
            after: Some(BUSY_WAIT),
        },
        408 | 480 | 487 => {
            SendError::permanent(format!("the phone could not be reached ({status})"))
        }
        404 | 410 | 484 | 485 | 604 => {
            SendError::permanent(format!("the number is not in service ({status})"))
        }
        603 | 607 => SendError::permanent(format!("the callee declined the call ({status})")),
        401 | 407 => wrong_credentials(status),
        402 | 403 | 608 => {
            SendError::retry(format!("the trunk does not allow the call ({status})"))
        }
        300..=399 => SendError::retry(format!("the trunk sends the call elsewhere ({status})")),
        415 | 488 | 606 => SendError::retry(format!("the trunk takes no G.711 voice ({status})")),
        500..=599 => {
            retry_after(packet, format!("the trunk has no line free or is broken ({status})"))
        }
        _ => retry_after(packet, format!("the trunk refused the call ({status})")),
    }
}

/// Takes the wait the trunk asks for: `Retry-After: 120 (maintenance);duration=60`.
fn retry_after(packet: &Packet, reason: String) -> SendError {
    let text = packet.header("retry-after").unwrap_or_default();
    let digits = text.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let after = digits.parse().ok().map(|seconds| Duration::from_secs(seconds).min(LONGEST));
    SendError::Retry { reason, after }
}

#[cfg(test)]
mod tests {
    use super::super::wire::read;
    use super::*;

    fn refused(status: u16, headers: &str) -> SendError {
        let text = format!("SIP/2.0 {status} No\r\n{headers}\r\n");
        of_undone(&Undone::Refused(read(text.as_bytes()).expect("a message")))
    }

    #[test]
    fn the_callees_answers_are_final_and_the_trunks_are_not() {
        for status in [404, 408, 410, 480, 484, 485, 487, 603, 604, 607] {
            assert!(matches!(refused(status, ""), SendError::Permanent(_)), "{status}");
        }
        for status in [302, 401, 402, 403, 407, 415, 420, 486, 488, 500, 503, 504, 600, 606, 608] {
            assert!(matches!(refused(status, ""), SendError::Retry { .. }), "{status}");
        }
    }

    #[test]
    fn each_reason_says_its_own() {
        let reasons =
            [486, 404, 480, 603, 403, 407, 488, 503, 302, 400].map(|s| refused(s, "").to_string());
        let mut different = reasons.to_vec();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), reasons.len(), "{reasons:?}");
    }

    #[test]
    fn the_wait_that_is_asked_for_is_kept_within_a_day() {
        let after = |headers| match refused(503, headers) {
            SendError::Retry { after, .. } => after.map(|wait| wait.as_secs()),
            other => panic!("to be tried again, not {other:?}"),
        };
        assert_eq!(after(""), None);
        assert_eq!(after("Retry-After: 120 (soon);duration=5\r\n"), Some(120));
        assert_eq!(after("Retry-After: 99999999\r\n"), Some(86_400));
        assert_eq!(after("Retry-After: 99999999999999999999999\r\n"), None);
        assert_eq!(after("Retry-After: -5\r\n"), None);
    }
}
