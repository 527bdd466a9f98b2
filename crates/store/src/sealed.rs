//! Seals and opens secret columns, and makes the blind indexes they are found by.

use std::fmt;

use chacha20poly1305::aead::{Aead, Generate, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use countersign_core::challenge::KeyId;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::error::StoreError;
use crate::keys::{MasterKeys, Subkey};

const NONCE_LEN: usize = 24;

/// Seals columns with XChaCha20-Poly1305. Table, column and row id are associated data, so that a value moved to
/// another place does not open (CS-CRY-01). Debug shows nothing.
pub struct Sealer {
    ring: Vec<(KeyId, XChaCha20Poly1305)>,
    index: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(..)")
    }
}

impl Sealer {
    /// A sealer over every master key; what it seals is under the current one.
    pub fn new(keys: &MasterKeys) -> Self {
        let ring = keys
            .ids()
            .filter_map(|id| {
                let key = Zeroizing::new(keys.subkey(id, Subkey::Sealing)?);
                Some((id.clone(), XChaCha20Poly1305::new((&*key).into())))
            })
            .collect();
        Self { ring, index: keys.index_key() }
    }

    /// Seals `plain` for one place. Text form: `v1.KEYID.BASE64URL(nonce ‖ ciphertext ‖ tag)`. Two calls give two
    /// texts.
    pub fn seal(&self, table: &str, column: &str, row: &str, plain: &[u8]) -> String {
        let (id, cipher) = &self.ring[0];
        // 192 random bits: no counter to keep, and no clash within any number of records (RFC draft-irtf-cfrg-xchacha).
        let nonce = XNonce::generate();
        let aad = frame(&["countersign/sealed/v1", table, column, row]);
        let sealed = cipher
            .encrypt(&nonce, Payload { msg: plain, aad: &aad })
            .expect("a column is far below the cipher's 256 GiB");
        let mut bytes = nonce.to_vec();
        bytes.extend_from_slice(&sealed);
        format!("v1.{}.{}", id.0, BASE64URL_NOPAD.encode(&bytes))
    }

    /// Opens what was sealed for the same place.
    ///
    /// [`StoreError::Sealed`]: changed, cut short, moved, or sealed under a key that is gone. Never read it as "there
    /// is no secret".
    pub fn unseal(
        &self,
        table: &str,
        column: &str,
        row: &str,
        sealed: &str,
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let closed = || StoreError::Sealed { table: table.to_owned(), column: column.to_owned() };
        let mut parts = sealed.splitn(3, '.');
        let (Some("v1"), Some(id), Some(text)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(closed());
        };
        let (_, cipher) = self.ring.iter().find(|(known, _)| known.0 == id).ok_or_else(closed)?;
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| closed())?;
        let (nonce, msg) = bytes.split_at_checked(NONCE_LEN).ok_or_else(closed)?;
        let nonce: [u8; NONCE_LEN] = nonce.try_into().map_err(|_| closed())?;
        let aad = frame(&["countersign/sealed/v1", table, column, row]);
        cipher
            .decrypt(&nonce.into(), Payload { msg, aad: &aad })
            .map(Zeroizing::new)
            .map_err(|_| closed())
    }

    /// 192 random bits as text: what makes a hash of something guessable tell nothing once it is erased.
    pub fn salt() -> String {
        BASE64URL_NOPAD.encode(&XNonce::generate())
    }

    /// The id of the key a value is sealed under, to tell what a rotation has yet to seal again.
    pub fn key_of(sealed: &str) -> Option<KeyId> {
        let id = sealed.strip_prefix("v1.")?.split('.').next()?;
        Some(KeyId(id.to_owned()))
    }

    /// What a sealed value is found by: HMAC-SHA-256 under its own key, in hexadecimal. Equal values of one kind
    /// are equal, also after a rotation; values of two kinds never are.
    pub fn blind_index(&self, kind: &str, value: &str) -> String {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(self.index.as_slice())
            .expect("HMAC takes a key of any length");
        mac.update(&frame(&[kind, value]));
        HEXLOWER.encode(&mac.finalize().into_bytes())
    }
}

/// Each part behind its length, so that no two lists of parts give the same bytes.
fn frame(parts: &[&str]) -> Vec<u8> {
    let mut out = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
    for part in parts {
        out.extend_from_slice(&(part.len() as u64).to_be_bytes());
        out.extend_from_slice(part.as_bytes());
    }
    out
}
