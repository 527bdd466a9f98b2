//! The alphabet of text messages (3GPP TS 23.038): what fits into it, and how long it is.

/// Characters that take one place.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡\
    ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Characters behind an escape; they take two.
const EXTENDED: &str = "^{}\\[~]|€\u{c}";

/// Places in one segment that stands alone.
pub const ONE_SEGMENT: usize = 160;
/// Places in each of several; the rest joins them.
const JOINED_SEGMENT: usize = 153;

/// How many places a text takes; `None`: a character is outside the alphabet, and one such turns the whole message
/// into UCS-2 with 70 places a segment.
pub fn length(text: &str) -> Option<usize> {
    text.chars()
        .map(|c| match c {
            c if BASIC.contains(c) => Some(1),
            c if EXTENDED.contains(c) => Some(2),
            _ => None,
        })
        .sum()
}

/// How many segments a text needs.
pub fn segments(text: &str) -> Option<usize> {
    length(text).map(|places| match places {
        0..=ONE_SEGMENT => 1,
        more => more.div_ceil(JOINED_SEGMENT),
    })
}

/// Whether every character is in the alphabet.
pub fn fits(text: &str) -> bool {
    length(text).is_some()
}

/// Writes a text in the alphabet: accents it lacks are left out, Cyrillic is spelt in Latin letters, and what is left
/// becomes `?`.
pub fn transliterate(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // In the alphabet, but two places for one character that has a plain spelling.
            '€' => out.push_str("EUR"),
            c if BASIC.contains(c) || EXTENDED.contains(c) => out.push(c),
            c => out.push_str(spelling(c).unwrap_or("?")),
        }
    }
    out
}

fn spelling(c: char) -> Option<&'static str> {
    SPELLINGS.iter().find(|(from, _)| from.contains(c)).map(|(_, to)| *to)
}

/// Latin letters of Europe, Cyrillic, and typographic signs.
const SPELLINGS: &[(&str, &str)] = &[
    ("ÀÁÂÃĀĂĄА", "A"),
    ("áâãāăąа", "a"),
    ("ĆĈĊČ", "C"),
    ("çćĉċč", "c"),
    ("ĎĐÐД", "D"),
    ("ďđðд", "d"),
    ("ÈÊËĒĔĖĘĚЕЁЭ", "E"),
    ("êëēĕėęěеёэ", "e"),
    ("ĜĞĠĢГҐ", "G"),
    ("ĝğġģгґ", "g"),
    ("ĤĦ", "H"),
    ("ĥħ", "h"),
    ("ÌÍÎÏĨĪĬĮİИЫІ", "I"),
    ("íîïĩīĭįıиыі", "i"),
    ("Ĵ", "J"),
    ("ĵ", "j"),
    ("ĶК", "K"),
    ("ķк", "k"),
    ("ĹĻĽŁЛ", "L"),
    ("ĺļľłл", "l"),
    ("ŃŅŇН", "N"),
    ("ńņňн", "n"),
    ("ÒÓÔÕŌŎŐО", "O"),
    ("óôõōŏőо", "o"),
    ("ŔŖŘР", "R"),
    ("ŕŗřр", "r"),
    ("ŚŜŞŠȘС", "S"),
    ("śŝşšșс", "s"),
    ("ŢŤŦȚТ", "T"),
    ("ţťŧțт", "t"),
    ("ÙÚÛŨŪŬŮŰŲУ", "U"),
    ("úûũūŭůűųу", "u"),
    ("Ŵ", "W"),
    ("ŵ", "w"),
    ("ÝŶŸЙ", "Y"),
    ("ýŷÿй", "y"),
    ("ŹŻŽЗ", "Z"),
    ("źżžз", "z"),
    ("Œ", "OE"),
    ("œ", "oe"),
    ("Þ", "Th"),
    ("þ", "th"),
    ("ẞ", "SS"),
    ("Б", "B"),
    ("б", "b"),
    ("В", "V"),
    ("в", "v"),
    ("М", "M"),
    ("м", "m"),
    ("П", "P"),
    ("п", "p"),
    ("Ф", "F"),
    ("ф", "f"),
    ("Є", "Ye"),
    ("є", "ye"),
    ("Ї", "Yi"),
    ("ї", "yi"),
    ("Ж", "Zh"),
    ("ж", "zh"),
    ("Х", "Kh"),
    ("х", "kh"),
    ("Ц", "Ts"),
    ("ц", "ts"),
    ("Ч", "Ch"),
    ("ч", "ch"),
    ("Ш", "Sh"),
    ("ш", "sh"),
    ("Щ", "Shch"),
    ("щ", "shch"),
    ("ЪЬъь", ""),
    ("Ю", "Yu"),
    ("ю", "yu"),
    ("Я", "Ya"),
    ("я", "ya"),
    ("‘’‚‛′`´", "'"),
    ("“”„‟″«»", "\""),
    ("‐‑‒–—―−•·", "-"),
    ("…", ".."),
    ("×", "x"),
    ("°", " deg"),
    ("\u{a0}\u{2009}\u{202f}", " "),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabet_has_its_127_characters_and_counts_escapes_twice() {
        // 128 code points, one of which is the escape.
        assert_eq!(BASIC.chars().count(), 127);
        assert_eq!(length("aä@\n"), Some(4));
        assert_eq!(length("[1]{2}€"), Some(12));
        assert_eq!(length("„quoted“"), None);
        assert_eq!(length("…"), None);
    }

    #[test]
    fn segments_hold_160_alone_and_153_joined() {
        for (places, expected) in [(1, 1), (160, 1), (161, 2), (306, 2), (307, 3)] {
            assert_eq!(segments(&"a".repeat(places)), Some(expected), "{places}");
        }
    }

    #[test]
    fn what_the_alphabet_lacks_is_spelt_in_it() {
        for (from, to) in [
            ("Zażółć gęślą jaźń", "Zazolc gesla jazn"),
            ("Příliš žluťoučký", "Prilis zlutoucky"),
            ("Größe ÄÖÜ", "Größe ÄÖÜ"),
            ("Сервер Київ", "Server Kiyiv"),
            ("„web–1“ … 5 €", "\"web-1\" .. 5 EUR"),
            ("サーバー", "????"),
        ] {
            let spelt = transliterate(from);
            assert_eq!(spelt, to);
            assert!(fits(&spelt), "{spelt}");
        }
    }

    #[test]
    fn every_spelling_is_in_the_alphabet_and_needed() {
        for (from, to) in SPELLINGS {
            assert!(fits(to), "{to}");
            assert!(!from.chars().any(|c| BASIC.contains(c)), "{from}");
        }
    }
}
