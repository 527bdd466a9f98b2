//! Remembers call codes by their ids: the digits are derived from them and stand nowhere.

use countersign_core::Timestamp;
use countersign_core::challenge::KeyId;
use countersign_core::ids::{CallCodeId, PersonId};
use countersign_core::support::CallCode;

use crate::db::{ReadTx, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    CALL_CODE_READ = "SELECT id, code_key, wrong, used_at, sent_at, created_at, expires_at FROM call_codes WHERE person = $1";
    CALL_CODE_SET = "INSERT INTO call_codes (person, id, code_key, wrong, used_at, sent_at, created_at, expires_at) \
        VALUES ($1, $2, $3, 0, NULL, $4, $5, $6) ON CONFLICT (person) DO UPDATE SET id = EXCLUDED.id, code_key = EXCLUDED.code_key, \
        wrong = 0, used_at = NULL, sent_at = EXCLUDED.sent_at, created_at = EXCLUDED.created_at, expires_at = EXCLUDED.expires_at";
    /// Guards that a code is compared at most so often, in its time, and not after it was used.
    CALL_CODE_CHARGE = "UPDATE call_codes SET wrong = wrong + 1 WHERE person = $1 AND id = $2 AND used_at IS NULL AND wrong < $3 \
        AND expires_at > $4 RETURNING wrong";
    /// Uses a code up: of any number of right checks at once, one finds it unused.
    CALL_CODE_USE = "UPDATE call_codes SET used_at = $3, wrong = wrong - 1 WHERE person = $1 AND id = $2 AND used_at IS NULL";
    CALL_CODES_FORGET = "DELETE FROM call_codes WHERE person IN \
        (SELECT person FROM call_codes WHERE expires_at <= $1 ORDER BY expires_at, person LIMIT 500)";
}

/// A call code as it is stored.
#[derive(Clone, Debug)]
pub struct StoredCallCode {
    /// The code, without its digits.
    pub code: CallCode,
    /// How often it was told wrong.
    pub wrong: u32,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// When it was sent by text message; `None`: its person was shown it.
    pub sent_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// From then on it does nothing.
    pub expires_at: Timestamp,
}

impl StoredCallCode {
    /// Whether it can still be told.
    pub fn is_open(&self, most_wrong: u32, now: Timestamp) -> bool {
        self.used_at.is_none() && self.wrong < most_wrong && now < self.expires_at
    }
}

impl Tx {
    /// Makes a call code, in place of the one before. `sent`: it goes out as a text message.
    pub async fn call_code_set(
        &mut self,
        code: &CallCode,
        sent: bool,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let args = [
            (&code.person).into(),
            (&code.id).into(),
            code.key.0.as_str().into(),
            sent.then_some(now).into(),
            now.into(),
            until.into(),
        ];
        self.execute(&CALL_CODE_SET, &args).await?;
        Ok(())
    }

    /// Charges a check before anything is compared; how often the code counts as told wrong by then. `None`: it is used, void,
    /// over, or another was made since.
    pub async fn call_code_charge(
        &mut self,
        code: &CallCode,
        most: u32,
        now: Timestamp,
    ) -> Result<Option<u32>, StoreError> {
        let args = [(&code.person).into(), (&code.id).into(), most.into(), now.into()];
        let Some(row) = self.fetch_optional(&CALL_CODE_CHARGE, &args).await? else {
            return Ok(None);
        };
        Ok(Some(u32::try_from(row.int("wrong")?).map_err(|_| row.corrupt("wrong"))?))
    }

    /// Uses it up; false: another check did.
    pub async fn call_code_use(
        &mut self,
        code: &CallCode,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [(&code.person).into(), (&code.id).into(), now.into()];
        Ok(self.execute(&CALL_CODE_USE, &args).await? == 1)
    }

    /// Forgets codes that ended before then; at most 500 a call.
    pub async fn call_codes_forget(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.execute(&CALL_CODES_FORGET, &[before.into()]).await
    }
}

impl ReadTx {
    /// The newest call code of a person, whatever became of it.
    pub async fn call_code_read(
        &mut self,
        person: &PersonId,
    ) -> Result<Option<StoredCallCode>, StoreError> {
        let Some(row) = self.fetch_optional(&CALL_CODE_READ, &[person.into()]).await? else {
            return Ok(None);
        };
        Ok(Some(StoredCallCode {
            code: CallCode {
                id: CallCodeId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
                person: person.clone(),
                key: KeyId(row.text("code_key")?),
            },
            wrong: u32::try_from(row.int("wrong")?).map_err(|_| row.corrupt("wrong"))?,
            used_at: row.opt_time("used_at")?,
            sent_at: row.opt_time("sent_at")?,
            created_at: row.time("created_at")?,
            expires_at: row.time("expires_at")?,
        }))
    }
}
