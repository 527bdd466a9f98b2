//! What a stranger asks for by somebody's name: a mail to them, or to an owner of their account. Every name gets one answer.

use std::time::Duration;

use countersign_core::ids::{JobId, PersonId};
use countersign_core::mailed::LinkKind;
use countersign_core::people::sign_in_key;
use countersign_store::{Lane, NewJob, StrangerRefused, Tx};

use super::{CONTACTS_ASKED, OWNER_ASKED};
use crate::password::RESET_ASKED;
use crate::request::run;
use crate::{Asked, Ctx, Outcome};

const RECORDED_EVERY: Duration = Duration::from_mins(1);

/// One such wish. No reference stands in it, so that the plan that takes it along is `Send` for every lifetime.
#[derive(Clone, Copy)]
pub(crate) enum Wish {
    /// A link that sets a new password.
    Reset,
    /// A link to get back in by two contacts.
    Contacts,
    /// A word of an owner.
    Owner,
}

impl Wish {
    /// The kind of job that finds out whether anything is to be mailed.
    const fn job(self) -> &'static str {
        match self {
            Self::Reset => RESET_ASKED,
            Self::Contacts => CONTACTS_ASKED,
            Self::Owner => OWNER_ASKED,
        }
    }

    /// The kind of its record.
    const fn record(self) -> &'static str {
        match self {
            Self::Reset => "password.reset-asked",
            Self::Contacts => "recovery.asked",
            Self::Owner => "vouch.asked",
        }
    }
}

/// Takes a wish. Known, unknown and disabled are one answer and one piece of work: one look and one job, which finds out the
/// rest where nobody waits for it (CS-ENUM-01, CS-ENUM-02). Asking changes nothing. What an address asks beyond its ration is
/// answered alike and forgotten.
pub(crate) async fn take(
    ctx: &Ctx,
    asked: &Asked,
    wish: Wish,
    name: &str,
    address: Option<&str>,
) -> Outcome<()> {
    let name = sign_in_key(name);
    let (id, event) = (ctx.random(JobId::generate), ctx.event_id());
    let nobody = ctx.random(PersonId::generate);
    let stranger = StrangerRefused {
        event: ctx.event_id(),
        at: asked.now,
        kind: wish.record(),
        reason: "asked",
        client: asked.client.clone(),
    };
    let (frame, address) = (asked.clone(), address.map(str::to_owned));
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        let address = address.as_ref().map(|address| tx.counted_address(address));
        let named = tx.counted_name(&name);
        if !tx.asked_charge(address.as_ref(), &named, frame.now).await? {
            return Ok(Ok(()));
        }
        let known = tx.password_by_sign_in(&name).await?.map(|stored| stored.person);
        let person = known.clone().unwrap_or_else(|| nobody.clone());
        match &known {
            // Strangers ask as often as they like: a person's trail says so once a minute.
            Some(person)
                if tx.notice_pause(person, wish.record(), frame.now, RECORDED_EVERY).await? =>
            {
                let record = frame.record(event.clone(), wish.record());
                tx.audit_insert(&record.about(person, person.as_str(), None)).await?;
            }
            Some(_) => tx.stranger_refused(&stranger).await?,
            None => {
                // One statement more, as for somebody: round trips can be counted from outside.
                tx.browser_is_unlocked(&nobody, "", frame.now).await?;
                tx.stranger_refused(&stranger).await?;
            }
        }
        tx.job_insert(&NewJob {
            id: id.clone(),
            kind: wish.job(),
            lane: Lane::Mail,
            subject: person.to_string(),
            detail: None,
            created_at: frame.now,
            useless_after: frame.now.plus(LinkKind::Reset.lasts()),
        })
        .await?;
        Ok(Ok(()))
    })
    .await;
    ctx.store.notify_jobs();
    done
}
