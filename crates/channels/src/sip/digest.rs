//! Answers a trunk's demand for name and password (digest: RFC 7616, RFC 8760, and RFC 2617's form without `qop`).

use data_encoding::HEXLOWER;
use md5::Md5;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

use super::wire::{Packet, parameter_list};

/// The name and password of the trunk. Debug hides the password.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The sign-in name, as the provider gave it.
    pub name: String,
    /// The password.
    pub password: SecretString,
}

/// What a server demands.
#[derive(Clone)]
pub(super) struct Challenge {
    realm: String,
    nonce: String,
    opaque: Option<String>,
    algorithm: Algorithm,
    /// `qop="auth"` was offered; without it the older form is used.
    protected: bool,
    /// The credentials were right, the nonce too old.
    pub(super) stale: bool,
    /// The header that carries the answer.
    pub(super) header: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Algorithm {
    Md5,
    Sha256,
}

impl Challenge {
    /// The strongest challenge of a 401 or 407 that can be answered; `None`: there is none.
    pub(super) fn of(packet: &Packet) -> Option<Self> {
        let (asks, header) = match packet.status()? {
            401 => ("www-authenticate", "Authorization"),
            407 => ("proxy-authenticate", "Proxy-Authorization"),
            _ => return None,
        };
        packet
            .all(asks)
            .filter_map(|value| Self::read(value, header))
            .max_by_key(|challenge| challenge.algorithm)
    }

    fn read(value: &str, header: &'static str) -> Option<Self> {
        let (scheme, rest) = value.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("digest") {
            return None;
        }
        let parts = parameter_list(rest);
        let part =
            |name: &str| parts.iter().find(|(known, _)| known == name).map(|(_, v)| v.as_str());
        let algorithm = match part("algorithm") {
            None => Algorithm::Md5,
            Some(name) if name.eq_ignore_ascii_case("md5") => Algorithm::Md5,
            Some(name) if name.eq_ignore_ascii_case("sha-256") => Algorithm::Sha256,
            Some(_) => return None,
        };
        let protected = match part("qop") {
            None => false,
            Some(offers) if offers.split(',').any(|one| one.trim() == "auth") => true,
            Some(_) => return None,
        };
        Some(Self {
            realm: part("realm")?.to_owned(),
            nonce: part("nonce")?.to_owned(),
            opaque: part("opaque").map(str::to_owned),
            algorithm,
            protected,
            stale: part("stale").is_some_and(|text| text.eq_ignore_ascii_case("true")),
            header,
        })
    }

    /// The value of the header that answers it for one request. `cnonce` is fresh for every request, so its count is
    /// always the first.
    pub(super) fn answer(
        &self,
        ours: &Credentials,
        method: &str,
        uri: &str,
        cnonce: &str,
    ) -> String {
        let hash = |text: &str| self.algorithm.hash(text);
        let secret = ours.password.expose_secret();
        let a1 = zeroize::Zeroizing::new(format!("{}:{}:{secret}", ours.name, self.realm));
        let (a1, a2) = (hash(&a1), hash(&format!("{method}:{uri}")));
        let nonce = &self.nonce;
        let (response, proof) = if self.protected {
            let response = hash(&format!("{a1}:{nonce}:00000001:{cnonce}:auth:{a2}"));
            (response, format!(", qop=auth, nc=00000001, cnonce=\"{cnonce}\""))
        } else {
            (hash(&format!("{a1}:{nonce}:{a2}")), String::new())
        };
        let opaque = self.opaque.as_ref();
        let opaque = opaque.map(|text| format!(", opaque=\"{}\"", quotable(text)));
        format!(
            "Digest username=\"{}\", realm=\"{}\", nonce=\"{}\", uri=\"{}\", response=\"{response}\", algorithm={}{proof}{}",
            quotable(&ours.name),
            quotable(&self.realm),
            quotable(nonce),
            quotable(uri),
            self.algorithm.name(),
            opaque.unwrap_or_default(),
        )
    }
}

impl Algorithm {
    fn hash(self, text: &str) -> String {
        match self {
            Self::Md5 => HEXLOWER.encode(&Md5::digest(text.as_bytes())),
            Self::Sha256 => HEXLOWER.encode(&Sha256::digest(text.as_bytes())),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha256 => "SHA-256",
        }
    }
}

fn quotable(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::super::wire::read;
    use super::*;

    fn mufasa(password: &str) -> Credentials {
        Credentials { name: "Mufasa".into(), password: password.into() }
    }

    fn challenge(headers: &str) -> Option<Challenge> {
        Challenge::of(&read(format!("SIP/2.0 401 No\r\n{headers}\r\n").as_bytes()).expect("read"))
    }

    /// RFC 7616 section 3.9.1: both answers of the example.
    #[test]
    fn the_published_vectors_come_out() {
        let cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        let shared = "realm=\"http-auth@example.org\", qop=\"auth, auth-int\", \
            nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", \
            opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
        let ours = mufasa("Circle of Life");
        let strong = "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1";
        for (algorithm, response) in
            [("MD5", "8ca523f5e9506fed4657c9700eebdbec"), ("SHA-256", strong)]
        {
            let asked = format!("WWW-Authenticate: Digest {shared}, algorithm={algorithm}\r\n");
            let answer =
                challenge(&asked).expect("one").answer(&ours, "GET", "/dir/index.html", cnonce);
            assert!(answer.contains(&format!("response=\"{response}\"")), "{answer}");
            assert!(answer.contains("qop=auth, nc=00000001"), "{answer}");
        }
    }

    /// RFC 2617's form, as old trunks still ask: the response of RFC 2069's example, as its erratum corrects it.
    #[test]
    fn a_challenge_without_qop_is_answered_in_the_old_form() {
        let asked = "WWW-Authenticate: Digest realm=\"testrealm@host.com\", \
            nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"\r\n";
        let ours = mufasa("CircleOfLife");
        let answer = challenge(asked).expect("one").answer(&ours, "GET", "/dir/index.html", "c");
        assert!(answer.contains("response=\"1949323746fe6a43ef61f9606e7febea\""), "{answer}");
        assert!(!answer.contains("cnonce"), "{answer}");
    }

    #[test]
    fn the_strongest_challenge_that_can_be_answered_is_taken() {
        let md5 = "WWW-Authenticate: Digest realm=\"a\", nonce=\"1\", algorithm=MD5\r\n";
        let sha = "WWW-Authenticate: Digest realm=\"a\", nonce=\"2\", algorithm=SHA-256, qop=\"auth\"\r\n";
        let odd = "WWW-Authenticate: Digest realm=\"a\", nonce=\"3\", algorithm=SHA-512-256\r\n";
        let both = challenge(&format!("{md5}{sha}{odd}")).expect("one");
        assert_eq!((both.nonce.as_str(), both.protected), ("2", true));
        assert!(challenge(odd).is_none());
        assert!(challenge("WWW-Authenticate: Basic realm=\"a\"\r\n").is_none());
        let only = "WWW-Authenticate: Digest realm=\"a\", nonce=\"4\", qop=\"auth-int\"\r\n";
        assert!(challenge(only).is_none());
    }

    /// CS-AUD-02
    #[test]
    fn debug_shows_no_password() {
        assert!(!format!("{:?}", mufasa("Circle of Life")).contains("Circle"));
    }
}
