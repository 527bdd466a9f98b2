//! Remembers contact persons of accounts: whom a portal reaches who does not sign in, with their numbers and addresses.

use countersign_core::Timestamp;
use countersign_core::ids::{AccountId, ContactId, ContactPersonId};
use countersign_core::people::{Contact, ContactKind, ContactPerson, Matter};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    CONTACT_PERSON_INSERT = "INSERT INTO contact_persons (id, account, matter, name_sealed, created_at) VALUES ($1, $2, $3, $4, $5)";
    CONTACT_PERSON_VALUE_INSERT = "INSERT INTO contact_person_values (id, contact_person, account, kind, value_sealed, value_index, \
        confirmed_at, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    CONTACT_PERSONS_LIST = "SELECT id, account, matter, name_sealed, created_at FROM contact_persons WHERE account = $1 \
        ORDER BY created_at, id LIMIT 200";
    CONTACT_PERSON_VALUES = "SELECT v.id, v.contact_person, v.kind, v.value_sealed, v.confirmed_at FROM contact_person_values v \
        JOIN contact_persons c ON c.id = v.contact_person WHERE c.account = $1 ORDER BY v.contact_person, v.position";
    CONTACT_PERSON_VALUES_DELETE = "DELETE FROM contact_person_values WHERE contact_person = $1 AND account = $2";
    CONTACT_PERSON_DELETE = "DELETE FROM contact_persons WHERE id = $1 AND account = $2";
    CONTACT_PERSON_VALUES_CLOSE = "DELETE FROM contact_person_values WHERE account = $1";
    CONTACT_PERSONS_CLOSE = "DELETE FROM contact_persons WHERE account = $1";
    /// The newest confirmation of a number of a contact person of one of the person's accounts.
    CONTACT_PERSON_TO_SHARE = "SELECT v.id FROM contact_person_values v JOIN memberships b ON b.account = v.account \
        WHERE b.person = $2 AND v.value_index = $1 AND v.kind <> 'email' AND v.confirmed_at > $3 \
        AND b.ends_at IS NULL ORDER BY v.confirmed_at DESC, v.id LIMIT 1";
}

impl Tx {
    /// Writes a contact person with their numbers and addresses. The account is held.
    pub async fn contact_person_insert(&mut self, new: &ContactPerson) -> Result<(), StoreError> {
        let id = new.id.as_str();
        let name = self.sealer().seal("contact_persons", "name", id, new.name.as_bytes());
        let args = [
            id.into(),
            (&new.account).into(),
            new.matter.as_str().into(),
            name.into(),
            new.created_at.into(),
        ];
        self.execute(&CONTACT_PERSON_INSERT, &args).await?;
        for (position, contact) in (0_i64..).zip(&new.contacts) {
            let sealed = self.sealer().seal(
                "contact_person_values",
                "value",
                contact.id.as_str(),
                contact.value.as_bytes(),
            );
            let args = [
                (&contact.id).into(),
                id.into(),
                (&new.account).into(),
                contact.kind.as_str().into(),
                sealed.into(),
                self.contact_index(contact).into(),
                contact.confirmed_at.into(),
                position.into(),
            ];
            self.execute(&CONTACT_PERSON_VALUE_INSERT, &args).await?;
        }
        Ok(())
    }

    /// Removes a contact person of this account; false: there is none.
    pub async fn contact_person_delete(
        &mut self,
        account: &AccountId,
        id: &ContactPersonId,
    ) -> Result<bool, StoreError> {
        let args = [id.as_str().into(), account.into()];
        self.execute(&CONTACT_PERSON_VALUES_DELETE, &args).await?;
        Ok(self.execute(&CONTACT_PERSON_DELETE, &args).await? == 1)
    }

    /// Removes every contact person of an account that is being closed.
    pub async fn contact_persons_close(&mut self, account: &AccountId) -> Result<(), StoreError> {
        self.execute(&CONTACT_PERSON_VALUES_CLOSE, &[account.into()]).await?;
        self.execute(&CONTACT_PERSONS_CLOSE, &[account.into()]).await?;
        Ok(())
    }
}

impl ReadTx {
    /// The contact persons of an account, the oldest first; at most 200.
    pub async fn contact_persons(
        &mut self,
        account: &AccountId,
    ) -> Result<Vec<ContactPerson>, StoreError> {
        let rows = self.fetch_all(&CONTACT_PERSONS_LIST, &[account.into()]).await?;
        let mut persons = Vec::with_capacity(rows.len());
        for row in &rows {
            let id = row.text("id")?;
            let plain =
                self.sealer().unseal("contact_persons", "name", &id, &row.text("name_sealed")?)?;
            persons.push(ContactPerson {
                account: account.clone(),
                matter: Matter::parse(&row.text("matter")?).ok_or_else(|| row.corrupt("matter"))?,
                name: std::str::from_utf8(&plain)
                    .map_err(|_| row.corrupt("name_sealed"))?
                    .to_owned(),
                contacts: Vec::new(),
                created_at: row.time("created_at")?,
                id: ContactPersonId::parse(&id).map_err(|_| row.corrupt("id"))?,
            });
        }
        for row in &self.fetch_all(&CONTACT_PERSON_VALUES, &[account.into()]).await? {
            let of = row.text("contact_person")?;
            let contact = self.value_from(row)?;
            if let Some(person) = persons.iter_mut().find(|person| person.id.as_str() == of) {
                person.contacts.push(contact);
            }
        }
        Ok(persons)
    }

    /// The value of a contact person of one of this person's accounts on whose confirmation the person can use the same number.
    pub async fn contact_person_to_share(
        &mut self,
        person: &countersign_core::ids::PersonId,
        contact: &Contact,
        confirmed_after: Timestamp,
    ) -> Result<Option<ContactId>, StoreError> {
        let args = [self.contact_index(contact).into(), person.into(), confirmed_after.into()];
        let row = self.fetch_optional(&CONTACT_PERSON_TO_SHARE, &args).await?;
        row.map(|row| ContactId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))).transpose()
    }

    fn value_from(&self, row: &Row) -> Result<Contact, StoreError> {
        let id = row.text("id")?;
        let sealed = row.text("value_sealed")?;
        let plain = self.sealer().unseal("contact_person_values", "value", &id, &sealed)?;
        Ok(Contact {
            kind: ContactKind::parse(&row.text("kind")?).ok_or_else(|| row.corrupt("kind"))?,
            value: std::str::from_utf8(&plain).map_err(|_| row.corrupt("value_sealed"))?.to_owned(),
            confirmed_at: row.opt_time("confirmed_at")?,
            id: ContactId::parse(&id).map_err(|_| row.corrupt("id"))?,
        })
    }
}
