//! The digits of delivered codes are flat and independent (CS-DC-01).

use countersign_core::challenge::{Digits, Expected, KeyId};
use countersign_core::ids::ChallengeId;

use crate::samples::{Seeded, delivered, keys, step_up};

/// The codes of `count` challenges that differ by their id only, eight digits each. The same in
/// every run: nothing here can fail now and then.
fn codes(count: usize) -> Vec<[u8; 8]> {
    let (keys, mut rng) = (keys(), Seeded(1));
    let mut challenge = delivered(step_up());
    let Expected::Code { recipient, .. } = challenge.expected.clone() else { unreachable!() };
    challenge.expected =
        Expected::Code { recipient, digits: Digits::Eight, key: KeyId("k1".to_owned()) };
    (0..count)
        .map(|_| {
            challenge.id = ChallengeId::generate(&mut rng);
            let code = challenge.code(&keys).expect("a code");
            code.reveal().as_bytes().try_into().expect("eight digits")
        })
        .collect()
}

fn chi_square(counts: &[u32]) -> f64 {
    let expected =
        f64::from(counts.iter().sum::<u32>() / u32::try_from(counts.len()).expect("few"));
    counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum()
}

/// Chi-square per digit and per pair of neighbours, and between a code and the next one.
fn assert_flat(codes: &[[u8; 8]]) {
    // 99.9 % points of chi-square with 9 and 99 degrees of freedom.
    let (of_ten, of_hundred) = (27.88, 148.23);
    let digit = |byte: u8| usize::from(byte - b'0');
    for place in 0..8 {
        let mut counts = [0u32; 10];
        for code in codes {
            counts[digit(code[place])] += 1;
        }
        assert!(chi_square(&counts) < of_ten, "digit {place}: {counts:?}");
        assert!(counts[0] > 0, "leading zeros");
    }
    for place in 0..7 {
        let mut pairs = [0u32; 100];
        for code in codes {
            pairs[digit(code[place]) * 10 + digit(code[place + 1])] += 1;
        }
        assert!(chi_square(&pairs) < of_hundred, "digits {place} and {}", place + 1);
    }
    for place in 0..8 {
        let mut pairs = [0u32; 100];
        for two in codes.windows(2) {
            pairs[digit(two[0][place]) * 10 + digit(two[1][place])] += 1;
        }
        assert!(chi_square(&pairs) < of_hundred, "digit {place} of two codes in a row");
    }
}

#[test]
fn ten_thousand_codes_are_flat() {
    assert_flat(&codes(10_000));
}

/// Two million show a bias of one in a thousand in a single digit.
#[test]
#[cfg(feature = "statistics")]
fn two_million_codes_are_flat() {
    assert_flat(&codes(2_000_000));
}
