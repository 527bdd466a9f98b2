//! Getting back in without support: a link to the mailbox, and a code by text message to a number, both confirmed long ago.
//!
//! The link comes first, so that nobody makes a telephone ring who does not read the mailbox (CS-SMS-01). What follows is what
//! every recovery ends with; there is no wait, since two contacts were shown and every contact is told.

use countersign_core::Timestamp;
use countersign_core::challenge::{Grant, Payload, PurposeKind, Recovery};
use countersign_core::ids::{EventId, LinkId, PersonId, VisitId};
use countersign_core::people::Method;
use countersign_core::ports::Bearer;
use countersign_core::support::{REST, has_settled_mailbox};
use countersign_store::{Job, Meter, ReadTx, StoreError, StoredVisit, Tx};
use serde::{Deserialize, Serialize};

use super::give_back::GiveBack;
use super::sign_in::Cancels;
use super::wish::{Wish, take};
use crate::challenge::{Answer, Effect, NewChallenge, Shown, Typed, answer, issued, new_challenge};
use crate::jobs::Did;
use crate::mailed::{Link, LinkIds, LinkKind, Presented, SecurityNotice, link_issue, link_read};
use crate::ration::may;
use crate::request::run;
use crate::step_up::BegunHere;
use crate::visit::stand;
use crate::{AppError, Asked, Ctx, Outcome, Refused};

/// The kind of job that finds out whether a link is to be mailed.
pub(crate) const CONTACTS_ASKED: &str = "contacts-asked";
/// Links a day: whoever needs more asks support.
const PER_DAY: (u32, std::time::Duration) = (3, std::time::Duration::from_hours(24));

/// Takes a wish for the link; every name gets one answer.
pub async fn ask_by_contacts(
    ctx: &Ctx,
    asked: &Asked,
    name: &str,
    address: Option<&str>,
) -> Outcome<()> {
    take(ctx, asked, Wish::Contacts, name, address).await
}

/// Mails the link, if the person is there and has both contacts.
pub(crate) async fn mail_link(ctx: &Ctx, job: &Job) -> Result<Did, AppError> {
    let Ok(person) = PersonId::parse(&job.subject) else {
        return Ok(Did::Failed("no person".to_owned()));
    };
    let (ids, shown, now) = (LinkIds::draw(ctx), Shown::of(ctx), ctx.clock.now());
    ctx.store
        .write(async move |tx: &mut Tx| {
            let Some(version) = may_recover(tx, &shown, &person, now).await? else {
                return Ok(());
            };
            if !may(tx, &person, "contacts-day", PER_DAY, now).await? {
                return Ok(());
            }
            let link = Link { kind: LinkKind::Recover, person: person.clone(), binding: version };
            link_issue(tx, &ids, link, now).await
        })
        .await?;
    Ok(Did::Done)
}

/// Whether a link works. Uses nothing up.
pub async fn contacts_link_works(
    ctx: &Ctx,
    link: &Presented,
    now: Timestamp,
) -> Result<bool, AppError> {
    let (link, shown) = (link.clone(), Shown::of(ctx));
    let read = async move |tx: &mut ReadTx| opened(tx, &shown, &link, now).await;
    Ok(ctx.store.read(read).await?.is_some())
}

/// Begins the second half in this browser. Nothing is sent by it: the person chooses the number.
pub async fn begin_by_contacts(ctx: &Ctx, asked: &Asked, link: Presented) -> Outcome<BegunHere> {
    let (visit, cookie) = (ctx.random(VisitId::generate), ctx.random(Bearer::long));
    let (now, lasts, shown) = (asked.now, ctx.policy.code_lifetime, Shown::of(ctx));
    // Person and link are put in from what the link says; a challenge of nobody never reaches the store.
    let nobody = ctx.random(PersonId::generate);
    let blank = new_challenge(
        ctx,
        NewChallenge {
            person: nobody,
            payload: Payload::Recovery { link: ctx.random(LinkId::generate) },
            session: None,
            visit: Some(visit.clone()),
            tries: ctx.policy.code_tries,
            expires_at: now.plus(lasts),
            now,
        },
    );
    let (frame, event) = (asked.clone(), ctx.event_id());
    let begun = BegunHere {
        visit: visit.to_string(),
        cookie: cookie.reveal().to_owned(),
        lasts_ms: now.plus(lasts).plus(lasts).ms() - now.ms(),
    };
    run(ctx, asked, async move |tx: &mut Tx| {
        let Some((link, person)) = opened(tx, &shown, &link, now).await? else {
            return Ok(Err(Refused::LinkUsed));
        };
        let challenge = countersign_store::StoredChallenge {
            person: person.clone(),
            payload: Payload::Recovery { link },
            ..blank.clone()
        };
        let stored = StoredVisit {
            id: visit.clone(),
            person,
            session: None,
            order: None,
            sign_in: None,
            change: None,
            challenge: Some(challenge.id.clone()),
            current: Some(challenge.id.clone()),
            return_to: None,
            created_at: now,
            expires_at: now.plus(lasts).plus(lasts),
        };
        tx.challenge_insert(&challenge).await?;
        tx.visit_insert_opened(&stored, &cookie.hash()).await?;
        tx.audit_insert(&issued(event.clone(), &frame, &challenge)).await?;
        Ok(Ok(begun.clone()))
    })
    .await
}

/// Answers with the code of the text message: the access is given back.
pub async fn answer_by_contacts(
    ctx: &Ctx,
    asked: &Asked,
    cookie: &Bearer,
    method: Method,
    code: Typed,
) -> Outcome<Recovered> {
    let at = match stand(ctx, cookie).await? {
        Ok(at) => at,
        Err(refused) => return Ok(Err(refused)),
    };
    let given = Answer { challenge: at.current, method, code, from: None };
    let effect = Recovers {
        asked: asked.clone(),
        gives: GiveBack::draw(ctx),
        cancels: Cancels::draw(ctx),
        event: ctx.event_id(),
    };
    answer::<Recovery, _>(ctx, asked, given, effect).await
}

/// It is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovered {}

struct Recovers {
    asked: Asked,
    gives: GiveBack,
    cancels: Cancels,
    event: EventId,
}

impl Effect<Recovery> for Recovers {
    type Gives = Recovered;

    async fn run(
        &self,
        tx: &mut Tx,
        grant: Grant<Recovery>,
        meter: &Meter,
    ) -> Result<Recovered, StoreError> {
        let (person, now) = (&meter.person, self.asked.now);
        if !tx.link_burn(&grant.into_payload(), now).await? {
            return Err(StoreError::Conflict);
        }
        // An assisted recovery that waits has become needless.
        self.cancels.by(tx, &self.asked, person).await?;
        let told = SecurityNotice::RecoveredByContacts { until: now.plus(REST).ms() };
        self.gives.run(tx, &self.asked, person, told).await?;
        let record = self.asked.record(self.event.clone(), "recovery.by-contacts");
        tx.audit_insert(&record.about(person, person.as_str(), None).by_method(Some(Method::Sms)))
            .await?;
        Ok(Recovered {})
    }
}

/// What an open link leads to: it fits, the password is still the one it was mailed beside, and both contacts are there.
async fn opened(
    tx: &mut ReadTx,
    shown: &Shown,
    presented: &Presented,
    now: Timestamp,
) -> Result<Option<(LinkId, PersonId)>, StoreError> {
    let Some(link) = link_read(tx, presented, now).await? else { return Ok(None) };
    let version = may_recover(tx, shown, &link.person, now).await?;
    Ok((version.as_ref() == Some(&link.binding)).then_some((link.id, link.person)))
}

/// Whether somebody can get back in by two contacts now; the version of their password, which the link is bound to.
async fn may_recover(
    tx: &mut ReadTx,
    shown: &Shown,
    person: &PersonId,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let Some(password) = tx.password_read(person).await? else { return Ok(None) };
    let Some(stored) = tx.person_read(person).await? else { return Ok(None) };
    // Staff get back in through another operator.
    if stored.person.staff.is_some() || !has_settled_mailbox(&stored.person, now) {
        return Ok(None);
    }
    let shown = shown.to(tx, &stored.person).await?;
    let offers = shown.offers(&stored.person, PurposeKind::Recovery, false, now);
    let reached = offers.iter().any(countersign_core::policy::Offer::is_available);
    Ok(reached.then(|| password.version.to_string()))
}
