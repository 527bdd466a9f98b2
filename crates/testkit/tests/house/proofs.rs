//! The page that names the tests of each requirement stays true.

use std::collections::BTreeSet;

const PAGE: &str = "docs/proofs.md";
/// Requirements of the spine, and the six of operation that came with it: none may lose its row.
const ROWS: usize = 118;

/// Requirements of the channels: calls, texts, WhatsApp and mail, phones, and the brake. None may lose its row.
const CHANNELS: [&str; 13] = [
    "CS-DC-08",
    "CS-DC-09",
    "CS-ENR-10",
    "CS-ENR-11",
    "CS-ENR-12",
    "CS-SMS-01",
    "CS-SMS-02",
    "CS-SMS-03",
    "CS-SMS-04",
    "CS-SMS-05",
    "CS-SMS-06",
    "CS-SMS-07",
    "CS-API-05",
];

/// A row of the page: the requirement, its tests as (file, name), and what no test shows.
struct Row {
    id: String,
    tests: Vec<(String, String)>,
    open: String,
}

fn rows() -> Vec<Row> {
    let texts = crate::texts(&[PAGE], &[".md"]);
    let lines = texts.iter().flat_map(|(_, text)| text.lines());
    lines.filter(|line| line.starts_with("| CS-")).map(row).collect()
}

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
    let [id, tests, rest @ ..] = cells.as_slice() else { panic!("no row: {line}") };
    let tests = tests.split("`, ").flat_map(|part| part.split(", `")).filter_map(|test| {
        let (file, name) = test.trim_start_matches('`').split_once("` ")?;
        Some((file.to_owned(), name.to_owned()))
    });
    let open = rest.join(" ").trim_matches(['|', ' ']).to_owned();
    Row { id: (*id).to_owned(), tests: tests.collect(), open }
}

/// Whoever renames or removes a test meets the promise it was the proof of.
#[test]
fn every_named_test_exists() {
    let mut missing = BTreeSet::new();
    let mut named = 0;
    for row in rows() {
        for (file, name) in &row.tests {
            named += 1;
            let text = std::fs::read_to_string(crate::root().join(file)).unwrap_or_default();
            // A test in a browser is named by a sentence, one in Rust by its function.
            let is_there = match file.rsplit_once('.') {
                Some((_, "rs")) => text.contains(&format!("fn {name}(")),
                _ => text.contains(name.as_str()),
            };
            if !is_there {
                missing.insert(format!("{}: {name} in {file}", row.id));
            }
        }
    }
    assert!(missing.is_empty(), "{PAGE} names tests that are gone: {missing:#?}");
    assert!(named > 2 * ROWS, "only {named} tests were read from {PAGE}");
}

/// A requirement has a proof, or the page says that it has none.
#[test]
fn every_row_has_a_test_or_says_what_is_open() {
    let rows = rows();
    let ids: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert!(ids.len() >= ROWS && ids.len() == rows.len(), "{} rows, {} ids", rows.len(), ids.len());
    let without: Vec<_> = CHANNELS.into_iter().filter(|id| !ids.contains(id)).collect();
    assert!(without.is_empty(), "no row of the channels': {without:?}");
    let bare: Vec<&str> = rows
        .iter()
        .filter(|row| row.tests.is_empty() && row.open.is_empty())
        .map(|row| row.id.as_str())
        .collect();
    assert!(bare.is_empty(), "neither a test nor a word: {bare:?}");
    let listed = crate::texts(&["docs/requirements.md"], &[".md"]);
    let unlisted: Vec<&str> = ids
        .into_iter()
        .filter(|id| !listed.iter().any(|(_, text)| text.contains(&format!("- **{id}**"))))
        .collect();
    assert!(unlisted.is_empty(), "not in docs/requirements.md: {unlisted:?}");
}
