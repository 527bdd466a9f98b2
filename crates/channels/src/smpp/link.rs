//! Keeps one bind: connects, binds, waits longer after each failure, and says how things stand.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until, timeout, timeout_at};
use zeroize::Zeroizing;

use super::connect::Way;
use super::pdu::{self, command, put_text};
use super::receipt::ReceiptIds;
use super::session::{End, Session};
use super::status;
use super::submit::{Stamp, Submission};
use super::ticket::Fate;
use crate::News;

/// Waits between tries to bind: the first, and the longest after doubling.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_mins(1);
/// A bind that lived so long was a good one: it is made again at once, and the waits begin anew.
const GOOD_LIFE: Duration = Duration::from_secs(10);
/// Submissions that wait for their turn inside the link; all others wait outside, in their senders.
const QUEUED: usize = 16;

/// What the link needs of the settings.
pub(super) struct Plan {
    /// The channel's name, for the log.
    pub name: String,
    pub way: Way,
    pub system_id: String,
    pub password: SecretString,
    pub system_type: String,
    pub stamp: Stamp,
    pub receipt_ids: ReceiptIds,
    pub window: usize,
    pub per_second: Option<u32>,
    pub enquire_every: Duration,
    /// How long an `enquire_link`, and a write, may take.
    pub patience: Duration,
    pub connect_timeout: Duration,
}

/// How the link stands.
#[derive(Clone, Debug)]
pub(super) enum State {
    /// It is being made, for the first time or after a good life: worth waiting for.
    Opening,
    /// Messages go out.
    Bound,
    /// It failed, and is tried again at that moment: not worth waiting for.
    Down { reason: String, again: Instant },
    /// It was stopped.
    Ended,
}

/// The senders' end of the link. Dropped, the link says goodbye and ends.
pub(super) struct Link {
    pub submissions: mpsc::Sender<Submission>,
    state: watch::Receiver<State>,
    stop: watch::Sender<bool>,
}

/// Why a message cannot go out now.
pub(super) struct Closed {
    pub reason: String,
    pub after: Option<Duration>,
}

impl Link {
    /// Starts to keep a bind. Needs a running tokio runtime.
    pub fn start(plan: Arc<Plan>, reports: Arc<OnceLock<mpsc::Sender<News>>>) -> Self {
        let (submissions, taken) = mpsc::channel(QUEUED);
        let (tell, state) = watch::channel(State::Opening);
        let (stop, stopped) = watch::channel(false);
        let keeper = Keeper { plan, reports, submissions: taken, state: tell, stop: stopped };
        tokio::spawn(keeper.keep());
        Self { submissions, state, stop }
    }

    /// Waits until messages go out; at most until `until`, and not at all while the link is known to be down.
    pub async fn ready(&self, until: Instant) -> Result<(), Closed> {
        let mut state = self.state.clone();
        let settled = state.wait_for(|state| !matches!(state, State::Opening));
        let closed = |reason: &str| Closed { reason: reason.to_owned(), after: None };
        match timeout_at(until, settled).await {
            Err(_) => Err(closed("the SMS centre did not answer in time")),
            Ok(Err(_)) => Err(closed("the link to the SMS centre has ended")),
            Ok(Ok(state)) => match &*state {
                State::Bound => Ok(()),
                State::Down { reason, again } => {
                    let after = again.saturating_duration_since(Instant::now());
                    Err(Closed { reason: reason.clone(), after: Some(after.max(FIRST_WAIT)) })
                }
                State::Opening | State::Ended => {
                    Err(closed("the link to the SMS centre has ended"))
                }
            },
        }
    }

    /// Whether messages go out in this moment.
    pub fn is_bound(&self) -> bool {
        matches!(*self.state.borrow(), State::Bound)
    }

    /// Says goodbye and waits until the link has ended; a few seconds at most.
    pub async fn end(&self) {
        // Nobody listens: it has ended.
        let _ = self.stop.send(true);
        let mut state = self.state.clone();
        drop(state.wait_for(|state| matches!(state, State::Ended)).await);
    }
}

/// Connects and binds. The error is a sentence for the operator, and how long to leave the centre alone.
pub(super) async fn bind(plan: &Plan) -> Result<Session, Refused> {
    let opened = timeout(plan.connect_timeout, async {
        let line = plan.way.open().await.map_err(Refused::passing)?;
        let mut session = Session::new(line);
        let mut body = Zeroizing::new(Vec::new());
        put_text(&mut body, &plan.system_id);
        put_text(&mut body, plan.password.expose_secret());
        put_text(&mut body, &plan.system_type);
        // interface_version 3.4, and no addresses of our own that messages would be routed to.
        body.extend([0x34, 0, 0]);
        put_text(&mut body, "");
        let answer =
            session.ask(command::BIND_TRANSCEIVER, &body).await.map_err(Refused::passing)?;
        Refused::of_bind(&answer).map_or(Ok(session), Err)
    });
    opened.await.unwrap_or_else(|_| {
        Err(Refused::passing("the SMS centre did not answer in time".to_owned()))
    })
}

/// No bind came about.
pub(super) struct Refused {
    pub reason: String,
    /// The centre knows us and said no: asked again at once, some lock whoever asks.
    pub is_refusal: bool,
    pub status: u32,
}

impl Refused {
    fn passing(reason: String) -> Self {
        Self { reason, is_refusal: false, status: status::OK }
    }

    fn of_bind(answer: &pdu::Pdu) -> Option<Self> {
        let status = match (answer.id, answer.status) {
            (command::GENERIC_NACK, status::OK) => status::INVALID_COMMAND_ID,
            (_, told) => told,
        };
        let refused = || Self { reason: status::of_bind(status), is_refusal: true, status };
        (status != status::OK).then(refused)
    }
}

struct Keeper {
    plan: Arc<Plan>,
    reports: Arc<OnceLock<mpsc::Sender<News>>>,
    submissions: mpsc::Receiver<Submission>,
    state: watch::Sender<State>,
    stop: watch::Receiver<bool>,
}

impl Keeper {
    async fn keep(mut self) {
        let mut wait = FIRST_WAIT;
        loop {
            let bound = tokio::select! {
                bound = bind(&self.plan) => bound,
                () = stopped(&mut self.stop) => break,
            };
            let reason = match bound {
                Ok(session) => {
                    let since = Instant::now();
                    self.state.send_replace(State::Bound);
                    tracing::info!(channel = self.plan.name, "bound to the SMS centre");
                    let end = session
                        .serve(&self.plan, &self.reports, &mut self.submissions, &mut self.stop)
                        .await;
                    match end {
                        End::Stopped => break,
                        End::Lost(reason) if since.elapsed() >= GOOD_LIFE => {
                            tracing::warn!(
                                channel = self.plan.name,
                                reason,
                                "lost the link to the SMS centre"
                            );
                            wait = FIRST_WAIT;
                            self.state.send_replace(State::Opening);
                            continue;
                        }
                        End::Lost(reason) => reason,
                    }
                }
                Err(refused) => {
                    if refused.is_refusal {
                        wait = LONGEST_WAIT;
                    }
                    refused.reason
                }
            };
            tracing::warn!(
                channel = self.plan.name,
                reason,
                wait_s = wait.as_secs(),
                "no link to the SMS centre"
            );
            if !self.rest(reason, wait).await {
                break;
            }
            wait = (wait * 2).min(LONGEST_WAIT);
        }
        self.submissions.close();
        self.refuse_queued("the link to the SMS centre has ended");
        self.state.send_replace(State::Ended);
    }

    /// Waits, and meanwhile turns away what still comes; `false`: the link was stopped.
    async fn rest(&mut self, reason: String, wait: Duration) -> bool {
        let again = Instant::now() + wait;
        self.state.send_replace(State::Down { reason: reason.clone(), again });
        loop {
            tokio::select! {
                () = sleep_until(again) => return true,
                () = stopped(&mut self.stop) => return false,
                Some(submission) = self.submissions.recv() => {
                    submission.ticket.tell(Fate::NotSent { reason: reason.clone() });
                }
            }
        }
    }

    fn refuse_queued(&mut self, reason: &str) {
        while let Ok(submission) = self.submissions.try_recv() {
            submission.ticket.tell(Fate::NotSent { reason: reason.to_owned() });
        }
    }
}

/// Resolves when the link is stopped or its [`Link`] is gone.
pub(super) async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error means that the other end is gone, which says the same.
    drop(stop.wait_for(|stop| *stop).await);
}
