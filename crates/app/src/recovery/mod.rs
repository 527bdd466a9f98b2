//! Recovery: for whoever lost every way to sign in, and for contacts that are out of date. By two contacts of one's own, or assisted:
//!
//! One agent asks with the proofs they saw, another one approves, everybody who can be reached is told and can stop it, and it
//! opens after a wait that nobody shortens. What it opens is a link to a mailbox on file; no agent sees it.

mod approve;
mod ask_owner;
mod by_contacts;
mod close;
mod complete;
mod give_back;
mod lapse;
mod look;
mod new_contacts;
mod own;
mod put_on_file;
mod request;
mod ring;
mod sign_in;
mod tell;
mod vouch;
mod wish;

pub use approve::{Approved, approve, decline};
pub use ask_owner::ask_owner;
pub(crate) use ask_owner::{OWNER_ASKED, tell_owners};
pub(crate) use by_contacts::{CONTACTS_ASKED, mail_link as mail_contacts_link};
pub use by_contacts::{
    Recovered, answer_by_contacts, ask_by_contacts, begin_by_contacts, contacts_link_works,
};
pub(crate) use close::EndsContact;
pub use close::{StopWith, cancel, find_stop, stop};
pub use complete::{Completed, complete};
pub use lapse::lapse;
pub use look::{CaseList, RecoveryView, StatusView, list, newest, of_case, open_of, status};
pub use new_contacts::{NewContacts, NewNumber};
pub use own::{PortalView, for_portal, own, stop_from_portal, stop_own};
pub use request::{ProofSeen, RecoveryAsk, Requested, request};
pub(crate) use ring::{KeyNine, RECOVERY_CALL, again as call_again, deliver as deliver_call};
pub(crate) use sign_in::{Cancels, hold};
pub(crate) use tell::{RECOVERY_TOLD, deliver as deliver_told};
pub use vouch::vouch;
pub(crate) use wish::{Wish, take};

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
