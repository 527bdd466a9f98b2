//! Which six digits are guessed first.

/// A known number of fewer digits than this is part of too many PINs to mean anything.
const SHORTEST_KNOWN: usize = 4;
/// Years that people are born or married in.
const YEARS: std::ops::RangeInclusive<u32> = 1920..=2039;
const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The commonest that no rule below finds: keypad figures, dates of songs, numbers that everybody knows.
const COMMON: [&str; 64] = [
    "112358", "124578", "124536", "134679", "135246", "139713", "142536", "143143", "145236",
    "146890", "147147", "147258", "147369", "147852", "147896", "147963", "159357", "159753",
    "159874", "161803", "163264", "168168", "173205", "192837", "201314", "235689", "258369",
    "258456", "258741", "271828", "314159", "321456", "321654", "357159", "357951", "369147",
    "369258", "369852", "420247", "420691", "456123", "456258", "456852", "520131", "520520",
    "521521", "654123", "654852", "741258", "741852", "741963", "753159", "753951", "789123",
    "789321", "789456", "789654", "852456", "852963", "951753", "963147", "963741", "963852",
    "987123",
];

pub(super) fn is_easy<'a>(pin: &str, known: impl IntoIterator<Item = &'a str>) -> bool {
    let digits: Vec<u32> = pin.chars().filter_map(|c| c.to_digit(10)).collect();
    repeats(&digits)
        || runs(&digits)
        || counts_in_pairs(&digits)
        || is_date(&digits)
        || COMMON.contains(&pin)
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
