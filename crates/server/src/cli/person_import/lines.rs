//! The lines of a file from another system, one at a time: of any length, in any encoding, and no line costs the others.

use std::io::{BufRead, Read as _};

use anyhow::Context as _;
use secrecy::zeroize::Zeroizing;

/// Bytes of a line at most: a person with fifty numbers fits many times.
const MOST: u64 = 64 * 1024;
const BOM: &[u8] = "\u{feff}".as_bytes();

/// One line, or why it cannot be read.
pub(super) type Line = Result<Zeroizing<String>, &'static str>;

/// Reads lines by their numbers, which begin at 1.
pub(super) struct Lines {
    from: Box<dyn BufRead + Send>,
    number: u64,
    /// Bytes that were read, and all there are where that is known.
    read: u64,
    all: Option<u64>,
}

impl Lines {
    pub(super) fn new(from: Box<dyn BufRead + Send>, all: Option<u64>) -> Self {
        Self { from, number: 0, read: 0, all }
    }

    /// Bytes that were read, of how many.
    pub(super) fn share(&self) -> Option<(u64, u64)> {
        self.all.map(|all| (self.read, all))
    }

    /// The next line that is not blank, and its number; `None` at the end.
    pub(super) fn next_filled(&mut self) -> anyhow::Result<Option<(u64, Line)>> {
        loop {
            let next = self.next().context("cannot read on")?;
            if !matches!(&next, Some((_, Ok(line))) if line.trim().is_empty()) {
                return Ok(next);
            }
        }
    }

    /// The next line and its number; `None` at the end.
    fn next(&mut self) -> std::io::Result<Option<(u64, Line)>> {
        let mut bytes = Zeroizing::new(Vec::new());
        if self.from.by_ref().take(MOST + 1).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        self.read += bytes.len() as u64;
        if bytes.len() as u64 > MOST && bytes.last() != Some(&b'\n') {
            self.skip()?;
            return Ok(Some((self.number, Err("a line has 64 KiB at most"))));
        }
        let text = match bytes.strip_prefix(BOM) {
            Some(rest) if self.number == 1 => rest,
            _ => &bytes,
        };
        let line = std::str::from_utf8(text);
        let line = line.map(|line| Zeroizing::new(line.to_owned()));
        Ok(Some((self.number, line.map_err(|_| "this is not UTF-8; save the file as UTF-8"))))
    }

    /// Passes over what is left of a line without keeping it.
    fn skip(&mut self) -> std::io::Result<()> {
        loop {
            let held = self.from.fill_buf()?;
            let (used, ends) = match held.iter().position(|byte| *byte == b'\n') {
                Some(end) => (end + 1, true),
                None => (held.len(), held.is_empty()),
            };
            self.from.consume(used);
            self.read += used as u64;
            if ends {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_costs_the_others() {
        let long = "x".repeat(200_000);
        let file =
            [b"\xef\xbb\xbfone\r\n", &b"\xff\xfe\n"[..], long.as_bytes(), b"\n\nlast"].concat();
        let all = file.len() as u64;
        let from = std::io::BufReader::with_capacity(1_000, std::io::Cursor::new(file));
        let mut lines = Lines::new(Box::new(from), Some(all));
        let mut seen = Vec::new();
        while let Some((number, line)) = lines.next().expect("read") {
            seen.push((number, line.map(|line| line.to_string())));
        }
        assert_eq!(seen[0], (1, Ok("one\r\n".to_owned())));
        assert!(matches!(&seen[1], (2, Err(why)) if why.contains("UTF-8")));
        assert!(matches!(&seen[2], (3, Err(why)) if why.contains("64 KiB")));
        assert_eq!(lines.share(), Some((all, all)));
        assert_eq!(seen[3..], [(4, Ok("\n".to_owned())), (5, Ok("last".to_owned()))]);
    }
}
