//! The list of common passwords, searched where it lies in the program.

/// Lower case, sorted bytewise, a line feed behind each.
const LIST: &str = include_str!("../../../data/common-passwords.list");

/// Whether the whole value is listed; case does not matter.
pub(super) fn is_listed(password: &str) -> bool {
    let asked = password.to_lowercase();
    let (mut low, mut high) = (0, LIST.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        // A cut anywhere in a line looks at that whole line. Line feeds are single bytes, so no character is cut.
        let bytes = LIST.as_bytes();
        let start =
            bytes[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |before| before + 1);
        let length = bytes[start..].iter().position(|byte| *byte == b'\n').unwrap_or_default();
        match LIST[start..start + length].cmp(asked.as_str()) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = start + length + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
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
