//! The GSM 7-bit default alphabet with its extension table (3GPP TS 23.038 section 6.2.1), one septet an octet.

/// Says that the next septet is of the extension table.
pub(super) const ESCAPE: u8 = 0x1B;

/// The default table in its order. The place of the escape holds U+001B, which no text of ours contains.
const TABLE: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1B}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// The extension table.
const EXTENSION: &[(char, u8)] = &[
    ('\u{0C}', 0x0A),
    ('^', 0x14),
    ('{', 0x28),
    ('}', 0x29),
    ('\\', 0x2F),
    ('[', 0x3C),
    ('~', 0x3D),
    (']', 0x3E),
    ('|', 0x40),
    ('€', 0x65),
];

/// A text in septets, an extended character as escape and septet; `None` if a character has no place in the alphabet.
pub(super) fn septets(text: &str) -> Option<Vec<u8>> {
    let mut septets = Vec::with_capacity(text.len());
    for character in text.chars() {
        if let Some(septet) = basic(character) {
            septets.push(septet);
        } else {
            let (_, septet) = EXTENSION.iter().find(|(extended, _)| *extended == character)?;
            septets.extend([ESCAPE, *septet]);
        }
    }
    Some(septets)
}

fn basic(character: char) -> Option<u8> {
    // Most of ASCII stands where it stands in ASCII.
    if matches!(character, 'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '.' | ',' | ':' | '#') {
        return u8::try_from(character).ok();
    }
    if character == '\u{1B}' {
        return None;
    }
    TABLE.chars().position(|known| known == character).and_then(|at| u8::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_without_repeats() {
        let mut known: Vec<char> = TABLE.chars().collect();
        assert_eq!(known.len(), 128);
        known.extend(EXTENSION.iter().map(|(extended, _)| *extended));
        known.sort_unstable();
        known.dedup();
        assert_eq!(known.len(), 128 + EXTENSION.len());
    }

    /// Positions as the standard prints them.
    #[test]
    fn characters_stand_where_the_standard_puts_them() {
        for (character, septet) in [
            ('@', 0x00),
            ('£', 0x01),
            ('$', 0x02),
            ('è', 0x04),
            ('Ç', 0x09),
            ('\n', 0x0A),
            ('Ø', 0x0B),
            ('\r', 0x0D),
            ('å', 0x0F),
            ('Δ', 0x10),
            ('_', 0x11),
            ('Ξ', 0x1A),
            ('Æ', 0x1C),
            ('ß', 0x1E),
            ('É', 0x1F),
            (' ', 0x20),
            ('¤', 0x24),
            ('\'', 0x27),
            ('9', 0x39),
            ('?', 0x3F),
            ('¡', 0x40),
            ('A', 0x41),
            ('Z', 0x5A),
            ('Ä', 0x5B),
            ('Ü', 0x5E),
            ('§', 0x5F),
            ('¿', 0x60),
            ('a', 0x61),
            ('z', 0x7A),
            ('ä', 0x7B),
            ('ö', 0x7C),
            ('ñ', 0x7D),
            ('ü', 0x7E),
            ('à', 0x7F),
        ] {
            assert_eq!(septets(&character.to_string()), Some(vec![septet]), "{character:?}");
        }
        assert_eq!(septets("€"), Some(vec![0x1B, 0x65]));
        assert_eq!(septets("[a]"), Some(vec![0x1B, 0x3C, 0x61, 0x1B, 0x3E]));
    }

    #[test]
    fn what_has_no_place_is_not_replaced() {
        for stranger in ["ç", "ł", "`", "—", "„", "\t", "\u{1B}", "😀", "к"] {
            assert_eq!(septets(stranger), None, "{stranger:?}");
        }
    }
}
