//! Mails an invitation: only then is its link derived.

use countersign_core::access::{Invitation, InvitationState};
use countersign_core::ids::InvitationId;
use countersign_core::mailed::invitation_token;
use countersign_core::people::Method;
use countersign_store::{Job, ReadTx};

use super::withdraw::WITHDRAWN;
use crate::jobs::{Did, send};
use crate::wording::InvitationFacts;
use crate::{AppError, Ctx};

/// The page that the link opens, without the secret part and the slash before it.
const PATH: &str = "/people/invitations/open";

/// Mails it to the mailbox it is for, and to no other.
pub(crate) async fn deliver(ctx: &Ctx, job: &Job) -> Result<Did, AppError> {
    let Ok(id) = InvitationId::parse(&job.subject) else {
        return Ok(Did::Failed("no invitation".to_owned()));
    };
    let now = ctx.clock.now();
    let read = async move |tx: &mut ReadTx| {
        let Some(found) = tx.invitation_read(&id).await? else { return Ok(None) };
        let account = tx.account_read(&found.invitation.account).await?;
        let inviter = match &found.invitation.inviter {
            Some(inviter) => tx.person_read(inviter).await?.map(|stored| stored.person.name),
            None => None,
        };
        Ok(account.map(|account| (found, account.name, inviter)))
    };
    let Some((found, account, inviter)) = ctx.store.read(read).await? else {
        return Ok(Did::Failed("the invitation or its account is gone".to_owned()));
    };
    let of = &found.invitation;
    let detail = job.detail.as_deref().unwrap_or_default();
    let link = match of.state(now) {
        InvitationState::Withdrawn if detail == WITHDRAWN => None,
        InvitationState::Pending if detail == of.mailing.number.to_string() => {
            let Some(token) = invitation_token(of, &found.key, &ctx.link_keys) else {
                return Ok(Did::Failed("the link's key is gone".to_owned()));
            };
            let link = format!("{}{PATH}/{}", ctx.portal.origin, token.reveal());
            Some((link, of.mailing.expires_at))
        }
        _ => return Ok(Did::Failed("it is over, or was mailed again".to_owned())),
    };
    let facts = facts(ctx, of, account, inviter, link);
    let rendered = ctx.wording.invitation_mail(&facts, of.language);
    let way = (Method::Email, of.email.clone());
    let message = rendered.message(job, way, "notice", of.language);
    send(ctx, &message, None, now).await
}

fn facts(
    ctx: &Ctx,
    of: &Invitation,
    account: String,
    inviter: Option<String>,
    link: Option<(String, countersign_core::Timestamp)>,
) -> InvitationFacts {
    let rights = of.rights.still_listed(&ctx.policy.technical_rights);
    InvitationFacts {
        inviter,
        account,
        role: of.role,
        rights: rights.names().map(str::to_owned).collect(),
        ends_at: of.ends_at,
        link,
    }
}
