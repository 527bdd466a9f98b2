//! Where messages go, and the most that is sent.

use std::sync::Arc;

use countersign_core::delivery::brake::Caps;
use countersign_core::delivery::{is_country, micros};
use countersign_core::people::Method;

use super::check::Checking;
use super::providers::Provider;
use super::routes::Carrier;
use super::{RoutesFile, raw};

pub(super) fn countries(c: &mut Checking<'_>, raw: &raw::Sending) -> Vec<String> {
    let written = raw.countries.clone().unwrap_or_default();
    for country in written.iter().filter(|country| !is_country(country)) {
        c.refuse("sending.countries", format_args!("holds {country:?}, which is no country"));
    }
    written
}

/// Reads the file of routes; `simple` and `providers`: who may stand in it, and what they carry.
pub(super) fn routes(
    c: &mut Checking<'_>,
    raw: &raw::Sending,
    simple: &[(&str, Vec<Method>)],
    providers: &[Provider],
) -> Option<Arc<RoutesFile>> {
    let path = c.path(raw.routes.as_ref()?);
    let simple = simple.iter().map(|(name, methods)| Carrier {
        name: (*name).to_owned(),
        carries: methods.clone(),
        settings: None,
    });
    let named = providers.iter().map(|one| Carrier {
        name: one.name.clone(),
        carries: one.settings.carries(),
        settings: Some(one.settings.clone()),
    });
    match RoutesFile::open(path, simple.chain(named).collect()) {
        Ok(file) => Some(Arc::new(file)),
        Err(wrong) => {
            c.refuse("sending.routes", format_args!("cannot be used: {wrong}"));
            None
        }
    }
}

pub(super) fn caps(c: &mut Checking<'_>, raw: &raw::Brake) -> Caps {
    let money = c.maybe("brake.money_per_day", raw.money_per_day.as_ref(), |text| {
        micros(text).is_some_and(|micros| micros > 0)
    });
    Caps {
        recipient_per_hour: c.number("brake.recipient_per_hour", raw.recipient_per_hour, 1..=10),
        address_per_hour: c.number("brake.address_per_hour", raw.address_per_hour, 1..=1_000),
        range_per_hour: c.number("brake.range_per_hour", raw.range_per_hour, 1..=1_000),
        provider_per_day: raw
            .provider_per_day
            .map(|_| c.number("brake.provider_per_day", raw.provider_per_day, 1..=100_000_000)),
        money_micros_per_day: money
            .and_then(|text| micros(&text))
            .and_then(|micros| u64::try_from(micros).ok()),
        only_records: raw.record_only.unwrap_or_default(),
    }
}
