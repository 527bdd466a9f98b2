//! The signature of a Standard Webhook (standardwebhooks.com, scheme v1).

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;

/// Signs with one key.
pub(super) struct Signer {
    keyed: Hmac<Sha256>,
}

impl Signer {
    /// Reads `whsec_` and base64. The error completes "the secret …".
    pub(super) fn new(secret: &SecretString) -> Result<Self, &'static str> {
        let key = secret
            .expose_secret()
            .strip_prefix("whsec_")
            .and_then(|encoded| BASE64.decode(encoded.as_bytes()).ok())
            .map(zeroize::Zeroizing::new)
            .ok_or("must be whsec_ and base64, as `openssl rand -base64 32` makes it")?;
        if !(24..=64).contains(&key.len()) {
            return Err("must hold 24 to 64 bytes");
        }
        let keyed = Hmac::new_from_slice(&key).map_err(|_| "cannot be used")?;
        Ok(Self { keyed })
    }

    /// `v1,` and the base64 of HMAC-SHA-256 over `id.timestamp.body`.
    pub(super) fn sign(&self, id: &str, timestamp: &str, body: &[u8]) -> String {
        let mut mac = self.keyed.clone();
        for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
            mac.update(part);
        }
        format!("v1,{}", BASE64.encode(&mac.finalize().into_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An implementation nobody here wrote agrees.
    #[test]
    fn the_signature_is_the_one_of_standard_webhooks() {
        let secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";
        let theirs = standardwebhooks::Webhook::new(secret).expect("a secret");
        let ours = Signer::new(&secret.into()).expect("a secret");
        let body = br#"{"id":"job_1","text":"x"}"#;
        let signed = ours.sign("job_1", "1700000000", body);
        assert_eq!(signed, theirs.sign("job_1", 1_700_000_000, body).expect("a signature"));
        assert_ne!(signed, ours.sign("job_2", "1700000000", body));
    }

    #[test]
    fn a_short_or_bare_secret_is_refused() {
        for secret in
            ["", "whsec_", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", "whsec_c2hvcnQ=", "whsec_!"]
        {
            assert!(Signer::new(&secret.into()).is_err(), "{secret}");
        }
    }
}
