//! What a person may type into the code field, and what is refused without being compared.

use countersign_core::challenge::{Digits, MalformedCode, TypedCode};
use proptest::prelude::*;

use crate::samples::{delivered, keys, step_up};

/// CS-TOTP-06: all of these are the code 409131 of the sample challenge.
const CLEANED: &[&str] = &[
    "409131",
    " 409131 ",
    "409 131",
    "4 0 9 1 3 1",
    "409-131",
    "409.131",
    "409\u{b7}131",
    "409\u{2010}131",
    "409\u{2013}131",
    "409\u{2014}131",
    "409\u{2212}131",
    "409\u{ad}131",
    "409\u{a0}131",
    "409\u{202f}131",
    "409\u{3000}131",
    "409\t131\r\n",
    // Zero-width and direction marks come along with copied text.
    "\u{200b}409\u{200c}131\u{200d}",
    "\u{feff}409131",
    "\u{200e}409131\u{200f}",
    "\u{202a}409131\u{202c}",
    "\u{2066}409131\u{2069}",
    "409\u{2060}131",
    // One leading number sign, and whole messages.
    "#409131",
    "# 409 131",
    "\u{ff03}409131",
    "Portal: 409131 opens your protected areas. Nobody from us asks for it.\n@id.example #409131",
    "Order #4711: restore web-1.\n@id.example #409131\n",
    // Digits of other scripts: Arabic-Indic, Persian, Devanagari, Bengali, Thai, full-width,
    // mathematical bold, monospace, superscript, circled; and mixed.
    "٤٠٩١٣١",
    "۴۰۹۱۳۱",
    "४०९१३१",
    "৪০৯১৩১",
    "๔๐๙๑๓๑",
    "４０９１３１",
    "𝟒𝟎𝟗𝟏𝟑𝟏",
    "𝟺𝟶𝟿𝟷𝟹𝟷",
    "⁴⁰⁹¹³¹",
    "₄₀₉₁₃₁",
    "④⓪⑨①③①",
    "४٠９1𝟑١",
];

/// Input; digits found, where 0 means that something else than digits was there too.
const SHAPE: &[(&str, usize)] = &[
    ("5924", 4),
    ("40913", 5),
    ("4091311", 7),
    ("5924.0", 5),
    ("409131409131", 12),
    ("+05924", 0),
    ("-4091e1", 0),
    ("4O9131", 0),
    ("409131;", 0),
    ("0x409131", 0),
    ("null", 0),
    ("true", 0),
    ("[\"409131\"]", 0),
    ("{\"$ne\":1}", 0),
    ("409131' OR '1'='1", 0),
    ("409131\0", 0),
    ("Your code is 409131", 0),
    ("#409131 #40913", 5),
    ("½½½½½½", 0),
    ("四〇九一三一", 0),
    ("Ⅳ09131", 0),
    ("⒋09131", 0),
    ("\u{1F522}", 0),
];

/// WCAG 3.3.8: pasting, autofill and every keyboard of the world work.
#[test]
fn what_people_and_messengers_add_does_not_matter() {
    let code = delivered(step_up()).code(&keys()).expect("a code");
    assert_eq!(code.reveal(), "409131");
    for input in CLEANED {
        let typed = TypedCode::clean(input, Digits::Six);
        let typed = typed.unwrap_or_else(|malformed| panic!("{input:?}: {malformed}"));
        assert!(code.matches(&typed), "{input:?}");
    }
}

/// CS-TOTP-06: refused without being compared, so neither a try nor a ledger entry.
#[test]
fn what_is_no_code_is_never_compared() {
    for (input, found) in SHAPE {
        let malformed = TypedCode::clean(input, Digits::Six).expect_err(input);
        assert_eq!(malformed, MalformedCode::Shape { found: *found, wanted: 6 }, "{input:?}");
    }
    for input in ["", " ", "\n\t", "\u{200b}\u{feff}", "---", ".", "#", "409131#", "# "] {
        let malformed = TypedCode::clean(input, Digits::Six).expect_err(input);
        assert_eq!(malformed, MalformedCode::Empty, "{input:?}");
    }
}

/// CS-TOTP-06: a thousand joined codes and a megabyte of digits cost nothing.
#[test]
fn long_input_is_not_looked_at() {
    for input in ["409131".repeat(1_000), "4".repeat(1 << 20), " ".repeat(1 << 20)] {
        let malformed = TypedCode::clean(&input, Digits::Six).expect_err("too long");
        assert_eq!(malformed, MalformedCode::Shape { found: 0, wanted: 6 });
    }
}

/// A contact is confirmed with eight digits; six are another shape there, and the other way round.
#[test]
fn the_number_of_digits_belongs_to_the_purpose() {
    assert!(TypedCode::clean("1234 5678", Digits::Eight).is_ok());
    assert_eq!(
        TypedCode::clean("123 456", Digits::Eight).expect_err("six"),
        MalformedCode::Shape { found: 6, wanted: 8 }
    );
    assert_eq!(
        TypedCode::clean("1234 5678", Digits::Six).expect_err("eight"),
        MalformedCode::Shape { found: 8, wanted: 6 }
    );
}

proptest! {
    /// No input makes it panic.
    #[test]
    fn any_text_is_a_code_or_refused(input in "\\PC{0,80}|[0-9٠-٩ #.-]{0,12}") {
        let _ = TypedCode::clean(&input, Digits::Six);
    }

    /// A person may group the digits in any way.
    #[test]
    fn separators_anywhere_do_not_matter(at in 0usize..=6, sign in "[ .\\-\u{200b}\u{2013}\u{a0}]{1,3}") {
        let code = delivered(step_up()).code(&keys()).expect("a code");
        let input = format!("{}{sign}{}", &code.reveal()[..at], &code.reveal()[at..]);
        let typed = TypedCode::clean(&input, Digits::Six);
        prop_assert!(code.matches(&typed.expect("six digits")));
    }
}
