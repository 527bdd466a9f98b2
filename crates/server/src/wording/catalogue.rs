//! The message texts of one language, with the operator's own in place of ours.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use countersign_core::people::Language;

use super::BadText;

/// Every language that has texts.
pub(super) const LANGUAGES: [Language; 2] = [Language::En, Language::De];

/// The texts of one language.
pub(super) struct Catalogue {
    bundle: FluentBundle<FluentResource>,
}

impl Catalogue {
    /// The texts that come with the program.
    pub(super) fn built_in(language: Language) -> Result<Self, BadText> {
        let source = source(language);
        let bad = |problem: String| BadText { language, key: "*".to_owned(), problem };
        let id: LanguageIdentifier = language.as_str().parse().map_err(|e| bad(format!("{e}")))?;
        let resource = FluentResource::try_new(source.to_owned())
            .map_err(|(_, errors)| bad(format!("{errors:?}")))?;
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolation marks are outside GSM-7 and would be copied with the code.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).map_err(|errors| bad(format!("{errors:?}")))?;
        Ok(Self { bundle })
    }

    /// Puts a text of the operator's in place of ours. It has been checked.
    pub(super) fn replace(&mut self, key: &str, fluent: &str) -> Result<(), String> {
        let resource = FluentResource::try_new(format!("{key} = {fluent}\n"))
            .map_err(|_| "cannot be read".to_owned())?;
        self.bundle.add_resource_overriding(resource);
        Ok(())
    }

    /// Whether there is a text with this key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// The text with its values. A key or value that is missing shows as its name in brackets; tests render every text
    /// with every fact, so that none is.
    pub(super) fn tell(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("⟦{key}⟧");
        };
        let args: FluentArgs<'_> = values.iter().cloned().collect();
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}

/// The texts as they come with the program, in Fluent syntax.
pub(super) const fn source(language: Language) -> &'static str {
    match language {
        Language::En => concat!(
            include_str!("../../locales/en/messages.ftl"),
            include_str!("../../locales/en/notices.ftl")
        ),
        Language::De => concat!(
            include_str!("../../locales/de/messages.ftl"),
            include_str!("../../locales/de/notices.ftl")
        ),
    }
}
