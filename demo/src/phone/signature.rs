//! The check of a webhook's signature (Standard Webhooks): HMAC-SHA-256 over id, time and body.

use anyhow::Context as _;
use data_encoding::BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// How far a webhook's time may lie from ours, in seconds.
const TOLERANCE: u64 = 300;

/// The secret that sender and receiver share.
pub struct Secret(Vec<u8>);

impl Secret {
    /// Reads `whsec_` and base64.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let encoded =
            text.strip_prefix("whsec_").context("the secret does not begin with whsec_")?;
        Ok(Self(BASE64.decode(encoded.as_bytes()).context("the secret is not base64")?))
    }

    /// Whether one of the signatures fits and the time is near `now`, both in seconds since 1970.
    pub fn accepts(&self, id: &str, time: &str, body: &[u8], signatures: &str, now: i64) -> bool {
        let Ok(sent) = time.parse::<i64>() else { return false };
        if sent.abs_diff(now) > TOLERANCE {
            return false;
        }
        signatures
            .split(' ')
            .filter_map(|signature| BASE64.decode(signature.strip_prefix("v1,")?.as_bytes()).ok())
            .any(|signature| {
                self.mac(id, time, body).is_some_and(|m| m.verify_slice(&signature).is_ok())
            })
    }

    fn mac(&self, id: &str, time: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(format!("{id}.{time}.").as_bytes());
        mac.update(body);
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published example of the Standard Webhooks specification.
    #[test]
    fn the_example_of_the_specification_is_accepted_and_nothing_near_it() {
        let secret = Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("a secret");
        let (id, time, body) =
            ("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", r#"{"test": 2432232314}"#);
        let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        let now = 1_614_265_400;
        assert!(secret.accepts(id, time, body.as_bytes(), signature, now));
        assert!(secret.accepts(id, time, body.as_bytes(), &format!("v1,AAAA {signature}"), now));
        assert!(!secret.accepts(id, time, b"{}", signature, now), "another body");
        assert!(!secret.accepts("msg_other", time, body.as_bytes(), signature, now), "another id");
        assert!(!secret.accepts(id, time, body.as_bytes(), signature, now + 3600), "an old one");
        assert!(!secret.accepts(id, time, body.as_bytes(), "", now), "none");
    }
}
