//! What a refused answer or send means on a page.

use countersign_app::Refused;
use countersign_core::Timestamp;
use countersign_core::people::Method;

use super::view::{Instead, State, Way};
use super::visiting::{Place, Visiting};

/// How the page goes on.
pub enum After {
    /// It stays, says this, and shows the field or what stands in its place.
    Stay(State, Instead),
    /// Right, but late: a new code is sent if it costs nothing.
    Late(Timestamp),
    /// The order is void.
    Void,
    /// The session was ended by this answer.
    Ended,
    /// Something changed meanwhile; the page itself says what.
    LookAgain,
    /// There is no way on from here.
    Gone,
}

/// Waits longer than this end the page's code.
const SHORT_WAIT_MS: i64 = 60_000;
/// From this many tries left on their number is named.
const NAMED_FROM: u32 = 3;

/// What this refusal means to the page.
pub fn after(refused: &Refused, here: &Visiting) -> After {
    let stay = |state| After::Stay(state, Instead::Nothing);
    match refused {
        Refused::MalformedCode { empty: true, wanted, .. } => {
            stay(State::Empty { digits: *wanted })
        }
        Refused::MalformedCode { found, wanted, .. } => {
            stay(State::Shape { digits: *wanted, entered: *found })
        }
        Refused::WrongCode { order_void: true, .. } => After::Void,
        Refused::WrongCode { session_ended: true, .. } => After::Ended,
        Refused::WrongCode { clock_off_minutes: Some(minutes), .. } => {
            stay(State::Clock { minutes: *minutes })
        }
        Refused::WrongCode { attempts_left, .. } => wrong(*attempts_left, here),
        Refused::CodeExpired { at } => After::Late(Timestamp::from_ms(*at)),
        Refused::CodeUsed => stay(State::Used),
        Refused::GuessesWait { until } => wait(*until, here.now()),
        Refused::GuessesClosed { everywhere, ways } => {
            let ways = ways.iter().filter_map(|slug| way(slug)).collect();
            let closed =
                if *everywhere { State::ClosedAll { ways } } else { State::Closed { ways } };
            After::Stay(closed, Instead::Closed)
        }
        Refused::ContactSpent => match send_refused(refused, here) {
            Some(state) => After::Stay(state, Instead::Closed),
            None => After::LookAgain,
        },
        Refused::TooSoon { .. } | Refused::TooManySends { .. } => match send_refused(refused, here)
        {
            Some(state) => stay(state),
            None => After::LookAgain,
        },
        Refused::ChallengeClosed
        | Refused::NotSent
        | Refused::MethodFixed
        | Refused::MethodUnavailable { .. }
        | Refused::OrderClosed { .. }
        | Refused::SessionEnded => After::LookAgain,
        _ => After::Gone,
    }
}

/// A refused send in words; `None` for what is no matter of sending.
pub fn send_refused(refused: &Refused, here: &Visiting) -> Option<State> {
    match refused {
        Refused::TooSoon { until, sent_at } => {
            let ago = here.now().since(Timestamp::from_ms(*sent_at)).as_secs();
            Some(State::Soon {
                seconds: u32::try_from(ago).unwrap_or(u32::MAX),
                from: Timestamp::from_ms(*until),
            })
        }
        Refused::TooManySends { until, since, count } => Some(State::SendMax {
            sent: *count,
            since: Timestamp::from_ms(*since),
            at: Timestamp::from_ms(*until),
        }),
        Refused::ContactSpent => {
            Some(State::ContactMax { number: here.method() != Some(Method::Email) })
        }
        Refused::MethodUnavailable { reason } => match reason.as_str() {
            "provider-outage" => {
                let method = here.method().unwrap_or(Method::Sms);
                Some(State::Outage { method, ways: Vec::new() })
            }
            "opted-out" => {
                Some(State::Stopped { sender: here.state.config.brand.short_name.clone() })
            }
            _ => None,
        },
        _ => None,
    }
}

fn wrong(left: u32, here: &Visiting) -> After {
    let app = here.method().unwrap_or(Method::Totp) == Method::Totp;
    if let (Place::Order(_), Some(order)) = (&here.place, &here.view.order) {
        let reference = order.order.reference().to_owned();
        return After::Stay(
            State::WrongOrder { left, reference, delivered: !app },
            Instead::Nothing,
        );
    }
    let state = match left {
        0 => {
            let instead = if app { Instead::TryAgain } else { Instead::NewCode(None) };
            return After::Stay(
                State::Dead { app, tries: here.state.config.policy.code_tries },
                instead,
            );
        }
        left if app => {
            let named = (left <= NAMED_FROM).then_some(left);
            State::WrongApp { again: named.is_some(), left: named }
        }
        left if left <= NAMED_FROM => State::WrongLeft { left },
        _ => State::Wrong,
    };
    After::Stay(state, Instead::Nothing)
}

fn wait(until: i64, now: Timestamp) -> After {
    let wait_ms = until.saturating_sub(now.ms());
    let until = Timestamp::from_ms(until);
    if wait_ms <= SHORT_WAIT_MS {
        return After::Stay(State::Wait { until }, Instead::Nothing);
    }
    let minutes = u32::try_from(wait_ms.unsigned_abs().div_ceil(60_000)).unwrap_or(u32::MAX);
    let ways = vec![Way::RecognisedDevice];
    After::Stay(State::WaitLong { until, minutes, ways }, Instead::Closed)
}

fn way(slug: &str) -> Option<Way> {
    Some(match slug {
        "passkey" => Way::Passkey,
        "recovery-code" => Way::RecoveryCode,
        "recognised-device" => Way::RecognisedDevice,
        "another-browser" => Way::AnotherBrowser,
        "password-reset" => Way::ResetByMail,
        "assisted-recovery" => Way::AssistedRecovery,
        _ => return None,
    })
}
