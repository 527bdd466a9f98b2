//! Reads the settings of one provider: from the environment, the file or the default of its kind.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use countersign_app::operate::providers::ProviderSettings;
use countersign_core::people::Method;
use secrecy::{ExposeSecret as _, SecretString};
use toml::{Table, Value};

use super::super::check::Checking;
use super::super::layers::{OfProvider, parse_value, said};
use super::super::raw;
use super::super::settings::Setting;
use super::super::wrong::{Place, Wrong};
use super::{House, KINDS, ProviderKind};

/// The longest name of a provider.
const LONGEST_NAME: usize = 30;
const NAME_FIX: &str = "write name = \"…\" with a-z, 0-9 and hyphens, a letter first, at most 30";

/// One entry while it is read. A setting that is refused reads as a harmless value, so that the rest is checked too.
pub(super) struct Entry<'e, 'c, 'l> {
    checking: &'e mut Checking<'c>,
    house: House<'l>,
    /// Whether something of it was refused.
    is_wrong: bool,
    table: &'l Table,
    at: usize,
    name: String,
    kind: &'static ProviderKind,
}

impl<'e, 'c, 'l> Entry<'e, 'c, 'l> {
    /// Reads name and kind; without both nothing else can be told.
    pub(super) fn begin(
        checking: &'e mut Checking<'c>,
        house: House<'l>,
        at: usize,
        table: &'l Table,
    ) -> Option<Self> {
        let Some(name) = name_of(table) else {
            wrong(checking, at, "name", "a provider needs a name".to_owned(), NAME_FIX.to_owned());
            return None;
        };
        let known = table
            .get("kind")
            .and_then(Value::as_str)
            .and_then(|kind| KINDS.iter().find(|known| known.name == kind));
        let Some(kind) = known else {
            let names: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
            let fix = format!("write kind = \"…\" with one of {}", names.join(", "));
            wrong(checking, at, "kind", format!("provider {name} has no known kind"), fix);
            return None;
        };
        Some(Self { checking, house, is_wrong: false, table, at, name: name.to_owned(), kind })
    }

    /// The name the operator gave it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn kind(&self) -> &'static ProviderKind {
        self.kind
    }

    /// The name mails come from.
    pub(super) fn brand(&self) -> &str {
        self.house.brand
    }

    /// Where this provider reports to.
    pub(super) fn callback_url(&self) -> String {
        format!("{}/callbacks/{}", self.house.origin, self.name)
    }

    /// Gives the settings out after the provider was opened with them once, so that what only it can tell is told at start,
    /// with the place of the entry. Nothing is connected to.
    pub(super) fn opened(&mut self, settings: ProviderSettings) -> Option<ProviderSettings> {
        // Without an origin every address of ours would be wrong too, and only the first mistake is the operator's.
        if self.is_wrong || self.house.origin.is_empty() {
            return None;
        }
        if let Err(error) = settings.check() {
            let why = error.to_string();
            let why = why.strip_prefix(&format!("channel {}: ", self.name)).unwrap_or(&why);
            let fix = "see docs/operators/providers.md".to_owned();
            wrong(self.checking, self.at, "kind", format!("provider {}: {why}", self.name), fix);
        }
        Some(settings)
    }

    /// Notes that a setting is wrong; the fix is the setting's own.
    pub(super) fn refuse(&mut self, setting: &str, why: impl std::fmt::Display) {
        self.is_wrong = true;
        let fix = self.known(setting).map_or_else(
            || NAME_FIX.to_owned(),
            |known| format!("write {} (for example {})", known.bounds, known.example),
        );
        let why = format!("provider {}: {setting} {why}", self.name);
        match self.override_of(setting) {
            Some(said) => {
                let place = Place::Environment(said.variable.clone());
                self.checking.note(Wrong { place, why, fix });
            }
            None => wrong(self.checking, self.at, setting, why, fix),
        }
    }

    /// Notes settings that its kind does not have.
    pub(super) fn refuse_unknown(&mut self) {
        for name in self.table.keys() {
            if name == "name" || name == "kind" || self.known(name).is_some() {
                continue;
            }
            let names: Vec<_> = self.kind.settings.iter().map(|known| known.path).collect();
            let fix = format!("kind {} knows: {}", self.kind.name, names.join(", "));
            let why = format!("provider {}: unknown setting {name}", self.name);
            wrong(self.checking, self.at, name, why, fix);
        }
    }

    /// A text that passes a test; refused if it is missing.
    pub(super) fn text(&mut self, setting: &str, fits: impl Fn(&str) -> bool) -> String {
        match self.maybe(setting, fits) {
            Some(text) => text,
            None if self.value(setting).is_some() => String::new(),
            None => {
                self.refuse(setting, "is missing");
                String::new()
            }
        }
    }

    /// A text that may be left out.
    pub(super) fn maybe(&mut self, setting: &str, fits: impl Fn(&str) -> bool) -> Option<String> {
        match self.value(setting)? {
            Value::String(text) if fits(&text) => Some(text),
            _ => {
                self.refuse(setting, "cannot be used as it stands");
                None
            }
        }
    }

    /// A whole number within bounds.
    pub(super) fn number<N: TryFrom<i64> + Default>(
        &mut self,
        setting: &str,
        bounds: RangeInclusive<i64>,
    ) -> N {
        match self.value(setting) {
            Some(Value::Integer(number)) if bounds.contains(&number) => {
                N::try_from(number).unwrap_or_default()
            }
            Some(_) => {
                let (least, most) = bounds.into_inner();
                self.refuse(setting, format_args!("must be a whole number, {least} to {most}"));
                N::default()
            }
            None => {
                self.refuse(setting, "is missing");
                N::default()
            }
        }
    }

    /// The delivered methods of a list; refused if it names none.
    pub(super) fn methods(&mut self, setting: &str) -> Vec<Method> {
        let mut methods = Vec::new();
        let Some(Value::Array(listed)) = self.value(setting) else {
            self.refuse(setting, "must be a list of methods");
            return methods;
        };
        for one in &listed {
            match one.as_str().and_then(Method::parse).filter(|method| method.is_delivered()) {
                Some(method) if !methods.contains(&method) => methods.push(method),
                Some(_) => {}
                None => self.refuse(setting, "names something that is no delivered method"),
            }
        }
        if listed.is_empty() {
            self.refuse(setting, "is empty");
        }
        methods
    }

    /// A secret written in the entry, said by the environment, or lying in a file of its own (`<setting>_file`); refused
    /// if it is missing.
    pub(super) fn secret(&mut self, setting: &str) -> Option<SecretString> {
        let file = format!("{setting}_file");
        match (self.value(setting), self.value(&file)) {
            (Some(_), Some(_)) => {
                self.refuse(setting, format_args!("stands beside {file}; keep one of them"));
                None
            }
            (Some(Value::String(secret)), None) => Some(secret.into()),
            (None, Some(Value::String(path))) => match std::fs::read_to_string(self.path(&path)) {
                Ok(text) => Some(text.trim_end_matches(['\r', '\n']).to_owned().into()),
                Err(error) => {
                    self.refuse(&file, format_args!("cannot be read: {error}"));
                    None
                }
            },
            (None, None) => {
                self.refuse(setting, "is missing");
                None
            }
            _ => {
                self.refuse(setting, "must be a text in quotes");
                None
            }
        }
    }

    /// A secret that may be left out.
    pub(super) fn maybe_secret(&mut self, setting: &str) -> Option<SecretString> {
        let is_set =
            self.value(setting).is_some() || self.value(&format!("{setting}_file")).is_some();
        if is_set { self.secret(setting) } else { None }
    }

    /// A list of texts; empty where it is not set.
    pub(super) fn texts(&mut self, setting: &str) -> Vec<String> {
        let Some(value) = self.value(setting) else { return Vec::new() };
        let texts = value.as_array().and_then(|list| {
            list.iter().map(|one| one.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        });
        texts.unwrap_or_else(|| {
            self.refuse(setting, "must be a list of texts");
            Vec::new()
        })
    }

    /// A list of names with values, parted by the first `by`; `None`: it is not set.
    pub(super) fn pairs(&mut self, setting: &str, by: char) -> Option<Vec<(String, String)>> {
        self.value(setting)?;
        let mut pairs = Vec::new();
        for text in self.texts(setting) {
            match text.split_once(by) {
                Some((name, value)) if !name.trim().is_empty() => {
                    pairs.push((name.trim().to_owned(), value.trim().to_owned()));
                }
                _ => self.refuse(setting, format_args!("holds a text without name and {by}")),
            }
        }
        Some(pairs)
    }

    /// A path, counted from the configuration file.
    pub(super) fn path(&self, written: &str) -> PathBuf {
        self.checking.path(written)
    }

    /// What is in force: the environment's word, the file's, or the default.
    pub(super) fn value(&self, setting: &str) -> Option<Value> {
        let known = self.known(setting)?;
        if let Some(by_environment) = self.override_of(setting) {
            // What cannot be read as its kind is handed on as the text it is, and refused for its type.
            let text = by_environment.text.expose_secret();
            return said(known.kind, text).or_else(|| Some(Value::String(text.to_owned())));
        }
        let written = self.table.get(setting).cloned();
        written.or_else(|| known.default.and_then(parse_value))
    }

    fn known(&self, setting: &str) -> Option<&'static Setting> {
        self.kind.settings.iter().find(|known| known.path == setting)
    }

    fn override_of(&self, setting: &str) -> Option<&OfProvider> {
        self.checking
            .layers
            .of_providers
            .iter()
            .find(|said| said.setting == setting && is_called(&said.provider, &self.name))
    }
}

/// Notes variables that speak of a provider or a setting that is not there: a mistyped one would be lost in silence.
pub(super) fn refuse_strangers(c: &mut Checking<'_>, entries: &[raw::Entry]) {
    let mut strangers = Vec::new();
    for said in &c.layers.of_providers {
        let settings = entries
            .iter()
            .find(|raw::Entry(table)| {
                name_of(table).is_some_and(|name| is_called(&said.provider, name))
            })
            .and_then(|raw::Entry(table)| table.get("kind")?.as_str())
            .and_then(|kind| KINDS.iter().find(|known| known.name == kind));
        let place = Place::Environment(said.variable.clone());
        match settings {
            None => strangers.push(Wrong {
                place,
                why: "there is no such provider in the file".to_owned(),
                fix: "unset it, or add the [[providers]] entry it speaks of".to_owned(),
            }),
            Some(kind) if kind.settings.iter().all(|known| known.path != said.setting) => {
                let names: Vec<_> = kind.settings.iter().map(|known| known.path).collect();
                strangers.push(Wrong {
                    place,
                    why: format!("kind {} has no setting {}", kind.name, said.setting),
                    fix: format!("it knows: {}", names.join(", ")),
                });
            }
            Some(_) => {}
        }
    }
    for stranger in strangers {
        c.note(stranger);
    }
}

/// Names in the environment have underscores for hyphens.
fn is_called(in_environment: &str, name: &str) -> bool {
    in_environment == name.replace('-', "_")
}

fn name_of(table: &Table) -> Option<&str> {
    let name = table.get("name")?.as_str()?;
    let fits = name.len() <= LONGEST_NAME
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    fits.then_some(name)
}

fn wrong(c: &mut Checking<'_>, at: usize, setting: &str, why: String, fix: String) {
    let place = match c.layers.place(&format!("providers.{at}.{setting}")) {
        // What is missing stands nowhere: the entry is the place.
        Place::File { line: 0, .. } => c.layers.place(&format!("providers.{at}")),
        place => place,
    };
    c.note(Wrong { place, why, fix });
}
