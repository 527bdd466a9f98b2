//! Which language a page is in.

use countersign_core::people::Language;
use fluent_langneg::{NegotiationStrategy, negotiate_languages, parse_accepted_languages};
use unic_langid::LanguageIdentifier;

use super::LANGUAGES;

/// Chooses the language: what was picked on a page (`?lang=`, kept in a cookie), else the person's
/// own, else what the browser asks for, else English.
pub fn choose(
    picked: Option<&str>,
    person: Option<Language>,
    accept_language: Option<&str>,
) -> Language {
    picked
        .and_then(Language::parse)
        .or(person)
        .or_else(|| accept_language.and_then(negotiate))
        .unwrap_or_default()
}

/// The best language for an `Accept-Language` header (RFC 9110 section 12.5.4), by its order; `None`
/// if it asks for nothing that has texts.
pub fn negotiate(accept_language: &str) -> Option<Language> {
    let available: Vec<LanguageIdentifier> =
        LANGUAGES.iter().filter_map(|language| language.as_str().parse().ok()).collect();
    negotiate_languages(
        &parse_accepted_languages(accept_language),
        &available,
        None,
        NegotiationStrategy::Lookup,
    )
    .first()
    .and_then(|id| Language::parse(id.language.as_str()))
}
