//! The frame of SMPP 3.4: header, fields of a body, optional parameters (sections 3.1, 3.2 and 4).
//!
//! Our own, because it is small and must be lenient: centres leave the body of a refusal out, add parameters of their own
//! and fill reserved values, and a codec that refused those would lose the answer to a message that has left.

/// Command ids (section 5.1.2.1). An answer's id has the top bit.
pub(super) mod command {
    pub const GENERIC_NACK: u32 = 0x8000_0000;
    pub const SUBMIT_SM: u32 = 0x4;
    pub const DELIVER_SM: u32 = 0x5;
    pub const UNBIND: u32 = 0x6;
    pub const BIND_TRANSCEIVER: u32 = 0x9;
    pub const ENQUIRE_LINK: u32 = 0x15;
    pub const ALERT_NOTIFICATION: u32 = 0x102;
    pub const DATA_SM: u32 = 0x103;
    pub const ANSWER: u32 = 0x8000_0000;
}

/// Octets of a header.
const HEADER: usize = 16;
/// Longest frame that is read: a `message_payload` of 64 KiB and what stands around it.
const LONGEST: usize = 70_000;

/// One frame. No Debug: a body may hold a text.
pub(super) struct Pdu {
    pub id: u32,
    pub status: u32,
    pub sequence: u32,
    pub body: Vec<u8>,
}

/// The frame's length cannot be: where the next one begins is lost, and with it the connection.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BadLength;

/// Cuts frames out of what was read.
#[derive(Default)]
pub(super) struct Frames {
    /// What was read and not yet cut; the reader appends to it. Holds at most one frame and one read.
    pub read: Vec<u8>,
    at: usize,
}

impl Frames {
    /// The next whole frame; `None` until more was read.
    pub fn next(&mut self) -> Result<Option<Pdu>, BadLength> {
        let rest = &self.read[self.at..];
        let Some((header, _)) = rest.split_first_chunk::<HEADER>() else {
            self.compact();
            return Ok(None);
        };
        let length = word(header, 0) as usize;
        if !(HEADER..=LONGEST).contains(&length) {
            return Err(BadLength);
        }
        let Some(frame) = rest.get(..length) else {
            self.compact();
            return Ok(None);
        };
        let pdu = Pdu {
            id: word(header, 4),
            status: word(header, 8),
            sequence: word(header, 12),
            body: frame[HEADER..].to_vec(),
        };
        self.at += length;
        Ok(Some(pdu))
    }

    fn compact(&mut self) {
        self.read.drain(..self.at);
        self.at = 0;
    }
}

fn word(header: &[u8; HEADER], at: usize) -> u32 {
    u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
}

/// Appends one frame.
pub(super) fn write(out: &mut Vec<u8>, id: u32, status: u32, sequence: u32, body: &[u8]) {
    let length = u32::try_from(HEADER + body.len()).unwrap_or(u32::MAX);
    for word in [length, id, status, sequence] {
        out.extend_from_slice(&word.to_be_bytes());
    }
    out.extend_from_slice(body);
}

/// Appends a C-octet string. The callers' values hold no NUL: they are checked settings, digits and times.
pub(super) fn put_text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
    out.push(0);
}

/// Reads a body field by field. Every read says `None` at the end of the body.
pub(super) struct Fields<'a>(pub &'a [u8]);

impl<'a> Fields<'a> {
    pub fn octet(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub fn octets(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// A C-octet string without its NUL. Lengths are not held against the standard's: centres exceed them, and the frame
    /// bounds them.
    pub fn text(&mut self) -> Option<&'a [u8]> {
        let end = self.0.iter().position(|octet| *octet == 0)?;
        let text = &self.0[..end];
        self.0 = &self.0[end + 1..];
        Some(text)
    }

    /// The next optional parameter; `None` also where one is cut off.
    pub fn parameter(&mut self) -> Option<(u16, &'a [u8])> {
        let [a, b, c, d] = *self.octets(4)?.first_chunk()?;
        let value = self.octets(usize::from(u16::from_be_bytes([c, d])))?;
        Some((u16::from_be_bytes([a, b]), value))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_frame_is_written_as_the_standard_prints_it() {
        let mut out = Vec::new();
        write(&mut out, command::ENQUIRE_LINK, 0, 1, b"");
        assert_eq!(out, [0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 1]);
    }

    #[test]
    fn impossible_lengths_are_told_at_once() {
        for length in [0u32, 1, 15, 70_001, u32::MAX] {
            let mut frames = Frames::default();
            frames.read.extend_from_slice(&length.to_be_bytes());
            frames.read.extend_from_slice(&[0; 12]);
            assert_eq!(frames.next().err(), Some(BadLength), "{length}");
        }
    }

    proptest! {
        /// However the network cuts the stream, the same frames come out, and the buffer is empty again.
        #[test]
        fn frames_survive_any_cutting(
            bodies in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 1..20),
            steps in prop::collection::vec(1usize..400, 1..50),
        ) {
            let mut stream = Vec::new();
            for (number, body) in (1..).zip(&bodies) {
                write(&mut stream, number ^ 0x8000_0004, number * 3, number, body);
            }
            let (mut frames, mut got, mut rest) = (Frames::default(), Vec::new(), &stream[..]);
            for step in steps.iter().cycle() {
                let (now, later) = rest.split_at((*step).min(rest.len()));
                frames.read.extend_from_slice(now);
                rest = later;
                while let Ok(Some(pdu)) = frames.next() {
                    got.push((pdu.id, pdu.status, pdu.sequence, pdu.body));
                }
                if rest.is_empty() {
                    break;
                }
            }
            let sent: Vec<_> = (1..).zip(bodies)
                .map(|(number, body)| (number ^ 0x8000_0004, number * 3, number, body))
                .collect();
            prop_assert_eq!(got, sent);
            prop_assert!(frames.read.is_empty());
        }

        /// Nonsense ends or waits; it neither panics nor goes round for ever.
        #[test]
        fn nonsense_is_survived(octets in prop::collection::vec(any::<u8>(), 0..2000)) {
            let mut frames = Frames { read: octets.clone(), at: 0 };
            while let Ok(Some(_)) = frames.next() {}
            let mut fields = Fields(&octets);
            while fields.text().is_some() && fields.octet().is_some() && fields.parameter().is_some() {}
        }
    }
}
