//! One agent asks: with a reason, the proofs they saw, and the customer number typed once more.

use countersign_core::ids::{CaseId, ContactId, RecoveryId};
use countersign_core::support::{ProofKind, RecoveryKind, RecoveryStop};
use countersign_store::{CheckState, NewRecovery, StoreError, StoredCheck, StoredRecovery, Tx};
use serde::{Deserialize, Serialize};

use super::{KeptProof, NewContacts, record};
use crate::request::run;
use crate::support::{Agent, open_case};
use crate::{Asked, Ctx, Outcome, Refused};

/// Longest reason and longest words about a proof, in characters.
pub(super) const LONGEST: usize = 1_000;

/// A proof as the agent saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofSeen {
    /// Which kind.
    pub kind: ProofKind,
    /// What it was.
    pub words: String,
}

/// What an agent asks for. There is no time in it: the wait is the server's.
#[derive(Clone, Debug)]
pub struct RecoveryAsk {
    /// The agent's case.
    pub case: CaseId,
    /// What is to be done.
    pub kind: RecoveryKind,
    /// Why.
    pub reason: String,
    /// What was seen.
    pub proofs: Vec<ProofSeen>,
    /// The customer number, typed once more; of somebody without an account their e-mail address.
    pub typed: String,
    /// A new address; empty: none.
    pub email: String,
    /// A new number, with its country code; empty: none.
    pub phone: String,
    /// The id of the number whose place it takes; empty: it is added.
    pub instead_of: String,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Requested {
    /// It waits for a second agent.
    Asked,
    /// There is no reason, or it is too long.
    NoReason,
    /// Too few kinds of proof.
    TooFewProofs,
    /// A proof was ticked and not described.
    Undescribed,
    /// A code by phone was ticked, and none that was sent to a number on file was right in this case.
    NoPhoneCheck,
    /// An owner's word was ticked, and none has vouched.
    NoVouch,
    /// Another customer number was typed.
    OtherNumber,
    /// The new address is none, or somebody signs in with it.
    BadContact,
    /// The new number is none that codes can go to, lacks its country code, or is in too many accounts.
    BadNumber,
    /// The person has confirmed this number already.
    KnownNumber,
    /// Codes at sign-in go to the number that is to be replaced: that takes a recovery, with its two kinds of proof.
    SignsInThere,
    /// Contacts are out of date, and no new one is named.
    NoContact,
    /// A new contact of somebody who can sign in needs their own session: a question they answered in this case.
    NoSession,
    /// Another recovery of this person is open.
    Open,
}

/// Asks for a recovery. It does nothing until another agent approves it.
pub async fn request(
    ctx: &Ctx,
    asked: &Asked,
    agent: &Agent,
    ask: RecoveryAsk,
) -> Outcome<Requested> {
    let kinds: Vec<ProofKind> = ask.proofs.iter().map(|one| one.kind).collect();
    let fits = |text: &str| (1..=LONGEST).contains(&text.trim().chars().count());
    if !fits(&ask.reason) {
        return Ok(Ok(Requested::NoReason));
    }
    if !ask.kind.is_proved_by(&kinds) {
        return Ok(Ok(Requested::TooFewProofs));
    }
    if !ask.proofs.iter().all(|one| fits(&one.words)) {
        return Ok(Ok(Requested::Undescribed));
    }
    let new = match NewContacts::read(&ask.email, &ask.phone, &ask.instead_of) {
        Ok(new) => new,
        Err(problem) => return Ok(Ok(problem)),
    };
    if ask.kind == RecoveryKind::Contact && new.is_empty() {
        return Ok(Ok(Requested::NoContact));
    }
    let id = ctx.random(RecoveryId::generate);
    let (desk, contact) = (ctx.board.desk(), ctx.random(ContactId::generate));
    let (keys, key) = (std::sync::Arc::clone(&ctx.link_keys), ctx.link_keys.current().clone());
    let (frame, agent, event) = (asked.clone(), agent.clone(), ctx.event_id());
    run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let Some(case) = open_case(tx, &ask.case, &agent, now).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let Some(stored) = tx.person_read(&case.person).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let roles = tx.roles_of_person(&case.person, now).await?;
        let typed = ask.typed.trim();
        let is_number = roles.iter().any(|role| role.reference == typed);
        let is_address = roles.is_empty()
            && stored.person.email().is_some_and(|one| one.value.eq_ignore_ascii_case(typed));
        if !is_number && !is_address {
            return Ok(Ok(Requested::OtherNumber));
        }
        let checks = tx.checks_of_case(&case.id).await?;
        let did = |state| checks.iter().any(|one| one.check.state == state);
        let by_phone =
            |one: &StoredCheck| one.check.by_phone && one.check.state == CheckState::Right;
        if kinds.contains(&ProofKind::Phone) && !checks.iter().any(by_phone) {
            return Ok(Ok(Requested::NoPhoneCheck));
        }
        if kinds.contains(&ProofKind::Owner)
            && tx.vouches_of_person(&case.person, now).await?.is_empty()
        {
            return Ok(Ok(Requested::NoVouch));
        }
        if ask.kind == RecoveryKind::Contact && !did(CheckState::Yes) {
            return Ok(Ok(Requested::NoSession));
        }
        let mut new = new.clone();
        if !new.names_former(&stored.person) {
            return Ok(Ok(Requested::BadNumber));
        }
        if let Err(problem) = new.fit(tx, &stored.person, ask.kind, (&desk, &contact)).await? {
            return Ok(Ok(problem));
        }
        let kept = ask.proofs.iter().map(|one| KeptProof {
            kind: one.kind.as_str().to_owned(),
            words: one.words.trim().to_owned(),
        });
        let text = |value: serde_json::Result<String>| value.map_err(|_| StoreError::Busy);
        let written = if new.is_empty() { None } else { Some(text(serde_json::to_string(&new))?) };
        let stop = RecoveryStop { id: id.clone(), person: case.person.clone(), key: key.clone() };
        let (Some(token), Some(code)) = (stop.token(&keys), stop.code(&keys)) else {
            return Err(StoreError::Busy);
        };
        let recovery = NewRecovery {
            stop,
            kind: ask.kind,
            ticket: case.ticket.clone(),
            reason: ask.reason.trim().to_owned(),
            proofs: text(serde_json::to_string(&kept.collect::<Vec<_>>()))?,
            new_contact: written,
            requested_by: agent.id.clone(),
            requested_at: now,
        };
        if !tx.recovery_insert(&recovery, &token.hash(), &code).await? {
            return Ok(Ok(Requested::Open));
        }
        let Some(stored) = tx.recovery_read(&recovery.stop.id).await? else {
            return Err(StoreError::Conflict);
        };
        note(tx, &frame, event.clone(), &stored, &agent).await?;
        Ok(Ok(Requested::Asked))
    })
    .await
}

async fn note(
    tx: &mut Tx,
    asked: &Asked,
    event: countersign_core::ids::EventId,
    stored: &StoredRecovery,
    agent: &Agent,
) -> Result<(), StoreError> {
    let record = record(asked, event, "recovery.requested", stored, Some(&agent.name));
    tx.audit_insert(&record.because(stored.asked.kind.as_str())).await
}
