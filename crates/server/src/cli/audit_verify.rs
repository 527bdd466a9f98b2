//! `countersign audit verify`: walks the trail offline and names the first broken place.

use std::borrow::Cow;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use countersign_app::signing::PublicKeys;
use countersign_app::trail::{self, Report};

use super::{load, open_beside, print};

/// The trail does not hold.
const BROKEN: u8 = 2;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  countersign audit verify\n  countersign audit verify --head heads-kept-elsewhere.txt\n  countersign audit verify --file trail.jsonl --keys keys.json\n\nExit status 0: it holds; 2: it is broken, and the first broken place is named; 1: it cannot be read."
)]
pub(super) struct AuditVerify {
    /// Verify an export instead of the database.
    #[arg(long, value_name = "FILE", requires = "keys")]
    file: Option<PathBuf>,
    /// The JWK set that an export is verified with.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Signed heads that were kept elsewhere, one a line; with them a trail that was cut with its end is found out too.
    #[arg(long, value_name = "FILE")]
    head: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl AuditVerify {
    pub(super) async fn run(self, path: &Path) -> anyhow::Result<ExitCode> {
        let heads = match &self.head {
            Some(file) => lines(&read(file)?),
            None => Vec::new(),
        };
        let report = if let (Some(file), Some(keys)) = (&self.file, &self.keys) {
            of_export(file, keys, &heads)?
        } else {
            let config = load(path)?;
            trail::verify(&open_beside(&config).await?, &heads).await?
        };
        if self.json {
            print(serde_json::to_string(&report)?);
        } else {
            words(&report);
        }
        Ok(if report.holds { ExitCode::SUCCESS } else { ExitCode::from(BROKEN) })
    }
}

fn of_export(file: &Path, keys: &Path, heads: &[String]) -> anyhow::Result<Report> {
    let keys: PublicKeys = serde_json::from_str(&read(keys)?)
        .with_context(|| format!("{} is no JWK set", keys.display()))?;
    let opened = std::fs::File::open(file).with_context(|| cannot(file))?;
    let lines = BufReader::new(opened).lines().map(|line| line.map(Cow::Owned));
    trail::verify_export(lines, &keys, heads)
        .map_err(|why| anyhow::anyhow!("{}: {why}", file.display()))
}

fn words(report: &Report) {
    match &report.broken {
        None => print(format_args!("holds: {} records", report.records)),
        Some(broken) => {
            let id = broken.id.as_deref().unwrap_or("no record");
            print(format_args!("broken at {}: {} ({id})", broken.sequence, broken.fault));
        }
    }
    print(format_args!("link          {}", report.link));
    print(format_args!("signed heads  {}", report.signed_heads));
    print(format_args!("erased parts  {}", report.erased));
    let since = report.unsealed.oldest.as_deref();
    let since = since.map(|oldest| format!(" (since {oldest})")).unwrap_or_default();
    print(format_args!("not sealed    {}{since}", report.unsealed.records));
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| cannot(path))
}

fn cannot(path: &Path) -> String {
    format!("{} cannot be read", path.display())
}
