//! Remembers support PINs: their slow hashes, and how often one was told wrong.

use countersign_core::Timestamp;
use countersign_core::ids::{PersonId, SupportPinId};

use crate::db::{ReadTx, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    SUPPORT_PIN_READ = "SELECT id, hash, wrong, set_at FROM support_pins WHERE person = $1";
    /// A new PIN has a new id: what was being checked against the one before finds it gone.
    SUPPORT_PIN_SET = "INSERT INTO support_pins (person, id, hash, wrong, set_at) VALUES ($1, $2, $3, 0, $4) \
        ON CONFLICT (person) DO UPDATE SET id = EXCLUDED.id, hash = EXCLUDED.hash, wrong = 0, set_at = EXCLUDED.set_at";
    SUPPORT_PIN_REMOVE = "DELETE FROM support_pins WHERE person = $1";
    /// Guards that a PIN is compared at most so often: of any number of checks at once, three find room.
    SUPPORT_PIN_CHARGE = "UPDATE support_pins SET wrong = wrong + 1 WHERE person = $1 AND id = $2 AND wrong < $3 RETURNING wrong";
    /// Gives back what a right one was charged, and nothing that was charged before it.
    SUPPORT_PIN_GIVE_BACK = "UPDATE support_pins SET wrong = wrong - 1 WHERE person = $1 AND id = $2 AND wrong > 0 RETURNING wrong";
}

/// A support PIN as it is stored. Debug hides the hash.
#[derive(Clone)]
pub struct StoredPin {
    /// Its id: another one with each new PIN.
    pub id: SupportPinId,
    /// A PHC string, over a keyed hash.
    pub hash: String,
    /// How often it was told wrong; checks under way included.
    pub wrong: u32,
    /// When it was set.
    pub set_at: Timestamp,
}

impl std::fmt::Debug for StoredPin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StoredPin({}, wrong {})", self.id, self.wrong)
    }
}

impl Tx {
    /// Sets a person's PIN, in place of the one before.
    pub async fn support_pin_set(
        &mut self,
        person: &PersonId,
        id: &SupportPinId,
        hash: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let args = [person.into(), id.into(), hash.into(), now.into()];
        self.execute(&SUPPORT_PIN_SET, &args).await?;
        Ok(())
    }

    /// Removes it; false: there is none.
    pub async fn support_pin_remove(&mut self, person: &PersonId) -> Result<bool, StoreError> {
        Ok(self.execute(&SUPPORT_PIN_REMOVE, &[person.into()]).await? == 1)
    }

    /// Charges a check before anything is compared; how often it counts as told wrong by then. `None`: it is paused, or another
    /// PIN was set since.
    pub async fn support_pin_charge(
        &mut self,
        person: &PersonId,
        id: &SupportPinId,
        most: u32,
    ) -> Result<Option<u32>, StoreError> {
        let args = [person.into(), id.into(), most.into()];
        let row = self.fetch_optional(&SUPPORT_PIN_CHARGE, &args).await?;
        row.map(|row| wrong_from(&row)).transpose()
    }

    /// Gives a right check back; how often the PIN counts as told wrong by then. `None`: another PIN was set since.
    pub async fn support_pin_give_back(
        &mut self,
        person: &PersonId,
        id: &SupportPinId,
    ) -> Result<Option<u32>, StoreError> {
        let row = self.fetch_optional(&SUPPORT_PIN_GIVE_BACK, &[person.into(), id.into()]).await?;
        row.map(|row| wrong_from(&row)).transpose()
    }
}

impl ReadTx {
    /// The PIN of a person; `None`: there is none.
    pub async fn support_pin_read(
        &mut self,
        person: &PersonId,
    ) -> Result<Option<StoredPin>, StoreError> {
        let Some(row) = self.fetch_optional(&SUPPORT_PIN_READ, &[person.into()]).await? else {
            return Ok(None);
        };
        Ok(Some(StoredPin {
            id: SupportPinId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
            hash: row.text("hash")?,
            wrong: wrong_from(&row)?,
            set_at: row.time("set_at")?,
        }))
    }
}

fn wrong_from(row: &crate::Row) -> Result<u32, StoreError> {
    u32::try_from(row.int("wrong")?).map_err(|_| row.corrupt("wrong"))
}
