//! Remembers mailed links by the hash of their secret part; each is used at most once.

use countersign_core::Timestamp;
use countersign_core::challenge::KeyId;
use countersign_core::ids::{LinkId, PersonId};
use countersign_core::mailed::{LinkKind, MailedLink};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

macro_rules! link_columns {
    () => {
        "id, kind, person, binding, link_key, created_at, expires_at, used_at"
    };
}

statements! {
    /// A new link takes the slot of the older one of its kind: of two asked for at once, the later insert is the newest.
    LINK_INSERT = "INSERT INTO mailed_links (slot, id, kind, person, binding, link_key, token_hash, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (slot) DO UPDATE SET id = EXCLUDED.id, binding = EXCLUDED.binding, \
        link_key = EXCLUDED.link_key, token_hash = EXCLUDED.token_hash, created_at = EXCLUDED.created_at, \
        expires_at = EXCLUDED.expires_at, used_at = NULL";
    LINK_READ = concat!("SELECT ", link_columns!(), " FROM mailed_links WHERE id = $1");
    LINK_FIND = concat!("SELECT ", link_columns!(), " FROM mailed_links WHERE token_hash = $1 AND kind = $2 \
        AND used_at IS NULL AND expires_at > $3");
    /// Uses a link up: of any number of callers at once one finds `used_at` empty, and the others change no row.
    LINK_BURN = "UPDATE mailed_links SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2";
    LINKS_VOID = "DELETE FROM mailed_links WHERE person = $1 AND kind = $2 AND used_at IS NULL";
    LINKS_FORGET = "DELETE FROM mailed_links WHERE slot IN \
        (SELECT slot FROM mailed_links WHERE expires_at <= $1 ORDER BY expires_at, slot LIMIT 500)";
}

/// A link as it is stored.
#[derive(Clone, Debug)]
pub struct StoredLink {
    /// The link.
    pub link: MailedLink,
    /// When it was written.
    pub created_at: Timestamp,
    /// From then on it does nothing.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

impl StoredLink {
    /// Whether it can still be used.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && now < self.expires_at
    }
}

impl Tx {
    /// Writes a link; of a kind of which only the newest works, in place of the older one.
    pub async fn link_insert(
        &mut self,
        link: &MailedLink,
        token_hash: &str,
        created_at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let slot = if link.kind.newest_only() {
            format!("{} {}", link.kind.as_str(), link.person)
        } else {
            link.id.to_string()
        };
        let args = [
            slot.into(),
            (&link.id).into(),
            link.kind.as_str().into(),
            (&link.person).into(),
            link.binding.as_str().into(),
            link.key.0.as_str().into(),
            token_hash.into(),
            created_at.into(),
            expires_at.into(),
        ];
        self.execute(&LINK_INSERT, &args).await?;
        Ok(())
    }

    /// Uses a link up; false: it was used, replaced or has expired.
    pub async fn link_burn(&mut self, id: &LinkId, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.execute(&LINK_BURN, &[id.into(), now.into()]).await? == 1)
    }

    /// Makes the unused links of this person and kind work no longer, as a changed password does with reset links.
    pub async fn links_void(
        &mut self,
        person: &PersonId,
        kind: LinkKind,
    ) -> Result<u64, StoreError> {
        self.execute(&LINKS_VOID, &[person.into(), kind.as_str().into()]).await
    }

    /// Forgets links that are over; at most 500 a call.
    pub async fn links_forget(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(&LINKS_FORGET, &[now.into()]).await
    }
}

impl ReadTx {
    /// A link by its id, for the mail that brings it.
    pub async fn link_read(&mut self, id: &LinkId) -> Result<Option<StoredLink>, StoreError> {
        let row = self.fetch_optional(&LINK_READ, &[id.into()]).await?;
        row.as_ref().map(link_from).transpose()
    }

    /// The open link of this kind with this hash. Uses nothing up.
    pub async fn link_find(
        &mut self,
        token_hash: &str,
        kind: LinkKind,
        now: Timestamp,
    ) -> Result<Option<StoredLink>, StoreError> {
        let args = [token_hash.into(), kind.as_str().into(), now.into()];
        let row = self.fetch_optional(&LINK_FIND, &args).await?;
        row.as_ref().map(link_from).transpose()
    }
}

fn link_from(row: &Row) -> Result<StoredLink, StoreError> {
    let link = MailedLink {
        id: LinkId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
        kind: LinkKind::parse(&row.text("kind")?).ok_or_else(|| row.corrupt("kind"))?,
        person: PersonId::parse(&row.text("person")?).map_err(|_| row.corrupt("person"))?,
        binding: row.text("binding")?,
        key: KeyId(row.text("link_key")?),
    };
    Ok(StoredLink {
        link,
        created_at: row.time("created_at")?,
        expires_at: row.time("expires_at")?,
        used_at: row.opt_time("used_at")?,
    })
}
