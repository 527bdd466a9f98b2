//! Text messages over a bind that is kept to the SMS centre of a mobile network or an aggregator (SMPP 3.4).

mod connect;
mod gsm7;
mod link;
mod pdu;
mod receipt;
mod sender;
mod session;
mod settings;
mod status;
mod submit;
mod text;
mod ticket;

use std::sync::{Arc, OnceLock};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout_at};

use countersign_core::people::Method;
use countersign_core::ports::Timestamp;

use crate::{Channel, Message, News, SendError, Sent, SetupError};
use link::{Closed, Link, Plan};
pub use receipt::ReceiptIds;
pub use sender::Sender;
pub use settings::{LineSecurity, SmppSettings};
pub use submit::Validity;
use submit::{Life, Stamp, Submission};
pub use text::LongMessages;
use text::Part;
use ticket::{Fate, Outcome, Times};

/// Sends text messages through one SMS centre, over one transceiver bind that is kept.
///
/// **Doubles.** A message is written once. If the connection breaks, or no answer comes in time, after it was written, nobody
/// knows whether the centre took it: [`SendError::Unknown`]. Everything else is known: it was answered, or it never left.
///
/// **Long messages.** Parts go one after the other, so that the first part's refusal is the message's. When a later part is
/// not taken, the message is `Unknown`: to the same centre it may go again, because its parts bear the same reference, and a
/// phone knows a part that it has.
pub struct Smpp {
    settings: SmppSettings,
    plan: Arc<Plan>,
    /// Made by the first send, or when reports are wanted: the constructor connects to nothing.
    link: OnceLock<Link>,
    reports: Arc<OnceLock<mpsc::Sender<News>>>,
}

impl Smpp {
    /// Checks the settings and reads the root certificate. Connects to nothing.
    pub fn new(settings: SmppSettings) -> Result<Self, SetupError> {
        settings.check()?;
        let plan = Plan {
            name: settings.name.clone(),
            way: connect::Way::new(&settings)?,
            system_id: settings.system_id.clone(),
            password: settings.password.clone(),
            system_type: settings.system_type.clone(),
            stamp: Stamp {
                service_type: settings.service_type.clone(),
                sender: settings.sender.clone(),
                validity: settings.validity,
            },
            receipt_ids: settings.receipt_ids,
            window: settings.window,
            per_second: settings.per_second,
            enquire_every: settings.enquire_every,
            patience: settings.send_timeout / 3,
            connect_timeout: settings.connect_timeout,
        };
        Ok(Self {
            settings,
            plan: Arc::new(plan),
            link: OnceLock::new(),
            reports: Arc::new(OnceLock::new()),
        })
    }

    fn link(&self) -> &Link {
        self.link.get_or_init(|| Link::start(Arc::clone(&self.plan), Arc::clone(&self.reports)))
    }

    async fn deliver(&self, message: &Message, now: Timestamp) -> Result<Sent, SendError> {
        if message.method != Method::Sms {
            return Err(SendError::permanent("this channel carries text messages only"));
        }
        let to = digits(&message.to)
            .ok_or_else(|| SendError::permanent("the recipient is no number in E.164"))?;
        let sender = message.sender.as_deref().map(Sender::read).transpose();
        let sender = sender.map_err(|why| SendError::retry(format!("the route's sender {why}")))?;
        let parts = text::parts(&message.text, self.settings.long_messages, reference(&message.id))
            .ok_or_else(|| SendError::permanent("the text is too long for ten parts"))?;
        let since = Instant::now();
        let end = since + self.settings.send_timeout;
        let times = Times { leave_by: end - self.settings.send_timeout / 3, end };
        let life = Life { useless_after: message.useless_after, now, since };
        let total = parts.len();
        let mut reference = None;
        for (number, part) in (1..).zip(parts) {
            let wants_receipt = self.settings.receipts && number == total;
            let ask = Ask { to, sender: sender.as_ref(), part, life, wants_receipt };
            let taken = if number == 1 {
                self.submit(ask, times).await
            } else {
                let taken = self.insist(ask, times).await;
                taken.map_err(|error| of_later_part(error, number, total))
            };
            reference = taken?;
        }
        Ok(Sent { reference })
    }

    /// Hands one part over.
    async fn submit(&self, ask: Ask<'_>, times: Times) -> Result<Option<String>, SendError> {
        let link = self.link();
        let closed = |Closed { reason, after }| SendError::Retry { reason, after };
        link.ready(times.leave_by).await.map_err(closed)?;
        let (ticket, stub) = ticket::pair(times);
        let Ask { to, sender, part, life, wants_receipt } = ask;
        let (to, sender) = (to.to_owned(), sender.cloned());
        let submission = Submission { to, sender, part, life, wants_receipt, ticket };
        match timeout_at(times.leave_by, link.submissions.send(submission)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return Err(SendError::retry("the link to the SMS centre has ended")),
            Err(_) => return Err(SendError::retry("the SMS centre takes messages too slowly")),
        }
        match stub.outcome().await {
            Outcome::Known(Fate::Answered { status: status::OK, reference, .. }) => Ok(reference),
            Outcome::Known(Fate::Answered { status, pause, .. }) => {
                Err(status::of_message(status, pause))
            }
            Outcome::Known(Fate::NotSent { reason }) => Err(SendError::retry(reason)),
            Outcome::Withdrawn => Err(SendError::retry("the SMS centre takes messages too slowly")),
            Outcome::Unanswered => Err(SendError::Unknown {
                reason: "the SMS centre did not say whether it took the message".to_owned(),
            }),
        }
    }

    /// The same for a part after the first: what the centre puts off is tried again while there is time.
    async fn insist(&self, ask: Ask<'_>, times: Times) -> Result<Option<String>, SendError> {
        loop {
            let refused = match self.submit(ask.clone(), times).await {
                Err(SendError::Retry { reason, after }) => (reason, after),
                other => return other,
            };
            let (reason, after) = refused;
            let wait = after.unwrap_or(std::time::Duration::from_secs(1));
            if Instant::now() + wait >= times.leave_by {
                return Err(SendError::Retry { reason, after });
            }
            sleep(wait).await;
        }
    }

    async fn reach(&self) -> Result<(), String> {
        // Many centres take one bind of a name, and ours is as good a proof as a second one.
        if self.link.get().is_some_and(Link::is_bound) {
            return Ok(());
        }
        match link::bind(&self.plan).await {
            Ok(session) => {
                session.close().await;
                Ok(())
            }
            // By another process of ours: the centre knows us.
            Err(refused) if refused.status == status::ALREADY_BOUND => Ok(()),
            Err(refused) => Err(refused.reason),
        }
    }
}

/// One part, and what is said with it.
#[derive(Clone)]
struct Ask<'a> {
    to: &'a str,
    sender: Option<&'a Sender>,
    part: Part,
    life: Life,
    wants_receipt: bool,
}

/// The digits of a number in E.164.
fn digits(to: &str) -> Option<&str> {
    let digits = to.strip_prefix('+')?;
    let is_number =
        (5..=15).contains(&digits.len()) && digits.bytes().all(|octet| octet.is_ascii_digit());
    is_number.then_some(digits)
}

/// The reference that joins the parts of one message. Derived from its id and not counted: the same at every try and on
/// every node. Two long messages to one phone at the same time share one in 65,536 times (8-bit: in 256).
fn reference(id: &str) -> u16 {
    let [high, low, ..] = *Sha256::digest(id.as_bytes()).as_slice() else { return 0 };
    u16::from_be_bytes([high, low])
}

/// A part after the first was not taken.
fn of_later_part(error: SendError, number: usize, total: usize) -> SendError {
    match error {
        // No phone shows it without this part, and no try changes that.
        SendError::Permanent(reason) => {
            SendError::Permanent(format!("part {number} of {total}: {reason}"))
        }
        SendError::Retry { reason, .. } | SendError::Unknown { reason } => {
            SendError::Unknown { reason: format!("part {number} of {total}: {reason}") }
        }
    }
}

impl Channel for Smpp {
    fn name(&self) -> &str {
        &self.settings.name
    }

    fn carries(&self) -> &[Method] {
        &[Method::Sms]
    }

    fn send<'a>(
        &'a self,
        message: &'a Message,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        self.deliver(message, now).boxed()
    }

    fn report_to(&self, reports: mpsc::Sender<News>) {
        // Called once; a second listener would get nothing.
        drop(self.reports.set(reports));
        self.link();
    }

    fn probe(&self) -> BoxFuture<'_, Result<(), String>> {
        self.reach().boxed()
    }

    fn stop(&self) -> BoxFuture<'_, ()> {
        async {
            if let Some(link) = self.link.get() {
                link.end().await;
            }
        }
        .boxed()
    }
}

impl std::fmt::Debug for Smpp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smpp").field("settings", &self.settings).finish_non_exhaustive()
    }
}
