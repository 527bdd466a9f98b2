//! Why a page cannot be shown, and the page that says so.

use super::frame::{self, Frame};
use crate::countersign::ApiError;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// Why a page cannot be shown.
#[derive(Debug)]
pub enum Trouble {
    /// Nobody is signed in.
    SignedOut {
        /// The page that was asked for.
        next: String,
    },
    /// There is no such thing, or it is somebody else's.
    Missing,
    /// Countersign refused or did not answer.
    Api(ApiError),
    /// The panel could not write its file.
    Disk(anyhow::Error),
}

#[derive(Template)]
#[template(path = "panel/trouble.html")]
struct Page {
    frame: Frame,
    heading: &'static str,
    text: String,
}

impl From<ApiError> for Trouble {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<anyhow::Error> for Trouble {
    fn from(error: anyhow::Error) -> Self {
        Self::Disk(error)
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let (status, heading, text) = match self {
            Self::SignedOut { next } => {
                return Redirect::to(&format!("/sign-in?next={next}")).into_response();
            }
            Self::Missing => (
                StatusCode::NOT_FOUND,
                "There is nothing here",
                "The page or the thing it was about does not exist (any more).".to_owned(),
            ),
            Self::Api(ApiError::Refused(problem)) if problem.slug == "not-allowed" => (
                StatusCode::FORBIDDEN,
                "This is not part of your work here",
                "What you may do for this customer does not reach it. An owner or administrator of theirs can change that; \
                 invoices, payment methods and personal data stay closed to technical administrators always."
                    .to_owned(),
            ),
            Self::Api(ApiError::Refused(problem)) => {
                tracing::warn!(slug = problem.slug, status = problem.status, "Countersign refused");
                (StatusCode::BAD_GATEWAY, "This cannot be confirmed now", problem.title)
            }
            Self::Api(error) => {
                tracing::error!(%error, "Countersign did not answer");
                (
                    StatusCode::BAD_GATEWAY,
                    "We cannot reach our confirmation service",
                    "Nothing was changed. Please try again in a moment.".to_owned(),
                )
            }
            Self::Disk(error) => {
                tracing::error!(%error, "the panel cannot keep its state");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "We could not save this",
                    "The panel's state folder cannot be written.".to_owned(),
                )
            }
        };
        frame::page(status, &Page { frame: Frame::outside(heading), heading, text })
    }
}
