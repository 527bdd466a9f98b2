//! Remembers what support agents opened, under which ticket, and whom they may look for.

use countersign_core::Timestamp;
use countersign_core::ids::{AccountId, CaseId, PersonId};
use countersign_core::people::Role;

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

/// Persons that one look-up finds at most.
const MOST_FOUND: i64 = 50;

macro_rules! case_columns {
    () => {
        "SELECT c.id, c.agent, c.person, c.ticket_sealed, c.opened_at, c.ends_at, a.name AS agent_name, p.name AS person_name \
        FROM support_cases c JOIN persons a ON a.id = c.agent JOIN persons p ON p.id = c.person "
    };
}

statements! {
    CASE_INSERT = "INSERT INTO support_cases (id, agent, person, ticket_sealed, opened_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6)";
    CASE_READ = concat!(case_columns!(), "WHERE c.id = $1");
    CASES_OF_AGENT = concat!(case_columns!(), "WHERE c.agent = $1 AND c.ends_at > $2 ORDER BY c.opened_at DESC, c.id DESC LIMIT 20");
    /// By the account's own number, as the portal writes it. Staff are nobody's customers.
    FIND_BY_ACCOUNT = "SELECT p.id, p.name FROM persons p JOIN memberships m ON m.person = p.id JOIN accounts a ON a.id = m.account \
        WHERE a.reference = $1 AND p.staff IS NULL AND p.state = 'active' AND (m.ends_at IS NULL OR m.ends_at > $2) \
        ORDER BY p.name, p.id LIMIT $3";
    /// By the keyed index of an address or number.
    FIND_BY_CONTACT = "SELECT p.id, p.name FROM persons p WHERE p.staff IS NULL AND p.state = 'active' AND p.id IN \
        (SELECT s.id FROM persons s WHERE s.sign_in_index = $2 UNION \
        SELECT c.person FROM contacts c WHERE c.value_index = $1 AND c.removed_at IS NULL) ORDER BY p.name, p.id LIMIT $3";
    ROLES_OF_PERSON = "SELECT a.id, a.reference, a.name, m.role FROM memberships m JOIN accounts a ON a.id = m.account \
        WHERE m.person = $1 AND (m.ends_at IS NULL OR m.ends_at > $2) ORDER BY m.added_at, a.id LIMIT 20";
    LAST_SIGN_IN = "SELECT MAX(at) AS at FROM audit_events WHERE person = $1 AND type = 'session.began' AND outcome = 'success'";
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCase {
    /// Its id.
    pub id: CaseId,
    /// Who opened it; nobody else acts in it.
    pub agent: PersonId,
    /// What the agent is called.
    pub agent_name: String,
    /// Whom it is about.
    pub person: PersonId,
    /// What the person is called.
    pub person_name: String,
    /// The ticket's number, as the agent wrote it.
    pub ticket: String,
    /// When.
    pub opened_at: Timestamp,
    /// From then on nothing is done in it.
    pub ends_at: Timestamp,
}

/// Somebody a look-up found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPerson {
    /// Who.
    pub id: PersonId,
    /// The name.
    pub name: String,
}

/// An account that a person belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleOfPerson {
    /// Its id.
    pub id: AccountId,
    /// The portal's own number for it.
    pub reference: String,
    /// What people call it.
    pub name: String,
    /// What the person is in it.
    pub role: Role,
}

impl Tx {
    /// Opens a case.
    pub async fn case_insert(&mut self, case: &StoredCase) -> Result<(), StoreError> {
        let ticket =
            self.sealer().seal("support_cases", "ticket", case.id.as_str(), case.ticket.as_bytes());
        let args = [
            (&case.id).into(),
            (&case.agent).into(),
            (&case.person).into(),
            ticket.into(),
            case.opened_at.into(),
            case.ends_at.into(),
        ];
        self.execute(&CASE_INSERT, &args).await?;
        Ok(())
    }
}

impl ReadTx {
    /// A case, over or not.
    pub async fn case_read(&mut self, id: &CaseId) -> Result<Option<StoredCase>, StoreError> {
        let row = self.fetch_optional(&CASE_READ, &[id.into()]).await?;
        row.map(|row| self.case_from(&row)).transpose()
    }

    /// The open cases of an agent, newest first.
    pub async fn cases_of_agent(
        &mut self,
        agent: &PersonId,
        now: Timestamp,
    ) -> Result<Vec<StoredCase>, StoreError> {
        let rows = self.fetch_all(&CASES_OF_AGENT, &[agent.into(), now.into()]).await?;
        rows.iter().map(|row| self.case_from(row)).collect()
    }

    /// The persons of the account with this number; compared as it is written.
    pub async fn find_by_account(
        &mut self,
        reference: &str,
        now: Timestamp,
    ) -> Result<Vec<FoundPerson>, StoreError> {
        let args = [reference.into(), now.into(), MOST_FOUND.into()];
        let rows = self.fetch_all(&FIND_BY_ACCOUNT, &args).await?;
        rows.iter().map(found_from).collect()
    }

    /// The persons with this address or number, as contacts hold it; `sign_in`: as it is folded for signing in.
    pub async fn find_by_contact(
        &mut self,
        value: &str,
        sign_in: &str,
    ) -> Result<Vec<FoundPerson>, StoreError> {
        let contact = self.sealer().blind_index("contact", value);
        let sign_in = self.sealer().blind_index("sign-in", sign_in);
        let args = [contact.into(), sign_in.into(), MOST_FOUND.into()];
        let rows = self.fetch_all(&FIND_BY_CONTACT, &args).await?;
        rows.iter().map(found_from).collect()
    }

    /// The accounts of a person, the first one first.
    pub async fn roles_of_person(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Vec<RoleOfPerson>, StoreError> {
        let rows = self.fetch_all(&ROLES_OF_PERSON, &[person.into(), now.into()]).await?;
        let account = |row: &Row| {
            Ok(RoleOfPerson {
                id: AccountId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
                reference: row.text("reference")?,
                name: row.text("name")?,
                role: Role::parse(&row.text("role")?).ok_or_else(|| row.corrupt("role"))?,
            })
        };
        rows.iter().map(account).collect()
    }

    /// When a person last signed in here.
    pub async fn last_sign_in(
        &mut self,
        person: &PersonId,
    ) -> Result<Option<Timestamp>, StoreError> {
        match self.fetch_optional(&LAST_SIGN_IN, &[person.into()]).await? {
            Some(row) => row.opt_time("at"),
            None => Ok(None),
        }
    }

    fn case_from(&self, row: &Row) -> Result<StoredCase, StoreError> {
        let id = row.text("id")?;
        let sealed = row.text("ticket_sealed")?;
        let plain = self.sealer().unseal("support_cases", "ticket", &id, &sealed)?;
        let person = |column| PersonId::parse(&row.text(column)?).map_err(|_| row.corrupt(column));
        Ok(StoredCase {
            agent: person("agent")?,
            agent_name: row.text("agent_name")?,
            person: person("person")?,
            person_name: row.text("person_name")?,
            ticket: String::from_utf8(plain.to_vec()).map_err(|_| row.corrupt("ticket_sealed"))?,
            opened_at: row.time("opened_at")?,
            ends_at: row.time("ends_at")?,
            id: CaseId::parse(&id).map_err(|_| row.corrupt("id"))?,
        })
    }
}

fn found_from(row: &Row) -> Result<FoundPerson, StoreError> {
    Ok(FoundPerson {
        id: PersonId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
        name: row.text("name")?,
    })
}
