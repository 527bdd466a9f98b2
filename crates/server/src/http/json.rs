//! JSON bodies, read strictly: no doubled keys, no unknown fields, no deep nesting, and no value in a refusal.

use std::collections::HashSet;
use std::fmt;

use axum::extract::{FromRequest, Request};
use http::header::CONTENT_TYPE;
use serde::de::{DeserializeOwned, DeserializeSeed, MapAccess, SeqAccess, Visitor};

use super::limits::WholeBody;
use super::problem::{Problem, Refused, Slug};

/// Deepest nesting of a body (CS-WEB-08).
const DEPTH: usize = 16;

/// A body of this shape. An empty body counts as `{}`.
#[derive(Debug)]
pub struct Strict<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Strict<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let content_type = request.headers().get(CONTENT_TYPE).cloned();
        let body = match request.extensions().get::<WholeBody>() {
            Some(WholeBody(bytes)) => bytes.clone(),
            None => axum::body::Bytes::from_request(request, state)
                .await
                .map_err(|_| Problem::new(Slug::MalformedRequest))?,
        };
        if body.is_empty() {
            return parse(b"{}").map(Self).map_err(Into::into);
        }
        if !content_type.is_some_and(|value| is_json(value.as_bytes())) {
            return Err(Problem::new(Slug::UnsupportedMediaType)
                .detail("Send the body as application/json.")
                .into());
        }
        parse(&body).map(Self).map_err(Into::into)
    }
}

fn is_json(value: &[u8]) -> bool {
    let kind = value.split(|b| *b == b';').next().unwrap_or_default();
    kind.trim_ascii().eq_ignore_ascii_case(b"application/json")
}

/// Reads a body of this shape.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let refuse = |detail: String| Problem::new(Slug::MalformedRequest).detail(detail);
    let text = std::str::from_utf8(body).map_err(|_| refuse("The body is not UTF-8.".into()))?;
    let mut walker = serde_json::Deserializer::from_str(text);
    Walk { depth: 0 }.deserialize(&mut walker).and_then(|()| walker.end()).map_err(|error| {
        // Words of our own walk hold no values; those of the parser name only the place.
        let words = error.to_string();
        let ours = words.strip_prefix(OURS).and_then(|words| words.split(" at line ").next());
        refuse(match ours {
            Some(words) => words.to_owned(),
            None => format!("Not JSON: line {}, column {}.", error.line(), error.column()),
        })
    })?;
    let mut reader = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let place = pointer(error.path());
        refuse(explain(&place, &error.into_inner().to_string()))
    })
}

/// The place as an RFC 6901 pointer.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } => Some(format!("/{}", shown(key))),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

/// Turns serde's words into ours, leaving out every value.
fn explain(place: &str, words: &str) -> String {
    let words = words.rsplit_once(" at line ").map_or(words, |(words, _)| words);
    let inside = if place.is_empty() { "the body" } else { place };
    if let Some(rest) = words.strip_prefix("missing field `") {
        let field = rest.trim_end_matches('`');
        return format!("The field \"{field}\" is missing in {inside}.");
    }
    if let Some(rest) = words.strip_prefix("unknown field `") {
        let (field, known) = rest.split_once('`').unwrap_or((rest, ""));
        let known =
            known.trim_start_matches(", expected ").trim_start_matches("one of ").replace('`', "");
        let field = shown(field);
        return if known.is_empty() || known.contains("there are no fields") {
            format!("The field \"{field}\" is not known; no field is expected here.")
        } else {
            format!("The field \"{field}\" is not known. Known here: {known}.")
        };
    }
    let expected =
        words.rsplit_once(", expected ").map(|(_, expected)| expected.replace('`', "\""));
    match expected {
        Some(expected) if expected.starts_with("struct ") => format!("{inside} must be an object."),
        Some(expected) => format!("{inside} must be {expected}."),
        None => format!("{inside} cannot be used."),
    }
}

/// A name from outside, cut to what a sentence can hold.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// Marks errors of the walk below.
const OURS: &str = "\u{1}";

/// Walks any JSON value and refuses what the shapes cannot see.
struct Walk {
    depth: usize,
}

impl Walk {
    fn deeper<E: serde::de::Error>(&self) -> Result<Walk, E> {
        if self.depth == DEPTH {
            return Err(E::custom(format!("{OURS}The body is nested deeper than {DEPTH} levels.")));
        }
        Ok(Walk { depth: self.depth + 1 })
    }
}

fn no_nul<E: serde::de::Error>(text: &str) -> Result<(), E> {
    if text.contains('\0') {
        return Err(E::custom(format!("{OURS}A text holds the character U+0000.")));
    }
    Ok(())
}

impl<'de> DeserializeSeed<'de> for Walk {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        no_nul(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        if self.depth == 0 {
            // serde would take a list of the right length for a shape's members.
            return Err(serde::de::Error::custom(format!("{OURS}The body must be an object.")));
        }
        while items.next_element_seed(self.deeper()?)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut seen = HashSet::new();
        while let Some(name) = members.next_key::<String>()? {
            no_nul(&name)?;
            if seen.contains(&name) {
                let name = shown(&name);
                return Err(serde::de::Error::custom(format!(
                    "{OURS}The field \"{name}\" stands twice."
                )));
            }
            seen.insert(name);
            members.next_value_seed(self.deeper()?)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Answer {
        method: String,
        #[expect(dead_code, reason = "only its reading is under test")]
        code: String,
        #[serde(default)]
        tags: Vec<Tag>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Tag {
        #[expect(dead_code, reason = "only its reading is under test")]
        label: String,
    }

    fn detail(body: &str) -> String {
        let problem = parse::<Answer>(body.as_bytes()).expect_err(body);
        assert_eq!(problem.slug(), Slug::MalformedRequest);
        problem.sentence().to_owned()
    }

    /// CS-WEB-08
    #[test]
    fn what_cannot_be_read_is_named_by_its_place() {
        assert_eq!(
            detail(r#"{"method":"sms","method":"totp","code":"1"}"#),
            "The field \"method\" stands twice."
        );
        assert_eq!(detail(r#"{"method":"sms"}"#), "The field \"code\" is missing in the body.");
        assert_eq!(
            detail(r#"{"method":"sms","code":"1","to":"+49"}"#),
            "The field \"to\" is not known. Known here: method, code, tags."
        );
        assert_eq!(detail(r#"{"method":["sms"],"code":"1"}"#), "/method must be a string.");
        assert_eq!(
            detail(r#"{"method":"sms","code":"1","tags":[{"label":true}]}"#),
            "/tags/0/label must be a string."
        );
        assert_eq!(detail(r#"["sms","482911"]"#), "The body must be an object.");
        assert_eq!(
            detail(r#"{"method":"sms","code":"1","tags":["x"]}"#),
            "/tags/0 must be an object."
        );
        assert_eq!(detail("{"), "Not JSON: line 1, column 1.");
        assert!(
            detail(&format!("{{\"method\":{}1{}}}", "[".repeat(16), "]".repeat(16)))
                .contains("deeper")
        );
        assert!(detail("{\"method\":\"a\\u0000b\",\"code\":\"1\"}").contains("U+0000"));
        assert!(detail("{} {}").starts_with("Not JSON"));
    }

    /// CS-DC-07: a code that arrives in the wrong type is not sent back.
    #[test]
    fn values_are_never_repeated() {
        for body in [
            r#"{"method":"sms","code":482911}"#,
            r#"{"method":"sms","code":{"482911":1}}"#,
            r#"{"method":"sms","code":"482911"x"#,
            r#""482911""#,
            r#"{"method":"sms","code":[482911]}"#,
        ] {
            assert!(!detail(body).contains("482911"), "{body}: {}", detail(body));
        }
    }

    #[test]
    fn a_whole_body_is_read() {
        let answer: Answer =
            parse(r#"{"method":"sms","code":"482 911","tags":[{"label":"ä"}]}"#.as_bytes())
                .expect("an answer");
        assert_eq!((answer.method.as_str(), answer.tags.len()), ("sms", 1));
    }
}
