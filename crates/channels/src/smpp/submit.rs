//! The request that hands a message over: `submit_sm` (SMPP 3.4 section 4.4.1).

use tokio::time::Instant;

use countersign_core::ports::Timestamp;

use super::pdu::put_text;
use super::sender::Sender;
use super::text::Part;
use super::ticket::Ticket;

/// `short_message` holds at most this; what is longer goes into `message_payload`.
const LONGEST_SHORT_MESSAGE: usize = 254;
const MESSAGE_PAYLOAD: u16 = 0x0424;
/// Says in `esm_class` that the text begins with a header.
const HAS_HEADER: u8 = 0x40;

/// How a centre is told when to drop a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// As a span from its arrival at the centre: right even where the two clocks differ.
    Relative,
    /// As a date in UTC, for centres that take no span.
    Absolute,
    /// Not at all: the centre's own time holds, often days. A code may then arrive long after it expired.
    Unsaid,
}

/// What is the same for all messages of one channel.
#[derive(Clone, Debug)]
pub(super) struct Stamp {
    pub service_type: String,
    pub sender: Sender,
    pub validity: Validity,
}

/// When a message is useless, by a clock that runs while it waits for its turn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Life {
    pub useless_after: Timestamp,
    pub now: Timestamp,
    /// The moment in which it was `now`.
    pub since: Instant,
}

impl Life {
    /// What is left of it, in whole seconds; zero: it is useless.
    pub fn left(&self, at: Instant) -> u64 {
        let waited = at.saturating_duration_since(self.since);
        self.useless_after.since(self.now.plus(waited)).as_secs()
    }
}

/// One part of a message on its way to the line.
pub(super) struct Submission {
    /// Digits, without the plus.
    pub to: String,
    /// Whom it is from, where that is not whom the channel's messages are from.
    pub sender: Option<Sender>,
    pub part: Part,
    pub life: Life,
    pub wants_receipt: bool,
    pub ticket: Ticket,
}

/// The body of a `submit_sm`; `None` if the message is useless by now.
pub(super) fn body(
    stamp: &Stamp,
    sender: &Sender,
    to: &str,
    part: &Part,
    life: &Life,
    wants_receipt: bool,
    at: Instant,
) -> Option<Vec<u8>> {
    let left = life.left(at);
    if left == 0 {
        return None;
    }
    let Sender { ton, npi, address } = sender;
    let mut out = Vec::with_capacity(80 + part.octets.len());
    put_text(&mut out, &stamp.service_type);
    out.extend([*ton, *npi]);
    put_text(&mut out, address);
    // The destination: international, E.164.
    out.extend([1, 1]);
    put_text(&mut out, to);
    out.push(if part.has_header { HAS_HEADER } else { 0 });
    // protocol_id, priority_flag, and no schedule_delivery_time.
    out.extend([0, 0, 0]);
    put_text(&mut out, &validity(stamp.validity, left, life.useless_after));
    out.push(u8::from(wants_receipt));
    // replace_if_present_flag, the alphabet, sm_default_msg_id.
    out.extend([0, part.data_coding, 0]);
    let short = u8::try_from(part.octets.len())
        .ok()
        .filter(|length| usize::from(*length) <= LONGEST_SHORT_MESSAGE && !part.is_payload);
    if let Some(length) = short {
        out.push(length);
    } else {
        let length = u16::try_from(part.octets.len()).ok()?;
        out.push(0);
        out.extend(MESSAGE_PAYLOAD.to_be_bytes());
        out.extend(length.to_be_bytes());
    }
    out.extend_from_slice(&part.octets);
    Some(out)
}

/// `YYMMDDhhmmsstnnp` (section 7.1.1): a span ends in `R`, a date in UTC in `+`.
fn validity(how: Validity, left_s: u64, useless_after: Timestamp) -> String {
    match how {
        Validity::Unsaid => String::new(),
        Validity::Relative => {
            // Days fill two digits; 99 are more than any code of ours lives.
            let left_s = left_s.min(99 * 86_400);
            let (days, of_day) = (left_s / 86_400, left_s % 86_400);
            let (hours, minutes, seconds) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
            format!("0000{days:02}{hours:02}{minutes:02}{seconds:02}000R")
        }
        Validity::Absolute => jiff::Timestamp::from_millisecond(useless_after.ms())
            .map(|at| at.strftime("%y%m%d%H%M%S000+").to_string())
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// 2026-01-01T12:00:00Z
    const NOW: Timestamp = Timestamp::from_ms(1_767_268_800_000);

    #[test]
    fn times_are_written_as_the_standard_prints_them() {
        let at = NOW.plus(Duration::from_mins(10));
        assert_eq!(validity(Validity::Relative, 600, at), "000000001000000R");
        assert_eq!(validity(Validity::Relative, 86_400 + 3_661, at), "000001010101000R");
        assert_eq!(validity(Validity::Relative, u64::MAX, at), "000099000000000R");
        assert_eq!(validity(Validity::Absolute, 600, at), "260101121000000+");
        assert_eq!(validity(Validity::Unsaid, 600, at), "");
    }

    #[test]
    fn waiting_shortens_a_life_and_the_useless_is_not_written() {
        let since = Instant::now();
        let life = Life { useless_after: NOW.plus(Duration::from_mins(1)), now: NOW, since };
        assert_eq!(life.left(since + Duration::from_secs(15)), 45);
        let stamp = Stamp {
            service_type: String::new(),
            sender: Sender::read("12345").expect("a sender"),
            validity: Validity::Relative,
        };
        let part =
            Part { data_coding: 0, octets: b"hi".to_vec(), has_header: false, is_payload: false };
        let body = |at| body(&stamp, &stamp.sender, "4915123456789", &part, &life, true, at);
        assert!(body(since + Duration::from_mins(1)).is_none());
        let mut expected = b"\0\x03\x0012345\0\x01\x014915123456789\0\0\0\0\0".to_vec();
        expected.extend(b"000000000059000R\0\x01\0\0\0\x02hi");
        assert_eq!(body(since + Duration::from_secs(1)), Some(expected));
    }
}
