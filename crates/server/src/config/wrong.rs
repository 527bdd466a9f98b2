//! What is wrong with a configuration: where, why and the fix.

use std::fmt;
use std::path::{Path, PathBuf};

use super::settings;

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The file, from line and column (counted from 1); 0: nowhere in it.
    File {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// The column, in characters.
        column: usize,
    },
    /// An environment variable.
    Environment(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, line: 0, .. } => write!(f, "{}", path.display()),
            Self::File { path, line, column } => write!(f, "{}:{line}:{column}", path.display()),
            Self::Environment(name) => write!(f, "environment variable {name}"),
        }
    }
}

/// One wrong setting. Never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Where it stands.
    pub place: Place,
    /// What is wrong.
    pub why: String,
    /// What to write instead.
    pub fix: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n  fix: {}", self.place, self.why, self.fix)
    }
}

/// Everything that is wrong, in the order of the file; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigRefused(pub Vec<Wrong>);

impl std::error::Error for ConfigRefused {}

impl fmt::Display for ConfigRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(Wrong::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl From<Wrong> for ConfigRefused {
    fn from(wrong: Wrong) -> Self {
        Self(vec![wrong])
    }
}

/// Line and column of a byte of the file, counted from 1.
pub fn at(path: &Path, source: &str, byte: usize) -> Place {
    let before = source.get(..byte).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    Place::File { path: path.to_owned(), line, column }
}

/// What to write for a setting.
pub fn fix_for(path: &str) -> String {
    settings::find(path).map_or_else(
        || "see docs/operators/settings.md".to_owned(),
        |setting| format!("write {} (for example {})", setting.bounds, setting.example),
    )
}
