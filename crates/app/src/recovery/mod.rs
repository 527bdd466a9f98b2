//! Assisted recovery: for whoever lost every way to sign in, and for contacts that are out of date.
//!
//! One agent asks with the proofs they saw, another one approves, everybody who can be reached is told and can stop it, and it
//! opens after a wait that nobody shortens. What it opens is a link to a mailbox on file; no agent sees it.

mod approve;
mod close;
mod complete;
mod look;
mod request;
mod sign_in;
mod tell;
mod vouch;

pub use approve::{Approved, approve, decline};
pub use close::{StopWith, cancel, find_stop, stop};
pub use complete::{Completed, complete};
pub use look::{CaseList, RecoveryView, StatusView, list, newest, of_case, open_of, status};
pub use request::{NewContact, ProofSeen, RecoveryAsk, Requested, request};
pub(crate) use sign_in::{Cancels, hold};
pub(crate) use tell::{RECOVERY_TOLD, deliver as deliver_told};
pub use vouch::vouch;

pub use countersign_store::{StoredRecovery, StoredVouch};

use countersign_core::ids::EventId;
use countersign_store::AuditRecord;
use serde::{Deserialize, Serialize};

use crate::Asked;

/// One proof with what the agent wrote about it, as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct KeptProof {
    kind: String,
    words: String,
}

/// What was written as proofs, read back.
pub(crate) fn proofs_of(stored: &StoredRecovery) -> Vec<ProofSeen> {
    let kept: Vec<KeptProof> = serde_json::from_str(&stored.asked.proofs).unwrap_or_default();
    let seen = |one: KeptProof| {
        let kind = countersign_core::support::ProofKind::parse(&one.kind)?;
        Some(ProofSeen { kind, words: one.words })
    };
    kept.into_iter().filter_map(seen).collect()
}

/// A record about a recovery, with what names who did it for the person.
fn record(
    asked: &Asked,
    event: EventId,
    kind: &'static str,
    stored: &StoredRecovery,
    agent: Option<&str>,
) -> AuditRecord {
    let stop = &stored.asked.stop;
    let record = asked.record(event, kind).about(&stop.person, stop.id.as_str(), None);
    match agent {
        Some(agent) => record.with_fact("agent", agent).with_fact("ticket", &stored.asked.ticket),
        None => record,
    }
}
