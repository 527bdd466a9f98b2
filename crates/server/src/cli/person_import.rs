//! `countersign person import`: brings persons in from the system before this one, with the apps they use already.

mod lines;

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use countersign_app::people::{self, NewPersonAsk, NewPhone, PersonView};
use countersign_app::{Actor, Asked, Ctx, Refused};
use countersign_core::Timestamp;
use countersign_core::people::{EmailAddress, TotpSecret};
use countersign_core::session::Client;
use secrecy::zeroize::Zeroizing;
use serde::Deserialize;

use self::lines::Lines;
use super::{load, print, use_cases};
use crate::http::trouble::{of_refusal, weak_password};
use crate::world::World;

#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct PersonImport {
    /// One JSON object a line; "-" reads standard input.
    file: PathBuf,
    /// Print one JSON object for each person.
    #[arg(long)]
    json: bool,
}

const HELP: &str = r#"Example:
  countersign person import persons.jsonl

A line, of which "email" and "name" are needed:
  {"email":"mara@example.com","email_confirmed":true,"name":"Mara Meier","language":"de","country":"DE",
   "password":"…","phones":[{"number":"+49 1512 3456789","confirmed_at":"2026-01-31T09:00:00Z"}],
   "totp":"base32 key of the app in use, 128 bits or more"}

Nothing is sent to anybody. A line that is refused is named with its number and the reason, and the others go in; whoever is
there already is left alone, so the same file can be given again. Hashes of passwords are not taken: leave "password" out,
and the person sets one by "Forgotten password". The file holds secrets: remove it afterwards."#;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    email: String,
    #[serde(default)]
    email_confirmed: bool,
    name: String,
    language: Option<String>,
    country: Option<String>,
    password: Option<String>,
    #[serde(default)]
    phones: Vec<Phone>,
    totp: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phone {
    number: String,
    confirmed_at: Option<String>,
}

/// How a line ended.
enum Ended {
    In(Box<PersonView>),
    There,
    Not(String),
}

impl PersonImport {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        let config = load(path)?;
        let ctx = use_cases(&config, world).await?;
        let (mut brought, mut there, mut refused) = (0u64, 0u64, 0u64);
        let mut lines = self.lines()?;
        // Addresses of this very file: one that comes again is another person's, or other data of the same one.
        let mut before = HashSet::new();
        while let Some((number, line)) = lines.next().context("cannot read on")? {
            let ended = match line {
                Ok(line) if line.trim().is_empty() => continue,
                Ok(line) => bring(&ctx, number, &line, &before).await?,
                Err(why) => Ended::Not(why.to_owned()),
            };
            match ended {
                Ended::In(person) => {
                    brought += 1;
                    before.extend(key(&person.email));
                    if self.json {
                        print(serde_json::json!({"id": person.id, "email": person.email}));
                    }
                }
                Ended::There => there += 1,
                Ended::Not(why) => {
                    refused += 1;
                    eprintln!("line {number}: {why}");
                }
            }
        }
        eprintln!("{brought} brought in, {there} there already, {refused} refused");
        Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn lines(&self) -> anyhow::Result<Lines<Box<dyn BufRead + Send>>> {
        if self.file.as_os_str() == "-" {
            return Ok(Lines::new(Box::new(BufReader::new(std::io::stdin()))));
        }
        let file = std::fs::File::open(&self.file)
            .with_context(|| format!("cannot read {}", self.file.display()))?;
        Ok(Lines::new(Box::new(BufReader::new(file))))
    }
}

async fn bring(
    ctx: &Ctx,
    number: u64,
    line: &str,
    before: &HashSet<String>,
) -> anyhow::Result<Ended> {
    let ask = match ask(line) {
        Ok(ask) => ask,
        Err(why) => return Ok(Ended::Not(why)),
    };
    let asked = Asked {
        now: ctx.clock.now(),
        by: Actor::Operator,
        request: format!("import-{number}"),
        client: Client::default(),
        once: None,
    };
    let again = key(&ask.email).is_some_and(|address| before.contains(&address));
    Ok(match people::create(ctx, &asked, ask).await? {
        Ok(person) => Ended::In(Box::new(person)),
        Err(Refused::EmailTaken) if again => {
            Ended::Not("email: a line before this one has the same address".to_owned())
        }
        Err(Refused::EmailTaken) => Ended::There,
        Err(Refused::Invalid { field, problem }) => Ended::Not(format!("{field}: {problem}")),
        Err(Refused::WeakPassword { field, reason, least }) => {
            Ended::Not(format!("{field}: {}", weak_password(&reason, least)))
        }
        Err(refused) => Ended::Not(of_refusal(&refused, asked.now).sentence().to_owned()),
    })
}

/// What an address is told from others by.
fn key(email: &str) -> Option<String> {
    EmailAddress::read(email).ok().map(|address| address.key())
}

/// The line as a person. What is wrong with it is told without its values: they may be secrets.
fn ask(line: &str) -> Result<NewPersonAsk, String> {
    let read: Line = serde_json::from_str(line).map_err(|error| {
        let place = error.column();
        match error.classify() {
            serde_json::error::Category::Data => {
                format!("a field is missing, unknown or of another kind (column {place})")
            }
            _ => format!("this is no JSON object (column {place})"),
        }
    })?;
    let totp = match read.totp.map(Zeroizing::new) {
        Some(key) => {
            Some(TotpSecret::read(&key).ok_or("totp: a key is base32 and has 128 to 512 bits")?)
        }
        None => None,
    };
    let mut phones = Vec::with_capacity(read.phones.len());
    for phone in read.phones {
        let confirmed_at = match &phone.confirmed_at {
            Some(time) => Some(
                moment(time).ok_or("phones: confirmed_at is a time like 2026-01-31T09:00:00Z")?,
            ),
            None => None,
        };
        phones.push(NewPhone { number: phone.number, confirmed_at });
    }
    Ok(NewPersonAsk {
        email: read.email,
        email_confirmed: read.email_confirmed,
        name: read.name,
        password: read.password.map(Zeroizing::new),
        language: read.language,
        country: read.country,
        phones,
        totp,
        staff: None,
    })
}

fn moment(text: &str) -> Option<Timestamp> {
    let parsed: jiff::Timestamp = text.parse().ok()?;
    Some(Timestamp::from_ms(parsed.as_millisecond()))
}
