//! The panel's side of Countersign: one method per endpoint of the service API that the demo uses.

pub mod accounts;
mod problem;
pub mod receipt;
mod types;

pub use problem::{ApiError, Problem};
pub use types::*;

use reqwest::{Method, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A portal's connection to Countersign: a base address and an API key.
#[derive(Clone)]
pub struct Countersign {
    http: reqwest::Client,
    base: String,
    key: String,
}

impl Countersign {
    /// Connects nothing yet; `base` has no slash at its end.
    pub fn new(base: &str, key: &str) -> Result<Self, ApiError> {
        let http = reqwest::Client::builder()
            .timeout(std::time::Duration::from_secs(10))
            .build()
            .map_err(ApiError::Unreachable)?;
        Ok(Self { http, base: base.to_owned(), key: key.to_owned() })
    }

    /// Creates a person; confirmed values need the scope `contacts:confirm`. Asked again after an interrupted start,
    /// it gives the same person.
    pub async fn create_person(&self, person: &NewPerson) -> Result<Person, ApiError> {
        let request = self
            .request(Method::POST, "/v1/persons")
            .header("idempotency-key", format!("person-{}", person.email))
            .json(person);
        self.json(request).await
    }

    /// Names a session of the portal's, so that a step-up can belong to it.
    pub async fn open_session(
        &self,
        person: &str,
        session: &NewSession,
    ) -> Result<Session, ApiError> {
        self.post(&format!("/v1/persons/{person}/sessions"), session).await
    }

    /// Redeems the one-time result of a sign-in on Countersign's pages, once.
    pub async fn complete_sign_in(&self, result: &str) -> Result<HostedSignIn, ApiError> {
        self.post("/v1/sign-ins/complete", &json!({ "result": result })).await
    }

    /// Ends a session with its windows and open challenges.
    pub async fn end_session(&self, session: &str) -> Result<(), ApiError> {
        self.nothing(self.request(Method::DELETE, &format!("/v1/sessions/{session}"))).await
    }

    /// The protected areas that are open in a session, and until when.
    /// For an account: as far as the person's part in it reaches.
    pub async fn windows(
        &self,
        session: &str,
        account: Option<&str>,
    ) -> Result<Vec<Window>, ApiError> {
        let account = account.map(|account| format!("?account={account}")).unwrap_or_default();
        let path = format!("/v1/sessions/{session}/windows{account}");
        let list: WindowList = self.json(self.request(Method::GET, &path)).await?;
        Ok(list.windows)
    }

    /// "Close now".
    pub async fn close_windows(&self, session: &str) -> Result<(), ApiError> {
        self.nothing(self.request(Method::DELETE, &format!("/v1/sessions/{session}/windows"))).await
    }

    /// Asks for a step-up. With `return_to` the person answers at `confirm_url`.
    pub async fn start_step_up(
        &self,
        person: &str,
        session: &str,
        area: &str,
        return_to: Option<&str>,
    ) -> Result<Challenge, ApiError> {
        let mut body = json!({
            "person": person, "purpose": "step-up", "session": session, "areas": [area],
        });
        if let Some(address) = return_to {
            body["return_to"] = json!(address);
        }
        self.post("/v1/challenges", &body).await
    }

    /// Sends the code of a challenge; the first send fixes method and contact.
    pub async fn send(
        &self,
        challenge: &str,
        method: &str,
        contact: Option<&str>,
    ) -> Result<Sent, ApiError> {
        let path = format!("/v1/challenges/{challenge}/send");
        self.post(&path, &way(method, contact)).await
    }

    /// Answers a challenge with what the person typed.
    pub async fn answer(
        &self,
        challenge: &str,
        method: &str,
        code: &str,
    ) -> Result<Answer, ApiError> {
        let path = format!("/v1/challenges/{challenge}/answer");
        self.post(&path, &json!({ "method": method, "code": code })).await
    }

    /// Redeems the one-time result that the browser brought back; only now does the window count.
    /// `session` is the one the browser that brought it is in: a link sent to somebody else opens nothing for its sender.
    pub async fn complete(
        &self,
        challenge: &str,
        result: &str,
        session: &str,
    ) -> Result<Completed, ApiError> {
        let path = format!("/v1/challenges/{challenge}/complete");
        self.post(&path, &json!({ "result": result, "session": session })).await
    }

    /// Places an order that the person has to confirm.
    pub async fn create_order(&self, order: &NewOrder) -> Result<Order, ApiError> {
        self.post("/v1/orders", order).await
    }

    /// Where an order stands.
    pub async fn order(&self, order: &str) -> Result<OrderView, ApiError> {
        self.json(self.request(Method::GET, &format!("/v1/orders/{order}"))).await
    }

    /// A challenge for an order that the person answers on the portal's own page.
    pub async fn order_challenge(
        &self,
        order: &str,
        method: &str,
        contact: Option<&str>,
    ) -> Result<Challenge, ApiError> {
        self.post(&format!("/v1/orders/{order}/challenges"), &way(method, contact)).await
    }

    /// Stops an order.
    pub async fn cancel_order(&self, order: &str) -> Result<(), ApiError> {
        let path = format!("/v1/orders/{order}/cancel");
        let _: Value = self.post(&path, &json!({})).await?;
        Ok(())
    }

    /// Takes a confirmed order, once. The key of the call is the order's own id, so that a panel that stopped
    /// between the claim and its own note of it can ask again and gets the first answer.
    pub async fn claim(&self, order: &str) -> Result<Claim, ApiError> {
        let request = self
            .request(Method::POST, &format!("/v1/orders/{order}/claim"))
            .header("idempotency-key", format!("claim-{order}"))
            .json(&json!({}));
        self.json(request).await
    }

    /// The public keys that receipts are checked with.
    pub async fn keys(&self) -> Result<Value, ApiError> {
        self.json(self.request(Method::GET, "/.well-known/jwks.json")).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.key)
    }

    async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, ApiError> {
        self.json(self.request(Method::POST, path).json(body)).await
    }

    async fn json<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, ApiError> {
        let response = problem::checked(request.send().await?).await?;
        Ok(response.json().await?)
    }

    async fn nothing(&self, request: RequestBuilder) -> Result<(), ApiError> {
        problem::checked(request.send().await?).await?;
        Ok(())
    }
}

fn way(method: &str, contact: Option<&str>) -> Value {
    contact.map_or_else(
        || json!({ "method": method }),
        |contact| json!({ "method": method, "contact": contact }),
    )
}
