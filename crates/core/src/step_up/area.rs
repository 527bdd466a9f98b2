//! Areas: named sets of sensitive things.

/// An area's machine name: lower-case letters, digits and hyphens, 1 to 40 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Area(String);

/// The text is no area name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an area is 1 to 40 lower-case letters, digits and hyphens")]
pub struct NotAnArea;

impl Area {
    /// The areas every portal has. The operator may add their own.
    pub const BUILT_IN: [&'static str; 5] =
        ["personal-data", "invoices", "payment-methods", "domain-config", "email-management"];

    /// The built-in areas as values.
    pub fn built_in() -> Vec<Self> {
        Self::BUILT_IN.into_iter().map(|name| Self(name.to_owned())).collect()
    }

    /// Reads an area name.
    pub fn parse(text: &str) -> Result<Self, NotAnArea> {
        let fits = (1..=40).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits { Ok(Self(text.to_owned())) } else { Err(NotAnArea) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a window opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Areas {
    /// All areas: the rule, unless the operator splits them.
    All,
    /// These only; sorted, without doubles, at least one.
    Only(Vec<Area>),
}

impl Areas {
    /// These areas, sorted and without doubles. Empty means all.
    pub fn only(mut areas: Vec<Area>) -> Self {
        areas.sort();
        areas.dedup();
        if areas.is_empty() { Self::All } else { Self::Only(areas) }
    }

    /// Whether this area is among them.
    pub fn contain(&self, area: &Area) -> bool {
        match self {
            Self::All => true,
            Self::Only(areas) => areas.contains(area),
        }
    }

    /// `*`, or the names joined by commas: the form in columns and in digests.
    pub fn to_column(&self) -> String {
        match self {
            Self::All => "*".to_owned(),
            Self::Only(areas) => areas.iter().map(Area::as_str).collect::<Vec<_>>().join(","),
        }
    }

    /// Reads [`Areas::to_column`].
    pub fn from_column(text: &str) -> Result<Self, NotAnArea> {
        if text == "*" {
            return Ok(Self::All);
        }
        text.split(',').map(Area::parse).collect::<Result<Vec<_>, _>>().map(Self::only)
    }
}
