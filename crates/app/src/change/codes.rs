//! Recovery codes: drawn, shown once, and valid from the tick on.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::ids::{ChangeId, PersonId, RecoverySetId, SessionId};
use countersign_core::people::{Person, RecoveryCode};
use countersign_core::policy::ChangeKind;
use countersign_store::{
    ChangeState, ReadTx, RecoveryFacts, RecoverySalt, StoreError, StoredChange, Tx,
};

use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Longest name of who saved them, in characters.
const LONGEST_NAME: usize = 200;

/// A set as it is shown once. Debug shows nothing of it.
pub struct DrawnCodes {
    /// The set.
    pub set: RecoverySetId,
    /// The codes.
    pub codes: Vec<RecoveryCode>,
    /// The same, sealed for the form that downloads them: nothing of it is kept here.
    pub sealed: String,
    /// Why there is a new set.
    pub because: Because,
}

/// Why recovery codes are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// They were asked for, or come with a first way.
    Asked,
    /// Others were shown before and never confirmed.
    Unconfirmed,
    /// The last one of the set before is used.
    Spent,
}

/// How long after a set was saved its person is asked whether they still have it.
const ASKED_AFTER: Duration = Duration::from_hours(30 * 24);

/// What is told of a person's recovery codes.
#[derive(Clone, Debug)]
pub struct RecoveryView {
    /// Codes that are not used.
    pub unused: u32,
    /// Who said that they saved them.
    pub saved_by: String,
    /// When they were made.
    pub made_at: Timestamp,
    /// Saved long ago and never looked for since: the person is asked, once, whether they still have them.
    pub asks: bool,
}

/// Draws a new set for a change that may have one. It waits for its tick; until then the old set works.
pub async fn draw_codes(
    ctx: &Ctx,
    asked: &Asked,
    session: &SessionId,
    id: &ChangeId,
) -> Outcome<DrawnCodes> {
    let now = asked.now;
    let (wanted, of) = (id.clone(), session.clone());
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        let change = match may_draw(tx, &wanted, &of, now).await? {
            Ok(change) => change,
            Err(refused) => return Ok(Err(refused)),
        };
        let because = because(tx, &change).await?;
        Ok(Ok((change, because)))
    });
    let (change, because) = match read.await? {
        Ok(read) => read,
        Err(refused) => return Ok(Err(refused)),
    };
    let set = ctx.random(RecoverySetId::generate);
    let codes: Vec<RecoveryCode> = ctx
        .random(|rng| (0..RecoveryCode::IN_A_SET).map(|_| RecoveryCode::generate(rng)).collect());
    let mut salt = vec![0u8; 16];
    ctx.random(|rng| rng.fill(&mut salt));
    let mut hashes = Vec::with_capacity(codes.len());
    for code in &codes {
        hashes.push(ctx.hash_pool.recovery_hash(code, &salt).await?);
    }
    let shown: Vec<_> = codes.iter().map(|code| code.shown().to_string()).collect();
    let plain = zeroize::Zeroizing::new(shown.join("\n"));
    let sealed = ctx.store.sealer().seal("forms", "codes", set.as_str(), plain.as_bytes());
    let record = asked.record(ctx.event_id(), "recovery-codes.shown").about(
        &change.person,
        set.as_str(),
        Some(session),
    );
    let new = RecoverySalt { set: set.clone(), salt };
    let written = ctx.store.write(async move |tx: &mut Tx| {
        if !tx.change_codes_set(&change.id, &new.set).await? {
            return Ok(Err(Refused::ChallengeClosed));
        }
        tx.recovery_set_insert(&change.person, &new, &hashes, now).await?;
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    });
    Ok(written.await?.map(|()| DrawnCodes { set, codes, sealed, because }))
}

/// The codes of a page that is still open, out of its own form, to be downloaded. Refused from the tick on.
pub async fn shown_codes(
    ctx: &Ctx,
    session: &SessionId,
    id: &ChangeId,
    set: &RecoverySetId,
    sealed: &str,
    now: Timestamp,
) -> Outcome<Vec<String>> {
    let (wanted, of) = (id.clone(), session.clone());
    let read = ctx.store.read(async move |tx: &mut ReadTx| may_draw(tx, &wanted, &of, now).await);
    match read.await? {
        Ok(change) if change.recovery_set.as_ref() == Some(set) => {}
        Ok(_) => return Ok(Err(Refused::ChallengeClosed)),
        Err(refused) => return Ok(Err(refused)),
    }
    let Ok(plain) = ctx.store.sealer().unseal("forms", "codes", set.as_str(), sealed) else {
        return Ok(Err(Refused::NotFound));
    };
    let text = String::from_utf8_lossy(&plain);
    Ok(Ok(text.lines().map(str::to_owned).collect()))
}

/// The box is ticked: the new set is valid and the old one void, in one step.
pub async fn confirm_codes(
    ctx: &Ctx,
    asked: &Asked,
    session: &SessionId,
    id: &ChangeId,
    set: RecoverySetId,
    saved_by: &str,
) -> Outcome<()> {
    let name: String = saved_by.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    let (frame, event, notice) = (asked.clone(), ctx.event_id(), SecurityNoticeIds::draw(ctx));
    let (session, id) = (session.clone(), id.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let change = match may_draw(tx, &id, &session, now).await? {
            Ok(change) => change,
            Err(refused) => return Ok(Err(refused)),
        };
        if change.recovery_set.as_ref() != Some(&set) {
            return Ok(Err(Refused::ChallengeClosed));
        }
        if change.kind == ChangeKind::NewCodes
            && !tx.change_spend(&id, &session, change.kind, now).await?
        {
            return Ok(Err(Refused::ChallengeClosed));
        }
        if !tx.recovery_set_confirm(&change.person, &set, name.trim(), now).await? {
            // Another page made newer ones; what was spent above is given back.
            return Err(StoreError::Conflict);
        }
        let record = frame
            .record(event.clone(), "recovery-codes.confirmed")
            .about(&change.person, set.as_str(), Some(&session))
            .with_fact("saved_by", name.trim());
        tx.audit_insert(&record).await?;
        // A first set comes with the first method, which is told by itself.
        if change.kind == ChangeKind::NewCodes {
            let told = SecurityNotice::NewRecoveryCodes;
            notice.tell(tx, &change.person, told, &frame.seen(), now).await?;
        }
        Ok(Ok(()))
    })
    .await
}

/// What is told of a person's codes; `None`: there is no valid set.
pub async fn recovery(
    ctx: &Ctx,
    person: &PersonId,
    now: Timestamp,
) -> Result<Option<RecoveryView>, crate::AppError> {
    let person = person.clone();
    let facts = ctx.store.read(async move |tx: &mut ReadTx| tx.recovery_facts(&person).await);
    let view = |facts: RecoveryFacts| RecoveryView {
        unused: facts.unused,
        saved_by: facts.saved_by,
        made_at: facts.created_at,
        asks: facts.unused > 0
            && facts.checked_at.is_none()
            && facts.confirmed_at.plus(ASKED_AFTER) <= now,
    };
    Ok(facts.await?.map(view))
}

/// Whether codes are to be shown before a sign-in leads on: others were shown and never confirmed, or the last one is used.
/// Whoever never had any is told in the security area, and not stopped here.
pub async fn codes_are_due(ctx: &Ctx, person: &Person) -> Result<bool, crate::AppError> {
    if !person.has_second_factor() || person.recovery_codes > 0 {
        return Ok(false);
    }
    let person = person.id.clone();
    let due = ctx.store.read(async move |tx: &mut ReadTx| {
        let spent = tx.recovery_facts(&person).await?.is_some();
        Ok(spent || tx.recovery_is_waiting(&person).await?)
    });
    Ok(due.await?)
}

/// The person still has the codes, and is not asked again for this set.
pub async fn codes_are_there(ctx: &Ctx, asked: &Asked, person: &PersonId) -> Outcome<()> {
    let record =
        asked.record(ctx.event_id(), "recovery-codes.checked").about(person, person.as_str(), None);
    let (person, now) = (person.clone(), asked.now);
    run(ctx, asked, async move |tx: &mut Tx| {
        if tx.recovery_check(&person, now).await? {
            tx.audit_insert(&record).await?;
        }
        Ok(Ok(()))
    })
    .await
}

async fn because(tx: &mut ReadTx, change: &StoredChange) -> Result<Because, StoreError> {
    if change.recovery_set.is_some() {
        return Ok(Because::Unconfirmed);
    }
    Ok(match tx.recovery_facts(&change.person).await? {
        Some(facts) if facts.unused == 0 => Because::Spent,
        None if tx.recovery_is_waiting(&change.person).await? => Because::Unconfirmed,
        _ => Because::Asked,
    })
}

/// A change that may show codes: one for new codes that was proved, or one that turned a first way on and still owes them.
async fn may_draw(
    tx: &mut ReadTx,
    id: &ChangeId,
    session: &SessionId,
    now: Timestamp,
) -> Result<Result<StoredChange, Refused>, StoreError> {
    let change = tx.change_read(id).await?.filter(|change| change.session == *session);
    let Some(change) = change else { return Ok(Err(Refused::NotFound)) };
    let proved = match change.state {
        ChangeState::Granted => change.kind == ChangeKind::NewCodes,
        ChangeState::Spent if change.kind.sets_up() => {
            tx.recovery_salt(&change.person).await?.is_none()
        }
        _ => false,
    };
    let live = tx.session_read(session).await?.is_some_and(|session| session.is_live(now));
    Ok(if proved && live && change.is_live(now) {
        Ok(change)
    } else {
        Err(Refused::ChallengeClosed)
    })
}
