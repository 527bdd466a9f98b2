//! Settings: safe defaults, and a start that stops at the first number out of bounds.

use std::time::Duration;

use countersign_core::limits::SendLimits;
use countersign_core::policy::Policy;
use countersign_core::step_up::Area;

const fn mins(n: u64) -> Duration {
    Duration::from_mins(n)
}

const fn secs(n: u64) -> Duration {
    Duration::from_secs(n)
}

/// docs/requirements.md, "The numbers".
#[test]
fn the_defaults_are_the_designs() {
    let policy = Policy::default().checked().expect("the defaults are within their bounds");
    assert_eq!((policy.code_lifetime, policy.code_tries, policy.order_tries), (mins(10), 5, 3));
    assert_eq!((policy.order_lifetime, policy.claim_lifetime), (mins(15), mins(60)));
    assert_eq!((policy.window, policy.new_number_rest), (secs(600), mins(24 * 60)));
    assert_eq!(policy.recognised_device, mins(30 * 24 * 60));
    assert_eq!((policy.session_idle, policy.session_lasts), (mins(30), mins(12 * 60)));
    let sends = SendLimits { per_hour: 5, per_day: 10, spacing: secs(30) };
    assert_eq!(policy.sends, sends);
    assert!(!policy.email_authorises_orders && !policy.whatsapp_authorises_orders);
    assert!(!policy.step_up_by_phone && !policy.areas_split);
    let names: Vec<_> = policy.areas.iter().map(Area::as_str).collect();
    assert_eq!(
        names,
        ["personal-data", "invoices", "payment-methods", "domain-config", "email-management"]
    );
}

/// CS-OPS-02, CS-DC-02, CS-ORD-07: both ends of every bound pass, one beyond each is refused by name.
#[test]
fn settings_out_of_bounds_are_refused() {
    type Set<T> = fn(&mut Policy, T);
    let spans: [(&str, Set<Duration>, Duration, Duration); 6] = [
        ("code_lifetime", |policy, to| policy.code_lifetime = to, secs(60), mins(10)),
        ("order_lifetime", |policy, to| policy.order_lifetime = to, mins(5), mins(60)),
        ("claim_lifetime", |policy, to| policy.claim_lifetime = to, mins(5), mins(60)),
        ("window", |policy, to| policy.window = to, secs(60), secs(600)),
        ("sends.spacing", |policy, to| policy.sends.spacing = to, secs(30), mins(10)),
        ("new_number_rest", |policy, to| policy.new_number_rest = to, mins(1_440), mins(10_080)),
    ];
    let beyond = Duration::from_millis(1);
    for (setting, set, least, most) in spans {
        let with = |to| with(|policy| set(policy, to));
        assert!(with(least).checked().is_ok() && with(most).checked().is_ok(), "{setting}");
        for out in [Duration::ZERO, least.saturating_sub(beyond), most + beyond, Duration::MAX] {
            assert_eq!(refused(with(out)), [setting], "{out:?}");
        }
    }
    let counts: [(&str, Set<u32>, u32); 4] = [
        ("code_tries", |policy, to| policy.code_tries = to, 5),
        ("order_tries", |policy, to| policy.order_tries = to, 3),
        ("sends.per_hour", |policy, to| policy.sends.per_hour = to, 5),
        ("sends.per_day", |policy, to| policy.sends.per_day = to, 10),
    ];
    for (setting, set, most) in counts {
        let with = |to| with(|policy| set(policy, to));
        assert!(with(1).checked().is_ok() && with(most).checked().is_ok(), "{setting}");
        for out in [0, most + 1, 1_000, u32::MAX] {
            assert_eq!(refused(with(out)), [setting], "{out}");
        }
    }
}

/// The operator reads what is wrong, all of it at once, with what is allowed.
#[test]
fn each_refusal_names_setting_value_and_bounds() {
    let wrong = with(|policy| {
        policy.code_lifetime = mins(11);
        policy.code_tries = 0;
        policy.recognised_device = mins(31 * 24 * 60);
        policy.sends.spacing = Duration::from_millis(1_500);
    });
    let told: Vec<_> =
        wrong.checked().expect_err("four").into_iter().map(|wrong| wrong.to_string()).collect();
    assert_eq!(
        told,
        [
            "code_lifetime is 11 min, but must be 60 s to 10 min",
            "code_tries is 0, but must be 1 to 5",
            "recognised_device is 744 h, but must be 24 h to 720 h",
            "sends.spacing is 1500 ms, but must be 30 s to 10 min",
        ]
    );
}

/// CS-STEP-09: leaving a built-in area out would switch step-up off for it.
#[test]
fn areas_can_be_added_and_not_taken_away() {
    let area = |name: &str| Area::parse(name).expect("an area");
    let policy =
        Policy::default().with_own_areas([area("backups"), area("invoices"), area("backups")]);
    assert_eq!(policy.areas.len(), 6, "each once");
    assert!(policy.has_area(&area("backups")) && !policy.has_area(&area("servers")));
    assert!(policy.checked().is_ok());

    let without = with(|policy| policy.areas.retain(|area| area.as_str() != "invoices"));
    let told = without.checked().expect_err("one is missing")[0].to_string();
    assert!(told.starts_with("areas is without invoices, but must be"), "{told}");
    let many = Policy::default().with_own_areas((0..96).map(|n| area(&format!("own-{n}"))));
    assert_eq!(refused(many), ["areas"]);
}

fn with(change: impl FnOnce(&mut Policy)) -> Policy {
    let mut policy = Policy::default();
    change(&mut policy);
    policy
}

fn refused(policy: Policy) -> Vec<&'static str> {
    policy.checked().expect_err("out of bounds").into_iter().map(|wrong| wrong.setting).collect()
}
