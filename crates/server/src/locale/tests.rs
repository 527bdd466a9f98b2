//! Texts: equal keys, plurals, escaping, and the choice of a language.

use std::collections::BTreeSet;

use countersign_core::order::Amount;
use countersign_core::people::Languages;
use jiff::tz::TimeZone;

use super::*;

fn locales() -> Locales {
    Locales::built_in(&TimeZone::UTC).expect("the built-in texts parse")
}

fn keys(source: &str) -> BTreeSet<String> {
    source
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once(" ="))
        .map(|(key, _)| key.to_owned())
        .collect()
}

/// ARCHITECTURE.md 5.1 rule 10.
#[test]
fn languages_have_the_same_keys() {
    assert!(keys(ENGLISH).len() > 100);
    assert_eq!(keys(ENGLISH), keys(GERMAN));
}

#[test]
fn texts_use_no_markup_but_the_agreed_tags() {
    for source in [ENGLISH, GERMAN] {
        for line in source.lines() {
            for piece in line.split('<').skip(1) {
                let tag = piece.split(['>', ' ']).next().unwrap_or_default();
                let own_link = piece.starts_with("a href=\"/") || tag == "/a";
                let agreed = ["strong", "/strong", "span", "/span"].contains(&tag) || own_link;
                assert!(agreed, "{line}");
            }
        }
    }
}

/// The categories of CLDR.
#[test]
fn counts_choose_the_plural_of_their_language() {
    let slovak = "codes = { $n ->\n [one] Zostáva { $n } kód\n [few] Zostávajú { $n } kódy\n *[other] Zostáva { $n } kódov\n }";
    let polish = "codes = { $n ->\n [one] Pozostał { $n } kod\n [few] Pozostały { $n } kody\n [many] Pozostało { $n } kodów\n *[other] Pozostało { $n } kodu\n }";
    let sk = Texts::parse(Language::En, "sk", slovak, TimeZone::UTC).expect("parses");
    let pl = Texts::parse(Language::En, "pl", polish, TimeZone::UTC).expect("parses");
    let count = |texts: &Texts, n| texts.tell("codes", &[("n", Arg::Count(n))]).to_text();
    assert_eq!(count(&sk, 1), "Zostáva 1 kód");
    assert_eq!(count(&sk, 2), "Zostávajú 2 kódy");
    assert_eq!(count(&sk, 5), "Zostáva 5 kódov");
    assert_eq!(count(&sk, 22), "Zostáva 22 kódov");
    assert_eq!(count(&pl, 1), "Pozostał 1 kod");
    assert_eq!(count(&pl, 2), "Pozostały 2 kody");
    assert_eq!(count(&pl, 5), "Pozostało 5 kodów");
    assert_eq!(count(&pl, 22), "Pozostały 22 kody");

    let locales = locales();
    let left = |language, n| {
        locales.texts(language).tell("state-wrong-left", &[("n", Arg::Count(n))]).to_text()
    };
    assert!(left(Language::En, 1).contains("You have 1 try left with this code."));
    for n in [2, 5, 22] {
        assert!(left(Language::En, n).contains(&format!("You have {n} tries left")));
        assert!(left(Language::De, n).contains(&format!("noch {n} Versuche.")));
    }
    assert!(left(Language::De, 1).contains("noch 1 Versuch."));
}

/// CS-WEB-06.
#[test]
fn words_from_outside_are_escaped_and_cannot_turn_the_line() {
    let locales = locales();
    let shown = locales
        .texts(Language::En)
        .tell("back-to-portal", &[("portal", Arg::Text("<b onclick=\"x\">&\u{202e}Shop"))]);
    assert_eq!(shown.as_str(), "Back to <bdi>&lt;b onclick=&#34;x&#34;&gt;&amp;\u{202e}Shop</bdi>");
    assert_eq!(shown.to_text(), "Back to <b onclick=\"x\">&\u{202e}Shop");
}

#[test]
fn the_pick_wins_then_the_person_then_the_browser() {
    let (en, de) = (Language::En, Language::De);
    let offered = Languages::default();
    assert_eq!(choose(&offered, Some("de"), Some(en), Some("en")), de);
    assert_eq!(choose(&offered, Some("xx"), Some(de), Some("en")), de);
    assert_eq!(choose(&offered, None, Some(de), Some("en")), de);
    assert_eq!(choose(&offered, None, None, Some("fr;q=1, de-AT;q=0.9, en;q=0.8")), de);
    assert_eq!(choose(&offered, None, None, Some("fr, ;;;, \u{0}")), en);
    assert_eq!(choose(&offered, None, None, None), en);
    // What is not offered is never chosen, whoever asks for it.
    let only = Languages::new(de, vec![de]).expect("the default is offered");
    assert_eq!(choose(&only, Some("en"), Some(en), Some("en")), de);
}

#[test]
fn times_and_prices_follow_the_language_and_name_a_foreign_zone() {
    let at = Timestamp::from_ms(1_778_590_200_000); // 2026-05-12T12:50:00Z
    let utc = locales();
    assert_eq!(utc.texts(Language::En).clock(at).to_text(), "12:50 UTC");
    assert_eq!(utc.texts(Language::De).clock(at).to_text(), "12:50 Uhr (UTC)");
    assert_eq!(utc.texts(Language::De).date(at).to_text(), "12. Mai 2026");
    let zone = TimeZone::get("Europe/Berlin").expect("a zone");
    let berlin = Locales::built_in(&zone).expect("parses");
    assert_eq!(berlin.texts(Language::En).clock(at).to_text(), "14:50");
    assert!(berlin.texts(Language::En).clock(at).as_str().contains("2026-05-12T14:50:00+02:00"));
    let price = |value: &str| Amount { value: value.to_owned(), currency: "EUR".to_owned() };
    assert_eq!(utc.texts(Language::De).money(&price("12.50")).to_text(), "12,50 EUR");
    assert_eq!(utc.texts(Language::En).money(&price("12.50")).to_text(), "EUR 12.50");
    assert_eq!(utc.texts(Language::En).money(&price("0.00")).to_text(), "Free");
}

#[test]
fn a_missing_text_or_argument_is_seen() {
    let locales = locales();
    assert_eq!(locales.texts(Language::En).say("no-such-key").as_str(), "⟦no-such-key⟧");
    assert_eq!(locales.texts(Language::En).say("back-to-portal").as_str(), "⟦back-to-portal⟧");
}
