//! Files stay small enough to be held in mind.

/// No source file holds more lines than this.
const NEVER_ABOVE: usize = 500;
/// Nine of ten files stay at or below this.
const MOSTLY_BELOW: usize = 300;

/// ARCHITECTURE.md, "Measures": a file above 300 lines holds two ideas, and the second one wants a name.
#[test]
fn source_files_stay_small() {
    let sizes: Vec<(usize, String)> = crate::texts(&["crates", "demo"], &[".rs"])
        .into_iter()
        .filter(|(path, _)| path.contains("/src/"))
        .map(|(path, text)| (text.lines().count(), path))
        .collect();

    let giants: Vec<_> = sizes.iter().filter(|(lines, _)| *lines > NEVER_ABOVE).collect();
    assert!(giants.is_empty(), "more than {NEVER_ABOVE} lines; split them: {giants:#?}");

    let long: Vec<_> = sizes.iter().filter(|(lines, _)| *lines > MOSTLY_BELOW).collect();
    assert!(
        long.len() * 10 <= sizes.len(),
        "{} of {} files are above {MOSTLY_BELOW} lines, more than one in ten: {long:#?}",
        long.len(),
        sizes.len(),
    );
}

/// Each file says in its first line what it is for; a file that needs two sentences is two files.
#[test]
fn every_source_file_opens_with_one_sentence() {
    let silent: Vec<String> = crate::texts(&["crates", "demo"], &[".rs"])
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| path)
        .collect();
    assert!(silent.is_empty(), "these files do not open with `//! `: {silent:#?}");
}
