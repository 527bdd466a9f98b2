//! The command line: one file per command.

mod api_key_create;
mod api_key_list;
mod api_key_revoke;
mod audit_export;
mod audit_verify;
mod backup;
mod channels;
mod check_config;
mod doctor;
mod init;
mod migrate;
mod operator_create;
mod operator_disable;
mod operator_enable;
mod operator_list;
mod person_import;
mod receipt_verify;
mod secret_line;
mod serve;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use countersign_app::operate::open::{self, Place};
use countersign_core::ids::PersonId;
use secrecy::ExposeSecret as _;

use crate::config::{self, Config};
use crate::world::World;

/// Sign-in, step-up and signed orders in front of a customer portal.
#[derive(Debug, Parser)]
#[command(name = "countersign", version, arg_required_else_help = true)]
#[command(
    after_help = "Example:\n  countersign init --origin https://confirm.example.com\n  countersign serve"
)]
pub struct Cli {
    /// The configuration file.
    #[arg(long, global = true, env = "COUNTERSIGN_CONFIG", default_value = config::FILE, value_name = "FILE")]
    config: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a configuration with every setting explained, and a key file.
    Init(init::Init),
    /// Serve the API and the pages.
    Serve(serve::Serve),
    /// Bring the database's schema up to date.
    Migrate(migrate::Migrate),
    /// Check the configuration and print the policy in force.
    CheckConfig(check_config::CheckConfig),
    /// Look at database, channels, clock and keys, and say what to mend.
    Doctor(doctor::Doctor),
    /// API keys of portals.
    #[command(subcommand)]
    ApiKey(ApiKeyCommand),
    /// Staff: operators and support agents.
    #[command(subcommand)]
    Operator(OperatorCommand),
    /// Persons, in bulk.
    #[command(subcommand)]
    Person(PersonCommand),
    /// Receipts of orders.
    #[command(subcommand)]
    Receipt(ReceiptCommand),
    /// The audit trail.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Providers, routes and closed taps, live.
    #[command(subcommand)]
    Channels(channels::Channels),
    /// Copy an SQLite database while it is served.
    Backup(backup::Backup),
}

#[derive(Debug, Subcommand)]
enum ApiKeyCommand {
    /// Make a key and print it, once.
    Create(api_key_create::ApiKeyCreate),
    /// Show every key with its scopes and end.
    List(api_key_list::ApiKeyList),
    /// End a key at once.
    Revoke(api_key_revoke::ApiKeyRevoke),
}

#[derive(Debug, Subcommand)]
enum OperatorCommand {
    /// Make a member of staff.
    Create(operator_create::OperatorCreate),
    /// Show everybody on staff.
    List(operator_list::OperatorList),
    /// Stop a member of staff at once.
    Disable(operator_disable::OperatorDisable),
    /// Let a member of staff sign in again.
    Enable(operator_enable::OperatorEnable),
}

#[derive(Debug, Subcommand)]
enum PersonCommand {
    /// Bring persons in from the system before this one.
    Import(person_import::PersonImport),
}

#[derive(Debug, Subcommand)]
enum ReceiptCommand {
    /// Check a receipt offline against a key set.
    Verify(receipt_verify::ReceiptVerify),
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Walk the chain and name the first broken place.
    Verify(audit_verify::AuditVerify),
    /// Write the trail as JSON Lines.
    Export(audit_export::AuditExport),
}

/// Runs a command; what went wrong is on standard error.
pub async fn run(cli: Cli, world: World) -> ExitCode {
    let config = cli.config.as_path();
    let ran = match cli.command {
        Command::Init(init) => init.run(config, &world),
        Command::Serve(serve) => serve.run(config, world).await,
        Command::Migrate(migrate) => migrate.run(config).await,
        Command::CheckConfig(check) => check.run(config),
        Command::Doctor(doctor) => doctor.run(config, &world).await,
        Command::ApiKey(ApiKeyCommand::Create(create)) => create.run(config, &world).await,
        Command::ApiKey(ApiKeyCommand::List(list)) => list.run(config, &world).await,
        Command::ApiKey(ApiKeyCommand::Revoke(revoke)) => revoke.run(config, &world).await,
        Command::Operator(OperatorCommand::Create(create)) => create.run(config, &world).await,
        Command::Operator(OperatorCommand::List(list)) => list.run(config, &world).await,
        Command::Operator(OperatorCommand::Disable(disable)) => disable.run(config, &world).await,
        Command::Operator(OperatorCommand::Enable(enable)) => enable.run(config, &world).await,
        Command::Person(PersonCommand::Import(import)) => import.run(config, &world).await,
        Command::Receipt(ReceiptCommand::Verify(verify)) => verify.run(),
        Command::Audit(AuditCommand::Verify(verify)) => verify.run(config).await,
        Command::Audit(AuditCommand::Export(export)) => export.run(config).await,
        Command::Channels(channels) => channels.run(config, &world).await,
        Command::Backup(backup) => backup.run(config).await,
    };
    match ran {
        Ok(code) => code,
        Err(error) => {
            eprintln!("countersign: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn load(path: &Path) -> anyhow::Result<Config> {
    Ok(Config::load(path, std::env::vars())?)
}

/// Where the database is, for a command beside the server.
fn beside(config: &Config) -> Place {
    Place { url: config.database_url.expose_secret().to_owned(), pool: 2, serves: false }
}

/// Everything the use cases stand on, for a command beside the server.
async fn use_cases(config: &Config, world: &World) -> anyhow::Result<countersign_app::Ctx> {
    let wording = std::sync::Arc::new(crate::open::texts(config)?);
    Ok(crate::open::open(config, world, wording, false).await?)
}

/// Prints a line; a closed pipe is no error worth a word.
fn print(line: impl std::fmt::Display) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// The id of a member of staff, as it was typed.
fn id_of_staff(typed: &str) -> anyhow::Result<PersonId> {
    PersonId::parse(typed).map_err(|_| {
        anyhow::anyhow!(
            "{typed:?} is no id of a person: it begins with per_ and stands in `countersign operator list`"
        )
    })
}

/// Opens the database for a command beside the server.
async fn open_beside(
    config: &Config,
) -> anyhow::Result<countersign_app::operate::open::OpenedStore> {
    let keys = open::read_keys(&config.keys_file)?;
    Ok(open::open_store(&beside(config), &keys).await?)
}
