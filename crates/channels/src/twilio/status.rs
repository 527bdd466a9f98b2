//! What the provider's status callbacks say became of a message.

use crate::Delivery;

/// Of a text message; `None`: it is still on its way, or the word is not known.
pub(super) fn of_message(status: &str, error: Option<&str>) -> Option<Delivery> {
    match status {
        "delivered" | "read" => Some(Delivery::Delivered),
        "undelivered" | "failed" if error == Some("21610") => Some(Delivery::Refused),
        "undelivered" | "failed" | "canceled" => {
            let why = match error {
                Some("30003") => "the phone is switched off or out of reach",
                Some("30004") => "the recipient or the network blocks the message",
                Some("30005" | "21211" | "21214" | "21217") => "there is no such number",
                Some("30006" | "21614") => "the number takes no text messages",
                Some("30007" | "30034" | "30450") => "the network filtered the message",
                Some("30036") => "the message was not delivered while it was of use",
                _ => "the network could not deliver the message",
            };
            Some(failed(why, error))
        }
        _ => None,
    }
}

/// Of a call that ended. That somebody heard the code is reported when they press the key.
pub(super) fn of_call(status: &str, sip: Option<&str>) -> Option<Delivery> {
    let why = match status {
        "busy" => "the line was busy",
        "no-answer" => "nobody answered",
        "canceled" => "the call was cancelled",
        "failed" if matches!(sip, Some("404" | "410" | "484" | "604")) => "there is no such number",
        "failed" => "the call could not be connected",
        "completed" => "the call was answered, and nobody pressed 1",
        _ => return None,
    };
    Some(failed(why, None))
}

fn failed(why: &str, error: Option<&str>) -> Delivery {
    let code = error.filter(|code| code.len() <= 6 && code.bytes().all(|b| b.is_ascii_digit()));
    let reason = code.map_or_else(|| why.to_owned(), |code| format!("{why} ({code})"));
    Delivery::Failed { reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_on_its_way_is_no_report() {
        for status in ["accepted", "queued", "sending", "sent", "scheduled", "receiving", "", "x"] {
            assert_eq!(of_message(status, None), None, "{status}");
        }
        for status in ["queued", "initiated", "ringing", "in-progress", "answered", ""] {
            assert_eq!(of_call(status, None), None, "{status}");
        }
    }

    #[test]
    fn an_end_says_why() {
        assert_eq!(of_message("delivered", None), Some(Delivery::Delivered));
        assert_eq!(of_message("failed", Some("21610")), Some(Delivery::Refused));
        let reason = |delivery| match delivery {
            Some(Delivery::Failed { reason }) => reason,
            other => panic!("failed, not {other:?}"),
        };
        let shown = reason(of_message("undelivered", Some("30003")));
        assert_eq!(shown, "the phone is switched off or out of reach (30003)");
        let odd = reason(of_message("undelivered", Some("<b>+49151</b>")));
        assert_eq!(odd, "the network could not deliver the message");
        assert_eq!(reason(of_call("busy", None)), "the line was busy");
        assert_eq!(reason(of_call("failed", Some("404"))), "there is no such number");
    }
}
