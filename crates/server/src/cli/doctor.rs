//! `countersign doctor`: looks at everything the server needs; each line ok or FAIL with the fix.

use std::path::Path;
use std::process::ExitCode;

use countersign_app::operate::doctor::{self, Finding};
use countersign_app::operate::{open, providers};
use countersign_core::people::Method;

use super::{beside, load, print};
use crate::config::Config;
use crate::world::World;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  countersign doctor\n\nSends nothing. Exit status 1 if a line says FAIL."
)]
pub(super) struct Doctor {
    /// Print one JSON list instead of lines.
    #[arg(long)]
    json: bool,
}

impl Doctor {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        let config = load(path)?;
        let mut findings = vec![Finding::well("configuration", path.display().to_string())];
        findings.extend(keys_and_database(&config).await);
        match providers::channels(crate::open::channel_settings(&config), world.entropy) {
            Ok(channels) => findings.extend(doctor::channels(&channels).await),
            Err(error) => findings.push(Finding::wrong(
                "channels",
                error.to_string(),
                "mend the setting it names",
            )),
        }
        if let Ok(Some(system)) = crate::open::ticket_system(&config) {
            findings.push(doctor::ticket_system(&system).await);
        }
        findings.extend(countries(&config));
        findings.push(doctor::clock(world.clock.now()));
        findings.push(origin(&config));
        let well = findings.iter().all(|finding| finding.ok);
        if self.json {
            print(serde_json::to_string(&findings)?);
        } else {
            for finding in &findings {
                print(line(finding));
            }
        }
        Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

async fn keys_and_database(config: &Config) -> Vec<Finding> {
    let keys = match open::read_keys(&config.keys_file) {
        Ok(keys) => keys,
        Err(error) => {
            return vec![Finding::wrong(
                "keys",
                error.to_string(),
                "mend the key file or its mode",
            )];
        }
    };
    let count = keys.ids().count();
    let mut findings =
        vec![Finding::well("keys", format!("{count} in the file, current: {}", keys.current().0))];
    match open::open_store(&beside(config), &keys).await {
        Ok(store) => findings.extend(doctor::database(&store).await),
        Err(error) => findings.push(Finding::wrong(
            "database",
            error.to_string(),
            "check database.url and that the database runs",
        )),
    }
    findings
}

/// Whether phone messages may go anywhere, where a provider would carry some.
fn countries(config: &Config) -> Option<Finding> {
    let settings = crate::open::channel_settings(config);
    let by_phone = settings
        .iter()
        .flat_map(providers::ProviderSettings::carries)
        .any(|method| method != Method::Email);
    by_phone.then(|| match config.countries.as_slice() {
        [] => Finding::wrong(
            "countries",
            "none is named, so no phone message goes out",
            "name those your customers live in: sending.countries = [\"DE\"]",
        ),
        named => Finding::well("countries", named.join(" ")),
    })
}

fn origin(config: &Config) -> Finding {
    if config.public_origin.starts_with("https://") {
        return Finding::well("origin", config.public_origin.clone());
    }
    Finding::wrong(
        "origin",
        format!("{} is not encrypted", config.public_origin),
        "for more than a try on this machine, put a TLS proxy in front and set server.public_origin",
    )
}

fn line(finding: &Finding) -> String {
    match &finding.fix {
        None => format!("ok    {}: {}", finding.part, finding.seen),
        Some(fix) => format!("FAIL  {}: {}\n      fix: {fix}", finding.part, finding.seen),
    }
}
