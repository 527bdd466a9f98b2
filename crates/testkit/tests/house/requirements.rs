//! Every requirement that code or a test names can be looked up.

use std::collections::BTreeSet;

/// A reader who meets an id finds in docs/requirements.md what it promises.
#[test]
fn every_requirement_that_is_named_is_listed() {
    let listed: BTreeSet<String> = crate::texts(&["docs/requirements.md"], &[".md"])
        .iter()
        .flat_map(|(_, text)| text.lines())
        .filter_map(|line| line.strip_prefix("- **")?.split_once("**"))
        .map(|(id, _)| id.to_owned())
        .collect();
    let mut unlisted = BTreeSet::new();
    for (path, text) in crate::texts(&["crates", "demo", "tests"], &[".rs", ".sql", ".mjs"]) {
        for id in ids(&text) {
            if !listed.contains(id) {
                unlisted.insert(format!("{id} in {path}"));
            }
        }
    }
    assert!(unlisted.is_empty(), "not in docs/requirements.md: {unlisted:#?}");
}

/// A group in capitals between two hyphens and a number after them.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("CS-").filter_map(|(at, _)| {
        let rest = &text[at..];
        let end = rest.find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-'));
        let id = &rest[..end.unwrap_or(rest.len())];
        let number = id.rsplit('-').next()?;
        (id.matches('-').count() == 2 && number.bytes().all(|b| b.is_ascii_digit())).then_some(id)
    })
}
