//! Phone numbers as people write them, and what is made of them.

use countersign_core::people::{ContactKind, PhoneNumber, PhoneRefused};
use proptest::prelude::*;

use ContactKind::{Landline, Mobile};

type Row = (&'static str, Option<&'static str>, &'static str, ContactKind, Option<&'static str>);

const DE: Option<&str> = Some("DE");

/// Input, country to read it in; E.164, kind, country of the number.
const READ: &[Row] = &[
    // One German mobile, in every way people write it.
    ("0151 23456789", DE, "+4915123456789", Mobile, DE),
    ("01 51 / 234 567 89", DE, "+4915123456789", Mobile, DE),
    ("0151-23456789", DE, "+4915123456789", Mobile, DE),
    ("(0151) 23456789", DE, "+4915123456789", Mobile, DE),
    ("[0151] 23456789", DE, "+4915123456789", Mobile, DE),
    ("0151.2345.6789", DE, "+4915123456789", Mobile, DE),
    ("0151\u{2013}23456789", DE, "+4915123456789", Mobile, DE),
    ("0151\u{a0}234\u{202f}56\u{2009}789", DE, "+4915123456789", Mobile, DE),
    ("  0151 23456789\r\n", DE, "+4915123456789", Mobile, DE),
    ("+4915123456789", None, "+4915123456789", Mobile, DE),
    ("+49 151 23456789", Some("AT"), "+4915123456789", Mobile, DE),
    ("+49 (0)151 23456789", None, "+4915123456789", Mobile, DE),
    ("+49 (0) 151 23456789", None, "+4915123456789", Mobile, DE),
    ("+49 0151 23456789", None, "+4915123456789", Mobile, DE),
    ("(+49) 151 23456789", None, "+4915123456789", Mobile, DE),
    ("+ 49 151 23456789", None, "+4915123456789", Mobile, DE),
    ("0049 151 23456789", DE, "+4915123456789", Mobile, DE),
    ("0049 151 23456789", None, "+4915123456789", Mobile, DE),
    ("0049 (0)151 23456789", None, "+4915123456789", Mobile, DE),
    ("0151 23456789", Some("de"), "+4915123456789", Mobile, DE),
    // Digits and signs of other scripts and keyboards.
    ("０１５１ ２３４５６７８９", DE, "+4915123456789", Mobile, DE),
    ("＋４９ （０）１５１－２３４５６７８９", None, "+4915123456789", Mobile, DE),
    ("٠١٥١٢٣٤٥٦٧٨٩", DE, "+4915123456789", Mobile, DE),
    ("۰۱۵۱۲۳۴۵۶۷۸۹", DE, "+4915123456789", Mobile, DE),
    ("𝟎𝟏𝟓𝟏 𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", DE, "+4915123456789", Mobile, DE),
    // Copied out of an address book, with direction marks and a byte order mark.
    ("\u{202a}+49 151 23456789\u{202c}", None, "+4915123456789", Mobile, DE),
    ("\u{feff}0151\u{200b}23456789\u{ad}", DE, "+4915123456789", Mobile, DE),
    // Landlines.
    ("030 123456", DE, "+4930123456", Landline, DE),
    ("030/12 34 56", DE, "+4930123456", Landline, DE),
    ("+49 (0) 89 / 636-48018", None, "+498963648018", Landline, DE),
    ("01 5811234", Some("AT"), "+4315811234", Landline, Some("AT")),
    ("0664 1234567", Some("AT"), "+436641234567", Mobile, Some("AT")),
    ("079 123 45 67", Some("CH"), "+41791234567", Mobile, Some("CH")),
    ("+41 (0)44 668 18 00", None, "+41446681800", Landline, Some("CH")),
    ("0903 123 456", Some("SK"), "+421903123456", Mobile, Some("SK")),
    ("601 123 456", Some("CZ"), "+420601123456", Mobile, Some("CZ")),
    ("06 20 123 4567", Some("HU"), "+36201234567", Mobile, Some("HU")),
    ("07400 123456", Some("GB"), "+447400123456", Mobile, Some("GB")),
    ("+44 (0)20 7031 3000", None, "+442070313000", Landline, Some("GB")),
    ("06 12 34 56 78", Some("FR"), "+33612345678", Mobile, Some("FR")),
    // The zero stays in Italy, written in brackets or not.
    ("06 4991 2345", Some("IT"), "+390649912345", Landline, Some("IT")),
    ("+39 (0)6 4991 2345", None, "+390649912345", Landline, Some("IT")),
    ("347 123 4567", Some("IT"), "+393471234567", Mobile, Some("IT")),
    // No trunk zero in these countries, and people write "(0)" all the same.
    ("+48 (0) 512 345 678", None, "+48512345678", Mobile, Some("PL")),
    ("+420 (0) 601 123 456", None, "+420601123456", Mobile, Some("CZ")),
    ("+34 (0)612 345 678", None, "+34612345678", Mobile, Some("ES")),
    // The plan does not tell mobiles from landlines: counted as mobiles.
    ("(202) 555-0156", Some("US"), "+12025550156", Mobile, Some("US")),
    ("011 49 151 23456789", Some("US"), "+4915123456789", Mobile, DE),
    ("+1 204 234 5678", None, "+12042345678", Mobile, Some("CA")),
    // Shared country codes: the number tells the country.
    ("+7 701 234 5678", None, "+77012345678", Mobile, Some("KZ")),
    ("+7 912 345-67-89", None, "+79123456789", Mobile, Some("RU")),
    ("+44 7797 712345", None, "+447797712345", Mobile, Some("JE")),
];

/// Input, country to read it in; why it is refused.
const REFUSED: &[(&str, Option<&str>, PhoneRefused)] = &[
    ("", DE, PhoneRefused::Empty),
    (" \t\u{200b}", DE, PhoneRefused::Empty),
    ("+", DE, PhoneRefused::Empty),
    ("()-./", DE, PhoneRefused::Empty),
    // Letters, before anything is parsed.
    ("0800 FLOWERS", DE, PhoneRefused::Letters),
    ("+1 800 GOOG-411", None, PhoneRefused::Letters),
    ("tel:+4915123456789", None, PhoneRefused::Letters),
    ("O151 23456789", DE, PhoneRefused::Letters),
    ("0151 2345678９a", DE, PhoneRefused::Letters),
    ("null", DE, PhoneRefused::Letters),
    ("meier@example.com", DE, PhoneRefused::Letters),
    // Extensions.
    ("+49 30 123456 ext. 12", None, PhoneRefused::Extension),
    ("+49 30 123456;ext=12", None, PhoneRefused::Extension),
    ("+4915123456789;ext=0", None, PhoneRefused::Extension),
    ("030 123456 x12", DE, PhoneRefused::Extension),
    ("030 123456 #12", DE, PhoneRefused::Extension),
    ("030 123456,12", DE, PhoneRefused::Extension),
    ("030 123456 Durchwahl 12", DE, PhoneRefused::Extension),
    ("030 123456 DW 12", DE, PhoneRefused::Extension),
    ("030 123456 ＃12", DE, PhoneRefused::Extension),
    // Several.
    ("0151 23456789, 0152 23456789", DE, PhoneRefused::Several),
    ("0151 23456789; 0152 23456789", DE, PhoneRefused::Several),
    ("0151 23456789 / 0152 23456789", DE, PhoneRefused::Several),
    ("+49 151 23456789 +49 152 23456789", None, PhoneRefused::Several),
    ("0151 23456789\n0152 23456789", DE, PhoneRefused::Several),
    // No numbers.
    ("0151*23456789", DE, PhoneRefused::NotANumber),
    ("{\"$ne\":1}", DE, PhoneRefused::Letters),
    ("0151 23456789'--", DE, PhoneRefused::NotANumber),
    ("151 + 23456789", DE, PhoneRefused::NotANumber),
    ("☎ 0151 23456789", DE, PhoneRefused::NotANumber),
    ("0151 23456789\0", DE, PhoneRefused::NotANumber),
    // Country.
    ("0151 23456789", None, PhoneRefused::NoCountry),
    ("151 23456789", None, PhoneRefused::NoCountry),
    ("0151 23456789", Some(""), PhoneRefused::UnknownCountry),
    ("0151 23456789", Some("Germany"), PhoneRefused::UnknownCountry),
    ("0151 23456789", Some("ZZ"), PhoneRefused::UnknownCountry),
    ("0151 23456789", Some("001"), PhoneRefused::UnknownCountry),
    ("0151 23456789", Some("D\u{c9}"), PhoneRefused::UnknownCountry),
    ("+999 151 23456789", None, PhoneRefused::UnknownCountry),
    ("+0 151 23456789", None, PhoneRefused::UnknownCountry),
    // Length, and numbers that nobody has.
    ("112", DE, PhoneRefused::TooShort),
    ("110", DE, PhoneRefused::TooShort),
    ("11", DE, PhoneRefused::TooShort),
    ("+49", None, PhoneRefused::TooShort),
    ("+49 1", None, PhoneRefused::TooShort),
    ("0151 2345", DE, PhoneRefused::NotAssigned),
    ("0151 23456789012345", DE, PhoneRefused::TooLong),
    ("12345678901234567890", DE, PhoneRefused::TooLong),
    ("0201 0000 0000 0000", DE, PhoneRefused::TooLong),
    ("+1 202 155 0156", None, PhoneRefused::NotAssigned),
    ("+44 7000 000", None, PhoneRefused::NotAssigned),
    // Kinds of line that cost or hide.
    ("0900 1 123456", DE, PhoneRefused::Premium),
    ("+49 900 1123456", None, PhoneRefused::Premium),
    ("+1 900 234 5678", None, PhoneRefused::Premium),
    ("+979 123 456 789", None, PhoneRefused::Premium),
    ("0180 5 123456", DE, PhoneRefused::SharedCost),
    ("+808 1234 5678", None, PhoneRefused::SharedCost),
    ("0800 1234567", DE, PhoneRefused::TollFree),
    ("+800 1234 5678", None, PhoneRefused::TollFree),
    ("0700 12345678", DE, PhoneRefused::Personal),
    ("07012 345678", Some("GB"), PhoneRefused::Personal),
    ("0164 1234567", DE, PhoneRefused::Pager),
    ("09 12 34 56 78", Some("FR"), PhoneRefused::Voip),
    ("116 116", DE, PhoneRefused::NotAssigned),
    ("0333 123 4567", Some("GB"), PhoneRefused::CompanyWide),
    ("86 0123456789", Some("CH"), PhoneRefused::Voicemail),
    ("+881 6 12345678", None, PhoneRefused::Satellite),
    ("+882 16 12345678", None, PhoneRefused::Satellite),
    ("+883 5100 12345678", None, PhoneRefused::Satellite),
    ("+870 773 111 632", None, PhoneRefused::Satellite),
];

/// CS-ENR-10: one number has one form, however it is written.
#[test]
fn every_way_of_writing_gives_one_form() {
    for (input, country, e164, kind, region) in READ {
        let number = PhoneNumber::read(input, *country);
        let number = number.unwrap_or_else(|refused| panic!("{input:?}: {refused}"));
        assert_eq!(number.e164(), *e164, "{input:?}");
        assert_eq!(number.kind(), *kind, "{input:?}");
        assert_eq!(number.region(), *region, "{input:?}");
    }
}

/// CS-SMS-03: what costs money, hides its holder or is no number never reaches a provider.
#[test]
fn refused_numbers_say_why() {
    for (input, country, why) in REFUSED {
        let refused = PhoneNumber::read(input, *country).expect_err(input);
        assert_eq!(refused, *why, "{input:?}");
    }
}

/// The sentence is shown to portals and logged by them: it names a fix and repeats no input.
#[test]
fn refusals_name_the_fix() {
    for (input, country, _) in REFUSED {
        let sentence = PhoneNumber::read(input, *country).expect_err(input).to_string();
        let (what, fix) = sentence.split_once(": ").expect("what is wrong, then the fix");
        assert!(!what.is_empty() && !fix.is_empty(), "{sentence}");
        assert!(input.len() < 5 || !sentence.contains(input), "{sentence}");
    }
}

#[test]
fn debug_shows_two_digits_only() {
    let number = PhoneNumber::read("+49 151 23456789", None).expect("a number");
    assert_eq!(format!("{number:?}"), "PhoneNumber(·· 89)");
}

proptest! {
    /// No input makes it panic, and whatever is read is E.164 and reads as itself.
    #[test]
    fn what_is_read_reads_as_itself(input in "\\+49 ?1[567][0-9 ]{8,10}|0[1-9][0-9]{6,16}|[+＋]?[0-9٠-٩０-９ ()./-]{0,24}|\\PC{0,100}", country in "DE|US|IT|at|ZZ|") {
        if let Ok(number) = PhoneNumber::read(&input, Some(&country)) {
            let e164 = number.e164();
            prop_assert!(e164.starts_with('+') && (8..=16).contains(&e164.len()), "{}", e164);
            prop_assert!(e164[1..].bytes().all(|b| b.is_ascii_digit()), "{}", e164);
            prop_assert_eq!(PhoneNumber::read(e164, None), Ok(number));
        }
    }
}

/// A portal that saw a number confirmed knows more than the numbering plan; premium numbers stay refused.
#[test]
fn a_confirmed_number_need_not_be_listed() {
    let set_aside = "+44 7700 900123";
    assert_eq!(PhoneNumber::read(set_aside, None), Err(PhoneRefused::NotAssigned));
    let read = PhoneNumber::read_confirmed(set_aside, None).expect("taken");
    assert_eq!((read.e164(), read.kind()), ("+447700900123", ContactKind::Mobile));
    assert!(PhoneNumber::read_confirmed("+49 900 1234567", None).is_err());
    assert!(PhoneNumber::read_confirmed("+49 151", None).is_err());
}
