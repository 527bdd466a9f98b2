//! Accounts, who belongs to them, and who sees what: the part of the service API that a portal with contracts of several people uses.

use super::{ApiError, Countersign};
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// What a person is to be in an account.
#[derive(Serialize)]
pub struct NewMember<'a> {
    /// `owner`, `administrator`, `member` or `technical-administrator`.
    pub role: &'a str,
    /// What a technical administrator may do.
    pub rights: &'a [&'a str],
}

/// A thing to register.
#[derive(Serialize)]
pub struct NewResource {
    reference: String,
    r#type: &'static str,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
}

impl NewResource {
    /// By the portal's own names.
    pub fn new(reference: &str, r#type: &'static str, name: &str, parent: Option<&str>) -> Self {
        Self {
            reference: reference.to_owned(),
            r#type,
            name: name.to_owned(),
            parent: parent.map(str::to_owned),
        }
    }
}

#[derive(Deserialize)]
struct Made {
    id: String,
}

#[derive(Deserialize)]
struct Registered {
    results: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    reference: String,
    id: Option<String>,
}

#[derive(Deserialize)]
struct Checked {
    results: Vec<Seen>,
}

#[derive(Deserialize)]
struct Seen {
    reference: String,
    visible: bool,
}

impl Countersign {
    /// Registers an account under the portal's own name for it. Asked again, it gives the same account.
    pub async fn create_account(
        &self,
        reference: &str,
        name: &str,
        owner: &str,
    ) -> Result<String, ApiError> {
        let body = json!({ "reference": reference, "name": name, "owner": owner });
        self.made("/v1/accounts", &format!("account-{reference}"), &body).await
    }

    /// Takes a person in; without a member on whose behalf, it needs the scope `members:provision`.
    pub async fn put_member(
        &self,
        account: &str,
        person: &str,
        member: &NewMember<'_>,
    ) -> Result<(), ApiError> {
        let path = format!("/v1/accounts/{account}/members/{person}");
        self.nothing(self.request(Method::PUT, &path).json(member)).await
    }

    /// Makes a group of persons. Asked again, it gives the same group.
    pub async fn create_group(&self, account: &str, name: &str) -> Result<String, ApiError> {
        let path = format!("/v1/accounts/{account}/groups");
        self.made(
            &path,
            &format!("group-{account}-{}", name.replace(' ', "-")),
            &json!({ "name": name }),
        )
        .await
    }

    /// Puts a person into a group.
    pub async fn join_group(
        &self,
        account: &str,
        group: &str,
        person: &str,
    ) -> Result<(), ApiError> {
        let path = format!("/v1/accounts/{account}/groups/{group}/members/{person}");
        self.nothing(self.request(Method::PUT, &path)).await
    }

    /// Registers things in bulk; gives Countersign's ids by the portal's own names, without those that were refused.
    pub async fn register(
        &self,
        account: &str,
        resources: &[NewResource],
    ) -> Result<HashMap<String, String>, ApiError> {
        let path = format!("/v1/accounts/{account}/resources");
        let body = json!({ "resources": resources });
        let told: Registered = self.json(self.request(Method::PUT, &path).json(&body)).await?;
        let ids = told.results.into_iter().filter_map(|line| Some((line.reference, line.id?)));
        Ok(ids.collect())
    }

    /// Grants a thing, with all that lies in it, to a group.
    pub async fn grant(&self, account: &str, resource: &str, group: &str) -> Result<(), ApiError> {
        let path = format!("/v1/accounts/{account}/resources/{resource}/grants/{group}");
        self.nothing(self.request(Method::PUT, &path)).await
    }

    /// Makes a thing exist only in sessions with a second factor, on behalf of an owner whose session proved one.
    pub async fn protect(
        &self,
        account: &str,
        resource: &str,
        owner: &str,
        session: &str,
    ) -> Result<(), ApiError> {
        let path = format!(
            "/v1/accounts/{account}/resources/{resource}/second-factor-only\
             ?acting_person={owner}&acting_session={session}"
        );
        self.nothing(self.request(Method::PUT, &path)).await
    }

    /// Which of these things a person sees in a session: up to 500, asked at every page.
    pub async fn visible(
        &self,
        account: &str,
        person: &str,
        session: &str,
        references: &[String],
    ) -> Result<HashSet<String>, ApiError> {
        let body = json!({
            "account": account, "person": person, "session": session, "references": references,
        });
        let told: Checked = self.post("/v1/access/check", &body).await?;
        let seen = told.results.into_iter().filter(|line| line.visible);
        Ok(seen.map(|line| line.reference).collect())
    }

    async fn made(&self, path: &str, once: &str, body: &Value) -> Result<String, ApiError> {
        let request = self.request(Method::POST, path).header("idempotency-key", once).json(body);
        let made: Made = self.json(request).await?;
        Ok(made.id)
    }
}
