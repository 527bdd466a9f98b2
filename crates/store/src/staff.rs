//! Remembers who works for the operator, and stops them.

use countersign_core::Timestamp;
use countersign_core::ids::{ContactId, PersonId};
use countersign_core::people::Staff;

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    STAFF_OF = "SELECT staff FROM persons WHERE id = $1";
    /// The first contact is the address they sign in with.
    STAFF_LIST = "SELECT p.id, p.name, p.staff, p.state, p.created_at, c.id AS contact, c.value_sealed, \
        (SELECT CAST(COUNT(*) AS BIGINT) FROM authenticators a WHERE a.person = p.id AND a.state = 'active') AS factors \
        FROM persons p JOIN contacts c ON c.person = p.id AND c.position = 0 WHERE p.staff IS NOT NULL ORDER BY p.created_at, p.id";
    /// Guards that somebody is disabled once, and that this is no way to disable a portal's customer.
    STAFF_DISABLE = "UPDATE persons SET state = 'disabled' WHERE id = $1 AND staff IS NOT NULL AND state = 'active'";
    STAFF_ENABLE = "UPDATE persons SET state = 'active' WHERE id = $1 AND staff IS NOT NULL AND state = 'disabled' AND erased_at IS NULL";
}

/// A member of staff as lists show them.
#[derive(Clone, Debug)]
pub struct ListedStaff {
    /// Who.
    pub id: PersonId,
    /// The name, as written.
    pub name: String,
    /// The sign-in address.
    pub email: String,
    /// What they are there for.
    pub staff: Staff,
    /// Whether they may sign in.
    pub is_active: bool,
    /// Whether a second factor is on: without one every page of staff is closed to them.
    pub has_second_factor: bool,
    /// Since when.
    pub created_at: Timestamp,
}

impl Tx {
    /// Stops a member of staff; false: there is none of this id, or they were stopped before. Their sessions are ended beside
    /// this by [`person_secured`](Self::person_secured).
    pub async fn staff_disable(&mut self, id: &PersonId) -> Result<bool, StoreError> {
        Ok(self.execute(&STAFF_DISABLE, &[id.into()]).await? == 1)
    }

    /// Lets a member of staff sign in again; false: there is none of this id who was stopped.
    pub async fn staff_enable(&mut self, id: &PersonId) -> Result<bool, StoreError> {
        Ok(self.execute(&STAFF_ENABLE, &[id.into()]).await? == 1)
    }
}

impl ReadTx {
    /// What a person does for the operator, disabled or not; `None`: nothing, or nobody has this id.
    pub async fn staff_of(&mut self, id: &PersonId) -> Result<Option<Staff>, StoreError> {
        match self.fetch_optional(&STAFF_OF, &[id.into()]).await? {
            Some(row) => staff_from(&row),
            None => Ok(None),
        }
    }

    /// All staff, the oldest first.
    pub async fn staff_list(&mut self) -> Result<Vec<ListedStaff>, StoreError> {
        let rows = self.fetch_all(&STAFF_LIST, &[]).await?;
        rows.iter().map(|row| self.listed_staff_from(row)).collect()
    }

    fn listed_staff_from(&self, row: &Row) -> Result<ListedStaff, StoreError> {
        let contact =
            ContactId::parse(&row.text("contact")?).map_err(|_| row.corrupt("contact"))?;
        let sealed = row.text("value_sealed")?;
        let plain = self.sealer().unseal("contacts", "value", contact.as_str(), &sealed)?;
        Ok(ListedStaff {
            id: PersonId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
            name: row.text("name")?,
            email: String::from_utf8(plain.to_vec()).map_err(|_| row.corrupt("value_sealed"))?,
            staff: staff_from(row)?.ok_or_else(|| row.corrupt("staff"))?,
            is_active: row.text("state")? == "active",
            has_second_factor: row.int("factors")? > 0,
            created_at: row.time("created_at")?,
        })
    }
}

/// The column of a person's row.
pub(crate) fn staff_from(row: &Row) -> Result<Option<Staff>, StoreError> {
    let read = |name: String| Staff::parse(&name).ok_or_else(|| row.corrupt("staff"));
    row.opt_text("staff")?.map(read).transpose()
}
