//! The password of a change: charged before it is looked at, compared outside the one writer.

use countersign_core::ids::ChangeId;
use countersign_core::limits::Lane;
use countersign_core::ports::Bearer;
use countersign_store::{ReadTx, StoredChange, Tx};
use zeroize::Zeroizing;

use super::grant::Advance;
use crate::hash_pool::Verified;
use crate::password::{MOST_WRONG, charge_in};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Takes the password of a change; a right one leads on to the current method, or to the grant.
pub async fn give_password(
    ctx: &Ctx,
    asked: &Asked,
    cookie: &Bearer,
    id: &ChangeId,
    password: Zeroizing<String>,
) -> Outcome<()> {
    let (hash, wanted, now) = (cookie.hash(), id.clone(), asked.now);
    let charged = ctx.store.write(async move |tx: &mut Tx| {
        let Some(change) = of_cookie(tx, &hash, &wanted).await? else {
            return Ok(Err(Refused::NotFound));
        };
        if tx.change_password_charge(&change.id, &change.session, now).await?.is_none() {
            return Ok(Err(Refused::ChallengeClosed));
        }
        // To the session too: changes can be begun as often as one likes.
        let Some(tries) = charge_in(tx, &change.session, now).await? else {
            return Ok(Err(Refused::WrongPassword { session_ended: true }));
        };
        let stored = tx.password_read(&change.person).await?;
        Ok(Ok((change, stored, tries)))
    });
    let (change, stored, tries) = match charged.await? {
        Ok(charged) => charged,
        Err(refused) => return Ok(Err(refused)),
    };
    let phc = stored.as_ref().and_then(|stored| stored.phc.clone());
    // Somebody who is signed in here is no stranger.
    let lane = Lane::Device(change.session.to_string());
    let verified = ctx.hash_pool.verify(&lane, password, phc).await?;
    match verified {
        Verified::Wrong => missed(ctx, asked, change, tries).await,
        Verified::Right { .. } => given(ctx, asked, cookie, change).await,
    }
}

async fn missed(ctx: &Ctx, asked: &Asked, change: StoredChange, tries: i64) -> Outcome<()> {
    let now = asked.now;
    let record = asked
        .record(ctx.event_id(), "change.password")
        .about(&change.person, change.id.as_str(), Some(&change.session))
        .refused()
        .because("wrong-password");
    run(ctx, asked, async move |tx: &mut Tx| {
        let session_ended =
            tries >= MOST_WRONG && tx.session_end(&change.session, "wrong-codes", now).await?;
        tx.audit_insert(&record).await?;
        Ok(Err(Refused::WrongPassword { session_ended }))
    })
    .await
}

async fn given(ctx: &Ctx, asked: &Asked, cookie: &Bearer, change: StoredChange) -> Outcome<()> {
    let (now, hash) = (asked.now, cookie.hash());
    let record = asked.record(ctx.event_id(), "change.password").about(
        &change.person,
        change.id.as_str(),
        Some(&change.session),
    );
    let nobody = ctx.random(countersign_core::ids::VisitId::generate);
    let advance = Advance::draw(ctx, asked, &nobody);
    run(ctx, asked, async move |tx: &mut Tx| {
        let Some(visit) = tx.visit_by_cookie(&hash).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let stored = tx.person_read_in(&change.person, Some(&change.session)).await?;
        let Some(stored) = stored else { return Ok(Err(Refused::NotFound)) };
        if !tx.change_password_given(&change.id, &change.session, now).await? {
            return Ok(Err(Refused::ChallengeClosed));
        }
        tx.session_miss_take_back(&change.session).await?;
        tx.audit_insert(&record).await?;
        advance.on(tx, &change, &visit, &stored.person).await
    })
    .await
}

async fn of_cookie(
    tx: &mut ReadTx,
    cookie_hash: &str,
    id: &ChangeId,
) -> Result<Option<StoredChange>, countersign_store::StoreError> {
    match tx.visit_by_cookie(cookie_hash).await? {
        Some(visit) if visit.change.as_ref() == Some(id) => tx.change_read(id).await,
        _ => Ok(None),
    }
}
