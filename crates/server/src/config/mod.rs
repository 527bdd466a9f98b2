//! The configuration: one TOML file, overrides from the environment, everything checked before anything starts.

mod channels;
mod check;
mod document;
mod layers;
mod parts;
mod policy;
pub mod providers;
mod raw;
mod return_target;
mod rights;
mod routes;
mod sending;
pub mod settings;
mod wrong;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use countersign_core::delivery::brake::Caps;
use countersign_core::people::{Language, Languages, Method};
use countersign_core::policy::Policy;
use secrecy::SecretString;

pub use channels::{SmtpChannel, SmtpSecurity, TicketSystem, WebhookChannel};
pub use document::{markdown, sample, summary};
pub use layers::of_no_setting;
pub use providers::Provider;
pub use return_target::ReturnTargets;
pub use routes::RoutesFile;
pub use wrong::{ConfigRefused, Place, Wrong};

use crate::brand::{Colour, Logo};
use crate::http::Network;

/// The name of the file unless another is given.
pub const FILE: &str = "countersign.toml";

/// A checked configuration. Debug hides secrets.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// How browsers reach it: scheme, host and port, no slash at the end.
    pub public_origin: String,
    /// Proxies whose word on addresses counts.
    pub trusted_proxies: Vec<Network>,
    /// Who may read the metrics.
    pub metrics_from: Vec<Network>,
    /// `sqlite:PATH`, the path absolute or relative to the working directory, or `postgres://…`. May hold a password.
    pub database_url: SecretString,
    /// Connections to PostgreSQL.
    pub database_pool: u32,
    /// The key file.
    pub keys_file: PathBuf,
    /// The portal.
    pub portal: Portal,
    /// How it introduces itself.
    pub brand: Brand,
    /// The languages of pages and messages, and that of whoever chose none.
    pub languages: Languages,
    /// The zone messages and pages tell the time in.
    pub time_zone: jiff::tz::TimeZone,
    /// Mail.
    pub smtp: Option<SmtpChannel>,
    /// Phone messages.
    pub webhook: Option<WebhookChannel>,
    /// The operator's own ticket system.
    pub tickets: Option<TicketSystem>,
    /// Providers beside those two.
    pub providers: Vec<Provider>,
    /// Countries that phone messages may go to.
    pub countries: Vec<String>,
    /// The file of routes and tariffs.
    pub routes: Option<Arc<RoutesFile>>,
    /// The most that is sent.
    pub caps: Caps,
    /// What a code costs the person.
    pub prices: Prices,
    /// The policy in force.
    pub policy: Policy,
    /// Names of the operator's own areas.
    pub area_names: BTreeMap<String, Words>,
    /// Names of rights of technical administrators, by machine name.
    pub right_names: BTreeMap<String, Words>,
    /// Names of actions in messages.
    pub order_labels: BTreeMap<String, Words>,
    /// Texts of messages in place of ours: language, key, text.
    pub texts: Vec<(Language, String, String)>,
    /// What is written down.
    pub log: Log,
}

/// The portal that the server stands in front of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portal {
    /// Its name for its customers.
    pub name: String,
    /// The audience of receipts.
    pub audience: String,
    /// Where persons may be sent back to.
    pub return_targets: ReturnTargets,
}

/// How the server introduces itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Brand {
    /// At most 11 GSM-7 characters.
    pub short_name: String,
    /// The name of the hosted pages.
    pub product: String,
    /// Shown where somebody is stuck.
    pub support_phone: Option<String>,
    /// Help.
    pub help_link: Option<String>,
    /// Imprint.
    pub imprint_link: Option<String>,
    /// Privacy.
    pub privacy_link: Option<String>,
    /// Who hears of security problems.
    pub security_contact: Option<String>,
    /// The brand's colour.
    pub colour: Option<Colour>,
    /// Its colour on dark ground, if it has one of its own.
    pub colour_dark: Option<Colour>,
    /// The logo, in place of ours.
    pub logo: Option<Logo>,
    /// The logo on dark ground.
    pub logo_dark: Option<Logo>,
}

/// What a code costs the person, as decimals of one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices {
    /// ISO 4217.
    pub currency: String,
    /// Price of each delivered method, as the operator wrote it.
    pub of: BTreeMap<Method, String>,
}

impl Prices {
    /// The price of a method; what is not delivered is free.
    pub fn price(&self, method: Method) -> &str {
        self.of.get(&method).map_or("0.00", String::as_str)
    }
}

/// One text in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: String,
    /// German.
    pub de: String,
}

impl Words {
    /// The text in a language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::De => &self.de,
        }
    }
}

/// What is written to standard error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// The least level.
    pub level: String,
    /// One JSON object a line instead of text.
    pub json: bool,
}

impl Config {
    /// Reads and checks a file and the environment.
    pub fn load(
        path: &Path,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigRefused> {
        let source = std::fs::read_to_string(path).map_err(|error| Wrong {
            place: Place::File { path: path.to_owned(), line: 0, column: 0 },
            why: format!("cannot be read: {error}"),
            fix: "let `countersign init` make it, or name it with --config".into(),
        })?;
        Self::parse(path, &source, environment)
    }

    /// Checks a file's text; `path` names it in errors, and relative paths in it count from its folder.
    pub fn parse(
        path: &Path,
        source: &str,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigRefused> {
        let layers = layers::Layers::read(path, source, environment)?;
        check::check(&layers, path.parent().unwrap_or(Path::new("")))
    }
}

/// Whether a host is this machine.
pub(crate) fn is_this_machine(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host.ends_with(".localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
