//! The words of each state.

use countersign_core::people::Method;

use super::state::{Ended, State, Way};
use crate::locale::{Arg, Html, Texts};

impl State {
    /// The state in words. The ways that are left follow as a list of their own.
    pub fn text(&self, t: &Texts) -> Html {
        let count = |n: &u32| Arg::Count(u64::from(*n));
        match self {
            Self::Empty { digits } => t.tell("state-empty", &[("digits", count(digits))]),
            Self::Shape { digits, entered } => {
                t.tell("state-shape", &[("digits", count(digits)), ("n", count(entered))])
            }
            Self::Wrong => t.say("state-wrong"),
            Self::WrongApp { left: Some(left), .. } => {
                t.tell("state-wrong-app-left", &[("n", count(left))])
            }
            Self::WrongApp { again: false, .. } => t.say("state-wrong-app"),
            Self::WrongApp { again: true, .. } => t.say("state-wrong-app-again"),
            Self::WrongLeft { left } => t.tell("state-wrong-left", &[("n", count(left))]),
            Self::WrongOrder { left, delivered: false, .. } => {
                t.tell("state-wrong-order", &[("n", count(left))])
            }
            Self::WrongOrder { left, reference, delivered: true } => t.tell(
                "state-wrong-order-delivered",
                &[("n", count(left)), ("ref", Arg::Ltr(reference))],
            ),
            Self::Dead { app: false, .. } => t.say("state-dead"),
            Self::Dead { app: true, tries } => t.tell("state-dead-app", &[("n", count(tries))]),
            Self::Expired { at, sent_to: None, .. } => {
                t.tell("state-expired", &[("time", Arg::Clock(*at))])
            }
            Self::Expired { at, sent_to: Some(target), .. } => t.tell(
                "state-expired-sent",
                &[("time", Arg::Clock(*at)), ("target", Arg::Ltr(target))],
            ),
            Self::Used => t.say("state-used"),
            Self::Clock { minutes } => t.tell("state-clock", &[("n", count(minutes))]),
            Self::Wait { until } => t.tell("state-wait", &[("time", Arg::Second(*until))]),
            Self::WaitLong { until, minutes, .. } => {
                t.tell("state-wait-long", &[("time", Arg::Clock(*until)), ("n", count(minutes))])
            }
            Self::Closed { .. } => t.say("state-closed"),
            Self::ClosedAll { .. } => t.say("state-closed-all"),
            Self::Resent { at } => t.tell("state-resent", &[("time", Arg::Clock(*at))]),
            Self::NewCode { at, until } => t.tell(
                "state-new-code",
                &[("time", Arg::Clock(*at)), ("until", Arg::Clock(*until))],
            ),
            Self::Soon { seconds, from } => {
                t.tell("state-soon", &[("n", count(seconds)), ("time", Arg::Second(*from))])
            }
            Self::SendMax { sent, since, at } => t.tell(
                "state-send-max",
                &[("n", count(sent)), ("since", Arg::Clock(*since)), ("time", Arg::Clock(*at))],
            ),
            Self::ContactMax { number: true } => t.say("state-number-max"),
            Self::ContactMax { number: false } => t.say("state-address-max"),
            Self::Undelivered { target, at, reported } => t.tell(
                "state-undelivered",
                &[
                    ("target", Arg::Ltr(target)),
                    ("time", Arg::Clock(*at)),
                    (
                        "reason",
                        Arg::Html(&t.say(if *reported {
                            "reason-not-arrived"
                        } else {
                            "reason-not-taken"
                        })),
                    ),
                ],
            ),
            Self::Slow { method } => t.say(delivered(
                *method,
                ["state-slow-sms", "state-slow-call", "state-slow-email", "state-slow-whatsapp"],
            )),
            Self::Outage { method, .. } => t.say(delivered(
                *method,
                [
                    "state-outage-sms",
                    "state-outage-call",
                    "state-outage-email",
                    "state-outage-whatsapp",
                ],
            )),
            Self::Stopped { sender } => t.tell("state-stopped", &[("sender", Arg::Text(sender))]),
            Self::Ended { why: Some((at, reason)), .. } => {
                let hours = match reason {
                    Ended::TooOld { hours } => *hours,
                    _ => 0,
                };
                let args = [("time", Arg::Clock(*at)), ("hours", Arg::Count(hours))];
                t.tell(reason.key(), &args)
            }
            Self::Ended { portal, why: None } => {
                t.tell("state-ended-plain", &[("portal", Arg::Text(portal))])
            }
            Self::AfterReset => t.say("state-after-reset"),
            Self::Lapsed => t.say("state-lapsed"),
            Self::Oops => t.say("state-oops"),
            Self::NoWay => t.say("choose-way"),
            Self::Price { amount } => {
                t.tell("choose-price", &[("amount", Arg::Html(&t.money(amount)))])
            }
        }
    }
}

/// The key for a delivered method, of those for text message, call, e-mail and WhatsApp.
pub(super) const fn delivered(method: Method, keys: [&'static str; 4]) -> &'static str {
    match method {
        Method::Call => keys[1],
        Method::Email => keys[2],
        Method::WhatsApp => keys[3],
        Method::Sms | Method::Totp | Method::Passkey | Method::RecoveryCode => keys[0],
    }
}

impl Ended {
    const fn key(self) -> &'static str {
        match self {
            Self::PasswordChanged => "state-ended-password",
            Self::Elsewhere => "state-ended-elsewhere",
            Self::ByOwner => "state-ended-by-owner",
            Self::FiveWrong => "state-ended-five-wrong",
            Self::TooOld { .. } => "state-ended-too-old",
            Self::Idle => "state-ended-idle",
            Self::FactorChanged => "state-ended-factor",
        }
    }
}

impl Way {
    /// The way in words.
    pub fn text(self, t: &Texts) -> Html {
        t.say(match self {
            Self::Passkey => "way-passkey",
            Self::RecoveryCode => "way-recovery-code",
            Self::RecognisedDevice => "way-recognised-device",
            Self::AnotherBrowser => "way-another-browser",
            Self::ResetByMail => "way-reset-by-mail",
            Self::AssistedRecovery => "way-assisted-recovery",
        })
    }
}
