//! The providers an operator set up, by kind: settings in, channels out.

use std::sync::Arc;

use countersign_channels::http_gateway::HttpGateway;
pub use countersign_channels::http_gateway::{
    GatewayBody, GatewayVerb, HttpGatewaySettings, SuccessRule,
};
pub use countersign_channels::sip;
use countersign_channels::sip::{Sip, SipSettings};
pub use countersign_channels::smpp;
use countersign_channels::smpp::{Smpp, SmppSettings};
use countersign_channels::smtp::{Smtp, SmtpSettings};
use countersign_channels::twilio::Twilio;
pub use countersign_channels::twilio::{ApiKey, TwilioSettings};
use countersign_channels::webhook::{Webhook, WebhookSettings};
use countersign_channels::whatsapp_cloud::WhatsAppCloud;
pub use countersign_channels::whatsapp_cloud::WhatsAppCloudSettings;
use countersign_channels::{Channel, SetupError};
use countersign_core::Entropy;
use countersign_core::people::Method;

/// The settings of one provider. Debug hides secrets.
#[derive(Clone, Debug)]
pub enum ProviderSettings {
    /// A mail server.
    Smtp(SmtpSettings),
    /// A SIP trunk.
    Sip(Box<SipSettings>),
    /// An SMS centre.
    Smpp(SmppSettings),
    /// A receiver of signed posts.
    Webhook(WebhookSettings),
    /// Twilio, or a service that speaks its API.
    Twilio(TwilioSettings),
    /// WhatsApp's Cloud API.
    WhatsAppCloud(WhatsAppCloudSettings),
    /// A gateway by template.
    Http(HttpGatewaySettings),
}

impl ProviderSettings {
    /// The methods it carries.
    pub fn carries(&self) -> Vec<Method> {
        match self {
            Self::Smtp(_) => vec![Method::Email],
            Self::Sip(_) => vec![Method::Call],
            Self::Smpp(_) => vec![Method::Sms],
            Self::Webhook(settings) => settings.carries.clone(),
            Self::Twilio(settings) => {
                let ways = [(Method::Sms, &settings.sms_from), (Method::Call, &settings.call_from)];
                ways.into_iter().filter(|(_, from)| from.is_some()).map(|(way, _)| way).collect()
            }
            Self::WhatsAppCloud(_) => vec![Method::WhatsApp],
            Self::Http(settings) => settings.carries.clone(),
        }
    }

    /// Whether messages of a route may be from this sender. The error is half a sentence that follows it.
    pub fn takes_sender(&self, method: Method, sender: &str) -> Result<(), &'static str> {
        const NO_PLACE: &str =
            "has no place in the request; put {sender} into url, headers, json or form";
        match self {
            Self::Smpp(_) => smpp::Sender::read(sender).map(drop),
            Self::Sip(settings) => settings.takes_sender(sender),
            Self::Twilio(settings) => settings.takes_sender(method, sender),
            Self::Http(settings) => settings.sender.as_ref().map(drop).ok_or(NO_PLACE),
            Self::Webhook(_) => Ok(()),
            Self::Smtp(_) | Self::WhatsAppCloud(_) => {
                Err("stands where none is taken; a second sender is a second provider here")
            }
        }
    }

    /// What only the channel can tell of its settings, told without opening it for use. A trunk is checked setting by setting.
    pub fn check(&self) -> Result<(), SetupError> {
        match self.clone() {
            Self::Smtp(settings) => Smtp::new(settings).map(drop),
            Self::Webhook(settings) => Webhook::new(settings).map(drop),
            Self::Twilio(settings) => Twilio::new(settings).map(drop),
            Self::WhatsAppCloud(settings) => WhatsAppCloud::new(settings).map(drop),
            Self::Http(settings) => HttpGateway::new(settings).map(drop),
            Self::Smpp(settings) => Smpp::new(settings).map(drop),
            Self::Sip(_) => Ok(()),
        }
    }

    /// The channel over it. Connects to nothing. `entropy`: where a provider's unguessable values come from.
    pub fn channel(
        self,
        entropy: fn() -> Box<dyn Entropy>,
    ) -> Result<Arc<dyn Channel>, SetupError> {
        Ok(match self {
            Self::Sip(settings) => Arc::new(Sip::new(*settings, entropy())?),
            Self::Smtp(settings) => Arc::new(Smtp::new(settings)?),
            Self::Smpp(settings) => Arc::new(Smpp::new(settings)?),
            Self::Webhook(settings) => Arc::new(Webhook::new(settings)?),
            Self::Twilio(settings) => Arc::new(Twilio::new(settings)?),
            Self::WhatsAppCloud(settings) => Arc::new(WhatsAppCloud::new(settings)?),
            Self::Http(settings) => Arc::new(HttpGateway::new(settings)?),
        })
    }
}

/// The channels, in the order they are tried where no route says otherwise.
pub fn channels(
    settings: impl IntoIterator<Item = ProviderSettings>,
    entropy: fn() -> Box<dyn Entropy>,
) -> Result<Vec<Arc<dyn Channel>>, SetupError> {
    settings.into_iter().map(|one| one.channel(entropy)).collect()
}
