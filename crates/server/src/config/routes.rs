//! The file of routes and tariffs, read at start and again whenever it changes.

use std::path::{Path, PathBuf};

use countersign_app::delivery::RouteSource;
use countersign_app::operate::providers::ProviderSettings;
use countersign_core::delivery::{Hop, Route, Routes, Tariff, micros};
use countersign_core::people::Method;
use serde::Deserialize;
use toml::Spanned;

use super::wrong::{Place, at};

/// The file of routes, with the providers that may stand in it.
#[derive(Clone, Debug)]
pub struct RoutesFile {
    path: PathBuf,
    carriers: Vec<Carrier>,
    at_start: Routes,
}

/// A provider that may stand in the file.
#[derive(Clone, Debug)]
pub(super) struct Carrier {
    /// Its name.
    pub(super) name: String,
    /// What it carries.
    pub(super) carries: Vec<Method>,
    /// What it is set up with; `None`: it is a section under `[channels]`.
    pub(super) settings: Option<ProviderSettings>,
}

impl RoutesFile {
    /// Reads it once. The error names line, cause and fix.
    pub(super) fn open(path: PathBuf, carriers: Vec<Carrier>) -> Result<Self, String> {
        let mut file = Self { path, carriers, at_start: Routes::default() };
        file.at_start = file.read()?;
        Ok(file)
    }

    /// What it said at start.
    pub fn at_start(&self) -> &Routes {
        &self.at_start
    }
}

impl RouteSource for RoutesFile {
    fn mark(&self) -> Option<String> {
        let found = std::fs::metadata(&self.path).ok()?;
        let changed = found.modified().ok()?;
        Some(format!("{changed:?} {}", found.len()))
    }

    fn read(&self) -> Result<Routes, String> {
        let source = std::fs::read_to_string(&self.path)
            .map_err(|error| format!("{} cannot be read: {error}", self.path.display()))?;
        parse(&self.path, &source, &self.carriers)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    routes: Vec<RawRoute>,
    #[serde(default)]
    prices: Vec<RawPrice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRoute {
    method: Spanned<String>,
    prefix: Option<Spanned<String>>,
    providers: Vec<RawHop>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHop {
    name: Spanned<String>,
    cost: Option<Spanned<String>>,
    sender: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPrice {
    method: Spanned<String>,
    prefix: Option<Spanned<String>>,
    price: Spanned<String>,
}

/// Reads the text of a file. `carriers`: the providers that may stand in it, and what they carry.
fn parse(path: &Path, source: &str, carriers: &[Carrier]) -> Result<Routes, String> {
    let here = Here { path, source };
    let file: File = toml::from_str(source).map_err(|error| {
        here.wrong(error.span().map_or(0, |span| span.start), &error.message().replace('`', ""))
    })?;
    let mut read = Routes::default();
    for raw in &file.routes {
        let (method, prefix) = (here.method(&raw.method)?, here.prefix(raw.prefix.as_ref())?);
        if read.routes.iter().any(|route| route.method == method && route.prefix == prefix) {
            return Err(
                here.at(&raw.method, "is a second route of this method and prefix; join them")
            );
        }
        let hops = raw.providers.iter().map(|hop| here.hop(hop, method, carriers));
        read.routes.push(Route { method, prefix, hops: hops.collect::<Result<_, _>>()? });
    }
    for raw in &file.prices {
        let (method, prefix) = (here.method(&raw.method)?, here.prefix(raw.prefix.as_ref())?);
        if read.tariffs.iter().any(|known| known.method == method && known.prefix == prefix) {
            return Err(here.at(&raw.method, "is a second price of this method and prefix"));
        }
        here.decimal(&raw.price)?;
        read.tariffs.push(Tariff { method, prefix, price: raw.price.get_ref().clone() });
    }
    Ok(read)
}

/// A place in the file, for errors.
struct Here<'s> {
    path: &'s Path,
    source: &'s str,
}

impl Here<'_> {
    fn wrong(&self, byte: usize, why: &str) -> String {
        match at(self.path, self.source, byte) {
            Place::File { path, line, column } => {
                format!("{}:{line}:{column}: {why}", path.display())
            }
            Place::Environment(_) => why.to_owned(),
        }
    }

    fn at(&self, value: &Spanned<String>, why: &str) -> String {
        self.wrong(value.span().start, &format!("{:?} {why}", value.get_ref()))
    }

    fn method(&self, value: &Spanned<String>) -> Result<Method, String> {
        Method::parse(value.get_ref())
            .filter(|method| method.is_delivered())
            .ok_or_else(|| self.at(value, "is no method; write sms, call, whatsapp or email"))
    }

    fn prefix(&self, value: Option<&Spanned<String>>) -> Result<String, String> {
        let Some(value) = value else { return Ok(String::new()) };
        let digits = value.get_ref().strip_prefix('+').unwrap_or_default();
        if (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(value.get_ref().clone());
        }
        Err(self.at(
            value,
            "is no prefix; write a plus and digits, like +49, or leave it out for all others",
        ))
    }

    fn hop(&self, raw: &RawHop, method: Method, carriers: &[Carrier]) -> Result<Hop, String> {
        let name = raw.name.get_ref();
        let Some(carrier) = carriers.iter().find(|known| known.name == *name) else {
            let known: Vec<_> = carriers.iter().map(|known| known.name.as_str()).collect();
            let why = format!("is no provider; the providers are: {}", known.join(", "));
            return Err(self.at(&raw.name, &why));
        };
        if !carrier.carries.contains(&method) {
            let why = format!("does not carry {}", method.as_str());
            return Err(self.at(&raw.name, &why));
        }
        let cost_micros = raw.cost.as_ref().map_or(Ok(0), |cost| self.decimal(cost))?;
        if let Some(sender) = &raw.sender {
            let taken = match &carrier.settings {
                Some(settings) => settings.takes_sender(method, sender.get_ref()),
                None => Err("needs a provider of its own; set it up under [[providers]]"),
            };
            taken.map_err(|why| self.at(sender, why))?;
        }
        let sender = raw.sender.as_ref().map(|sender| sender.get_ref().clone());
        Ok(Hop { provider: name.clone(), cost_micros, sender })
    }

    fn decimal(&self, value: &Spanned<String>) -> Result<i64, String> {
        micros(value.get_ref())
            .ok_or_else(|| self.at(value, "is no amount; write a decimal with a point, like 0.065"))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use countersign_app::operate::providers::{
        GatewayBody, GatewayVerb, HttpGatewaySettings, SuccessRule,
    };

    use super::*;

    fn read(source: &str) -> Result<Routes, String> {
        let carrier = |name: &str, carries: Vec<Method>, settings| Carrier {
            name: name.to_owned(),
            carries,
            settings,
        };
        let gateway = HttpGatewaySettings {
            name: "bulk".to_owned(),
            verb: GatewayVerb::Get,
            url: "https://sms.example.com/?to={to}&text={text}&from={sender}".to_owned(),
            headers: Vec::new(),
            body: GatewayBody::None,
            secret: None,
            sender: Some("Nordstroem".to_owned()),
            carries: vec![Method::Sms],
            success: SuccessRule::default(),
            timeout: Duration::from_secs(5),
        };
        let carriers = vec![
            carrier("bulk", vec![Method::Sms], Some(ProviderSettings::Http(gateway.clone()))),
            carrier(
                "mute",
                vec![Method::Sms],
                Some(ProviderSettings::Http(HttpGatewaySettings { sender: None, ..gateway })),
            ),
            carrier("webhook", vec![Method::Sms], None),
            carrier("trunk", vec![Method::Call], None),
        ];
        parse(Path::new("routes.toml"), source, &carriers)
    }

    #[test]
    fn the_longest_prefix_decides_route_and_price() {
        let routes = read(
            "[[routes]]\nmethod = \"sms\"\nproviders = [{ name = \"bulk\", cost = \"0.08\" }]\n\
             [[routes]]\nmethod = \"sms\"\nprefix = \"+41\"\nproviders = []\n\
             [[prices]]\nmethod = \"sms\"\nprefix = \"+4\"\nprice = \"0.10\"\n\
             [[prices]]\nmethod = \"sms\"\nprefix = \"+43\"\nprice = \"0.12\"\n",
        )
        .expect("routes");
        let bulk = [Hop { cost_micros: 80_000, ..Hop::plain("bulk") }];
        assert_eq!(routes.of(Method::Sms, "+4915123456789"), Some(&bulk[..]));
        assert_eq!(routes.of(Method::Sms, "+41791234567"), Some(&[][..]), "not available");
        assert_eq!(routes.of(Method::Call, "+4915123456789"), None, "no route speaks of calls");
        assert_eq!(routes.price(Method::Sms, "+436641234567"), Some("0.12"));
        assert_eq!(routes.price(Method::Sms, "+4915123456789"), Some("0.10"));
        assert_eq!(routes.price(Method::Sms, "+12125550123"), None);
    }

    #[test]
    fn a_route_names_its_own_sender() {
        let routes = read(
            "[[routes]]\nmethod = \"sms\"\nproviders = [{ name = \"bulk\" }]\n\
             [[routes]]\nmethod = \"sms\"\nprefix = \"+1\"\n\
             providers = [{ name = \"bulk\", sender = \"+12125550123\" }]\n",
        )
        .expect("routes");
        let sender = |to: &str| routes.of(Method::Sms, to).and_then(|hops| hops[0].sender.clone());
        assert_eq!(sender("+12125550199").as_deref(), Some("+12125550123"));
        assert_eq!(sender("+4915123456789"), None, "what the provider is set up with");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_the_fix() {
        for (source, says) in [
            (
                "[[routes]]\nmethod = \"fax\"\nproviders = []\n",
                "routes.toml:2:10: \"fax\" is no method",
            ),
            (
                "[[routes]]\nmethod = \"sms\"\nprefix = \"49\"\nproviders = []\n",
                "routes.toml:3:10: \"49\" is no prefix",
            ),
            (
                "[[routes]]\nmethod = \"sms\"\nproviders = [{ name = \"bulc\" }]\n",
                "the providers are: bulk, mute, webhook, trunk",
            ),
            (
                "[[routes]]\nmethod = \"sms\"\nproviders = [{ name = \"mute\", sender = \"A\" }]\n",
                "routes.toml:3:40: \"A\" has no place in the request; put {sender}",
            ),
            (
                "[[routes]]\nmethod = \"sms\"\nproviders = [{ name = \"webhook\", sender = \"A\" }]\n",
                "set it up under [[providers]]",
            ),
            (
                "[[routes]]\nmethod = \"sms\"\nproviders = [{ name = \"trunk\" }]\n",
                "does not carry sms",
            ),
            (
                "[[routes]]\nmethod = \"sms\"\nproviders = [{ name = \"bulk\", cost = \"1,5\" }]\n",
                "decimal with a point",
            ),
            (
                "[[routes]]\nmethod = \"sms\"\nproviders = []\n[[routes]]\nmethod = \"sms\"\nproviders = []\n",
                "routes.toml:5:10",
            ),
            ("[[prices]]\nmethod = \"sms\"\nprise = \"1\"\n", "routes.toml:3:1"),
        ] {
            let words = read(source).expect_err(source);
            assert!(words.contains(says), "{words}");
        }
    }
}
