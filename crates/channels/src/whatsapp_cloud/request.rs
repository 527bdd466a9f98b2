//! The request for one message.

use countersign_core::people::Method;
use countersign_core::ports::Timestamp;
use serde_json::json;

use super::WhatsAppCloudSettings;
use crate::{Message, SendError, number};

/// The body: the authentication template with the code, once in its text and once in the button that copies it.
pub(super) fn body(
    settings: &WhatsAppCloudSettings,
    message: &Message,
    now: Timestamp,
) -> Result<Vec<u8>, SendError> {
    if message.method != Method::WhatsApp {
        return Err(SendError::permanent("this channel does not carry the method"));
    }
    if message.purpose == "order" {
        return Err(SendError::permanent("WhatsApp's fixed text cannot name the order"));
    }
    let code = message.code.as_deref().ok_or_else(|| {
        SendError::permanent("WhatsApp's fixed text brings codes only, and this message has none")
    })?;
    if message.useless_after <= now {
        return Err(SendError::permanent("the message came too late to be of use"));
    }
    let code = json!([{ "type": "text", "text": code }]);
    let body = json!({
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": number::e164(&message.to)?,
        "type": "template",
        "template": {
            "name": settings.template,
            "language": { "policy": "deterministic", "code": settings.language(message.language) },
            "components": [
                { "type": "body", "parameters": code },
                { "type": "button", "sub_type": "url", "index": "0", "parameters": code },
            ],
        },
    });
    Ok(body.to_string().into_bytes())
}
