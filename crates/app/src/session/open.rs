//! Registers a session of the portal's, so that a window can belong to it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::ids::{AccountId, PersonId, SessionId};
use countersign_core::session::Session;
use countersign_store::{NewSession, Tx};

use crate::duty::owed_by;
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// The longest a session lasts, and what it lasts if the portal names no end.
const LONGEST: Duration = Duration::from_hours(12);
/// Longest reference or device, in bytes.
const LONGEST_NAME: usize = 255;

/// A session as the portal wrote it.
#[derive(Clone, Debug)]
pub struct NewSessionAsk {
    /// Whose.
    pub person: PersonId,
    /// The portal's name for it; not its cookie.
    pub reference: String,
    /// The portal's name for the browser.
    pub device: Option<String>,
    /// Address and browser, as one JSON text.
    pub client: Option<String>,
    /// When the portal ends it.
    pub expires_at: Option<Timestamp>,
    /// The account it is for: it sees and does nothing in another one, and ends when the person leaves that one.
    pub account: Option<AccountId>,
}

/// A session as the API shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SessionView {
    /// Its id.
    pub id: String,
    /// Whose.
    pub person: String,
    /// The portal's name for it.
    pub reference: String,
    /// Milliseconds.
    pub expires_at: i64,
    /// The account it is for.
    #[serde(default)]
    pub account: Option<String>,
    /// Its person owes a second factor: nothing can be done in it before that is set up.
    #[serde(default)]
    pub owed: Option<OwedView>,
}

/// What is owed, as the API shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OwedView {
    /// The account that requires it.
    pub account: String,
    /// What meets it.
    pub ways: String,
    /// Where the person sets it up: our sign-in page.
    pub set_up_url: String,
}

/// Registers a session. The same reference again is the same session while it lives, and is refused where wrong codes ended
/// it: the portal ends its own session then and signs the person in anew.
pub async fn open(ctx: &Ctx, asked: &Asked, ask: NewSessionAsk) -> Outcome<SessionView> {
    if let Err(refused) = check(&ask, asked.now) {
        return Ok(Err(refused));
    }
    let latest = asked.now.plus(LONGEST);
    let session = Session {
        id: ctx.random(SessionId::generate),
        person: ask.person.clone(),
        reference: ask.reference,
        device: ask.device,
        expires_at: ask.expires_at.map_or(latest, |end| end.min(latest)),
        ended_at: None,
    };
    let record = asked.record(ctx.event_id(), "session.registered").about(
        &ask.person,
        session.id.as_str(),
        Some(&session.id),
    );
    let new = NewSession { session, client: ask.client, created_at: asked.now };
    let account = ask.account;
    let set_up_url = format!("{}/sign-in", ctx.portal.origin);
    run(ctx, asked, async move |tx: &mut Tx| {
        let person = tx.person_read(&new.session.person).await?;
        // Staff are no customers of a portal: they have no session there.
        let Some(person) = person.filter(|stored| stored.person.staff.is_none()) else {
            return Ok(Err(Refused::NotFound));
        };
        let session = &new.session;
        if tx.session_spent(&session.person, &session.reference, new.created_at).await? {
            return Ok(Err(Refused::SessionEnded));
        }
        if let Some(account) = &account
            && !tx.membership_hold(account, &session.person, new.created_at).await?
        {
            return Ok(Err(Refused::invalid("account", "The person belongs to no such account.")));
        }
        let open = tx.session_open(&new).await?;
        if let Some(account) = &account
            && !tx.session_account_set(&open.id, account).await?
        {
            let problem = "This reference names a session for another account.";
            return Ok(Err(Refused::invalid("account", problem)));
        }
        if open.id == new.session.id {
            tx.audit_insert(&record).await?;
        }
        let owed = owed_by(tx, &person.person, new.created_at).await?;
        // A session that began before the duty goes on (CS-F2-05).
        if owed.is_some() && open.id == new.session.id {
            tx.enrolment_begin(&open.id, "").await?;
        } else if owed.is_none() {
            tx.enrolment_forget(&open.id).await?;
        }
        Ok(Ok(SessionView {
            id: open.id.to_string(),
            person: open.person.to_string(),
            reference: open.reference,
            expires_at: open.expires_at.ms(),
            account: tx.session_account(&open.id).await?.map(|id| id.to_string()),
            owed: owed.map(|owed| OwedView {
                account: owed.account.to_string(),
                ways: owed.ways.as_str().to_owned(),
                set_up_url: set_up_url.clone(),
            }),
        }))
    })
    .await
}

fn check(ask: &NewSessionAsk, now: Timestamp) -> Result<(), Refused> {
    for (field, value) in [("reference", Some(&ask.reference)), ("device", ask.device.as_ref())] {
        let Some(value) = value else { continue };
        if value.is_empty() || value.len() > LONGEST_NAME || value.chars().any(char::is_control) {
            let problem = "This is 1 to 255 bytes of text without control characters.";
            return Err(Refused::invalid(field, problem));
        }
    }
    match ask.expires_at {
        Some(end) if end <= now => {
            Err(Refused::invalid("expires_at", "This time has passed; a session ends later."))
        }
        _ => Ok(()),
    }
}
