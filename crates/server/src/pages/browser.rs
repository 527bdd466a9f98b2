//! What a page needs to know of the request: when, from which browser, in which language, with what query.

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use countersign_core::Timestamp;
use countersign_core::people::Language;
use countersign_core::session::Client;
use http::header::ACCEPT_LANGUAGE;
use http::request::Parts;
use http::{HeaderMap, Method};

use crate::http::problem::{Problem, Slug};
use crate::http::request_id::RequestId;
use crate::http::{ClientAddress, client_ip, cookies};
use crate::locale;
use crate::pages::kit::Kit;
use crate::pages::language;
use crate::state::AppState;

/// One request of a browser. No Debug: it holds cookies and handles.
#[derive(Clone)]
pub struct Browser {
    /// When it came in; read once.
    pub now: Timestamp,
    /// Its id, as in the log.
    pub request: String,
    /// Where it came from, for the trail and for mails that tell the person.
    pub from: Client,
    /// It only looks: HEAD, or a page fetched before anybody asked for it. Uses nothing up.
    pub only_looks: bool,
    /// It asks for a change, not for a page.
    pub changes: bool,
    /// Path and query of the page that was asked for.
    pub path: String,
    /// Whose address it counts for.
    pub counted: Option<ClientAddress>,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    kit: Arc<Kit>,
}

impl FromRequestParts<AppState> for Browser {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let query: Vec<_> =
            url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
                .into_owned()
                .collect();
        let mut seen = HashSet::with_capacity(query.len());
        if !query.iter().all(|(name, _)| seen.insert(name)) {
            return Err(Problem::new(Slug::MalformedRequest));
        }
        let ahead = parts
            .headers
            .get("sec-purpose")
            .is_some_and(|purpose| purpose.as_bytes().starts_with(b"prefetch"));
        Ok(Self {
            now: state.ctx.clock.now(),
            request: parts
                .extensions
                .get::<RequestId>()
                .map(|id| id.as_str().to_owned())
                .unwrap_or_default(),
            from: client_ip::client(&parts.extensions, &parts.headers),
            only_looks: parts.method == Method::HEAD || ahead,
            changes: !parts.method.is_safe(),
            path: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
            counted: parts.extensions.get::<ClientAddress>().copied(),
            query,
            headers: parts.headers.clone(),
            kit: state.pages.clone(),
        })
    }
}

impl Browser {
    /// A value of the query.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        cookies::read(&self.headers, name)
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The language of the page, for this person or for nobody.
    pub fn language(&self, person: Option<Language>) -> Language {
        let picked = self.query("lang").or_else(|| self.cookie(language::COOKIE));
        let accepted = self.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        locale::choose(&self.kit.brand.languages, picked, person, accepted)
    }
}
