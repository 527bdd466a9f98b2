//! STOP and START: what people write back to a sender of text messages.

use countersign_core::people::Method;

/// Longest text that is looked at, in characters: a wish is one word, and a story that begins with it is none.
const LONGEST: usize = 32;
/// Words that end messages. The first are those that networks and aggregators know; the last are German.
const STOP: [&str; 9] =
    ["STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "STOPP", "ABMELDEN"];
/// Words that let them begin again.
const START: [&str; 4] = ["START", "UNSTOP", "SUBSCRIBE", "ANMELDEN"];

/// Somebody wants no messages from us any more, or wants them again. Debug hides who.
#[derive(Clone, PartialEq, Eq)]
pub struct Wish {
    /// A number in E.164.
    pub from: String,
    /// The messages it is about.
    pub method: Method,
    /// Whether they are wanted.
    pub wanted: bool,
}

impl std::fmt::Debug for Wish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { method, wanted, .. } = self;
        f.debug_struct("Wish")
            .field("method", method)
            .field("wanted", wanted)
            .finish_non_exhaustive()
    }
}

impl Wish {
    /// Reads what somebody wrote; `None`: the sender is no number, or the text is anything else. Capitals, quotes and dots do
    /// not matter.
    pub(crate) fn read(from: &str, method: Method, text: &str) -> Option<Self> {
        let digits = from.trim().trim_start_matches('+');
        let is_number = (7..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        let from = is_number.then(|| format!("+{digits}"))?;
        if text.chars().take(LONGEST + 1).count() > LONGEST {
            return None;
        }
        let words = text.to_uppercase();
        let words: Vec<&str> =
            words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let said = words.join(" ");
        let wanted = match said.as_str() {
            word if STOP.contains(&word) => false,
            word if START.contains(&word) => true,
            _ => return None,
        };
        Some(Self { from, method, wanted })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<bool> {
        Wish::read("4915123456789", Method::Sms, text).map(|wish| wish.wanted)
    }

    #[test]
    fn the_word_alone_is_a_wish_however_it_is_written() {
        for text in
            ["STOP", "stop", " Stop. ", "\"STOP\"", "stop all", "Stopp!", "abmelden", "STOP\r\n"]
        {
            assert_eq!(read(text), Some(false), "{text:?}");
        }
        for text in ["START", "start", "Unstop.", "Anmelden"] {
            assert_eq!(read(text), Some(true), "{text:?}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        let long = "STOP".repeat(1000);
        for text in [
            "",
            "?",
            "please do not stop",
            "stop it or else I call you",
            "STOPS",
            "START STOP",
            &long,
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    #[test]
    fn only_a_number_has_wishes() {
        let from = |from: &str| Wish::read(from, Method::Sms, "STOP").map(|wish| wish.from);
        assert_eq!(from("+4915123456789").as_deref(), Some("+4915123456789"));
        assert_eq!(from("4915123456789").as_deref(), Some("+4915123456789"));
        for odd in
            ["", "Nordstroem", "015123456789", "0049151234", "12345", "1234567890123456", "+49 151"]
        {
            assert_eq!(from(odd), None, "{odd}");
        }
    }

    /// CS-AUD-02
    #[test]
    fn debug_shows_no_number() {
        let wish = Wish::read("+4915123456789", Method::Sms, "STOP").expect("a wish");
        assert!(!format!("{wish:?}").contains("4915"));
    }
}
