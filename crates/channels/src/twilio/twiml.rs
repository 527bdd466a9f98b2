//! What a call says, as TwiML.

use countersign_core::people::Language;

/// How long the callee has for a key after a text.
const WAIT_S: u8 = 10;
/// How long after the code; then the call ends.
const WAIT_AFTER_CODE_S: u8 = 5;

/// The opening, once more after 10 seconds without a key, then the end (CS-DC-09). It holds no code.
pub(super) fn opening(text: &str, language: Language, action: &str) -> String {
    let asked = gather(text, language, action, WAIT_S);
    format!("<Response>{asked}{asked}<Hangup/></Response>")
}

/// The code; the same key repeats it.
pub(super) fn code(text: &str, language: Language, action: &str) -> String {
    format!("<Response>{}<Hangup/></Response>", gather(text, language, action, WAIT_AFTER_CODE_S))
}

/// The end of the call.
pub(super) fn end() -> String {
    "<Response><Hangup/></Response>".to_owned()
}

/// Nothing: who wrote to us gets no answer of ours.
pub(super) fn nothing() -> String {
    "<Response/>".to_owned()
}

/// A last sentence and the end of the call.
pub(super) fn farewell(text: &str, language: Language) -> String {
    format!("<Response>{}<Hangup/></Response>", say(text, language))
}

fn say(text: &str, language: Language) -> String {
    let voice = match language {
        Language::De => "de-DE",
        Language::En => "en-GB",
    };
    format!("<Say language=\"{voice}\">{}</Say>", escaped(text))
}

fn gather(text: &str, language: Language, action: &str, wait_s: u8) -> String {
    let (action, say) = (escaped(action), say(text, language));
    format!(
        "<Gather input=\"dtmf\" numDigits=\"1\" timeout=\"{wait_s}\" method=\"POST\" action=\"{action}\">{say}</Gather>"
    )
}

/// Text as XML: an order's title must not begin an element of its own (CWE-91).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // XML 1.0 has no way to write the others.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_begins_no_element() {
        let said =
            code("</Say><Dial>+1900</Dial>\u{1}'\"&", Language::En, "https://a.example/?a=1&b=2");
        assert!(
            said.contains("&lt;/Say&gt;&lt;Dial&gt;+1900&lt;/Dial&gt; &apos;&quot;&amp;"),
            "{said}"
        );
        assert!(said.contains("action=\"https://a.example/?a=1&amp;b=2\""), "{said}");
        assert_eq!(said.matches("<Dial").count(), 0);
    }

    /// CS-DC-09
    #[test]
    fn the_opening_is_said_twice_and_then_the_call_ends() {
        let said = opening("Press 1.", Language::De, "https://a.example/key");
        assert_eq!(said.matches("<Say language=\"de-DE\">Press 1.</Say>").count(), 2);
        assert_eq!(said.matches("timeout=\"10\"").count(), 2);
        assert!(said.ends_with("</Gather><Hangup/></Response>"), "{said}");
    }
}
