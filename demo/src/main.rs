//! The demo: one command that starts Countersign, a hosting panel and a phone simulator.

mod contract;
mod countersign;
mod folder;
mod guide;
mod kept;
mod panel;
mod phone;
mod ports;
mod random;
mod samples;
mod server;
mod settings;
mod staff;
mod start;
mod times;
mod web;

use clap::{Parser, Subcommand};
use folder::Folder;
use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;
use tokio::signal::unix::{SignalKind, signal};

/// Countersign with a hosting panel and a phone simulator, on an embedded database.
///
/// State goes to the folder named by COUNTERSIGN_DEMO_DATA, or to a fresh one. Example: demo --json
#[derive(Parser)]
struct Arguments {
    /// Print one line of JSON for scripts on standard output instead of the guide.
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    command: Option<Passed>,
}

#[derive(Subcommand)]
enum Passed {
    /// Countersign's own command line: demo countersign receipt verify FILE --keys FILE
    #[command(disable_help_flag = true)]
    Countersign {
        /// Its words.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<OsString>,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    if let Some(Passed::Countersign { words }) = arguments.command {
        let words = std::iter::once(server::WORD.into()).chain(words);
        return Ok(server::command_line(words.collect()).await);
    }
    let folder = Folder::open()?;
    let ended = demo(&folder, arguments.json).await;
    folder.leave();
    ended
}

/// Starts everything, says where it is, and goes on until a signal ends it.
async fn demo(folder: &Folder, json: bool) -> anyhow::Result<ExitCode> {
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let running = tokio::select! {
        running = start::start(folder) => running?,
        _ = term.recv() => return Ok(ExitCode::SUCCESS),
        _ = int.recv() => return Ok(ExitCode::SUCCESS),
    };
    let shown = if json { guide::line(&running) } else { guide::words(&running, folder) };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{shown}")?;
    out.flush()?;
    drop(out);
    running.server.ended().await
}
