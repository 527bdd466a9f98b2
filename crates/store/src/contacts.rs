//! Remembers contacts as their person sees them: listed, added, confirmed, named, put first, replaced, removed.

use countersign_core::Timestamp;
use countersign_core::ids::{ContactId, PersonId};
use countersign_core::people::{Contact, ContactKind, Method};

use crate::db::{ReadTx, Tx};
use crate::error::StoreError;
use crate::shared_contacts::confirmed;
use crate::statements::statements;

statements! {
    CONTACTS_LIST = concat!("SELECT c.id, c.kind, c.value_sealed, ", confirmed!(), " AS confirmed_at, c.shared_from, c.label, c.confirmed_by, c.asked_at, c.added_at, \
        (SELECT MAX(h.passed_at) FROM challenges h WHERE h.contact = c.id AND h.passed_at IS NOT NULL) AS passed_at, \
        (SELECT CAST(COUNT(*) AS BIGINT) FROM contacts d WHERE d.shared_from = c.id AND d.removed_at IS NULL) AS dependents \
        FROM contacts c WHERE c.person = $1 AND c.removed_at IS NULL ORDER BY c.position, c.id");
    CONTACT_READ = concat!("SELECT c.id, c.kind, c.value_sealed, ", confirmed!(), " AS confirmed_at FROM contacts c \
        WHERE c.id = $1 AND c.person = $2 AND c.removed_at IS NULL");
    /// A value stands once with a person: of two pages that add the same number one does.
    CONTACT_ADD = "INSERT INTO contacts (id, person, kind, value_sealed, value_index, added_at, added_here, label, position) \
        VALUES ($1, $2, $3, $4, $5, $6, 1, $7, (SELECT COALESCE(MAX(o.position), 0) + 1 FROM contacts o WHERE o.person = $2)) \
        ON CONFLICT (person, value_index) DO NOTHING";
    /// Removed ones count: whoever adds and removes in turn adds all the same.
    NUMBERS_ADDED = "SELECT added_at FROM contacts WHERE person = $1 AND kind <> 'email' AND added_here = 1 AND added_at > $2 \
        ORDER BY added_at, id";
    /// Guards that a contact is confirmed once, and not after it was removed. One that is used on another's confirmation becomes
    /// one of its own.
    CONTACT_CONFIRM = "UPDATE contacts SET confirmed_at = $3, confirmed_by = $4, asked_at = NULL, shared_from = NULL \
        WHERE id = $1 AND person = $2 AND (confirmed_at IS NULL OR shared_from IS NOT NULL) AND removed_at IS NULL";
    CONTACT_LABEL_SET = "UPDATE contacts SET label = $3 WHERE id = $1 AND person = $2 AND removed_at IS NULL";
    /// The order of addresses stays: the first one is what the person signs in with.
    CONTACT_USE_FIRST = "UPDATE contacts SET position = (SELECT MIN(o.position) - 1 FROM contacts o WHERE o.person = $2) \
        WHERE id = $1 AND person = $2 AND kind <> 'email' AND removed_at IS NULL";
    CONTACT_STILL = "UPDATE contacts SET asked_at = $3 WHERE id = $1 AND person = $2 AND confirmed_at IS NOT NULL AND removed_at IS NULL";
    CONTACT_TAKE_PLACE = "UPDATE contacts SET position = (SELECT o.position FROM contacts o WHERE o.id = $2), \
        label = COALESCE(label, (SELECT o.label FROM contacts o WHERE o.id = $2)) WHERE id = $1 AND person = $3";
    CONTACT_WAYS_MOVE = "UPDATE authenticators SET contact = $3 WHERE person = $1 AND contact = $2";
    /// Of any number of callers one removes it.
    CONTACT_REMOVE = "UPDATE contacts SET removed_at = $3, value_sealed = '', value_index = 'removed ' || id, confirmed_at = NULL, \
        shared_from = NULL, label = NULL WHERE id = $1 AND person = $2 AND removed_at IS NULL";
    /// Codes to it are dead.
    CONTACT_CHALLENGES_CLOSE = "UPDATE challenges SET state = 'closed' WHERE person = $1 AND contact = $2 AND state = 'open'";
    FORMER_CONTACT_INSERT = "INSERT INTO former_contacts (id, person, kind, value_sealed, until_at) VALUES ($1, $2, $3, $4, $5)";
    FORMER_CONTACTS = "SELECT id, kind, value_sealed FROM former_contacts WHERE person = $1 AND until_at > $2 ORDER BY until_at, id";
    FORMER_CONTACTS_FORGET = "DELETE FROM former_contacts WHERE id IN \
        (SELECT id FROM former_contacts WHERE until_at <= $1 ORDER BY until_at, id LIMIT 500)";
    /// Without a name to move to, nothing is preferred any more.
    PREFERRED_MOVE = "UPDATE persons SET preferred_contact = CAST($3 AS TEXT), \
        preferred_method = CASE WHEN CAST($3 AS TEXT) IS NULL THEN NULL ELSE preferred_method END \
        WHERE id = $1 AND preferred_contact = $2";
    PREFERRED_SET = "UPDATE persons SET preferred_method = $2, preferred_contact = $3 WHERE id = $1 AND state = 'active' \
        AND EXISTS (SELECT 1 FROM contacts c WHERE c.id = $3 AND c.person = $1 AND c.confirmed_at IS NOT NULL AND c.removed_at IS NULL)";
    /// Guards that nobody else signs in with the address.
    SIGN_IN_MOVE = "UPDATE persons SET sign_in_index = $2 WHERE id = $1 AND state = 'active' \
        AND NOT EXISTS (SELECT 1 FROM persons p WHERE p.sign_in_index = $2 AND p.id <> $1)";
}

/// A contact with what only its person is shown.
#[derive(Clone, Debug)]
pub struct ListedContact {
    /// The contact.
    pub contact: Contact,
    /// What the person calls it.
    pub label: Option<String>,
    /// How it was confirmed; `None`: not here, or not at all.
    pub confirmed_by: Option<Method>,
    /// It is, or was until it fell, used on another person's confirmation.
    pub shared: bool,
    /// Other persons' contacts that are used on its confirmation.
    pub dependents: u32,
    /// When the person last said that it is still theirs.
    pub asked_at: Option<Timestamp>,
    /// When it was added.
    pub added_at: Timestamp,
    /// When a code to it was last answered.
    pub last_used: Option<Timestamp>,
}

impl Tx {
    /// Writes a contact that its person added, not confirmed; false: the person has the same value already.
    pub async fn contact_add(
        &mut self,
        person: &PersonId,
        contact: &Contact,
        label: Option<&str>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sealed =
            self.sealer().seal("contacts", "value", contact.id.as_str(), contact.value.as_bytes());
        let index = self.contact_index(contact);
        let args = [
            (&contact.id).into(),
            person.into(),
            contact.kind.as_str().into(),
            sealed.into(),
            index.into(),
            now.into(),
            label.into(),
        ];
        Ok(self.execute(&CONTACT_ADD, &args).await? == 1)
    }

    /// Confirms a contact; false: it is confirmed already, gone, or another person's.
    pub async fn contact_confirm(
        &mut self,
        person: &PersonId,
        id: &ContactId,
        by: Method,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), person.into(), now.into(), by.as_str().into()];
        Ok(self.execute(&CONTACT_CONFIRM, &args).await? == 1)
    }

    /// Notes what the person calls a contact; empty: nothing. False: it is not this person's.
    pub async fn contact_label_set(
        &mut self,
        person: &PersonId,
        id: &ContactId,
        label: Option<&str>,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&CONTACT_LABEL_SET, &[id.into(), person.into(), label.into()]).await? == 1)
    }

    /// Puts a number before all others; false: it is no number of this person's.
    pub async fn contact_use_first(
        &mut self,
        person: &PersonId,
        id: &ContactId,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&CONTACT_USE_FIRST, &[id.into(), person.into()]).await? == 1)
    }

    /// Notes that the person still has a confirmed contact; false: it is none of theirs.
    pub async fn contact_still(
        &mut self,
        person: &PersonId,
        id: &ContactId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&CONTACT_STILL, &[id.into(), person.into(), now.into()]).await? == 1)
    }

    /// Puts a confirmed contact in the place of another: its position, its name if it has none, and the ways to sign in that
    /// hang on the other one. How many ways moved.
    pub async fn contact_take_place(
        &mut self,
        person: &PersonId,
        new: &ContactId,
        old: &ContactId,
    ) -> Result<u64, StoreError> {
        self.execute(&CONTACT_TAKE_PLACE, &[new.into(), old.into(), person.into()]).await?;
        self.execute(&PREFERRED_MOVE, &[person.into(), old.into(), new.into()]).await?;
        self.execute(&CONTACT_WAYS_MOVE, &[person.into(), old.into(), new.into()]).await
    }

    /// Removes a contact: its value is forgotten, but for `until`, until when it hears of changes; `None`: it hears nothing,
    /// because it was never confirmed. False: it is not this person's, or is gone.
    pub async fn contact_remove(
        &mut self,
        person: &PersonId,
        contact: &Contact,
        until: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let id = &contact.id;
        self.execute(&CONTACT_CHALLENGES_CLOSE, &[person.into(), id.into()]).await?;
        if self.execute(&CONTACT_REMOVE, &[id.into(), person.into(), now.into()]).await? != 1 {
            return Ok(false);
        }
        let nothing: Option<&ContactId> = None;
        self.execute(&PREFERRED_MOVE, &[person.into(), id.into(), nothing.into()]).await?;
        if let Some(until) = until {
            let value = contact.value.as_bytes();
            let sealed = self.sealer().seal("former_contacts", "value", id.as_str(), value);
            let kind = contact.kind.as_str();
            let args = [id.into(), person.into(), kind.into(), sealed.into(), until.into()];
            self.execute(&FORMER_CONTACT_INSERT, &args).await?;
        }
        Ok(true)
    }

    /// Forgets former contacts whose time is over; at most 500 a call.
    pub async fn former_contacts_forget(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(&FORMER_CONTACTS_FORGET, &[now.into()]).await
    }

    /// Sends codes to this contact first; false: it is no confirmed contact of this person's.
    pub async fn preferred_set(
        &mut self,
        person: &PersonId,
        method: Method,
        contact: &ContactId,
    ) -> Result<bool, StoreError> {
        let args = [person.into(), method.as_str().into(), contact.into()];
        Ok(self.execute(&PREFERRED_SET, &args).await? == 1)
    }

    /// Signs the person in with this key from now on; false: another person does.
    pub async fn sign_in_move(&mut self, person: &PersonId, key: &str) -> Result<bool, StoreError> {
        let index = self.sealer().blind_index("sign-in", key);
        Ok(self.execute(&SIGN_IN_MOVE, &[person.into(), index.into()]).await? == 1)
    }
}

impl ReadTx {
    /// The contacts of a person, in their order.
    pub async fn contacts_list(
        &mut self,
        person: &PersonId,
    ) -> Result<Vec<ListedContact>, StoreError> {
        let rows = self.fetch_all(&CONTACTS_LIST, &[person.into()]).await?;
        let listed = rows.iter().map(|row| {
            let by = row.opt_text("confirmed_by")?;
            Ok(ListedContact {
                contact: self.contact_from(row)?,
                label: row.opt_text("label")?,
                confirmed_by: by.and_then(|by| Method::parse(&by)),
                shared: row.opt_text("shared_from")?.is_some(),
                dependents: u32::try_from(row.int("dependents")?).unwrap_or(0),
                asked_at: row.opt_time("asked_at")?,
                added_at: row.time("added_at")?,
                last_used: row.opt_time("passed_at")?,
            })
        });
        listed.collect()
    }

    /// A contact of this person; `None`: another's, unknown, or removed.
    pub async fn contact_read(
        &mut self,
        person: &PersonId,
        id: &ContactId,
    ) -> Result<Option<Contact>, StoreError> {
        let row = self.fetch_optional(&CONTACT_READ, &[id.into(), person.into()]).await?;
        row.map(|row| self.contact_from(&row)).transpose()
    }

    /// When this person added numbers since then, removed ones included. Ask it under the lock of the person's sends.
    pub async fn numbers_added(
        &mut self,
        person: &PersonId,
        since: Timestamp,
    ) -> Result<Vec<Timestamp>, StoreError> {
        let rows = self.fetch_all(&NUMBERS_ADDED, &[person.into(), since.into()]).await?;
        rows.iter().map(|row| row.time("added_at")).collect()
    }

    /// Contacts that were replaced or removed a short time ago and still hear of changes.
    pub async fn former_contacts(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Vec<Contact>, StoreError> {
        let rows = self.fetch_all(&FORMER_CONTACTS, &[person.into(), now.into()]).await?;
        let former = rows.iter().map(|row| {
            let id = ContactId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?;
            let sealed = row.text("value_sealed")?;
            let plain = self.sealer().unseal("former_contacts", "value", id.as_str(), &sealed)?;
            let value =
                String::from_utf8(plain.to_vec()).map_err(|_| row.corrupt("value_sealed"))?;
            let kind = ContactKind::parse(&row.text("kind")?).ok_or_else(|| row.corrupt("kind"))?;
            Ok(Contact { id, kind, value, confirmed_at: None })
        });
        former.collect()
    }
}
