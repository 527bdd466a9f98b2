//! Reads the persons of an account as whoever looks after it sees them: role, second factor, what is required, last sign-in.

use countersign_core::Timestamp;
use countersign_core::ids::{AccountId, PersonId};
use countersign_core::people::{Membership, Role};

use crate::db::{ReadTx, Row};
use crate::error::StoreError;
use crate::memberships::membership_from;
use crate::persons::folded;
use crate::row::Arg;
use crate::statements::statements;

/// Whether member `m` has an active authenticator of these kinds.
macro_rules! has {
    ($kinds:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM authenticators f WHERE f.person = m.person AND f.state = 'active' AND f.kind IN (",
            $kinds,
            "))"
        )
    };
}

/// A duty `d` of the account that is for member `m`.
macro_rules! is_for {
    () => {
        "d.account = m.account AND ((d.scope = 'account' AND d.subject = '') OR (d.scope = 'role' AND d.subject = m.role) \
         OR (d.scope = 'person' AND d.subject = m.person))"
    };
}

/// Member `m` has a duty that nothing of theirs meets, now or from its date on.
macro_rules! pending {
    () => {
        concat!(
            "EXISTS (SELECT 1 FROM duties d WHERE ", is_for!(), " AND NOT EXISTS (SELECT 1 FROM authenticators f \
             WHERE f.person = m.person AND f.state = 'active' AND (d.ways = 'any' OR f.kind = 'passkey' \
             OR (d.ways = 'app-or-passkey' AND f.kind = 'totp'))))"
        )
    };
}

macro_rules! seen {
    ($which:expr) => {
        concat!(
            "SELECT m.account, m.person, m.role, m.rights, m.ends_at, m.added_at, p.name, p.state, \
             CAST(CASE WHEN ", has!("'passkey'"), " THEN 1 ELSE 0 END AS BIGINT) AS has_passkey, \
             CAST(CASE WHEN ", has!("'totp'"), " THEN 1 ELSE 0 END AS BIGINT) AS has_app, \
             CAST(CASE WHEN ", has!("'sms', 'call'"), " THEN 1 ELSE 0 END AS BIGINT) AS has_phone, \
             CAST(CASE WHEN ", pending!(), " THEN 1 ELSE 0 END AS BIGINT) AS is_pending, \
             CAST(CASE WHEN EXISTS (SELECT 1 FROM duties d WHERE d.account = m.account AND d.scope = 'person' AND d.subject = m.person) \
             THEN 1 ELSE 0 END AS BIGINT) AS by_name, \
             CAST(CASE WHEN EXISTS (SELECT 1 FROM duties d WHERE d.account = m.account AND ((d.scope = 'account' AND d.subject = '') \
             OR (d.scope = 'role' AND d.subject = m.role))) THEN 1 ELSE 0 END AS BIGINT) AS by_rule, \
             (SELECT MAX(s.created_at) FROM sessions s WHERE s.person = m.person AND s.owes_to IS NULL) AS last_sign_in \
             FROM memberships m JOIN persons p ON p.id = m.person WHERE m.account = $1 ",
            $which
        )
    };
}

statements! {
    PEOPLE_SEEN = seen!(concat!("AND (m.added_at < $2 OR (m.added_at = $2 AND m.person < $3)) \
        AND (CAST($4 AS TEXT) = '' OR (CAST($4 AS TEXT) = 'off' AND NOT ", has!("'totp', 'passkey', 'sms', 'call'"), ") \
        OR (CAST($4 AS TEXT) = 'sms-only' AND ", has!("'sms', 'call'"), " AND NOT ", has!("'totp', 'passkey'"), ") \
        OR (CAST($4 AS TEXT) = 'pending' AND ", pending!(), ")) \
        AND (CAST($5 AS TEXT) IS NULL OR m.name_folded LIKE $5 ESCAPE '!' \
        OR m.person = (SELECT i.id FROM persons i WHERE i.sign_in_index = $6)) \
        ORDER BY m.added_at DESC, m.person DESC LIMIT $7"));
    PERSON_SEEN = seen!("AND m.person = $2");
    /// The accounts that somebody looks after, for the choice on the page.
    LOOKED_AFTER = "SELECT a.id, a.name, m.role FROM memberships m JOIN accounts a ON a.id = m.account WHERE m.person = $1 \
        AND (m.ends_at IS NULL OR m.ends_at > $2) AND m.role IN ('owner', 'administrator') ORDER BY a.name, a.id LIMIT 100";
    SESSIONS_OPEN = "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM sessions WHERE person = $1 AND ended_at IS NULL AND expires_at > $2 \
        AND owes_to IS NULL AND (account IS NULL OR account = $3)";
    GROUPS_OF_MEMBER = "SELECT g.id, g.name, CAST(CASE WHEN EXISTS (SELECT 1 FROM group_members w WHERE w.group_id = g.id \
        AND w.person = $2) THEN 1 ELSE 0 END AS BIGINT) AS is_in FROM person_groups g WHERE g.account = $1 \
        ORDER BY g.name, g.id LIMIT 200";
}

/// What the list is narrowed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PeopleFilter {
    /// Nothing.
    #[default]
    All,
    /// No second factor.
    Off,
    /// Text messages or calls and nothing else.
    PhoneOnly,
    /// Something is required that they have not set up.
    Pending,
}

impl PeopleFilter {
    /// The filters beside [`All`](Self::All), in the order of the page.
    pub const NARROW: [Self; 3] = [Self::Off, Self::PhoneOnly, Self::Pending];

    /// The name in addresses; empty for everybody.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Off => "off",
            Self::PhoneOnly => "sms-only",
            Self::Pending => "pending",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Self {
        Self::NARROW.into_iter().find(|one| one.as_str() == text).unwrap_or_default()
    }
}

/// Which page of the list.
#[derive(Clone, Debug)]
pub struct PeoplePage {
    /// The account.
    pub account: AccountId,
    /// What it is narrowed to.
    pub filter: PeopleFilter,
    /// Part of a name, or a whole sign-in address; empty: everybody.
    pub search: String,
    /// Where the page begins: behind this row.
    pub before: Option<(Timestamp, String)>,
    /// How many at most.
    pub limit: u32,
}

/// A person of an account.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one for each column that the page shows")]
pub struct SeenPerson {
    /// What they are there.
    pub membership: Membership,
    /// Their name.
    pub name: String,
    /// They can sign in at all.
    pub is_active: bool,
    /// They have a passkey.
    pub has_passkey: bool,
    /// They have an app.
    pub has_app: bool,
    /// They have text messages or calls.
    pub has_phone: bool,
    /// Something is required that they have not set up.
    pub is_pending: bool,
    /// It is required of them by name.
    pub by_name: bool,
    /// It is required of their role, or of everybody.
    pub by_rule: bool,
    /// When they last signed in.
    pub last_sign_in: Option<Timestamp>,
}

/// An account that somebody looks after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookedAfter {
    /// The account.
    pub account: AccountId,
    /// What people call it.
    pub name: String,
    /// As what.
    pub role: Role,
}

impl ReadTx {
    /// A page of the persons of an account, the newest first.
    pub async fn people_seen(&mut self, page: &PeoplePage) -> Result<Vec<SeenPerson>, StoreError> {
        let (at, id) = page.before.clone().unwrap_or((Timestamp::from_ms(i64::MAX), String::new()));
        let search = folded(page.search.trim());
        let pattern = (!search.is_empty()).then(|| like(&search));
        let args: [Arg; 7] = [
            (&page.account).into(),
            at.into(),
            id.into(),
            page.filter.as_str().into(),
            pattern.into(),
            self.sealer().blind_index("sign-in", &search).into(),
            page.limit.into(),
        ];
        self.fetch_all(&PEOPLE_SEEN, &args).await?.iter().map(seen_from).collect()
    }

    /// One of them; `None`: not in the account.
    pub async fn person_seen(
        &mut self,
        account: &AccountId,
        person: &PersonId,
    ) -> Result<Option<SeenPerson>, StoreError> {
        let row = self.fetch_optional(&PERSON_SEEN, &[account.into(), person.into()]).await?;
        row.as_ref().map(seen_from).transpose()
    }

    /// The accounts that a person looks after, as owner or administrator.
    pub async fn looked_after(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Vec<LookedAfter>, StoreError> {
        let rows = self.fetch_all(&LOOKED_AFTER, &[person.into(), now.into()]).await?;
        let from = |row: &Row| {
            Ok(LookedAfter {
                account: AccountId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
                name: row.text("name")?,
                role: Role::parse(&row.text("role")?).ok_or_else(|| row.corrupt("role"))?,
            })
        };
        rows.iter().map(from).collect()
    }

    /// How many sessions of a person are open for an account or for none in particular, ours and the portal's.
    pub async fn sessions_open(
        &mut self,
        person: &PersonId,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<u32, StoreError> {
        let row = self
            .fetch_optional(&SESSIONS_OPEN, &[person.into(), now.into(), account.into()])
            .await?;
        let Some(row) = row else { return Ok(0) };
        Ok(u32::try_from(row.int("n")?).unwrap_or(u32::MAX))
    }

    /// The groups of an account by name, and whether a person is in each; the first 200.
    pub async fn groups_of_member(
        &mut self,
        account: &AccountId,
        person: &PersonId,
    ) -> Result<Vec<(countersign_core::ids::GroupId, String, bool)>, StoreError> {
        let rows = self.fetch_all(&GROUPS_OF_MEMBER, &[account.into(), person.into()]).await?;
        let from = |row: &Row| {
            let id = countersign_core::ids::GroupId::parse(&row.text("id")?);
            Ok((id.map_err(|_| row.corrupt("id"))?, row.text("name")?, row.int("is_in")? == 1))
        };
        rows.iter().map(from).collect()
    }
}

/// A pattern that finds this text anywhere, whatever signs are in it.
fn like(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for c in text.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

fn seen_from(row: &Row) -> Result<SeenPerson, StoreError> {
    Ok(SeenPerson {
        membership: membership_from(row)?,
        name: row.text("name")?,
        is_active: row.text("state")? == "active",
        has_passkey: row.int("has_passkey")? == 1,
        has_app: row.int("has_app")? == 1,
        has_phone: row.int("has_phone")? == 1,
        is_pending: row.int("is_pending")? == 1,
        by_name: row.int("by_name")? == 1,
        by_rule: row.int("by_rule")? == 1,
        last_sign_in: row.opt_time("last_sign_in")?,
    })
}
