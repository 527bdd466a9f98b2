//! The operator's logo: a small PNG or an SVG that does nothing but draw.

use std::path::Path;

/// Bytes of a logo at most.
const LARGEST: u64 = 64 * 1024;
/// What an SVG must not hold: it is drawn as a picture, and nothing in it may run, load or be an entity.
const FORBIDDEN: [&str; 8] = [
    "<script",
    "<foreignobject",
    "<!doctype",
    "<!entity",
    "javascript:",
    "<iframe",
    "@import",
    "<use href=\"http",
];

/// A logo, ready to be served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// Its media type.
    pub content_type: &'static str,
    /// The file.
    pub body: Vec<u8>,
}

/// Why a file is no logo.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLogo {
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Unread(String),
    /// It is too large.
    #[error("is larger than 64 KB")]
    TooLarge,
    /// It is neither.
    #[error("is neither a PNG nor an SVG")]
    NotAPicture,
    /// It is an SVG with something in it that is no drawing.
    #[error("holds {0:?}; save it as a plain SVG without scripts and references")]
    NotPlain(String),
}

impl Logo {
    /// Reads and checks the file.
    pub fn read(path: &Path) -> Result<Self, BadLogo> {
        let unread = |error: std::io::Error| BadLogo::Unread(error.to_string());
        if std::fs::metadata(path).map_err(unread)?.len() > LARGEST {
            return Err(BadLogo::TooLarge);
        }
        Self::check(std::fs::read(path).map_err(unread)?)
    }

    fn check(body: Vec<u8>) -> Result<Self, BadLogo> {
        if body.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Ok(Self { content_type: "image/png", body });
        }
        let text = std::str::from_utf8(&body).map_err(|_| BadLogo::NotAPicture)?.to_lowercase();
        if !text.contains("<svg") {
            return Err(BadLogo::NotAPicture);
        }
        match FORBIDDEN.iter().find(|part| text.contains(**part)) {
            Some(part) => Err(BadLogo::NotPlain((*part).to_owned())),
            None => match handler(&text) {
                Some(name) => Err(BadLogo::NotPlain(name.to_owned())),
                None => Ok(Self { content_type: "image/svg+xml", body }),
            },
        }
    }
}

/// An attribute like `onload=`, if there is one.
fn handler(text: &str) -> Option<&str> {
    text.split(|c: char| c.is_whitespace() || c == '"' || c == '\'' || c == '/')
        .filter_map(|word| word.split_once('='))
        .map(|(name, _)| name)
        .find(|name| name.starts_with("on") && name.len() > 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_taken_and_a_program_is_not() {
        let svg = |inside: &str| {
            Logo::check(
                format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inside}</svg>").into_bytes(),
            )
        };
        assert_eq!(svg("<path d=\"M0 0h8\"/>").expect("a drawing").content_type, "image/svg+xml");
        for inside in [
            "<script>1</script>",
            "<path onload=\"x()\"/>",
            "<g\nonclick='x'/>",
            "<foreignObject/>",
            "<a href=\"JavaScript:x\"/>",
        ] {
            assert!(matches!(svg(inside), Err(BadLogo::NotPlain(_))), "{inside}");
        }
        assert_eq!(Logo::check(b"GIF89a".to_vec()), Err(BadLogo::NotAPicture));
        assert!(Logo::check(b"\x89PNG\r\n\x1a\n....".to_vec()).is_ok());
    }
}
