//! The link of an invitation as a browser brings it.

use std::fmt;
use std::sync::Arc;

use countersign_core::access::Invitation;
use countersign_core::mailed::{LinkKeys, invitation_fits};
use countersign_core::ports::Bearer;
use countersign_store::{ReadTx, StoreError};

use crate::Ctx;

/// A link that a browser brought. Debug hides it.
#[derive(Clone)]
pub struct Brought {
    token: Bearer,
    keys: Arc<LinkKeys>,
}

impl fmt::Debug for Brought {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Brought(..)")
    }
}

impl Brought {
    /// The secret part as it came.
    pub fn new(ctx: &Ctx, token: &str) -> Self {
        Self { token: Bearer::presented(token), keys: Arc::clone(&ctx.link_keys) }
    }

    /// The invitation whose newest mail brought it, whatever became of it; `None` also where the row was altered. Uses nothing
    /// up, so that what looks at mails on the way breaks nothing (CS-WEB-07).
    pub(crate) async fn find(&self, tx: &mut ReadTx) -> Result<Option<Invitation>, StoreError> {
        let found = tx.invitation_find(&self.token.hash()).await?;
        let fits = found.filter(|found| {
            invitation_fits(&found.invitation, &found.key, &self.token, &self.keys)
        });
        Ok(fits.map(|found| found.invitation))
    }
}
