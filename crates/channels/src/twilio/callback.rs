//! The provider's requests to our server: reports, and keys pressed in calls.

use countersign_core::people::Method;
use countersign_core::ports::Timestamp;
use url::form_urlencoded;

use super::signature::Signatures;
use super::{call, status};
use crate::callback::{Answered, Callback, CallbackRefused, CallbackRequest};
use crate::{Delivery, News, Report, Wish, http};

/// Reads one. The signature is checked before anything else is: a stranger's request costs one HMAC, no look-up.
pub(super) fn read(
    signatures: &Signatures,
    callback: &str,
    request: &CallbackRequest<'_>,
    now: Timestamp,
) -> Result<Callback, CallbackRefused> {
    let (path, query) = request.split();
    if !matches!(path, "/message" | "/call" | "/key" | "/incoming") || request.verb != "POST" {
        return Err(CallbackRefused::NotFound);
    }
    let signature = request.header("x-twilio-signature").ok_or(CallbackRefused::NotTheirs)?;
    if !signatures.is_theirs(request.rest, request.body, signature) {
        return Err(CallbackRefused::NotTheirs);
    }
    let field = |name: &str| {
        let mut pairs = form_urlencoded::parse(request.body);
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    match path {
        "/message" => {
            let word = field("MessageStatus").ok_or(CallbackRefused::Unreadable)?;
            let outcome = status::of_message(&word, field("ErrorCode").as_deref());
            report(field("MessageSid"), outcome)
        }
        "/call" => {
            let word = field("CallStatus").ok_or(CallbackRefused::Unreadable)?;
            let outcome = status::of_call(&word, field("SipResponseCode").as_deref());
            report(field("CallSid"), outcome)
        }
        "/incoming" => {
            let from = field("From").ok_or(CallbackRefused::Unreadable)?;
            // Where the provider knows the word in more languages, it says which it was.
            let text = field("OptOutType").or_else(|| field("Body")).unwrap_or_default();
            let wish = Wish::read(&from, Method::Sms, &text);
            Ok(Callback::Answered(Answered {
                news: wish.map(News::Wish).into_iter().collect(),
                document: Some(super::call::document(super::twiml::nothing())),
            }))
        }
        _ => {
            let pressed = call::Pressed::read(callback, query, request.body)
                .ok_or(CallbackRefused::Unreadable)?;
            Ok(if pressed.is_timely(now) {
                Callback::NeedsMessage { id: pressed.id.clone(), then: pressed.then() }
            } else {
                Callback::Answered(call::hang_up())
            })
        }
    }
}

fn report(sid: Option<String>, outcome: Option<Delivery>) -> Result<Callback, CallbackRefused> {
    let reference = sid.and_then(|sid| http::reference(&sid)).ok_or(CallbackRefused::Unreadable)?;
    let news = outcome.map(|outcome| News::Report(Report { reference, outcome }));
    Ok(Callback::Answered(Answered { news: news.into_iter().collect(), document: None }))
}
