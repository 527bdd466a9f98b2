//! Delivered codes: derived at every send and at the check, never stored; and what a person may type.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use super::state::{Challenge, Expected};

/// How many digits a code has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digits {
    /// Six: sign-in, areas, orders, app codes.
    Six,
    /// Eight: confirming a contact.
    Eight,
}

impl Digits {
    /// The number of digits.
    pub const fn count(self) -> usize {
        match self {
            Self::Six => 6,
            Self::Eight => 8,
        }
    }

    /// Six or eight, from a column.
    pub const fn from_count(count: i64) -> Option<Self> {
        match count {
            6 => Some(Self::Six),
            8 => Some(Self::Eight),
            _ => None,
        }
    }
}

/// The name of a master key in the key file, kept beside what was made with it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId(pub String);

/// The code keys by id, and the epoch that a restore raises. Debug shows ids only.
#[derive(Clone)]
pub struct CodeKeys {
    current: KeyId,
    ring: Vec<(KeyId, zeroize::Zeroizing<[u8; 32]>)>,
    epoch: u64,
}

impl CodeKeys {
    /// The keys in use: the first is the current one. `epoch` is part of every code (CS-CRY-06).
    pub fn new(
        first: (KeyId, [u8; 32]),
        older: impl IntoIterator<Item = (KeyId, [u8; 32])>,
        epoch: u64,
    ) -> Self {
        let current = first.0.clone();
        let ring = std::iter::once(first)
            .chain(older)
            .map(|(id, key)| (id, zeroize::Zeroizing::new(key)))
            .collect();
        Self { current, ring, epoch }
    }

    /// The key that new challenges begin with.
    pub fn current(&self) -> &KeyId {
        &self.current
    }

    pub(crate) const fn epoch(&self) -> u64 {
        self.epoch
    }

    pub(crate) fn key(&self, id: &KeyId) -> Option<&[u8; 32]> {
        self.ring.iter().find(|(known, _)| known == id).map(|(_, key)| &**key)
    }
}

impl fmt::Debug for CodeKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodeKeys")
            .field("current", &self.current)
            .field("epoch", &self.epoch)
            .finish_non_exhaustive()
    }
}

/// A code as it is sent. Debug shows `Code(..)`; never logged.
#[derive(Clone)]
pub struct Code(zeroize::Zeroizing<String>);

impl Code {
    /// Whether this is what was typed. Takes the same time wherever the first difference lies.
    pub fn matches(&self, typed: &TypedCode) -> bool {
        self.0.as_bytes().ct_eq(typed.0.as_bytes()).into()
    }

    /// The digits, for the channel that sends them.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub(crate) fn from_number(number: u64, digits: Digits) -> Self {
        let width = digits.count();
        let modulus = match digits {
            Digits::Six => 1_000_000,
            Digits::Eight => 100_000_000,
        };
        Self(zeroize::Zeroizing::new(format!("{:0width$}", number % modulus)))
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(..)")
    }
}

impl<S> Challenge<S> {
    /// The code of this challenge: HMAC-SHA-256 over the epoch, challenge, person, purpose, method, payload digest and
    /// recipient, each framed by its length; the first 64 bits reduced to the digits (CS-DC-01).
    ///
    /// `None`: the method has no delivered code, or the key it began with is gone.
    pub fn code(&self, keys: &CodeKeys) -> Option<Code> {
        let Expected::Code { recipient, digits, key } = &self.expected else { return None };
        let mut mac = Hmac::<Sha256>::new_from_slice(keys.key(key)?).ok()?;
        let digest = self.payload.digest();
        for field in [
            keys.epoch.to_be_bytes().as_slice(),
            self.id.as_str().as_bytes(),
            self.person.as_str().as_bytes(),
            self.payload.kind().as_str().as_bytes(),
            self.method.as_str().as_bytes(),
            digest.as_slice(),
            recipient.as_bytes(),
        ] {
            mac.update(&(field.len() as u64).to_be_bytes());
            mac.update(field);
        }
        let bytes = mac.finalize().into_bytes();
        let number = u64::from_be_bytes(bytes.first_chunk().copied()?);
        Some(Code::from_number(number, *digits))
    }
}

/// What a person typed, cleaned to ASCII digits of the right number. Debug shows `TypedCode(..)`.
#[derive(Clone)]
pub struct TypedCode(zeroize::Zeroizing<String>);

/// The input is no code: refused without being compared, so neither a try nor a ledger entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MalformedCode {
    /// Nothing was entered.
    #[error("nothing was entered")]
    Empty,
    /// Another number of digits, or something that is no digit.
    #[error("{found} digits where {wanted} belong")]
    Shape {
        /// Digits found after cleaning; 0 where other characters remain.
        found: usize,
        /// Digits of the code asked for.
        wanted: usize,
    },
}

/// Longest input that is looked at, in bytes: a whole pasted message with room to spare.
const LONGEST_INPUT: usize = 2_048;

impl TypedCode {
    /// Cleans: compatibility forms and digits of other scripts to 0–9; spaces, zero-width and direction
    /// marks, dots and all dashes dropped; one leading `#` dropped; of a pasted whole message, the digits after the last `#`.
    pub fn clean(input: &str, digits: Digits) -> Result<Self, MalformedCode> {
        let wanted = digits.count();
        if input.len() > LONGEST_INPUT {
            return Err(MalformedCode::Shape { found: 0, wanted });
        }
        let after_mark = input.rfind(is_hash_mark).map_or(input, |at| {
            let tail = &input[at..];
            tail.char_indices().nth(1).map_or("", |(next, _)| &tail[next..])
        });
        let mut cleaned = zeroize::Zeroizing::new(String::with_capacity(wanted));
        let mut strange = false;
        for c in after_mark.chars().filter(|c| !is_dropped(*c)) {
            match digit_value(c) {
                Some(digit) => cleaned.push(char::from(b'0' + digit)),
                None => strange = true,
            }
        }
        if cleaned.is_empty() && !strange {
            return Err(MalformedCode::Empty);
        }
        if strange || cleaned.len() != wanted {
            return Err(MalformedCode::Shape {
                found: if strange { 0 } else { cleaned.len() },
                wanted,
            });
        }
        Ok(Self(cleaned))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    pub(crate) fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TypedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedCode(..)")
    }
}

const fn is_hash_mark(c: char) -> bool {
    matches!(c, '#' | '\u{FF03}' | '\u{FE5F}')
}

/// Separators and marks that people and messengers put between digits.
fn is_dropped(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            '.' | '\u{00B7}' | '\u{2024}' | '\u{FF0E}' | '\u{3002}'
            | '-' | '\u{00AD}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The value of a decimal digit of any script (Unicode category Nd) or of a compatibility form of one, 0 to 9.
pub(crate) fn digit_value(c: char) -> Option<u8> {
    decimal_value(c).or_else(|| compatibility_value(c))
}

/// Superscript, subscript and circled digits: what NFKC (UAX #15) turns into one digit.
fn compatibility_value(c: char) -> Option<u8> {
    let (from, value) = match c {
        '\u{B2}'..='\u{B3}' => (0xB2, 2),
        '\u{B9}' => (0xB9, 1),
        '\u{2070}' => (0x2070, 0),
        '\u{2074}'..='\u{2079}' => (0x2074, 4),
        '\u{2080}'..='\u{2089}' => (0x2080, 0),
        '\u{2460}'..='\u{2468}' => (0x2460, 1),
        '\u{24EA}' => (0x24EA, 0),
        _ => return None,
    };
    u8::try_from(u32::from(c) - from).ok().map(|offset| value + offset)
}

fn decimal_value(c: char) -> Option<u8> {
    /// First code point of each run of ten decimal digits (Unicode 16, category Nd).
    const ZEROES: [u32; 71] = [
        0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
        0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
        0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
        0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450,
        0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50,
        0x11D50, 0x11DA0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE,
        0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1FBF0,
    ];
    let point = u32::from(c);
    let at = ZEROES.partition_point(|zero| *zero <= point).checked_sub(1)?;
    u8::try_from(point - ZEROES[at]).ok().filter(|value| *value < 10)
}
