//! From a checked configuration to the context of the use cases.

use std::collections::BTreeMap;
use std::sync::Arc;

use countersign_app::Ctx;
use countersign_app::ctx::Portal;
use countersign_app::delivery::{DeskSettings, RouteSource};
use countersign_app::operate::open::{self, OpenError, Opening, Place, SignedPost};
use countersign_app::operate::open::{Credentials, Security, SmtpSettings, WebhookSettings};
use countersign_app::operate::providers::{self, ProviderSettings};
use countersign_app::wording::Wording;
use countersign_core::order::Amount;
use secrecy::ExposeSecret as _;

use crate::config::{Config, SmtpChannel, SmtpSecurity, TicketSystem, Words};
use crate::wording::{BadText, Named, TextSettings, Texts};
use crate::world::World;

/// Opens keys, database and channels: for the process that serves, or for a command beside it.
pub async fn open(
    config: &Config,
    world: &World,
    wording: Arc<dyn Wording>,
    serves: bool,
) -> Result<Ctx, OpenError> {
    let keys = open::read_keys(&config.keys_file)?;
    let place = Place {
        url: config.database_url.expose_secret().to_owned(),
        pool: config.database_pool,
        serves,
    };
    let channels = providers::channels(channel_settings(config), world.entropy)?;
    let store = open::open_store(&place, &keys).await?;
    open::is_ready(&store).await?;
    let tickets = ticket_system(config)?;
    let ctx = open::open(Opening {
        store,
        keys,
        policy: config.policy.clone(),
        portal: portal(config),
        channels,
        desk: desk(config),
        wording,
        clock: world.clock.clone(),
        entropy: (world.entropy)(),
    })
    .await?;
    Ok(ctx.with_ticket_system(tickets))
}

/// The operator's own ticket system, if there is one.
pub fn ticket_system(config: &Config) -> Result<Option<SignedPost>, OpenError> {
    let settings = config.tickets.as_ref().map(TicketSystem::settings);
    Ok(settings.map(|settings| SignedPost::new(&settings)).transpose()?)
}

/// The texts of messages, in the operator's words where there are some.
pub fn texts(config: &Config) -> Result<Texts, BadText> {
    let named = |words: &BTreeMap<String, Words>| {
        let name = |words: &Words| Named { en: Some(words.en.clone()), de: Some(words.de.clone()) };
        words.iter().map(|(key, words)| (key.clone(), name(words))).collect()
    };
    let origin = &config.public_origin;
    let host = url::Url::parse(origin).ok().and_then(|url| url.host_str().map(str::to_owned));
    Texts::new(TextSettings {
        brand: config.brand.short_name.clone(),
        product: config.brand.product.clone(),
        host: host.unwrap_or_default(),
        support_phone: config.brand.support_phone.clone(),
        zone: config.time_zone.clone(),
        window: config.policy.window,
        order_tries: config.policy.order_tries,
        labels: named(&config.order_labels),
        areas: named(&config.area_names),
        rights: named(&config.right_names),
        overrides: config.texts.clone(),
    })
}

/// The providers of the configuration, the simple sections first.
pub fn channel_settings(config: &Config) -> Vec<ProviderSettings> {
    let smtp = config.smtp.as_ref().map(|smtp| smtp_settings(config, smtp));
    let webhook = config.webhook.as_ref().map(|webhook| WebhookSettings {
        name: "webhook".to_owned(),
        url: webhook.url.clone(),
        secret: webhook.secret.clone(),
        carries: webhook.carries.clone(),
        timeout: webhook.timeout,
    });
    smtp.map(ProviderSettings::Smtp)
        .into_iter()
        .chain(webhook.map(ProviderSettings::Webhook))
        .chain(config.providers.iter().map(|provider| provider.settings.clone()))
        .collect()
}

/// Countries, routes and caps of the configuration.
pub fn desk(config: &Config) -> DeskSettings {
    let file = config.routes.clone();
    DeskSettings {
        countries: config.countries.clone(),
        routes: file.as_ref().map(|file| file.at_start().clone()).unwrap_or_default(),
        source: file.map(|file| file as Arc<dyn RouteSource>),
        caps: config.caps,
    }
}

fn smtp_settings(config: &Config, smtp: &SmtpChannel) -> SmtpSettings {
    SmtpSettings {
        name: "smtp".to_owned(),
        host: smtp.host.clone(),
        port: smtp.port,
        security: match smtp.security {
            SmtpSecurity::StartTls => Security::StartTls,
            SmtpSecurity::ImplicitTls => Security::ImplicitTls,
            SmtpSecurity::DangerousPlaintextOnLoopback => Security::DangerousPlaintextOnLoopback,
        },
        credentials: smtp
            .credentials
            .clone()
            .map(|(name, password)| Credentials { name, password }),
        root_certificate: smtp.root_certificate.clone(),
        hello_name: None,
        from_name: config.brand.short_name.clone(),
        from_address: smtp.from.clone(),
        reply_to: smtp.reply_to.clone(),
        connect_timeout: smtp.connect_timeout,
        send_timeout: smtp.send_timeout,
    }
}

/// What the operator said about the portal.
pub fn portal(config: &Config) -> Portal {
    let currency = config.prices.currency.clone();
    let price = |value: &String| Amount { value: value.clone(), currency: currency.clone() };
    let prices: BTreeMap<_, _> =
        config.prices.of.iter().map(|(method, value)| (*method, price(value))).collect();
    Portal {
        name: config.portal.name.clone(),
        audience: config.portal.audience.clone(),
        origin: config.public_origin.clone(),
        languages: config.languages.clone(),
        return_targets: config.portal.return_targets.written(),
        prices,
        currency,
    }
}
