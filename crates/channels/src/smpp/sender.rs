//! Who a text message is from: a word, a number or a short code, as SMPP tells them apart (sections 5.2.5, 5.2.6).

/// The sender of messages, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// Type of number: 1 international, 3 network specific, 5 alphanumeric.
    pub(super) ton: u8,
    /// Numbering plan: 0 unknown, 1 E.164.
    pub(super) npi: u8,
    /// 1 to 15 characters; a number without its plus.
    pub(super) address: String,
}

impl Sender {
    /// Reads a sender: `Nordstroem` (a word: at most 11 letters, digits, inner spaces and `& - .`, not digits alone),
    /// `+4915123456789` (a number in E.164), or `12345` (a short code of 3 to 8 digits). The error is half a sentence that
    /// follows the setting's name.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let is_digits = |text: &str| text.bytes().all(|octet| octet.is_ascii_digit());
        let (ton, npi, address) = if let Some(digits) = text.strip_prefix('+') {
            if !is_digits(digits) || !(7..=15).contains(&digits.len()) {
                return Err(
                    "is no number in E.164; write a plus and 7 to 15 digits without spaces",
                );
            }
            (1, 1, digits)
        } else if is_digits(text) {
            if !(3..=8).contains(&text.len()) {
                return Err(
                    "is neither a short code (3 to 8 digits) nor a number; a number begins with +",
                );
            }
            // Network specific: a short code means something only in the network it was rented in.
            (3, 0, text)
        } else {
            // An underscore would be another character: the alphabet has it elsewhere than ASCII.
            let fits = |c: char| c.is_ascii_alphanumeric() || " &-.".contains(c);
            if text.len() > 11 || !text.chars().all(fits) || text.trim() != text {
                return Err(
                    "is no sender; write a word of at most 11 letters, digits, inner spaces and & - . , a number \
                     with its plus, or a short code",
                );
            }
            (5, 0, text)
        };
        Ok(Self { ton, npi, address: address.to_owned() })
    }

    /// The same address with the type of number and numbering plan that a centre insists on.
    #[must_use]
    pub fn numbered(self, ton: u8, npi: u8) -> Self {
        Self { ton, npi, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_short_codes_are_told_apart() {
        for (text, ton, npi, address) in [
            ("Nordstroem", 5, 0, "Nordstroem"),
            ("1&1 Service", 5, 0, "1&1 Service"),
            ("+4915123456789", 1, 1, "4915123456789"),
            ("12345", 3, 0, "12345"),
        ] {
            let read = Sender::read(text).expect(text);
            assert_eq!((read.ton, read.npi, read.address.as_str()), (ton, npi, address));
        }
        let insisted = Sender::read("12345").map(|sender| sender.numbered(0, 1));
        assert!(insisted.is_ok_and(|sender| (sender.ton, sender.npi) == (0, 1)));
    }

    #[test]
    fn what_a_phone_would_show_wrongly_is_refused() {
        for text in [
            "",
            " ",
            "12",
            "123456789",
            "+49",
            "+49 151",
            "Nordström",
            "Nordstroem AG",
            "a_b",
            "a ",
            "a\0",
        ] {
            assert!(Sender::read(text).is_err(), "{text:?}");
        }
    }
}
