//! Lists in pages: `limit` and an opaque `cursor`.

use axum::extract::{FromRequestParts, RawQuery};
use countersign_core::Timestamp;
use http::request::Parts;

use super::problem::{Problem, Refused, Slug};

/// Rows of a page unless asked otherwise.
const USUAL: u32 = 50;
/// Most rows of a page.
const MOST: u32 = 100;

/// Where a page begins: after this row. Rows are ordered by time, then id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The time of the last row of the page before.
    pub at: Timestamp,
    /// Its id.
    pub id: String,
}

impl Cursor {
    /// The cursor as callers carry it: opaque, base64url. Holds only what the page before showed.
    pub fn to_text(&self) -> String {
        data_encoding::BASE64URL_NOPAD.encode(format!("{}:{}", self.at.ms(), self.id).as_bytes())
    }

    /// Reads [`Cursor::to_text`].
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (at, id) = text.split_once(':')?;
        let known = id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        (id.len() <= 64 && known)
            .then_some(Self { at: Timestamp::from_ms(at.parse().ok()?), id: id.to_owned() })
    }
}

/// The query of a list: filters of the endpoint, `limit` and `cursor`. A doubled or unknown name is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    pairs: Vec<(String, String)>,
    /// 1 to 100; 50 unless asked otherwise.
    pub limit: u32,
    /// Where the page begins.
    pub after: Option<Cursor>,
}

impl ListQuery {
    fn read(query: &str) -> Result<Self, Problem> {
        let refuse = |detail: &str| Problem::new(Slug::MalformedRequest).detail(detail);
        let mut list = Self { pairs: Vec::new(), limit: USUAL, after: None };
        let mut seen = std::collections::HashSet::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if !seen.insert(name.to_string()) {
                return Err(refuse("A query parameter stands twice."));
            }
            match name.as_ref() {
                "limit" => {
                    list.limit = value
                        .parse()
                        .ok()
                        .filter(|limit| (1..=MOST).contains(limit))
                        .ok_or_else(|| refuse("\"limit\" is a number from 1 to 100."))?;
                }
                "cursor" => {
                    let cursor = Cursor::parse(&value).ok_or_else(|| {
                        refuse("\"cursor\" is not one of ours; start without it.")
                    })?;
                    list.after = Some(cursor);
                }
                _ => list.pairs.push((name.into_owned(), value.into_owned())),
            }
        }
        Ok(list)
    }

    /// Takes a filter out; what is left at the end was unknown.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.pairs.iter().position(|(known, _)| known == name)?;
        Some(self.pairs.remove(at).1)
    }

    /// Refuses `limit` and `cursor` where one thing is answered and not a list.
    pub fn is_no_list(&self) -> Result<(), Problem> {
        if self.limit == USUAL && self.after.is_none() {
            return Ok(());
        }
        Err(Problem::new(Slug::MalformedRequest).detail("This is no list: it has no pages."))
    }

    /// Refuses names nobody took.
    pub fn finish(&self) -> Result<(), Problem> {
        if self.pairs.is_empty() {
            return Ok(());
        }
        Err(Problem::new(Slug::MalformedRequest).detail("A query parameter is not known here."))
    }
}

/// Cuts a list down to its page and says where the next one begins. It was read with one row more than `limit`: that row tells
/// whether a page follows.
pub fn cut<R>(rows: &mut Vec<R>, limit: u32, place: impl FnOnce(&R) -> Cursor) -> Option<String> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    rows.last().filter(|_| more).map(|last| place(last).to_text())
}

impl<S: Send + Sync> FromRequestParts<S> for ListQuery {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let RawQuery(query) =
            RawQuery::from_request_parts(parts, state).await.unwrap_or_else(|never| match never {});
        Self::read(query.as_deref().unwrap_or_default()).map_err(Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        let cursor = Cursor { at: Timestamp::from_ms(1_800_000_000_000), id: "ord_1".into() };
        assert_eq!(Cursor::parse(&cursor.to_text()), Some(cursor));
        for text in ["", "a", "MTp4OnkgJyAtLQ", "é"] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
    }

    /// CS-WEB-08
    #[test]
    fn doubled_unknown_and_unfit_parameters_are_refused() {
        for query in ["limit=0", "limit=101", "limit=x", "limit=1&limit=2", "cursor=%00"] {
            assert!(ListQuery::read(query).is_err(), "{query}");
        }
        let mut list = ListQuery::read("person=p&limit=7").expect("a query");
        assert!(list.finish().is_err());
        assert_eq!(list.take("person").as_deref(), Some("p"));
        assert!(list.finish().is_ok());
        assert_eq!(list.limit, 7);
    }
}
