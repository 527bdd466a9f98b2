//! A text as what SMPP carries: alphabet, parts and their headers (3GPP TS 23.040 section 9.2.3.24).

use super::gsm7;

/// Octets that one short message holds on the air.
const AIR: usize = 140;
/// Septets that fit in them.
const AIR_SEPTETS: usize = 160;
/// More parts than this are refused: some phones join no more, and each part costs.
const MOST_PARTS: usize = 10;

/// How a text that fits in no single message travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongMessages {
    /// In parts that name an 8-bit reference in a header; understood everywhere.
    Parts8,
    /// In parts with a 16-bit reference: one septet less a part, and two messages are less often taken for one.
    Parts16,
    /// Whole, in the optional parameter `message_payload`; the SMS centre cuts it.
    Payload,
}

/// One `submit_sm`'s worth of a text. No Debug: it holds a code.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// 0: the default alphabet, one septet an octet; 8: UCS-2, big-endian.
    pub data_coding: u8,
    /// Header, if there is one, and text.
    pub octets: Vec<u8>,
    /// Whether the octets begin with a header.
    pub has_header: bool,
    /// Whether they go into `message_payload` instead of `short_message`.
    pub is_payload: bool,
}

/// Cuts a text into parts; `None` if it would take more than ten. `reference` is the same for all parts of one message
/// and for every try of it: a part that arrives twice is known to the phone as the same part.
pub(super) fn parts(text: &str, long: LongMessages, reference: u16) -> Option<Vec<Part>> {
    let header_octets = match long {
        LongMessages::Parts8 => 6,
        LongMessages::Parts16 => 7,
        LongMessages::Payload => 0,
    };
    let (data_coding, octets, fits, room) = if let Some(septets) = gsm7::septets(text) {
        // The header is padded to whole septets.
        let room = AIR_SEPTETS - (header_octets * 8usize).div_ceil(7);
        let fits = septets.len() <= AIR_SEPTETS;
        (0, septets, fits, room)
    } else {
        let octets: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let fits = octets.len() <= AIR;
        (8, octets, fits, (AIR - header_octets) / 2 * 2)
    };
    let whole = |octets, is_payload| Part { data_coding, octets, has_header: false, is_payload };
    if fits {
        return Some(vec![whole(octets, false)]);
    }
    let cut = cut(&octets, room, data_coding);
    if cut.len() > MOST_PARTS {
        return None;
    }
    if long == LongMessages::Payload {
        return Some(vec![whole(octets, true)]);
    }
    let total = u8::try_from(cut.len()).ok()?;
    let number = 1..=total;
    let part = |(piece, number): (&[u8], u8)| {
        let mut octets = header(long, reference, total, number);
        octets.extend_from_slice(piece);
        Part { data_coding, octets, has_header: true, is_payload: false }
    };
    Some(cut.into_iter().zip(number).map(part).collect())
}

fn header(long: LongMessages, reference: u16, total: u8, number: u8) -> Vec<u8> {
    let [high, low] = reference.to_be_bytes();
    match long {
        LongMessages::Parts16 => vec![6, 0x08, 4, high, low, total, number],
        LongMessages::Parts8 | LongMessages::Payload => vec![5, 0x00, 3, low, total, number],
    }
}

/// Pieces of at most `room` octets, none of which ends between an escape and its septet, or between the two halves of a
/// character beyond U+FFFF.
fn cut(octets: &[u8], room: usize, data_coding: u8) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut rest = octets;
    while rest.len() > room {
        let mut end = room;
        if data_coding == 0 {
            end -= usize::from(rest[end - 1] == gsm7::ESCAPE);
        } else if matches!(rest[end - 2], 0xD8..=0xDB) {
            end -= 2;
        }
        let (piece, more) = rest.split_at(end);
        pieces.push(piece);
        rest = more;
    }
    pieces.push(rest);
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut_text(text: &str, long: LongMessages) -> Vec<Part> {
        parts(text, long, 0xABCD).expect("not too long")
    }

    #[test]
    fn a_text_that_fits_is_one_part_without_header() {
        let fits = [("a".repeat(160), 160), ("€".repeat(80), 160), ("я".repeat(70), 140)];
        for (text, octets) in fits {
            let parts = cut_text(&text, LongMessages::Parts16);
            assert_eq!(parts.len(), 1);
            assert_eq!(parts[0].octets.len(), octets);
            assert!(!parts[0].has_header && !parts[0].is_payload);
        }
    }

    /// 153, 152, 67 and 66 characters a part: the numbers of TS 23.040.
    #[test]
    fn parts_hold_what_the_header_leaves() {
        for (text, long, held) in [
            ("a".repeat(161), LongMessages::Parts8, 153),
            ("a".repeat(161), LongMessages::Parts16, 152),
            ("я".repeat(71), LongMessages::Parts8, 2 * 67),
            ("я".repeat(71), LongMessages::Parts16, 2 * 66),
        ] {
            let parts = cut_text(&text, long);
            assert_eq!(parts.len(), 2);
            let header = usize::from(parts[0].octets[0]) + 1;
            assert_eq!(parts[0].octets.len() - header, held);
        }
    }

    #[test]
    fn headers_name_reference_total_and_number() {
        let text = "a".repeat(400);
        let eight = cut_text(&text, LongMessages::Parts8);
        assert_eq!(eight[0].octets[..6], [5, 0, 3, 0xCD, 3, 1]);
        assert_eq!(eight[2].octets[..6], [5, 0, 3, 0xCD, 3, 3]);
        let sixteen = cut_text(&text, LongMessages::Parts16);
        assert_eq!(sixteen[1].octets[..7], [6, 8, 4, 0xAB, 0xCD, 3, 2]);
    }

    #[test]
    fn pairs_stay_together() {
        // The escape would be the 153rd septet, the first half of the smiley the 67th unit.
        let euro =
            cut_text(&format!("{}€{}", "a".repeat(152), "b".repeat(10)), LongMessages::Parts8);
        assert_eq!(euro[0].octets.len(), 6 + 152);
        assert_eq!(euro[1].octets[6..8], [0x1B, 0x65]);
        let smiley =
            cut_text(&format!("{}😀{}", "я".repeat(66), "я".repeat(10)), LongMessages::Parts8);
        assert_eq!(smiley[0].octets.len(), 6 + 2 * 66);
        assert_eq!(smiley[1].octets[6..10], [0xD8, 0x3D, 0xDE, 0x00]);
    }

    #[test]
    fn a_payload_is_whole_and_nothing_is_endless() {
        let payload = cut_text(&"a".repeat(161), LongMessages::Payload);
        assert_eq!(payload.len(), 1);
        assert!(payload[0].is_payload && payload[0].octets.len() == 161);
        for long in [LongMessages::Parts8, LongMessages::Parts16, LongMessages::Payload] {
            assert!(parts(&"a".repeat(1601), long, 1).is_none());
        }
    }

    proptest! {
        /// Whatever the text, the parts joined are the text, and each fits on the air.
        #[test]
        fn parts_joined_are_the_text(text in "([a-zäß€\\[\\]^ ]{0,300}|\\PC{0,120})", wide: bool) {
            let long = if wide { LongMessages::Parts16 } else { LongMessages::Parts8 };
            let Some(parts) = parts(&text, long, 7) else { return Ok(()) };
            let mut joined = Vec::new();
            for part in &parts {
                let header = if part.has_header { usize::from(part.octets[0]) + 1 } else { 0 };
                let held = &part.octets[header..];
                if part.data_coding == 0 {
                    prop_assert!((header * 8).div_ceil(7) + held.len() <= 160);
                    prop_assert_ne!(held.last(), Some(&gsm7::ESCAPE));
                } else {
                    prop_assert!(part.octets.len() <= 140);
                    let units = held.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                    prop_assert!(char::decode_utf16(units).all(|read| read.is_ok()));
                }
                joined.extend_from_slice(held);
            }
            let expected = gsm7::septets(&text)
                .unwrap_or_else(|| text.encode_utf16().flat_map(u16::to_be_bytes).collect());
            prop_assert_eq!(joined, expected);
        }
    }
}
