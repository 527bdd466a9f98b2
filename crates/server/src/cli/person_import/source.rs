//! Opens the files of an import, each as its format.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufReader, IsTerminal as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use countersign_core::people::Languages;
use secrecy::zeroize::Zeroizing;

use super::csv::Csv;
use super::json_lines::JsonLines;
use super::lines::Lines;
use super::row::{Entry, Source};
use super::{authentik, keycloak};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// One JSON object a line.
    Jsonl,
    /// A header and one person a line, with commas, semicolons or tabs.
    Csv,
    /// `kc.sh export`: the realm, or its files `REALM-users-N.json`.
    Keycloak,
    /// `GET /api/v3/core/users/`, one file a page.
    Authentik,
}

pub(super) fn open(
    files: &[PathBuf],
    format: Option<Format>,
    offered: &Languages,
) -> anyhow::Result<Box<dyn Source>> {
    let format = match format {
        Some(format) => format,
        None => guessed(files)?,
    };
    let of_whole_file = match format {
        Format::Jsonl => return Ok(Box::new(JsonLines(lines(files)?))),
        Format::Csv => return Ok(Box::new(Csv::new(lines(files)?)?)),
        Format::Keycloak => keycloak::entries,
        Format::Authentik => authentik::entries,
    };
    let mut entries = VecDeque::new();
    for path in files {
        let text = std::fs::read_to_string(path).map(Zeroizing::new);
        let text = text.with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        entries.extend(of_whole_file(&name, text, offered)?);
    }
    Ok(Box::new(Whole { all: entries.len() as u64, left: entries }))
}

fn guessed(files: &[PathBuf]) -> anyhow::Result<Format> {
    let ending = files.first().and_then(|path| path.extension()).unwrap_or_default();
    match ending.to_ascii_lowercase().to_str() {
        Some("csv") => Ok(Format::Csv),
        Some("json") => bail!("say what the file is: --format keycloak, authentik or jsonl"),
        _ => Ok(Format::Jsonl),
    }
}

fn lines(files: &[PathBuf]) -> anyhow::Result<Lines> {
    let [file] = files else { bail!("give one such file at a time") };
    if file.as_os_str() == "-" {
        if std::io::stdin().is_terminal() {
            eprintln!("Reading persons from standard input …");
        }
        return Ok(Lines::new(Box::new(BufReader::new(std::io::stdin())), None));
    }
    let opened = opened(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(Lines::new(Box::new(BufReader::new(opened.0)), Some(opened.1)))
}

fn opened(path: &Path) -> std::io::Result<(File, u64)> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    Ok((file, length))
}

/// Files that are read as a whole.
struct Whole {
    left: VecDeque<Entry>,
    all: u64,
}

impl Source for Whole {
    fn next(&mut self) -> anyhow::Result<Option<Entry>> {
        Ok(self.left.pop_front())
    }

    fn share(&self) -> Option<(u64, u64)> {
        Some((self.all - self.left.len() as u64, self.all))
    }
}
