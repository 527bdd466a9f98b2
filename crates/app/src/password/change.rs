//! Changes a password from a session of its person, who gives the present one.

use countersign_core::Timestamp;
use countersign_core::ids::{ChangeId, PersonId, SessionId};
use countersign_core::limits::Lane;
use countersign_core::people::Person;
use countersign_core::policy::ChangeKind;
use countersign_store::{StoreError, Tx};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::reset::BECAUSE;
use super::tries::{MOST_WRONG, charge};
use crate::mailed::{LinkKind, SecurityNotice, SecurityNoticeIds};
use crate::people::password::{checked, matches};
use crate::recovery::EndsContact;
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// A change as it was typed.
pub struct NewPasswordAsk {
    /// Whose.
    pub person: Person,
    /// From which session, which goes on.
    pub session: SessionId,
    /// The change that was proved with a current method; asked of persons with a second factor.
    pub proof: Option<ChangeId>,
    /// The lane of its browser.
    pub lane: Lane,
    /// The present password.
    pub current: Zeroizing<String>,
    /// The new one.
    pub new: Zeroizing<String>,
}

/// What a change did.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Changed {
    /// Other sessions that ended.
    pub ended: u64,
}

/// Changes the password. It counts at once; everything else the person has open ends (CS-PW-06).
pub async fn change(ctx: &Ctx, asked: &Asked, ask: NewPasswordAsk) -> Outcome<Changed> {
    let NewPasswordAsk { person, session, proof, lane, current, new } = ask;
    if person.has_second_factor() && proof.is_none() {
        return Ok(Err(Refused::ChallengeClosed));
    }
    let Some(tries) = charge(ctx, &session, asked.now).await? else {
        return Ok(Err(Refused::SessionEnded));
    };
    let id = person.id.clone();
    let stored = ctx.store.read(async move |tx| tx.password_read(&id).await).await?;
    if !matches(ctx, &lane, stored.as_ref(), current).await? {
        return wrong(ctx, asked, &person.id, &session, tries).await;
    }
    let right = session.clone();
    ctx.store.write(async move |tx: &mut Tx| tx.session_miss_take_back(&right).await).await?;
    let Some(stored) = stored else { return Ok(Err(Refused::NotFound)) };
    let phc = match checked(ctx, &lane, &person, "new_password", new).await? {
        Ok(phc) => phc,
        Err(refused) => return Ok(Err(refused)),
    };
    let (notice, event, frame) = (SecurityNoticeIds::draw(ctx), ctx.event_id(), asked.clone());
    let ends = EndsContact::draw(ctx, asked);
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        let (person, now) = (&stored.person, frame.now);
        if !proved(tx, &stored.person, proof.as_ref(), &session, now).await? {
            return Ok(Err(Refused::ChallengeClosed));
        }
        if !tx.password_set(person, stored.version, &phc, now).await? {
            let problem = "That is not your current password.";
            return Ok(Err(Refused::invalid("current_password", problem)));
        }
        let ended = tx.person_secured(person, Some(&session), BECAUSE, now).await?;
        ends.of(tx, person).await?;
        tx.hosted_password_given(&session, now).await?;
        tx.session_misses_forget(&session).await?;
        tx.links_void(person, LinkKind::Reset).await?;
        notice.tell(tx, person, SecurityNotice::PasswordChanged, &frame.seen(), now).await?;
        let record = frame.record(event.clone(), "password.changed").about(
            person,
            person.as_str(),
            Some(&session),
        );
        tx.audit_insert(&record).await?;
        Ok(Ok(Changed { ended }))
    })
    .await;
    ctx.store.notify_jobs();
    done
}

/// Whether what the person has now was proved for this act: a second factor is asked for by what is stored at this moment.
async fn proved(
    tx: &mut Tx,
    person: &PersonId,
    proof: Option<&ChangeId>,
    session: &SessionId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(stored) = tx.person_read(person).await? else { return Ok(false) };
    match proof {
        _ if !stored.person.has_second_factor() => Ok(true),
        Some(change) => tx.change_spend(change, session, ChangeKind::NewPassword, now).await,
        None => Ok(false),
    }
}

/// Says what a wrong present password means; the last one in a row ends the session.
async fn wrong(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    session: &SessionId,
    tries: i64,
) -> Outcome<Changed> {
    let (frame, event, person, session) =
        (asked.clone(), ctx.event_id(), person.clone(), session.clone());
    let ends = tries >= MOST_WRONG;
    ctx.store
        .write(async move |tx: &mut Tx| {
            if ends {
                tx.session_end(&session, "wrong-codes", frame.now).await?;
            }
            let record = frame
                .record(event.clone(), "password.changed")
                .about(&person, person.as_str(), Some(&session))
                .refused()
                .because("wrong-password");
            tx.audit_insert(&record).await
        })
        .await?;
    if ends {
        return Ok(Err(Refused::SessionEnded));
    }
    Ok(Err(Refused::invalid("current_password", "That is not your current password.")))
}
