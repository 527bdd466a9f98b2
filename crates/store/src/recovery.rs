//! Remembers recovery codes: sets that wait for their tick, the valid one, and what is used.

use countersign_core::Timestamp;
use countersign_core::ids::{PersonId, RecoverySetId};
use countersign_core::people::RecoveryHash;
use data_encoding::HEXLOWER;

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    RECOVERY_SET_INSERT = "INSERT INTO recovery_sets (id, person, state, salt, created_at) VALUES ($1, $2, 'pending', $3, $4)";
    RECOVERY_CODE_INSERT = "INSERT INTO recovery_codes (set_id, place, hash) VALUES ($1, $2, $3)";
    /// Of several sets that wait the newest is the one.
    RECOVERY_PENDING_VOID = "UPDATE recovery_sets SET state = 'void' WHERE person = $1 AND state = 'pending'";
    RECOVERY_VOID = "UPDATE recovery_sets SET state = 'void' WHERE person = $1 AND state IN ('pending', 'valid')";
    RECOVERY_VALID_VOID = "UPDATE recovery_sets SET state = 'void' WHERE person = $1 AND state = 'valid' \
        AND EXISTS (SELECT 1 FROM recovery_sets p WHERE p.id = $2 AND p.person = $1 AND p.state = 'pending')";
    /// One set is valid at a time: a unique index refuses a second, so of two at once one is taken back.
    RECOVERY_CONFIRM = "UPDATE recovery_sets SET state = 'valid', saved_by_sealed = $3, confirmed_at = $4 \
        WHERE id = $1 AND person = $2 AND state = 'pending'";
    RECOVERY_SALT = "SELECT id, salt FROM recovery_sets WHERE person = $1 AND state = 'valid'";
    RECOVERY_UNUSED = "SELECT c.place, c.hash FROM recovery_codes c JOIN recovery_sets s ON s.id = c.set_id \
        WHERE c.set_id = $1 AND s.state = 'valid' AND c.used_at IS NULL ORDER BY c.place";
    /// Burns a code once, and only of the set that is valid.
    RECOVERY_BURN = "UPDATE recovery_codes SET used_at = $3 WHERE set_id = $1 AND place = $2 AND used_at IS NULL \
        AND EXISTS (SELECT 1 FROM recovery_sets s WHERE s.id = recovery_codes.set_id AND s.state = 'valid')";
    RECOVERY_FACTS = "SELECT s.id, s.saved_by_sealed, s.created_at, s.confirmed_at, s.checked_at, \
        (SELECT CAST(COUNT(*) AS BIGINT) FROM recovery_codes c WHERE c.set_id = s.id AND c.used_at IS NULL) AS unused \
        FROM recovery_sets s WHERE s.person = $1 AND s.state = 'valid'";
    RECOVERY_WAITING = "SELECT CAST(COUNT(*) AS BIGINT) AS sets FROM recovery_sets WHERE person = $1 AND state = 'pending'";
    /// Guards that the question is answered once a set, and only for the set that is valid.
    RECOVERY_CHECK = "UPDATE recovery_sets SET checked_at = $2 WHERE person = $1 AND state = 'valid' AND checked_at IS NULL";
}

/// What a recovery code is hashed with.
#[derive(Clone, Debug)]
pub struct RecoverySalt {
    /// The set.
    pub set: RecoverySetId,
    /// 128 random bits.
    pub salt: Vec<u8>,
}

/// What the person is shown of the valid set.
#[derive(Clone, Debug)]
pub struct RecoveryFacts {
    /// Codes that are not used.
    pub unused: u32,
    /// Who said that they saved them.
    pub saved_by: String,
    /// When they were made.
    pub created_at: Timestamp,
    /// When they were said to be saved.
    pub confirmed_at: Timestamp,
    /// When the person said that they still have them, if they did.
    pub checked_at: Option<Timestamp>,
}

impl Tx {
    /// Writes a set that waits for its tick; an earlier one that waited is void.
    pub async fn recovery_set_insert(
        &mut self,
        person: &PersonId,
        new: &RecoverySalt,
        hashes: &[RecoveryHash],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(&RECOVERY_PENDING_VOID, &[person.into()]).await?;
        let salt = HEXLOWER.encode(&new.salt);
        let args = [(&new.set).into(), person.into(), salt.into(), now.into()];
        self.execute(&RECOVERY_SET_INSERT, &args).await?;
        for (place, hash) in (0i64..).zip(hashes) {
            let args = [(&new.set).into(), place.into(), HEXLOWER.encode(hash.bytes()).into()];
            self.execute(&RECOVERY_CODE_INSERT, &args).await?;
        }
        Ok(())
    }

    /// Makes a set valid and the one before void, in one step; false: it does not wait any more.
    pub async fn recovery_set_confirm(
        &mut self,
        person: &PersonId,
        set: &RecoverySetId,
        saved_by: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.execute(&RECOVERY_VALID_VOID, &[person.into(), set.into()]).await?;
        let sealed =
            self.sealer().seal("recovery_sets", "saved_by", set.as_str(), saved_by.as_bytes());
        let args = [set.into(), person.into(), sealed.into(), now.into()];
        Ok(self.execute(&RECOVERY_CONFIRM, &args).await? == 1)
    }

    /// Notes that the person still has the codes; false: it was noted before, or there is no valid set.
    pub async fn recovery_check(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&RECOVERY_CHECK, &[person.into(), now.into()]).await? == 1)
    }

    /// Voids every set of a person, at once.
    pub async fn recovery_void(&mut self, person: &PersonId) -> Result<(), StoreError> {
        self.execute(&RECOVERY_VOID, &[person.into()]).await?;
        Ok(())
    }

    /// Burns a code; false: it is used, or its set is no longer the valid one.
    pub(crate) async fn recovery_burn(
        &mut self,
        set: &RecoverySetId,
        place: i64,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&RECOVERY_BURN, &[set.into(), place.into(), now.into()]).await? == 1)
    }
}

impl ReadTx {
    /// What a person's codes are hashed with; `None`: there is no valid set.
    pub async fn recovery_salt(
        &mut self,
        person: &PersonId,
    ) -> Result<Option<RecoverySalt>, StoreError> {
        let Some(row) = self.fetch_optional(&RECOVERY_SALT, &[person.into()]).await? else {
            return Ok(None);
        };
        let salt =
            HEXLOWER.decode(row.text("salt")?.as_bytes()).map_err(|_| row.corrupt("salt"))?;
        let set = RecoverySetId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?;
        Ok(Some(RecoverySalt { set, salt }))
    }

    /// The hashes of a valid set's unused codes, each with its place.
    pub(crate) async fn recovery_unused(
        &mut self,
        set: &RecoverySetId,
    ) -> Result<Vec<(i64, RecoveryHash)>, StoreError> {
        let rows = self.fetch_all(&RECOVERY_UNUSED, &[set.into()]).await?;
        rows.iter().map(|row| Ok((row.int("place")?, hash_from(row)?))).collect()
    }

    /// Whether a set was shown that nobody said to have saved.
    pub async fn recovery_is_waiting(&mut self, person: &PersonId) -> Result<bool, StoreError> {
        let row = self.fetch_optional(&RECOVERY_WAITING, &[person.into()]).await?;
        Ok(row.map(|row| row.int("sets")).transpose()?.unwrap_or(0) > 0)
    }

    /// What is told of a person's codes; `None`: there is no valid set.
    pub async fn recovery_facts(
        &mut self,
        person: &PersonId,
    ) -> Result<Option<RecoveryFacts>, StoreError> {
        let Some(row) = self.fetch_optional(&RECOVERY_FACTS, &[person.into()]).await? else {
            return Ok(None);
        };
        let (set, sealed) = (row.text("id")?, row.text("saved_by_sealed")?);
        let saved_by = self.sealer().unseal("recovery_sets", "saved_by", &set, &sealed)?;
        Ok(Some(RecoveryFacts {
            unused: u32::try_from(row.int("unused")?).unwrap_or(0),
            saved_by: String::from_utf8(saved_by.to_vec())
                .map_err(|_| row.corrupt("saved_by_sealed"))?,
            created_at: row.time("created_at")?,
            confirmed_at: row.time("confirmed_at")?,
            checked_at: row.opt_time("checked_at")?,
        }))
    }
}

fn hash_from(row: &Row) -> Result<RecoveryHash, StoreError> {
    let bytes = HEXLOWER.decode(row.text("hash")?.as_bytes()).map_err(|_| row.corrupt("hash"))?;
    let bytes: [u8; 32] = bytes.try_into().map_err(|_| row.corrupt("hash"))?;
    Ok(RecoveryHash::from_bytes(bytes))
}
