//! Decides, between a sender that gives up and a link that writes, whether a message has left.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};

/// Neither side has decided.
const WAITING: u8 = 0;
/// The link wrote it: from then on nobody but the centre knows what becomes of it.
const LEFT: u8 = 1;
/// The sender gave up first: it is never written.
const WITHDRAWN: u8 = 2;

/// What the link knows of a submission.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// The centre answered: a status, and of a message it took the reference. Another try had better wait for `pause`.
    Answered { status: u32, reference: Option<String>, pause: Duration },
    /// Nothing of it reached the centre.
    NotSent { reason: String },
}

/// What the sender knows in the end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The link knows.
    Known(Fate),
    /// It was withdrawn in time; nothing left.
    Withdrawn,
    /// It left, and no answer came.
    Unanswered,
}

/// The times of one send.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// What has not left by then does not leave: too little time would remain for an answer.
    pub leave_by: Instant,
    /// No answer is waited for after it.
    pub end: Instant,
}

/// The link's half.
pub(super) struct Ticket {
    claim: Arc<AtomicU8>,
    fate: oneshot::Sender<Fate>,
    pub times: Times,
}

/// The sender's half. Dropped, it withdraws what has not left.
pub(super) struct Stub {
    claim: Arc<AtomicU8>,
    fate: oneshot::Receiver<Fate>,
    times: Times,
}

pub(super) fn pair(times: Times) -> (Ticket, Stub) {
    let claim = Arc::new(AtomicU8::new(WAITING));
    let (tell, fate) = oneshot::channel();
    (Ticket { claim: Arc::clone(&claim), fate: tell, times }, Stub { claim, fate, times })
}

fn claim(claim: &AtomicU8, as_what: u8) -> bool {
    claim.compare_exchange(WAITING, as_what, Ordering::AcqRel, Ordering::Acquire).is_ok()
}

impl Ticket {
    /// Claims the message for the line; `false`: it is too late, and it must not be written.
    pub fn leave(&self, now: Instant) -> bool {
        now < self.times.leave_by && claim(&self.claim, LEFT)
    }

    /// Tells the sender, if it still listens.
    pub fn tell(self, fate: Fate) {
        drop(self.fate.send(fate));
    }
}

impl Stub {
    /// Waits for the fate, until the times say otherwise.
    pub async fn outcome(mut self) -> Outcome {
        if let Ok(told) = timeout_at(self.times.leave_by, &mut self.fate).await {
            return self.told(told.ok());
        }
        if claim(&self.claim, WITHDRAWN) {
            return Outcome::Withdrawn;
        }
        let told = timeout_at(self.times.end, &mut self.fate).await;
        self.told(told.ok().and_then(Result::ok))
    }

    fn told(&self, fate: Option<Fate>) -> Outcome {
        match fate {
            Some(fate) => Outcome::Known(fate),
            // The link dropped its half without a word.
            None if claim(&self.claim, WITHDRAWN) => Outcome::Withdrawn,
            None => Outcome::Unanswered,
        }
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        claim(&self.claim, WITHDRAWN);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(leave_ms: u64, end_ms: u64) -> Times {
        let now = Instant::now();
        let after = |ms| now + Duration::from_millis(ms);
        Times { leave_by: after(leave_ms), end: after(end_ms) }
    }

    #[tokio::test]
    async fn what_left_without_an_answer_is_unanswered() {
        let (ticket, stub) = pair(times(60_000, 60_000));
        assert!(ticket.leave(Instant::now()));
        drop(ticket);
        assert_eq!(stub.outcome().await, Outcome::Unanswered);
    }

    #[tokio::test]
    async fn what_is_given_up_never_leaves() {
        let (ticket, stub) = pair(times(0, 60_000));
        assert_eq!(stub.outcome().await, Outcome::Withdrawn);
        assert!(!ticket.leave(Instant::now()));

        let (ticket, stub) = pair(times(60_000, 60_000));
        drop(stub);
        assert!(!ticket.leave(Instant::now()));
    }

    #[tokio::test]
    async fn nothing_leaves_when_too_little_time_is_left() {
        let (ticket, stub) = pair(times(0, 60_000));
        assert!(!ticket.leave(Instant::now()));
        drop(ticket);
        assert_eq!(stub.outcome().await, Outcome::Withdrawn);
    }

    /// The race that would double a message: the link writes it in the moment in which the sender gives up.
    #[test]
    fn one_side_alone_wins() {
        for _ in 0..2_000 {
            let (ticket, stub) = pair(times(60_000, 60_000));
            let writer = std::thread::spawn(move || ticket.leave(Instant::now()));
            let gave_up = claim(&stub.claim, WITHDRAWN);
            let left = writer.join().expect("no panic");
            assert_ne!(left, gave_up);
        }
    }
}
