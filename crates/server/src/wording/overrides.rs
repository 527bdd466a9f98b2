//! Checks a text that the operator puts in place of ours.

use countersign_core::people::Language;

use super::catalogue::source;
use super::gsm7;

/// Values without which a message would not say what it must (CS-DC-08, CS-ORD-02).
const NEEDED: [&str; 9] =
    ["brand", "code", "what", "object", "amount", "ref", "until", "time", "when"];
/// Fewest words of a sentence that must not be emptied.
const FEWEST_WORDS: usize = 3;

/// The text in Fluent syntax. The error completes "text sms-step-up (de): …".
pub(super) fn checked(language: Language, key: &str, text: &str) -> Result<String, String> {
    let ours = pattern(source(language), key).ok_or("there is no text with this key")?;
    if ours.contains("->") {
        return Err("has forms for numbers and cannot be replaced".to_owned());
    }
    let text = text.trim();
    if text.chars().any(char::is_control) {
        return Err("must be one line".to_owned());
    }
    let lower = text.to_lowercase();
    if ["://", "www.", "<", ">"].iter().any(|sign| lower.contains(sign)) {
        return Err("must hold neither a link nor HTML".to_owned());
    }
    let known = placeholders_of_ours(ours);
    let (fluent, used) = to_fluent(text)?;
    if let Some(stranger) = used.iter().find(|name| !known.contains(name)) {
        return Err(format!("{{{stranger}}} is unknown here; known are {}", listed(&known)));
    }
    if let Some(lost) = NEEDED.iter().find(|name| known.contains(name) && !used.contains(name)) {
        return Err(format!("must keep {{{lost}}}"));
    }
    if text.split_whitespace().count() < FEWEST_WORDS && key.ends_with("-warning") {
        return Err("is a protected sentence: reword it, do not remove it".to_owned());
    }
    if text.is_empty() {
        return Err("is empty".to_owned());
    }
    if key.starts_with("sms-") && !gsm7::fits(text) {
        return Err("holds a character that text messages lack (GSM-7)".to_owned());
    }
    Ok(fluent)
}

/// What stands behind `key =` in a Fluent file, continuation lines included.
fn pattern<'a>(source: &'a str, key: &str) -> Option<&'a str> {
    let begin = source
        .match_indices(key)
        .find(|(at, _)| {
            let line_start = *at == 0 || source.as_bytes()[at - 1] == b'\n';
            line_start && source[at + key.len()..].starts_with(" =")
        })
        .map(|(at, _)| at + key.len() + " =".len())?;
    let rest = &source[begin..];
    let end = rest
        .match_indices('\n')
        .find(|(at, _)| {
            !rest[at + 1..].starts_with([' ', '\n']) || rest[at + 1..].starts_with('\n')
        })
        .map_or(rest.len(), |(at, _)| at);
    Some(&rest[..end])
}

fn placeholders_of_ours(pattern: &str) -> Vec<&str> {
    let mut names: Vec<&str> = pattern
        .split("{ $")
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// `{brand}: hello` as `{ $brand }: hello`, with the names it uses.
fn to_fluent(text: &str) -> Result<(String, Vec<&str>), String> {
    let unclosed = || "has a brace that is no placeholder".to_owned();
    let (mut fluent, mut names) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').ok_or_else(unclosed)?;
        if before.contains('}') || name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase())
        {
            return Err(unclosed());
        }
        fluent += before;
        fluent.extend(["{ $", name, " }"]);
        names.push(name);
        rest = behind;
    }
    if rest.contains('}') {
        return Err(unclosed());
    }
    fluent += rest;
    Ok((fluent, names))
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    names.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ")
}
