//! `countersign channels reload`: checks the file of routes, which the server reads by itself.

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;

use super::super::{load, print};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  countersign channels reload\n\nA file with a mistake leaves the routes before it in force."
)]
pub(in crate::cli) struct Reload {}

pub(super) fn run(path: &Path) -> anyhow::Result<ExitCode> {
    let config = load(path)?;
    let Some(routes) = &config.routes else {
        bail!("there is no file of routes; name it with sending.routes");
    };
    let routes = routes.at_start();
    print(format!(
        "{} routes and {} prices; every server that runs with them reads them within a second.",
        routes.routes.len(),
        routes.tariffs.len()
    ));
    Ok(ExitCode::SUCCESS)
}
