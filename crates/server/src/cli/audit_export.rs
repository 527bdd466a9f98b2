//! `countersign audit export`: the trail as JSON Lines, with what it is verified by elsewhere.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use countersign_app::trail;

use super::{load, open_beside};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  countersign audit export --out trail.jsonl\n  curl -s https://confirm.example.com/.well-known/jwks.json > keys.json\n  countersign audit verify --file trail.jsonl --keys keys.json\n\nThe export holds addresses and names: keep it as you keep the database."
)]
pub(super) struct AuditExport {
    /// The file to write; it must not exist. Without it, standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl AuditExport {
    pub(super) async fn run(self, path: &Path) -> anyhow::Result<ExitCode> {
        let config = load(path)?;
        let store = open_beside(&config).await?;
        let mut out: Box<dyn std::io::Write + Send> = match &self.out {
            Some(file) => Box::new(std::io::BufWriter::new(
                private(file).with_context(|| format!("{} cannot be made", file.display()))?,
            )),
            None => Box::new(std::io::BufWriter::new(std::io::stdout())),
        };
        let lines = trail::export(&store, |line| writeln!(out, "{line}")).await??;
        out.flush()?;
        if let Some(file) = &self.out {
            super::print(format_args!("wrote {lines} lines to {}", file.display()));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A new file that nobody else can read: it holds addresses.
fn private(file: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(file)
}
