//! Text messages that tell what happened: one segment of GSM-7 each, without a code and without a link.

use countersign_app::mailed::TextNotice;
use countersign_core::people::Language;
use countersign_core::ports::Timestamp;
use fluent_bundle::FluentValue;

use super::pen::Pen;
use super::{BadText, clean, gsm7};

/// Every text, for the check of their lengths.
const KEYS: [&str; 11] = [
    "sms-notice-method",
    "sms-notice-code-used",
    "sms-notice-contact",
    "sms-notice-removed",
    "sms-notice-shared",
    "sms-notice-fell",
    "sms-notice-pin-paused",
    "sms-call-code",
    "sms-notice-recovery",
    "sms-trial",
    "sms-notice-new-contact",
];
/// The longest values that a text must leave room for.
const LONGEST: [(&str, &str); 7] = [
    ("brand", "Nordstroem."),
    ("when", "26 Nov 14:50"),
    ("nn", "47"),
    ("n", "9"),
    ("host", "sicher.nordstroem.example"),
    ("code8", "48291350"),
    ("stop", "k7rm-2wqd"),
];

/// What the message says.
pub(super) fn tell(
    pen: &Pen<'_>,
    notice: TextNotice,
    (number, stop): (&str, &str),
    at: Timestamp,
) -> String {
    let tail = number.len().saturating_sub(2);
    let mut values: Vec<(&str, FluentValue<'_>)> = vec![
        ("when", when(pen, of(notice, at)).into()),
        ("host", clean::line(&pen.settings.host).into()),
        ("nn", number.get(tail..).unwrap_or_default().to_owned().into()),
    ];
    let key = match notice {
        TextNotice::MethodChanged => "sms-notice-method",
        TextNotice::RecoveryCodeUsed { left } => {
            values.push(("n", left.into()));
            "sms-notice-code-used"
        }
        TextNotice::ContactChanged => "sms-notice-contact",
        TextNotice::NumberRemoved => "sms-notice-removed",
        TextNotice::NumberShared => "sms-notice-shared",
        TextNotice::NumberFell => "sms-notice-fell",
        TextNotice::SupportPinPaused => "sms-notice-pin-paused",
        TextNotice::Recovery { contact, .. } => {
            values.push(("stop", stop.to_owned().into()));
            if contact { "sms-notice-new-contact" } else { "sms-notice-recovery" }
        }
    };
    pen.tell(key, &values)
}

/// The message that brings a call code.
pub(super) fn call_code(pen: &Pen<'_>, digits: &str) -> String {
    pen.tell("sms-call-code", &[("code8", digits.to_owned().into())])
}

/// What is told of a recovery is when it opens.
const fn of(notice: TextNotice, at: Timestamp) -> Timestamp {
    match notice {
        TextNotice::Recovery { until, .. } => Timestamp::from_ms(until),
        _ => at,
    }
}

/// Day, month and time in at most twelve characters.
fn when(pen: &Pen<'_>, at: Timestamp) -> String {
    let instant = jiff::Timestamp::from_millisecond(at.ms()).unwrap_or(jiff::Timestamp::MAX);
    let zoned = instant.to_zoned(pen.settings.zone.clone());
    let form = match pen.language {
        Language::En => "%-d %b %H:%M",
        Language::De => "%-d.%-m. %H:%M",
    };
    zoned.strftime(form).to_string()
}

/// Every text fits one segment with the longest values.
pub(super) fn check_lengths(pen: &Pen<'_>) -> Result<(), BadText> {
    for key in KEYS {
        let problem = match longest(pen, key) {
            None => "holds a character that text messages lack (GSM-7)".to_owned(),
            Some(places) if places > gsm7::ONE_SEGMENT => {
                format!("takes {places} places with the longest values; a text message has 160")
            }
            Some(_) => continue,
        };
        return Err(BadText { language: pen.language, key: key.to_owned(), problem });
    }
    Ok(())
}

fn longest(pen: &Pen<'_>, key: &str) -> Option<usize> {
    let values: Vec<(&str, FluentValue<'_>)> =
        LONGEST.iter().map(|(name, value)| (*name, (*value).into())).collect();
    gsm7::length(&pen.tell(key, &values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::catalogue::LANGUAGES;
    use crate::wording::tests::texts;

    /// The lengths that were agreed, so a text that drifts from them is found.
    #[test]
    fn every_notice_takes_one_segment_with_the_longest_values() {
        let texts = texts();
        for (language, expected) in [
            (Language::En, [119, 120, 125, 136, 152, 132, 144, 123, 157, 138]),
            (Language::De, [130, 150, 135, 146, 151, 141, 151, 129, 151, 138]),
        ] {
            for (key, expected) in KEYS.iter().zip(expected) {
                assert_eq!(longest(&texts.pen(language), key), Some(expected), "{key}");
            }
        }
    }

    /// CS-DC-08: no link, no code, nothing missing; the number is named by its last two digits.
    #[test]
    fn notices_hold_no_link_and_name_no_number_in_full() {
        let texts = texts();
        let at = Timestamp::from_ms(1_767_268_800_000);
        for language in LANGUAGES {
            for notice in [
                TextNotice::MethodChanged,
                TextNotice::RecoveryCodeUsed { left: 3 },
                TextNotice::ContactChanged,
                TextNotice::NumberRemoved,
                TextNotice::NumberShared,
                TextNotice::NumberFell,
                TextNotice::SupportPinPaused,
                TextNotice::Recovery { contact: false, until: 1_767_268_800_000 },
                TextNotice::Recovery { contact: true, until: 1_767_268_800_000 },
            ] {
                let text = tell(&texts.pen(language), notice, ("+4915123456747", "k7rm-2wqd"), at);
                for bad in ["://", "⟦", "23456", "{ $", "#"] {
                    assert!(!text.contains(bad), "{text}");
                }
            }
        }
        for language in LANGUAGES {
            let text = call_code(&texts.pen(language), "48291350");
            assert!(
                text.contains("48291350") && !text.contains('@') && !text.contains('#'),
                "{text}"
            );
        }
        let text =
            tell(&texts.pen(Language::En), TextNotice::NumberRemoved, ("+4915123456747", ""), at);
        assert_eq!(
            text,
            "Nordstroem: This number (..47) was removed from your account on 1 Jan 12:00. Not you? \
             Sign in at secure.nordstroem.example or call us."
        );
    }
}
