//! Resources: what the portal has, what they are called, and whether a person sees one in a session.

use crate::ids::{GroupId, PersonId};
use crate::people::Role;

/// How deep resources lie in one another at most.
pub const DEEPEST: i64 = 15;
/// Resources that one call registers at most.
pub const MOST_LINES: usize = 1_000;
/// Resources that one call removes at most, with all that lies in them.
pub const MOST_REMOVED: i64 = 1_000;
/// Resources that one call checks at most.
pub const MOST_CHECKED: usize = 500;

/// Reads a resource's type: 1 to 40 lower-case letters, digits and hyphens, such as `data-centre`.
pub fn resource_type(text: &str) -> Option<String> {
    let fits = (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    fits.then(|| text.to_owned())
}

/// Whom something is granted to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Everybody of a group.
    Group(GroupId),
    /// One person.
    Person(PersonId),
}

impl Holder {
    /// Reads the id of either; ids say what they are of.
    pub fn parse(text: &str) -> Option<Self> {
        GroupId::parse(text)
            .map(Self::Group)
            .or_else(|_| PersonId::parse(text).map(Self::Person))
            .ok()
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Group(id) => id.as_str(),
            Self::Person(id) => id.as_str(),
        }
    }
}

/// What is known of one resource and one session of a person of its account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// What the person is in the account.
    pub role: Role,
    /// It, or something it lies in, is granted to the person or to a group of theirs.
    pub is_granted: bool,
    /// It, or something it lies in, is marked: only for sessions with a second factor.
    pub is_marked: bool,
    /// A real second factor, which the person still has, was proven in the session.
    pub is_proven: bool,
}

impl Sight {
    /// Whether the resource exists for the person in this session (CS-F2-06). A mark outdoes every role and every grant.
    pub const fn sees(self) -> bool {
        (self.role.sees_all() || self.is_granted) && (!self.is_marked || self.is_proven)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CS-F2-06: whatever role and group, a marked resource is for sessions with a second factor.
    #[test]
    fn a_mark_outdoes_role_and_grant() {
        for role in Role::ALL {
            for is_granted in [false, true] {
                let sight = Sight { role, is_granted, is_marked: true, is_proven: false };
                assert!(!sight.sees(), "{sight:?}");
                let without = Sight { is_marked: false, ..sight };
                assert_eq!(without.sees(), role.sees_all() || is_granted, "{without:?}");
                let proven = Sight { is_proven: true, ..sight };
                assert_eq!(proven.sees(), without.sees(), "{proven:?}");
            }
        }
    }

    #[test]
    fn a_type_is_a_slug() {
        assert_eq!(resource_type("data-centre").as_deref(), Some("data-centre"));
        for text in ["", "Server", "a b", "ä", &"x".repeat(41)] {
            assert_eq!(resource_type(text), None, "{text}");
        }
    }
}
