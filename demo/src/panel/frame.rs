//! What stands around every page of the panel: title, navigation, the strip of an open window.

use super::Panel;
use super::trouble::Trouble;
use super::visit::SignedIn;
use crate::countersign::Window;
use crate::times;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

/// What stands around a page.
pub struct Frame {
    /// The document's title.
    pub title: String,
    /// The address of this page, for the navigation.
    pub here: String,
    /// Who is signed in.
    pub person: Option<&'static str>,
    /// Until when protected areas are open.
    pub strip: Option<String>,
    /// Countersign, for the link in the foot.
    pub pages: String,
    /// The phone simulator.
    pub phone: String,
}

impl Frame {
    /// Around a page that says what went wrong.
    pub fn outside(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            here: String::new(),
            person: None,
            strip: None,
            pages: String::new(),
            phone: String::new(),
        }
    }

    /// Around a page for somebody who is not signed in.
    pub fn public(panel: &Panel, title: &str) -> Self {
        Self {
            pages: panel.at.pages.clone(),
            phone: panel.at.phone.clone(),
            ..Self::outside(title)
        }
    }

    /// Around a page of a signed-in person.
    pub async fn of(
        panel: &Panel,
        who: &SignedIn,
        title: &str,
        here: &str,
    ) -> Result<Self, Trouble> {
        Ok(Self::with(panel, who, title, here, &windows(panel, who).await?))
    }

    /// The same, with windows that were asked for already.
    pub fn with(
        panel: &Panel,
        who: &SignedIn,
        title: &str,
        here: &str,
        windows: &[Window],
    ) -> Self {
        Self {
            here: here.to_owned(),
            person: Some(who.sample.name),
            strip: windows.iter().map(|window| &window.until).max().map(|at| times::clock(at)),
            ..Self::public(panel, title)
        }
    }

    /// The attribute of the navigation's own link.
    pub fn current(&self, path: &str) -> &'static str {
        if self.here == path { "page" } else { "false" }
    }
}

/// The open windows of this sign-in; a session that Countersign no longer knows ends here, too.
pub async fn windows(panel: &Panel, who: &SignedIn) -> Result<Vec<Window>, Trouble> {
    match panel.api.windows(&who.session, panel.account_of(who.sample)).await {
        Err(error) if matches!(error.status(), Some(404 | 409 | 410)) => {
            panel.visits().end(&who.token);
            Err(Trouble::SignedOut { next: "/servers".to_owned() })
        }
        other => Ok(other?),
    }
}

/// Renders a page.
pub fn page(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be drawn");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Renders a page that is all right.
pub fn ok(body: &impl Template) -> Response {
    page(StatusCode::OK, body)
}
