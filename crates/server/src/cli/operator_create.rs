//! `countersign operator create`: makes a member of staff.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use countersign_app::operate::staff::{self, NewStaffAsk};
use countersign_app::{Actor, Asked, Refused};
use countersign_core::people::Staff;
use countersign_core::session::Client;

use super::{load, print, secret_line, use_cases};
use crate::http::trouble::{of_refusal, weak_password};
use crate::world::World;

#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct OperatorCreate {
    /// The address they sign in with; no customer's.
    #[arg(long)]
    email: String,
    /// Their name.
    #[arg(long)]
    name: String,
    /// What they are there for.
    #[arg(long, default_value = "operator", value_parser = ["operator", "support-agent"])]
    role: String,
    /// The language of their pages and messages: "en" or "de".
    #[arg(long)]
    language: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

const HELP: &str = "Example:\n  countersign operator create --email anna@example.com --name \"Anna Berg\" --role support-agent

The password is asked for at the terminal, or read as one line from standard input. It is checked like every other. They sign in
at the hosted pages, turn on two-factor authentication, and sign in once more with it: until then no page of staff opens.";

impl OperatorCreate {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        let config = load(path)?;
        let ctx = use_cases(&config, world).await?;
        let staff = Staff::parse(&self.role).context("there is no such role")?;
        let password = secret_line::read("Password")?;
        let asked = Asked {
            now: ctx.clock.now(),
            by: Actor::Operator,
            request: "operator-create".to_owned(),
            client: Client::default(),
            once: None,
        };
        let ask = NewStaffAsk {
            email: self.email,
            name: self.name,
            language: self.language,
            staff,
            password,
        };
        let made = match staff::create(&ctx, &asked, ask).await? {
            Ok(made) => made,
            Err(Refused::EmailTaken) => {
                bail!("somebody signs in with this address already; staff need one of their own")
            }
            Err(Refused::WeakPassword { reason, least, .. }) => {
                bail!("password: {}", weak_password(&reason, least))
            }
            Err(Refused::Invalid { field, problem }) => bail!("{field}: {problem}"),
            Err(refused) => bail!("{}", of_refusal(&refused, asked.now).sentence()),
        };
        if self.json {
            print(serde_json::json!({
                "id": made.id, "email": made.email, "name": made.name, "role": self.role, "state": "active",
                "second_factor": false,
            }));
        } else {
            print(&made.id);
            eprintln!(
                "{} is on staff as {}. At {}/sign-in the first thing is turning on two-factor authentication.",
                made.name, self.role, config.public_origin
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}
