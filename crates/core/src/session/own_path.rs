//! A page of ours that a browser may be led to after signing in.

/// An absolute path on our own host, with its query if it has one.
///
/// A false yes is an open redirect (CS-WEB-04); a false no leads to the default page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPath(String);

/// Longest path, in bytes.
const LONGEST: usize = 1_024;

impl OwnPath {
    /// Reads what came from outside. One leading slash and nothing that a browser reads as another host, visible ASCII only.
    pub fn read(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('/')?;
        let visible = rest.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
        (text.len() <= LONGEST && visible && !rest.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CS-WEB-04
    #[test]
    fn only_a_path_of_our_own_is_one() {
        for own in ["/", "/security", "/security/changes/chg_1?step=2"] {
            assert_eq!(OwnPath::read(own).map(|path| path.0).as_deref(), Some(own));
        }
        let long = format!("/{}", "a".repeat(LONGEST));
        for foreign in [
            "",
            "security",
            "//e.com",
            "/\\e.com",
            "\\\\e.com",
            "https:e.com",
            "https://e.com",
            "\t//e.com",
            "/\t/e.com",
            "/a\r\nSet-Cookie: x",
            "javascript:alert(1)",
            "/ä",
            "@e.com",
            &long,
        ] {
            assert_eq!(OwnPath::read(foreign), None, "{foreign:?}");
        }
    }
}
