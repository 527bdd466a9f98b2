//! `countersign person import`: brings persons in from the system before this one, with the apps they use already.

mod authentik;
mod csv;
mod json_lines;
mod keycloak;
mod lines;
mod report;
mod row;
mod source;
mod token_keys;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use countersign_app::people::{self, NewPersonAsk, PersonView};
use countersign_app::{Actor, AppError, Asked, Ctx, Refused};
use countersign_core::people::EmailAddress;
use countersign_core::session::Client;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesOrdered;

use self::report::Report;
use self::row::Entry;
use self::source::Format;
use self::token_keys::TokenKeys;
use super::{load, print, use_cases};
use crate::http::trouble::{of_refusal, weak_password};
use crate::world::World;

/// Persons that are written at once: the store commits them together, and passwords are hashed side by side.
const AT_ONCE: usize = 16;

#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct PersonImport {
    /// The file, or the files of one export; "-" reads standard input.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What the files are; by their ending if not said: csv, otherwise jsonl.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Keys of apps that privacyIDEA exported as CSV; matched with "sign_in_name" or the address.
    #[arg(long, value_name = "FILE")]
    totp_keys: Option<PathBuf>,
    /// Say what would become of every person, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write what is refused or left out to this file, as JSON Lines, in place of standard error.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Print one JSON object for each person.
    #[arg(long)]
    json: bool,
}

const HELP: &str = r#"Examples:
  countersign person import --dry-run persons.jsonl
  countersign person import persons.csv --totp-keys privacyidea.csv --report refused.jsonl
  countersign person import --format keycloak realm-users-*.json

A line of JSON Lines, of which "email" and "name" are needed; CSV has columns of the same names, and "phone", "phone_2" …:
  {"email":"mara@example.com","email_confirmed":true,"name":"Mara Meier","language":"de","country":"DE",
   "password_hash":"$argon2id$v=19$…","phones":[{"number":"+49 1512 3456789","confirmed_at":"2026-01-31T09:00:00Z"}],
   "totp":"base32 key of the app in use, 128 bits or more","sign_in_name":"mmeier"}

Nothing is sent to anybody. A line that is refused is named with its number and the reason, and the others go in; whoever is
there already is left alone, so the same file can be given again, also after it was interrupted. Hashes of passwords are
Argon2 or PBKDF2 in PHC form; each is replaced by one of ours when the person signs in. The file holds secrets: remove it
afterwards. docs/operators/persons.md says how to export from Keycloak, privacyIDEA and authentik."#;

/// How a person of the file ended.
enum Ended {
    In(Option<Box<PersonView>>),
    There,
    Not(String),
}

impl PersonImport {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        let config = load(path)?;
        let ctx = use_cases(&config, world).await?;
        let mut report = Report::new(self.report.as_deref(), self.dry_run)?;
        let mut keys = match &self.totp_keys {
            Some(path) => TokenKeys::open(path)?,
            None => TokenKeys::default(),
        };
        let mut source = source::open(&self.files, self.format, &ctx.portal.languages)?;
        let mut known = Addresses::default();
        let (mut going, mut number) = (FuturesOrdered::new(), 0u64);
        while let Some(entry) = source.next()? {
            number += 1;
            let (mut ask, address, at) = asked_for(entry, &mut keys);
            // One address is decided on at a time: whether the earlier person came in says what the later one is.
            while going.len() >= AT_ONCE || known.is_under_way(address.as_ref()) {
                let Some(done) = going.next().await else { break };
                self.settle(done, &mut known, &mut report)?;
            }
            if known.begin(address.as_ref()) {
                ask = Err("email: a person before this one has the same address".to_owned());
            }
            let (ctx, dry_run) = (&ctx, self.dry_run);
            going.push_back(async move {
                let ended = match ask {
                    Ok(ask) => bring(ctx, number, ask, dry_run).await,
                    Err(why) => Ok(Ended::Not(why)),
                };
                Done { at, address, ended }
            });
            report.show(source.share());
        }
        while let Some(done) = going.next().await {
            self.settle(done, &mut known, &mut report)?;
        }
        for (place, why) in std::mem::take(&mut keys.refused) {
            report.left_out(&place, &why)?;
        }
        for place in keys.unclaimed() {
            report.left_out(&place, "the key of somebody who stands in no file of persons")?;
        }
        Ok(if report.end() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Where a person stands in the file, and what of them is left out.
struct At {
    place: String,
    left_out: Vec<String>,
}

/// What became of one person of the file.
struct Done {
    at: At,
    address: Option<String>,
    ended: Result<Ended, AppError>,
}

/// Addresses of these very files: one that comes again is another person's, or other data of the same one.
#[derive(Default)]
struct Addresses {
    under_way: HashSet<String>,
    /// Of persons who are in, since now or before.
    of_persons: HashSet<String>,
}

impl Addresses {
    fn is_under_way(&self, address: Option<&String>) -> bool {
        address.is_some_and(|address| self.under_way.contains(address))
    }

    /// Begins with a person; true: their address is another one's.
    fn begin(&mut self, address: Option<&String>) -> bool {
        let Some(address) = address else { return false };
        self.under_way.insert(address.clone());
        self.of_persons.contains(address)
    }

    fn end(&mut self, address: Option<String>, is_in: bool) {
        let Some(address) = address else { return };
        self.under_way.remove(&address);
        if is_in {
            self.of_persons.insert(address);
        }
    }
}

impl PersonImport {
    /// Writes down what became of one person.
    fn settle(&self, done: Done, known: &mut Addresses, report: &mut Report) -> anyhow::Result<()> {
        let Done { at: At { place, left_out }, address, ended } = done;
        let ended = ended
            .with_context(|| format!("stopped at {place}; give the same file again to go on"))?;
        known.end(address, matches!(ended, Ended::In(_) | Ended::There));
        match ended {
            Ended::In(person) => {
                report.brought();
                if let Some(person) = person.filter(|_| self.json) {
                    print(serde_json::json!({"id": person.id, "email": person.email}));
                }
                for what in left_out {
                    report.left_out(&place, &what)?;
                }
            }
            Ended::There => report.there(),
            Ended::Not(why) => report.refused(&place, &why)?,
        }
        Ok(())
    }
}

/// What is asked for at a place of the file, with the key that waits for this person, and their address as it is compared.
fn asked_for(
    entry: Entry,
    keys: &mut TokenKeys,
) -> (Result<NewPersonAsk, String>, Option<String>, At) {
    let Entry { place, row, left_out } = entry;
    let mut address = None;
    let ask = row.and_then(|mut row| {
        keys.give(&mut row);
        address = EmailAddress::read(&row.email).ok().map(|address| address.key());
        row.ask()
    });
    (ask, address, At { place, left_out })
}

async fn bring(
    ctx: &Ctx,
    number: u64,
    ask: NewPersonAsk,
    dry_run: bool,
) -> Result<Ended, AppError> {
    let asked = Asked {
        now: ctx.clock.now(),
        by: Actor::Operator,
        request: format!("import-{number}"),
        client: Client::default(),
        once: None,
    };
    let outcome = loop {
        let tried = if dry_run {
            people::check(ctx, &asked, &ask).await.map(|checked| checked.map(|()| None))
        } else {
            let created = people::create(ctx, &asked, ask.clone()).await;
            created.map(|created| created.map(|person| Some(Box::new(person))))
        };
        match tried {
            // Its turn did not come in time, since others of this file were before it.
            Err(AppError::HashPoolFull) => {}
            tried => break tried?,
        }
    };
    Ok(match outcome {
        Ok(person) => Ended::In(person),
        Err(Refused::EmailTaken) => Ended::There,
        Err(Refused::Invalid { field, problem }) => Ended::Not(format!("{field}: {problem}")),
        Err(Refused::WeakPassword { field, reason, least }) => {
            Ended::Not(format!("{field}: {}", weak_password(&reason, least)))
        }
        Err(refused) => Ended::Not(of_refusal(&refused, asked.now).sentence().to_owned()),
    })
}
