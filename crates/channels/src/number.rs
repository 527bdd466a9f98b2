//! Phone numbers as providers want them.

use crate::SendError;

/// Refuses what is not E.164: `+`, then 7 to 15 digits, the first not 0 (ITU-T E.164 section 6).
pub(crate) fn e164(text: &str) -> Result<&str, SendError> {
    let is_number = text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0')
    });
    if is_number {
        Ok(text)
    } else {
        Err(SendError::permanent("the recipient is no number in international form"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_international_form_passes() {
        for good in ["+4915123456747", "+4989123", "+123456789012345"] {
            assert_eq!(e164(good), Ok(good));
        }
        for bad in [
            "",
            "+",
            "4915123456747",
            "004915123",
            "+0151234567",
            "+49 151 23",
            "+49151;ext=1",
            "+1234567890123456",
            "+٤٩١٥١٢٣٤",
        ] {
            assert!(e164(bad).is_err(), "{bad}");
        }
    }
}
