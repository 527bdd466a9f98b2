//! Mails a link, and takes it back: looked at as often as one likes, used once.

use std::fmt;
use std::sync::Arc;

use countersign_core::Timestamp;
use countersign_core::ids::{JobId, LinkId, PersonId};
use countersign_core::mailed::{LinkKeys, LinkKind, MailedLink};
use countersign_core::ports::Bearer;
use countersign_store::{Lane, NewJob, ReadTx, StoreError, Tx};

use super::LINK;
use crate::Ctx;

/// A link as a use case asks for it.
#[derive(Clone, Debug)]
pub struct Link {
    /// What it is for.
    pub kind: LinkKind,
    /// Whose.
    pub person: PersonId,
    /// What else it is bound to; compare it again when it is used.
    pub binding: String,
}

/// What issuing a link needs, drawn before the plan.
#[derive(Clone)]
pub struct LinkIds {
    link: LinkId,
    job: JobId,
    keys: Arc<LinkKeys>,
}

impl LinkIds {
    /// Draws them.
    pub fn draw(ctx: &Ctx) -> Self {
        Self {
            link: ctx.random(LinkId::generate),
            job: ctx.random(JobId::generate),
            keys: Arc::clone(&ctx.link_keys),
        }
    }
}

/// Issues a link and the job that mails it to the person's confirmed address. The job holds the link's id; the secret part
/// is derived when the mail is made (CS-CRY-04).
pub async fn link_issue(
    tx: &mut Tx,
    ids: &LinkIds,
    link: Link,
    now: Timestamp,
) -> Result<(), StoreError> {
    let issued = MailedLink {
        id: ids.link.clone(),
        kind: link.kind,
        person: link.person,
        binding: link.binding,
        key: ids.keys.current().clone(),
    };
    insert(tx, &issued, &ids.keys, now).await?;
    tx.job_insert(&NewJob {
        id: ids.job.clone(),
        kind: LINK,
        lane: Lane::Mail,
        subject: issued.id.to_string(),
        detail: None,
        created_at: now,
        useless_after: now.plus(issued.kind.lasts()),
    })
    .await
}

/// Writes a link without a mail of its own.
pub(crate) async fn insert(
    tx: &mut Tx,
    link: &MailedLink,
    keys: &LinkKeys,
    now: Timestamp,
) -> Result<(), StoreError> {
    // The current key is in the ring, so there is a token; without one nothing could be mailed.
    let token = link.token(keys).ok_or(StoreError::Busy)?;
    tx.link_insert(link, &token.hash(), now, now.plus(link.kind.lasts())).await
}

/// A link that a browser brought. Debug hides it.
#[derive(Clone)]
pub struct Presented {
    kind: LinkKind,
    token: Bearer,
    keys: Arc<LinkKeys>,
}

impl fmt::Debug for Presented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presented").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Presented {
    /// The secret part.
    pub fn token(&self) -> &Bearer {
        &self.token
    }

    /// The secret part as it came, for a page of this kind.
    pub fn new(ctx: &Ctx, kind: LinkKind, token: &str) -> Self {
        let token = Bearer::presented(token);
        Self { kind, token, keys: Arc::clone(&ctx.link_keys) }
    }
}

/// Looks at a link: open, of this kind, and fitting. Uses nothing up, so that what looks at mails on the way breaks nothing
/// (CS-WEB-07).
pub async fn link_read(
    tx: &mut ReadTx,
    presented: &Presented,
    now: Timestamp,
) -> Result<Option<MailedLink>, StoreError> {
    let found = tx.link_find(&presented.token.hash(), presented.kind, now).await?;
    Ok(found.map(|stored| stored.link).filter(|link| link.fits(&presented.token, &presented.keys)))
}

/// Uses a link up, in the transaction of what it does: of any number of callers one gets it.
pub async fn link_use(
    tx: &mut Tx,
    presented: &Presented,
    now: Timestamp,
) -> Result<Option<MailedLink>, StoreError> {
    let Some(link) = link_read(tx, presented, now).await? else { return Ok(None) };
    Ok(tx.link_burn(&link.id, now).await?.then_some(link))
}
