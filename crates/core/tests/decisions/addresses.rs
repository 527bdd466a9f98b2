//! E-mail addresses as people write them, and what is made of them.

use countersign_core::people::{EmailAddress, EmailRefused};
use proptest::prelude::*;

/// Input; address, look-up key.
const READ: &[(&str, &str, &str)] = &[
    ("meier@example.com", "meier@example.com", "meier@example.com"),
    ("  meier@example.com\n", "meier@example.com", "meier@example.com"),
    ("Meier@Example.COM", "Meier@example.com", "meier@example.com"),
    ("m.e+shop@mail.example.co.uk", "m.e+shop@mail.example.co.uk", "m.e+shop@mail.example.co.uk"),
    ("o'hara@example.org", "o'hara@example.org", "o'hara@example.org"),
    ("a@xn--mller-kva.de", "a@xn--mller-kva.de", "a@xn--mller-kva.de"),
    ("1@2.example", "1@2.example", "1@2.example"),
];

const REFUSED: &[(&str, EmailRefused)] = &[
    ("", EmailRefused::Empty),
    (" \t ", EmailRefused::Empty),
    ("meier", EmailRefused::MissingPart),
    ("@example.com", EmailRefused::MissingPart),
    ("meier@", EmailRefused::MissingPart),
    ("@", EmailRefused::MissingPart),
    ("meier@@example.com", EmailRefused::Several),
    ("a@example.com,b@example.com", EmailRefused::Several),
    ("a@example.com; b@example.com", EmailRefused::Several),
    ("a@example.com b@example.com", EmailRefused::Several),
    ("meier@example.com\r\nBcc: x@example.net", EmailRefused::Control),
    ("meier@exam\0ple.com", EmailRefused::Control),
    ("meier@exam\tple.com", EmailRefused::Control),
    ("Anna Meier <meier@example.com>", EmailRefused::Space),
    ("me ier@example.com", EmailRefused::Space),
    ("me\u{a0}ier@example.com", EmailRefused::Space),
    ("<meier@example.com>", EmailRefused::Local),
    ("\"meier\"@example.com", EmailRefused::Local),
    ("mei(x)er@example.com", EmailRefused::Local),
    (".meier@example.com", EmailRefused::Local),
    ("meier.@example.com", EmailRefused::Local),
    ("me..ier@example.com", EmailRefused::Local),
    ("meier@example", EmailRefused::Domain),
    ("meier@.com", EmailRefused::Domain),
    ("meier@example..com", EmailRefused::Domain),
    ("meier@example.com.", EmailRefused::Domain),
    ("meier@-example.com", EmailRefused::Domain),
    ("meier@example-.com", EmailRefused::Domain),
    ("meier@exam_ple.com", EmailRefused::Domain),
    ("meier@[127.0.0.1]", EmailRefused::Domain),
    ("meier@127.0.0.1", EmailRefused::Domain),
    ("meier@example.com>", EmailRefused::Domain),
    // Look-alikes: a Cyrillic letter, a full-width sign, a zero-width space.
    ("m\u{435}ier@example.com", EmailRefused::NotAscii),
    ("meier@m\u{fc}ller.de", EmailRefused::NotAscii),
    ("meier\u{ff20}example.com", EmailRefused::NotAscii),
    ("meier@example.c\u{200b}om", EmailRefused::NotAscii),
];

/// CS-ENR-10: the domain is lower-cased; CS-RL-07: capital letters make no second person.
#[test]
fn addresses_are_normalised() {
    for (input, value, key) in READ {
        let address = EmailAddress::read(input);
        let address = address.unwrap_or_else(|refused| panic!("{input:?}: {refused}"));
        assert_eq!((address.as_str(), address.key().as_str()), (*value, *key));
    }
}

/// No input becomes a header of a mail or a second recipient.
#[test]
fn refused_addresses_say_why() {
    for (input, why) in REFUSED {
        let refused = EmailAddress::read(input).expect_err(input);
        assert_eq!(refused, *why, "{input:?}");
        assert!(refused.to_string().contains(": "), "names the fix: {refused}");
    }
}

/// RFC 5321 section 4.5.3.1.
#[test]
fn lengths_are_bounded() {
    let domain = |length: usize| {
        let labels = "a23456789.".repeat(25);
        format!("{}com", &labels[..length - 3])
    };
    let of = |local: usize, whole: usize| {
        EmailAddress::read(&format!("{}@{}", "x".repeat(local), domain(whole - local - 1)))
    };
    assert!(of(64, 254).is_ok());
    assert_eq!(of(64, 255), Err(EmailRefused::TooLong));
    assert_eq!(of(65, 200), Err(EmailRefused::TooLong));
    let label = |length: usize| EmailAddress::read(&format!("x@{}.com", "a".repeat(length)));
    assert!(label(63).is_ok());
    assert_eq!(label(64), Err(EmailRefused::Domain));
}

#[test]
fn debug_hides_the_name() {
    let address = EmailAddress::read("meier@example.com").expect("an address");
    assert_eq!(format!("{address:?}"), "EmailAddress(…@example.com)");
}

proptest! {
    /// No input makes it panic; what is read has one `@`, no white space, and reads as itself.
    #[test]
    fn what_is_read_reads_as_itself(input in "\\PC{0,60}|[a-zA-Z.+]{1,9}@[a-zA-Z.-]{1,9}") {
        if let Ok(address) = EmailAddress::read(&input) {
            prop_assert_eq!(address.as_str().matches('@').count(), 1);
            prop_assert!(address.as_str().bytes().all(|b| b.is_ascii_graphic()));
            prop_assert_eq!(EmailAddress::read(address.as_str()), Ok(address));
        }
    }
}
