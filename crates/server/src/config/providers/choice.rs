//! Settings of a provider that are a choice, a switch, or a number that may be left out.

use std::ops::RangeInclusive;

use toml::Value;

use super::entry::Entry;

impl Entry<'_, '_, '_> {
    /// One of a few words. Refused, it reads as the first.
    pub(super) fn choice<T: Copy>(&mut self, setting: &str, words: &[(&str, T)]) -> Option<T> {
        let written = self.value(setting);
        let word = written.as_ref().and_then(Value::as_str);
        let chosen = word.and_then(|word| words.iter().find(|(known, _)| *known == word));
        if chosen.is_none() {
            self.refuse(setting, "is none of the words it may be");
        }
        chosen.or(words.first()).map(|(_, choice)| *choice)
    }

    /// true or false.
    pub(super) fn switch(&mut self, setting: &str) -> bool {
        let written = self.value(setting).and_then(|value| value.as_bool());
        if written.is_none() {
            self.refuse(setting, "must be true or false");
        }
        written.unwrap_or_default()
    }

    /// A whole number within bounds that may be left out.
    pub(super) fn maybe_number<N: TryFrom<i64> + Default>(
        &mut self,
        setting: &str,
        bounds: RangeInclusive<i64>,
    ) -> Option<N> {
        self.value(setting)?;
        Some(self.number(setting, bounds))
    }
}
