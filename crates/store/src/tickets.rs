//! Remembers tickets: what somebody wrote to support, signed in or not, who has it, and what agents noted beside it.

use countersign_core::Timestamp;
use countersign_core::ids::{PersonId, TicketId};
use countersign_core::people::Language;
use countersign_core::support::{TicketKind, TicketState};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

macro_rules! ticket_columns {
    () => {
        "SELECT t.id, t.number, t.kind, t.person, t.language, t.words_sealed, t.state, t.taken_by, t.taken_at, t.written_at, \
        t.closed_at, t.handed_at, p.name AS person_name, a.name AS agent_name FROM tickets t \
        LEFT JOIN persons p ON p.id = t.person LEFT JOIN persons a ON a.id = t.taken_by "
    };
}

statements! {
    TICKET_INSERT = "INSERT INTO tickets (id, number, kind, person, language, words_sealed, state, written_at) \
        VALUES ($1, $2, $3, $4, $5, $6, 'open', $7)";
    TICKET_READ = concat!(ticket_columns!(), "WHERE t.id = $1");
    TICKET_BY_NUMBER = concat!(ticket_columns!(), "WHERE t.number = $1");
    /// Open and in work, the oldest first: who has waited longest is next.
    TICKETS_WAITING = concat!(ticket_columns!(), "WHERE t.closed_at IS NULL AND (t.written_at > $1 OR (t.written_at = $1 AND t.id > $2)) \
        ORDER BY t.written_at, t.id LIMIT $3");
    /// Of one state, the newest first.
    TICKETS_IN_STATE = concat!(ticket_columns!(), "WHERE t.state = $4 AND (t.written_at < $1 OR (t.written_at = $1 AND t.id < $2)) \
        ORDER BY t.written_at DESC, t.id DESC LIMIT $3");
    TICKETS_ALL = concat!(ticket_columns!(), "WHERE (t.written_at < $1 OR (t.written_at = $1 AND t.id < $2)) \
        ORDER BY t.written_at DESC, t.id DESC LIMIT $3");
    /// Guards that of two agents one takes it: from whoever had it when the agent looked.
    TICKET_TAKE = "UPDATE tickets SET state = 'in-work', taken_by = $2, taken_at = $3 WHERE id = $1 AND state = 'open'";
    TICKET_TAKE_OVER = "UPDATE tickets SET taken_by = $2, taken_at = $3 WHERE id = $1 AND state = 'in-work' AND taken_by = $4";
    TICKET_PUT_BACK = "UPDATE tickets SET state = 'open', taken_by = NULL, taken_at = NULL \
        WHERE id = $1 AND state = 'in-work' AND taken_by = $2";
    /// Guards that it is closed once.
    TICKET_CLOSE = "UPDATE tickets SET state = 'closed', closed_at = $2 WHERE id = $1 AND state <> 'closed'";
    TICKET_REOPEN = "UPDATE tickets SET state = 'open', taken_by = NULL, taken_at = NULL, closed_at = NULL \
        WHERE id = $1 AND state = 'closed' AND words_sealed <> ''";
    TICKET_HANDED = "UPDATE tickets SET handed_at = $2 WHERE id = $1 AND handed_at IS NULL";
    TICKET_NOTE_INSERT = "INSERT INTO ticket_notes (id, ticket, agent, words_sealed, at) VALUES ($1, $2, $3, $4, $5)";
    TICKET_NOTES = "SELECT n.id, n.words_sealed, n.at, a.name FROM ticket_notes n JOIN persons a ON a.id = n.agent \
        WHERE n.ticket = $1 ORDER BY n.at, n.id LIMIT 200";
    ERASE_TICKETS = "UPDATE tickets SET words_sealed = '', state = 'closed', closed_at = COALESCE(closed_at, $2) WHERE person = $1";
    ERASE_TICKET_NOTES = "UPDATE ticket_notes SET words_sealed = '' WHERE ticket IN (SELECT id FROM tickets WHERE person = $1)";
    /// What is past keeping, the oldest first; its notes go before it.
    TICKETS_OVER = "SELECT id FROM tickets WHERE closed_at < $1 ORDER BY closed_at, id LIMIT 100";
    TICKET_NOTES_DELETE = "DELETE FROM ticket_notes WHERE ticket = $1";
    TICKET_DELETE = "DELETE FROM tickets WHERE id = $1 AND closed_at < $2";
}

/// A ticket that is to be written. Debug hides what was written.
#[derive(Clone)]
pub struct NewTicket {
    /// Its id.
    pub id: TicketId,
    /// The number that people say.
    pub number: String,
    /// What it is about.
    pub kind: TicketKind,
    /// Who wrote it, if they were signed in.
    pub person: Option<PersonId>,
    /// The language it was written in, as far as the page tells.
    pub language: Language,
    /// What was written, as its writer lays it out.
    pub words: String,
    /// When.
    pub written_at: Timestamp,
}

impl std::fmt::Debug for NewTicket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewTicket({}, {})", self.id, self.kind.as_str())
    }
}

/// A ticket. Debug hides what was written.
#[derive(Clone)]
pub struct StoredTicket {
    /// What was written.
    pub ticket: NewTicket,
    /// What its writer is called, if they were signed in.
    pub person_name: Option<String>,
    /// Where it stands.
    pub state: TicketState,
    /// Who has it, or had it when it was closed, and since when.
    pub taken: Option<Taken>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// When the operator's own system took it over.
    pub handed_at: Option<Timestamp>,
}

/// Who has a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Which agent.
    pub by: PersonId,
    /// What they are called.
    pub name: String,
    /// Since when.
    pub at: Timestamp,
}

impl std::fmt::Debug for StoredTicket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StoredTicket({}, {})", self.ticket.id, self.state.as_str())
    }
}

/// What an agent noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredNote {
    /// What the agent is called.
    pub agent: String,
    /// The note.
    pub words: String,
    /// When.
    pub at: Timestamp,
}

impl Tx {
    /// Writes a ticket.
    pub async fn ticket_insert(&mut self, new: &NewTicket) -> Result<(), StoreError> {
        let id = new.id.as_str();
        let sealed = self.sealer().seal("tickets", "words", id, new.words.as_bytes());
        let args = [
            (&new.id).into(),
            new.number.as_str().into(),
            new.kind.as_str().into(),
            new.person.as_ref().into(),
            new.language.as_str().into(),
            sealed.into(),
            new.written_at.into(),
        ];
        self.execute(&TICKET_INSERT, &args).await?;
        Ok(())
    }

    /// Takes an open ticket; false: it is not open. Of two agents at once one gets it.
    pub async fn ticket_take(
        &mut self,
        id: &TicketId,
        agent: &PersonId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), agent.into(), now.into()];
        Ok(self.execute(&TICKET_TAKE, &args).await? == 1)
    }

    /// Takes it over from another agent; false: `from` does not have it any more.
    pub async fn ticket_take_over(
        &mut self,
        id: &TicketId,
        agent: &PersonId,
        from: &PersonId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), agent.into(), now.into(), from.into()];
        Ok(self.execute(&TICKET_TAKE_OVER, &args).await? == 1)
    }

    /// Puts it back into the queue; false: this agent does not have it.
    pub async fn ticket_put_back(
        &mut self,
        id: &TicketId,
        agent: &PersonId,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&TICKET_PUT_BACK, &[id.into(), agent.into()]).await? == 1)
    }

    /// Closes it; false: it is closed, or there is none.
    pub async fn ticket_close(
        &mut self,
        id: &TicketId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&TICKET_CLOSE, &[id.into(), now.into()]).await? == 1)
    }

    /// Opens a closed one again; false: it is not closed, or was erased.
    pub async fn ticket_reopen(&mut self, id: &TicketId) -> Result<bool, StoreError> {
        Ok(self.execute(&TICKET_REOPEN, &[id.into()]).await? == 1)
    }

    /// Notes that the operator's own system took it over; the first time counts.
    pub async fn ticket_handed(&mut self, id: &TicketId, now: Timestamp) -> Result<(), StoreError> {
        self.execute(&TICKET_HANDED, &[id.into(), now.into()]).await?;
        Ok(())
    }

    /// Writes a note beside it; `note`: its own id.
    pub async fn ticket_note(
        &mut self,
        ticket: &TicketId,
        note: &TicketId,
        agent: &PersonId,
        words: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sealed = self.sealer().seal("ticket_notes", "words", note.as_str(), words.as_bytes());
        let args = [note.into(), ticket.into(), agent.into(), sealed.into(), now.into()];
        self.execute(&TICKET_NOTE_INSERT, &args).await?;
        Ok(())
    }

    /// Forgets tickets that were closed before `before`, with their notes; at most 100 a call.
    pub async fn tickets_forget(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let over = self.fetch_all(&TICKETS_OVER, &[before.into()]).await?;
        for row in &over {
            let id = row.text("id")?;
            self.execute(&TICKET_NOTES_DELETE, &[id.as_str().into()]).await?;
            self.execute(&TICKET_DELETE, &[id.as_str().into(), before.into()]).await?;
        }
        Ok(over.len() as u64)
    }

    pub(crate) async fn tickets_erase(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(&ERASE_TICKET_NOTES, &[person.into()]).await?;
        self.execute(&ERASE_TICKETS, &[person.into(), now.into()]).await?;
        Ok(())
    }
}

impl ReadTx {
    /// A ticket.
    pub async fn ticket_read(&mut self, id: &TicketId) -> Result<Option<StoredTicket>, StoreError> {
        let row = self.fetch_optional(&TICKET_READ, &[id.into()]).await?;
        row.map(|row| self.ticket_from(&row)).transpose()
    }

    /// The ticket of a number.
    pub async fn ticket_by_number(
        &mut self,
        number: &str,
    ) -> Result<Option<StoredTicket>, StoreError> {
        let row = self.fetch_optional(&TICKET_BY_NUMBER, &[number.into()]).await?;
        row.map(|row| self.ticket_from(&row)).transpose()
    }

    /// Tickets that are not closed and come after this one, the oldest first; at most `limit`.
    pub async fn tickets_waiting(
        &mut self,
        after: Option<(Timestamp, String)>,
        limit: u32,
    ) -> Result<Vec<StoredTicket>, StoreError> {
        let (at, id) = after.unwrap_or((Timestamp::from_ms(i64::MIN), String::new()));
        let rows = self.fetch_all(&TICKETS_WAITING, &[at.into(), id.into(), limit.into()]).await?;
        rows.iter().map(|row| self.ticket_from(row)).collect()
    }

    /// Tickets of one state, or all, that come before this one, the newest first; at most `limit`.
    pub async fn tickets_in(
        &mut self,
        state: Option<TicketState>,
        before: Option<(Timestamp, String)>,
        limit: u32,
    ) -> Result<Vec<StoredTicket>, StoreError> {
        let (at, id) = before.unwrap_or((Timestamp::from_ms(i64::MAX), String::new()));
        let rows = match state {
            Some(state) => {
                let args = [at.into(), id.into(), limit.into(), state.as_str().into()];
                self.fetch_all(&TICKETS_IN_STATE, &args).await?
            }
            None => self.fetch_all(&TICKETS_ALL, &[at.into(), id.into(), limit.into()]).await?,
        };
        rows.iter().map(|row| self.ticket_from(row)).collect()
    }

    /// The notes beside a ticket, the oldest first; at most 200.
    pub async fn ticket_notes(&mut self, ticket: &TicketId) -> Result<Vec<StoredNote>, StoreError> {
        let rows = self.fetch_all(&TICKET_NOTES, &[ticket.into()]).await?;
        let note = |row: &Row| {
            Ok(StoredNote {
                agent: row.text("name")?,
                words: self.ticket_words("ticket_notes", row)?,
                at: row.time("at")?,
            })
        };
        rows.iter().map(note).collect()
    }

    fn ticket_from(&self, row: &Row) -> Result<StoredTicket, StoreError> {
        let person = |column: &str| {
            let id = row.opt_text(column)?;
            id.map(|id| PersonId::parse(&id).map_err(|_| row.corrupt(column))).transpose()
        };
        let taken = match (person("taken_by")?, row.opt_text("agent_name")?) {
            (Some(by), Some(name)) => Some(Taken { by, name, at: row.time("taken_at")? }),
            _ => None,
        };
        let language = row.text("language")?;
        Ok(StoredTicket {
            person_name: row.opt_text("person_name")?,
            state: TicketState::parse(&row.text("state")?).ok_or_else(|| row.corrupt("state"))?,
            taken,
            closed_at: row.opt_time("closed_at")?,
            handed_at: row.opt_time("handed_at")?,
            ticket: NewTicket {
                kind: TicketKind::parse(&row.text("kind")?).ok_or_else(|| row.corrupt("kind"))?,
                number: row.text("number")?,
                person: person("person")?,
                language: Language::parse(&language).ok_or_else(|| row.corrupt("language"))?,
                words: self.ticket_words("tickets", row)?,
                written_at: row.time("written_at")?,
                id: TicketId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
            },
        })
    }

    /// What was erased is empty.
    fn ticket_words(&self, table: &'static str, row: &Row) -> Result<String, StoreError> {
        let sealed = row.text("words_sealed")?;
        if sealed.is_empty() {
            return Ok(String::new());
        }
        let plain = self.sealer().unseal(table, "words", &row.text("id")?, &sealed)?;
        String::from_utf8(plain.to_vec()).map_err(|_| row.corrupt("words_sealed"))
    }
}
