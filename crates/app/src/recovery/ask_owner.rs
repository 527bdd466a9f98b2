//! Asking the owners of one's account to vouch: they are told by mail, and not named to whoever asks.

use std::time::Duration;

use countersign_core::ids::PersonId;
use countersign_core::people::Role;
use countersign_core::session::Client;
use countersign_store::{Job, Tx};

use super::wish::{Wish, take};
use crate::jobs::Did;
use crate::mailed::{SecurityNotice, SecurityNoticeIds, Seen};
use crate::ration::may;
use crate::{AppError, Asked, Ctx, Outcome};

/// The kind of job that tells the owners.
pub(crate) const OWNER_ASKED: &str = "owner-asked";
/// How often in a day somebody's owners are asked for them.
const PER_DAY: (u32, Duration) = (1, Duration::from_hours(24));
/// Owners that are told at most, of all accounts of the person.
const MOST: u32 = 10;

/// Takes the wish; every name gets one answer.
pub async fn ask_owner(ctx: &Ctx, asked: &Asked, name: &str, address: Option<&str>) -> Outcome<()> {
    take(ctx, asked, Wish::Owner, name, address).await
}

/// Tells the owners of the person's accounts, once a day at most.
pub(crate) async fn tell_owners(ctx: &Ctx, job: &Job) -> Result<Did, AppError> {
    let Ok(person) = PersonId::parse(&job.subject) else {
        return Ok(Did::Failed("no person".to_owned()));
    };
    let now = ctx.clock.now();
    let notices: Vec<_> = (0..MOST).map(|_| SecurityNoticeIds::draw(ctx)).collect();
    ctx.store
        .write(async move |tx: &mut Tx| {
            let Some(stored) = tx.person_read(&person).await? else { return Ok(()) };
            if !may(tx, &person, "owner-asked", PER_DAY, now).await? {
                return Ok(());
            }
            let mut notices = notices.iter();
            for theirs in tx.roles_of_person(&person, now).await? {
                if theirs.role == Role::Owner {
                    continue;
                }
                for owner in tx.owners_of(&theirs.id, now, MOST).await? {
                    let Some(notice) = notices.next() else { return Ok(()) };
                    let told = SecurityNotice::VouchAsked {
                        name: stored.person.name.clone(),
                        account: theirs.name.clone(),
                    };
                    let seen = Seen { at: now, client: Client::default() };
                    notice.tell(tx, &owner, told, &seen, now).await?;
                }
            }
            Ok(())
        })
        .await?;
    ctx.store.notify_jobs();
    Ok(Did::Done)
}
