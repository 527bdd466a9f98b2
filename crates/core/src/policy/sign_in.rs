//! What a sign-in still owes, computed when it completes.

use crate::people::{AuthenticatorKind, Method, Person};

/// Whether a sign-in whose password was right, and that gave `given`, is complete for this person as they are now.
///
/// A false yes is a session without its second factor (CS-LOG-04); after a false no the person begins anew.
pub fn sign_in_is_complete(person: &Person, given: Option<Method>) -> bool {
    let has = |wanted: fn(&AuthenticatorKind) -> bool| {
        person.authenticators.iter().any(|authenticator| wanted(&authenticator.kind))
    };
    if !person.has_second_factor() {
        return true;
    }
    match given {
        Some(Method::Totp) => has(|kind| matches!(kind, AuthenticatorKind::Totp)),
        Some(Method::Sms) => has(|kind| matches!(kind, AuthenticatorKind::Sms(_))),
        Some(Method::Call) => has(|kind| matches!(kind, AuthenticatorKind::Call(_))),
        Some(Method::Passkey) => has(|kind| matches!(kind, AuthenticatorKind::Passkey)),
        // It was burnt a moment ago, so it was one of the person's valid ones.
        Some(Method::RecoveryCode) => true,
        Some(Method::Email | Method::WhatsApp) | None => false,
    }
}
