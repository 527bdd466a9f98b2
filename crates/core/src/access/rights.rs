//! What a technical administrator may do: rights that are named, out of the operator's list, and what never is.

/// What no technical administrator is ever given, whatever the operator lists (CS-DEL-01).
pub const NEVER: [&str; 6] = [
    "personal-data",
    "invoices",
    "payment-methods",
    "auth-codes",
    "cancelling",
    "methods-of-others",
];

/// A right's machine name: lower-case letters, digits and hyphens, 1 to 40 characters, none of [`NEVER`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Right(String);

/// Why a text is no right. `Display` is the sentence for whoever wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RightRefused {
    /// Its shape.
    #[error("A right is 1 to 40 lower-case letters, digits and hyphens.")]
    Shape,
    /// One that is never given.
    #[error("This right is never given to a technical administrator.")]
    Never,
    /// Not in the operator's list.
    #[error("This right is not in the operator's list, \"policy.technical_rights\".")]
    NotListed,
}

impl Right {
    /// Reads a right.
    pub fn parse(text: &str) -> Result<Self, RightRefused> {
        let fits = (1..=40).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !fits {
            return Err(RightRefused::Shape);
        }
        if NEVER.contains(&text) {
            return Err(RightRefused::Never);
        }
        Ok(Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What every portal has. The operator may name others instead.
    pub fn usual() -> Vec<Self> {
        ["register", "name-servers", "hosting"].map(|name| Self(name.to_owned())).into()
    }
}

/// The rights of one technical administrator: sorted, without doubles. Of anybody else: none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights(Vec<Right>);

impl Rights {
    /// These rights, all of them in the operator's list; refused is the first that is not, with its place.
    pub fn of(texts: &[String], listed: &[Right]) -> Result<Self, (usize, RightRefused)> {
        let mut rights = Vec::with_capacity(texts.len());
        for (at, text) in texts.iter().enumerate() {
            let right = Right::parse(text).map_err(|refused| (at, refused))?;
            if !listed.contains(&right) {
                return Err((at, RightRefused::NotListed));
            }
            rights.push(right);
        }
        rights.sort();
        rights.dedup();
        Ok(Self(rights))
    }

    /// Those of them that the operator still lists: what was taken off the list is given to nobody any more.
    #[must_use]
    pub fn still_listed(&self, listed: &[Right]) -> Self {
        Self(self.0.iter().filter(|right| listed.contains(right)).cloned().collect())
    }

    /// Whether this right is among them.
    pub fn contain(&self, right: &Right) -> bool {
        self.0.contains(right)
    }

    /// Whether none is lost when `others` take their place.
    pub fn are_among(&self, others: &Self) -> bool {
        self.0.iter().all(|right| others.contain(right))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(Right::as_str)
    }

    /// The names joined by spaces: the form in columns.
    pub fn to_column(&self) -> String {
        self.names().collect::<Vec<_>>().join(" ")
    }

    /// Reads [`Rights::to_column`]. A name that is never given, or no name, is left out: a column grants nothing that the code
    /// forbids.
    pub fn from_column(text: &str) -> Self {
        Self(text.split_whitespace().filter_map(|name| Right::parse(name).ok()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CS-DEL-01: what is never given cannot be listed, asked for or smuggled into a column.
    #[test]
    fn the_never_list_holds_everywhere() {
        let listed = Right::usual();
        for never in NEVER {
            assert_eq!(Right::parse(never), Err(RightRefused::Never), "{never}");
            assert_eq!(Rights::of(&[never.to_owned()], &listed), Err((0, RightRefused::Never)));
        }
        let smuggled = Rights::from_column("hosting invoices payment-methods");
        assert_eq!(smuggled.names().collect::<Vec<_>>(), ["hosting"]);
    }

    #[test]
    fn only_what_the_operator_lists_can_be_given() {
        let listed = Right::usual();
        let ask = |names: &[&str]| {
            Rights::of(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), &listed)
        };
        assert_eq!(ask(&["hosting", "mail"]), Err((1, RightRefused::NotListed)));
        assert_eq!(ask(&["Hosting"]), Err((0, RightRefused::Shape)));
        let both = ask(&["register", "hosting", "hosting"]).expect("listed");
        assert_eq!(both.to_column(), "hosting register");
        assert_eq!(Rights::from_column(&both.to_column()), both);
        assert!(ask(&["hosting"]).expect("listed").are_among(&both));
        assert!(!both.are_among(&ask(&["hosting"]).expect("listed")));
    }
}
