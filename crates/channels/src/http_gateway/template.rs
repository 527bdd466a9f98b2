//! Templates with named places, read once and filled for every message.

use std::fmt;

/// A place that a message fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    To,
    Digits,
    Text,
    Code,
    Opening,
    AfterKey,
    Id,
    Method,
    Purpose,
    Language,
    Expires,
    Sender,
    Secret,
}

impl Slot {
    pub(super) const ALL: [Self; 13] = [
        Self::To,
        Self::Digits,
        Self::Text,
        Self::Code,
        Self::Opening,
        Self::AfterKey,
        Self::Id,
        Self::Method,
        Self::Purpose,
        Self::Language,
        Self::Expires,
        Self::Sender,
        Self::Secret,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::To => "to",
            Self::Digits => "digits",
            Self::Text => "text",
            Self::Code => "code",
            Self::Opening => "opening",
            Self::AfterKey => "after_key",
            Self::Id => "id",
            Self::Method => "method",
            Self::Purpose => "purpose",
            Self::Language => "language",
            Self::Expires => "expires",
            Self::Sender => "sender",
            Self::Secret => "secret",
        }
    }

    /// Whether it holds words: those have no place in a path or a header.
    pub(super) const fn is_words(self) -> bool {
        matches!(self, Self::Text | Self::Opening | Self::AfterKey)
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.name())
    }
}

/// A text with places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Slot(Slot),
}

impl Template {
    /// Reads `{name}` as a place, `{{` and `}}` as braces. The error completes "the url …".
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                plain.push_str(brace);
                rest = after;
                continue;
            }
            let end = (brace == "{")
                .then(|| rest.find('}'))
                .flatten()
                .ok_or_else(|| format!("has a single {brace}; write {brace}{brace} for a brace"))?;
            let name = &rest[..end];
            let slot = Slot::ALL.into_iter().find(|slot| slot.name() == name).ok_or_else(|| {
                let known = Slot::ALL.map(|slot| slot.to_string()).join(" ");
                format!("names {{{name}}}, which is not known; known are {known}")
            })?;
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            parts.push(Part::Slot(slot));
            rest = &rest[end + 1..];
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Self { parts })
    }

    /// The places it has.
    pub(super) fn slots(&self) -> impl Iterator<Item = Slot> + '_ {
        self.parts.iter().filter_map(|part| match part {
            Part::Slot(slot) => Some(*slot),
            Part::Text(_) => None,
        })
    }

    /// Fills it: `value` gives a place's value, `write` adds it as it must be written where the template stands.
    pub(super) fn fill<'a, E>(
        &self,
        value: impl Fn(Slot) -> Result<&'a str, E>,
        write: impl Fn(&mut String, &str),
    ) -> Result<String, E> {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Slot(slot) => write(&mut out, value(*slot)?),
            }
        }
        Ok(out)
    }
}

/// Adds a value as it is: the place is within a value that is encoded whole.
pub(super) fn as_is(out: &mut String, value: &str) {
    out.push_str(value);
}

/// Adds a value to a URL: all but the unreserved characters of RFC 3986 section 2.3 are percent-encoded.
pub(super) fn in_url(out: &mut String, value: &str) {
    use fmt::Write as _;
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str, write: impl Fn(&mut String, &str)) -> String {
        let template = Template::parse(text).expect("a template");
        let value = |slot| {
            Ok::<_, ()>(if slot == Slot::To { "+4915123456747" } else { "a b&c=\"{to}\"/ä" })
        };
        template.fill(value, write).expect("filled")
    }

    #[test]
    fn places_are_filled_and_braces_stay() {
        assert_eq!(filled("{{{to}}}", as_is), "{+4915123456747}");
        assert_eq!(filled("no place", as_is), "no place");
        assert_eq!(filled("", as_is), "");
    }

    /// A value is a value: what looks like a place in it, or like the next field, is neither.
    #[test]
    fn a_value_never_becomes_syntax() {
        assert_eq!(filled("{text}|{to}", as_is), "a b&c=\"{to}\"/ä|+4915123456747");
        assert_eq!(
            filled("/m?to={to}&t={text}", in_url),
            "/m?to=%2B4915123456747&t=a%20b%26c%3D%22%7Bto%7D%22%2F%C3%A4"
        );
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let wrong = |text: &str| Template::parse(text).expect_err(text);
        assert!(
            wrong("{too}").contains("{too}, which is not known; known are {to} {digits} {text}")
        );
        assert!(wrong("{ to }").contains("not known"));
        assert!(wrong("{}").contains("not known"));
        assert!(wrong("a{to").contains("single {; write {{"));
        assert!(wrong("a}b").contains("single }; write }}"));
    }
}
