//! A call that was answered: what the other side says in it, and its end (RFC 3261 sections 12 to 15).

use std::time::Duration;

use super::digest::Challenge;
use super::leg::{Ask, Leg, Signed};
use super::sdp::{self, Media};
use super::talk::Key;
use super::wire::{Address, Packet, list};

/// How long the answer to our BYE is waited for; the callee has hung up long before.
const BYE_WAIT: Duration = Duration::from_secs(2);
/// What we understand within a call.
const ALLOW: (&str, &str) = ("Allow", "INVITE, ACK, CANCEL, BYE, INFO, UPDATE, OPTIONS");

/// An INVITE as it was sent.
pub(super) struct Invite {
    pub(super) uri: String,
    pub(super) to: String,
    pub(super) cseq: u32,
    pub(super) branch: String,
    pub(super) bytes: Vec<u8>,
    offer: String,
    signed: Option<Signed>,
}

impl Invite {
    /// Writes one.
    pub(super) fn write(
        leg: &mut Leg,
        uri: &str,
        offer: &str,
        challenge: Option<&Challenge>,
    ) -> Self {
        let to = format!("<{uri}>");
        let contact = format!("<{}>", leg.us.contact);
        let ask = Ask {
            method: "INVITE",
            uri,
            to: &to,
            routes: &[],
            headers: &[("Contact", &contact), ALLOW],
            body: Some(("application/sdp", offer)),
        };
        let (cseq, branch) = (leg.next_cseq(), leg.branch());
        let signed = leg.sign(challenge, &ask);
        let bytes = leg.write(&ask, cseq, &branch, signed.as_ref());
        Self { uri: uri.to_owned(), cseq, branch, bytes, offer: offer.to_owned(), signed, to }
    }

    /// Whether a packet answers it.
    pub(super) fn is_answered_by(&self, packet: &Packet) -> bool {
        packet.branch() == Some(self.branch.as_str())
            && packet.cseq() == Some((self.cseq, "INVITE"))
    }
}

/// What a message within a call comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum InCall {
    /// Nothing that the conversation would notice.
    Nothing,
    /// A key was pressed, told by INFO.
    Pressed(Key),
    /// The voice goes elsewhere from now on.
    Moved(Media),
    /// The other side hung up.
    Ended,
}

/// An answered call.
pub(super) struct Dialog {
    pub(super) leg: Leg,
    invite: Invite,
    far: Far,
    /// Where the voice goes; `None` only while the call is being ended for it.
    pub(super) media: Option<Media>,
}

/// The other end: one of those that a forking proxy may have reached.
struct Far {
    target: String,
    routes: Vec<String>,
    to: String,
    tag: String,
}

impl Far {
    fn of(answer: &Packet, invite: &Invite) -> Self {
        let contact = answer.header("contact").and_then(|value| list(value).next());
        let target = contact.and_then(Address::read).map_or(invite.uri.as_str(), |to| to.uri);
        let records: Vec<&str> = answer.all("record-route").flat_map(list).collect();
        Self {
            target: target.to_owned(),
            routes: records.into_iter().rev().map(str::to_owned).collect(),
            to: answer.header("to").unwrap_or(&invite.to).to_owned(),
            tag: answer.tag("to").unwrap_or_default().to_owned(),
        }
    }

    fn ask<'a>(&'a self, method: &'a str) -> Ask<'a> {
        Ask {
            method,
            uri: &self.target,
            to: &self.to,
            routes: &self.routes,
            headers: &[],
            body: None,
        }
    }

    /// The ACK of a 2xx has a branch of its own, and the credentials of its INVITE (sections 13.2.2.4, 22.1).
    async fn acknowledge(&self, leg: &Leg, invite: &Invite) {
        let ack = leg.write(&self.ask("ACK"), invite.cseq, &leg.branch(), invite.signed.as_ref());
        leg.line.send(&ack).await;
    }
}

impl Dialog {
    /// Acknowledges the answer; from here on somebody is on the line.
    pub(super) async fn open(
        leg: Leg,
        invite: Invite,
        answer: &Packet,
        media: Option<Media>,
    ) -> Self {
        let far = Far::of(answer, &invite);
        far.acknowledge(&leg, &invite).await;
        Self { leg, invite, far, media }
    }

    /// Acknowledges an answer that nobody wants, and ends that call.
    pub(super) async fn refuse(leg: &mut Leg, invite: &Invite, answer: &Packet) {
        let far = Far::of(answer, invite);
        far.acknowledge(leg, invite).await;
        let _ = leg.ask(&far.ask("BYE"), BYE_WAIT).await;
    }

    /// Takes a message of this call.
    pub(super) async fn take(&mut self, packet: &Packet) -> InCall {
        let Some(method) = packet.method() else {
            self.take_answer(packet).await;
            return InCall::Nothing;
        };
        // Both tags make the call; a request that names one of them wrong belongs to another one.
        let ours = packet.tag("from") == Some(self.far.tag.as_str())
            && packet.tag("to") == Some(self.leg.tag.as_str());
        match method {
            "ACK" => InCall::Nothing,
            _ if !ours => self.no(packet, 481, "Call/Transaction Does Not Exist").await,
            "BYE" => {
                self.leg.reply(packet, 200, "OK", &[], None).await;
                InCall::Ended
            }
            "INFO" => {
                self.leg.reply(packet, 200, "OK", &[], None).await;
                info_key(packet).map_or(InCall::Nothing, InCall::Pressed)
            }
            "OPTIONS" => self.no(packet, 200, "OK").await,
            "UPDATE" if packet.body.is_empty() => self.no(packet, 200, "OK").await,
            "INVITE" | "UPDATE" => self.renew(packet).await,
            _ => self.no(packet, 405, "Method Not Allowed").await,
        }
    }

    /// Ends the call.
    pub(super) async fn hang_up(mut self) {
        let _ = self.leg.ask(&self.far.ask("BYE"), BYE_WAIT).await;
    }

    async fn take_answer(&mut self, packet: &Packet) {
        let is_success = packet.status().is_some_and(|status| (200..300).contains(&status));
        if !is_success || !self.invite.is_answered_by(packet) {
            return;
        }
        let far = Far::of(packet, &self.invite);
        // Our ACK was lost, or the number rang in two places and both answered.
        far.acknowledge(&self.leg, &self.invite).await;
        if far.tag != self.far.tag {
            let (cseq, branch) = (self.leg.next_cseq(), self.leg.branch());
            let bye = self.leg.write(&far.ask("BYE"), cseq, &branch, None);
            self.leg.line.send(&bye).await;
        }
    }

    /// The other side moves the voice to another address or code; our side stays as it is.
    async fn renew(&mut self, packet: &Packet) -> InCall {
        let Some(media) = sdp::read(&packet.body) else {
            return self.no(packet, 488, "Not Acceptable Here").await;
        };
        let contact = format!("<{}>", self.leg.us.contact);
        let headers = [("Contact", contact.as_str()), ALLOW];
        let body = ("application/sdp", self.invite.offer.as_str());
        self.leg.reply(packet, 200, "OK", &headers, Some(body)).await;
        self.media = Some(media);
        InCall::Moved(media)
    }

    async fn no(&self, packet: &Packet, status: u16, reason: &str) -> InCall {
        self.leg.reply(packet, status, reason, &[ALLOW], None).await;
        InCall::Nothing
    }
}

/// The key in an INFO: `Signal=1` of `application/dtmf-relay`, or the bare sign of `application/dtmf`.
fn info_key(packet: &Packet) -> Option<Key> {
    let kind = packet.header("content-type")?.split(';').next()?.trim().to_ascii_lowercase();
    let text = std::str::from_utf8(&packet.body).ok()?;
    match kind.as_str() {
        "application/dtmf-relay" => text
            .lines()
            .filter_map(|line| line.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("signal"))
            .and_then(|(_, sign)| Key::of_sign(sign.trim())),
        "application/dtmf" => Key::of_sign(text.trim()),
        _ => None,
    }
}
