//! Every link from one document to another leads somewhere.

use std::collections::HashSet;
use std::path::Path;

/// Every document of the repository.
const DOCUMENTS: &[&str] = &[
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "docs",
    "demo",
    "tests",
];

/// A reader who follows a link finds the file, and the heading where one is named.
#[test]
fn relative_links_lead_somewhere() {
    let root = crate::root();
    let mut broken = Vec::new();
    for (path, text) in crate::texts(DOCUMENTS, &[".md"]) {
        let folder = root.join(&path).parent().expect("a file has a folder").to_path_buf();
        for target in links(&text) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { root.join(&path) } else { folder.join(file) };
            if !file.exists() {
                broken.push(format!("{path}: {target}: no such file"));
            } else if !heading.is_empty() && !headings(&file).contains(heading) {
                broken.push(format!("{path}: {target}: no such heading"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// The targets of `[text](target)` and `![text](target)` outside code blocks.
fn links(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for line in prose(text) {
        let mut rest = line;
        while let Some(start) = rest.find("](") {
            rest = &rest[start + 2..];
            let Some(end) = rest.find(')') else { break };
            found.push(rest[..end].split_whitespace().next().unwrap_or(""));
            rest = &rest[end..];
        }
    }
    found
}

/// The lines that are not inside a fenced block.
fn prose(text: &str) -> Vec<&str> {
    let mut fenced = false;
    text.lines()
        .filter(|line| {
            let fence = line.trim_start().starts_with("```");
            fenced ^= fence;
            !fenced && !fence
        })
        .collect()
}

/// The anchors of a document's headings, made as the usual Markdown renderers make them.
fn headings(file: &Path) -> HashSet<String> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    prose(&text)
        .into_iter()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            line.trim_start_matches('#')
                .trim()
                .to_lowercase()
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
        .collect()
}
