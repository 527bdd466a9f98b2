//! A person's own records, newest first.

use serde::Deserialize;

use countersign_core::Timestamp;
use countersign_core::audit::Personal;
use countersign_core::ids::PersonId;
use countersign_core::session::Client;
use countersign_store::{After, ReadTx};

use crate::{AppError, Ctx};

/// One record as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityEntry {
    /// Its id.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// What happened: a slug.
    pub kind: String,
    /// Whether it was refused.
    pub refused: bool,
    /// Who did it.
    pub by: By,
    /// What it was done to.
    pub subject: Option<String>,
    /// By which method.
    pub method: Option<String>,
    /// Why, or what for.
    pub reason: Option<String>,
    /// The order it is about.
    pub order: Option<String>,
    /// The name that was typed beside recovery codes.
    pub saved_by: Option<String>,
    /// Whether it was done in a session.
    pub in_session: bool,
    /// Which support agent did it, and under which ticket number.
    pub support: Option<(String, String)>,
    /// From where; of a record that came through the portal, the portal's own.
    pub client: Client,
}

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The person.
    Me,
    /// The portal, with its API key.
    Portal,
    /// The operator, or Countersign itself.
    Operator,
    /// A support agent.
    Support,
    /// Somebody who was not signed in.
    Stranger,
}

/// Where a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The time of the entry before.
    pub at: Timestamp,
    /// Its id.
    pub id: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Facts {
    address: Option<String>,
    browser: Option<String>,
    order: Option<String>,
    saved_by: Option<String>,
    agent: Option<String>,
    ticket: Option<String>,
}

/// Which records are wanted.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// Of these kinds.
    pub kinds: &'a [&'a str],
    /// Not older than this.
    pub since: Option<Timestamp>,
    /// Older than this.
    pub until: Option<Timestamp>,
    /// Behind this place, where a page before ended.
    pub after: Option<Place>,
    /// At most so many.
    pub most: u32,
}

/// The records that concern a person, newest first.
pub async fn activity(
    ctx: &Ctx,
    person: &PersonId,
    wanted: Wanted<'_>,
) -> Result<Vec<ActivityEntry>, AppError> {
    let kinds = format!("|{}|", wanted.kinds.join("|"));
    let since = wanted.since.unwrap_or(Timestamp::from_ms(0));
    // No id stands before the empty one: from there on everything is older than that moment.
    let end = wanted.until.map(|until| Place { at: until, id: String::new() });
    let after = wanted.after.or(end);
    let after = after.map_or_else(After::newest, |place| After { at: place.at, id: place.id });
    let (own, most) = (person.clone(), i64::from(wanted.most));
    let rows = ctx
        .store
        .read(async move |tx: &mut ReadTx| tx.audit_page(&own, &kinds, &after, since, most).await);
    Ok(rows.await?.into_iter().map(|row| entry_of(person.as_str(), row)).collect())
}

/// A record as this person sees it.
pub(super) fn entry_of(person: &str, row: countersign_store::AuditRow) -> ActivityEntry {
    let facts: Facts = match &row.personal {
        Personal::There { text, .. } => serde_json::from_str(text).unwrap_or_default(),
        Personal::Gone | Personal::Shut => Facts::default(),
    };
    let by = match row.entry.actor.as_str() {
        actor if actor == person => By::Me,
        actor if actor.starts_with("key_") => By::Portal,
        "operator" | "system" => By::Operator,
        _ if facts.agent.is_some() => By::Support,
        _ => By::Stranger,
    };
    let is_order = |subject: &String| subject.starts_with("ord_");
    ActivityEntry {
        order: facts.order.or_else(|| row.entry.subject.clone().filter(is_order)),
        in_session: row.entry.session.is_some(),
        saved_by: facts.saved_by.filter(|name| !name.is_empty()),
        // From where an agent works is nothing to tell a customer.
        client: match by {
            By::Support => Client::default(),
            _ => Client::new(
                facts.address.and_then(|address| address.parse().ok()),
                facts.browser.as_deref(),
            ),
        },
        support: facts.agent.zip(facts.ticket),
        id: row.entry.id,
        at: Timestamp::from_ms(row.entry.at),
        kind: row.entry.kind,
        refused: row.entry.outcome == "refused",
        by,
        subject: row.entry.subject,
        method: row.entry.method,
        reason: row.entry.reason,
    }
}
