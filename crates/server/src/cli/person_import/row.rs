//! One person of a file, whatever the file: what was read, and what it becomes.

use countersign_app::ForeignHash;
use countersign_app::people::{NewPersonAsk, NewPhone};
use countersign_core::Timestamp;
use countersign_core::people::TotpSecret;
use secrecy::zeroize::Zeroizing;
use serde::Deserialize;

/// A person as a file names it. The line of JSON Lines is this very shape.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub email: String,
    #[serde(default)]
    pub email_confirmed: bool,
    pub name: String,
    pub language: Option<String>,
    pub country: Option<String>,
    pub password: Option<Zeroizing<String>>,
    pub password_hash: Option<Zeroizing<String>>,
    #[serde(default)]
    pub phones: Vec<Phone>,
    pub totp: Option<Zeroizing<String>>,
    /// What the person signed in with before; only to find their key in another file.
    pub sign_in_name: Option<String>,
}

/// A phone number as a file names it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phone {
    pub number: String,
    pub confirmed_at: Option<String>,
}

/// What a file holds at one place.
pub(super) struct Entry {
    /// Where it stands, as the report names it: "line 7".
    pub place: String,
    /// The person, or why there is none.
    pub row: Result<Row, String>,
    /// What was there and is not brought in, each in a sentence.
    pub left_out: Vec<String>,
}

impl Entry {
    /// A place of a file that is no person.
    pub(super) fn refused(place: String, why: impl Into<String>) -> Self {
        Self { place, row: Err(why.into()), left_out: Vec::new() }
    }
}

/// A file that gives one person after the other.
pub(super) trait Source: Send {
    /// The next one; `None` at the end.
    fn next(&mut self) -> anyhow::Result<Option<Entry>>;
    /// How much of the whole is read, of how much, in units of its own; `None`: nobody knows the whole.
    fn share(&self) -> Option<(u64, u64)>;
}

impl Row {
    /// The person to be made. What is wrong is told without its value, which may be a secret.
    pub(super) fn ask(self) -> Result<NewPersonAsk, String> {
        let totp = match self.totp {
            Some(key) => Some(
                TotpSecret::read(&key).ok_or("totp: a key is base32 and has 128 to 512 bits")?,
            ),
            None => None,
        };
        let password_hash = match self.password_hash {
            Some(phc) => {
                Some(ForeignHash::read(&phc).map_err(|why| format!("password_hash: {why}"))?)
            }
            None => None,
        };
        let mut phones = Vec::with_capacity(self.phones.len());
        for phone in self.phones {
            let confirmed_at = match &phone.confirmed_at {
                Some(time) => Some(
                    moment(time)
                        .ok_or("phones: confirmed_at is a time like 2026-01-31T09:00:00Z")?,
                ),
                None => None,
            };
            phones.push(NewPhone { number: phone.number, confirmed_at });
        }
        Ok(NewPersonAsk {
            email: self.email,
            email_confirmed: self.email_confirmed,
            name: self.name,
            password: self.password,
            password_hash,
            language: self.language,
            country: self.country,
            phones,
            totp,
            staff: None,
        })
    }
}

fn moment(text: &str) -> Option<Timestamp> {
    let parsed: jiff::Timestamp = text.parse().ok()?;
    Some(Timestamp::from_ms(parsed.as_millisecond()))
}
