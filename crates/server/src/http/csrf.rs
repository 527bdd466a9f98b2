//! Where a form came from: same-origin check and a token bound to the cookie (CS-WEB-01).

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderMap;
use http::header::ORIGIN;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// The name of the form field.
pub const FIELD: &str = "form_token";

/// The one-time token of a form: a nonce, and its MAC under the secret cookie of the browser, so that another site can
/// make none and nothing is stored. 66 characters: base64url, a point, base64url.
pub fn token(cookie: &str, nonce: &str) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(cookie.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(b"countersign form token 1");
    mac.update(nonce.as_bytes());
    let tag = data_encoding::BASE64URL_NOPAD.encode(&mac.finalize().into_bytes());
    format!("{nonce}.{tag}")
}

/// The nonce of a token that belongs to this cookie. Constant time.
pub fn nonce<'t>(cookie: &str, presented: &'t str) -> Option<&'t str> {
    let (nonce, _) = presented.split_once('.')?;
    let fits: bool = token(cookie, nonce).as_bytes().ct_eq(presented.as_bytes()).into();
    fits.then_some(nonce)
}

/// Whether the browser says that the request came from our own pages.
///
/// A false yes lets another site press our buttons; a false no costs one retry. A request without either header is no
/// browser of the last years; its token decides.
pub fn same_origin(headers: &HeaderMap, public_origin: &str) -> bool {
    let site = headers.get("sec-fetch-site").map(http::HeaderValue::as_bytes);
    // Our pages send no referrer, and browsers then write `Origin: null` on our own forms too (Fetch, "append a request
    // Origin header"). Sec-Fetch-Site tells the two apart: an opaque origin is never `same-origin`.
    let may_be_null = site == Some(b"same-origin");
    let site_fits = site.is_none_or(|site| site == b"same-origin" || site == b"none");
    let mut origins = headers.get_all(ORIGIN).iter().map(http::HeaderValue::as_bytes);
    let origin_fits = origins
        .all(|origin| origin == public_origin.as_bytes() || may_be_null && origin == b"null");
    site_fits && origin_fits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, http::HeaderValue::from_static(value));
        }
        same_origin(&headers, "https://confirm.example.com")
    }

    /// CS-WEB-01
    #[test]
    fn other_sites_and_sibling_sub_domains_are_refused() {
        assert!(from(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://confirm.example.com")
        ]));
        assert!(!from(&[("sec-fetch-site", "cross-site")]));
        assert!(!from(&[("sec-fetch-site", "same-site"), ("origin", "https://shop.example.com")]));
        assert!(from(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(!from(&[("origin", "null")]));
        assert!(!from(&[("sec-fetch-site", "none"), ("origin", "null")]));
        assert!(!from(&[("sec-fetch-site", "cross-site"), ("origin", "null")]));
        assert!(!from(&[("origin", "http://confirm.example.com")]));
        assert!(!from(&[("origin", "https://confirm.example.com.evil.net")]));
    }

    /// CS-WEB-01
    #[test]
    fn a_token_works_only_beside_its_own_cookie() {
        let own = token("cookie-a", "nonce");
        assert_eq!(nonce("cookie-a", &own), Some("nonce"));
        assert_eq!(nonce("cookie-b", &own), None);
        assert_eq!(nonce("cookie-a", &own.replace("nonce.", "other.")), None);
        assert_eq!(nonce("cookie-a", "nonce."), None);
        assert_eq!(nonce("cookie-a", ""), None);
    }
}
