//! What became of an import: counted, shown while it runs, and written down place by place.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};

/// Steps of the bar: files are measured in bytes or persons, and a bar that moves needs no more.
const STEPS: u64 = 1_000;

/// Counts what became of every person of a file.
pub(super) struct Report {
    brought: u64,
    there: u64,
    refused: u64,
    left_out: u64,
    dry_run: bool,
    file: Option<File>,
    bar: ProgressBar,
}

impl Report {
    /// `file`: where refusals are written as JSON Lines; otherwise they go to standard error. The bar is seen by whoever
    /// looks on from a terminal.
    pub(super) fn new(file: Option<&Path>, dry_run: bool) -> anyhow::Result<Self> {
        let created = file.map(|path| {
            File::create(path).with_context(|| format!("cannot write {}", path.display()))
        });
        let bar = ProgressBar::new(STEPS);
        let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}  {eta} left");
        bar.set_style(style.context("the bar")?);
        bar.enable_steady_tick(Duration::from_millis(200));
        let file = created.transpose()?;
        Ok(Self { brought: 0, there: 0, refused: 0, left_out: 0, dry_run, file, bar })
    }

    pub(super) fn brought(&mut self) {
        self.brought += 1;
    }

    pub(super) fn there(&mut self) {
        self.there += 1;
    }

    pub(super) fn refused(&mut self, place: &str, why: &str) -> anyhow::Result<()> {
        self.refused += 1;
        self.tell(place, "refused", why)
    }

    /// The person came in without this.
    pub(super) fn left_out(&mut self, place: &str, what: &str) -> anyhow::Result<()> {
        self.left_out += 1;
        self.tell(place, "left-out", what)
    }

    /// Shows how far it is.
    pub(super) fn show(&self, share: Option<(u64, u64)>) {
        if let Some((read, all)) = share {
            self.bar.set_position(STEPS * read.min(all) / all.max(1));
        }
        self.bar.set_message(self.counts());
    }

    /// Ends it with the counts; whether nobody was refused.
    pub(super) fn end(self) -> bool {
        self.bar.finish_and_clear();
        eprintln!("{}", self.counts());
        if self.dry_run {
            eprintln!("This was a dry run: nothing is written.");
        }
        self.refused == 0
    }

    fn counts(&self) -> String {
        let done = if self.dry_run { "would be brought in" } else { "brought in" };
        let (brought, there, refused) = (self.brought, self.there, self.refused);
        let counted = format!("{brought} {done}, {there} there already, {refused} refused");
        match self.left_out {
            0 => counted,
            left_out => format!("{counted}, {left_out} left out"),
        }
    }

    fn tell(&mut self, place: &str, state: &str, why: &str) -> anyhow::Result<()> {
        let Some(file) = &mut self.file else {
            self.bar.suspend(|| eprintln!("{place}: {why}"));
            return Ok(());
        };
        let line = serde_json::json!({"place": place, "state": state, "why": why});
        writeln!(file, "{line}").context("cannot write the report")
    }
}
