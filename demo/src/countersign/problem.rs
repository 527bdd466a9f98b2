//! What Countersign answers when it refuses: problem details (RFC 9457), or nothing at all.

use reqwest::Response;
use serde_json::{Map, Value};

/// A refusal, with the members the endpoint added.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The last part of `type`: `wrong-code`.
    pub slug: String,
    /// The HTTP status.
    pub status: u16,
    /// The sentence for people.
    pub title: String,
    /// Everything else, `attempts_left` for one.
    pub members: Map<String, Value>,
}

impl Problem {
    /// A member that is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.members.get(name).and_then(Value::as_str)
    }

    /// A member that is a whole number.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.members.get(name).and_then(Value::as_u64)
    }
}

/// Why a call gave no answer to work with.
#[derive(Debug)]
pub enum ApiError {
    /// Countersign refused.
    Refused(Box<Problem>),
    /// It did not answer, or not in the words of the contract.
    Unreachable(reqwest::Error),
}

impl ApiError {
    /// The HTTP status of a refusal.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused(problem) => Some(problem.status),
            Self::Unreachable(_) => None,
        }
    }
}

impl From<reqwest::Error> for ApiError {
    fn from(error: reqwest::Error) -> Self {
        Self::Unreachable(error)
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(problem) => {
                write!(out, "refused with {} {}: {}", problem.status, problem.slug, problem.title)
            }
            Self::Unreachable(error) => write!(out, "no answer: {error}"),
        }
    }
}

impl std::error::Error for ApiError {}

/// Passes a success on and reads a refusal.
pub(super) async fn checked(response: Response) -> Result<Response, ApiError> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let members: Map<String, Value> = response.json().await.unwrap_or_default();
    let text = |name: &str| members.get(name).and_then(Value::as_str).unwrap_or_default();
    let slug = text("type").rsplit(['/', ':', '#']).next().unwrap_or_default().to_owned();
    let title = [text("detail"), text("title")].into_iter().find(|t| !t.is_empty());
    let title = title.unwrap_or_default().to_owned();
    Err(ApiError::Refused(Box::new(Problem { slug, status: status.as_u16(), title, members })))
}
