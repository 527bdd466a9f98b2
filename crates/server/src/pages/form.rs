//! The forms of pages: from our own page, with its one-time token, each field once.

use axum::body::Bytes;
use axum::response::Response;
use countersign_app::request::{Once, marked_once};
use http::header::CONTENT_TYPE;

use super::browser::Browser;
use super::turned::Turned;
use super::view::Problem;
use crate::http::csrf;
use crate::state::AppState;

/// A page that has forms: they are bound to a cookie of its browser.
pub trait HasForms {
    /// What the handlers are given.
    fn state(&self) -> &AppState;
    /// The request.
    fn browser(&self) -> &Browser;
    /// The value of the cookie that its tokens are made under.
    fn secret(&self) -> &str;
    /// Under whose name its forms run once: a visit or a session.
    fn owner(&self) -> &str;
    /// The page that says why a form was not let in.
    fn refuse(&self, problem: Problem) -> Response;
}

/// A form that was let in.
pub struct Form {
    nonce: String,
    fields: Vec<(String, String)>,
}

impl Form {
    /// Reads a form of this page. What another site sent, or without the token of a page of this browser, is refused
    /// before anything is looked at (CS-WEB-01).
    pub fn read(here: &impl HasForms, body: &Bytes) -> Result<Self, Turned> {
        let headers = here.browser().headers();
        if !csrf::same_origin(headers, &here.state().pages.origin) {
            return Err(here.refuse(Problem::Forbidden).into());
        }
        let is_form = headers.get(CONTENT_TYPE).is_some_and(|kind| {
            let kind = kind.as_bytes().split(|b| *b == b';').next().unwrap_or_default();
            kind.trim_ascii().eq_ignore_ascii_case(b"application/x-www-form-urlencoded")
        });
        let mut fields: Vec<(String, String)> =
            url::form_urlencoded::parse(body).into_owned().collect();
        fields.sort();
        let doubled = fields.windows(2).any(|pair| pair[0].0 == pair[1].0);
        if !is_form || doubled || std::str::from_utf8(body).is_err() {
            return Err(here.refuse(Problem::BadRequest).into());
        }
        let token = fields
            .iter()
            .position(|(name, _)| name == csrf::FIELD)
            .map(|at| fields.remove(at).1)
            .unwrap_or_default();
        match csrf::nonce(here.secret(), &token) {
            Some(nonce) => Ok(Self { nonce: nonce.to_owned(), fields }),
            None => Err(here.refuse(Problem::Forbidden).into()),
        }
    }

    /// The value of a field; empty if it is missing.
    pub fn get(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// What tells this form from another of the same page, and its fields.
    pub fn into_parts(self) -> (String, Vec<(String, String)>) {
        (self.nonce, self.fields)
    }

    /// The mark under which what this form does runs once: pressed twice, or sent again by a reload, it is answered from
    /// what came of it. The fields are part of it, because a person who goes back and types another code means another
    /// try. `step` tells apart what one form does.
    pub fn once(&self, here: &impl HasForms, step: &str) -> Once {
        let fields = self.fields.iter().flat_map(|(name, value)| [name, value]);
        let parts: Vec<String> = fields.map(|part| format!("{}:{part}", part.len())).collect();
        let key = format!("{}\n{step}\n{}", self.nonce, parts.join("\n"));
        marked_once(&here.state().ctx, here.owner(), &key, &[])
    }
}
