//! Remembers wrong passwords: one row for each person, device, name or address, locked before it is decided from.

use countersign_core::Timestamp;
use countersign_core::ids::PersonId;
use countersign_core::limits::{AddressTries, PasswordTries, TicketsWritten, UnlockMails};

use crate::db::{ReadTx, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::statements::statements;

statements! {
    /// Takes the row's lock before its entries are decided from, so that no burst passes the limit.
    TRIES_LOCK = "INSERT INTO password_tries (counted, version, entries, touched_at) VALUES ($1, 1, '', $2) \
        ON CONFLICT (counted) DO UPDATE SET version = password_tries.version + 1, touched_at = $2 RETURNING entries";
    TRIES_WRITE = "UPDATE password_tries SET entries = $2 WHERE counted = $1";
    TRIES_FORGET = "DELETE FROM password_tries WHERE counted IN (SELECT t.counted FROM password_tries t \
        WHERE t.touched_at <= $1 ORDER BY t.touched_at, t.counted LIMIT 500)";
    UNLOCKED_INSERT = "INSERT INTO unlocked_browsers (person, browser_hash, until) VALUES ($1, $2, $3) \
        ON CONFLICT (person, browser_hash) DO UPDATE SET until = $3";
    UNLOCKED_READ = "SELECT until FROM unlocked_browsers WHERE person = $1 AND browser_hash = $2 AND until > $3";
    UNLOCKED_EXPIRE = "DELETE FROM unlocked_browsers WHERE (person, browser_hash) IN \
        (SELECT u.person, u.browser_hash FROM unlocked_browsers u WHERE u.until <= $1 LIMIT 500)";
}

/// Who is counted. Names and addresses are counted under their keyed index, which names neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted(String);

impl Counted {
    /// All browsers of a person that are not recognised.
    pub fn person(id: &PersonId) -> Self {
        Self(id.to_string())
    }

    /// The id of a recognised device.
    pub fn device(id: &str) -> Self {
        Self(id.to_owned())
    }

    /// A browser that a mailed link unlocked for a person.
    pub fn unlocked(person: &PersonId, browser_hash: &str) -> Self {
        Self(format!("unlocked {person} {browser_hash}"))
    }

    /// Stop codes of assisted recoveries that came from an address.
    pub fn stop_codes(address: &Self) -> Self {
        Self(format!("stop codes {}", address.0))
    }

    /// A short mark for the list of an address.
    fn mark(&self) -> &str {
        self.0.get(..24).unwrap_or(&self.0)
    }
}

impl ReadTx {
    /// A name that is nobody's.
    pub fn counted_name(&self, name: &str) -> Counted {
        Counted(format!("name_{}", self.sealer().blind_index("sign-in", name)))
    }

    /// An address, as limits count it.
    pub fn counted_address(&self, address: &str) -> Counted {
        Counted(format!("addr_{}", self.sealer().blind_index("address", address)))
    }

    /// Whether a mailed link unlocked this browser for this person.
    pub async fn browser_is_unlocked(
        &mut self,
        person: &PersonId,
        browser_hash: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [person.into(), browser_hash.into(), now.into()];
        Ok(self.fetch_optional(&UNLOCKED_READ, &args).await?.is_some())
    }
}

impl Tx {
    /// Charges one password before it is compared, to its address first and then to who is counted; false: it may not be
    /// compared, and nothing was counted.
    pub async fn password_charge(
        &mut self,
        address: Option<&Counted>,
        who: &Counted,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut from_address = None;
        if let Some(address) = address {
            let row = self.tries_lock(address, now).await?;
            let mut tries = AddressTries::from_column(&row.text("entries")?)
                .map_err(|_| row.corrupt("entries"))?;
            if !tries.charge(who.mark(), now) {
                return Ok(false);
            }
            from_address = Some((address, tries));
        }
        let row = self.tries_lock(who, now).await?;
        let mut tries = tries_from(&row)?;
        if !tries.charge(now) {
            return Ok(false);
        }
        self.tries_write(who, &tries.to_column()).await?;
        if let Some((address, tries)) = from_address {
            self.tries_write(address, &tries.to_column()).await?;
        }
        Ok(true)
    }

    /// A right password: who is counted begins anew, and the address had no failure.
    pub async fn password_was_right(
        &mut self,
        address: Option<&Counted>,
        who: &Counted,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if let Some(address) = address {
            let row = self.tries_lock(address, now).await?;
            let mut tries = AddressTries::from_column(&row.text("entries")?)
                .map_err(|_| row.corrupt("entries"))?;
            tries.take_back(who.mark());
            self.tries_write(address, &tries.to_column()).await?;
        }
        self.password_tries_forgotten(who, now).await
    }

    /// Forgets the wrong passwords of who is counted: after a right one, or a new one by mail.
    pub async fn password_tries_forgotten(
        &mut self,
        who: &Counted,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let row = self.tries_lock(who, now).await?;
        let mut tries = tries_from(&row)?;
        tries.forget();
        self.tries_write(who, &tries.to_column()).await
    }

    /// Counts, for an address, something it caused without a password being compared: a job for this name; false: no more.
    pub async fn asked_charge(
        &mut self,
        address: Option<&Counted>,
        name: &Counted,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Some(Counted(address)) = address else { return Ok(true) };
        let who = Counted(format!("asks {address}"));
        let row = self.tries_lock(&who, now).await?;
        let mut asks =
            AddressTries::from_column(&row.text("entries")?).map_err(|_| row.corrupt("entries"))?;
        let may = asks.charge(name.mark(), now);
        if may {
            self.tries_write(&who, &asks.to_column()).await?;
        }
        Ok(may)
    }

    /// Counts a mail with a link that unlocks a browser; false: none may be sent.
    pub async fn unlock_mail_charge(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.few_a_day(Counted(format!("mails {person}")), now).await
    }

    /// Counts a text message with a call code; false: none may be sent.
    pub async fn call_code_send_charge(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.few_a_day(Counted(format!("call codes {person}")), now).await
    }

    /// Counts a ticket: of a person, or of an address that is not signed in; false: none may be written.
    pub async fn ticket_charge(
        &mut self,
        address: &Counted,
        person: Option<&PersonId>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let whose = person.map_or(address.0.as_str(), PersonId::as_str);
        let who = Counted(format!("tickets {whose}"));
        let row = self.tries_lock(&who, now).await?;
        let mut written = TicketsWritten::from_column(&row.text("entries")?)
            .map_err(|_| row.corrupt("entries"))?;
        let may = written.charge(now);
        if may {
            self.tries_write(&who, &written.to_column()).await?;
        }
        Ok(may)
    }

    async fn few_a_day(&mut self, who: Counted, now: Timestamp) -> Result<bool, StoreError> {
        let row = self.tries_lock(&who, now).await?;
        let mut mails =
            UnlockMails::from_column(&row.text("entries")?).map_err(|_| row.corrupt("entries"))?;
        if !mails.charge(now) {
            return Ok(false);
        }
        self.tries_write(&who, &mails.to_column()).await?;
        Ok(true)
    }

    /// Lets a browser go on for a person until then.
    pub async fn browser_unlock(
        &mut self,
        person: &PersonId,
        browser_hash: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(&UNLOCKED_INSERT, &[person.into(), browser_hash.into(), until.into()]).await?;
        Ok(())
    }

    /// Forgets counters that nothing touched since `before`, and unlocked browsers whose time is over; at most 500 a call. Those of
    /// persons too: if only names of nobody began anew, that would tell who is somebody.
    pub async fn password_tries_forget(
        &mut self,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        Ok(self.execute(&TRIES_FORGET, &[before.into()]).await?
            + self.execute(&UNLOCKED_EXPIRE, &[now.into()]).await?)
    }

    async fn tries_lock(&mut self, who: &Counted, now: Timestamp) -> Result<Row, StoreError> {
        let args = [who.0.as_str().into(), now.into()];
        self.fetch_optional(&TRIES_LOCK, &args).await?.ok_or(StoreError::Busy)
    }

    async fn tries_write(&mut self, who: &Counted, entries: &str) -> Result<(), StoreError> {
        self.execute(&TRIES_WRITE, &[who.0.as_str().into(), entries.into()]).await?;
        Ok(())
    }
}

fn tries_from(row: &Row) -> Result<PasswordTries, StoreError> {
    PasswordTries::from_column(&row.text("entries")?).map_err(|_| row.corrupt("entries"))
}
