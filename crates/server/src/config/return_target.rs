//! Where a person may be sent back to: exactly the registered addresses (CS-WEB-04).

use url::Url;

/// The registered return targets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReturnTargets(Vec<Url>);

impl ReturnTargets {
    /// Targets as the operator wrote them; the first that cannot be one is the error.
    pub fn register(written: &[String]) -> Result<Self, String> {
        written
            .iter()
            .map(|text| {
                // What a browser would write otherwise could never be equal to what a portal sends.
                let same = |url: &Url| url.query().is_none() && url.as_str() == text;
                plain(text).filter(same).ok_or_else(|| text.clone())
            })
            .collect::<Result<Vec<_>, _>>()
            .map(Self)
    }

    /// The addresses as they were written; `return_to` is compared with them as text.
    pub fn written(&self) -> Vec<String> {
        self.0.iter().map(Url::to_string).collect()
    }

    /// The origins of all targets, for the `form-action` of pages that end there.
    pub fn origins(&self) -> Vec<String> {
        let mut origins: Vec<_> =
            self.0.iter().map(|url| url.origin().ascii_serialization()).collect();
        origins.sort();
        origins.dedup();
        origins
    }
}

/// An absolute http(s) address written in the one plain way: what browsers repair in silence is refused.
fn plain(text: &str) -> Option<Url> {
    let odd = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '\\' | '#' | '@');
    if text.len() > 2_000 || text.contains(odd) || !text.is_ascii() {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let scheme = url.scheme();
    let written = text.get(..scheme.len() + 3)?;
    let fits = matches!(scheme, "https" | "http")
        && written == format!("{scheme}://")
        && url.username().is_empty()
        && url.password().is_none()
        && url.host_str().is_some_and(|host| !host.is_empty());
    let local = url.host_str().is_some_and(super::is_this_machine);
    (fits && (scheme == "https" || local)).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registers(text: &str) -> bool {
        ReturnTargets::register(&[text.to_owned()]).is_ok_and(|targets| targets.written() == [text])
    }

    /// CS-WEB-04
    #[test]
    fn only_whole_plain_addresses_are_registered() {
        for text in
            ["https://portal.example.com/back", "http://127.0.0.1:9000/back", "http://localhost:1/"]
        {
            assert!(registers(text), "{text}");
        }
        for text in [
            "//portal.example.com/back",
            "/\\e.com",
            "https:portal.example.com/back",
            "https:/portal.example.com/back",
            "\t//e.com",
            "javascript:alert(1)",
            "https://portal.example.com@e.com/back",
            "https://portal.example.com/back/../other",
            "https://portal.example.com/back#x",
            "https://portal.example.com/back?x=1",
            "http://portal.example.com/back",
            "https://portal.example.com/back\r\nSet-Cookie:a=b",
            "https://p\u{43e}rtal.example.com/back",
            "",
        ] {
            assert!(!registers(text), "{text}");
        }
    }
}
