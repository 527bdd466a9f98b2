//! What is known of the message, for whoever waits for it.

use axum::response::Response;
use countersign_app::visit;
use countersign_core::Timestamp;
use countersign_core::delivery::AttemptState;
use countersign_core::people::Method;
use http::StatusCode;

use super::code_page::{self, is_lost};
use super::view::{Delivery, HelpPage, NoCode};
use super::visiting::{Place, Visiting};

/// After so many resends the other way comes first.
const RESENDS: u32 = 2;

/// What helps with the code at hand.
pub fn of(here: &Visiting, method: Method, other_way: Option<String>) -> NoCode {
    NoCode {
        method,
        known: known(here),
        sender: match method {
            Method::Email => here.state.pages.mail_from.clone(),
            _ => None,
        },
        subject: visit::mail_subject(&here.state.ctx, &here.view, here.view.person.language),
        sends_left: sends_left(here, method),
        tried_twice: here.view.sends_this_hour > RESENDS,
        own_contacts: is_own(here),
        other_way,
        code_page: here.place.path(),
    }
}

/// The page of its own. Away from a code it says what to check.
pub fn draw(here: &Visiting) -> Response {
    let no_code = here.awaits_code().then(|| {
        let method = here.method().unwrap_or(Method::Totp);
        of(here, method, code_page::other_way(here))
    });
    here.page(StatusCode::OK, &HelpPage { shell: here.shell("/help"), no_code })
}

/// How often the code can still be sent this hour; nothing for an app.
fn sends_left(here: &Visiting, method: Method) -> Option<u32> {
    let limit = here.state.ctx.policy.sends.per_hour;
    method.is_delivered().then(|| limit.saturating_sub(here.view.sends_this_hour))
}

/// Whether the person is signed in here, so that their contacts are a link away.
fn is_own(here: &Visiting) -> bool {
    matches!(here.place, Place::Change(_)) || here.goes_on_here().is_some()
}

fn known(here: &Visiting) -> Option<Delivery> {
    let challenge = here.view.challenge.as_ref()?;
    let sent = challenge.sent_at?;
    Some(match (challenge.failed_at, challenge.handed_at) {
        (Some(failed), _) if failed >= sent => Delivery::Failed(failed),
        _ if reported(here, sent, is_lost) => Delivery::Lost(here.view.delivery?.at),
        _ if reported(here, sent, |state| state == AttemptState::Delivered) => {
            Delivery::Delivered(here.view.delivery?.at)
        }
        (_, Some(handed)) if handed >= sent => Delivery::Handed(handed),
        _ => Delivery::Queued,
    })
}

/// Whether the message of this send is known to stand so.
fn reported(here: &Visiting, sent: Timestamp, so: impl Fn(AttemptState) -> bool) -> bool {
    here.view.delivery.is_some_and(|known| known.at >= sent && so(known.state))
}
