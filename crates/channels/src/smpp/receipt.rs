//! What `deliver_sm` and `data_sm` carry: delivery receipts, read as reports (SMPP 3.4 section 5.2.12 and appendix B), and what
//! people wrote to our number, of which STOP and START are read.

use super::pdu::{Fields, command};
use crate::{Delivery, News, Report, Wish};

use countersign_core::people::Method;

const RECEIPTED_MESSAGE_ID: u16 = 0x001E;
const MESSAGE_PAYLOAD: u16 = 0x0424;
const MESSAGE_STATE: u16 = 0x0427;
/// Longest id that is kept; the standard's are 64 characters.
const LONGEST_ID: usize = 200;

/// How a centre writes a message's id in a receipt's text, next to how it wrote it when it took the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptIds {
    /// The same.
    Same,
    /// Hexadecimal when it took the message, decimal in the receipt.
    Decimal,
    /// Decimal when it took the message, hexadecimal in the receipt.
    Hexadecimal,
}

impl ReceiptIds {
    /// The reference of a message, from the id that `submit_sm_resp` names. Where ids come in two spellings it is the
    /// number in decimal without leading zeros. `None` if the id is empty or not printable.
    pub(super) fn of_answer(self, id: &[u8]) -> Option<String> {
        match self {
            Self::Same => printable(id),
            Self::Decimal => number(id, 16).or_else(|| printable(id)),
            Self::Hexadecimal => number(id, 10).or_else(|| printable(id)),
        }
    }

    fn of_text(self, id: &[u8]) -> Option<String> {
        match self {
            Self::Same => printable(id),
            Self::Decimal => number(id, 10).or_else(|| printable(id)),
            Self::Hexadecimal => number(id, 16).or_else(|| printable(id)),
        }
    }
}

fn number(id: &[u8], radix: u32) -> Option<String> {
    let text = std::str::from_utf8(id).ok()?.trim();
    u128::from_str_radix(text, radix).ok().map(|number| number.to_string())
}

fn printable(id: &[u8]) -> Option<String> {
    let id = id.trim_ascii();
    let fits = !id.is_empty() && id.len() <= LONGEST_ID && id.iter().all(u8::is_ascii_graphic);
    fits.then(|| String::from_utf8_lossy(id).into_owned())
}

/// What came in with a message from the centre.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Incoming {
    /// A receipt that says how a message ended, or somebody's wish.
    News(News),
    /// A receipt of a state on the way, or another message that somebody sent to our number: of no use to us.
    Idle,
}

/// Reads the body of a `deliver_sm` or `data_sm`; `None` if it cannot be read. Only what `esm_class` or the optional
/// parameters call a receipt is one: anybody can send a text that looks like it.
pub(super) fn read(id: u32, body: &[u8], ids: ReceiptIds) -> Option<Incoming> {
    let mut fields = Fields(body);
    let Head { from, esm_class, data_coding, mut text } = head(id, &mut fields)?;
    let (mut told_id, mut told_state) = (None, None);
    while let Some((tag, value)) = fields.parameter() {
        match tag {
            RECEIPTED_MESSAGE_ID => {
                told_id = value.split(|octet| *octet == 0).next().and_then(|id| ids.of_answer(id));
            }
            MESSAGE_STATE => told_state = value.first().copied(),
            MESSAGE_PAYLOAD if text.is_empty() => text = value,
            _ => {}
        }
    }
    let is_receipt = esm_class & 0x3C == 0x04 || told_id.is_some() && told_state.is_some();
    if !is_receipt {
        let wish = written(from, esm_class, data_coding, text);
        return Some(wish.map_or(Incoming::Idle, |wish| Incoming::News(News::Wish(wish))));
    }
    let reference = told_id.or_else(|| ids.of_text(field(text, b"id:")?));
    let outcome = told_state.map_or_else(|| of_word(text), of_state);
    Some(match (reference, outcome) {
        (Some(reference), Some(outcome)) => {
            let outcome = match outcome {
                Delivery::Failed { reason } => {
                    Delivery::Failed { reason: with_error(reason, text) }
                }
                other => other,
            };
            Incoming::News(News::Report(Report { reference, outcome }))
        }
        _ => Incoming::Idle,
    })
}

/// What stands before the optional parameters.
struct Head<'a> {
    /// The type of number and the address of whoever sent it.
    from: (u8, &'a [u8]),
    esm_class: u8,
    data_coding: u8,
    text: &'a [u8],
}

fn head<'a>(id: u32, fields: &mut Fields<'a>) -> Option<Head<'a>> {
    fields.text()?; // service_type
    let ton = fields.octet()?;
    fields.octet()?; // source_addr_npi
    let from = (ton, fields.text()?);
    fields.octets(2)?; // dest_addr_ton, dest_addr_npi
    fields.text()?;
    let esm_class = fields.octet()?;
    if id == command::DATA_SM {
        fields.octet()?; // registered_delivery
        let data_coding = fields.octet()?;
        return Some(Head { from, esm_class, data_coding, text: b"" });
    }
    fields.octets(2)?; // protocol_id, priority_flag
    fields.text()?; // schedule_delivery_time
    fields.text()?; // validity_period
    fields.octets(2)?; // registered_delivery, replace_if_present_flag
    let data_coding = fields.octet()?;
    fields.octet()?; // sm_default_msg_id
    let length = fields.octet()?;
    let text = fields.octets(usize::from(length))?;
    Some(Head { from, esm_class, data_coding, text })
}

/// What a person wrote, if it is a wish. Only a number that says that it is international is one: a national one could be read
/// as somebody else's.
fn written((ton, from): (u8, &[u8]), esm_class: u8, data_coding: u8, text: &[u8]) -> Option<Wish> {
    // An ordinary message, whole and without a header.
    if esm_class & 0x7C != 0 || !(ton == 1 || from.starts_with(b"+")) {
        return None;
    }
    let text = if data_coding == 8 {
        let pairs = text.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        char::decode_utf16(pairs).map(|one| one.unwrap_or('?')).collect()
    } else {
        // The words are ASCII in every other alphabet.
        String::from_utf8_lossy(text).into_owned()
    };
    Wish::read(std::str::from_utf8(from).ok()?, Method::Sms, &text)
}

/// The word after a name like `id:` or `stat:` (appendix B), whatever its case; `None` if it is not there.
fn field<'a>(text: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let at = text.windows(name.len()).enumerate().find(|(at, window)| {
        let begins = *at == 0 || text[at - 1].is_ascii_whitespace();
        begins && window.eq_ignore_ascii_case(name)
    });
    let value = text[at?.0 + name.len()..].trim_ascii_start();
    value.split(u8::is_ascii_whitespace).next().filter(|word| !word.is_empty())
}

fn of_word(text: &[u8]) -> Option<Delivery> {
    let word = field(text, b"stat:")?.to_ascii_uppercase();
    of_state(match word.as_slice() {
        b"DELIVRD" => 2,
        b"EXPIRED" => 3,
        b"DELETED" => 4,
        b"UNDELIV" => 5,
        b"REJECTD" => 8,
        _ => return None,
    })
}

/// A message's state (section 5.2.28). On its way, accepted and unknown say nothing of how it ends.
fn of_state(state: u8) -> Option<Delivery> {
    let failed = |reason: &str| Some(Delivery::Failed { reason: reason.to_owned() });
    match state {
        2 => Some(Delivery::Delivered),
        3 => failed("the phone was not reached before the message expired"),
        4 => failed("the SMS centre deleted the message"),
        5 => failed("the network could not deliver the message"),
        8 => failed("the network refused the message"),
        _ => None,
    }
}

/// The reason, with the network's own error number where the receipt names one.
fn with_error(reason: String, text: &[u8]) -> String {
    let error = field(text, b"err:").filter(|word| {
        word.len() <= 8
            && word.iter().all(u8::is_ascii_alphanumeric)
            && word.iter().any(|octet| *octet != b'0')
    });
    match error {
        Some(word) => format!("{reason} (error {})", String::from_utf8_lossy(word)),
        None => reason,
    }
}

#[cfg(test)]
#[path = "receipt/tests.rs"]
mod tests;
