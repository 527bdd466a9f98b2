//! Reads what a person sees in a session: facts for one resource or many, by indexes alone, and pages of what there is.

use countersign_core::Timestamp;
use countersign_core::access::Sight;
use countersign_core::ids::{AccountId, PersonId, ResourceId, SessionId};
use countersign_core::people::Role;

use crate::db::{ReadTx, Row, Store};
use crate::error::StoreError;
use crate::row::Arg;
use crate::statements::statements;

/// References that one statement looks at.
const AT_ONCE: usize = 25;

/// A real second factor that the person has was proven in session `s`: at its sign-in here, or by a step-up or a change of
/// methods in it. What was enrolled later, or is gone, counts for nothing; a step-up on our page counts once the portal redeemed it (CS-F2-07).
macro_rules! proven {
    () => {
        "EXISTS (SELECT 1 FROM authenticators f WHERE f.person = s.person AND (f.state = 'active' OR f.kept_by = s.id) \
         AND ((s.factor = f.kind AND s.factor_at >= f.added_at) OR EXISTS (SELECT 1 FROM challenges c WHERE c.session = s.id \
         AND c.state = 'passed' AND c.purpose IN ('step-up', 'change-authenticator') AND c.method = f.kind AND (f.contact IS NULL OR c.contact = f.contact) \
         AND c.passed_at >= f.added_at AND (c.result_hash IS NULL OR c.redeemed_at IS NOT NULL))))"
    };
}

/// A grant to the person or to a group of theirs, over the resource named by `$of` or anything that it lies in.
macro_rules! granted_over {
    ($of:literal, $person:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM resource_ancestors u JOIN resource_grants g ON g.resource = u.ancestor WHERE u.resource = ",
            $of, " AND (g.holder = ", $person,
            " OR EXISTS (SELECT 1 FROM group_members w WHERE w.group_id = g.holder AND w.person = ", $person, ")))"
        )
    };
}

/// The person's live session and membership: `s` and `m`.
macro_rules! present {
    () => {
        "FROM sessions s JOIN persons p ON p.id = s.person AND p.state = 'active' \
         JOIN memberships m ON m.person = s.person AND m.account = $4 AND (m.ends_at IS NULL OR m.ends_at > $3)"
    };
}

macro_rules! is_present {
    () => {
        " WHERE s.id = $2 AND s.person = $1 AND s.ended_at IS NULL AND s.expires_at > $3 AND s.owes_to IS NULL \
         AND (s.account IS NULL OR s.account = $4)"
    };
}

/// What decides over the resource named by `$of`.
macro_rules! facts {
    ($of:literal) => {
        concat!(
            "m.role, CAST(CASE WHEN ", granted_over!($of, "$1"), " THEN 1 ELSE 0 END AS BIGINT) AS is_granted, \
            CAST(CASE WHEN EXISTS (SELECT 1 FROM resource_ancestors u JOIN second_factor_marks k ON k.resource = u.ancestor \
            WHERE u.resource = ", $of, ") THEN 1 ELSE 0 END AS BIGINT) AS is_marked, CAST(CASE WHEN ", proven!(),
            " THEN 1 ELSE 0 END AS BIGINT) AS is_proven ", present!()
        )
    };
}

/// One row for each name in `$names`, there or not. Of what is not there the account's first resource is looked at in its place, so
/// that what is hidden costs what never was costs (CS-F2-06).
macro_rules! named {
    ($names:literal) => {
        concat!(
            "SELECT w.reference, CAST(CASE WHEN r.id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS is_there, ",
            facts!("COALESCE(r.id, (SELECT MIN(x.id) FROM resources x WHERE x.account = $4))"),
            " CROSS JOIN (", $names, ") w LEFT JOIN resources r ON r.account = m.account AND r.reference = w.reference",
            is_present!(), " AND w.reference IS NOT NULL"
        )
    };
}

/// Marked resources of the account, and what lies in them.
macro_rules! marked {
    () => {
        "(SELECT u.resource FROM second_factor_marks k JOIN resource_ancestors u ON u.ancestor = k.resource WHERE k.account = $1)"
    };
}

/// The grants that reach person `$6` in the account.
macro_rules! grants {
    () => {
        "(SELECT CAST($6 AS TEXT) AS holder UNION ALL SELECT w.group_id FROM group_members w WHERE w.person = $6) h \
         JOIN resource_grants g ON g.holder = h.holder AND g.account = $1"
    };
}

macro_rules! page {
    ($parent:expr, $which:expr) => {
        concat!(
            "SELECT r.id, r.kind, r.name, r.reference, ",
            $parent,
            " AS parent FROM resources r LEFT JOIN resources q ON q.id = r.parent \
            WHERE r.account = $1 AND r.id > $2 AND (CAST($3 AS TEXT) IS NULL OR r.kind = $3) ",
            $which,
            " AND (CAST($4 AS BIGINT) = 1 OR r.id NOT IN ",
            marked!(),
            ") ORDER BY r.id LIMIT $5"
        )
    };
}

statements! {
    SIGHT_ONE = named!("SELECT CAST($5 AS TEXT) AS reference");
    SIGHT_BY_ID = concat!("SELECT ", facts!("r.id"), " JOIN resources r ON r.account = m.account AND r.id = $5", is_present!());
    SIGHT_MANY = named!("SELECT CAST($5 AS TEXT) AS reference UNION ALL SELECT $6 UNION ALL SELECT $7 UNION ALL SELECT $8 UNION ALL \
        SELECT $9 UNION ALL SELECT $10 UNION ALL SELECT $11 UNION ALL SELECT $12 UNION ALL SELECT $13 UNION ALL SELECT $14 UNION ALL \
        SELECT $15 UNION ALL SELECT $16 UNION ALL SELECT $17 UNION ALL SELECT $18 UNION ALL SELECT $19 UNION ALL SELECT $20 UNION ALL \
        SELECT $21 UNION ALL SELECT $22 UNION ALL SELECT $23 UNION ALL SELECT $24 UNION ALL SELECT $25 UNION ALL SELECT $26 UNION ALL \
        SELECT $27 UNION ALL SELECT $28 UNION ALL SELECT $29");
    SIGHT_ROLE = concat!("SELECT m.role, CAST(CASE WHEN ", proven!(), " THEN 1 ELSE 0 END AS BIGINT) AS is_proven ", present!(),
        is_present!());
    /// The same outside any account; here whoever has set a factor up in this very session has shown it too.
    SESSION_PROVEN = concat!("SELECT CAST(CASE WHEN ", proven!(), " OR EXISTS (SELECT 1 FROM challenges c JOIN authenticators f \
        ON f.person = s.person AND f.state = 'active' AND f.kind = c.method AND (f.contact IS NULL OR c.contact = f.contact) \
        WHERE c.session = s.id AND c.state = 'passed' AND c.purpose = 'set-up' AND c.passed_at >= f.added_at) \
        THEN 1 ELSE 0 END AS BIGINT) AS is_proven FROM sessions s WHERE s.id = $1 AND s.person = $2 AND s.ended_at IS NULL AND s.expires_at > $3");
    /// Owners and administrators: everything but what is marked.
    SEEN_ALL = page!("q.reference", "");
    /// Everybody else: what lies in something that is granted. What it lies in is named only if that is seen too. A grant over very
    /// much would be collected whole for one page: nothing behind the last row that one grant alone would show is looked at.
    SEEN_GRANTED = page!(concat!("CASE WHEN q.id IS NOT NULL AND ", granted_over!("q.id", "$6"), " THEN q.reference END"),
        concat!("AND r.id IN (SELECT u.resource FROM ", grants!(), " JOIN resource_ancestors u ON u.ancestor = g.resource \
        WHERE u.resource > $2 AND u.resource <= COALESCE((SELECT MIN(b.behind) FROM (SELECT (SELECT y.resource \
        FROM resource_ancestors y JOIN resources z ON z.id = y.resource WHERE y.ancestor = g.resource AND y.resource > $2 \
        AND (CAST($3 AS TEXT) IS NULL OR z.kind = $3) AND (CAST($4 AS BIGINT) = 1 OR z.id NOT IN ", marked!(), ") \
        ORDER BY y.resource LIMIT 1 OFFSET $7) AS behind FROM ", grants!(), ") b), \
        (SELECT MAX(x.id) FROM resources x WHERE x.account = $1)))"));
}

/// Who looks, where and when.
#[derive(Clone, Debug)]
pub struct Looking {
    /// The person.
    pub person: PersonId,
    /// Their session.
    pub session: SessionId,
    /// The account: a person of two sees one at a time.
    pub account: AccountId,
    /// When.
    pub now: Timestamp,
}

impl Looking {
    fn args(&self) -> Vec<Arg> {
        vec![(&self.person).into(), (&self.session).into(), self.now.into(), (&self.account).into()]
    }
}

/// A resource as a person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenResource {
    /// Its id.
    pub id: ResourceId,
    /// What kind of thing.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// The portal's own name for it.
    pub reference: String,
    /// What it lies in, by the portal's name, if the person sees that.
    pub parent: Option<String>,
}

/// Which page of what is seen.
#[derive(Clone, Debug)]
pub struct SeenPage {
    /// Only of this kind.
    pub kind: Option<String>,
    /// Behind this id; empty: from the beginning.
    pub after: String,
    /// How many at most.
    pub limit: u32,
}

impl Store {
    /// The facts of one resource by the portal's name, by one indexed read; `None`: no such resource, or the person has nothing
    /// to look for there.
    pub async fn sight(
        &self,
        looking: &Looking,
        reference: &str,
    ) -> Result<Option<Sight>, StoreError> {
        let mut args = looking.args();
        args.push(reference.into());
        let row = self.read_hot(&SIGHT_ONE, &args).await?;
        let Some((sight, row)) = row.as_ref().map(|row| (sight_from(row), row)) else {
            return Ok(None);
        };
        let sight = sight?;
        Ok((row.int("is_there")? == 1).then_some(sight))
    }
}

impl ReadTx {
    /// The same by our id, in a transaction.
    pub async fn sight_by_id(
        &mut self,
        looking: &Looking,
        resource: &ResourceId,
    ) -> Result<Option<Sight>, StoreError> {
        let mut args = looking.args();
        args.push(resource.into());
        let row = self.fetch_optional(&SIGHT_BY_ID, &args).await?;
        row.as_ref().map(sight_from).transpose()
    }

    /// The facts of many resources by the portal's names, 25 a read; what there is nothing of is left out, and costs the same.
    pub async fn sights(
        &mut self,
        looking: &Looking,
        references: &[String],
    ) -> Result<Vec<(String, Sight)>, StoreError> {
        let mut seen = Vec::with_capacity(references.len());
        for some in references.chunks(AT_ONCE) {
            let mut args = looking.args();
            // One text for every number of them.
            let names = some.iter().map(|reference| Some(reference.as_str()));
            let filled = names.chain(std::iter::repeat(None)).take(AT_ONCE);
            args.extend(filled.map(|reference| Arg::from(reference.map(str::to_owned))));
            for row in self.fetch_all(&SIGHT_MANY, &args).await? {
                let (reference, sight) = (row.text("reference")?, sight_from(&row)?);
                if row.int("is_there")? == 1 {
                    seen.push((reference, sight));
                }
            }
        }
        Ok(seen)
    }

    /// What the person is in the account, and whether a second factor was proven in the session.
    pub async fn sight_role(
        &mut self,
        looking: &Looking,
    ) -> Result<Option<(Role, bool)>, StoreError> {
        let row = self.fetch_optional(&SIGHT_ROLE, &looking.args()).await?;
        row.as_ref().map(|row| Ok((role_from(row)?, row.int("is_proven")? == 1))).transpose()
    }

    /// Whether a real second factor, which the person still has, was proven or set up in this live session of theirs.
    pub async fn session_proven(
        &mut self,
        session: &SessionId,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [session.into(), person.into(), now.into()];
        let row = self.fetch_optional(&SESSION_PROVEN, &args).await?;
        row.map_or(Ok(false), |row| Ok(row.int("is_proven")? == 1))
    }

    /// A page of what a person of this role sees, in the order of ids.
    pub async fn seen(
        &mut self,
        looking: &Looking,
        (role, is_proven): (Role, bool),
        page: &SeenPage,
    ) -> Result<Vec<SeenResource>, StoreError> {
        let mut args = vec![
            (&looking.account).into(),
            page.after.as_str().into(),
            page.kind.clone().into(),
            i64::from(is_proven).into(),
            page.limit.into(),
        ];
        let rows = if role.sees_all() {
            self.fetch_all(&SEEN_ALL, &args).await?
        } else {
            args.push((&looking.person).into());
            args.push(page.limit.saturating_sub(1).into());
            self.fetch_all(&SEEN_GRANTED, &args).await?
        };
        rows.iter()
            .map(|row| {
                Ok(SeenResource {
                    id: ResourceId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
                    kind: row.text("kind")?,
                    name: row.text("name")?,
                    reference: row.text("reference")?,
                    parent: row.opt_text("parent")?,
                })
            })
            .collect()
    }
}

fn sight_from(row: &Row) -> Result<Sight, StoreError> {
    Ok(Sight {
        role: role_from(row)?,
        is_granted: row.int("is_granted")? == 1,
        is_marked: row.int("is_marked")? == 1,
        is_proven: row.int("is_proven")? == 1,
    })
}

fn role_from(row: &Row) -> Result<Role, StoreError> {
    Role::parse(&row.text("role")?).ok_or_else(|| row.corrupt("role"))
}
