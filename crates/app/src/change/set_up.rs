//! What is set up in a granted change: an app with a key of ours, or a number that is confirmed.

use countersign_core::Timestamp;
use countersign_core::challenge::{Payload, PurposeKind};
use countersign_core::ids::{ChangeId, ContactId};
use countersign_core::people::{AuthenticatorKind, Method, Person, TotpSecret};
use countersign_core::policy::find_offer;
use countersign_core::ports::Bearer;
use countersign_store::{StoreError, StoredChallenge, StoredChange, StoredVisit, Tx};

use super::grant::blank;
use super::{granted, put_on_page};
use crate::challenge::{OfferView, SendAsk, SendIds, SentView, Shown, issued, send_in};
use crate::duty::takes_phones;
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Most apps of one person (CS-TOTP-10).
const MOST_APPS: usize = 5;

/// Goes on with an app: its key is made once a change, and another press or a reload shows the same one (CS-ENR-03).
pub async fn choose_app(
    ctx: &Ctx,
    asked: &Asked,
    cookie: &Bearer,
    id: &ChangeId,
    keep_old: bool,
) -> Outcome<()> {
    let secret = ctx.random(TotpSecret::generate);
    let nobody = ctx.random(countersign_core::ids::VisitId::generate);
    let blank = blank(ctx, asked, &nobody);
    let (hash, id, event, frame) = (cookie.hash(), id.clone(), ctx.event_id(), asked.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let (visit, change) = match setting_up(tx, &frame, &hash, &id).await? {
            Ok(found) => found,
            Err(refused) => return Ok(Err(refused)),
        };
        let Some(stored) = tx.person_read(&change.person).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let apps = stored.person.authenticators.iter();
        if apps.filter(|known| known.kind == AuthenticatorKind::Totp).count() >= MOST_APPS {
            return Ok(Err(Refused::invalid("way", "There are five apps already.")));
        }
        if !tx.change_way_set(&change, Method::Totp, None, keep_old, frame.now).await? {
            return Ok(Err(Refused::ChallengeClosed));
        }
        tx.change_key_set(&change.id, &secret).await?;
        let challenge = StoredChallenge {
            method: Some(Method::Totp),
            // The key waits as long as the change; so does its first code.
            expires_at: change.expires_at,
            ..of_change(&blank, &change, &visit)
        };
        put_on_page(tx, &visit, &challenge).await?;
        tx.audit_insert(&issued(event.clone(), &frame, &challenge)).await?;
        Ok(Ok(()))
    })
    .await
}

/// Goes on with a number that the person has confirmed, and sends it its first code.
pub async fn choose_number(
    ctx: &Ctx,
    asked: &Asked,
    cookie: &Bearer,
    id: &ChangeId,
    (method, contact): (Method, ContactId),
    keep_old: bool,
) -> Outcome<SentView> {
    let nobody = ctx.random(countersign_core::ids::VisitId::generate);
    let blank = blank(ctx, asked, &nobody);
    let (shown, ids) = (Shown::of(ctx), SendIds::draw(ctx));
    let (hash, id, event, frame) = (cookie.hash(), id.clone(), ctx.event_id(), asked.clone());
    let sent = run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let (visit, change) = match setting_up(tx, &frame, &hash, &id).await? {
            Ok(found) => found,
            Err(refused) => return Ok(Err(refused)),
        };
        let Some(stored) = tx.person_read(&change.person).await? else {
            return Ok(Err(Refused::NotFound));
        };
        if let Err(refused) = takes_phones(tx, &change, keep_old, now).await? {
            return Ok(Err(refused));
        }
        let offers = shown.offers(&stored.person, PurposeKind::SetUp, false, now);
        if let Err(not) = find_offer(&offers, method, Some(&contact)) {
            return Ok(Err(not.into()));
        }
        if !tx.change_way_set(&change, method, Some(&contact), keep_old, now).await? {
            return Ok(Err(Refused::ChallengeClosed));
        }
        let challenge = StoredChallenge {
            method: Some(method),
            contact: Some(contact.clone()),
            ..of_change(&blank, &change, &visit)
        };
        put_on_page(tx, &visit, &challenge).await?;
        tx.audit_insert(&issued(event.clone(), &frame, &challenge)).await?;
        let contact = Some(contact.clone());
        let ask = SendAsk { challenge: challenge.id.clone(), method, contact };
        send_in(tx, &frame, &ask, &ids).await
    })
    .await;
    ctx.store.notify_jobs();
    sent
}

fn of_change(
    blank: &StoredChallenge,
    change: &StoredChange,
    visit: &StoredVisit,
) -> StoredChallenge {
    StoredChallenge {
        person: change.person.clone(),
        payload: Payload::SetUp { session: change.session.clone(), change: change.id.clone() },
        session: Some(change.session.clone()),
        visit: Some(visit.id.clone()),
        ..blank.clone()
    }
}

async fn setting_up(
    tx: &mut Tx,
    asked: &Asked,
    cookie_hash: &str,
    id: &ChangeId,
) -> Result<Result<(StoredVisit, StoredChange), Refused>, StoreError> {
    let visit = tx.visit_by_cookie(cookie_hash).await?;
    let Some(visit) = visit.filter(|visit| visit.change.as_ref() == Some(id)) else {
        return Ok(Err(Refused::NotFound));
    };
    let Some(session) = visit.session.clone() else { return Ok(Err(Refused::NotFound)) };
    Ok(granted(tx, id, &session, asked.now).await?.and_then(|change| {
        if change.kind.sets_up() { Ok((visit, change)) } else { Err(Refused::ChallengeClosed) }
    }))
}

/// The numbers of a person, and which of them can be turned on.
pub fn numbers(ctx: &Ctx, person: &Person, now: Timestamp) -> Vec<OfferView> {
    Shown::of(ctx).views(person, PurposeKind::SetUp, false, now)
}
