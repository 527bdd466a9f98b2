//! Registers a session of the portal's, so that a window can belong to it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::ids::{AccountId, PersonId, SessionId};
use countersign_core::session::Session;
use countersign_store::{NewSession, Tx};

use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// The longest a session lasts (DESIGN.md section 6), and what it lasts if the portal names no end.
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
    run(ctx, asked, async move |tx: &mut Tx| {
        let person = tx.person_read(&new.session.person).await?;
        // Staff are no customers of a portal: they have no session there.
        if person.is_none_or(|stored| stored.person.staff.is_some()) {
            return Ok(Err(Refused::NotFound));
        }
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
        Ok(Ok(SessionView {
            id: open.id.to_string(),
            person: open.person.to_string(),
            reference: open.reference,
            expires_at: open.expires_at.ms(),
            account: tx.session_account(&open.id).await?.map(|id| id.to_string()),
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
