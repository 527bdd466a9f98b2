//! Lays the environment over the file over the defaults, and says where each value came from.

use std::path::{Path, PathBuf};

use serde::Deserialize as _;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use super::raw::Raw;
use super::settings::{self, Kind, OPTIONAL_SECTIONS, settings};
use super::wrong::{self, ConfigRefused, Place, Wrong};

/// What every environment override begins with; `__` then parts section and name.
const PREFIX: &str = "COUNTERSIGN_";
/// Those that are no setting and heeded: they name the file itself, and the folder of the demo.
const NO_SETTINGS: [&str; 2] = ["COUNTERSIGN_CONFIG", "COUNTERSIGN_DEMO_DATA"];

/// What begins like a setting in the environment and is none, lacking the two underscores: the names, never the values. Nothing heeds
/// them; whoever hoped for a test mode is told so (CS-OPS-01).
pub fn of_no_setting(environment: impl IntoIterator<Item = (String, String)>) -> Vec<String> {
    let names = environment.into_iter().map(|(name, _)| name);
    let ours =
        names.filter(|name| name.starts_with(PREFIX) && !NO_SETTINGS.contains(&name.as_str()));
    let mut strangers: Vec<String> = ours.filter(|name| !name.contains("__")).collect();
    strangers.sort();
    strangers
}

/// A file, and what the environment says beside it.
pub(super) struct Layers<'s> {
    path: PathBuf,
    source: &'s str,
    overrides: Vec<(String, String)>,
    /// Settings of providers that the environment says.
    pub(super) of_providers: Vec<OfProvider>,
    /// The values, nothing checked but their types.
    pub(super) raw: Raw,
}

/// What an environment variable says of a provider. Its text may be a secret.
pub(super) struct OfProvider {
    /// The variable.
    pub(super) variable: String,
    /// The provider's name, with underscores for hyphens.
    pub(super) provider: String,
    /// The setting.
    pub(super) setting: String,
    /// What it says.
    pub(super) text: secrecy::SecretString,
}

impl<'s> Layers<'s> {
    /// Reads a file's text and the environment.
    pub(super) fn read(
        path: &Path,
        source: &'s str,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigRefused> {
        let raw = toml::from_str::<Raw>(source).map_err(|error| in_file(path, source, &error))?;
        drop(raw);
        let file: Table = toml::from_str(source).map_err(|error| in_file(path, source, &error))?;
        let mut all = Table::new();
        let mut overrides = Vec::new();
        let mut over = Table::new();
        let mut of_providers = Vec::new();
        for (name, text) in environment {
            if let Some(said) = of_provider(&name, &text) {
                of_providers.push(said);
                continue;
            }
            let Some((path, value)) = override_of(&name, &text)? else { continue };
            put(&mut over, &path, value);
            overrides.push((path, name));
        }
        for setting in settings() {
            let Some(default) = setting.default else { continue };
            let begun = |section: &&str| {
                setting.path.starts_with(&format!("{section}."))
                    && !has(&file, section)
                    && !has(&over, section)
            };
            if !OPTIONAL_SECTIONS.iter().any(begun) {
                put(&mut all, setting.path, parse_value(default).unwrap_or(Value::Boolean(false)));
            }
        }
        lay(&mut all, file);
        lay(&mut all, over);
        let raw = Raw::deserialize(all).map_err(|error| Wrong {
            place: Place::File { path: path.to_owned(), line: 0, column: 0 },
            why: hide_values(error.message()),
            fix: "see docs/operators/settings.md".into(),
        })?;
        Ok(Self { path: path.to_owned(), source, overrides, of_providers, raw })
    }

    /// Where the value of a setting came from.
    pub(super) fn place(&self, setting: &str) -> Place {
        if let Some((_, name)) = self.overrides.iter().find(|(path, _)| path == setting) {
            return Place::Environment(name.clone());
        }
        let byte =
            DeTable::parse(self.source).ok().and_then(|table| locate(table.get_ref(), setting));
        match byte {
            Some(byte) => wrong::at(&self.path, self.source, byte),
            None => Place::File { path: self.path.clone(), line: 0, column: 0 },
        }
    }

    /// A wrong setting.
    pub(super) fn wrong(&self, setting: &str, why: impl std::fmt::Display) -> Wrong {
        Wrong {
            place: self.place(setting),
            why: format!("{setting} {why}"),
            fix: wrong::fix_for(setting),
        }
    }
}

/// The byte where a setting's value begins.
fn locate(table: &DeTable<'_>, setting: &str) -> Option<usize> {
    let (first, rest) = setting.split_once('.').map_or((setting, None), |(a, b)| (a, Some(b)));
    let value: &Spanned<DeValue<'_>> =
        table.iter().find(|(name, _)| name.get_ref() == first).map(|(_, value)| value)?;
    match (rest, value.get_ref()) {
        (None, _) => Some(value.span().start),
        (Some(rest), DeValue::Table(inner)) => locate(inner, rest),
        (Some(rest), DeValue::Array(entries)) => {
            let (at, rest) = rest.split_once('.').map_or((rest, None), |(a, b)| (a, Some(b)));
            let entry = entries.get(at.parse::<usize>().ok()?)?;
            match (rest, entry.get_ref()) {
                (Some(rest), DeValue::Table(inner)) => locate(inner, rest),
                _ => Some(entry.span().start),
            }
        }
        _ => None,
    }
}

fn in_file(path: &Path, source: &str, error: &toml::de::Error) -> ConfigRefused {
    let place = wrong::at(path, source, error.span().map_or(0, |span| span.start));
    let words = error.message();
    if let Some(name) = between(words, "unknown field `", "`") {
        let section = section_at(source, error.span().map_or(0, |span| span.start));
        let asked = if section.is_empty() { name.to_owned() } else { format!("{section}.{name}") };
        let fix = match settings::nearest(&asked) {
            Some(near) => format!("did you mean {near}?"),
            None => format!(
                "known here: {}",
                words.split_once("expected ").map_or("nothing", |(_, k)| k).replace('`', "")
            ),
        };
        return Wrong { place, why: format!("unknown setting {asked}"), fix }.into();
    }
    let setting = setting_at(source, error.span().map_or(0, |span| span.start));
    let fix = setting.as_deref().map_or("see docs/operators/settings.md".into(), wrong::fix_for);
    let why = hide_values(words);
    let why = setting.map_or_else(|| why.clone(), |setting| format!("{setting}: {why}"));
    Wrong { place, why, fix }.into()
}

/// The section a byte of the file lies in. Only for messages: a file that does not parse has no better answer.
fn section_at(source: &str, byte: usize) -> String {
    let before = source.get(..byte).unwrap_or(source);
    before
        .lines()
        .rev()
        .filter_map(|line| line.trim().strip_prefix('[')?.split_once(']'))
        .map(|(name, _)| name.trim().to_owned())
        .next()
        .unwrap_or_default()
}

fn setting_at(source: &str, byte: usize) -> Option<String> {
    let start = source.get(..byte)?.rfind('\n').map_or(0, |at| at + 1);
    let line = source.get(start..)?.lines().next()?;
    let name = line.split_once('=')?.0.trim();
    let section = section_at(source, byte);
    let path = if section.is_empty() { name.to_owned() } else { format!("{section}.{name}") };
    settings::find(&path).map(|_| path)
}

/// serde repeats values between back-ticks or quotes; a mistyped secret must not reach a log that way.
fn hide_values(words: &str) -> String {
    match words.split_once(", expected ") {
        Some((_, expected)) => format!("wrong type, expected {}", expected.replace('`', "")),
        None if words.contains('`') || words.contains('"') => "cannot be read".to_owned(),
        None => words.to_owned(),
    }
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    text.split_once(start)?.1.split_once(end).map(|(inside, _)| inside)
}

/// The setting an environment variable overrides, and its value.
fn override_of(name: &str, text: &str) -> Result<Option<(String, Value)>, Wrong> {
    let Some(rest) = name.strip_prefix(PREFIX) else { return Ok(None) };
    if !rest.contains("__") {
        return Ok(None);
    }
    // Names in the environment are capitals with underscores: hyphens of areas and actions become underscores there.
    let path = rest.to_ascii_lowercase().replace("__", ".");
    let place = Place::Environment(name.to_owned());
    let Some(setting) = settings::find(&path) else {
        let fix = settings::nearest(&path).map_or_else(
            || "unset it, or see docs/operators/settings.md".to_owned(),
            |near| {
                format!("did you mean {PREFIX}{}?", near.to_ascii_uppercase().replace('.', "__"))
            },
        );
        return Err(Wrong { place, why: format!("unknown setting {path}"), fix });
    };
    match said(setting.kind, text) {
        Some(value) => Ok(Some((path, value))),
        None => {
            Err(Wrong { place, why: format!("{path} cannot be read"), fix: wrong::fix_for(&path) })
        }
    }
}

/// `COUNTERSIGN_PROVIDERS__BULK_SMS__SECRET`: a setting of the provider `bulk-sms`.
fn of_provider(variable: &str, text: &str) -> Option<OfProvider> {
    let rest = variable.strip_prefix(PREFIX)?.strip_prefix("PROVIDERS__")?;
    let (provider, setting) = rest.split_once("__").unwrap_or((rest, ""));
    Some(OfProvider {
        variable: variable.to_owned(),
        provider: provider.to_ascii_lowercase(),
        setting: setting.to_ascii_lowercase(),
        text: text.into(),
    })
}

/// What the environment says, as a value of this kind.
pub(super) fn said(kind: Kind, text: &str) -> Option<Value> {
    match kind {
        Kind::Text | Kind::Secret => Some(Value::String(text.to_owned())),
        Kind::Number => text.trim().parse().ok().map(Value::Integer),
        Kind::Switch => text.trim().parse().ok().map(Value::Boolean),
        Kind::Texts if text.trim_start().starts_with('[') => parse_value(text),
        Kind::Texts => Some(Value::Array(
            text.split(',').map(str::trim).filter(|t| !t.is_empty()).map(Value::from).collect(),
        )),
    }
}

pub(super) fn parse_value(text: &str) -> Option<Value> {
    toml::from_str::<Table>(&format!("value = {text}")).ok()?.remove("value")
}

fn put(table: &mut Table, path: &str, value: Value) {
    let (first, rest) = path.split_once('.').map_or((path, None), |(a, b)| (a, Some(b)));
    match rest {
        None => {
            table.insert(first.to_owned(), value);
        }
        Some(rest) => {
            let inner = table.entry(first).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

fn has(table: &Table, section: &str) -> bool {
    let (first, rest) = section.split_once('.').map_or((section, None), |(a, b)| (a, Some(b)));
    match (table.get(first), rest) {
        (Some(_), None) => true,
        (Some(Value::Table(inner)), Some(rest)) => has(inner, rest),
        _ => false,
    }
}

fn lay(under: &mut Table, over: Table) {
    for (name, value) in over {
        match (under.get_mut(&name), value) {
            (Some(Value::Table(below)), Value::Table(above)) => lay(below, above),
            (_, value) => {
                under.insert(name, value);
            }
        }
    }
}
