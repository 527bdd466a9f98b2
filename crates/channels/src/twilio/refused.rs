//! What the provider's error codes mean for a message that it did not take.

use crate::SendError;
use crate::http::{AFTER_A_WRONG_SETTING, Answer};

/// Reads a refusal. Only what is known to be about the recipient or the text is final: with an unknown code another provider
/// may still bring the code that somebody waits for, and nothing was taken.
pub(super) fn of(answer: &Answer) -> SendError {
    let code = answer.json().and_then(|json| json.get("code")?.as_i64());
    let Some(code) = code.filter(|_| (400..500).contains(&answer.status)) else {
        return answer.refusal();
    };
    let about_the_message = match code {
        13_223..=13_226 | 21_211 | 21_214 | 21_217 | 21_265 => "there is no such number",
        21_610 => "the recipient answered STOP",
        21_614 | 21_635 => "the number takes no text messages",
        21_602 | 21_605 | 21_617 => "the text is empty or too long",
        // Too many at once, and too many waiting.
        14_107 | 20_429 | 21_611 => {
            let reason = format!("the provider put the message off ({code})");
            return SendError::Retry { reason, after: answer.retry_after };
        }
        20_003 | 20_005 => {
            return wrong_setting(format!("the provider refused to sign us in ({code})"));
        }
        21_203 | 21_215 | 21_216 | 21_408 | 13_227 => {
            return wrong_setting(format!(
                "the provider's account does not serve the country or number ({code}); allow it in its console"
            ));
        }
        _ => {
            return wrong_setting(format!(
                "the provider refused the request ({code}); check its settings"
            ));
        }
    };
    SendError::permanent(format!("{about_the_message} ({code})"))
}

fn wrong_setting(reason: String) -> SendError {
    SendError::Retry { reason, after: Some(AFTER_A_WRONG_SETTING) }
}
