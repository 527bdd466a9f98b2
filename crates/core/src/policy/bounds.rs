//! The bounds of the settings: one outside them stops the start.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::settings::Policy;
use crate::step_up::Area;

/// A setting outside its bounds (CS-OPS-02).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{setting} is {value}, but must be {bounds}")]
pub struct OutOfBounds {
    /// The setting, by the name of its field in [`Policy`]: `code_lifetime`, `sends.per_hour`.
    pub setting: &'static str,
    /// What it was set to, with its unit: `11 min`.
    pub value: String,
    /// What is allowed: `60 s to 10 min`.
    pub bounds: String,
}

/// Every setting that is outside its bounds, in the order of the fields; at least one.
pub type PolicyRefused = Vec<OutOfBounds>;

impl Policy {
    /// The policy, if every setting is within its bounds.
    ///
    /// A tightening is always within them; a loosening beyond the design's numbers never is.
    pub fn checked(self) -> Result<Self, PolicyRefused> {
        let sends = self.sends;
        let found = [
            span("code_lifetime", self.code_lifetime, secs(60)..=mins(10)),
            count("code_tries", self.code_tries, 1..=5),
            count("order_tries", self.order_tries, 1..=3),
            span("order_lifetime", self.order_lifetime, mins(5)..=mins(60)),
            span("claim_lifetime", self.claim_lifetime, mins(5)..=mins(60)),
            span("window", self.window, secs(60)..=secs(600)),
            span("new_number_rest", self.new_number_rest, hours(24)..=hours(168)),
            span("recognised_device", self.recognised_device, hours(24)..=hours(720)),
            span("session_idle", self.session_idle, mins(5)..=mins(30)),
            span("session_lasts", self.session_lasts, hours(1)..=hours(12)),
            count("activity_days", self.activity_days, 90..=3_650),
            count("sends.per_hour", sends.per_hour, 1..=5),
            count("sends.per_day", sends.per_day, 1..=10),
            span("sends.spacing", sends.spacing, secs(30)..=mins(10)),
            count("hashing.memory_kib", self.hashing.memory_kib, LEAST_KIB..=MOST_KIB),
            count("hashing.passes", self.hashing.passes, 2..=10),
            self.areas_out_of_bounds(),
        ];
        let found: Vec<_> = found.into_iter().flatten().collect();
        if found.is_empty() { Ok(self) } else { Err(found) }
    }

    /// Leaving a built-in area out would switch step-up off for it.
    fn areas_out_of_bounds(&self) -> Option<OutOfBounds> {
        let missing = Area::built_in().into_iter().find(|area| !self.areas.contains(area));
        let value = match missing {
            Some(area) => format!("without {}", area.as_str()),
            None if self.areas.len() > MOST_AREAS => format!("{} names", self.areas.len()),
            None => return None,
        };
        let bounds = format!("at most {MOST_AREAS} names, every built-in one among them");
        Some(OutOfBounds { setting: "areas", value, bounds })
    }
}

/// Memory of a hash: from the least that is safe (OWASP Password Storage) to 1 GiB.
const LEAST_KIB: u32 = 19_456;
const MOST_KIB: u32 = 1_048_576;
/// Most areas there may be: a challenge may name them all.
const MOST_AREAS: usize = 100;

fn span(
    setting: &'static str,
    value: Duration,
    allowed: RangeInclusive<Duration>,
) -> Option<OutOfBounds> {
    let bounds = || format!("{} to {}", shown(*allowed.start()), shown(*allowed.end()));
    (!allowed.contains(&value)).then(|| OutOfBounds {
        setting,
        value: shown(value),
        bounds: bounds(),
    })
}

fn count(setting: &'static str, value: u32, allowed: RangeInclusive<u32>) -> Option<OutOfBounds> {
    let bounds = || format!("{} to {}", allowed.start(), allowed.end());
    (!allowed.contains(&value)).then(|| OutOfBounds {
        setting,
        value: value.to_string(),
        bounds: bounds(),
    })
}

/// A span in the largest unit that keeps it whole.
fn shown(span: Duration) -> String {
    let seconds = span.as_secs();
    if span.subsec_nanos() != 0 {
        format!("{} ms", span.as_millis())
    } else if seconds >= 7_200 && seconds.is_multiple_of(3_600) {
        format!("{} h", seconds / 3_600)
    } else if seconds >= 120 && seconds.is_multiple_of(60) {
        format!("{} min", seconds / 60)
    } else {
        format!("{seconds} s")
    }
}

const fn secs(n: u64) -> Duration {
    Duration::from_secs(n)
}

const fn mins(n: u64) -> Duration {
    Duration::from_mins(n)
}

const fn hours(n: u64) -> Duration {
    Duration::from_hours(n)
}
