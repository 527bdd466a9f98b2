//! Words of the portal's, made harmless before they enter a message.

use super::gsm7;

/// Longest name of an object in a text message, in characters; a longer one is cut in the middle, where names differ
/// least.
const LONGEST_OBJECT: usize = 40;
/// Longest title in a text message, in characters. With it an order never needs more than two segments.
const LONGEST_WHAT: usize = 80;

/// One line without control and direction characters and without the beginning of a link. A message has no link but
/// its own (CS-DC-08): what a portal's customer typed as a name must not become one.
pub fn line(text: &str) -> String {
    let mut line: String = text
        .chars()
        .map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_invisible(*c))
        .collect();
    // Again and again, because taking one out may join another.
    while let Some((from, to)) = find_scheme(&line) {
        line.replace_range(from..to, "");
    }
    line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What an order does, for a text message.
pub fn what(text: &str) -> String {
    cut_middle(&gsm(text), LONGEST_WHAT)
}

/// What an order is about, for a text message.
pub fn object(text: &str) -> String {
    cut_middle(&gsm(text), LONGEST_OBJECT)
}

/// In the alphabet, without the two signs that the binding line is read by.
fn gsm(text: &str) -> String {
    let unbound: String = line(text).chars().filter(|c| !matches!(c, '@' | '#')).collect();
    line(&gsm7::transliterate(&unbound))
}

fn cut_middle(text: &str, longest: usize) -> String {
    let count = text.chars().count();
    if count <= longest {
        return text.to_owned();
    }
    let kept = longest - "..".len();
    let tail = kept / 2;
    let head: String = text.chars().take(kept - tail).collect();
    let tail: String = text.chars().skip(count - tail).collect();
    format!("{head}..{tail}")
}

/// Soft hyphen, zero-width characters, and those that turn the direction of what follows.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn find_scheme(text: &str) -> Option<(usize, usize)> {
    let slashes = text.find("://")?;
    let begin = text[..slashes]
        .rfind(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.'))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    Some((begin, slashes + "://".len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CS-DC-08
    #[test]
    fn a_name_begins_neither_a_line_nor_a_link() {
        for (typed, shown) in [
            ("web-1\r\n@evil.example #111111", "web-1 @evil.example #111111"),
            ("see https://evil.example/x", "see evil.example/x"),
            ("HTTPS://evil.example", "evil.example"),
            ("hthttp://tp://evil.example", "evil.example"),
            ("äftp://evil.example", "äevil.example"),
            ("web\u{202e}1-bew\u{200b}", "web1-bew"),
            ("  a \t b ", "a b"),
        ] {
            assert_eq!(line(typed), shown, "{typed}");
        }
    }

    #[test]
    fn the_binding_line_cannot_be_imitated() {
        assert_eq!(object("web-1\n@evil.example #111111"), "web-1 evil.example 111111");
    }

    #[test]
    fn a_long_object_is_cut_in_the_middle() {
        let long = "backup-of-customer-database-2026-01-01-frankfurt-17";
        let cut = object(long);
        assert_eq!(cut, "backup-of-customer-..-01-01-frankfurt-17");
        assert_eq!(cut.chars().count(), 40);
        assert_eq!(object(&long[..40]), &long[..40]);
    }
}
