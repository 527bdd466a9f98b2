//! `[[providers]]`: any number of providers, each with a name of the operator's and the settings of its kind.

mod choice;
mod entry;
mod http;
mod sip;
mod smpp;
mod smtp;
mod twilio;
mod webhook;
mod whatsapp_cloud;

use countersign_app::operate::providers::ProviderSettings;

use super::check::Checking;
use super::raw;
use super::settings::Setting;
use entry::Entry;

/// One provider of the file. Debug hides secrets.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Its name in logs, routes and commands: `a`–`z`, `0`–`9` and hyphens, at most 30.
    pub name: String,
    /// Its kind.
    pub kind: &'static str,
    /// What it is opened with.
    pub settings: ProviderSettings,
}

/// A kind of provider: what it is set up with, and how that is read.
pub struct ProviderKind {
    /// The word after `kind =`.
    pub name: &'static str,
    /// What such a provider does, in one sentence.
    pub says: &'static str,
    /// Its settings; `path` is the name within the entry.
    pub settings: &'static [Setting],
    read: fn(&mut Entry<'_, '_, '_>) -> Option<ProviderSettings>,
}

/// Every kind, in the order of the documentation.
pub static KINDS: &[&ProviderKind] = &[
    &smtp::KIND,
    &smpp::KIND,
    &twilio::KIND,
    &whatsapp_cloud::KIND,
    &http::KIND,
    &sip::KIND,
    &webhook::KIND,
];

/// What providers are told about us.
#[derive(Clone, Copy, Debug)]
pub(super) struct House<'h> {
    /// How browsers and providers reach us: scheme, host and port, no slash at the end.
    pub(super) origin: &'h str,
    /// The name mails come from.
    pub(super) brand: &'h str,
}

/// Reads the entries; what is wrong is noted. `taken`: the names of the sections under `[channels]`.
pub(super) fn providers<'n>(
    c: &mut Checking<'_>,
    house: House<'_>,
    entries: &'n [raw::Entry],
    mut taken: Vec<&'n str>,
) -> Vec<Provider> {
    let mut read = Vec::new();
    for (at, raw::Entry(table)) in entries.iter().enumerate() {
        let Some(mut entry) = Entry::begin(c, house, at, table) else { continue };
        if taken.contains(&entry.name()) {
            entry.refuse("name", "is another provider's already");
        }
        let kind = entry.kind();
        entry.refuse_unknown();
        let settings = (kind.read)(&mut entry);
        taken.extend(table.get("name").and_then(toml::Value::as_str));
        let name = entry.name().to_owned();
        read.extend(settings.map(|settings| Provider { name, kind: kind.name, settings }));
    }
    entry::refuse_strangers(c, entries);
    read
}
