//! The list of common passwords.

/// Lower case, sorted bytewise, a line feed behind each.
const LIST: &str = include_str!("../../../data/common-passwords.list");

/// Whether the whole value is listed; case does not matter.
pub(super) fn is_listed(password: &str) -> bool {
    crate::listed::is_listed(LIST, &password.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CS-PW-03: at least 3,000 listed values, each of them found, and their neighbours not.
    #[test]
    fn every_line_is_found_and_nothing_between() {
        assert!(LIST.lines().count() >= 3_000);
        assert!(LIST.lines().is_sorted());
        for line in LIST.lines() {
            assert!(is_listed(line), "{line}");
            assert!(!is_listed(&format!("{line}\u{1}")), "{line}");
        }
        assert!(is_listed("PASSWORD1"));
        for other in ["", "\n", "a", "zzzzzzzzzzzzzz", "lantern-gravel-tide-58"] {
            assert!(!is_listed(other), "{other}");
        }
    }
}
