//! The texts of the hosted pages, one set per language, with plurals by CLDR.

mod choose;
mod format;

use std::fmt;

use askama::filters::HtmlSafe;
use countersign_core::people::Language;
use countersign_core::ports::Timestamp;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::tz::TimeZone;
use unic_langid::LanguageIdentifier;

pub use choose::{choose, negotiate};

/// Every language that has texts.
pub const LANGUAGES: [Language; 2] = [Language::En, Language::De];

/// The files of one language, as one text; a key stands in one of them.
macro_rules! files {
    ($language:literal) => {
        concat!(
            include_str!(concat!("../locales/", $language, "/pages.ftl")),
            include_str!(concat!("../locales/", $language, "/sign-in.ftl")),
            include_str!(concat!("../locales/", $language, "/security.ftl")),
            include_str!(concat!("../locales/", $language, "/standing.ftl")),
            include_str!(concat!("../locales/", $language, "/factor.ftl")),
            include_str!(concat!("../locales/", $language, "/activity.ftl")),
            include_str!(concat!("../locales/", $language, "/contacts.ftl")),
            include_str!(concat!("../locales/", $language, "/invitations.ftl")),
            include_str!(concat!("../locales/", $language, "/operator.ftl")),
            include_str!(concat!("../locales/", $language, "/people.ftl")),
            include_str!(concat!("../locales/", $language, "/support.ftl")),
            include_str!(concat!("../locales/", $language, "/ticket.ftl")),
        )
    };
}

/// The English texts of pages, in Fluent syntax.
pub const ENGLISH: &str = files!("en");
/// The German texts of pages, in Fluent syntax.
pub const GERMAN: &str = files!("de");

/// A piece of HTML: a text of ours whose arguments were escaped. Templates print it as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same text without tags and soft hyphens, still escaped: for titles and attributes.
    #[must_use]
    pub fn without_tags(&self) -> Self {
        let mut text = String::with_capacity(self.0.len());
        let mut in_tag = false;
        for c in self.0.chars() {
            match c {
                '<' => in_tag = true,
                '>' if in_tag => in_tag = false,
                c if !in_tag && c != '\u{ad}' => text.push(c),
                _ => {}
            }
        }
        Self(text)
    }

    /// A fixed piece of markup of the program's own.
    pub(crate) const fn fixed(markup: String) -> Self {
        Self(markup)
    }

    /// The same text as a person reads it, for places that take no markup. Undoes only what this
    /// module put in.
    pub fn to_text(&self) -> String {
        let Self(text) = self.without_tags();
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", "\"").replace("&amp;", "&")
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}

/// A value that stands inside a text.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// Words from outside: a portal's, an operator's or a person's. Escaped and kept from turning
    /// the direction of what follows (CS-WEB-06).
    Text(&'a str),
    /// A piece that was made by this module.
    Html(&'a Html),
    /// Something left to right in every language: a number, a masked contact, a host.
    Ltr(&'a str),
    /// A count; chooses the plural.
    Count(u64),
    /// A moment, shown as a clock time.
    Clock(Timestamp),
    /// A moment less than two minutes away, shown with its seconds.
    Second(Timestamp),
    /// A moment, shown as a date.
    Date(Timestamp),
}

/// The text file of a language does not parse, or names a message twice.
#[derive(Debug, thiserror::Error)]
#[error("the texts of {language}: {problem}")]
pub struct BadTexts {
    language: String,
    problem: String,
}

/// The texts of one language, with the time zone its clock times are told in.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    zone: TimeZone,
}

/// The texts of all languages.
#[derive(Debug)]
pub struct Locales {
    english: Texts,
    german: Texts,
}

impl Locales {
    /// The texts that come with the program. Clock times are told in `zone`.
    pub fn built_in(zone: &TimeZone) -> Result<Self, BadTexts> {
        Ok(Self {
            english: Texts::parse(Language::En, "en", ENGLISH, zone.clone())?,
            german: Texts::parse(Language::De, "de", GERMAN, zone.clone())?,
        })
    }

    /// The texts of a language.
    pub fn texts(&self, language: Language) -> &Texts {
        match language {
            Language::En => &self.english,
            Language::De => &self.german,
        }
    }
}

impl Texts {
    /// Reads a text file in Fluent syntax. `tag` (BCP 47) picks the plural rules.
    pub fn parse(
        language: Language,
        tag: &str,
        source: &str,
        zone: TimeZone,
    ) -> Result<Self, BadTexts> {
        let bad = |problem: String| BadTexts { language: tag.to_owned(), problem };
        let id: LanguageIdentifier = tag.parse().map_err(|error| bad(format!("{error}")))?;
        let resource = FluentResource::try_new(source.to_owned())
            .map_err(|(_, errors)| bad(format!("{errors:?}")))?;
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // The isolation marks would be copied with codes and order numbers; `bdi` does their work.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).map_err(|errors| bad(format!("{errors:?}")))?;
        Ok(Self { language, bundle, zone })
    }

    /// Which language these are.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The zone that clock times are told in.
    pub fn zone_name(&self) -> String {
        self.zone.iana_name().unwrap_or("UTC").to_owned()
    }

    /// A text without arguments, to be escaped by whoever prints it.
    pub fn plain(&self, key: &str) -> String {
        self.tell(key, &[]).to_text()
    }

    /// Whether there is a text with this key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A text without arguments.
    pub fn say(&self, key: &str) -> Html {
        self.tell(key, &[])
    }

    /// A text with its arguments, each escaped. A key without a text, or a text without its
    /// argument, shows the key between `⟦⟧`; a test renders every page and looks for that.
    pub fn tell(&self, key: &str, args: &[(&str, Arg<'_>)]) -> Html {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            values.set(*name, self.value(*arg));
        }
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return Html(format!("⟦{key}⟧"));
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors);
        if errors.is_empty() { Html(text.into_owned()) } else { Html(format!("⟦{key}⟧")) }
    }

    fn value(&self, arg: Arg<'_>) -> FluentValue<'static> {
        match arg {
            Arg::Text(text) => format!("<bdi>{}</bdi>", escape(text)).into(),
            Arg::Html(html) => html.0.clone().into(),
            Arg::Ltr(text) => format!("<bdi dir=\"ltr\">{}</bdi>", escape(text)).into(),
            Arg::Count(n) => FluentValue::from(n),
            Arg::Clock(at) => self.clock(at).0.into(),
            Arg::Second(at) => self.clock_to_the_second(at).0.into(),
            Arg::Date(at) => self.date(at).0.into(),
        }
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts").field("language", &self.language).finish_non_exhaustive()
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&#34;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
