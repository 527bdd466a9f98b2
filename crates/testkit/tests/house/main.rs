//! The house rules, held by tests: imports, sizes, words, reserved calls, links.

mod doc_links;
mod file_sizes;
mod imports;
mod proofs;
mod requirements;
mod reserved_calls;
mod words;

use std::path::{Path, PathBuf};

/// The repository's root: two folders above this crate.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("crates/testkit lies two folders below the root").to_path_buf()
}

/// Every file below `folders` whose name ends in one of `endings`, as (path from the root, text), sorted.
/// Build output, installed packages and hidden folders are left out.
fn texts(folders: &[&str], endings: &[&str]) -> Vec<(String, String)> {
    let root = root();
    let mut found = Vec::new();
    for folder in folders {
        walk(&root.join(folder), &mut |path| {
            let name = path.to_string_lossy();
            if endings.iter().any(|ending| name.ends_with(ending)) {
                let text = std::fs::read_to_string(path)
                    .unwrap_or_else(|error| panic!("{} is not text: {error}", path.display()));
                let short = path.strip_prefix(&root).expect("below the root");
                found.push((short.to_string_lossy().into_owned(), text));
            }
        });
    }
    assert!(
        !found.is_empty(),
        "no file to look at below {folders:?}: the test looks past the house"
    );
    found.sort();
    found.dedup();
    found
}

fn walk(path: &Path, visit: &mut dyn FnMut(&Path)) {
    if path.is_file() {
        visit(path);
        return;
    }
    let Ok(entries) = std::fs::read_dir(path) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') || name == "target" || name == "node_modules" {
            continue;
        }
        walk(&entry.path(), visit);
    }
}
