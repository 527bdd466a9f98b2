//! What was done for an account: all of it for its owners, their own for everybody else.

use std::collections::HashMap;

use countersign_core::Timestamp;
use countersign_core::access::{Act, Standing, may};
use countersign_core::ids::{AccountId, PersonId};
use countersign_core::session::Client;
use countersign_store::{AccountRecords, After, ReadTx, StoreError};

use super::activity::{ActivityEntry, By as SeenBy, Place, entry_of};
use crate::accounts::{By, proven};
use crate::{Ctx, Outcome, Refused};

/// Who did something, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doer {
    /// Whoever looks.
    Me,
    /// Somebody of the account, or who was of it.
    Person(String),
    /// Support, or whoever else works for the operator; never by name.
    Support,
    /// Somebody who was erased.
    Erased,
    /// The portal in its own name.
    Portal,
    /// The operator, or Countersign itself.
    Operator,
    /// Somebody who was not signed in.
    Stranger,
}

/// One record of an account.
#[derive(Clone, Debug)]
pub struct AccountEntry {
    /// The record, as its person sees it.
    pub entry: ActivityEntry,
    /// Who did it.
    pub doer: Doer,
    /// Who did it, by id, where it was a person.
    pub actor: Option<String>,
    /// Whom it was done to, by name, where that is somebody else.
    pub about: Option<String>,
    /// Whom it concerns, by id.
    pub person: Option<String>,
}

/// Which records are wanted.
#[derive(Clone, Debug)]
pub struct AccountWanted {
    /// Of these kinds; empty: of all.
    pub kinds: Vec<String>,
    /// Of this person.
    pub of: Option<PersonId>,
    /// Not older than this.
    pub since: Option<Timestamp>,
    /// Older than this.
    pub until: Option<Timestamp>,
    /// Behind this place, where a page before ended.
    pub after: Option<Place>,
    /// At most so many.
    pub most: u32,
}

/// The records of an account, newest first. An owner sees everybody's, everybody else what they did themselves (CS-AUD-04); of
/// resources that are for sessions with a second factor only such a session sees any (CS-F2-06).
pub async fn account_activity(
    ctx: &Ctx,
    account: &AccountId,
    by: By,
    wanted: AccountWanted,
    now: Timestamp,
) -> Outcome<Vec<AccountEntry>> {
    let account = account.clone();
    let end = wanted.until.map(|until| Place { at: until, id: String::new() });
    let after = wanted.after.or(end);
    let after = after.map_or_else(After::newest, |place| After { at: place.at, id: place.id });
    let kinds = if wanted.kinds.is_empty() {
        String::new()
    } else {
        format!("|{}|", wanted.kinds.join("|"))
    };
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        if tx.account_read(&account).await?.is_none() {
            return Ok(Err(Refused::NotFound));
        }
        let (me, only_by, is_proven) = match &by {
            By::Portal => (None, None, true),
            By::Member(acting) => {
                let role = tx.acting_role(&account, &acting.person, &acting.session, now).await?;
                let Some(role) = role else { return Ok(Err(Refused::NotFound)) };
                let all = may(Standing::In(role), Act::ReadActivity);
                let is_proven = proven(tx, &account, acting, now).await?;
                let me = acting.person.clone();
                (Some(me.clone()), (!all).then_some(me), is_proven)
            }
        };
        let records = AccountRecords {
            account: account.clone(),
            of: wanted.of.clone(),
            only_by,
            kinds: kinds.clone(),
            is_proven,
            after: after.clone(),
            since: wanted.since.unwrap_or(Timestamp::from_ms(0)),
            most: i64::from(wanted.most),
        };
        let mut names = Names { known: HashMap::new() };
        let mut entries = Vec::new();
        for row in tx.audit_of_account(&records).await? {
            let (actor, person) = (row.entry.actor.clone(), row.entry.person.clone());
            let mut entry = entry_of(me.as_ref().map_or("", PersonId::as_str), row);
            let who = who(&entry, &actor, person.as_deref());
            let doer = doer(tx, &mut names, &entry, who, me.as_ref()).await?;
            if doer == Doer::Support {
                // From where an agent works is nothing to tell a customer.
                entry.client = Client::default();
            }
            let about = match person.as_deref().filter(|person| Some(*person) != who) {
                Some(person) => {
                    names.of(tx, person).await?.and_then(|(name, staff)| (!staff).then_some(name))
                }
                None => None,
            };
            let actor = who.map(str::to_owned);
            entries.push(AccountEntry { entry, doer, actor, about, person });
        }
        Ok(Ok(entries))
    });
    Ok(read.await?)
}

/// The person who did it. What a portal relays is done by the person it concerns, in a session of theirs.
fn who<'e>(entry: &ActivityEntry, actor: &'e str, person: Option<&'e str>) -> Option<&'e str> {
    match entry.by {
        SeenBy::Portal => person.filter(|_| entry.in_session),
        _ => actor.starts_with(PersonId::PREFIX).then_some(actor),
    }
}

async fn doer(
    tx: &mut ReadTx,
    names: &mut Names,
    entry: &ActivityEntry,
    who: Option<&str>,
    me: Option<&PersonId>,
) -> Result<Doer, StoreError> {
    let Some(who) = who else {
        return Ok(match entry.by {
            SeenBy::Portal => Doer::Portal,
            SeenBy::Operator => Doer::Operator,
            SeenBy::Support => Doer::Support,
            SeenBy::Me | SeenBy::Stranger => Doer::Stranger,
        });
    };
    if me.is_some_and(|me| me.as_str() == who) {
        return Ok(Doer::Me);
    }
    Ok(match names.of(tx, who).await? {
        Some((_, true)) => Doer::Support,
        Some((name, false)) => Doer::Person(name),
        None => Doer::Erased,
    })
}

/// Names of persons, each read once.
struct Names {
    known: HashMap<String, Option<(String, bool)>>,
}

impl Names {
    /// The name, and whether they work for the operator; `None`: disabled or erased.
    async fn of(
        &mut self,
        tx: &mut ReadTx,
        id: &str,
    ) -> Result<Option<(String, bool)>, StoreError> {
        if let Some(known) = self.known.get(id) {
            return Ok(known.clone());
        }
        let found = match PersonId::parse(id) {
            Ok(person) => tx.person_named(&person).await?,
            Err(_) => None,
        };
        self.known.insert(id.to_owned(), found.clone());
        Ok(found)
    }
}
