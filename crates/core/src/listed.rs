//! Lists in the program, searched where they lie.

/// Whether `asked` is a line of a list that is sorted bytewise and has a line feed behind each line.
pub(crate) fn is_listed(list: &str, asked: &str) -> bool {
    let (mut low, mut high) = (0, list.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        // A cut anywhere in a line looks at that whole line. Line feeds are single bytes, so no character is cut.
        let bytes = list.as_bytes();
        let start =
            bytes[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |before| before + 1);
        let length = bytes[start..].iter().position(|byte| *byte == b'\n').unwrap_or_default();
        match list[start..start + length].cmp(asked) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = start + length + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}
