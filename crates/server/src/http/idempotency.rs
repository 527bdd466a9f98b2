//! `Idempotency-Key`: what makes a repeated POST the same POST (CS-API-04).

use countersign_app::request::Once;
use countersign_app::{Ctx, request};
use http::Method;
use http::request::Parts;

use super::limits::WholeBody;
use super::problem::{Problem, Refused, Slug};

/// The key of a POST and what it was sent with, if it carries one. Other verbs repeat without harm.
pub fn read(parts: &Parts, ctx: &Ctx, owner: &str) -> Result<Option<Once>, Refused> {
    if parts.method != Method::POST {
        return Ok(None);
    }
    let Some(key) = header(parts)? else { return Ok(None) };
    let body = parts.extensions.get::<WholeBody>().map(|WholeBody(bytes)| bytes.as_ref());
    // The query too: it says on whose behalf.
    let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
    let asked = [parts.method.as_str().as_bytes(), path.as_bytes(), body.unwrap_or_default()];
    Ok(Some(request::marked_once(ctx, owner, &key, &asked)))
}

fn header(parts: &Parts) -> Result<Option<String>, Problem> {
    let mut values = parts.headers.get_all("idempotency-key").iter();
    let Some(value) = values.next() else { return Ok(None) };
    let key = value.to_str().unwrap_or_default();
    let fits = (1..=255).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    if !fits || values.next().is_some() {
        return Err(Problem::new(Slug::MalformedRequest)
            .detail("Idempotency-Key holds 1 to 255 visible ASCII characters and stands once."));
    }
    Ok(Some(key.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(keys: &[&str]) -> Result<Option<String>, Problem> {
        let mut request = http::Request::post("/v1/orders");
        for key in keys {
            request = request.header("idempotency-key", *key);
        }
        header(&request.body(()).expect("a request").into_parts().0)
    }

    /// CS-API-04
    #[test]
    fn a_key_that_could_mean_two_things_is_refused() {
        let long = "k".repeat(256);
        for keys in [&["a b"][..], &["ä"], &[""], &["a", "a"], &[long.as_str()]] {
            assert!(key(keys).is_err(), "{keys:?}");
        }
        assert_eq!(key(&["a-1"]).expect("fine").as_deref(), Some("a-1"));
        assert_eq!(key(&[]).expect("fine"), None);
    }
}
