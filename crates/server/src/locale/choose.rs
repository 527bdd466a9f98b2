//! Which language a page is in.

use countersign_core::people::{Language, Languages};
use fluent_langneg::{NegotiationStrategy, negotiate_languages, parse_accepted_languages};
use unic_langid::LanguageIdentifier;

/// Chooses the language: what was picked on a page (`?lang=`, kept in a cookie), else the person's
/// own, else what the browser asks for, else the operator's default. None that the operator does not offer.
pub fn choose(
    languages: &Languages,
    picked: Option<&str>,
    person: Option<Language>,
    accept_language: Option<&str>,
) -> Language {
    picked
        .and_then(|tag| languages.parse(tag))
        .or_else(|| person.and_then(|language| languages.fit(language)))
        .or_else(|| accept_language.and_then(|asked| negotiate(languages, asked)))
        .unwrap_or_else(|| languages.usual())
}

/// The best language for an `Accept-Language` header (RFC 9110 section 12.5.4), by its order; `None`
/// if it asks for none that is offered.
pub fn negotiate(languages: &Languages, accept_language: &str) -> Option<Language> {
    let available: Vec<LanguageIdentifier> =
        languages.offered().iter().filter_map(|language| language.as_str().parse().ok()).collect();
    negotiate_languages(
        &parse_accepted_languages(accept_language),
        &available,
        None,
        NegotiationStrategy::Lookup,
    )
    .first()
    .and_then(|id| Language::parse(id.language.as_str()))
}
