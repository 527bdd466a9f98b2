//! Remembers the duty to use a second factor: set, lifted, read by person, and told in steps.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::ids::{AccountId, DutyId, PersonId};
use countersign_core::policy::{AllowedWays, Duty, DutyOf};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

macro_rules! duty_columns {
    () => {
        "d.id, d.account, d.scope, d.subject, d.ways, d.from_at, d.set_at, d.set_by"
    };
}

/// Members `m` of `$1`, of the scope `$2` and the subject `$3`, who can sign in.
macro_rules! hit {
    () => {
        "FROM memberships m JOIN persons p ON p.id = m.person AND p.state = 'active' WHERE m.account = $1 \
         AND (m.ends_at IS NULL OR m.ends_at > $4) AND (CAST($2 AS TEXT) = 'account' \
         OR (CAST($2 AS TEXT) = 'role' AND m.role = $3) OR (CAST($2 AS TEXT) = 'person' AND m.person = $3))"
    };
}

/// Whether member `m` has what the ways `$5` ask for.
macro_rules! meets {
    () => {
        "EXISTS (SELECT 1 FROM authenticators f WHERE f.person = m.person AND f.state = 'active' AND (CAST($5 AS TEXT) = 'any' \
         OR f.kind = 'passkey' OR (CAST($5 AS TEXT) = 'app-or-passkey' AND f.kind = 'totp')))"
    };
}

statements! {
    /// One duty for one scope and subject: setting it again changes it, and it is told anew.
    DUTY_PUT = "INSERT INTO duties (id, account, scope, subject, ways, from_at, set_at, set_by, told, told_after) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '') ON CONFLICT (account, scope, subject) DO UPDATE SET \
        ways = excluded.ways, from_at = excluded.from_at, set_at = excluded.set_at, set_by = excluded.set_by, \
        told = excluded.told, told_after = ''";
    DUTY_READ = concat!("SELECT ", duty_columns!(), " FROM duties d WHERE d.account = $1 AND d.scope = $2 AND d.subject = $3");
    DUTY_DELETE = "DELETE FROM duties WHERE account = $1 AND scope = $2 AND subject = $3";
    DUTIES_LIST = concat!("SELECT ", duty_columns!(), " FROM duties d WHERE d.account = $1 \
        AND (d.set_at < $2 OR (d.set_at = $2 AND d.id < $3)) ORDER BY d.set_at DESC, d.id DESC LIMIT $4");
    /// What an account, a role in it or somebody by name asks of one person; memberships that ended ask nothing.
    DUTIES_OF_PERSON = concat!("SELECT ", duty_columns!(), " FROM memberships m JOIN duties d ON d.account = m.account \
        AND ((d.scope = 'account' AND d.subject = '') OR (d.scope = 'role' AND d.subject = m.role) \
        OR (d.scope = 'person' AND d.subject = m.person)) \
        WHERE m.person = $1 AND (m.ends_at IS NULL OR m.ends_at > $2) ORDER BY d.set_at, d.id");
    DUTIES_FORGET = "DELETE FROM duties WHERE account = $1";
    DUTIES_OF_MEMBER_FORGET = "DELETE FROM duties WHERE scope = 'person' AND subject = $1 \
        AND (CAST($2 AS TEXT) IS NULL OR account = $2)";
    DUTY_HIT_COUNT = concat!("SELECT CAST(COUNT(*) AS BIGINT) AS people, CAST(COALESCE(SUM(CASE WHEN ", meets!(),
        " THEN 0 ELSE 1 END), 0) AS BIGINT) AS unmet ", hit!());
    /// Who would have to set something up, in the order of ids.
    DUTY_HIT = concat!("SELECT m.person, p.name ", hit!(), " AND NOT ", meets!(), " AND m.person > $6 ORDER BY m.person LIMIT $7");
    DUTIES_TO_TELL = concat!("SELECT ", duty_columns!(), ", d.told, d.told_after FROM duties d \
        WHERE d.told < 3 AND (d.told < 1 OR (d.from_at > $1 AND d.from_at <= $2)) ORDER BY d.told, d.from_at, d.id LIMIT 100");
    /// Of two nodes that tell at once one takes the step; a duty that was set anew meanwhile begins again.
    DUTY_TOLD = "UPDATE duties SET told = $4, told_after = $5 WHERE id = $1 AND told_after = $2 AND set_at = $3 AND told < $6";
}

/// A telling under way.
#[derive(Clone, Debug)]
pub struct DutyToTell {
    /// The duty.
    pub duty: Duty,
    /// What is done.
    pub told: i64,
    /// The last person that the telling under way reached; empty: none yet.
    pub after: String,
}

/// Somebody who would have to set something up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Who.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
}

/// Whom a duty is looked at for.
#[derive(Clone, Debug)]
pub struct Reach {
    /// The account.
    pub account: AccountId,
    /// Whom of it.
    pub of: DutyOf,
    /// What would meet it.
    pub ways: AllowedWays,
    /// When.
    pub now: Timestamp,
}

impl Tx {
    /// Sets a duty, or changes the one that is there; the account is held. `told`: how many tellings are done.
    pub async fn duty_put(&mut self, duty: &Duty, told: i64) -> Result<(), StoreError> {
        let args = [
            (&duty.id).into(),
            (&duty.account).into(),
            duty.of.scope().into(),
            duty.of.subject().into(),
            duty.ways.as_str().into(),
            duty.from.into(),
            duty.set_at.into(),
            (&duty.set_by).into(),
            told.into(),
        ];
        self.execute(&DUTY_PUT, &args).await?;
        Ok(())
    }

    /// Lifts a duty; false: there was none. The account is held.
    pub async fn duty_delete(
        &mut self,
        account: &AccountId,
        of: &DutyOf,
    ) -> Result<bool, StoreError> {
        let args = [account.into(), of.scope().into(), of.subject().into()];
        Ok(self.execute(&DUTY_DELETE, &args).await? == 1)
    }

    /// Forgets every duty of an account that is closed.
    pub async fn duties_forget(&mut self, account: &AccountId) -> Result<(), StoreError> {
        self.execute(&DUTIES_FORGET, &[account.into()]).await?;
        Ok(())
    }

    /// Forgets the duties of one person by name, in one account or in all.
    pub(crate) async fn duties_of_member_forget(
        &mut self,
        person: &PersonId,
        account: Option<&AccountId>,
    ) -> Result<(), StoreError> {
        self.execute(&DUTIES_OF_MEMBER_FORGET, &[person.into(), account.into()]).await?;
        Ok(())
    }

    /// Notes how far a telling came: `done` persons in a row up to `after`, or the whole of it, where `told` is its number.
    /// False: another node tells, or the duty was set anew.
    pub async fn duty_told(
        &mut self,
        before: &DutyToTell,
        told: i64,
        after: &str,
        number: i64,
    ) -> Result<bool, StoreError> {
        let args = [
            (&before.duty.id).into(),
            before.after.as_str().into(),
            before.duty.set_at.into(),
            told.into(),
            after.into(),
            number.into(),
        ];
        Ok(self.execute(&DUTY_TOLD, &args).await? == 1)
    }
}

impl ReadTx {
    /// A duty.
    pub async fn duty_read(
        &mut self,
        account: &AccountId,
        of: &DutyOf,
    ) -> Result<Option<Duty>, StoreError> {
        let args = [account.into(), of.scope().into(), of.subject().into()];
        let row = self.fetch_optional(&DUTY_READ, &args).await?;
        row.as_ref().map(duty_from).transpose()
    }

    /// The duties of an account, the newest first; `before` begins the page behind that row.
    pub async fn duties_list(
        &mut self,
        account: &AccountId,
        before: Option<(Timestamp, String)>,
        limit: u32,
    ) -> Result<Vec<Duty>, StoreError> {
        let (at, id) = before.unwrap_or((Timestamp::from_ms(i64::MAX), String::new()));
        let args = [account.into(), at.into(), id.into(), limit.into()];
        self.fetch_all(&DUTIES_LIST, &args).await?.iter().map(duty_from).collect()
    }

    /// Everything that is asked of a person, by all their accounts, now or from a date on.
    pub async fn duties_of_person(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Vec<Duty>, StoreError> {
        let rows = self.fetch_all(&DUTIES_OF_PERSON, &[person.into(), now.into()]).await?;
        rows.iter().map(duty_from).collect()
    }

    /// How many a duty is or would be for, and how many of them would have to set something up.
    pub async fn duty_hit_count(&mut self, reach: &Reach) -> Result<(u32, u32), StoreError> {
        let row = self.fetch_optional(&DUTY_HIT_COUNT, &reach.args()).await?;
        let Some(row) = row else { return Ok((0, 0)) };
        let count = |name: &str| Ok(u32::try_from(row.int(name)?).unwrap_or(u32::MAX));
        Ok((count("people")?, count("unmet")?))
    }

    /// Who would have to set something up, in the order of ids, after one.
    pub async fn duty_hit(
        &mut self,
        reach: &Reach,
        after: &str,
        limit: u32,
    ) -> Result<Vec<Hit>, StoreError> {
        let mut args = reach.args();
        args.extend([after.into(), limit.into()]);
        let hit =
            |row: &Row| Ok(Hit { person: person_of(row, "person")?, name: row.text("name")? });
        self.fetch_all(&DUTY_HIT, &args).await?.iter().map(hit).collect()
    }

    /// Duties of which something may have to be told by now.
    pub async fn duties_to_tell(
        &mut self,
        now: Timestamp,
        ahead: Duration,
    ) -> Result<Vec<DutyToTell>, StoreError> {
        let rows = self.fetch_all(&DUTIES_TO_TELL, &[now.into(), now.plus(ahead).into()]).await?;
        let to_tell = |row: &Row| {
            Ok(DutyToTell {
                duty: duty_from(row)?,
                told: row.int("told")?,
                after: row.text("told_after")?,
            })
        };
        rows.iter().map(to_tell).collect()
    }
}

impl Reach {
    fn args(&self) -> Vec<crate::row::Arg> {
        vec![
            (&self.account).into(),
            self.of.scope().into(),
            self.of.subject().into(),
            self.now.into(),
            self.ways.as_str().into(),
        ]
    }

    /// Whom a duty that is set reaches at this moment.
    pub fn of(duty: &Duty, now: Timestamp) -> Self {
        Self { account: duty.account.clone(), of: duty.of.clone(), ways: duty.ways, now }
    }
}

fn person_of(row: &Row, column: &str) -> Result<PersonId, StoreError> {
    PersonId::parse(&row.text(column)?).map_err(|_| row.corrupt(column))
}

fn duty_from(row: &Row) -> Result<Duty, StoreError> {
    let of = DutyOf::parse(&row.text("scope")?, &row.text("subject")?);
    Ok(Duty {
        id: DutyId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
        account: AccountId::parse(&row.text("account")?).map_err(|_| row.corrupt("account"))?,
        of: of.ok_or_else(|| row.corrupt("subject"))?,
        ways: AllowedWays::parse(&row.text("ways")?).ok_or_else(|| row.corrupt("ways"))?,
        from: row.time("from_at")?,
        set_at: row.time("set_at")?,
        set_by: person_of(row, "set_by")?,
    })
}
