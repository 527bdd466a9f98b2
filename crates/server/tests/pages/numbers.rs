//! Numbers as people type them, from a file: each is read, or gets the one sentence that says what to do.

use std::collections::BTreeMap;

use countersign_core::people::{Language, PhoneNumber, PhoneRefused};
use countersign_server::locale::{LANGUAGES, Locales};
use countersign_server::pages::view::ContactProblem;
use jiff::tz::TimeZone;

const NUMBERS: &str = include_str!("../data/numbers.tsv");

/// Every reason, its name in the file, and the words its sentence cannot do without in English and German.
const REASONS: [(PhoneRefused, &str, &str, &str); 19] = [
    (PhoneRefused::Empty, "empty", "Enter a phone number", "Geben Sie eine Telefonnummer ein"),
    (PhoneRefused::Letters, "letters", "digits only", "nur mit Ziffern"),
    (
        PhoneRefused::Extension,
        "extension",
        "Leave the extension out",
        "Lassen Sie die Durchwahl weg",
    ),
    (PhoneRefused::Several, "several", "one number only", "nur eine Nummer"),
    (PhoneRefused::NotANumber, "not-a-number", "not a phone number", "keine Telefonnummer"),
    (PhoneRefused::NoCountry, "no-country", "Choose the country", "Wählen Sie das Land"),
    (
        PhoneRefused::UnknownCountry,
        "unknown-country",
        "no such country code",
        "Landesvorwahl gibt es nicht",
    ),
    (PhoneRefused::TooShort, "too-short", "too short", "zu kurz"),
    (PhoneRefused::TooLong, "too-long", "too many digits", "zu viele Ziffern"),
    (PhoneRefused::NotAssigned, "not-assigned", "no such number", "gibt es in diesem Land nicht"),
    (PhoneRefused::Premium, "premium", "premium", "Premiumnummern"),
    (PhoneRefused::SharedCost, "shared-cost", "shared-cost", "geteilten Kosten"),
    (PhoneRefused::Satellite, "satellite", "satellite", "Satelliten"),
    (PhoneRefused::Voip, "voip", "internet telephony", "Internettelefonie"),
    (PhoneRefused::Pager, "pager", "pagers", "Funkrufempfänger"),
    (PhoneRefused::TollFree, "toll-free", "toll-free", "gebührenfreie"),
    (PhoneRefused::Personal, "personal", "follow-me", "Weiterleitungsnummern"),
    (PhoneRefused::CompanyWide, "company-wide", "company-wide", "firmenweite"),
    (PhoneRefused::Voicemail, "voicemail", "voice mailboxes", "Sprachboxen"),
];

/// The text that a row of the file stands for.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let mut signs = after.chars();
        match signs.next().expect("a sign behind the backslash") {
            'n' => plain.push('\n'),
            't' => plain.push('\t'),
            'r' => plain.push('\r'),
            '\\' => plain.push('\\'),
            'u' => {
                let (hex, tail) =
                    after[1..].strip_prefix('{').and_then(|t| t.split_once('}')).expect("{..}");
                plain.push(
                    u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).expect("a sign"),
                );
                rest = tail;
                continue;
            }
            other => panic!("\\{other} is no escape"),
        }
        rest = signs.as_str();
    }
    plain + rest
}

/// CS-SMS-03, CS-ENR-10: three hundred odd inputs; what is refused says why and what to do, in both languages.
#[test]
fn every_odd_number_gets_its_form_or_its_sentence() {
    let locales = Locales::built_in(&TimeZone::UTC).expect("the built-in texts parse");
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut rows = 0;
    for line in NUMBERS.lines().filter(|line| !line.starts_with('#')) {
        rows += 1;
        let columns: Vec<&str> = line.split('\t').collect();
        let [typed, country, expected] = columns[..] else { panic!("three columns: {line}") };
        let country = Some(country).filter(|country| !country.is_empty());
        let found = match PhoneNumber::read(&unescaped(typed), country) {
            Ok(number) => format!("{} {}", number.kind().as_str(), number.e164()),
            Err(refused) => {
                let reason = REASONS.iter().find(|(known, ..)| *known == refused);
                let (_, name, english, german) = reason.expect("every reason is listed");
                for (language, words) in LANGUAGES.into_iter().zip([english, german]) {
                    let text =
                        ContactProblem::Phone(refused).text(locales.texts(language)).to_text();
                    assert!(text.contains(words), "{typed}: {text}");
                }
                *seen.entry(name).or_default() += 1;
                (*name).to_owned()
            }
        };
        if found != expected {
            wrong.push(format!("{typed:?} in {country:?}: {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rows >= 300, "{rows}");
    for (_, name, ..) in REASONS {
        assert!(seen.contains_key(name), "no row shows {name}");
    }
    assert_eq!(LANGUAGES, [Language::En, Language::De]);
}
