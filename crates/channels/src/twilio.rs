//! Text messages and calls through Twilio, or a service that speaks its API.

mod call;
mod callback;
mod message;
mod refused;
mod settings;
mod signature;
mod status;
mod twiml;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use url::Url;

use countersign_core::people::Method;
use countersign_core::ports::Timestamp;

use crate::callback::{Callback, CallbackRefused, CallbackRequest};
use crate::http::{self, Authorization, Http, Outgoing, Verb};
use crate::{Channel, Message, SendError, Sent, SetupError};
use settings::Sender;
pub use settings::{ApiKey, TwilioSettings};
use signature::Signatures;

const FORM: &str = "application/x-www-form-urlencoded";
/// A message that never was: asking for it signs in, and reads nobody's text.
const NO_MESSAGE: &str = "SM00000000000000000000000000000000";

/// Sends text messages and makes calls through Twilio's API of 2010-04-01.
///
/// A call says its opening, and asks our server for the code when 1 was pressed. **Doubles:** the API knows no idempotency
/// keys; a request whose answer is missing ends as [`SendError::Unknown`].
pub struct Twilio {
    name: String,
    account: Url,
    authorization: Authorization,
    sms: Option<Sender>,
    call_from: Option<String>,
    carries: Vec<Method>,
    callback: String,
    signatures: Signatures,
    http: Http,
}

impl Twilio {
    /// Checks the settings. Connects to nothing.
    pub fn new(settings: TwilioSettings) -> Result<Self, SetupError> {
        let name = settings.name.as_str();
        let wrong = |why: &str| SetupError(format!("channel {name}: {why}"));
        let sms = settings.check()?;
        let api = http::address(name, "api_url", &settings.api_url)?;
        let account = api
            .join(&format!("/2010-04-01/Accounts/{}/", settings.account))
            .map_err(|_| wrong("the api_url cannot be used"))?;
        let callback = http::address(name, "callback_url", &settings.callback_url)?;
        let signatures = Signatures::new(&settings.auth_token, &callback)
            .ok_or_else(|| wrong("the auth_token is empty"))?;
        let (id, secret) = settings
            .api_key
            .as_ref()
            .map_or((&settings.account, &settings.auth_token), |key| (&key.id, &key.secret));
        let carries = [(Method::Sms, sms.is_some()), (Method::Call, settings.call_from.is_some())];
        Ok(Self {
            authorization: Authorization::basic(id, secret)
                .ok_or_else(|| wrong("the secret to sign in with holds what no header may"))?,
            http: Http::new(name, "the provider", &account, settings.timeout)?,
            account,
            sms,
            call_from: settings.call_from,
            carries: carries
                .into_iter()
                .filter_map(|(method, set)| set.then_some(method))
                .collect(),
            callback: callback.as_str().trim_end_matches('/').to_owned(),
            signatures,
            name: settings.name,
        })
    }

    async fn ask(&self, message: &Message, now: Timestamp) -> Result<Sent, SendError> {
        let of_route = message.sender.as_deref();
        let sms = match of_route.filter(|_| message.method == Method::Sms) {
            // The file of routes is checked when it is read; another provider may have what this one has not.
            Some(text) => Some(settings::sender(text).ok_or_else(|| {
                SendError::retry("the route's sender is none that the provider takes")
            })?),
            None => self.sms.clone(),
        };
        let call_from = of_route.or(self.call_from.as_deref());
        let (resource, form) = match (message.method, sms, call_from) {
            (Method::Sms, Some(sender), _) => {
                ("Messages.json", message::form(message, &sender, &self.callback, now)?)
            }
            (Method::Call, _, Some(from)) => {
                ("Calls.json", call::form(message, from, &self.callback, now)?)
            }
            _ => return Err(SendError::permanent("this channel does not carry the method")),
        };
        let outgoing = self.outgoing(Verb::Post, resource, form.into_bytes())?;
        let answer = self.http.ask(outgoing, now).await?;
        if !answer.is_success() {
            return Err(refused::of(&answer));
        }
        let sid = answer.json().and_then(|json| http::reference(json.get("sid")?.as_str()?));
        Ok(Sent { reference: sid })
    }

    async fn reach(&self) -> Result<(), String> {
        let outgoing = self.outgoing(Verb::Get, &format!("Messages/{NO_MESSAGE}.json"), Vec::new());
        // A probe sends nothing that is dated by it.
        let asked = self.http.ask(outgoing.map_err(|e| e.to_string())?, Timestamp::from_ms(0));
        let answer = asked.await.map_err(|e| e.to_string())?;
        match answer.status {
            200..=299 | 404 => Ok(()),
            401 | 403 => Err("the provider refused to sign us in; check account and secret".into()),
            status => Err(format!("the provider answers {status}")),
        }
    }

    fn outgoing(&self, verb: Verb, resource: &str, body: Vec<u8>) -> Result<Outgoing, SendError> {
        let url = self.account.join(resource);
        let url = url.map_err(|_| SendError::permanent("the request cannot be written"))?;
        let headers = http::headers(FORM, Some(&self.authorization));
        Ok(Outgoing { verb, url, headers, body })
    }
}

impl Channel for Twilio {
    fn name(&self) -> &str {
        &self.name
    }

    fn carries(&self) -> &[Method] {
        &self.carries
    }

    fn send<'a>(
        &'a self,
        message: &'a Message,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        self.ask(message, now).boxed()
    }

    fn callback(
        &self,
        request: &CallbackRequest<'_>,
        now: Timestamp,
    ) -> Result<Callback, CallbackRefused> {
        callback::read(&self.signatures, &self.callback, request, now)
    }

    fn probe(&self) -> BoxFuture<'_, Result<(), String>> {
        self.reach().boxed()
    }
}

impl std::fmt::Debug for Twilio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Twilio").field("name", &self.name).finish_non_exhaustive()
    }
}
