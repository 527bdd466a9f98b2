//! What a bound session decides between two events of its line: what to write, whom to tell, when to give up.

use std::collections::HashMap;
use std::sync::OnceLock;
use std::time::Duration;

use tokio::sync::mpsc::{self, error::TrySendError};
use tokio::time::Instant;

use super::super::pdu::{self, Fields, Frames, Pdu, command};
use super::super::receipt::{self, Incoming};
use super::super::status;
use super::super::submit::{self, Submission};
use super::super::ticket::{Fate, Ticket};
use super::pace::Pace;
use super::{CLOSED, End, GOODBYE, MOST_UNWRITTEN, NONSENSE, Plan};
use crate::News;

/// How often messages without an answer are looked for.
const SWEEP: Duration = Duration::from_millis(200);
/// How long answers are waited for before a goodbye.
const LAST_ANSWERS: Duration = Duration::from_secs(3);

/// A message that was put on the line.
struct Flight {
    ticket: Ticket,
    /// Where its first octet stands in all that was ever put on this line.
    begins: u64,
}

/// How far a goodbye has come.
enum Leaving {
    No,
    /// Waiting for the last answers.
    Answers {
        until: Instant,
    },
    /// `unbind` was sent.
    Goodbye {
        until: Instant,
    },
    /// The centre leaves: as soon as our last octets are out.
    TheirWish {
        reason: &'static str,
    },
    Gone,
}

pub(super) struct Serving<'a> {
    plan: &'a Plan,
    reports: &'a OnceLock<mpsc::Sender<News>>,
    pub frames: Frames,
    /// What is to be written.
    pub out: Vec<u8>,
    /// Whether something was put there that is not known to be on its way.
    pub is_unflushed: bool,
    sequence: u32,
    flights: HashMap<u32, Flight>,
    /// Octets ever put into `out`, and ever written from it.
    put: u64,
    written: u64,
    /// Since when `out` waits without one octet going out.
    stuck_since: Option<Instant>,
    heard: Instant,
    /// When our `enquire_link` went out; anything that is heard answers it.
    enquired: Option<Instant>,
    swept: Instant,
    pace: Pace,
    leaving: Leaving,
}

impl<'a> Serving<'a> {
    pub fn new(
        plan: &'a Plan,
        reports: &'a OnceLock<mpsc::Sender<News>>,
        frames: Frames,
        sequence: u32,
    ) -> Self {
        let now = Instant::now();
        Self {
            plan,
            reports,
            frames,
            out: Vec::new(),
            is_unflushed: false,
            sequence,
            flights: HashMap::new(),
            put: 0,
            written: 0,
            stuck_since: None,
            heard: now,
            enquired: None,
            swept: now,
            pace: Pace::new(plan.per_second, now),
            leaving: Leaving::No,
        }
    }

    pub fn may_submit(&self, now: Instant) -> bool {
        matches!(self.leaving, Leaving::No)
            && self.flights.len() < self.plan.window
            && self.out.len() < MOST_UNWRITTEN
            && now >= self.pace.free_at()
    }

    /// Puts one message on the line, if its sender still wants it.
    pub fn submit(&mut self, submission: Submission) {
        let now = Instant::now();
        let Submission { to, sender, part, life, wants_receipt, ticket } = submission;
        let stamp = &self.plan.stamp;
        let sender = sender.as_ref().unwrap_or(&stamp.sender);
        let Some(body) = submit::body(stamp, sender, &to, &part, &life, wants_receipt, now) else {
            let reason = "the message expired before it could leave".to_owned();
            return ticket.tell(Fate::NotSent { reason });
        };
        if !ticket.leave(now) {
            return;
        }
        self.pace.sent(now);
        let begins = self.put;
        let sequence = self.request(command::SUBMIT_SM, &body);
        self.flights.insert(sequence, Flight { ticket, begins });
    }

    /// Reads all whole frames; the error is why the line must be given up.
    pub fn take_in(&mut self) -> Result<(), &'static str> {
        self.heard = Instant::now();
        self.enquired = None;
        loop {
            match self.frames.next() {
                Ok(Some(pdu)) => self.take(&pdu),
                Ok(None) => return Ok(()),
                Err(pdu::BadLength) => return Err(NONSENSE),
            }
        }
    }

    fn take(&mut self, pdu: &Pdu) {
        const SUBMIT_SM_RESP: u32 = command::SUBMIT_SM | command::ANSWER;
        const UNBIND_RESP: u32 = command::UNBIND | command::ANSWER;
        match pdu.id {
            SUBMIT_SM_RESP | command::GENERIC_NACK => self.answered(pdu),
            command::DELIVER_SM | command::DATA_SM => {
                let status = self.received(pdu);
                self.reply(pdu, status, b"\0");
            }
            command::ENQUIRE_LINK => self.reply(pdu, status::OK, b""),
            command::UNBIND => {
                self.reply(pdu, status::OK, b"");
                self.leaving = Leaving::TheirWish { reason: "the SMS centre said goodbye" };
            }
            UNBIND_RESP => self.leaving = Leaving::Gone,
            command::ALERT_NOTIFICATION => {}
            // A late answer, an answer to nothing.
            id if id & command::ANSWER != 0 => {}
            _ => self.put(command::GENERIC_NACK, status::INVALID_COMMAND_ID, pdu.sequence, b""),
        }
    }

    /// The answer to a message. One that comes late or twice finds nobody, and nobody is told twice.
    fn answered(&mut self, pdu: &Pdu) {
        let Some(flight) = self.flights.remove(&pdu.sequence) else { return };
        let status = match (pdu.id, pdu.status) {
            (command::GENERIC_NACK, status::OK) => status::INVALID_COMMAND_ID,
            (_, told) => told,
        };
        let now = Instant::now();
        match status {
            status::OK => self.pace.taken(),
            status::THROTTLED | status::QUEUE_FULL => self.pace.throttled(now),
            status::INVALID_BIND_STATE => {
                let reason = "the SMS centre forgot that we are bound";
                self.leaving = Leaving::TheirWish { reason };
            }
            _ => {}
        }
        let reference = Fields(&pdu.body).text().and_then(|id| self.plan.receipt_ids.of_answer(id));
        let pause = self.pace.pause(now);
        flight.ticket.tell(Fate::Answered { status, reference, pause });
    }

    /// A receipt, or a message somebody sent us: what we answer.
    fn received(&self, pdu: &Pdu) -> u32 {
        let Some(incoming) = receipt::read(pdu.id, &pdu.body, self.plan.receipt_ids) else {
            return status::REFUSED;
        };
        let (Incoming::News(news), Some(reports)) = (incoming, self.reports.get()) else {
            return status::OK;
        };
        match reports.try_send(news) {
            // Nobody can note it just then. The centre keeps it for us, so that we need not.
            Err(TrySendError::Full(_)) => status::TRY_AGAIN,
            Ok(()) | Err(TrySendError::Closed(_)) => status::OK,
        }
    }

    /// So much was written; nothing: what was written before is on its way.
    pub fn wrote(&mut self, octets: usize) {
        self.out.drain(..octets);
        self.written += octets as u64;
        self.is_unflushed = octets > 0;
        self.stuck_since = self.is_unflushed.then(Instant::now);
    }

    pub fn stop(&mut self) {
        self.leaving = Leaving::Answers { until: Instant::now() + LAST_ANSWERS };
    }

    pub fn is_stopping(&self) -> bool {
        matches!(self.leaving, Leaving::Answers { .. } | Leaving::Goodbye { .. })
    }

    /// What is due; and whether the session is over.
    pub fn tick(&mut self, now: Instant) -> Option<End> {
        let patience = self.plan.patience;
        let waited = |since: Option<Instant>| since.is_some_and(|since| now - since >= patience);
        if waited(self.stuck_since) {
            return Some(End::Lost("the SMS centre takes nothing any more".to_owned()));
        }
        if waited(self.enquired) {
            return Some(End::Lost("the SMS centre does not answer any more".to_owned()));
        }
        let has_expired = self.sweep(now);
        let is_silent = now - self.heard >= self.plan.enquire_every;
        if self.enquired.is_none() && (is_silent || has_expired) {
            self.request(command::ENQUIRE_LINK, b"");
            self.enquired = Some(now);
        }
        match self.leaving {
            Leaving::Answers { until } if self.flights.is_empty() || now >= until => {
                self.request(command::UNBIND, b"");
                self.leaving = Leaving::Goodbye { until: now + GOODBYE };
            }
            Leaving::Goodbye { until } if now >= until => return Some(End::Stopped),
            Leaving::TheirWish { reason } if !self.is_unflushed => {
                return Some(End::Lost(reason.to_owned()));
            }
            Leaving::Gone => return Some(End::Stopped),
            _ => {}
        }
        None
    }

    /// Forgets messages whose senders have stopped waiting, so that their places in the window are free again; whether
    /// there were any.
    fn sweep(&mut self, now: Instant) -> bool {
        if now - self.swept < SWEEP {
            return false;
        }
        self.swept = now;
        let before = self.flights.len();
        self.flights.retain(|_, flight| flight.ticket.times.end > now);
        self.flights.len() < before
    }

    /// When to look again though nothing happened.
    pub fn wake(&self, now: Instant) -> Instant {
        let patience = self.plan.patience;
        let mut wake = match self.enquired {
            Some(since) => since + patience,
            None => self.heard + self.plan.enquire_every,
        };
        let mut no_later = |at: Option<Instant>| wake = at.map_or(wake, |at| wake.min(at));
        no_later(self.stuck_since.map(|since| since + patience));
        no_later((!self.flights.is_empty()).then(|| now + SWEEP));
        no_later(Some(self.pace.free_at()).filter(|at| *at > now));
        match self.leaving {
            Leaving::Answers { until } | Leaving::Goodbye { until } => wake.min(until),
            _ => wake,
        }
    }

    /// Ends the session. Whatever has not begun to leave is known to be unsent.
    pub fn end(self, end: End) -> End {
        let reason = match &end {
            End::Stopped => CLOSED,
            End::Lost(reason) => reason,
        };
        for flight in self.flights.into_values().filter(|flight| flight.begins >= self.written) {
            flight.ticket.tell(Fate::NotSent { reason: reason.to_owned() });
        }
        end
    }

    fn request(&mut self, id: u32, body: &[u8]) -> u32 {
        // 1 to 0x7FFFFFFF, then from the start (section 3.2).
        self.sequence = self.sequence % 0x7FFF_FFFF + 1;
        self.put(id, status::OK, self.sequence, body);
        self.sequence
    }

    fn reply(&mut self, to: &Pdu, status: u32, body: &[u8]) {
        self.put(to.id | command::ANSWER, status, to.sequence, body);
    }

    fn put(&mut self, id: u32, status: u32, sequence: u32, body: &[u8]) {
        let before = self.out.len();
        if !self.is_unflushed {
            self.is_unflushed = true;
            self.stuck_since = Some(Instant::now());
        }
        pdu::write(&mut self.out, id, status, sequence, body);
        self.put += (self.out.len() - before) as u64;
    }
}
