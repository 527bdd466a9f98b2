//! What the provider's error codes mean, for a message that it did not take and for one that it could not deliver.

use crate::SendError;
use crate::http::{AFTER_A_WRONG_SETTING, Answer};

/// Reads a refusal. Only what is known to be about the recipient is final: nothing was taken, and another provider may still
/// bring the code that somebody waits for.
pub(super) fn of(answer: &Answer) -> SendError {
    let code = answer.json().and_then(|json| json.pointer("/error/code")?.as_i64());
    let Some(code) = code.filter(|_| (400..500).contains(&answer.status)) else {
        return answer.refusal();
    };
    if let Some(why) = about_the_recipient(code) {
        return SendError::permanent(format!("{why} ({code})"));
    }
    let why = match code {
        4 | 80_007 | 130_429 | 131_048 | 131_056 | 133_016 => {
            let reason = format!("the provider put the message off ({code})");
            return SendError::Retry { reason, after: answer.retry_after };
        }
        0 | 3 | 10 | 190 | 200..=299 => "the provider refused to sign us in",
        132_000..=132_999 => "the template cannot be used: check its name, language and state",
        _ => "the provider refused the request: check its settings",
    };
    SendError::Retry { reason: format!("{why} ({code})"), after: Some(AFTER_A_WRONG_SETTING) }
}

/// Words for what no other try would change.
pub(super) const fn about_the_recipient(code: i64) -> Option<&'static str> {
    Some(match code {
        131_026 => "the number has no WhatsApp that can take the message",
        131_021 => "the number is our own",
        131_050 => "the recipient wants no messages",
        _ => return None,
    })
}
