//! Calls over a SIP trunk: the opening, the wait for a key, and only then the code (RFC 3261, RFC 4733; CS-DC-09).

mod dial;
mod dialog;
mod digest;
mod g711;
mod leg;
mod line;
mod media;
mod outcome;
mod rtp;
mod sdp;
mod settings;
mod talk;
mod trunk;
mod voice;
mod wire;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::time::{Instant, timeout};

use countersign_core::people::Method;
use countersign_core::ports::{Entropy, Timestamp};

use crate::{Channel, Delivery, Message, News, Report, SendError, Sent, SetupError};
use dial::{Gone, Patience, dial};
use leg::{Dice, Leg};
use media::{Ended, converse};
use rtp::Rtp;
pub use settings::{Credentials, Engine, NumberFormat, Pace, SipSettings};
use talk::{Heard, Talk};
use trunk::Trunk;
use voice::{Speaker, Voices};

/// For putting all sentences of a call into voice.
const SPEAK_WAIT: Duration = Duration::from_secs(6);
/// For all of a send: below the 100 seconds after which nobody waits for it any more. What ringing took, the conversation
/// has less.
const LONGEST: Duration = Duration::from_secs(96);

/// How long calls that were cut off may take to hang up.
const GOODBYE: Duration = Duration::from_secs(3);

/// Calls people and reads codes to them.
///
/// A call is prepared before it is placed: text that cannot be spoken rings nobody. Its result is known when
/// [`Channel::send`] ends, within 100 seconds. A callee who heard the code, or pressed 9, is `Ok`, and a
/// [`Report`] under the reference in [`Sent`] says which; it is sent just before `send` ends, so its reader may meet it
/// first. When the future of a send is dropped, the call is hung up.
///
/// **Doubles.** `Unknown` is returned only where the call broke while the code was being spoken.
pub struct Sip {
    trunk: Arc<Trunk>,
    speaker: Speaker,
    free: Arc<Semaphore>,
    reports: OnceLock<mpsc::Sender<News>>,
}

impl Sip {
    /// Checks the settings and reads the prompts. Connects to nothing. From `entropy` come tags and identifiers that nobody
    /// may guess.
    pub fn new(settings: SipSettings, entropy: Box<dyn Entropy>) -> Result<Self, SetupError> {
        settings.check()?;
        let speaker = Speaker::new(settings.prompts.as_deref(), settings.engine.clone())
            .map_err(|SetupError(why)| SetupError(format!("channel {}: {why}", settings.name)))?;
        Ok(Self {
            speaker,
            free: Arc::new(Semaphore::new(settings.calls_at_once)),
            trunk: Arc::new(Trunk::new(settings, Dice::new(entropy))),
            reports: OnceLock::new(),
        })
    }

    async fn call(&self, message: &Message, now: Timestamp) -> Result<Sent, SendError> {
        let begun = Instant::now();
        let Some(spoken) = message.spoken.as_ref().filter(|_| message.method == Method::Call)
        else {
            return Err(SendError::permanent("this channel carries calls only"));
        };
        let Some(number) = self.trunk.settings.number(&message.to) else {
            return Err(SendError::permanent("the number is not in international form"));
        };
        let Ok(place) = Arc::clone(&self.free).try_acquire_owned() else {
            return Err(SendError::retry("as many calls are under way as calls_at_once allows"));
        };
        let speaking = self.speaker.speak(spoken, message.code.as_deref(), message.language);
        let voices = timeout(SPEAK_WAIT, speaking)
            .await
            .map_err(|_| SendError::retry("the speech engine did not finish in time"))??;
        // The code must not be spoken after it has expired, however long it rings.
        let worth = message.useless_after.since(now);
        let leg = self.trunk.leg(now, message.sender.as_deref()).await?;
        let reference = leg.call_id.clone();
        let (gone, alive) = oneshot::channel();
        let trunk = Arc::clone(&self.trunk);
        let call = Call { trunk, leg, number, voices, begun, worth, _place: place };
        // On a task of its own, so that it can hang up when nobody waits for it any more.
        let heard = tokio::spawn(call.place(gone)).await;
        drop(alive);
        let heard =
            heard.map_err(|_| SendError::Unknown { reason: "the call broke off".into() })??;
        self.report(&reference, heard).await;
        Ok(Sent { reference: Some(reference) })
    }

    async fn report(&self, reference: &str, outcome: Delivery) {
        let Some(reports) = self.reports.get() else { return };
        let report = News::Report(Report { reference: reference.to_owned(), outcome });
        if timeout(Duration::from_secs(1), reports.send(report)).await.is_err() {
            tracing::warn!(channel = self.name(), "the report of a call found no reader");
        }
    }
}

/// A call that is ready to be placed.
struct Call {
    trunk: Arc<Trunk>,
    leg: Leg,
    number: String,
    voices: Voices,
    begun: Instant,
    worth: Duration,
    /// Free again when the call is over, and not when nobody waits for it any more.
    _place: OwnedSemaphorePermit,
}

impl Call {
    async fn place(self, mut gone: Gone) -> Result<Delivery, SendError> {
        let Self { trunk, leg, number, voices, begun, worth, _place } = self;
        let settings = &trunk.settings;
        let long = || SendError::permanent("the text is too long for a call of a minute");
        let pace = settings.pace;
        if voices.opening.length() + voices.code.length() > pace.call {
            return Err(long());
        }
        let socket = trunk.voice_socket(&leg).await?;
        let bound = socket.local_addr().map_err(|_| SendError::retry("a socket has no address"))?;
        let session = u32::from_be_bytes(trunk.dice.bytes());
        let seed = [trunk.dice.bytes(), trunk.dice.bytes(), trunk.dice.bytes()];
        let mut rtp = Rtp::new(socket, seed);
        let offer = sdp::offer(trunk.shown(bound), session);
        let patience = Patience { trunk: settings.trunk_timeout, ring: settings.ring };
        let answered = dial(leg, &trunk.uri(&number), &offer, patience, &mut gone).await;
        let mut dialog = match answered {
            Ok(dialog) => dialog,
            Err(why) => {
                if matches!(why, dial::Undone::Silent) {
                    trunk.forget().await;
                }
                return Err(outcome::of_undone(&why));
            }
        };
        let left = worth.min(LONGEST).saturating_sub(begun.elapsed());
        let pace = Pace { call: pace.call.min(left), ..pace };
        let Some(mut talk) = Talk::new(voices, pace) else {
            dialog.hang_up().await;
            return Err(if worth < LONGEST {
                SendError::permanent("the code would expire before the call could end")
            } else {
                SendError::retry("the call was answered too late for its text")
            });
        };
        let ended = converse(&mut dialog, &mut rtp, &mut talk, &mut gone).await;
        if ended != Ended::HungUp {
            dialog.hang_up().await;
        }
        result(ended, talk.heard())
    }
}

/// What a conversation that got as far as `heard` means for the message.
fn result(ended: Ended, heard: Heard) -> Result<Delivery, SendError> {
    let permanent = |why: &str| Err(SendError::permanent(why));
    match (ended, heard) {
        (Ended::Whole(Heard::NotMe), _) | (_, Heard::NotMe) => Ok(Delivery::Refused),
        (_, Heard::Code) => Ok(Delivery::Delivered),
        (Ended::Whole(_), Heard::NoKey) => permanent(
            "the call was answered, but no key was pressed: perhaps a machine; no code was spoken",
        ),
        (Ended::HungUp, Heard::NoKey) => permanent("the callee hung up without pressing a key"),
        (Ended::HungUp | Ended::Whole(_), _) => {
            permanent("the callee hung up before the code had been spoken whole")
        }
        (Ended::BrokenOff, Heard::NoKey) => {
            Err(SendError::retry("the call broke off before a key was pressed"))
        }
        (Ended::BrokenOff, _) => Err(SendError::Unknown {
            reason: "the call broke off while the code was being spoken".into(),
        }),
    }
}

impl Channel for Sip {
    fn name(&self) -> &str {
        &self.trunk.settings.name
    }

    fn carries(&self) -> &[Method] {
        &[Method::Call]
    }

    fn send<'a>(
        &'a self,
        message: &'a Message,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        self.call(message, now).boxed()
    }

    fn report_to(&self, reports: mpsc::Sender<News>) {
        // A second reader would get what the first one waits for.
        let _ = self.reports.set(reports);
    }

    fn probe(&self) -> BoxFuture<'_, Result<(), String>> {
        async move {
            self.trunk.probe().await.map_err(|error| error.to_string())?;
            self.speaker.probe().await
        }
        .boxed()
    }

    fn stop(&self) -> BoxFuture<'_, ()> {
        async {
            // Calls that were cut off say their goodbyes.
            let all = u32::try_from(self.trunk.settings.calls_at_once).unwrap_or(u32::MAX);
            drop(timeout(GOODBYE, self.free.acquire_many(all)).await);
        }
        .boxed()
    }
}

impl std::fmt::Debug for Sip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sip").field("settings", &self.trunk.settings).finish_non_exhaustive()
    }
}
