//! When an answer takes the message over, and what it names it.

use serde_json::Value;

use super::settings::SuccessRule;
use crate::http::{self, Answer};
use crate::{SendError, Sent};

/// A rule that was checked.
#[derive(Clone, Debug)]
pub(super) struct Success {
    rule: SuccessRule,
}

impl Success {
    /// The error completes "channel x: …".
    pub(super) fn new(rule: SuccessRule) -> Result<Self, String> {
        for (setting, pointer) in [("pointer", &rule.pointer), ("reference", &rule.reference)] {
            if pointer.as_ref().is_some_and(|pointer| !pointer.starts_with('/')) {
                return Err(format!(
                    "success.{setting} must be a JSON pointer, which begins with /, as /messages/0/id"
                ));
            }
        }
        if rule.pointer.is_some() != rule.equals.is_some() {
            return Err("success.pointer and success.equals belong together: where to look, and what must stand there".into());
        }
        if let Some(status) = rule.statuses.iter().find(|status| !(200..=299).contains(*status)) {
            return Err(format!(
                "success.statuses holds {status}; only 200 to 299 can take a message"
            ));
        }
        Ok(Self { rule })
    }

    pub(super) fn read(&self, answer: &Answer) -> Result<Sent, SendError> {
        let SuccessRule { statuses, pointer, equals, reference } = &self.rule;
        let taken =
            answer.is_success() && (statuses.is_empty() || statuses.contains(&answer.status));
        if !taken {
            return Err(if answer.is_success() {
                SendError::retry(format!(
                    "the gateway did not take the message ({})",
                    answer.status
                ))
            } else {
                answer.refusal()
            });
        }
        let json = answer.json();
        if let (Some(pointer), Some(equals)) = (pointer, equals) {
            // It says 2xx and nothing that the rule can read: it may have taken the message.
            let said =
                json.as_ref().and_then(|json| text(json.pointer(pointer)?)).ok_or_else(|| {
                    SendError::unknown(
                        "the gateway's answer has nothing where success.pointer looks",
                    )
                })?;
            if said != *equals {
                return Err(SendError::retry(
                    "the gateway's answer says that it did not take the message",
                ));
            }
        }
        let named = reference
            .as_ref()
            .and_then(|reference| http::reference(&text(json.as_ref()?.pointer(reference)?)?));
        Ok(Sent { reference: named })
    }
}

/// A text, a number or a truth value as text.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
