//! Cuts a text into what a file can say, what is said digit by digit, and what is left to the engine.

/// A part of a text, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A sentence, or a part of one that ends in a colon; without its end sign.
    Sentence(&'a str),
    /// Digits that are said one by one, in groups.
    Digits(Vec<Vec<u8>>),
}

/// Fewer single digits in a row are words of a sentence.
const A_CODE: usize = 4;

/// Cuts a text. A code is written as single digits parted by `, `, and its groups by `; `: `4, 8, 2, 9; 1, 3, 0, 7`. Such a
/// row of at least four becomes [`Piece::Digits`]; the rest is cut after `.`, `!`, `?` and `:` where a space or the end
/// follows. Nothing is lost but end signs.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at < text.len() {
        match code_at(text, at) {
            Some((groups, length)) => {
                sentences(&text[from..at], &mut pieces);
                pieces.push(Piece::Digits(groups));
                at += length;
                from = at;
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    sentences(&text[from..], &mut pieces);
    pieces
}

/// A row of single digits that begins at `at`, and its length in bytes.
fn code_at(text: &str, at: usize) -> Option<(Vec<Vec<u8>>, usize)> {
    let bytes = text.as_bytes();
    let is_word =
        |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
    if at > 0 && is_word(at - 1) {
        return None;
    }
    let (mut groups, mut end) = (vec![Vec::new()], at);
    loop {
        let digit = bytes.get(end).filter(|b| b.is_ascii_digit() && !is_word(end + 1))?;
        groups.last_mut()?.push(digit - b'0');
        end += 1;
        let follows = bytes.get(end + 2).is_some_and(u8::is_ascii_digit) && !is_word(end + 3);
        match bytes.get(end..end + 2) {
            Some(b", ") if follows => {}
            Some(b"; ") if follows => groups.push(Vec::new()),
            _ => break,
        }
        end += 2;
    }
    (groups.iter().map(Vec::len).sum::<usize>() >= A_CODE).then_some((groups, end - at))
}

fn sentences<'a>(text: &'a str, pieces: &mut Vec<Piece<'a>>) {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        let ends = matches!(c, '.' | '!' | '?' | ':')
            && text[after..].chars().next().is_none_or(char::is_whitespace);
        if ends {
            sentence(&text[from..at], pieces);
            from = after;
        }
    }
    sentence(&text[from..], pieces);
}

fn sentence<'a>(text: &'a str, pieces: &mut Vec<Piece<'a>>) {
    let text = text.trim();
    if text.contains(char::is_alphanumeric) {
        pieces.push(Piece::Sentence(text));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn digits(groups: &[&[u8]]) -> Piece<'static> {
        Piece::Digits(groups.iter().map(|group| group.to_vec()).collect())
    }

    #[test]
    fn a_text_is_cut_at_its_sentences_and_its_code() {
        let text = "Your code is 4, 8, 2, 9, 1, 3. Again: 4, 8, 2, 9, 1, 3. It works for 10 minutes. Goodbye.";
        let code = || digits(&[&[4, 8, 2, 9, 1, 3]]);
        assert_eq!(
            pieces(text),
            [
                Piece::Sentence("Your code is"),
                code(),
                Piece::Sentence("Again"),
                code(),
                Piece::Sentence("It works for 10 minutes"),
                Piece::Sentence("Goodbye"),
            ]
        );
    }

    #[test]
    fn eight_digits_are_two_groups() {
        let text = "Ihr Code lautet: 0, 0, 2, 9; 1, 3, 0, 7.";
        let code = digits(&[&[0, 0, 2, 9], &[1, 3, 0, 7]]);
        assert_eq!(pieces(text), [Piece::Sentence("Ihr Code lautet"), code]);
    }

    #[test]
    fn numbers_in_a_sentence_stay_in_it() {
        for text in [
            "order number ending 7, K, 2, M",
            "the 3, 4, 5 of May",
            "web-1, 2.50 euros",
            "10, 11, 12, 13",
            "v1, 2, 3, 4",
            "1, 2, 3, 4th",
            "ü1, 2, 3, 4ü",
        ] {
            assert_eq!(pieces(text), [Piece::Sentence(text)]);
        }
    }

    proptest! {
        /// Letters and digits of a text are all in its pieces, in order.
        #[test]
        fn nothing_is_lost(text in "[a-c0-9ü,;:. ]{0,60}") {
            let mut kept = String::new();
            for piece in pieces(&text) {
                match piece {
                    Piece::Sentence(words) => kept.push_str(words),
                    Piece::Digits(groups) => {
                        kept.extend(groups.concat().iter().map(|digit| char::from(b'0' + digit)));
                    }
                }
            }
            let signs = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(signs(&kept), signs(&text));
        }
    }
}
