//! Problem details (RFC 9457): what a refused or broken request is answered with.
//!
//! A handler returns a [`Problem`]; the outermost layer (`answer.rs`) writes the body and the log line, so that neither
//! can be forgotten.

use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{HeaderName, RETRY_AFTER};
use serde::Serialize;
use serde_json::{Map, Value};

pub use super::slugs::Slug;

/// A problem on its way to the caller.
#[derive(Clone, Debug)]
pub struct Problem {
    slug: Slug,
    detail: Option<String>,
    members: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
    cause: Option<String>,
}

/// What a handler may fail with. Boxed: problems are rare and handlers' results small.
#[derive(Clone, Debug)]
pub struct Refused(Box<Problem>);

impl Problem {
    /// A problem of this type.
    pub fn new(slug: Slug) -> Self {
        Self { slug, detail: None, members: Map::new(), headers: Vec::new(), cause: None }
    }

    /// Something broke. The cause goes to the log and never to the caller (CS-ENUM-05).
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::new(Slug::Internal).caused_by(cause)
    }

    /// A part the server needs is away. The cause goes to the log and never to the caller.
    pub fn unavailable(cause: impl std::fmt::Display) -> Self {
        Self::new(Slug::Unavailable).caused_by(cause).retry_after_s(2)
    }

    /// A sentence about this occurrence. Never holds a secret or what was typed.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// An extension member.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).unwrap_or(Value::Null);
        self.members.insert(name.to_owned(), value);
        self
    }

    /// `Retry-After`, in seconds.
    #[must_use]
    pub fn retry_after_s(self, seconds: u64) -> Self {
        self.header(RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// A header of the answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// What the log says.
    #[must_use]
    pub fn caused_by(mut self, cause: impl std::fmt::Display) -> Self {
        self.cause = Some(cause.to_string());
        self
    }

    /// Its type.
    pub const fn slug(&self) -> Slug {
        self.slug
    }

    /// The sentence for people: what is particular here, or the title.
    pub fn sentence(&self) -> &str {
        self.detail.as_deref().unwrap_or(self.slug.title())
    }

    /// What the log says; never shown.
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// The document: type, title, status, detail, instance and the extension members.
    pub fn document(&self, instance: &str) -> Value {
        let mut document = Map::new();
        document.insert("type".into(), self.address().into());
        document.insert("title".into(), self.slug.title().into());
        document.insert("status".into(), self.slug.status().as_u16().into());
        let detail = self.sentence().to_owned();
        document.insert("detail".into(), detail.into());
        document.insert("instance".into(), instance.into());
        for (name, value) in &self.members {
            document.entry(name.clone()).or_insert_with(|| value.clone());
        }
        Value::Object(document)
    }

    fn address(&self) -> String {
        format!("{}{}", super::slugs::BASE, self.slug.as_str())
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

impl From<Slug> for Refused {
    fn from(slug: Slug) -> Self {
        Problem::new(slug).into()
    }
}

impl Refused {
    /// The problem inside.
    pub fn problem(&self) -> &Problem {
        &self.0
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.slug.status().into_response();
        for (name, value) in &self.headers {
            response.headers_mut().append(name.clone(), value.clone());
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (*self.0).into_response()
    }
}

/// The shape of every refusal, for the API document.
#[derive(utoipa::ToSchema)]
#[schema(as = Problem)]
#[expect(dead_code, reason = "a shape for the API document; answers are made by Problem::document")]
pub struct ProblemDocument {
    /// `https://countersign.dev/problems/` and the slug.
    #[schema(example = "https://countersign.dev/problems/wrong-code")]
    r#type: String,
    /// The same sentence for every problem of this type.
    title: String,
    /// The HTTP status.
    status: u16,
    /// About this occurrence.
    detail: String,
    /// Names the request in the server's log.
    instance: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CS-ENUM-05: the cause is for the log.
    #[test]
    fn the_document_ends_its_type_with_the_slug_and_hides_the_cause() {
        let problem = Problem::internal("disk full at /var/lib").with("type", "forged");
        let document = problem.document("urn:countersign:request:r1");
        assert_eq!(document["type"], "https://countersign.dev/problems/internal");
        assert_eq!(document["status"], 500);
        assert!(!document.to_string().contains("disk full"), "{document}");
    }
}
