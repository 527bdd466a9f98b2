//! `GET /activity/download`: the same as a CSV file (RFC 4180).

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use countersign_app::signing::rfc3339;
use countersign_app::trail::{self, ActivityEntry, Place};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

use super::filter::Narrowed;
use super::words::line;
use crate::pages::browser::Browser;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::Turned;
use crate::pages::view::{ActivityLine, Problem, Shell};
use crate::state::AppState;

/// Entries read at once, and at most in one file.
const STEP: u32 = 500;
const MOST: usize = 10_000;

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let texts = here.state.pages.locales.texts(here.language);
    let narrowed = Narrowed::read(&here.browser, texts);
    if narrowed.shown.problem.is_some() {
        return Ok(here.problem(Problem::BadRequest));
    }
    let heads = [
        "csv-time",
        "csv-event",
        "activity-who",
        "csv-browser",
        "csv-address",
        "csv-order",
        "csv-number",
    ];
    let mut file = row(&heads.map(|key| texts.plain(key)));
    let shell = here.shell("");
    let mut place: Option<Place> = None;
    let mut rows = 0;
    while rows < MOST {
        let found =
            trail::activity(&here.state.ctx, &here.person.id, narrowed.wanted(place.take(), STEP))
                .await;
        let entries = found.map_err(|error| here.broken(&error, false))?;
        for entry in &entries {
            file.push_str(&row(&cells(entry, &shell)));
        }
        rows += entries.len();
        match entries.last() {
            Some(last) if entries.len() == STEP as usize => {
                place = Some(Place { at: last.at, id: last.id.clone() });
            }
            _ => break,
        }
    }
    Ok(self::file(file, "activity.csv"))
}

/// A CSV file that a browser saves under this name.
pub(super) fn file(rows: String, name: &str) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, rows).into_response()
}

fn cells(entry: &ActivityEntry, shell: &Shell<'_>) -> [String; 7] {
    let shown = ActivityLine::of(entry, line(entry));
    [
        rfc3339(entry.at),
        shown.words(shell.t).to_text(),
        shown.by_words(shell).to_text(),
        entry.client.agent().unwrap_or_default().to_owned(),
        entry.client.address().map(|address| address.to_string()).unwrap_or_default(),
        entry.order.clone().unwrap_or_default(),
        entry.id.clone(),
    ]
}

/// One row of it.
pub(super) fn row(cells: &[String; 7]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell that no spreadsheet takes for a formula (CS-AUD-05).
fn quoted(cell: &str) -> String {
    let formula = cell.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if formula { "'" } else { "" };
    format!("\"{mark}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CS-AUD-05
    #[test]
    fn no_cell_begins_a_formula_or_a_row() {
        for (cell, written) in [
            ("=1+1", "\"'=1+1\""),
            (" @SUM(A1)", "\"' @SUM(A1)\""),
            ("-2", "\"'-2\""),
            ("+49", "\"'+49\""),
            ("\tx", "\"'\tx\""),
            ("a\"b", "\"a\"\"b\""),
            ("web-1", "\"web-1\""),
        ] {
            assert_eq!(quoted(cell), written);
        }
    }
}
