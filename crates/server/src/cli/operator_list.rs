//! `countersign operator list`: everybody on staff, those who were stopped too.

use std::path::Path;
use std::process::ExitCode;

use countersign_app::operate::staff;
use countersign_app::signing::rfc3339;

use super::{load, open_beside, print};
use crate::world::World;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  countersign operator list --json")]
pub(super) struct OperatorList {
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl OperatorList {
    pub(super) async fn run(self, path: &Path, _: &World) -> anyhow::Result<ExitCode> {
        let store = open_beside(&load(path)?).await?;
        for person in staff::list(&store).await? {
            let state = if person.is_active { "active" } else { "disabled" };
            let (role, since) = (person.staff.as_str(), rfc3339(person.created_at));
            if self.json {
                print(serde_json::json!({
                    "id": person.id.as_str(), "email": person.email, "name": person.name, "role": role, "state": state,
                    "second_factor": person.has_second_factor, "created_at": since,
                }));
            } else {
                let factor = if person.has_second_factor { "2FA on" } else { "2FA off" };
                print(format!(
                    "{}  {role:<13}  {state:<8}  {factor:<7}  since {since}  {} <{}>",
                    person.id, person.name, person.email
                ));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
