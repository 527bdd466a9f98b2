//! `countersign channels stop` and `start`: whose holder wants no messages, and whose wants them again.

use std::path::Path;
use std::process::ExitCode;

use countersign_app::delivery;

use super::super::{load, print, use_cases};
use super::method;
use crate::world::World;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  countersign channels stop sms +4915123456789")]
pub(in crate::cli) struct Stop {
    /// sms, call, whatsapp or email.
    method: String,
    /// A number in E.164, or an address.
    from: String,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  countersign channels start sms +4915123456789")]
pub(in crate::cli) struct Start {
    /// sms, call, whatsapp or email.
    method: String,
    /// A number in E.164, or an address.
    from: String,
}

impl Stop {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        let ctx = use_cases(&load(path)?, world).await?;
        let is_new = delivery::opt_out(&ctx, method(&self.method)?, &self.from).await?;
        print(if is_new { "Noted." } else { "It was noted before." });
        Ok(ExitCode::SUCCESS)
    }
}

impl Start {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        let ctx = use_cases(&load(path)?, world).await?;
        let was_out = delivery::opt_in(&ctx, method(&self.method)?, &self.from).await?;
        print(if was_out { "Noted." } else { "It had not opted out." });
        Ok(ExitCode::SUCCESS)
    }
}
