//! Every template with every sample in every language (ARCHITECTURE.md 5.1 rule 10).

use std::collections::BTreeSet;
use std::path::Path;

use countersign_core::people::Language;
use countersign_server::locale::{LANGUAGES, Locales};
use jiff::tz::TimeZone;

use crate::samples::{self, Sample};

fn locales() -> Locales {
    Locales::built_in(&TimeZone::UTC).expect("the built-in texts parse")
}

fn each(check: impl Fn(Language, &Sample)) {
    let locales = locales();
    for language in LANGUAGES {
        for sample in samples::all(&locales, language) {
            check(language, &sample);
        }
    }
}

/// Writes them too, to `target/tmp/pages`, to be looked at.
#[test]
fn every_page_renders_in_every_language_without_a_missing_text() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    each(|language, sample| {
        let missing = sample.html.split('⟦').nth(1).and_then(|rest| rest.split('⟧').next());
        assert_eq!(missing, None, "{} {}", language.as_str(), sample.name);
        let folder = folder.join(language.as_str());
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join(format!("{}.html", sample.name)), &sample.html).expect("a file");
    });
}

/// A German page shows no English line: no text of one language is that of the
/// other, but for the few words that are the same in both.
#[test]
fn no_text_was_left_untranslated() {
    let read = |source: &'static str| {
        source
            .lines()
            .filter_map(|line| line.split_once(" = "))
            .filter(|(key, _)| key.starts_with(|c: char| c.is_ascii_lowercase()))
            .collect::<Vec<_>>()
    };
    let english = read(countersign_server::locale::ENGLISH);
    let german = read(countersign_server::locale::GERMAN);
    let same: BTreeSet<&str> = english
        .iter()
        .filter(|(key, text)| german.contains(&(*key, *text)) && !text.starts_with('{'))
        .map(|(key, _)| *key)
        .collect();
    let agreed = [
        "offer-totp",
        "offer-whatsapp",
        "way-passkey",
        "access-role-administrator",
        "contact-way-whatsapp",
        "people-passkey",
        "role-administrator",
        "ticket-title",
        "tickets-title",
    ];
    let left: Vec<_> = same.into_iter().filter(|key| !agreed.contains(key)).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// A text that nothing shows is forgotten when it should be changed.
#[test]
fn every_text_is_shown_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    for folder in ["src/pages", "src/locale", "templates"] {
        gather(&root.join(folder), &mut sources);
    }
    let texts = countersign_server::locale::ENGLISH;
    let keys = texts.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    let unused: Vec<&str> = keys
        .filter_map(|line| line.split_once(" ="))
        .map(|(key, _)| key)
        // Keys of areas are made of the area's name.
        .filter(|key| !key.starts_with("area-") && !sources.contains(&format!("\"{key}\"")))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

fn gather(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(&path, into);
        } else {
            into.push_str(&std::fs::read_to_string(&path).expect("text"));
        }
    }
}

#[test]
fn every_code_page_has_one_code_field_that_takes_what_is_pasted() {
    each(|_, sample| {
        let fields: Vec<&str> = sample.html.split("<input id=\"one-time-code\"").skip(1).collect();
        assert!(fields.len() <= 1, "{}", sample.name);
        let Some(field) = fields.first().and_then(|rest| rest.split('>').next()) else { return };
        for attribute in [
            "name=\"onetimecode\"",
            "type=\"text\"",
            "inputmode=\"numeric\"",
            "autocomplete=\"one-time-code\"",
            "autocapitalize=\"none\"",
            "spellcheck=\"false\"",
            "enterkeyhint=\"done\"",
            "dir=\"ltr\"",
        ] {
            assert!(field.contains(attribute), "{}: {attribute}", sample.name);
        }
        for refused in ["maxlength", "pattern", "required", "placeholder"] {
            assert!(!field.contains(refused), "{}: {refused}", sample.name);
        }
    });
}

#[test]
fn a_refusal_is_in_the_title_in_the_summary_and_at_the_field() {
    let locales = locales();
    let samples = samples::all(&locales, Language::En);
    let find = |name: &str| samples.iter().find(|s| s.name == name).expect("a sample");
    let words = "That code does not match. Check the newest message and try again.";
    let wrong = &find("confirm-wrong").html;
    assert!(wrong.contains("<title>Error: Confirm it's you – Customer Center</title>"));
    assert!(wrong.contains(&format!("<a href=\"#one-time-code\">{words}</a>")));
    assert!(wrong.contains(&format!("<span data-text>{words}</span>")));
    assert!(wrong.contains("aria-describedby=\"otc-hint otc-err\" aria-invalid=\"true\""));
    assert!(wrong.contains("value=\"482913\""));
    assert!(
        wrong.contains("id=\"problem\" class=\"summary\" role=\"alert\" tabindex=\"-1\" autofocus")
    );
    let right = &find("confirm-code-sms").html;
    assert!(!right.contains("Error:") && !right.contains("aria-invalid"));
    let closed = &find("confirm-closed").html;
    assert!(!closed.contains("one-time-code\" name"), "a closed lane takes no code");
    assert!(closed.contains("Your account is not locked and nothing was changed."));
}

/// CSP `default-src 'none'` (CS-WEB-03): nothing inline, nothing from elsewhere.
#[test]
fn pages_hold_no_inline_script_or_style_and_load_nothing_from_elsewhere() {
    each(|_, sample| {
        let html = &sample.html;
        for refused in ["style=", "<style", "onclick", "onload", "javascript:", "src=\"http"] {
            assert!(!html.contains(refused), "{}: {refused}", sample.name);
        }
        for script in html.split("<script").skip(1) {
            assert!(script.starts_with(" type=\"module\" src=\"/static/"), "{}", sample.name);
        }
    });
}

#[test]
fn the_style_sheets_keep_their_size_and_use_logical_properties() {
    let sources =
        [include_str!("../../static/style.css"), include_str!("../../static/security.css")];
    for (css, served) in sources.into_iter().zip(countersign_server::pages::assets::style_sheets())
    {
        assert!(served.len() <= 16 * 1024, "{} bytes", served.len());
        assert_eq!(css.matches('{').count(), served.matches('{').count(), "no rule was lost");
        for physical in [
            "margin-left",
            "margin-right",
            "padding-left",
            "padding-right",
            "text-align: left",
            "float:",
        ] {
            assert!(!css.contains(physical), "{physical}");
        }
    }
}

/// The price stands on the button before anything is sent.
#[test]
fn each_price_has_a_button_that_names_it() {
    let locales = locales();
    let samples = samples::all(&locales, Language::En);
    let paid = samples.iter().find(|s| s.name == "order-choose-paid").expect("a sample");
    let text = strip(&paid.html);
    for words in ["Send code for EUR 0.09", "Send code for EUR 0.15", "Send code", "Continue"] {
        assert!(text.contains(words), "{words}");
    }
    assert!(paid.html.contains("name=\"agreed\" value=\"0.09 EUR\""));
}

fn strip(html: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    text
}
