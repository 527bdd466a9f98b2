//! What an authenticator app is given: the key as text, and the `otpauth://` address that a QR code holds.

use std::fmt::Write as _;

use super::TotpSecret;
use crate::ports::Entropy;

/// Longest label in characters (CS-TOTP-11).
const LONGEST_LABEL: usize = 64;
/// Bytes of a key: 160 bits (RFC 4226 R6).
const KEY_BYTES: usize = 20;

impl TotpSecret {
    /// A fresh key; never taken from a client (CS-TOTP-02).
    pub fn generate(rng: &mut dyn Entropy) -> Self {
        let mut bytes = vec![0u8; KEY_BYTES];
        rng.fill(&mut bytes);
        Self::from_bytes(bytes)
    }

    /// The key as apps take it by hand: base32 without padding.
    pub fn base32(&self) -> zeroize::Zeroizing<String> {
        zeroize::Zeroizing::new(data_encoding::BASE32_NOPAD.encode(self.bytes()))
    }

    /// The address that hands the key to an app. Issuer and label are escaped, so that neither can add a field or name
    /// another issuer.
    pub fn otpauth(&self, issuer: &str, label: &str) -> zeroize::Zeroizing<String> {
        let (issuer, label) = (escaped(issuer), escaped(label));
        zeroize::Zeroizing::new(format!(
            "otpauth://totp/{issuer}:{label}?secret={}&issuer={issuer}&algorithm=SHA1&digits=6&period=30",
            self.base32().as_str(),
        ))
    }
}

/// Percent-encoded but for what RFC 3986 calls unreserved. Control characters are left out: no app shows them.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| !c.is_control()).take(LONGEST_LABEL) {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~') {
            out.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CS-TOTP-11
    #[test]
    fn a_hostile_label_stays_a_label() {
        let secret = TotpSecret::from_bytes(b"12345678901234567890".to_vec());
        let address = secret.otpauth("Example Host", "a:b&issuer=Evil\0<script>");
        assert_eq!(
            address.as_str(),
            "otpauth://totp/Example%20Host:a%3Ab%26issuer%3DEvil%3Cscript%3E\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example%20Host&algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(secret.base32().len(), 32);
        let long = secret.otpauth("I", &"x".repeat(500));
        assert!(long.contains(&"x".repeat(64)) && !long.contains(&"x".repeat(65)));
    }
}
