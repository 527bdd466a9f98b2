//! Runs the conversation of an answered call: a frame each 20 ms, keys and messages as they come.

use std::time::Duration;

use tokio::time::interval;

use super::dial::Gone;
use super::dialog::{Dialog, InCall};
use super::rtp::Rtp;
use super::talk::{Heard, Step, Talk};

/// So many frames in a row that the system refused to send: there is no way to the other side any more.
const LOST_AFTER: u32 = 50;

/// How a conversation ended; how far it came is the talk's to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// By itself.
    Whole(Heard),
    /// The callee hung up.
    HungUp,
    /// Whoever wanted the call is gone, or the network is.
    BrokenOff,
}

/// Speaks until the talk is over or the call is. It does not hang up.
pub(super) async fn converse(
    dialog: &mut Dialog,
    rtp: &mut Rtp,
    talk: &mut Talk,
    gone: &mut Gone,
) -> Ended {
    let Some(mut media) = dialog.media else { return Ended::BrokenOff };
    // Frames that a busy machine missed are sent at once; the other side's buffer evens that out.
    let mut clock = interval(Duration::from_millis(20));
    let (mut pressed, mut first, mut lost) = (None, true, 0);
    loop {
        tokio::select! {
            // The clock comes first: a flood of packets slows no call down.
            biased;
            _ = clock.tick() => match talk.step(pressed.take()) {
                Step::End(heard) => return Ended::Whole(heard),
                Step::Say(frame) => {
                    let sent = rtp.send(frame, first, media.law, media.to).await;
                    first = false;
                    lost = if sent.is_ok() { 0 } else { lost + 1 };
                    if lost == LOST_AFTER {
                        return Ended::BrokenOff;
                    }
                }
            },
            () = gone.closed() => return Ended::BrokenOff,
            packet = dialog.leg.inbox.recv() => {
                let Some(packet) = packet else { return Ended::BrokenOff };
                match dialog.take(&packet).await {
                    InCall::Ended => return Ended::HungUp,
                    InCall::Pressed(key) => pressed = Some(key),
                    InCall::Moved(to) => media = to,
                    InCall::Nothing => {}
                }
            }
            key = rtp.key(media.to.ip(), media.keys) => pressed = key.or(pressed),
        }
    }
}
