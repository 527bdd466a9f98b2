//! "This was not me": ends every session, stops open orders and starts a new password.

use countersign_core::ids::{EventId, PersonId, SessionId};
use countersign_core::people::{Contact, ContactKind};
use countersign_store::{ReadTx, StoreError, Tx};
use serde::{Deserialize, Serialize};

use crate::drawn::Drawn;
use crate::mailed::{
    Link, LinkIds, LinkKind, Presented, SecurityNotice, SecurityNoticeIds, link_issue, link_read,
    link_use,
};
use crate::recovery::EndsContact;
use crate::request::run;
use crate::{AppError, Asked, Ctx, Outcome, Refused};

/// Why sessions end and orders stop.
const BECAUSE: &str = "not-me";
/// Length of a report's number: the end of its record's id.
const NUMBER: usize = 8;

/// Who says it.
#[derive(Clone, Debug)]
pub enum Says {
    /// Somebody with a link that was mailed to the person.
    Link(Presented),
    /// The person, signed in here.
    Person(PersonId, SessionId),
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secured {
    /// The number of the report, for support; the record's id ends with it.
    pub report: String,
    /// Whether a link for a new password is on its way.
    pub mailed: bool,
}

/// Whether the link still leads somewhere. Uses nothing up.
pub async fn not_me_works(ctx: &Ctx, link: &Presented, asked: &Asked) -> Result<bool, AppError> {
    let (link, now) = (link.clone(), asked.now);
    let read = async move |tx: &mut ReadTx| link_read(tx, &link, now).await;
    Ok(ctx.store.read(read).await?.is_some())
}

/// Secures the account. With a confirmed address the old password works no longer and a link for a new one is mailed there;
/// without one the password stays, because the person could not set another.
pub async fn secure(ctx: &Ctx, asked: &Asked, says: Says) -> Outcome<Secured> {
    let plan = Plan {
        asked: asked.clone(),
        says,
        drawn: Drawn::of(ctx),
        event: ctx.event_id(),
        link: LinkIds::draw(ctx),
        notice: SecurityNoticeIds::draw(ctx),
        ends: EndsContact::draw(ctx, asked),
    };
    let secured = run(ctx, asked, async move |tx: &mut Tx| plan.run(tx).await).await;
    ctx.store.notify_jobs();
    secured
}

struct Plan {
    asked: Asked,
    says: Says,
    drawn: Drawn,
    event: EventId,
    link: LinkIds,
    notice: SecurityNoticeIds,
    ends: EndsContact,
}

impl Plan {
    async fn run(&self, tx: &mut Tx) -> Result<Result<Secured, Refused>, StoreError> {
        let now = self.asked.now;
        let (person, about) = match &self.says {
            Says::Person(person, _) => (person.clone(), "signed-in".to_owned()),
            Says::Link(link) => match link_use(tx, link, now).await? {
                Some(link) => (link.person, link.binding),
                None => return Ok(Err(Refused::LinkUsed)),
            },
        };
        let ended = tx.person_secured(&person, None, BECAUSE, now).await?;
        self.ends.of(tx, &person).await?;
        self.stop_orders(tx, &person).await?;
        let mailed = self.new_password(tx, &person).await?;
        let count = u32::try_from(ended).unwrap_or(u32::MAX);
        let notice = SecurityNotice::SessionsEnded { count };
        self.notice.tell(tx, &person, notice, &self.asked.seen(), now).await?;
        let session = match &self.says {
            Says::Person(_, session) => Some(session),
            Says::Link(_) => None,
        };
        let record = self
            .asked
            .record(self.event.clone(), "not-me.reported")
            .about(&person, person.as_str(), session)
            .because(about);
        tx.audit_insert(&record).await?;
        let id = self.event.as_str();
        let report = id[id.len().saturating_sub(NUMBER)..].to_uppercase();
        Ok(Ok(Secured { report, mailed }))
    }

    async fn stop_orders(&self, tx: &mut Tx, person: &PersonId) -> Result<(), StoreError> {
        let mut source = self.drawn.source("orders");
        for stopped in tx.orders_stop(person, self.asked.now).await? {
            let record = self
                .asked
                .record(EventId::generate(&mut source), "order.cancelled")
                .about(person, stopped.id.as_str(), None)
                .of_order(&stopped.digest)
                .because(BECAUSE);
            tx.audit_insert(&record).await?;
        }
        Ok(())
    }

    async fn new_password(&self, tx: &mut Tx, person: &PersonId) -> Result<bool, StoreError> {
        let now = self.asked.now;
        let Some(stored) = tx.person_read(person).await? else { return Ok(false) };
        let confirmed =
            |one: &Contact| one.kind == ContactKind::Email && one.confirmed_at.is_some();
        if !stored.person.contacts.iter().any(confirmed) || !tx.password_void(person, now).await? {
            return Ok(false);
        }
        let Some(password) = tx.password_read(person).await? else { return Ok(false) };
        let link = Link {
            kind: LinkKind::Reset,
            person: person.clone(),
            binding: password.version.to_string(),
        };
        link_issue(tx, &self.link, link, now).await?;
        Ok(true)
    }
}
