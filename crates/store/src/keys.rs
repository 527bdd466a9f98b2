//! Reads the key file: the master keys, the index key and the epoch, and derives what is used.

use std::fmt;

use countersign_core::Entropy;
use countersign_core::challenge::KeyId;
use data_encoding::BASE64URL_NOPAD;
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

type Key = Zeroizing<[u8; 32]>;

/// Why a key file is not taken. Names the line and the fix, never what the line holds (CS-CRY-02).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFileError {
    /// A line is wrong.
    #[error("key file, line {line}: {problem}; {fix}")]
    Line {
        /// Counted from one.
        line: usize,
        /// What is wrong.
        problem: &'static str,
        /// What to do.
        fix: &'static str,
    },
    /// Something is missing.
    #[error("key file: {problem}; {fix}")]
    File {
        /// What is wrong.
        problem: &'static str,
        /// What to do.
        fix: &'static str,
    },
}

const FIX_KEY: &str = "let `countersign init` or `countersign keys rotate` make the key";
const FIX_FILE: &str = "let `countersign init` make a key file";

/// What a derived key is for. Keys of two purposes, or of two master keys, have nothing in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subkey {
    /// Sealed columns.
    Sealing,
    /// Delivered codes.
    Codes,
    /// Blind indexes. The same for every master key: what was indexed must be found after a rotation.
    BlindIndex,
    /// Private receipt keys at rest.
    Receipts,
    /// Signed form state.
    Forms,
    /// Mailed links.
    Links,
    /// The keyed hash under Argon2id.
    Passwords,
}

impl Subkey {
    const fn info(self) -> &'static [u8] {
        match self {
            Self::Sealing => b"countersign/v1/sealing",
            Self::Codes => b"countersign/v1/codes",
            Self::BlindIndex => b"countersign/v1/blind-index",
            Self::Receipts => b"countersign/v1/receipts",
            Self::Forms => b"countersign/v1/forms",
            Self::Links => b"countersign/v1/links",
            Self::Passwords => b"countersign/v1/passwords",
        }
    }
}

/// The keys of one installation. Debug shows ids and the epoch only.
#[derive(Clone)]
pub struct MasterKeys {
    ring: Vec<(KeyId, Key)>,
    index: Key,
    epoch: u64,
}

impl fmt::Debug for MasterKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<&str> = self.ids().map(|id| id.0.as_str()).collect();
        f.debug_struct("MasterKeys")
            .field("ids", &ids)
            .field("epoch", &self.epoch)
            .finish_non_exhaustive()
    }
}

impl MasterKeys {
    /// Reads a key file.
    ///
    /// Lines are `epoch N`, `key ID VALUE` (the first is the current one) and `index VALUE`; a value is 256 bits as
    /// 43 characters of base64url without padding; an id is 1 to 32 of `a-z`, `0-9` and `-`. Empty lines and lines
    /// that begin with `#` are skipped.
    pub fn parse(text: &str) -> Result<Self, KeyFileError> {
        let mut ring: Vec<(KeyId, Key)> = Vec::new();
        let mut index: Option<Key> = None;
        let mut epoch: Option<u64> = None;
        for (at, line) in text.lines().enumerate() {
            let wrong = |problem, fix| KeyFileError::Line { line: at + 1, problem, fix };
            let words: Vec<&str> = line.split_ascii_whitespace().collect();
            match words[..] {
                [] => {}
                [first, ..] if first.starts_with('#') => {}
                ["epoch", number] => {
                    let number = number
                        .parse()
                        .map_err(|_| wrong("the epoch is not a whole number", "write `epoch 1`"))?;
                    if epoch.replace(number).is_some() {
                        return Err(wrong("a second epoch", "keep the larger one"));
                    }
                }
                ["key", id, value] => {
                    if !is_key_id(id) {
                        let fix = "use 1 to 32 of a-z, 0-9 and -";
                        return Err(wrong("the key's id cannot be used", fix));
                    }
                    if ring.iter().any(|(known, _)| known.0 == id) {
                        return Err(wrong("this id is used twice", "give every key its own id"));
                    }
                    let key = key(value).map_err(|problem| wrong(problem, FIX_KEY))?;
                    if ring.iter().any(|(_, known)| known == &key) || index.as_ref() == Some(&key) {
                        return Err(wrong("this value is used twice", FIX_KEY));
                    }
                    ring.push((KeyId(id.to_owned()), key));
                }
                ["index", value] => {
                    let key = key(value).map_err(|problem| wrong(problem, FIX_KEY))?;
                    if ring.iter().any(|(_, known)| known == &key) {
                        return Err(wrong("this value is used twice", FIX_KEY));
                    }
                    if index.replace(key).is_some() {
                        let fix = "keep the one the database was filled with";
                        return Err(wrong("a second index key", fix));
                    }
                }
                _ => {
                    let fix = "lines are `epoch N`, `key ID VALUE` and `index VALUE`";
                    return Err(wrong("this line cannot be read", fix));
                }
            }
        }
        let missing = |problem| KeyFileError::File { problem, fix: FIX_FILE };
        if ring.is_empty() {
            return Err(missing("it holds no master key"));
        }
        Ok(Self {
            ring,
            index: index.ok_or_else(|| missing("it holds no index key"))?,
            epoch: epoch.ok_or_else(|| missing("it holds no epoch"))?,
        })
    }

    /// The text of a new key file with one master key. Secret.
    pub fn generate(rng: &mut dyn Entropy) -> String {
        let mut value = || {
            let mut key = Zeroizing::new([0u8; 32]);
            rng.fill(&mut *key);
            BASE64URL_NOPAD.encode(&*key)
        };
        format!(
            "# Countersign's keys. Mode 0600; never in a backup of the database.\n\
             # The first key is the current one; keep older ones until `countersign doctor` calls them unused.\n\
             epoch 1\nkey k1 {}\nindex {}\n",
            value(),
            value()
        )
    }

    /// Derives the key of one purpose by HKDF-SHA-256 (RFC 5869). `None`: no master key of this id.
    pub fn subkey(&self, id: &KeyId, purpose: Subkey) -> Option<[u8; 32]> {
        let (_, master) = self.ring.iter().find(|(known, _)| known == id)?;
        let from = if purpose == Subkey::BlindIndex { &self.index } else { master };
        Some(derive(from, purpose))
    }

    /// The master key that is used for what is made from here on.
    pub fn current(&self) -> &KeyId {
        // `parse` refuses a file without a key.
        &self.ring[0].0
    }

    /// The ids of all master keys, the current one first.
    pub fn ids(&self) -> impl Iterator<Item = &KeyId> {
        self.ring.iter().map(|(id, _)| id)
    }

    /// The epoch that a restore raises (CS-CRY-06).
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    pub(crate) fn index_key(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(derive(&self.index, Subkey::BlindIndex))
    }
}

fn derive(master: &Key, purpose: Subkey) -> [u8; 32] {
    let mut out = [0u8; 32];
    Hkdf::<Sha256>::new(Some(b"countersign"), master.as_slice())
        .expand(purpose.info(), &mut out)
        .expect("32 bytes are within what HKDF-SHA-256 can give");
    out
}

fn is_key_id(id: &str) -> bool {
    (1..=32).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn key(value: &str) -> Result<Key, &'static str> {
    let bytes = Zeroizing::new(
        BASE64URL_NOPAD
            .decode(value.as_bytes())
            .map_err(|_| "the value is not base64url without padding")?,
    );
    let key: [u8; 32] =
        bytes.as_slice().try_into().map_err(|_| "the value does not have 256 bits")?;
    if key.iter().all(|b| *b == 0) {
        return Err("the value is all zeroes");
    }
    if is_a_pattern(&key) {
        return Err("the value is a sample, not a random key");
    }
    Ok(Zeroizing::new(key))
}

/// Whether the bytes are what people write into examples: one byte over and over, a short repeated pattern, a count
/// upwards or downwards, or nothing but printable text. A random key is none of them but by a chance below 2^-40.
fn is_a_pattern(key: &[u8; 32]) -> bool {
    let repeats = (1..=8).any(|span| key.iter().zip(&key[span..]).all(|(a, b)| a == b));
    let step = key[1].wrapping_sub(key[0]);
    let counts = key.windows(2).all(|w| w[1].wrapping_sub(w[0]) == step);
    repeats || counts || key.iter().all(|b| b.is_ascii_graphic() || *b == b' ')
}
