//! Invites somebody into an account.

use countersign_core::access::invitation::{COUNTED, LONGEST_NAME, MOST_INVITED};
use countersign_core::access::{Act, Invitation, InvitationState, Mailing, Rights};
use countersign_core::ids::{AccountId, InvitationId, JobId, PersonId};
use countersign_core::mailed::{INVITATION_LASTS, invitation_token};
use countersign_core::people::{EmailAddress, Language, Role};
use countersign_core::{Timestamp, challenge::KeyId};
use countersign_store::{AuditRecord, Lane, NewJob, StoreError, Tx};

use super::{INVITATION, InvitationView};
use crate::accounts::{By, allowed, on_behalf, session_of};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// An invitation as it is asked for.
#[derive(Clone, Debug)]
pub struct InvitationAsk {
    /// Into which account.
    pub account: AccountId,
    /// What whoever invites calls the person.
    pub name: String,
    /// The mailbox.
    pub email: String,
    /// The language of the mail; `None`: that of whoever invites.
    pub language: Option<Language>,
    /// The role; never owner.
    pub role: Role,
    /// What a technical administrator may do; empty for every other role.
    pub rights: Vec<String>,
    /// When the membership will end by itself.
    pub ends_at: Option<Timestamp>,
}

/// What was read of it.
struct Read {
    name: String,
    email: String,
    rights: Rights,
}

/// Whether all values can be used; the first that cannot.
pub fn check(ctx: &Ctx, ask: &InvitationAsk, now: Timestamp) -> Result<(), Refused> {
    read(ctx, ask, now).map(drop)
}

/// Writes the invitation and the job that mails it. On behalf of a member: whoever may take somebody in, in this role, with an
/// open window (CS-DEL-02). Nothing that could be sent is written: the link is derived when the mail is made (CS-DEL-05).
pub async fn invite(
    ctx: &Ctx,
    asked: &Asked,
    by: By,
    ask: InvitationAsk,
) -> Outcome<InvitationView> {
    let now = asked.now;
    let known = match read(ctx, &ask, now) {
        Ok(known) => known,
        Err(refused) => return Ok(Err(refused)),
    };
    let new = Invitation {
        id: ctx.random(InvitationId::generate),
        account: ask.account.clone(),
        inviter: inviter(&by),
        name: known.name,
        email: known.email,
        language: ask.language.unwrap_or_default(),
        role: ask.role,
        rights: known.rights,
        ends_at: ask.ends_at,
        created_at: now,
        mailing: Mailing { number: 1, at: now, expires_at: now.plus(INVITATION_LASTS) },
        decided: InvitationState::Pending,
        decided_at: None,
        person: None,
    };
    let of_inviter = ask.language.is_none();
    let key = ctx.link_keys.current().clone();
    let Some(hash) = invitation_token(&new, &key, &ctx.link_keys).map(|token| token.hash()) else {
        return Ok(Err(Refused::invalid("email", "This address cannot be used.")));
    };
    let (frame, event) = (on_behalf(asked, &by), ctx.event_id());
    let job = ctx.random(JobId::generate);
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        if !tx.account_lock(&new.account).await? {
            return Ok(Err(Refused::NotFound));
        }
        let act = Act::AddMember { role: new.role };
        if let Err(refused) = allowed(tx, &new.account, &by, act, now).await? {
            return Ok(Err(refused));
        }
        let since = now.minus(COUNTED);
        let invited = tx.invitations_since(&new.account, since).await?;
        if invited >= MOST_INVITED {
            return Ok(Err(Refused::TooManySends {
                until: now.plus(COUNTED).ms(),
                since: since.ms(),
                count: u32::try_from(invited).unwrap_or(u32::MAX),
            }));
        }
        let mut new = new.clone();
        if let (true, Some(inviter)) = (of_inviter, &new.inviter)
            && let Some(stored) = tx.person_read(inviter).await?
        {
            new.language = stored.person.language;
        }
        tx.invitation_insert(&new, &key, &hash).await?;
        mail(tx, job.clone(), &new, now).await?;
        let record = frame.record(event.clone(), "invitation.sent").because(what(&new));
        tx.audit_insert(&of_invitation(record, &by, &new)).await?;
        Ok(Ok(InvitationView::of(&new, None, now)))
    });
    let done = done.await?;
    ctx.store.notify_jobs();
    Ok(done)
}

/// The job that mails this mail of the invitation.
pub(super) async fn mail(
    tx: &mut Tx,
    job: JobId,
    of: &Invitation,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.job_insert(&NewJob {
        id: job,
        kind: INVITATION,
        lane: Lane::Mail,
        subject: of.id.to_string(),
        detail: Some(of.mailing.number.to_string()),
        created_at: now,
        useless_after: of.mailing.expires_at,
    })
    .await
}

/// A new mail of the same invitation: its number, and the key and the hash of its link.
pub(super) fn derived(ctx: &Ctx, of: &Invitation) -> Option<(KeyId, String)> {
    let key = ctx.link_keys.current().clone();
    let token = invitation_token(of, &key, &ctx.link_keys)?;
    Some((key, token.hash()))
}

/// A record of something done to an invitation: which, and for which account. Whom it was for is no fact of it: nobody is known
/// yet whose erasure could take that away.
pub(super) fn of_invitation(record: AuditRecord, by: &By, of: &Invitation) -> AuditRecord {
    record.at(of.id.as_str(), session_of(by)).for_account(&of.account)
}

/// What is given by it, as records say it.
pub(super) fn what(of: &Invitation) -> String {
    let rights = of.rights.to_column();
    if rights.is_empty() {
        of.role.as_str().to_owned()
    } else {
        format!("{}: {rights}", of.role.as_str())
    }
}

fn inviter(by: &By) -> Option<PersonId> {
    match by {
        By::Member(acting) => Some(acting.person.clone()),
        By::Portal => None,
    }
}

fn read(ctx: &Ctx, ask: &InvitationAsk, now: Timestamp) -> Result<Read, Refused> {
    let name = ask.name.trim();
    let length = name.chars().count();
    if length == 0 || length > LONGEST_NAME || name.chars().any(char::is_control) {
        let problem = "A name has 1 to 100 characters and no line breaks.";
        return Err(Refused::invalid("name", problem));
    }
    let email = EmailAddress::read(&ask.email)
        .map_err(|refused| Refused::invalid("email", refused.to_string()))?;
    if ask.role == Role::Owner {
        let problem = "Nobody is invited as an owner: an owner makes a member one.";
        return Err(Refused::invalid("role", problem));
    }
    let technical = ask.role == Role::TechnicalAdministrator;
    if !technical && !ask.rights.is_empty() {
        let problem = "Only a technical administrator has rights by name.";
        return Err(Refused::invalid("rights", problem));
    }
    if technical && ask.rights.is_empty() {
        let problem = "A technical administrator has at least one right.";
        return Err(Refused::invalid("rights", problem));
    }
    let rights = Rights::of(&ask.rights, &ctx.policy.technical_rights)
        .map_err(|(at, refused)| Refused::invalid(format!("rights[{at}]"), refused.to_string()))?;
    if ask.ends_at.is_some_and(|end| end <= now) {
        return Err(Refused::invalid("ends_at", "This time has passed."));
    }
    Ok(Read { name: name.to_owned(), email: email.as_str().to_owned(), rights })
}
