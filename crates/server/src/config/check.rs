//! Checks every setting and gathers everything that is wrong, so that one start shows all of it.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use countersign_core::access::Right;
use countersign_core::people::Method;
use countersign_core::step_up::Area;
use secrecy::{ExposeSecret as _, SecretString};

use super::layers::Layers;
use super::parts::{
    brand, is_gsm7, is_origin, languages, log, portal, prices, replaced, short_label, time_zone,
    words,
};
use super::wrong::{ConfigRefused, Wrong};
use super::{Config, channels, policy, providers, raw, rights as right_words, sending};
use crate::http::Network;

/// Gathers what is wrong. A value that is refused is replaced by a harmless one, so that the rest is checked too; the
/// configuration is given out only if nothing was refused.
pub(super) struct Checking<'l> {
    pub(super) layers: &'l Layers<'l>,
    pub(super) folder: &'l Path,
    found: Vec<Wrong>,
}

impl Checking<'_> {
    /// Notes that a setting is wrong.
    pub(super) fn refuse(&mut self, setting: &str, why: impl std::fmt::Display) {
        let wrong = self.layers.wrong(setting, why);
        self.found.push(wrong);
    }

    /// Notes what is wrong.
    pub(super) fn note(&mut self, wrong: Wrong) {
        self.found.push(wrong);
    }

    /// A text that passes a test.
    pub(super) fn text(
        &mut self,
        setting: &str,
        value: Option<&String>,
        fits: impl Fn(&str) -> bool,
    ) -> String {
        match value {
            Some(text) if fits(text) => text.clone(),
            Some(_) => {
                self.refuse(setting, "cannot be used as it stands");
                String::new()
            }
            None => {
                self.refuse(setting, "is missing");
                String::new()
            }
        }
    }

    /// A text that may be left out.
    pub(super) fn maybe(
        &mut self,
        setting: &str,
        value: Option<&String>,
        fits: impl Fn(&str) -> bool,
    ) -> Option<String> {
        value.map(|_| self.text(setting, value, fits))
    }

    /// A number within bounds.
    pub(super) fn number<N: TryFrom<i64> + Default>(
        &mut self,
        setting: &str,
        value: Option<i64>,
        bounds: std::ops::RangeInclusive<i64>,
    ) -> N {
        match value {
            Some(number) if bounds.contains(&number) => N::try_from(number).unwrap_or_default(),
            Some(number) => {
                self.refuse(
                    setting,
                    format_args!("is {number}, but must be {} to {}", bounds.start(), bounds.end()),
                );
                N::default()
            }
            None => {
                self.refuse(setting, "is missing");
                N::default()
            }
        }
    }

    /// A path, counted from the configuration file.
    pub(super) fn path(&self, written: &str) -> PathBuf {
        self.folder.join(written)
    }

    /// A secret written in the file, or lying in a file of its own.
    pub(super) fn secret(
        &mut self,
        setting: &str,
        written: Option<&raw::Secret>,
        file: Option<&String>,
    ) -> Option<SecretString> {
        match (written, file) {
            (Some(_), Some(_)) => {
                self.refuse(
                    setting,
                    format_args!("stands beside {setting}_file; keep one of them"),
                );
                None
            }
            (Some(raw::Secret(secret)), None) => Some(secret.clone()),
            (None, Some(file)) => {
                let read = std::fs::read_to_string(self.path(file));
                if let Err(error) = &read {
                    self.refuse(
                        &format!("{setting}_file"),
                        format_args!("cannot be read: {error}"),
                    );
                }
                read.ok().map(|text| text.trim_end_matches(['\r', '\n']).to_owned().into())
            }
            (None, None) => None,
        }
    }
}

/// The configuration, or everything that is wrong with it.
pub(super) fn check(layers: &Layers<'_>, folder: &Path) -> Result<Config, ConfigRefused> {
    let raw = layers.raw.clone();
    let mut checking = Checking { layers, folder, found: Vec::new() };
    let c = &mut checking;
    let server = raw.server.unwrap_or_default();
    let database = raw.database.unwrap_or_default();
    let channels = raw.channels.unwrap_or_default();
    let area_names = words(
        c,
        "areas",
        raw.areas.unwrap_or_default(),
        |name| Area::parse(name).is_ok(),
        short_label,
    );
    let labels = raw.orders.unwrap_or_default().labels.unwrap_or_default();
    let order_labels = words(
        c,
        "orders.labels",
        labels,
        |name| Area::parse(name).is_ok(),
        |text| is_gsm7(text, 22),
    );
    let rights = raw.rights.unwrap_or_default();
    let right_names = words(
        c,
        "rights",
        right_words::named(&rights),
        |name| Right::parse(name).is_ok(),
        short_label,
    );
    let texts = raw.texts.unwrap_or_default();
    let spoken = raw.languages.unwrap_or_default();
    let time_zone = time_zone(c, spoken.time_zone.as_ref());
    let languages = languages(c, &spoken);
    let brand = brand(c, &raw.brand.unwrap_or_default());
    let portal = portal(c, &raw.portal.unwrap_or_default());
    let words_of_ours = [brand.short_name.as_str(), &brand.product, &portal.name];
    let policy =
        policy::policy(c, &raw.policy.unwrap_or_default(), &words_of_ours, area_names.keys());
    let policy = right_words::reaching(c, policy, &rights);
    let sending = raw.sending.unwrap_or_default();
    let smtp = channels.smtp.and_then(|smtp| channels::smtp(c, &smtp));
    let webhook = channels.webhook.and_then(|webhook| channels::webhook(c, &webhook));
    let tickets = raw.tickets.and_then(|tickets| channels::tickets(c, &tickets));
    let mut simple = Vec::new();
    simple.extend(smtp.as_ref().map(|_| ("smtp", vec![Method::Email])));
    simple.extend(webhook.as_ref().map(|webhook| ("webhook", webhook.carries.clone())));
    let names = simple.iter().map(|(name, _)| *name).collect();
    let public_origin = c.text("server.public_origin", server.public_origin.as_ref(), is_origin);
    let house = providers::House { origin: &public_origin, brand: &brand.short_name };
    let entries = raw.providers.unwrap_or_default();
    let providers = providers::providers(c, house, &entries, names);
    let config = Config {
        listen: parsed(c, "server.listen", server.listen.as_ref())
            .unwrap_or(([127, 0, 0, 1], 0).into()),
        public_origin,
        trusted_proxies: networks(c, "server.trusted_proxies", server.trusted_proxies.as_ref()),
        metrics_from: networks(c, "server.metrics_from", server.metrics_from.as_ref()),
        database_url: database_url(c, database.url.as_ref()),
        database_pool: c.number("database.pool", database.pool, 1..=200),
        keys_file: {
            let file = raw.keys.unwrap_or_default().file;
            let file = c.text("keys.file", file.as_ref(), |text| !text.is_empty());
            c.path(&file)
        },
        portal,
        brand,
        languages,
        time_zone,
        smtp,
        webhook,
        tickets,
        routes: sending::routes(c, &sending, &simple, &providers),
        countries: sending::countries(c, &sending),
        caps: sending::caps(c, &raw.brake.unwrap_or_default()),
        providers,
        prices: prices(c, &raw.prices.unwrap_or_default()),
        policy,
        area_names,
        right_names,
        order_labels,
        texts: replaced(&texts),
        log: log(c, &raw.log.unwrap_or_default()),
    };
    if checking.found.is_empty()
        && let Err(bad) = crate::open::texts(&config)
    {
        checking.refuse("texts", format_args!("cannot be used: {bad}"));
    }
    if checking.found.is_empty() { Ok(config) } else { Err(ConfigRefused(checking.found)) }
}

fn parsed<T: FromStr<Err: std::fmt::Display>>(
    c: &mut Checking<'_>,
    setting: &str,
    value: Option<&String>,
) -> Option<T> {
    match value?.parse() {
        Ok(value) => Some(value),
        Err(error) => {
            c.refuse(setting, format_args!("cannot be read: {error}"));
            None
        }
    }
}

fn networks(c: &mut Checking<'_>, setting: &str, written: Option<&Vec<String>>) -> Vec<Network> {
    written.into_iter().flatten().filter_map(|text| parsed(c, setting, Some(text))).collect()
}

fn database_url(c: &mut Checking<'_>, url: Option<&raw::Secret>) -> SecretString {
    let url = url.map_or("", |raw::Secret(url)| url.expose_secret());
    match url.strip_prefix("sqlite:") {
        Some("") => {
            c.refuse("database.url", "names no file");
            SecretString::default()
        }
        Some(path) => format!("sqlite:{}", c.path(path).display()).into(),
        None => {
            if !(url.starts_with("postgres://") || url.starts_with("postgresql://")) {
                c.refuse("database.url", "names no engine");
            }
            url.into()
        }
    }
}
