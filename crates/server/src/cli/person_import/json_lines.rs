//! JSON Lines: one object a line.

use super::lines::Lines;
use super::row::{Entry, Row, Source};

/// The persons of such a file.
pub(super) struct JsonLines(pub Lines);

impl Source for JsonLines {
    fn next(&mut self) -> anyhow::Result<Option<Entry>> {
        let Some((number, line)) = self.0.next_filled()? else { return Ok(None) };
        let place = format!("line {number}");
        let row = line.map_err(str::to_owned).and_then(|line| read(&line));
        Ok(Some(Entry { place, row, left_out: Vec::new() }))
    }

    fn share(&self) -> Option<(u64, u64)> {
        self.0.share()
    }
}

fn read(line: &str) -> Result<Row, String> {
    serde_json::from_str(line).map_err(|error| {
        let place = error.column();
        match error.classify() {
            serde_json::error::Category::Data => {
                format!("a field is missing, unknown or of another kind (column {place})")
            }
            _ => format!("this is no JSON object (column {place})"),
        }
    })
}
