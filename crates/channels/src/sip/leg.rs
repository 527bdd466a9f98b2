//! One row of requests to the trunk under one `Call-ID`: written, sent until answered, signed where the trunk demands it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use countersign_core::ports::Entropy;
use data_encoding::HEXLOWER;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::digest::{Challenge, Credentials};
use super::line::Line;
use super::wire::{Draft, Packet, answer};

/// RFC 3261's T1: after it, and then after ever longer, a request that got no answer is sent again.
pub(super) const T1: Duration = Duration::from_millis(500);
/// RFC 3261's T2: the longest wait between two sends.
const T2: Duration = Duration::from_secs(4);

/// Where tags, branches and other values that nobody may guess come from.
pub(super) struct Dice(Mutex<Box<dyn Entropy>>);

impl Dice {
    pub(super) fn new(entropy: Box<dyn Entropy>) -> Self {
        Self(Mutex::new(entropy))
    }

    pub(super) fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill(&mut bytes);
        bytes
    }

    /// 96 bits in hexadecimal.
    pub(super) fn token(&self) -> String {
        HEXLOWER.encode(&self.bytes::<12>())
    }
}

/// Who we are to the trunk.
#[derive(Clone)]
pub(super) struct Us {
    /// Host and port by which the trunk reaches us, for `Via` and `Contact`.
    pub(super) at: String,
    /// The URI in `From`.
    pub(super) from: String,
    /// The URI in `Contact`.
    pub(super) contact: String,
    /// Name and password.
    pub(super) credentials: Option<Credentials>,
}

/// What is asked.
pub(super) struct Ask<'a> {
    pub(super) method: &'a str,
    /// Who is asked.
    pub(super) uri: &'a str,
    /// The value of `To`.
    pub(super) to: &'a str,
    /// The values of `Route`, in order.
    pub(super) routes: &'a [String],
    /// What else there is.
    pub(super) headers: &'a [(&'a str, &'a str)],
    /// Type and text.
    pub(super) body: Option<(&'a str, &'a str)>,
}

/// No answer came in time.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Silence;

/// Requests of one call, or of one registration.
pub(super) struct Leg {
    pub(super) line: Arc<Line>,
    pub(super) us: Us,
    pub(super) dice: Arc<Dice>,
    pub(super) call_id: String,
    /// Our tag.
    pub(super) tag: String,
    pub(super) inbox: mpsc::Receiver<Packet>,
    cseq: u32,
}

impl Leg {
    /// Begins with a `Call-ID` of its own.
    pub(super) fn begin(line: Arc<Line>, us: Us, dice: Arc<Dice>) -> Self {
        let (call_id, tag) = (dice.token(), dice.token());
        let inbox = line.subscribe(&call_id);
        Self { line, us, dice, call_id, tag, inbox, cseq: 0 }
    }

    /// The number of the next request.
    pub(super) fn next_cseq(&mut self) -> u32 {
        self.cseq += 1;
        self.cseq
    }

    /// A fresh branch; the prefix says that it is unique (RFC 3261 section 8.1.1.7).
    pub(super) fn branch(&self) -> String {
        format!("z9hG4bK{}", self.dice.token())
    }

    /// The header that answers a challenge for a request.
    pub(super) fn sign(&self, challenge: Option<&Challenge>, ask: &Ask<'_>) -> Option<Signed> {
        let (challenge, ours) = (challenge?, self.us.credentials.as_ref()?);
        let value = challenge.answer(ours, ask.method, ask.uri, &self.dice.token());
        Some(Signed { header: challenge.header, value })
    }

    /// Writes a request.
    pub(super) fn write(
        &self,
        ask: &Ask<'_>,
        cseq: u32,
        branch: &str,
        signed: Option<&Signed>,
    ) -> Vec<u8> {
        let Us { at, from, .. } = &self.us;
        let draft = Draft::request(ask.method, ask.uri)
            .with("Via", &format!("SIP/2.0/UDP {at};branch={branch};rport"))
            .with("Max-Forwards", "70")
            .with_all("Route", ask.routes.iter().map(String::as_str))
            .with("From", &format!("<{from}>;tag={}", self.tag))
            .with("To", ask.to)
            .with("Call-ID", &self.call_id)
            .with("CSeq", &format!("{cseq} {}", ask.method))
            .with("User-Agent", concat!("countersign/", env!("CARGO_PKG_VERSION")));
        let draft = ask.headers.iter().fold(draft, |draft, (name, value)| draft.with(name, value));
        let draft = match signed {
            Some(Signed { header, value }) => draft.with(header, value),
            None => draft,
        };
        draft.end(ask.body)
    }

    /// Asks something other than INVITE and waits for the final answer; a demand for name and password is met once.
    pub(super) async fn ask(&mut self, ask: &Ask<'_>, within: Duration) -> Result<Packet, Silence> {
        let until = Instant::now() + within;
        let first = self.exchange(ask, None, until).await?;
        match Challenge::of(&first) {
            Some(challenge) if self.us.credentials.is_some() => {
                self.exchange(ask, Some(&challenge), until).await
            }
            _ => Ok(first),
        }
    }

    async fn exchange(
        &mut self,
        ask: &Ask<'_>,
        challenge: Option<&Challenge>,
        until: Instant,
    ) -> Result<Packet, Silence> {
        let (cseq, branch) = (self.next_cseq(), self.branch());
        let request = self.write(ask, cseq, &branch, self.sign(challenge, ask).as_ref());
        let mut wait = T1;
        self.line.send(&request).await;
        let mut again = Instant::now() + wait;
        loop {
            tokio::select! {
                biased;
                packet = self.inbox.recv() => {
                    let packet = packet.ok_or(Silence)?;
                    let ours = packet.branch() == Some(branch.as_str())
                        && packet.cseq().is_some_and(|(_, method)| method == ask.method);
                    match packet.status() {
                        Some(200..) if ours => return Ok(packet),
                        Some(_) => {}
                        None => self.decline(&packet).await,
                    }
                }
                () = sleep_until(again.min(until)) => {
                    if Instant::now() >= until {
                        return Err(Silence);
                    }
                    self.line.send(&request).await;
                    wait = (wait * 2).min(T2);
                    again += wait;
                }
            }
        }
    }

    /// A request that crosses ours: a BYE agrees with us, the rest is out of place.
    async fn decline(&self, packet: &Packet) {
        let (status, reason) = match packet.method() {
            Some("BYE") => (200, "OK"),
            Some("ACK") | None => return,
            Some(_) => (481, "Call/Transaction Does Not Exist"),
        };
        self.reply(packet, status, reason, &[], None).await;
    }

    /// Answers a request.
    pub(super) async fn reply(
        &self,
        request: &Packet,
        status: u16,
        reason: &str,
        headers: &[(&str, &str)],
        body: Option<(&str, &str)>,
    ) {
        let draft = answer(request, status, reason, &self.tag);
        let draft = headers.iter().fold(draft, |draft, (name, value)| draft.with(name, value));
        self.line.send(&draft.end(body)).await;
    }
}

/// The answer to a challenge. It has no Debug: the value is worth a call.
#[derive(Clone)]
pub(super) struct Signed {
    header: &'static str,
    value: String,
}
