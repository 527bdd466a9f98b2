//! Countersign itself, set up and served the way an operator does it: through its own command line.

use crate::folder::Folder;
use crate::kept::Kept;
use crate::panel::Addresses;
use crate::staff::Agent;
use crate::start::addresses;
use crate::{ports, settings};
use anyhow::{Context as _, bail, ensure};
use clap::Parser as _;
use countersign_server::cli::{Cli, run};
use countersign_server::world::World;
use std::ffi::OsString;
use std::net::TcpListener;
use std::path::Path;
use std::process::{ExitCode, Stdio};
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::task::JoinHandle;

/// The word that turns the demo's binary into Countersign's command line.
pub const WORD: &str = "countersign";
/// The key file that `countersign init` makes.
const KEYS: &str = "countersign.keys";
/// How long a start may take before it is called a failure.
const PATIENCE: Duration = Duration::from_secs(30);

/// Countersign, serving in this process.
pub struct Server(JoinHandle<ExitCode>);

impl Server {
    /// Waits for its end, which a signal to this process asks for.
    pub async fn ended(self) -> anyhow::Result<ExitCode> {
        Ok(self.0.await?)
    }
}

/// Runs Countersign's command line with these words; the first one is the program's name.
pub async fn command_line(words: Vec<OsString>) -> ExitCode {
    match Cli::try_parse_from(words) {
        Ok(cli) => run(cli, World::of_the_system()).await,
        Err(error) => error.exit(),
    }
}

/// Makes the key file, the configuration and an API key for the panel, unless the folder has them.
pub async fn set_up(folder: &Folder, at: &Addresses, kept: &mut Kept) -> anyhow::Result<String> {
    let config = folder.file(settings::FILE);
    if !folder.file(KEYS).exists() {
        by_command(&config, &["init"]).await?;
    }
    configure(folder, at, kept)?;
    if let Some(key) = &kept.api_key {
        return Ok(key.clone());
    }
    let key = new_api_key(&config).await?;
    kept.api_key = Some(key.clone());
    kept.save(folder)?;
    Ok(key)
}

/// Serves, and waits until it is ready. Countersign binds its port itself: it is held until then, and should somebody
/// take it in the moment between, another one serves as well.
pub async fn start(
    folder: &Folder,
    kept: &mut Kept,
    mut port: TcpListener,
) -> anyhow::Result<Server> {
    for tries_left in (0..3).rev() {
        kept.ports.pages = port.local_addr()?.port();
        let at = addresses(kept.ports);
        configure(folder, &at, kept)?;
        drop(port);
        let config = folder.file(settings::FILE).into_os_string();
        let words = vec![WORD.into(), "--config".into(), config, "serve".into()];
        let mut serving = tokio::spawn(command_line(words));
        tokio::select! {
            _ = &mut serving => ensure!(tries_left > 0, "Countersign did not start"),
            ready = ready(&at.pages) => return ready.map(|()| Server(serving)),
        }
        port = ports::free()?;
    }
    bail!("Countersign did not start")
}

fn configure(folder: &Folder, at: &Addresses, kept: &Kept) -> anyhow::Result<()> {
    folder.write_text(settings::ROUTES, settings::ROUTES_TEXT)?;
    folder.write_text(settings::FILE, &settings::text(at, kept.ports, &kept.webhook_secret))
}

/// A key with every scope, as `countersign api-key create` prints it.
async fn new_api_key(config: &Path) -> anyhow::Result<String> {
    by_command(config, &["migrate"]).await?;
    let create = ["api-key", "create", "--name", "panel", "--scope", "all"];
    let printed =
        by_command(config, &[&create[..], &["--expires-days", "365", "--json"]].concat()).await?;
    let made: serde_json::Value = serde_json::from_slice(&printed)?;
    let key = made.get("key").and_then(serde_json::Value::as_str);
    Ok(key.context("countersign api-key create named no key")?.to_owned())
}

/// Brings in a sample person who uses an app already; who has none is created through the API.
pub async fn import(folder: &Folder, line: &str) -> anyhow::Result<String> {
    const FILE: &str = "import.jsonl";
    folder.write_text(FILE, line)?;
    let config = folder.file(settings::FILE);
    let file = folder.file(FILE).display().to_string();
    let printed = by_command(&config, &["person", "import", &file, "--json"]).await;
    std::fs::remove_file(folder.file(FILE))?;
    let made: serde_json::Value = serde_json::from_slice(&printed?)?;
    let id = made.get("id").and_then(serde_json::Value::as_str);
    Ok(id.context("countersign person import named no person")?.to_owned())
}

/// Gives the support desk its agent, as an operator does it; one who is there already stays.
pub async fn hire(folder: &Folder, agent: &Agent) -> anyhow::Result<()> {
    let config = folder.file(settings::FILE);
    let listed = by_command(&config, &["operator", "list", "--json"]).await?;
    if String::from_utf8_lossy(&listed).contains(agent.email) {
        return Ok(());
    }
    let words = ["operator", "create", "--email", agent.email, "--name", agent.name];
    let words = [&words[..], &["--role", "support-agent", "--json"]].concat();
    by_command_told(&config, &words, Some(agent.password)).await.map(|_| ())
}

async fn by_command(config: &Path, words: &[&str]) -> anyhow::Result<Vec<u8>> {
    by_command_told(config, words, None).await
}

/// Runs one command in a process of its own, which is told one line at most and whose standard output is read instead of shown.
async fn by_command_told(
    config: &Path,
    words: &[&str],
    told: Option<&str>,
) -> anyhow::Result<Vec<u8>> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(WORD)
        .arg("--config")
        .arg(config)
        .args(words)
        .stdin(if told.is_some() { Stdio::piped() } else { Stdio::null() })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let (Some(mut input), Some(told)) = (child.stdin.take(), told) {
        input.write_all(format!("{told}\n").as_bytes()).await?;
    }
    let output = child.wait_with_output().await?;
    if !output.status.success() {
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
    }
    ensure!(output.status.success(), "countersign {} failed", words.join(" "));
    Ok(output.stdout)
}

async fn ready(base: &str) -> anyhow::Result<()> {
    let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(1)).build()?;
    let address = format!("{base}/readyz");
    let until = tokio::time::Instant::now() + PATIENCE;
    loop {
        if http.get(&address).send().await.is_ok_and(|answer| answer.status().is_success()) {
            return Ok(());
        }
        ensure!(tokio::time::Instant::now() < until, "Countersign is not ready after 30 s");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
