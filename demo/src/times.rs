//! Clock times and dates as the demo's pages show them.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// Now, in RFC 3339.
pub fn now() -> String {
    Timestamp::now().to_string()
}

/// RFC 3339 of `hours` hours ago.
pub fn hours_ago(hours: i64) -> String {
    let seconds = Timestamp::now().as_second() - hours * 3600;
    Timestamp::from_second(seconds).unwrap_or_default().to_string()
}

/// Seconds since 1970.
pub fn unix_seconds() -> u64 {
    u64::try_from(Timestamp::now().as_second()).unwrap_or_default()
}

/// "14:50"; what is no time stays as it is.
pub fn clock(text: &str) -> String {
    local(text).map_or_else(|| text.to_owned(), |time| time.strftime("%H:%M").to_string())
}

/// "14:50:07".
pub fn clock_with_seconds(text: &str) -> String {
    local(text).map_or_else(|| text.to_owned(), |time| time.strftime("%H:%M:%S").to_string())
}

/// "22 Nov 2026, 02:15".
pub fn moment(text: &str) -> String {
    local(text)
        .map_or_else(|| text.to_owned(), |time| time.strftime("%-d %b %Y, %H:%M").to_string())
}

/// "22 Nov 2026".
pub fn day(text: &str) -> String {
    local(text).map_or_else(|| text.to_owned(), |time| time.strftime("%-d %b %Y").to_string())
}

/// "22.11.2026, 02:15 Uhr": for the slip of a person who reads German.
pub fn moment_german(text: &str) -> String {
    local(text)
        .map_or_else(|| text.to_owned(), |time| time.strftime("%d.%m.%Y, %H:%M Uhr").to_string())
}

fn local(text: &str) -> Option<Zoned> {
    Some(text.parse::<Timestamp>().ok()?.to_zoned(TimeZone::system()))
}
