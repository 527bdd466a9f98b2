//! One bound connection: writes submissions, matches answers, acknowledges receipts, notices when the centre is gone.

mod pace;
mod serving;

use std::sync::OnceLock;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until, timeout};
use zeroize::Zeroizing;

use super::connect::Line;
use super::link::{Plan, stopped};
use super::pdu::{self, Frames, Pdu, command};
use super::status;
use super::submit::Submission;
use crate::News;
use serving::Serving;

/// While more than this waits to be written, nothing is read: a centre that floods us must take our answers.
const MOST_UNWRITTEN: usize = 64 * 1024;
/// Octets read at once.
const READ: usize = 8 * 1024;
/// How long a goodbye may take.
const GOODBYE: Duration = Duration::from_secs(1);

/// A connection that is bound, or about to be.
pub(super) struct Session {
    line: Box<dyn Line>,
    frames: Frames,
    sequence: u32,
}

/// Why a session ended.
pub(super) enum End {
    /// We were told to.
    Stopped,
    /// A sentence for the operator.
    Lost(String),
}

impl Session {
    pub fn new(line: Box<dyn Line>) -> Self {
        Self { line, frames: Frames::default(), sequence: 0 }
    }

    /// Sends one request and waits for its answer, which may be a `generic_nack`. Answers `enquire_link` meanwhile and leaves
    /// everything else alone. Never ends by itself: the caller sets the time.
    pub async fn ask(&mut self, id: u32, body: &[u8]) -> Result<Pdu, String> {
        self.sequence += 1;
        // A bind holds the password.
        let mut out = Zeroizing::new(Vec::with_capacity(256));
        pdu::write(&mut out, id, status::OK, self.sequence, body);
        self.put(&out).await?;
        loop {
            while let Some(pdu) = self.frames.next().map_err(|_| NONSENSE.to_owned())? {
                if pdu.id == command::ENQUIRE_LINK {
                    let mut out = Vec::new();
                    let answer = command::ENQUIRE_LINK | command::ANSWER;
                    pdu::write(&mut out, answer, status::OK, pdu.sequence, b"");
                    self.put(&out).await?;
                }
                let answers = pdu.id == id | command::ANSWER || pdu.id == command::GENERIC_NACK;
                // Some centres number the refusal of a frame they cannot read 0.
                if answers && (pdu.sequence == self.sequence || pdu.sequence == 0) {
                    return Ok(pdu);
                }
            }
            self.frames.read.reserve(READ);
            let read = self.line.read_buf(&mut self.frames.read).await;
            if read.map_or(true, |octets| octets == 0) {
                return Err(CLOSED.to_owned());
            }
        }
    }

    async fn put(&mut self, out: &[u8]) -> Result<(), String> {
        let written = async {
            self.line.write_all(out).await?;
            self.line.flush().await
        };
        written.await.map_err(|_| CLOSED.to_owned())
    }

    /// Says goodbye; at most a second.
    pub async fn close(mut self) {
        drop(timeout(GOODBYE, self.ask(command::UNBIND, b"")).await);
    }

    /// Carries messages until the connection is lost or the link is stopped. Whatever was written and not answered is
    /// left without a word; its sender knows what that means.
    pub async fn serve(
        self,
        plan: &Plan,
        reports: &OnceLock<mpsc::Sender<News>>,
        submissions: &mut mpsc::Receiver<Submission>,
        stop: &mut watch::Receiver<bool>,
    ) -> End {
        let (mut from, mut to) = tokio::io::split(self.line);
        let mut serving = Serving::new(plan, reports, self.frames, self.sequence);
        loop {
            let now = Instant::now();
            if let Some(end) = serving.tick(now) {
                return serving.end(end);
            }
            let wake = serving.wake(now);
            serving.frames.read.reserve(READ);
            let lost = tokio::select! {
                read = from.read_buf(&mut serving.frames.read), if serving.out.len() < MOST_UNWRITTEN => {
                    match read {
                        Ok(0) | Err(_) => Some(CLOSED),
                        Ok(_) => serving.take_in().err(),
                    }
                }
                pushed = push(&mut to, &serving.out), if serving.is_unflushed => match pushed {
                    Ok(octets) => {
                        serving.wrote(octets);
                        None
                    }
                    Err(_) => Some(CLOSED),
                },
                Some(submission) = submissions.recv(), if serving.may_submit(now) => {
                    serving.submit(submission);
                    None
                }
                () = stopped(stop), if !serving.is_stopping() => {
                    serving.stop();
                    None
                }
                () = sleep_until(wake) => None,
            };
            if let Some(reason) = lost {
                return serving.end(End::Lost(reason.to_owned()));
            }
        }
    }
}

/// Writes some of what waits, or, when all is written, sees to it that it goes out; how much was written. Given up in the
/// middle it has written nothing.
async fn push<W: AsyncWrite + Unpin>(to: &mut W, out: &[u8]) -> std::io::Result<usize> {
    if out.is_empty() {
        return to.flush().await.map(|()| 0);
    }
    match to.write(out).await {
        Ok(0) => Err(std::io::ErrorKind::WriteZero.into()),
        other => other,
    }
}

const CLOSED: &str = "the SMS centre closed the connection";
const NONSENSE: &str = "the SMS centre speaks no SMPP, or the stream broke";
