//! Remembers checks of callers: who compared what, in which case, and what came of it.

use countersign_core::Timestamp;
use countersign_core::ids::{CaseId, CheckId, PersonId, SessionId};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

macro_rules! check_columns {
    () => {
        "SELECT k.id, k.case_id, k.agent, k.person, k.kind, k.state, k.tries_left, k.at, k.ends_at, k.by_phone, a.name AS agent_name, \
        c.ticket_sealed FROM support_checks k JOIN support_cases c ON c.id = k.case_id JOIN persons a ON a.id = k.agent "
    };
}

statements! {
    /// Takes the lock that the checks of one agent queue at, so that the count below is not old when it is used.
    AGENT_LOCK = "INSERT INTO support_agents (agent, version) VALUES ($1, 1) \
        ON CONFLICT (agent) DO UPDATE SET version = support_agents.version + 1 RETURNING version";
    AGENT_COUNT = "SELECT CAST(COUNT(*) AS BIGINT) AS checks, CAST(COUNT(DISTINCT person) AS BIGINT) AS persons, \
        CAST(COUNT(CASE WHEN person = $3 THEN 1 END) AS BIGINT) AS of_person FROM support_checks \
        WHERE agent = $1 AND at > $2 AND kind <> 'question'";
    CHECK_INSERT = "INSERT INTO support_checks (id, case_id, agent, person, kind, state, tries_left, at, ends_at, by_phone) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// Guards that a check ends once.
    CHECK_END = "UPDATE support_checks SET state = $2, tries_left = $3 WHERE id = $1 AND state = 'pending'";
    /// Guards that a question is answered once, by its person, while it waits.
    CHECK_ANSWER = "UPDATE support_checks SET state = $3, session = $4 WHERE id = $1 AND person = $2 AND kind = 'question' \
        AND state = 'pending' AND ends_at > $5";
    /// A new question of an agent takes the place of the one before.
    QUESTIONS_CLOSE = "UPDATE support_checks SET state = 'expired' WHERE case_id = $1 AND kind = 'question' AND state = 'pending'";
    CHECKS_OF_CASE = concat!(check_columns!(), "WHERE k.case_id = $1 ORDER BY k.at DESC, k.id DESC LIMIT 50");
    CHECKS_OF_PERSON = concat!(check_columns!(), "WHERE k.person = $1 ORDER BY k.at DESC, k.id DESC LIMIT 50");
    CHECK_READ = concat!(check_columns!(), "WHERE k.id = $1");
    QUESTION_WAITING = concat!(check_columns!(), "WHERE k.person = $1 AND k.kind = 'question' AND k.state = 'pending' \
        AND k.ends_at > $2 ORDER BY k.at DESC, k.id DESC LIMIT 1");
}

/// How a caller is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckKind {
    /// By the support PIN.
    Pin,
    /// By a call code.
    CallCode,
    /// By a question to the person's own session.
    Question,
}

impl CheckKind {
    /// The name in columns and answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::CallCode => "call-code",
            Self::Question => "question",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Pin, Self::CallCode, Self::Question].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckState {
    /// It is under way, or the question waits.
    Pending,
    /// It matched.
    Right,
    /// It did not.
    Wrong,
    /// Three wrong ones were given: nothing was compared.
    Paused,
    /// There is nothing to compare with.
    NotSet,
    /// The call code was over, or the question found no answer.
    Expired,
    /// "Yes."
    Yes,
    /// "No, that is not me."
    No,
}

impl CheckState {
    const ALL: [Self; 8] = [
        Self::Pending,
        Self::Right,
        Self::Wrong,
        Self::Paused,
        Self::NotSet,
        Self::Expired,
        Self::Yes,
        Self::No,
    ];

    /// The name in columns and answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Paused => "paused",
            Self::NotSet => "not-set",
            Self::Expired => "expired",
            Self::Yes => "yes",
            Self::No => "no",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// A check to be written.
#[derive(Clone, Debug)]
pub struct NewCheck {
    /// Its id.
    pub id: CheckId,
    /// The case.
    pub case: CaseId,
    /// Who checks.
    pub agent: PersonId,
    /// Whose caller.
    pub person: PersonId,
    /// How.
    pub kind: CheckKind,
    /// Where it stands.
    pub state: CheckState,
    /// Tries that are left.
    pub tries_left: Option<u32>,
    /// When.
    pub at: Timestamp,
    /// How long a question waits.
    pub ends_at: Option<Timestamp>,
    /// What was compared had been sent to a number on file, and was shown nowhere.
    pub by_phone: bool,
}

/// A check as it is stored.
#[derive(Clone, Debug)]
pub struct StoredCheck {
    /// Its parts.
    pub check: NewCheck,
    /// What the agent is called.
    pub agent_name: String,
    /// The ticket's number.
    pub ticket: String,
}

/// What an agent has checked since a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgentCount {
    /// Checks.
    pub checks: u32,
    /// Persons.
    pub persons: u32,
    /// Checks of the person at hand.
    pub of_person: u32,
}

impl Tx {
    /// What an agent has checked since then; their next check waits until this transaction ends.
    pub async fn agent_checks_lock(
        &mut self,
        agent: &PersonId,
        person: &PersonId,
        since: Timestamp,
    ) -> Result<AgentCount, StoreError> {
        self.fetch_optional(&AGENT_LOCK, &[agent.into()]).await?;
        let args = [agent.into(), since.into(), person.into()];
        let row = self.fetch_optional(&AGENT_COUNT, &args).await?.ok_or(StoreError::Busy)?;
        let count =
            |column| Ok::<_, StoreError>(u32::try_from(row.int(column)?).unwrap_or(u32::MAX));
        Ok(AgentCount {
            checks: count("checks")?,
            persons: count("persons")?,
            of_person: count("of_person")?,
        })
    }

    /// Writes a check.
    pub async fn check_insert(&mut self, new: &NewCheck) -> Result<(), StoreError> {
        let args = [
            (&new.id).into(),
            (&new.case).into(),
            (&new.agent).into(),
            (&new.person).into(),
            new.kind.as_str().into(),
            new.state.as_str().into(),
            new.tries_left.map(i64::from).into(),
            new.at.into(),
            new.ends_at.into(),
            i64::from(new.by_phone).into(),
        ];
        self.execute(&CHECK_INSERT, &args).await?;
        Ok(())
    }

    /// Says what came of a check that was under way; false: somebody did already.
    pub async fn check_end(
        &mut self,
        id: &CheckId,
        state: CheckState,
        tries_left: Option<u32>,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), state.as_str().into(), tries_left.map(i64::from).into()];
        Ok(self.execute(&CHECK_END, &args).await? == 1)
    }

    /// Answers a question from a session of its person; false: it was answered, is over, or is another person's.
    pub async fn check_answer(
        &mut self,
        id: &CheckId,
        person: &PersonId,
        session: &SessionId,
        state: CheckState,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), person.into(), state.as_str().into(), session.into(), now.into()];
        Ok(self.execute(&CHECK_ANSWER, &args).await? == 1)
    }

    /// Takes back the questions of a case that wait.
    pub async fn questions_close(&mut self, case: &CaseId) -> Result<u64, StoreError> {
        self.execute(&QUESTIONS_CLOSE, &[case.into()]).await
    }
}

impl ReadTx {
    /// The checks of a case, newest first.
    pub async fn checks_of_case(&mut self, case: &CaseId) -> Result<Vec<StoredCheck>, StoreError> {
        let rows = self.fetch_all(&CHECKS_OF_CASE, &[case.into()]).await?;
        rows.iter().map(|row| self.check_from(row)).collect()
    }

    /// The newest checks of a person's callers.
    pub async fn checks_of_person(
        &mut self,
        person: &PersonId,
    ) -> Result<Vec<StoredCheck>, StoreError> {
        let rows = self.fetch_all(&CHECKS_OF_PERSON, &[person.into()]).await?;
        rows.iter().map(|row| self.check_from(row)).collect()
    }

    /// A check.
    pub async fn check_read(&mut self, id: &CheckId) -> Result<Option<StoredCheck>, StoreError> {
        let row = self.fetch_optional(&CHECK_READ, &[id.into()]).await?;
        row.map(|row| self.check_from(&row)).transpose()
    }

    /// The question that waits for this person, if one does.
    pub async fn question_waiting(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Option<StoredCheck>, StoreError> {
        let row = self.fetch_optional(&QUESTION_WAITING, &[person.into(), now.into()]).await?;
        row.map(|row| self.check_from(&row)).transpose()
    }

    fn check_from(&self, row: &Row) -> Result<StoredCheck, StoreError> {
        let case = row.text("case_id")?;
        let sealed = row.text("ticket_sealed")?;
        let plain = self.sealer().unseal("support_cases", "ticket", &case, &sealed)?;
        let person = |column| PersonId::parse(&row.text(column)?).map_err(|_| row.corrupt(column));
        let check = NewCheck {
            id: CheckId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
            case: CaseId::parse(&case).map_err(|_| row.corrupt("case_id"))?,
            agent: person("agent")?,
            person: person("person")?,
            kind: CheckKind::parse(&row.text("kind")?).ok_or_else(|| row.corrupt("kind"))?,
            state: CheckState::parse(&row.text("state")?).ok_or_else(|| row.corrupt("state"))?,
            tries_left: row.opt_int("tries_left")?.and_then(|left| u32::try_from(left).ok()),
            at: row.time("at")?,
            ends_at: row.opt_time("ends_at")?,
            by_phone: row.int("by_phone")? == 1,
        };
        Ok(StoredCheck {
            check,
            agent_name: row.text("agent_name")?,
            ticket: String::from_utf8(plain.to_vec()).map_err(|_| row.corrupt("ticket_sealed"))?,
        })
    }
}
