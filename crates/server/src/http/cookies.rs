//! Cookies: `__Host-`, Secure, HttpOnly, SameSite, opaque (CS-WEB-02).

use std::time::Duration;

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

/// A `Set-Cookie` value. `name` begins with `__Host-`, so that no sub-domain can plant it; `value` is one of our own
/// opaque values. `None` for characters a cookie cannot hold.
pub fn set(name: &str, value: &str, lasts: Duration) -> Option<HeaderValue> {
    debug_assert!(name.starts_with("__Host-"));
    let opaque = !value.is_empty()
        && value.len() <= 512
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if !opaque {
        return None;
    }
    let mut header = HeaderValue::from_str(&format!(
        "{name}={value}; Path=/; Max-Age={}; Secure; HttpOnly; SameSite=Lax",
        lasts.as_secs()
    ))
    .ok()?;
    header.set_sensitive(true);
    Some(header)
}

/// A `Set-Cookie` value that removes the cookie.
pub fn clear(name: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{name}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"))
        .ok()
}

/// The cookie's value. Two cookies of one name are none: which of them is ours cannot be known.
pub fn read<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut found = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(known, _)| *known == name)
        .map(|(_, value)| value);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CS-WEB-02
    #[test]
    fn a_cookie_is_bound_to_this_host_and_out_of_reach_of_scripts() {
        let header = set("__Host-visit", "abc-_9", Duration::from_mins(1)).expect("a cookie");
        let text = header.to_str().expect("text");
        for part in
            ["__Host-visit=abc-_9", "Path=/", "Secure", "HttpOnly", "SameSite=Lax", "Max-Age=60"]
        {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("Domain"), "{text}");
        assert!(set("__Host-visit", "a; Domain=evil", Duration::from_secs(1)).is_none());
    }

    /// CS-WEB-02: one planted beside ours is ignored, and so is ours.
    #[test]
    fn two_cookies_of_one_name_are_none() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("__Host-visit=a; other=1"));
        assert_eq!(read(&headers, "__Host-visit"), Some("a"));
        headers.append(COOKIE, HeaderValue::from_static("__Host-visit=b"));
        assert_eq!(read(&headers, "__Host-visit"), None);
    }
}
