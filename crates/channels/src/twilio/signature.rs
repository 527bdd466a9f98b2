//! The signature on the provider's callbacks: `X-Twilio-Signature`.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha1::Sha1;
use url::{Url, form_urlencoded};

/// Checks signatures with one auth token.
pub(super) struct Signatures {
    keyed: Hmac<Sha1>,
    /// The address that we gave them, in the spellings it may be signed in.
    bases: Vec<String>,
}

impl Signatures {
    /// `None`: the token is empty.
    pub(super) fn new(token: &SecretString, base: &Url) -> Option<Self> {
        let token = token.expose_secret();
        if token.is_empty() {
            return None;
        }
        let keyed = Hmac::new_from_slice(token.as_bytes()).ok()?;
        Some(Self { keyed, bases: spellings(base) })
    }

    /// Whether the provider signed this request: base64 of HMAC-SHA-1 over the exact address and the form's fields, sorted by
    /// name, each name followed by its value; of equal fields one counts. The comparison takes constant time.
    pub(super) fn is_theirs(&self, rest: &str, body: &[u8], signature: &str) -> bool {
        let Ok(signature) = BASE64.decode(signature.as_bytes()) else { return false };
        let mut fields: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(body) {
            fields.entry(name).or_default().insert(value);
        }
        self.bases.iter().any(|base| {
            let mut mac = self.keyed.clone();
            mac.update(base.as_bytes());
            mac.update(rest.as_bytes());
            for (name, values) in &fields {
                for value in values {
                    mac.update(name.as_bytes());
                    mac.update(value.as_bytes());
                }
            }
            mac.verify_slice(&signature).is_ok()
        })
    }
}

/// The provider leaves the port out or writes the usual one, depending on scheme and product; its own library tries both.
fn spellings(base: &Url) -> Vec<String> {
    let written = base.as_str().trim_end_matches('/').to_owned();
    let mut all = vec![written];
    let mut other = base.clone();
    let port = if base.port().is_some() { None } else { base.port_or_known_default() };
    if let Some(port) = port {
        // `set_port` drops the usual port again, so it is written by hand.
        let host = base.host_str().unwrap_or_default();
        let path = base.path().trim_end_matches('/');
        all.push(format!("{}://{host}:{port}{path}", base.scheme()));
    } else if other.set_port(None).is_ok() {
        all.push(other.as_str().trim_end_matches('/').to_owned());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signatures(base: &str) -> Signatures {
        Signatures::new(&"12345".into(), &Url::parse(base).expect("a URL")).expect("a token")
    }

    /// The example of the provider's documentation, "Validating requests are coming from Twilio".
    #[test]
    fn the_providers_own_example_passes_and_any_change_does_not() {
        let (rest, signature) = ("/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
        let body = b"Digits=1234&To=%2B18005551212&From=%2B14158675309&Caller=%2B14158675309&CallSid=CA1234567890ABCDE";
        let ours = signatures("https://mycompany.com");
        assert!(ours.is_theirs(rest, body, signature));
        assert!(!ours.is_theirs("/myapp.php?foo=1&bar=3", body, signature));
        assert!(!ours.is_theirs(rest, &body[1..], signature));
        assert!(!ours.is_theirs(rest, b"", signature));
        for wrong in ["", "RSOYDt4T1cUTdK1PDd93/VVr8B9=", "RSOYDt4T1cUTdK1PDd93/VVr8B8", "=", "ä"]
        {
            assert!(!ours.is_theirs(rest, body, wrong), "{wrong}");
        }
        let stranger = Url::parse("https://mycompany.com").expect("a URL");
        let other = Signatures::new(&"12346".into(), &stranger).expect("a token");
        assert!(!other.is_theirs(rest, body, signature));
    }

    #[test]
    fn an_address_is_signed_with_or_without_its_port() {
        let all = |base: &str| spellings(&Url::parse(base).expect("a URL"));
        let plain = "https://a.example/callbacks/sms";
        assert_eq!(all(plain), [plain, "https://a.example:443/callbacks/sms"]);
        let port = "https://a.example:8443/callbacks/sms";
        assert_eq!(all(port), [port, plain]);
    }

    #[test]
    fn an_empty_token_signs_nothing() {
        assert!(
            Signatures::new(&"".into(), &Url::parse("https://a.example").expect("a URL")).is_none()
        );
    }
}
