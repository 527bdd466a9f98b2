//! Writes a notice in the transaction of what it tells: a mail for each address, and of what changes how a person is reached a
//! text message for each mobile.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::ids::{JobId, LinkId, PersonId};
use countersign_core::mailed::{LinkKeys, LinkKind, MailedLink};
use countersign_core::people::{Contact, ContactKind, Method};
use countersign_store::{Lane, NewJob, StoreError, Tx};

use super::SECURITY_NOTICE;
use super::link::insert;
use super::notice::{SecurityNotice, Seen};
use super::text::TextNotice;
use crate::Ctx;
use crate::drawn::Drawn;

/// A notice is worth sending for a day; then it would confuse more than it tells.
const WORTH: Duration = Duration::from_hours(24);
/// What can be caused at will is told once in this span, by kind (CS-LOG-13).
const PAUSE: Duration = Duration::from_mins(15);

/// What the mail will say and to whom; kept sealed until it is sent.
#[derive(Serialize, Deserialize)]
pub(super) struct Words {
    pub(super) to: String,
    pub(super) notice: SecurityNotice,
    pub(super) at: i64,
    pub(super) browser: Option<String>,
    pub(super) system: Option<String>,
    pub(super) address: Option<String>,
    pub(super) link: Option<String>,
    /// It goes out as a text message that says this; `None`: it is a mail.
    #[serde(default)]
    pub(super) text: Option<TextNotice>,
}

/// What telling needs, drawn before the plan.
#[derive(Clone)]
pub struct SecurityNoticeIds {
    drawn: Drawn,
    keys: Arc<LinkKeys>,
    texts: bool,
}

impl SecurityNoticeIds {
    /// Draws them.
    pub fn draw(ctx: &Ctx) -> Self {
        Self {
            drawn: Drawn::of(ctx),
            keys: Arc::clone(&ctx.link_keys),
            texts: ctx.carried().carries(Method::Sms),
        }
    }

    /// Tells the person by mail, at every address they have at this moment or had in the last days: an address that is
    /// removed in the same transaction hears of it when it is told before. Only a confirmed address gets the link that says
    /// "not me", because it acts; the others are told what happened. Mobiles hear of what changes how the person is reached.
    pub async fn tell(
        &self,
        tx: &mut Tx,
        person: &PersonId,
        notice: SecurityNotice,
        seen: &Seen,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let slug = notice.slug();
        if notice.repeats() && !tx.notice_pause(person, slug, now, PAUSE).await? {
            return Ok(());
        }
        let Some(stored) = tx.person_read(person).await? else { return Ok(()) };
        let mut contacts = stored.person.contacts;
        // What was replaced or removed was confirmed, or it would not be remembered.
        let former = tx.former_contacts(person, now).await?;
        contacts.extend(former.into_iter().map(|one| Contact { confirmed_at: Some(now), ..one }));
        let addresses: Vec<&Contact> =
            contacts.iter().filter(|one| one.kind == ContactKind::Email).collect();
        let mut source = self.drawn.source(slug);
        let link = MailedLink {
            id: LinkId::generate(&mut source),
            kind: LinkKind::NotMe,
            person: person.clone(),
            binding: slug.to_owned(),
            key: self.keys.current().clone(),
        };
        if addresses.iter().any(|address| address.confirmed_at.is_some()) {
            insert(tx, &link, &self.keys, now).await?;
        }
        for address in addresses {
            let words = Words {
                to: address.value.clone(),
                notice: notice.clone(),
                at: seen.at.ms(),
                browser: seen.client.browser().map(str::to_owned),
                system: seen.client.system().map(str::to_owned),
                address: seen.client.address().map(|address| address.to_string()),
                link: address.confirmed_at.map(|_| link.id.to_string()),
                text: None,
            };
            self.insert(tx, JobId::generate(&mut source), person, &words, now).await?;
        }
        for mobile in contacts.iter().filter(|_| self.texts) {
            let Some(text) = TextNotice::of(&notice, mobile) else { continue };
            let words = Words {
                to: mobile.value.clone(),
                notice: notice.clone(),
                at: seen.at.ms(),
                browser: None,
                system: None,
                address: None,
                link: None,
                text: Some(text),
            };
            self.insert(tx, JobId::generate(&mut source), person, &words, now).await?;
        }
        Ok(())
    }

    async fn insert(
        &self,
        tx: &mut Tx,
        job: JobId,
        person: &PersonId,
        words: &Words,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let useless_after = now.plus(WORTH);
        let text = serde_json::to_string(words).map_err(|_| StoreError::Busy)?;
        tx.notice_insert(&job, person, &text, useless_after).await?;
        tx.job_insert(&NewJob {
            id: job,
            kind: SECURITY_NOTICE,
            lane: if words.text.is_some() { Lane::Text } else { Lane::Mail },
            subject: person.to_string(),
            detail: Some(words.notice.slug().to_owned()),
            created_at: now,
            useless_after,
        })
        .await
    }
}
