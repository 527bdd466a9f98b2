//! What a setting is: its name, type, default, bounds and meaning.

mod table;

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text in quotes.
    Text,
    /// A text in quotes that is never shown.
    Secret,
    /// A whole number.
    Number,
    /// true or false.
    Switch,
    /// A list of texts.
    Texts,
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Section and name: `policy.code_minutes`. `*` stands for a name of the operator's.
    pub path: &'static str,
    /// How it is written.
    pub kind: Kind,
    /// The default as TOML; `None`: not set.
    pub default: Option<&'static str>,
    /// A value to copy, as TOML.
    pub example: &'static str,
    /// What is allowed.
    pub bounds: &'static str,
    /// What it does.
    pub says: &'static str,
}

pub use table::settings;
pub(super) use table::{set, unset};

/// Sections that count only where the file or the environment begins them.
pub const OPTIONAL_SECTIONS: [&str; 3] = ["channels.smtp", "channels.webhook", "tickets"];

/// The setting of this path; names of the operator's match `*`.
pub fn find(path: &str) -> Option<&'static Setting> {
    settings().find(|setting| {
        let mut known = setting.path.split('.');
        let mut asked = path.split('.');
        loop {
            match (known.next(), asked.next()) {
                (None, None) => return true,
                (Some("*"), Some(_)) => {}
                (Some(a), Some(b)) if a == b => {}
                _ => return false,
            }
        }
    })
}

/// The known path nearest to a mistyped one, if one is near.
pub fn nearest(path: &str) -> Option<&'static str> {
    settings()
        .map(|setting| (distance(path, setting.path), setting.path))
        .filter(|(distance, known)| *distance <= known.len().min(path.len()) / 3)
        .min()
        .map(|(_, known)| known)
}

/// Levenshtein's distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_name_finds_its_neighbour() {
        assert_eq!(nearest("policy.code_minuts"), Some("policy.code_minutes"));
        assert_eq!(nearest("server.lsten"), Some("server.listen"));
        assert_eq!(nearest("nothing.like.it.at.all"), None);
    }
}
