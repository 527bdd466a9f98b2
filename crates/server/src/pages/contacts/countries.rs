//! The countries of phone numbers, with their names and calling codes.

use std::sync::OnceLock;

use countersign_core::people::{Language, calling_code};

/// One country in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    /// Its name in the page's language.
    pub name: &'static str,
    /// What numbers there begin with: `+49`.
    pub prefix: String,
}

/// Every country, sorted by its name as a reader of the language looks for it.
pub fn all(language: Language) -> &'static [Country] {
    static ENGLISH: OnceLock<Vec<Country>> = OnceLock::new();
    static GERMAN: OnceLock<Vec<Country>> = OnceLock::new();
    match language {
        Language::En => ENGLISH.get_or_init(|| sorted(1)),
        Language::De => GERMAN.get_or_init(|| sorted(2)),
    }
}

/// The country with this code; `None`: there are no numbers.
pub fn find(language: Language, code: &str) -> Option<&'static Country> {
    all(language).iter().find(|country| country.code.eq_ignore_ascii_case(code))
}

/// The name of the country with this code; the code where it has no numbers.
pub fn name(language: Language, code: &str) -> &str {
    find(language, code).map_or(code, |country| country.name)
}

/// The country most people who read this language live in.
pub const fn usual(language: Language) -> &'static str {
    match language {
        Language::En => "GB",
        Language::De => "DE",
    }
}

fn sorted(column: usize) -> Vec<Country> {
    let row = |line: &'static str| {
        let mut columns = line.split('\t');
        let code = columns.next()?;
        let name = columns.nth(column - 1)?;
        let prefix = format!("+{}", calling_code(code)?);
        Some(Country { code, name, prefix })
    };
    let mut all: Vec<Country> =
        include_str!("../../../data/countries.tsv").lines().filter_map(row).collect();
    all.sort_by_key(|country| folded(country.name));
    all
}

/// Accents do not move a name in the list.
fn folded(name: &str) -> String {
    let plain = |c| match c {
        'Ä' | 'Å' | 'á' | 'ä' | 'ã' | 'å' | 'à' => 'a',
        'É' | 'é' | 'è' => 'e',
        'í' => 'i',
        'Ö' | 'ö' | 'ó' | 'ô' => 'o',
        'Ü' | 'ü' => 'u',
        'ç' => 'c',
        c => c.to_ascii_lowercase(),
    };
    name.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use countersign_core::people::countries_with_numbers;

    use super::*;

    /// A country that the number library knows and the list does not could not be chosen, and the other way round.
    #[test]
    fn the_list_is_the_number_librarys() {
        let known: BTreeSet<String> = countries_with_numbers().into_iter().collect();
        for language in [Language::En, Language::De] {
            let listed: BTreeSet<String> =
                all(language).iter().map(|country| country.code.to_owned()).collect();
            assert_eq!(listed, known);
            assert!(all(language).iter().all(|country| !country.name.is_empty()));
        }
        let german = find(Language::De, "at").expect("Austria");
        assert_eq!((german.name, german.prefix.as_str()), ("Österreich", "+43"));
        let names: Vec<&str> = all(Language::De).iter().map(|country| country.name).collect();
        let at = |name: &str| names.iter().position(|known| *known == name).expect("listed");
        assert!(at("Österreich") < at("Pakistan"), "not behind Z");
    }

    #[test]
    fn a_code_is_shown_by_its_name() {
        assert_eq!(name(Language::De, "AT"), "Österreich");
        assert_eq!(name(Language::En, "at"), "Austria");
        assert_eq!(name(Language::En, "XX"), "XX");
    }
}
