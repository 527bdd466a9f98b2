//! The policy numbers of the file, held to the bounds of the core.

use std::time::Duration;

use countersign_core::access::Right;
use countersign_core::limits::SendLimits;
use countersign_core::people::PasswordPolicy;
use countersign_core::policy::{HashCost, Policy};
use countersign_core::step_up::Area;

use super::check::Checking;
use super::raw;

/// Name in the core, name in the file.
const NAMES: &[(&str, &str)] = &[
    ("code_lifetime", "policy.code_minutes"),
    ("code_tries", "policy.code_tries"),
    ("order_tries", "policy.order_tries"),
    ("order_lifetime", "policy.order_minutes"),
    ("claim_lifetime", "policy.claim_minutes"),
    ("window", "policy.window_seconds"),
    ("new_number_rest", "policy.new_number_hours"),
    ("recognised_device", "policy.recognised_device_days"),
    ("session_idle", "policy.session_idle_minutes"),
    ("session_lasts", "policy.session_hours"),
    ("activity_days", "policy.activity_days"),
    ("sends.per_hour", "policy.sends_per_hour"),
    ("sends.per_day", "policy.sends_per_day"),
    ("sends.spacing", "policy.send_spacing_seconds"),
    ("hashing.memory_kib", "policy.password_memory_kib"),
    ("hashing.passes", "policy.password_passes"),
    ("areas", "areas"),
];

/// The policy in force.
pub(super) fn policy<'a>(
    c: &mut Checking<'_>,
    raw: &raw::PolicyNumbers,
    names: &[&str],
    own_areas: impl Iterator<Item = &'a String>,
) -> Policy {
    // A negative number is no span: it becomes none at all, which the bounds refuse.
    let span = |value: Option<i64>, unit_s: u64| {
        let count = u64::try_from(value.unwrap_or_default()).unwrap_or_default();
        Duration::from_secs(count.saturating_mul(unit_s))
    };
    let count = |value: Option<i64>| match value.unwrap_or_default() {
        value if value < 0 => 0,
        value => u32::try_from(value).unwrap_or(u32::MAX),
    };
    let technical_rights = technical_rights(c, raw.technical_rights.as_deref());
    let policy = Policy {
        technical_rights,
        code_lifetime: span(raw.code_minutes, 60),
        code_tries: count(raw.code_tries),
        order_tries: count(raw.order_tries),
        order_lifetime: span(raw.order_minutes, 60),
        claim_lifetime: span(raw.claim_minutes, 60),
        window: span(raw.window_seconds, 1),
        new_number_rest: span(raw.new_number_hours, 3_600),
        recognised_device: span(raw.recognised_device_days, 24 * 3_600),
        session_idle: span(raw.session_idle_minutes, 60),
        session_lasts: span(raw.session_hours, 3_600),
        activity_days: count(raw.activity_days),
        sends: SendLimits {
            per_hour: count(raw.sends_per_hour),
            per_day: count(raw.sends_per_day),
            spacing: span(raw.send_spacing_seconds, 1),
        },
        email_authorises_orders: raw.email_authorises_orders.unwrap_or_default(),
        whatsapp_authorises_orders: raw.whatsapp_authorises_orders.unwrap_or_default(),
        step_up_by_phone: raw.step_up_by_phone.unwrap_or_default(),
        share_contacts: raw.share_contacts.unwrap_or_default(),
        recovery_by_contacts: raw.recovery_by_contacts.unwrap_or_default(),
        passwords: PasswordPolicy {
            long_without_second_factor: raw.password_15_without_2fa.unwrap_or_default(),
            mixture: raw.password_mixture.unwrap_or_default(),
            words: names
                .iter()
                .map(|name| (*name).to_owned())
                .chain(raw.password_words.iter().flatten().cloned())
                .collect(),
        },
        hashing: HashCost {
            memory_kib: count(raw.password_memory_kib),
            passes: count(raw.password_passes),
        },
        areas_split: raw.split_areas.unwrap_or_default(),
        ..Policy::default()
    }
    .with_own_areas(own_areas.filter_map(|name| Area::parse(name).ok()));
    match policy.checked() {
        Ok(policy) => policy,
        Err(refused) => {
            for out in refused {
                let setting = NAMES
                    .iter()
                    .find(|(core, _)| *core == out.setting)
                    .map_or("policy", |(_, file)| file);
                c.refuse(setting, format_args!("is {}, but must be {}", out.value, out.bounds));
            }
            Policy::default()
        }
    }
}

/// What technical administrators can be allowed; what never is, is an error here and not a surprise later (CS-DEL-01).
fn technical_rights(c: &mut Checking<'_>, texts: Option<&[String]>) -> Vec<Right> {
    let Some(texts) = texts else { return Right::usual() };
    let mut rights = Vec::with_capacity(texts.len());
    for text in texts {
        match Right::parse(text) {
            Ok(right) => rights.push(right),
            Err(refused) => {
                c.refuse("policy.technical_rights", format_args!("holds {text:?}: {refused}"));
            }
        }
    }
    rights
}
