//! `countersign channels test`: a message without a code through one provider.

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use countersign_app::{Refused, delivery};

use super::super::{load, print, use_cases};
use super::method;
use crate::world::World;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  countersign channels test bulk-sms sms +4915123456789\n\nGoes past switch and breaker. Countries and kinds of numbers hold."
)]
pub(in crate::cli) struct Test {
    /// The provider's name, as `countersign channels list` shows it.
    name: String,
    /// sms, call, whatsapp or email.
    method: String,
    /// A number in E.164, or an address.
    to: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Test {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        let ctx = use_cases(&load(path)?, world).await?;
        let method = method(&self.method)?;
        let seen = match delivery::test(&ctx, &self.name, method, &self.to).await? {
            Ok(seen) => seen,
            Err(Refused::MethodUnavailable { .. }) => bail!(
                "messages do not go there: sending.countries does not name the country, or it is no kind of number for codes"
            ),
            Err(_) => bail!("no provider {:?} carries {}", self.name, method.as_str()),
        };
        if self.json {
            print(serde_json::to_string(&seen)?);
        } else {
            let more = seen.reason.as_deref().or(seen.reference.as_deref()).unwrap_or("");
            print(format!("{}  {more}", seen.state));
        }
        let taken = seen.state == "handed-over";
        Ok(if taken { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
