//! Remembers numbers that are used on another person's confirmation, inside one account.

use countersign_core::Timestamp;
use countersign_core::ids::{ContactId, PersonId};
use countersign_core::people::Contact;

use crate::db::{ReadTx, Tx};
use crate::error::StoreError;
use crate::statements::statements;

/// When the contact `c` was confirmed, as it stands at this moment. What is used on another one's confirmation counts while that
/// one is confirmed by itself, has the same value, and both persons are in one account, or the first one is a contact person of
/// it: it falls in the moment in which one of these ends, and nobody has to look (CS-ENR-11). Who is in an account for a time only shares no numbers there.
macro_rules! confirmed {
    () => {
        "CASE WHEN c.shared_from IS NULL OR EXISTS (SELECT 1 FROM contacts f JOIN memberships a ON a.person = f.person \
         JOIN memberships b ON b.account = a.account WHERE f.id = c.shared_from AND b.person = c.person \
         AND a.ends_at IS NULL AND b.ends_at IS NULL \
         AND f.value_index = c.value_index AND f.confirmed_at IS NOT NULL AND f.shared_from IS NULL AND f.removed_at IS NULL) \
         OR EXISTS (SELECT 1 FROM contact_person_values v JOIN memberships d ON d.account = v.account WHERE v.id = c.shared_from \
         AND d.person = c.person AND d.ends_at IS NULL AND v.value_index = c.value_index AND v.confirmed_at IS NOT NULL) THEN c.confirmed_at END"
    };
}
pub(crate) use confirmed;

statements! {
    /// The newest confirmation of this value by another person of one of the person's accounts.
    CONTACT_TO_SHARE = "SELECT f.id, f.person FROM contacts f JOIN memberships a ON a.person = f.person \
        JOIN memberships b ON b.account = a.account JOIN persons p ON p.id = f.person \
        WHERE b.person = $2 AND f.person <> $2 AND f.value_index = $1 AND f.kind <> 'email' AND f.shared_from IS NULL \
        AND f.removed_at IS NULL AND f.confirmed_at > $3 AND p.state = 'active' \
        AND a.ends_at IS NULL AND b.ends_at IS NULL \
        ORDER BY f.confirmed_at DESC, f.id LIMIT 1";
    /// Guards that it is not confirmed by itself.
    CONTACT_SHARE = "UPDATE contacts SET confirmed_at = $3, confirmed_by = NULL, shared_from = $4 \
        WHERE id = $1 AND person = $2 AND (confirmed_at IS NULL OR shared_from IS NOT NULL) AND removed_at IS NULL";
    /// What fell is not confirmed, and can be confirmed by its own code.
    CONTACT_FALLEN = "UPDATE contacts SET confirmed_at = NULL, shared_from = NULL WHERE id = $1 AND person = $2 AND shared_from IS NOT NULL";
    CONTACT_DEPENDENTS = "SELECT id, person FROM contacts WHERE shared_from = $1 AND removed_at IS NULL ORDER BY id LIMIT 100";
    SHARED_CONTACTS_DROP = "UPDATE contacts SET confirmed_at = NULL, shared_from = NULL WHERE id IN \
        (SELECT s.id FROM contacts s WHERE s.shared_from IS NOT NULL ORDER BY s.id LIMIT 500)";
    /// Accounts of other people that the value is confirmed in, those of this person left out.
    CONTACT_FOREIGN_ACCOUNTS = "SELECT CAST(COUNT(DISTINCT m.account) AS BIGINT) AS accounts FROM contacts c \
        JOIN memberships m ON m.person = c.person WHERE c.value_index = $1 AND c.person <> $2 AND c.confirmed_at IS NOT NULL \
        AND c.removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM memberships o WHERE o.account = m.account AND o.person = $2)";
}

impl Tx {
    /// Confirms a contact on another person's confirmation; false: it is confirmed already, gone, or another person's.
    pub async fn contact_share(
        &mut self,
        person: &PersonId,
        id: &ContactId,
        from: &ContactId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), person.into(), now.into(), from.into()];
        Ok(self.execute(&CONTACT_SHARE, &args).await? == 1)
    }

    /// Takes a confirmation back that hung on another; false: it hung on none.
    pub async fn contact_fall(
        &mut self,
        person: &PersonId,
        id: &ContactId,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&CONTACT_FALLEN, &[id.into(), person.into()]).await? == 1)
    }

    /// Takes back what hangs on other persons' confirmations, where the operator allows it no more; at most 500 a call.
    pub async fn shared_contacts_drop(&mut self) -> Result<u64, StoreError> {
        self.execute(&SHARED_CONTACTS_DROP, &[]).await
    }
}

impl ReadTx {
    /// The contact, and its person, on whose confirmation this person can use the same number; `None`: there is none, which
    /// is also the answer for a number that is confirmed in other accounts only.
    pub async fn contact_to_share(
        &mut self,
        person: &PersonId,
        contact: &Contact,
        confirmed_after: Timestamp,
    ) -> Result<Option<(ContactId, PersonId)>, StoreError> {
        let index = self.contact_index(contact);
        let args = [index.into(), person.into(), confirmed_after.into()];
        let row = self.fetch_optional(&CONTACT_TO_SHARE, &args).await?;
        let read = |row: &crate::db::Row| {
            let id = ContactId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?;
            let of = PersonId::parse(&row.text("person")?).map_err(|_| row.corrupt("person"))?;
            Ok((id, of))
        };
        row.as_ref().map(read).transpose()
    }

    /// The contacts, each with its person, that are used on this one's confirmation; at most 100.
    pub async fn contact_dependents(
        &mut self,
        id: &ContactId,
    ) -> Result<Vec<(ContactId, PersonId)>, StoreError> {
        let rows = self.fetch_all(&CONTACT_DEPENDENTS, &[id.into()]).await?;
        let read = rows.iter().map(|row| {
            let id = ContactId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?;
            let of = PersonId::parse(&row.text("person")?).map_err(|_| row.corrupt("person"))?;
            Ok((id, of))
        });
        read.collect()
    }

    /// In how many accounts that this person is not in the value is confirmed.
    pub async fn contact_foreign_accounts(
        &mut self,
        person: &PersonId,
        contact: &Contact,
    ) -> Result<i64, StoreError> {
        let args = [self.contact_index(contact).into(), person.into()];
        let row = self.fetch_optional(&CONTACT_FOREIGN_ACCOUNTS, &args).await?;
        row.ok_or(StoreError::Busy)?.int("accounts")
    }
}
