//! Calls a number: INVITE until somebody answers, somebody refuses, or it has rung for long enough (RFC 3261 section 13).

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{Instant, sleep_until};

use super::dialog::{Dialog, Invite};
use super::digest::Challenge;
use super::leg::{Ask, Leg, T1};
use super::sdp;
use super::wire::{Address, Packet};

/// A trunk that demands credentials gets them once, and once more if the nonce was too old.
const MOST_INVITES: usize = 3;
/// How long the end of a call that was given up is waited for.
const CANCEL_WAIT: Duration = Duration::from_secs(4);

/// Tells a call that nobody waits for it any more: the receiver was dropped.
pub(super) type Gone = oneshot::Sender<()>;

/// How long things may take.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    /// From a request to the trunk's first sign of life.
    pub(super) trunk: Duration,
    /// From the trunk's first sign of life to an answer.
    pub(super) ring: Duration,
}

/// Why nobody is on the line. The phone does not ring on: it was told (CANCEL).
pub(super) enum Undone {
    /// The trunk said nothing at all.
    Silent,
    /// The trunk or the callee said no.
    Refused(Packet),
    /// It rang, and nobody answered.
    NoAnswer,
    /// The trunk took the call, and it never rang.
    NeverRang,
    /// Whoever wanted the call is gone.
    GivenUp,
    /// Answered, with a stream that we cannot speak on. It was hung up.
    Unspeakable,
}

enum Final {
    Answered(Packet),
    Refused(Packet),
}

/// Calls `uri`; `offer` is our session description.
pub(super) async fn dial(
    mut leg: Leg,
    uri: &str,
    offer: &str,
    patience: Patience,
    gone: &mut Gone,
) -> Result<Dialog, Undone> {
    let mut challenge: Option<Challenge> = None;
    let mut last = Undone::Silent;
    for _ in 0..MOST_INVITES {
        let invite = Invite::write(&mut leg, uri, offer, challenge.as_ref());
        match ring(&mut leg, &invite, patience, gone).await? {
            Final::Answered(packet) => return speak_on(leg, invite, &packet).await,
            Final::Refused(packet) => {
                leg.line.send(&refusal_ack(&leg, &invite, &packet)).await;
                match Challenge::of(&packet).filter(|_| leg.us.credentials.is_some()) {
                    Some(demand) if challenge.is_none() || demand.stale => challenge = Some(demand),
                    _ => return Err(Undone::Refused(packet)),
                }
                last = Undone::Refused(packet);
            }
        }
    }
    Err(last)
}

async fn speak_on(leg: Leg, invite: Invite, packet: &Packet) -> Result<Dialog, Undone> {
    let media = sdp::read(&packet.body);
    let dialog = Dialog::open(leg, invite, packet, media).await;
    if media.is_none() {
        dialog.hang_up().await;
        return Err(Undone::Unspeakable);
    }
    Ok(dialog)
}

async fn ring(
    leg: &mut Leg,
    invite: &Invite,
    patience: Patience,
    gone: &mut Gone,
) -> Result<Final, Undone> {
    leg.line.send(&invite.bytes).await;
    let (mut wait, mut again) = (T1, Instant::now() + T1);
    let silent_at = Instant::now() + patience.trunk;
    // From the trunk's first sign of life.
    let mut until = None;
    let mut rang = false;
    loop {
        tokio::select! {
            biased;
            packet = leg.inbox.recv() => {
                let packet = packet.ok_or(Undone::Silent)?;
                match packet.status().filter(|_| invite.is_answered_by(&packet)) {
                    Some(status @ 100..=199) => {
                        rang |= status > 100;
                        until.get_or_insert_with(|| Instant::now() + patience.ring);
                    }
                    Some(200..=299) => return Ok(Final::Answered(packet)),
                    Some(_) => return Ok(Final::Refused(packet)),
                    None => {}
                }
            }
            () = gone.closed() => {
                return Err(cancel(leg, invite, until.is_some(), Undone::GivenUp).await);
            }
            () = sleep_until(until.unwrap_or(again.min(silent_at))) => {
                if until.is_some() {
                    let why = if rang { Undone::NoAnswer } else { Undone::NeverRang };
                    return Err(cancel(leg, invite, true, why).await);
                }
                if Instant::now() >= silent_at {
                    return Err(Undone::Silent);
                }
                leg.line.send(&invite.bytes).await;
                wait *= 2;
                again += wait;
            }
        }
    }
}

/// Ends the ringing (RFC 3261 section 9.1: only after a first sign of life) and waits until the trunk has said so. Whoever
/// lifts the receiver at that moment hears the call end.
async fn cancel(leg: &mut Leg, invite: &Invite, alive: bool, why: Undone) -> Undone {
    if !alive {
        return why;
    }
    let ask = Ask {
        method: "CANCEL",
        uri: &invite.uri,
        to: &invite.to,
        routes: &[],
        headers: &[],
        body: None,
    };
    let request = leg.write(&ask, invite.cseq, &invite.branch, None);
    let until = Instant::now() + CANCEL_WAIT;
    leg.line.send(&request).await;
    let (mut wait, mut again) = (T1, Instant::now() + T1);
    loop {
        tokio::select! {
            biased;
            packet = leg.inbox.recv() => {
                let Some(packet) = packet else { return why };
                match packet.status().filter(|_| invite.is_answered_by(&packet)) {
                    Some(200..=299) => {
                        Dialog::refuse(leg, invite, &packet).await;
                        return why;
                    }
                    Some(300..) => {
                        leg.line.send(&refusal_ack(leg, invite, &packet)).await;
                        return why;
                    }
                    _ => {}
                }
            }
            () = sleep_until(again.min(until)) => {
                if Instant::now() >= until {
                    return why;
                }
                leg.line.send(&request).await;
                wait *= 2;
                again += wait;
            }
        }
    }
}

/// The ACK of a refusal belongs to the INVITE's own transaction: same branch, same number (RFC 3261 section 17.1.1.3).
fn refusal_ack(leg: &Leg, invite: &Invite, refusal: &Packet) -> Vec<u8> {
    let to = refusal.header("to").filter(|to| Address::read(to).is_some()).unwrap_or(&invite.to);
    let ask = Ask { method: "ACK", uri: &invite.uri, to, routes: &[], headers: &[], body: None };
    leg.write(&ask, invite.cseq, &invite.branch, None)
}
