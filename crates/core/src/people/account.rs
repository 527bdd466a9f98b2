//! An account: the contract that persons belong to, under the portal's own name for it.

use crate::ids::AccountId;
use crate::ports::Timestamp;

/// Longest reference, in bytes.
const LONGEST_REFERENCE: usize = 128;
/// Longest name, in code points.
const LONGEST_NAME: usize = 200;

/// A customer account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The portal's own name for it, such as a customer number; compared bytewise.
    pub reference: String,
    /// What people call it; shown, never compared.
    pub name: String,
    /// When it was registered.
    pub created_at: Timestamp,
}

/// Why a text is no name or reference. `Display` is the sentence for the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelRefused {
    /// The portal's reference.
    #[error(
        "This is 1 to 128 bytes of text without spaces at its ends and without control characters."
    )]
    Reference,
    /// The name.
    #[error("A name has 1 to 200 characters and no line breaks.")]
    Name,
}

/// Reads the portal's own name for a thing: kept as written and compared bytewise, so nothing is folded or trimmed.
pub fn reference_of_portal(text: &str) -> Result<String, LabelRefused> {
    let fits = (1..=LONGEST_REFERENCE).contains(&text.len())
        && text.trim() == text
        && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err(LabelRefused::Reference) }
}

/// Reads what people call an account, a group or a resource; spaces at the ends go.
pub fn name_of_account(text: &str) -> Result<String, LabelRefused> {
    let name = text.trim();
    let fits =
        (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(LabelRefused::Name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_taken_as_it_is_or_not_at_all() {
        assert_eq!(reference_of_portal("K-4711/a").as_deref(), Ok("K-4711/a"));
        for text in ["", " K", "K ", "a\nb", &"x".repeat(129)] {
            assert_eq!(reference_of_portal(text), Err(LabelRefused::Reference), "{text:?}");
        }
    }

    #[test]
    fn a_name_loses_the_spaces_around_it_only() {
        assert_eq!(name_of_account("  Meier & Co.  ").as_deref(), Ok("Meier & Co."));
        for text in ["", "   ", "a\u{0}b", &"ä".repeat(201)] {
            assert_eq!(name_of_account(text), Err(LabelRefused::Name), "{text:?}");
        }
    }
}
