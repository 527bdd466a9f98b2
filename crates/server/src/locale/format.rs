//! Clock times, dates and prices as a language writes them.

use countersign_core::order::Amount;
use countersign_core::ports::Timestamp;
use fluent_bundle::{FluentArgs, FluentValue};
use jiff::{Timestamp as Instant, Zoned};

use super::{Arg, Html, Texts};

impl Texts {
    /// A clock time with its machine form beside it, so that a script can tell it in the zone of
    /// the browser. The zone is named when the operator set none and it is UTC.
    pub fn clock(&self, at: Timestamp) -> Html {
        self.time(at, "%H:%M")
    }

    /// The same with seconds, rounded up, so that what is promised from then on holds.
    pub fn clock_to_the_second(&self, at: Timestamp) -> Html {
        self.time(Timestamp::from_ms(at.ms().saturating_add(999)), "%H:%M:%S")
    }

    fn time(&self, at: Timestamp, pattern: &str) -> Html {
        let zoned = self.zoned(at);
        let time = zoned.strftime(pattern).to_string();
        let zone = zoned.strftime("%Z").to_string();
        let (key, zone) = if zone == "UTC" { ("clock-zone", zone) } else { ("clock", zone) };
        let mut args = FluentArgs::new();
        args.set("time", FluentValue::from(time));
        args.set("zone", FluentValue::from(zone));
        let shown = self.format(key, &args);
        Html(format!("<time datetime=\"{}\">{shown}</time>", zoned.strftime("%FT%T%:z")))
    }

    /// A date in words.
    pub fn date(&self, at: Timestamp) -> Html {
        let zoned = self.zoned(at);
        let mut args = FluentArgs::new();
        args.set("day", FluentValue::from(i64::from(zoned.day())));
        args.set("month", FluentValue::from(i64::from(zoned.month())));
        args.set("year", FluentValue::from(zoned.year().to_string()));
        let shown = self.format("date", &args);
        Html(format!("<time datetime=\"{}\">{shown}</time>", zoned.strftime("%F")))
    }

    /// When the day written like `2026-05-12` begins and when it is over, in the zone of clock times; `None`: it is no day.
    pub fn day(&self, written: &str) -> Option<(Timestamp, Timestamp)> {
        let day: jiff::civil::Date = written.parse().ok()?;
        let begins = day.to_zoned(self.zone.clone()).ok()?;
        let ends = day.tomorrow().ok()?.to_zoned(self.zone.clone()).ok()?;
        let at = |zoned: &Zoned| Timestamp::from_ms(zoned.timestamp().as_millisecond());
        Some((at(&begins), at(&ends)))
    }

    /// A price with its currency; nothing to pay is a word.
    pub fn money(&self, amount: &Amount) -> Html {
        if amount.value.bytes().all(|b| matches!(b, b'0' | b'.')) {
            return self.say("free");
        }
        let value = match self.language {
            countersign_core::people::Language::De => amount.value.replace('.', ","),
            countersign_core::people::Language::En => amount.value.clone(),
        };
        self.tell("money", &[("value", Arg::Ltr(&value)), ("currency", Arg::Ltr(&amount.currency))])
    }

    fn zoned(&self, at: Timestamp) -> Zoned {
        Instant::from_millisecond(at.ms()).unwrap_or(Instant::MAX).to_zoned(self.zone.clone())
    }

    fn format(&self, key: &str, args: &FluentArgs<'_>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("⟦{key}⟧");
        };
        self.bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned()
    }
}
