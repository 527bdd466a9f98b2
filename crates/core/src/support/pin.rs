//! The support PIN: six digits a caller says. It is compared, and never shown to anybody.

mod easy;

use std::fmt;

use zeroize::Zeroizing;

use crate::challenge::{Digits, MalformedCode, TypedCode};
use crate::ids::PersonId;

/// Wrong ones after which a PIN is heard no more; a right one in between gives none back (CS-SUP-03).
pub const MOST_WRONG: u32 = 3;

/// Where a person's support PIN stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinState {
    /// There is none.
    NotSet,
    /// It can be checked.
    Set {
        /// Wrong ones it still takes.
        tries_left: u32,
    },
    /// Three wrong ones were given: nothing is compared until a new one is set.
    Paused,
}

impl PinState {
    /// Of a PIN that was told wrong so often.
    pub const fn of_set(wrong: u32) -> Self {
        match MOST_WRONG.checked_sub(wrong) {
            None | Some(0) => Self::Paused,
            Some(tries_left) => Self::Set { tries_left },
        }
    }

    /// The name in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSet => "not-set",
            Self::Set { .. } => "set",
            Self::Paused => "paused",
        }
    }
}

/// A PIN as it was typed, cleaned. Debug hides it.
#[derive(Clone)]
pub struct SupportPin(Zeroizing<String>);

impl SupportPin {
    /// Reads what was typed; cleaned like a code. What is not six digits was never compared.
    pub fn read(typed: &str) -> Result<Self, MalformedCode> {
        let digits = TypedCode::clean(typed, Digits::Six)?;
        Ok(Self(Zeroizing::new(digits.digits().to_owned())))
    }

    /// Whether it is too easy to guess: repeats, runs, dates, the commonest, or part of a number that people know of the
    /// person (CS-SUP-01). `known`: customer numbers and telephone numbers, as they are written.
    ///
    /// A false no lets a caller guess in three tries; a false yes asks the person for another one.
    pub fn is_easy<'a>(&self, known: impl IntoIterator<Item = &'a str>) -> bool {
        easy::is_easy(&self.0, known)
    }

    /// What is hashed. The words in front keep a PIN apart from a password of the same digits, and from the same PIN of
    /// another person, under the key that both share.
    pub fn to_hash(&self, person: &PersonId) -> Zeroizing<String> {
        Zeroizing::new(format!("support-pin\n{person}\n{}", *self.0))
    }
}

impl fmt::Debug for SupportPin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SupportPin(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn easy(pin: &str, known: &[&str]) -> bool {
        SupportPin::read(pin).expect("six digits").is_easy(known.iter().copied())
    }

    /// CS-SUP-01
    #[test]
    fn easy_pins_are_refused() {
        for pin in [
            "000000", "999999", "123456", "654321", "890123", "210987", "246802", "135791",
            "121212", "123123", "112112", "101101", "112233", "998877", "123321", "480084",
            "111222", "123457", "912345", "555553", "101112", "102030",
            "908070", // counted in pairs
            "159753", "147258", "789456", "112358", "314159",
            "201314", // keypads and the well-known
            "240985", "092485", "850924", "290200", "311299",
            "010170", // days, in three orders
            "198507", "071985", "002001", "851999", // years
        ] {
            assert!(easy(pin, &[]), "{pin}");
        }
    }

    /// CS-SUP-01: parts of customer number and phone, however they are written.
    #[test]
    fn parts_of_known_numbers_are_refused() {
        let (phone, customer) = ("+49 1514 8270364", "K-48 1739/6");
        for pin in ["270364", "514827", "481739", "817396", "937184"] {
            assert!(easy(pin, &[phone, customer]), "{pin}");
        }
        for pin in ["480351", "748037", "904803"] {
            assert!(easy(pin, &["4803"]), "{pin}");
        }
        for pin in ["970364", "481738"] {
            assert!(!easy(pin, &[phone, customer]), "{pin}");
        }
        assert!(!easy("480351", &["480"]), "three digits are in too many");
    }

    /// A person can still choose: eight of ten PINs pass.
    #[test]
    fn most_pins_are_left() {
        // Every 37th: 37 shares no factor with the million, so no digit is favoured.
        let left = (0..27_027).filter(|at| !easy(&format!("{:06}", at * 37), &[])).count();
        assert!(left > 21_600, "{left}");
    }

    #[test]
    fn a_pin_is_cleaned_like_a_code_and_hidden() {
        let pin = SupportPin::read(" 48 03-51 ").expect("six digits");
        assert_eq!(&*pin.0, "480351");
        assert_eq!(format!("{pin:?}"), "SupportPin(..)");
        for typed in ["", "12345", "1234567", "12a456"] {
            assert!(SupportPin::read(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn the_third_wrong_one_pauses() {
        assert_eq!(PinState::of_set(0), PinState::Set { tries_left: 3 });
        assert_eq!(PinState::of_set(2), PinState::Set { tries_left: 1 });
        assert_eq!(PinState::of_set(3), PinState::Paused);
        assert_eq!(PinState::of_set(4), PinState::Paused);
    }
}
