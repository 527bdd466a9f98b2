//! A set-up link, made by an owner or administrator for somebody who can be reached by no confirmed contact.

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::challenge::KeyId;
use countersign_core::ids::{AccountId, LinkId, PersonId};
use countersign_core::mailed::{LinkKind, MailedLink};
use countersign_core::policy::DutyOf;
use countersign_store::Tx;

use super::set::may;
use crate::accounts::{Acting, By, on_behalf, session_of};
use crate::mailed::insert;
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// A set-up link as it is shown, once. Debug hides it.
pub struct SetUpLink {
    /// Its address.
    pub address: String,
    /// Until when it works.
    pub until: Timestamp,
}

/// What is kept of it: everything but its secret part.
#[derive(Serialize, Deserialize)]
struct Made {
    id: String,
    binding: String,
    key: String,
    at: i64,
}

/// Makes a link that stands in for the code to a confirmed contact, in the set-up of somebody who is forced (CS-F2-04). It opens
/// nothing by itself: its person still signs in with the password. A new one ends the one before; whoever has a confirmed contact
/// needs none and gets none.
pub async fn make_set_up_link(
    ctx: &Ctx,
    asked: &Asked,
    acting: Acting,
    account: &AccountId,
    person: &PersonId,
) -> Outcome<SetUpLink> {
    let by = By::Member(acting);
    let (frame, event, id) = (on_behalf(asked, &by), ctx.event_id(), ctx.random(LinkId::generate));
    let (keys, of) = (std::sync::Arc::clone(&ctx.link_keys), DutyOf::Person(person.clone()));
    let (account, whom) = (account.clone(), person.clone());
    let made = run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        if !tx.account_lock(&account).await? {
            return Ok(Err(Refused::NotFound));
        }
        if let Err(refused) = may(tx, &account, &of, &by, now).await? {
            return Ok(Err(refused));
        }
        let Some(stored) = tx.person_read(&whom).await? else { return Ok(Err(Refused::NotFound)) };
        // By this account, now or from a date on: another account's duty is no business of this one's.
        let duties = tx.duties_of_person(&whom, now).await?;
        let ours = duties.iter().any(|duty| duty.account == account);
        let confirmed = stored.person.contacts.iter().any(|one| one.confirmed_at.is_some());
        if !ours || confirmed || stored.person.has_second_factor() {
            return Ok(Err(Refused::ContactKnown));
        }
        let Some(password) = tx.password_read(&whom).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let link = MailedLink {
            id: id.clone(),
            kind: LinkKind::SetUp,
            person: whom.clone(),
            binding: password.version.to_string(),
            key: keys.current().clone(),
        };
        insert(tx, &link, &keys, now).await?;
        let record = frame
            .record(event.clone(), "set-up-link.made")
            .about(&whom, account.as_str(), session_of(&by))
            .for_account(&account);
        tx.audit_insert(&record).await?;
        let (id, key) = (link.id.to_string(), link.key.0.clone());
        Ok(Ok(Made { id, binding: link.binding, key, at: now.ms() }))
    });
    let made = match made.await? {
        Ok(made) => made,
        Err(refused) => return Ok(Err(refused)),
    };
    Ok(shown(ctx, person, made).ok_or(Refused::NotFound))
}

fn shown(ctx: &Ctx, person: &PersonId, made: Made) -> Option<SetUpLink> {
    let link = MailedLink {
        id: LinkId::parse(&made.id).ok()?,
        kind: LinkKind::SetUp,
        person: person.clone(),
        binding: made.binding,
        key: KeyId(made.key),
    };
    let token = link.token(&ctx.link_keys)?;
    let address = format!("{}{}/{}", ctx.portal.origin, link.kind.path(), token.reveal());
    Some(SetUpLink { address, until: Timestamp::from_ms(made.at).plus(link.kind.lasts()) })
}
