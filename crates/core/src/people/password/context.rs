//! The words around a password: names of the product, the company and the person, which guessers try first.

/// Shorter words stand inside too many others.
const SHORTEST: usize = 3;

/// Words that may not make up a password, in lower case, the longest first. Debug shows how many.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PasswordContext {
    words: Vec<String>,
}

impl std::fmt::Debug for PasswordContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PasswordContext({} words)", self.words.len())
    }
}

impl PasswordContext {
    /// The words of a person: sign-in name, e-mail addresses, name.
    pub fn of(names: &[&str]) -> Self {
        let mut context = Self::default();
        for name in names {
            context.take(name);
        }
        context
    }

    /// These words, and others.
    #[must_use]
    pub(super) fn with(&self, more: &[String]) -> Self {
        let mut context = self.clone();
        for name in more {
            context.take(name);
        }
        context
    }

    pub(super) fn words(&self) -> Vec<&str> {
        self.words.iter().map(String::as_str).collect()
    }

    /// How many code points of a password are left without these words, however often they stand in it.
    pub(super) fn leaves_of(&self, password: &str) -> usize {
        let mut left = password.to_lowercase();
        for word in &self.words {
            left = left.replace(word.as_str(), "");
        }
        left.chars().count()
    }

    /// A name whole, without its gaps, the part of an address before the `@`, and each word of it.
    fn take(&mut self, name: &str) {
        let name = name.trim().to_lowercase();
        let local = name.split_once('@').map_or(name.as_str(), |(local, _)| local);
        let parts: Vec<&str> = local.split(|c: char| !c.is_alphanumeric()).collect();
        let joined = parts.concat();
        for word in [name.as_str(), local, &joined].into_iter().chain(parts.iter().copied()) {
            if word.chars().count() >= SHORTEST && !self.words.iter().any(|known| known == word) {
                self.words.push(word.to_owned());
            }
        }
        self.words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    }
}
