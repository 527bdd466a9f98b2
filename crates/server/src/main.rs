//! The binary `countersign`.

use std::process::ExitCode;

use clap::Parser as _;
use countersign_server::cli::Cli;
use countersign_server::world::World;

fn main() -> ExitCode {
    let cli = Cli::parse();
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        eprintln!("countersign: another TLS provider is installed");
        return ExitCode::FAILURE;
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("countersign: no threads: {error}");
            return ExitCode::FAILURE;
        }
    };
    runtime.block_on(countersign_server::cli::run(cli, World::of_the_system()))
}
