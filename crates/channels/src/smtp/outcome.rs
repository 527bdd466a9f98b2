//! What an SMTP answer means for the message. Server texts stay out: they repeat addresses.

use std::error::Error as _;
use std::time::Duration;

use lettre::transport::smtp::Error;

use crate::SendError;

/// A refused sign-in is the operator's to mend, so the message waits; a minute, because servers lock out whoever
/// hammers them with a wrong password.
const AFTER_REFUSED_SIGN_IN: Duration = Duration::from_mins(1);

/// The connection did not come about. Never the message's fault.
pub(super) fn of_connect(error: &Error) -> SendError {
    if let Some(code) = error.status() {
        return SendError::retry(format!("the mail server turned us away ({code})"));
    }
    if error.is_tls() || is_certificate(error) {
        return SendError::retry("the mail server's certificate was refused");
    }
    SendError::retry("the mail server cannot be reached")
}

/// We could not sign in.
pub(super) fn of_sign_in(error: &Error) -> SendError {
    let reason = match error.status() {
        Some(code) => format!("the mail server refused name or password ({code})"),
        None if error.is_client() => {
            "the mail server offers neither AUTH PLAIN nor AUTH LOGIN".to_owned()
        }
        None => "the connection broke while signing in".to_owned(),
    };
    SendError::Retry { reason, after: Some(AFTER_REFUSED_SIGN_IN) }
}

/// The server answered to sender, recipient or content (RFC 5321 section 4.2.1: 4yz try again, 5yz do not). `left`: the
/// whole mail may have reached it, so that a missing answer leaves its fate open (section 6.1 asks servers to be quick there
/// for this very reason).
pub(super) fn of_mail(error: &Error, left: bool) -> SendError {
    let Some(code) = error.status() else {
        return if left {
            SendError::unknown(
                "the connection broke before the mail server said whether it took the mail",
            )
        } else {
            SendError::retry("the connection broke while sending")
        };
    };
    let code = code.to_string();
    let told = enhanced_status(error).map_or_else(|| code.clone(), |more| format!("{code} {more}"));
    match code.as_str() {
        // These speak of our sign-in, not of the message.
        "530" | "534" | "535" | "538" => SendError::Retry {
            reason: format!("the mail server asks for another sign-in ({told})"),
            after: Some(AFTER_REFUSED_SIGN_IN),
        },
        _ if error.is_permanent() => {
            SendError::permanent(format!("the mail server refused the message ({told})"))
        }
        _ => SendError::retry(format!("the mail server put the message off ({told})")),
    }
}

/// Our time for the whole send is over.
pub(super) fn of_silence(left: bool) -> SendError {
    if left {
        SendError::unknown("the mail server did not say in time whether it took the mail")
    } else {
        SendError::retry("the mail server did not finish in time")
    }
}

/// The enhanced status code (RFC 3463), `4.7.1`, if the answer's text begins with one.
fn enhanced_status(error: &Error) -> Option<String> {
    let text = error.source()?.to_string();
    let first = text.split_whitespace().next()?;
    let parts: Vec<&str> = first.split('.').collect();
    let is_status = parts.len() == 3
        && parts.iter().all(|part| (1..=3).contains(&part.len()))
        && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    is_status.then(|| first.to_owned())
}

/// lettre reports a failed handshake as a connection error around the TLS library's.
fn is_certificate(error: &Error) -> bool {
    let mut source = error.source();
    while let Some(cause) = source {
        if cause.to_string().contains("certificate") {
            return true;
        }
        source = cause.source();
    }
    false
}
