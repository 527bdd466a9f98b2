//! Which six digits are guessed first.

use crate::listed::is_listed;

/// A known number of fewer digits than this is part of too many PINs to mean anything.
const SHORTEST_KNOWN: usize = 4;
/// Years that people are born or married in.
const YEARS: std::ops::RangeInclusive<u32> = 1920..=2039;
const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The commonest, as `data/README.md` says: keypad figures, dates of songs, numbers that everybody knows. One a line, sorted.
const COMMON: &str = include_str!("../../../data/common-pins.list");

pub(super) fn is_easy<'a>(pin: &str, known: impl IntoIterator<Item = &'a str>) -> bool {
    let digits: Vec<u32> = pin.chars().filter_map(|c| c.to_digit(10)).collect();
    repeats(&digits)
        || runs(&digits)
        || counts_in_pairs(&digits)
        || is_date(&digits)
        || is_listed(COMMON, pin)
        || known.into_iter().any(|number| is_part_of(pin, number))
}

/// One or two different digits, five alike in a row, a group that comes again, doubled digits, or a mirror.
fn repeats(digits: &[u32]) -> bool {
    let mut different = digits.to_vec();
    different.sort_unstable();
    different.dedup();
    different.len() <= 2
        || digits.windows(5).any(|five| five.iter().all(|digit| *digit == five[0]))
        || [2, 3].iter().any(|group| digits.iter().zip(&digits[*group..]).all(|(a, b)| a == b))
        || digits.chunks(2).all(|pair| pair[0] == pair[1])
        || digits.iter().eq(digits.iter().rev())
}

/// Five digits in a row that go up or down by the same step; after 9 comes 0.
fn runs(digits: &[u32]) -> bool {
    let steps: Vec<u32> = digits.windows(2).map(|pair| (10 + pair[1] - pair[0]) % 10).collect();
    steps.windows(4).any(|four| four.iter().all(|step| *step == four[0]))
}

/// 10, 11, 12 or 10, 20, 30.
fn counts_in_pairs(digits: &[u32]) -> bool {
    let pairs: Vec<u32> = digits.chunks(2).map(|pair| pair[0] * 10 + pair[1]).collect();
    let steps: Vec<u32> = pairs.windows(2).map(|pair| (100 + pair[1] - pair[0]) % 100).collect();
    let even = |step: u32| step.is_multiple_of(10) || step == 1 || step == 99;
    steps[0] == steps[1] && even(steps[0])
}

/// A day in any usual order, or a year at either end.
fn is_date(digits: &[u32]) -> bool {
    let pair = |at: usize| digits[at] * 10 + digits[at + 1];
    let (first, middle, last) = (pair(0), pair(2), pair(4));
    let day = |month: u32, day: u32| {
        (month as usize)
            .checked_sub(1)
            .and_then(|at| DAYS.get(at))
            .is_some_and(|most| (1..=*most).contains(&day))
    };
    day(middle, first)
        || day(first, middle)
        || day(middle, last)
        || YEARS.contains(&(first * 100 + middle))
        || YEARS.contains(&(middle * 100 + last))
}

/// Digits of the number, forwards or backwards; or the whole of a short one inside the PIN.
fn is_part_of(pin: &str, number: &str) -> bool {
    let number: String = number.chars().filter(char::is_ascii_digit).collect();
    let backwards: String = number.chars().rev().collect();
    number.contains(pin)
        || backwards.contains(pin)
        || (number.len() >= SHORTEST_KNOWN && pin.contains(&number))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CS-SUP-01: whatever stands in the list is easy, whatever stands beside it in number is not for that.
    #[test]
    fn every_common_pin_is_easy() {
        let lines: Vec<&str> = COMMON.lines().collect();
        assert!(lines.len() > 750 && lines.is_sorted());
        for line in &lines {
            assert!(line.len() == 6 && is_easy(line, []), "{line}");
        }
        for other in ["480739", "905174", "638402"] {
            assert!(!is_easy(other, []), "{other}");
        }
    }
}
