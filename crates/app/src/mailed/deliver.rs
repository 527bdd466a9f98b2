//! Makes mails and notices when they are sent: only then is a link's secret part derived.

use countersign_core::Timestamp;
use countersign_core::ids::{LinkId, PersonId, RecoveryId};
use countersign_core::mailed::{LinkKind, MailedLink};
use countersign_core::people::{Language, Method};
use countersign_core::support::{RecoveryStop, shown_stop_code};
use countersign_store::{Job, ReadTx, StoreError, Tx};

use super::tell::Words;
use super::{SECURITY_NOTICE, SecurityNotice};
use crate::jobs::{Did, send, tell};
use crate::wording::{LinkFacts, Rendered, SecurityFacts};
use crate::{AppError, Ctx};

/// Mails a link to the person's confirmed address.
pub(crate) async fn deliver_link(ctx: &Ctx, job: &Job) -> Result<Did, AppError> {
    let Ok(id) = LinkId::parse(&job.subject) else { return Ok(Did::Failed("no link".to_owned())) };
    let now = ctx.clock.now();
    let read = async move |tx: &mut ReadTx| {
        let Some(stored) = tx.link_read(&id).await? else { return Ok(None) };
        let person = tx.person_read(&stored.link.person).await?;
        Ok(person.map(|person| (stored, person.person)))
    };
    let Some((stored, person)) = ctx.store.read(read).await?.filter(|(link, _)| link.is_open(now))
    else {
        return Ok(Did::Failed("the link is over or was replaced".to_owned()));
    };
    let Some(address) = person.mailbox() else {
        return Ok(Did::Failed("the person has no confirmed address".to_owned()));
    };
    let Some(link) = address_of(ctx, &stored.link) else {
        return Ok(Did::Failed("the link's key is gone".to_owned()));
    };
    let facts = LinkFacts { kind: stored.link.kind, link, until: stored.expires_at };
    let rendered = ctx.wording.link_mail(&facts, person.language);
    let to = address.value.clone();
    hand(ctx, job, &person.id, Method::Email, (to, rendered, person.language), now).await
}

/// Mails a notice, or sends it as a text message.
pub(crate) async fn deliver_notice(ctx: &Ctx, job: &Job) -> Result<Did, AppError> {
    let Ok(person) = PersonId::parse(&job.subject) else {
        return Ok(Did::Failed("no person".to_owned()));
    };
    let now = ctx.clock.now();
    let (id, notice) = (person.clone(), job.id.clone());
    let read = async move |tx: &mut ReadTx| {
        let Some(plain) = tx.notice_read(&notice).await? else { return Ok(None) };
        let Some(person) = tx.person_read(&person).await? else { return Ok(None) };
        let words: Option<Words> = serde_json::from_slice(&plain).ok();
        let stops = match words.as_ref().map(|words| &words.notice) {
            Some(SecurityNotice::Recovery { id, step, .. }) if step.is_stoppable() => {
                match RecoveryId::parse(id) {
                    Ok(id) => tx.recovery_read(&id).await?.map(|stored| stored.asked.stop),
                    Err(_) => None,
                }
            }
            _ => None,
        };
        let link = match words.as_ref().and_then(|words| words.link.as_deref()).map(LinkId::parse) {
            Some(Ok(link)) => tx.link_read(&link).await?.filter(|link| link.is_open(now)),
            _ => None,
        };
        Ok(words.map(|words| (words, link, stops, person.person.language)))
    };
    let Some((words, link, stops, language)) = ctx.store.read(read).await? else {
        return Ok(Did::Failed("the notice or its person is gone".to_owned()));
    };
    if let Some(text) = words.text {
        let at = Timestamp::from_ms(words.at);
        let stop = stops.and_then(|stops| stops.code(&ctx.link_keys));
        let stop = stop.as_deref().map(shown_stop_code).unwrap_or_default();
        let text = ctx.wording.text_notice(&text, (&words.to, &stop), at, language);
        let rendered = Rendered { subject: None, text, html: None, spoken: None };
        let what = (words.to, rendered, language);
        return hand(ctx, job, &id, Method::Sms, what, now).await;
    }
    let facts = SecurityFacts {
        notice: words.notice,
        at: Timestamp::from_ms(words.at),
        browser: words.browser,
        system: words.system,
        address: words.address,
        // What can be stopped is stopped by its own link, and only a confirmed address gets one.
        not_me: match (stops, link) {
            (Some(stops), Some(_)) => stop_address(ctx, &stops),
            (_, link) => link.and_then(|stored| address_of(ctx, &stored.link)),
        },
    };
    let rendered = ctx.wording.security_notice(&facts, language);
    hand(ctx, job, &id, Method::Email, (words.to, rendered, language), now).await
}

/// Forgets what a notice said once it is sent or never will be.
pub(crate) async fn note(tx: &mut Tx, job: &Job, did: &Did) -> Result<(), StoreError> {
    match did {
        Did::Done | Did::Failed(_) if job.kind == SECURITY_NOTICE => {
            tx.notice_delete(&job.id).await
        }
        _ => Ok(()),
    }
}

/// The address in the mail: the configured origin and nothing a request said (CS-PW-09).
fn address_of(ctx: &Ctx, link: &MailedLink) -> Option<String> {
    let token = link.token(&ctx.link_keys)?;
    Some(format!("{}{}/{}", ctx.portal.origin, LinkKind::path(link.kind), token.reveal()))
}

fn stop_address(ctx: &Ctx, stops: &RecoveryStop) -> Option<String> {
    let token = stops.token(&ctx.link_keys)?;
    let path = LinkKind::path(LinkKind::StopRecovery);
    Some(format!("{}{path}/{}", ctx.portal.origin, token.reveal()))
}

async fn hand(
    ctx: &Ctx,
    job: &Job,
    person: &PersonId,
    method: Method,
    (to, rendered, language): (String, Rendered, Language),
    now: Timestamp,
) -> Result<Did, AppError> {
    let message = rendered.message(job, (method, to), "notice", language);
    match method {
        Method::Email => send(ctx, &message, Some(person), now).await,
        _ => tell(ctx, &message, person, now).await,
    }
}
