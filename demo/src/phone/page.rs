//! The simulator's pages: every device side by side, or one alone.

use super::Phone;
use super::devices::{self, Device};
use super::inbox::Arrived;
use crate::times;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use std::sync::Arc;

/// How many messages a device shows among others.
const SHOWN: usize = 4;

#[derive(Template)]
#[template(path = "phone/devices.html")]
struct Page {
    panel: String,
    alone: bool,
    screens: Vec<Screen>,
    strangers: Vec<Shown>,
}

struct Screen {
    device: Device,
    messages: Vec<Shown>,
    hidden: usize,
}

struct Shown {
    /// Names the message in the page, so that an answered call stays answered when the page renews itself.
    key: String,
    to: String,
    at: String,
    channel: String,
    subject: String,
    lines: Vec<Vec<Piece>>,
    opening: String,
    after_key: Vec<Piece>,
    is_call: bool,
    language: String,
}

/// Text, with a code in it set apart.
pub struct Piece {
    text: String,
    is_code: bool,
}

/// Every device.
pub async fn all(State(phone): State<Arc<Phone>>) -> Response {
    draw(&phone, devices::all(), false)
}

/// One device.
pub async fn one(State(phone): State<Arc<Phone>>, Path(slug): Path<String>) -> Response {
    let found: Vec<_> = devices::all().into_iter().filter(|device| device.slug == slug).collect();
    if found.is_empty() {
        return (StatusCode::NOT_FOUND, "There is no such device.\n").into_response();
    }
    draw(&phone, found, true)
}

fn draw(phone: &Phone, devices: Vec<Device>, alone: bool) -> Response {
    let known = devices::all();
    let strangers = phone.inbox.to(None).into_iter();
    let strangers = strangers
        .filter(|message| !alone && !known.iter().any(|device| device.target == message.to))
        .take(SHOWN * 2)
        .map(|message| shown(&message))
        .collect();
    let screens = devices
        .into_iter()
        .map(|device| {
            let all = phone.inbox.to(Some(device.target));
            let count = if alone { all.len() } else { SHOWN };
            let hidden = all.len().saturating_sub(count);
            let messages = all.iter().take(count).map(shown).collect();
            Screen { device, messages, hidden }
        })
        .collect();
    let page = Page { panel: phone.panel.clone(), alone, screens, strangers };
    match page.render() {
        Ok(text) => Html(text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the page could not be drawn");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn shown(message: &Arrived) -> Shown {
    let is_call = message.channel == "call";
    let (opening, after_key) = match (&message.spoken, is_call) {
        (Some(spoken), _) => (spoken.opening.clone(), spoken.after_key.clone()),
        (None, true) => (String::new(), message.text.clone()),
        (None, false) => Default::default(),
    };
    Shown {
        key: message.id.clone(),
        to: message.to.clone(),
        at: times::clock_with_seconds(&message.at),
        channel: match message.channel.as_str() {
            "sms" => "SMS",
            "whatsapp" => "WhatsApp",
            "email" => "Mail",
            "call" => "Call",
            other => other,
        }
        .to_owned(),
        subject: message.subject.clone().unwrap_or_default(),
        lines: message.text.lines().map(pieces).collect(),
        opening,
        after_key: pieces(&after_key),
        is_call,
        language: message.language.clone(),
    }
}

/// Sets codes apart, so that they are found at a glance: six or eight digits, also spoken one by one ("4, 8, 2 …").
fn pieces(line: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = line;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let run = run_of_digits(from);
        let is_code = matches!(run.bytes().filter(u8::is_ascii_digit).count(), 6 | 8);
        plain(&mut pieces, before);
        if is_code {
            pieces.push(Piece { text: run.to_owned(), is_code });
        } else {
            plain(&mut pieces, run);
        }
        rest = &from[run.len()..];
    }
    plain(&mut pieces, rest);
    pieces
}

/// The digits at the beginning: a run of them, or single ones with commas between.
fn run_of_digits(text: &str) -> &str {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(text);
    if end == 1 {
        while text[end..].strip_prefix(", ").is_some_and(|after| digits(after) == 1) {
            end += 3;
        }
    }
    &text[..end]
}

fn plain(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut().filter(|last| !last.is_code) {
        Some(last) => last.text.push_str(text),
        None if text.is_empty() => {}
        None => pieces.push(Piece { text: text.to_owned(), is_code: false }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_set_apart_and_no_letter_is_lost() {
        for (line, expected) in [
            ("Nordhang: 482913 opens areas, 10 min. @localhost #482913", "482913|482913"),
            (
                "Your code is 4, 8, 2, 9, 1, 3. Again: 4, 8, 2, 9, 1, 3.",
                "4, 8, 2, 9, 1, 3|4, 8, 2, 9, 1, 3",
            ),
            ("State of 14 Oct 2026, 15:55", ""),
        ] {
            let found = pieces(line);
            assert_eq!(found.iter().map(|p| p.text.as_str()).collect::<String>(), line);
            let codes = found.iter().filter(|p| p.is_code).map(|p| p.text.as_str());
            assert_eq!(codes.collect::<Vec<_>>().join("|"), expected);
        }
    }
}
