//! The settings as a commented file, as a page of the documentation, and as what is in force.

use std::fmt::Write as _;

use super::Config;
use super::providers::{KINDS, ProviderKind};
use super::settings::{OPTIONAL_SECTIONS, Setting, settings};

/// The section after which the providers are shown.
const BEFORE_PROVIDERS: &str = "channels.webhook";

/// A configuration file with every setting as a comment; what `given` names is set.
pub fn sample(given: &[(&str, String)]) -> String {
    let mut out = String::from(
        "# Countersign's settings. A line that begins with # shows a default or an example.\n\
         # Every setting can be overridden from the environment: COUNTERSIGN_<SECTION>__<NAME>.\n\
         # `countersign check-config` prints what is in force.\n",
    );
    let mut section = "";
    for setting in settings() {
        let (here, name) = setting.path.rsplit_once('.').unwrap_or(("", setting.path));
        if here != section {
            if section == BEFORE_PROVIDERS {
                for kind in KINDS {
                    sample_provider(&mut out, kind);
                }
            }
            section = here;
            let off = here.contains('*') || OPTIONAL_SECTIONS.contains(&here);
            let mark = if off { "# " } else { "" };
            let _ = write!(out, "\n{mark}[{}]\n", example_section(here));
        }
        let _ = writeln!(out, "# {} ({})", setting.says, setting.bounds);
        match given.iter().find(|(path, _)| *path == setting.path) {
            Some((_, value)) => {
                let _ = writeln!(out, "{name} = {value}");
            }
            None => {
                let _ = writeln!(out, "# {name} = {}", setting.example);
            }
        }
    }
    out
}

/// A provider of this kind, switched off.
fn sample_provider(out: &mut String, kind: &ProviderKind) {
    let ProviderKind { name, says, settings, .. } = kind;
    let _ = write!(
        out,
        "\n# Any number of providers: {says}\n# [[providers]]\n# name = \"my-{name}\"\n# kind = \"{name}\"\n"
    );
    for setting in *settings {
        let _ = writeln!(
            out,
            "# {} ({})\n# {} = {}",
            setting.says, setting.bounds, setting.path, setting.example
        );
    }
}

fn example_section(section: &str) -> String {
    match section {
        "areas.*" => "areas.server-console".into(),
        "rights.*" => "rights.hosting".into(),
        "orders.labels.*" => "orders.labels.restore-snapshot".into(),
        other => other.into(),
    }
}

/// docs/operators/settings.md.
pub fn markdown() -> String {
    let mut out = String::from(
        "# Settings\n\n\
         One TOML file, `countersign.toml` unless `--config` names another. Each setting can be overridden by an\n\
         environment variable: `COUNTERSIGN_`, the section, two underscores, the name, all in capitals\n\
         (`COUNTERSIGN_SERVER__LISTEN`, `COUNTERSIGN_CHANNELS__SMTP__HOST`); lists are parted by commas. Paths count from the\n\
         folder of the file. A wrong or unknown setting stops the start with its line and the fix.\n\n\
         Providers are entries of a list, `[[providers]]`, each with a `name` of yours (a-z, 0-9 and hyphens), a `kind` and the\n\
         settings of that kind. The environment speaks of them by name: `COUNTERSIGN_PROVIDERS__BULK_SMS__SECRET` is the secret\n\
         of the provider `bulk-sms`. `[channels.smtp]` and `[channels.webhook]` are the simplest set-up: two providers with the\n\
         names `smtp` and `webhook`.\n\n\
         `countersign init` writes the file, `countersign check-config` prints what is in force. This page is made by\n\
         `countersign check-config --markdown`.\n",
    );
    let mut section = "";
    for setting in settings() {
        let (here, name) = setting.path.rsplit_once('.').unwrap_or(("", setting.path));
        if here != section {
            if section == BEFORE_PROVIDERS {
                for kind in KINDS {
                    document_provider(&mut out, kind);
                }
            }
            section = here;
            let shown = here.replace('*', "<name>");
            let _ = write!(out, "\n## `[{shown}]`\n\n{TABLE_HEAD}");
        }
        row(&mut out, name, setting);
    }
    out
}

const TABLE_HEAD: &str = "| name | default | allowed | meaning |\n| --- | --- | --- | --- |\n";

fn row(out: &mut String, name: &str, setting: &Setting) {
    let _ = writeln!(
        out,
        "| `{name}` | {} | {} | {} |",
        default_cell(setting),
        setting.bounds,
        setting.says
    );
}

fn document_provider(out: &mut String, kind: &ProviderKind) {
    let ProviderKind { name, says, settings, .. } = kind;
    let _ = write!(out, "\n## `[[providers]]` of kind `{name}`\n\n{says}\n\n{TABLE_HEAD}");
    for setting in *settings {
        row(out, setting.path, setting);
    }
}

fn default_cell(setting: &Setting) -> String {
    setting.default.map_or_else(
        || format!("not set, e.g. `{}`", setting.example),
        |value| format!("`{value}`"),
    )
}

/// What is in force, one `name = value` a line. Secrets are left out.
pub fn summary(config: &Config) -> String {
    let policy = &config.policy;
    let seconds = |span: std::time::Duration| format!("{} s", span.as_secs());
    let carried = |on: bool, name: &str| if on { name.to_owned() } else { format!("no {name}") };
    let areas: Vec<&str> =
        policy.areas.iter().map(countersign_core::step_up::Area::as_str).collect();
    let lines = [
        ("server.listen", config.listen.to_string()),
        ("server.public_origin", config.public_origin.clone()),
        ("server.trusted_proxies", format!("{} ranges", config.trusted_proxies.len())),
        ("database", database_kind(config)),
        ("keys.file", config.keys_file.display().to_string()),
        ("portal.audience", config.portal.audience.clone()),
        ("portal.return_targets", config.portal.return_targets.origins().join(" ")),
        (
            "channels",
            [carried(config.smtp.is_some(), "smtp"), carried(config.webhook.is_some(), "webhook")]
                .into_iter()
                .chain(config.providers.iter().map(|one| format!("{} ({})", one.name, one.kind)))
                .collect::<Vec<_>>()
                .join(", "),
        ),
        ("tickets", carried(config.tickets.is_some(), "handed over")),
        ("policy.code", format!("{}, {} tries", seconds(policy.code_lifetime), policy.code_tries)),
        (
            "policy.order",
            format!(
                "{}, {} tries, claimed within {}",
                seconds(policy.order_lifetime),
                policy.order_tries,
                seconds(policy.claim_lifetime)
            ),
        ),
        ("policy.window", seconds(policy.window)),
        ("policy.new_number_rest", seconds(policy.new_number_rest)),
        ("policy.recognised_device", seconds(policy.recognised_device)),
        ("policy.session_idle", seconds(policy.session_idle)),
        ("policy.session_lasts", seconds(policy.session_lasts)),
        (
            "policy.sends",
            format!(
                "{} an hour, {} a day, {} apart",
                policy.sends.per_hour,
                policy.sends.per_day,
                seconds(policy.sends.spacing)
            ),
        ),
        ("policy.email_authorises_orders", policy.email_authorises_orders.to_string()),
        ("policy.whatsapp_authorises_orders", policy.whatsapp_authorises_orders.to_string()),
        ("policy.step_up_by_phone", policy.step_up_by_phone.to_string()),
        ("policy.share_contacts", policy.share_contacts.to_string()),
        ("policy.recovery_by_contacts", policy.recovery_by_contacts.to_string()),
        ("policy.split_areas", policy.areas_split.to_string()),
        (
            "policy.password",
            format!(
                "at least {}, without a second factor {}{}",
                policy.passwords.least(true),
                policy.passwords.least(false),
                if policy.passwords.mixture { ", mixed" } else { "" }
            ),
        ),
        (
            "policy.password_hash",
            format!("{} KiB, {} passes", policy.hashing.memory_kib, policy.hashing.passes),
        ),
        ("areas", areas.join(" ")),
    ];
    lines.iter().fold(String::new(), |mut out, (name, value)| {
        let _ = writeln!(out, "{name} = {value}");
        out
    })
}

/// The engine and, for SQLite, the file; never the address of a server, which may hold a password.
fn database_kind(config: &Config) -> String {
    use secrecy::ExposeSecret as _;
    let url = config.database_url.expose_secret();
    if url.starts_with("sqlite:") { url.to_owned() } else { "postgres".to_owned() }
}
