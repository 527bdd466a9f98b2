//! What a person typed into a phone number field: the digits, or why it holds more than one number.

use super::phone_refused::PhoneRefused;
use crate::challenge::code::digit_value;

/// Longest input that is looked at, in characters: 15 digits with generous separators.
const LONGEST_INPUT: usize = 80;
/// Fewest digits of what counts as a second number and not as an extension.
const DIGITS_OF_A_NUMBER: usize = 6;

/// ASCII digits, and whether a `+` led them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) digits: String,
    pub(super) international: bool,
    /// The digits without a `(0)`, if there was one after a country code.
    pub(super) without_trunk_zero: Option<String>,
}

/// Strips what people put between digits; refuses what is not one whole number.
pub(super) fn typed(input: &str) -> Result<Typed, PhoneRefused> {
    if input.chars().count() > LONGEST_INPUT {
        return Err(PhoneRefused::NotANumber);
    }
    let plain: String = input.trim().chars().filter(|c| !is_invisible(*c)).map(fold).collect();
    refuse_several(&plain)?;
    refuse_extension(&plain)?;
    if plain.chars().any(char::is_alphabetic) {
        return Err(PhoneRefused::Letters);
    }
    let international = plain.trim_start_matches([' ', '(', '[']).starts_with('+');
    let mut digits = String::new();
    let mut trunk_zero = None;
    let characters: Vec<char> = plain.chars().filter(|c| *c != ' ').collect();
    for (at, c) in characters.iter().enumerate() {
        match c {
            '0'..='9' => {
                let bracketed = at > 0
                    && characters[at - 1] == '('
                    && characters.get(at + 1) == Some(&')')
                    && !digits.is_empty();
                if *c == '0' && bracketed {
                    trunk_zero.get_or_insert(digits.len());
                }
                digits.push(*c);
            }
            '+' if international && digits.is_empty() => {}
            '-' | '.' | '/' | '(' | ')' | '[' | ']' => {}
            _ => return Err(PhoneRefused::NotANumber),
        }
    }
    if digits.is_empty() {
        return Err(PhoneRefused::Empty);
    }
    let without_trunk_zero = trunk_zero.map(|at| [&digits[..at], &digits[at + 1..]].concat());
    Ok(Typed { digits, international, without_trunk_zero })
}

/// Two numbers in one field: separated by a list sign or a line, or a second one that begins anew.
fn refuse_several(plain: &str) -> Result<(), PhoneRefused> {
    let is_number =
        |part: &str| part.chars().filter(char::is_ascii_digit).count() >= DIGITS_OF_A_NUMBER;
    let begins_anew = |part: &str| is_number(part) && part.trim().starts_with(['0', '+']);
    let listed = plain.split([',', ';', '|', '&', '\n', '\r', '\t']).filter(|part| is_number(part));
    let slashed = plain.split('/').filter(|part| begins_anew(part));
    if listed.count() > 1 || slashed.count() > 1 || plain.matches('+').count() > 1 {
        return Err(PhoneRefused::Several);
    }
    Ok(())
}

/// `x12`, `ext. 12`, `;ext=12`, `#12`, `,12`, "DW 12": after the digits of a number.
fn refuse_extension(plain: &str) -> Result<(), PhoneRefused> {
    let lower = plain.to_lowercase();
    let Some(mark) = lower.find(|c: char| matches!(c, '#' | ',' | ';') || c.is_alphabetic()) else {
        return Ok(());
    };
    let (number, tail) = lower.split_at(mark);
    let has_number = number.chars().filter(char::is_ascii_digit).count() >= DIGITS_OF_A_NUMBER;
    let words = ["x", "ext", "extension", "dw", "durchwahl", "apparat", "app", "p", "w"];
    let word: String = tail.chars().take_while(|c| c.is_alphabetic()).collect();
    let is_mark = word.is_empty() || words.contains(&word.as_str());
    if has_number && is_mark && tail.contains(|c: char| c.is_ascii_digit()) {
        return Err(PhoneRefused::Extension);
    }
    Ok(())
}

/// Digits of any script, and the signs that keyboards and typography offer for one thing.
fn fold(c: char) -> char {
    if let Some(value) = digit_value(c) {
        return char::from(b'0' + value);
    }
    match c {
        '\u{FF0B}' | '\u{FE62}' => '+',
        '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{FE58}'
        | '\u{FE63}'
        | '\u{FF0D}'
        | '\u{30FC}' => '-',
        '\u{B7}' | '\u{2024}' | '\u{FF0E}' | '\u{3002}' => '.',
        '\u{2044}' | '\u{2215}' | '\u{FF0F}' => '/',
        '\u{FF08}' => '(',
        '\u{FF09}' => ')',
        '\u{FF03}' => '#',
        '\u{FF0C}' | '\u{3001}' => ',',
        '\u{FF1B}' => ';',
        '\n' | '\r' | '\t' => c,
        space if space.is_whitespace() => ' ',
        other => other,
    }
}

/// Marks that come along when a number is copied out of an address book or a page.
const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}
