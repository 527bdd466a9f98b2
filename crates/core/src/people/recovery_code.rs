//! Recovery codes: what a person keeps for the day the phone is gone.

use std::fmt;

use subtle::ConstantTimeEq as _;

use crate::ports::Entropy;

/// Letters of Crockford's base32: no i, l, o and u, so that none is misread.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of a code: 60 bits (CS-RC-01).
const LENGTH: usize = 12;
/// Longest input that is looked at, in bytes.
const LONGEST_INPUT: usize = 200;

/// A recovery code, normalised. Debug shows `RecoveryCode(..)`; wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(zeroize::Zeroizing<String>);

/// The input is no recovery code: refused without being compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a recovery code has 12 letters and digits")]
pub struct MalformedRecoveryCode {
    /// Nothing was entered.
    pub empty: bool,
}

impl RecoveryCode {
    /// Codes in a set.
    pub const IN_A_SET: usize = 10;

    /// A fresh code.
    pub fn generate(rng: &mut dyn Entropy) -> Self {
        let mut bytes = zeroize::Zeroizing::new([0u8; LENGTH]);
        rng.fill(&mut *bytes);
        // 256 is a multiple of 32, so every letter is as likely as every other.
        let letters = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
        Self(zeroize::Zeroizing::new(letters.collect()))
    }

    /// Reads what a person typed, once: case, spaces and hyphens do not matter, O is 0, I and L are 1 (CS-RC-08).
    pub fn read(input: &str) -> Result<Self, MalformedRecoveryCode> {
        let mut read = zeroize::Zeroizing::new(String::with_capacity(LENGTH));
        let malformed = |empty| MalformedRecoveryCode { empty };
        if input.len() > LONGEST_INPUT {
            return Err(malformed(false));
        }
        for c in input.chars().filter(|c| !is_dropped(*c)) {
            let letter = match c.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                letter if letter.is_ascii() && ALPHABET.contains(&(letter as u8)) => letter,
                _ => return Err(malformed(false)),
            };
            read.push(letter);
        }
        if read.len() == LENGTH { Ok(Self(read)) } else { Err(malformed(read.is_empty())) }
    }

    /// The letters without hyphens: what is hashed.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// As it is shown: `k7rm-2wqd-9xtf`.
    pub fn shown(&self) -> zeroize::Zeroizing<String> {
        zeroize::Zeroizing::new(format!("{}-{}-{}", &self.0[..4], &self.0[4..8], &self.0[8..]))
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

/// Spaces of every width, marks without a width, and every hyphen and dash that programs put in.
fn is_dropped(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '\u{00AD}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// The slow, keyed hash of a recovery code under the salt of its set. Debug shows `RecoveryHash(..)`.
#[derive(Clone)]
pub struct RecoveryHash([u8; 32]);

impl RecoveryHash {
    /// A hash as it was computed or stored.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, to be stored.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether both are of the same code. Takes the same time wherever they differ.
    pub fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for RecoveryHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryHash(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(u8);

    impl Entropy for Counting {
        fn fill(&mut self, buf: &mut [u8]) {
            for byte in buf {
                self.0 = self.0.wrapping_add(7);
                *byte = self.0;
            }
        }
    }

    fn reads(input: &str) -> Option<String> {
        RecoveryCode::read(input).ok().map(|code| code.reveal().to_owned())
    }

    /// CS-RC-08
    #[test]
    fn writing_does_not_matter_and_odd_input_is_refused() {
        assert_eq!(reads("k7rm-2wqd-9xtf").as_deref(), Some("k7rm2wqd9xtf"));
        assert_eq!(reads(" K7RM 2WQD\u{2013}9XTF\n").as_deref(), Some("k7rm2wqd9xtf"));
        assert_eq!(reads("OIL0-0000-0000").as_deref(), Some("011000000000"));
        for odd in [
            "",
            "-",
            "k7rm-2wqd-9xt",
            "k7rm-2wqd-9xtff",
            "k7rm-2wqd-9xtu",
            "k7rm*2wqd%9xtf",
            "k7rm-2wqd-9xt\u{661}",
        ] {
            assert_eq!(reads(odd), None, "{odd:?}");
        }
        let all_ten = ["k7rm-2wqd-9xtf"; 10].join(" ");
        assert_eq!(reads(&all_ten), None);
        assert_eq!(RecoveryCode::read(" - "), Err(MalformedRecoveryCode { empty: true }));
    }

    /// CS-RC-01: a code that is shown is read back as itself.
    #[test]
    fn a_shown_code_reads_back() {
        let code = RecoveryCode::generate(&mut Counting(3));
        assert_eq!(code.reveal().len(), 12);
        assert_eq!(RecoveryCode::read(&code.shown()), Ok(code.clone()));
        assert_eq!(format!("{code:?}"), "RecoveryCode(..)");
    }
}
