//! Draws what the HTTP layer refuses, and what broke, as a page for people.

use std::sync::Arc;

use http::HeaderValue;

use super::kit::Kit;
use super::turned;
use super::view::{Problem as Shown, ProblemPage, Shell};
use crate::http::trouble_page::TroublePage;
use crate::http::{Problem, Slug};
use crate::locale;

/// Problems as pages.
pub fn trouble_page(kit: Arc<Kit>) -> TroublePage {
    Arc::new(move |problem: &Problem, request: &str, accept_language: Option<&HeaderValue>| {
        let accepted = accept_language.and_then(|value| value.to_str().ok());
        let shell = Shell {
            t: kit.locales.texts(locale::choose(&kit.brand.languages, None, None, accepted)),
            brand: &kit.brand,
            path: "/help".to_owned(),
            visitor: None,
        };
        let page = ProblemPage { shell, problem: shown(problem.slug(), request), again: None };
        Some(turned::page(problem.slug().status(), &page, None))
    })
}

fn shown(slug: Slug, request: &str) -> Shown {
    match slug {
        Slug::NotFound | Slug::MethodNotAllowed => Shown::NotFound,
        Slug::CrossSite => Shown::Forbidden,
        Slug::LinkUsed => Shown::LinkUsed,
        slug if slug.status().is_server_error() => {
            Shown::Oops { code_safe: false, reference: Some(request.to_owned()) }
        }
        slug if slug.status() == http::StatusCode::TOO_MANY_REQUESTS => Shown::TooMany,
        _ => Shown::BadRequest,
    }
}
