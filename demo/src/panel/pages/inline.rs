//! The other real way: the person gets and types the code on the panel's own page, through the API alone.

use crate::countersign::{ApiError, MethodRow, Problem};
use crate::panel::asks::{Ask, Subject, UnderWay, method_words, reason_words, refusal_words};
use crate::panel::frame::{self, Frame};
use crate::panel::trouble::Trouble;
use crate::panel::visit::SignedIn;
use crate::panel::{Panel, orders};
use crate::times;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "panel/inline.html")]
struct Page {
    frame: Frame,
    id: String,
    heading: &'static str,
    about: String,
    slip: Vec<(String, String)>,
    rows: Vec<Row>,
    sent: Option<Sent>,
    code: String,
    error: String,
    notice: String,
}

struct Row {
    value: String,
    words: String,
    hint: String,
    available: bool,
    checked: bool,
}

struct Sent {
    target: String,
    until: String,
}

/// The chosen way: method, a blank, contact.
#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    way: String,
}

/// The typed code.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    onetimecode: String,
}

/// The question as it stands.
pub async fn show(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let ask = take_notice(&panel, &who, &id)?;
    draw(&panel, &who, ask, "", None).await
}

/// Asks about an order on the panel's own page.
pub async fn for_order(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, Trouble> {
    let order = orders::settle(&panel, who.sample, &id).await?;
    if !order.is_open() {
        return Ok(Redirect::to(&format!("/orders/{id}")));
    }
    let ask = Ask::for_order(&order);
    let address = format!("/inline/{}", ask.id);
    who.with(&panel, |visit| visit.asks.insert(ask.id.clone(), ask));
    Ok(Redirect::to(&address))
}

/// Sends the code, or sends it again.
pub async fn send(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Trouble> {
    let mut ask = take_notice(&panel, &who, &id)?;
    let again = ask.under_way.is_some();
    let (method, contact) = match &ask.under_way {
        Some(way) => (way.method.clone(), way.contact.clone()),
        None => match chosen.way.split_once(' ') {
            Some((method, contact)) => (method.to_owned(), Some(contact.to_owned())),
            None if chosen.way.is_empty() => {
                return draw(&panel, &who, ask, "", Some("Choose how to get the code.")).await;
            }
            None => (chosen.way, None),
        },
    };
    let sent = match to_phone(&panel, &mut ask, &method, contact.as_deref()).await {
        Ok(sent) => sent,
        Err(ApiError::Refused(problem)) => {
            return draw(&panel, &who, ask, "", Some(&refusal_words(&problem))).await;
        }
        Err(error) => return Err(error.into()),
    };
    ask.under_way = Some(UnderWay { method, contact, ..sent });
    if again {
        let at = times::clock(&times::now());
        ask.notice = Some(format!("We sent it again at {at}. It is the same code."));
    }
    keep(&panel, &who, ask);
    Ok(Redirect::to(&format!("/inline/{id}")).into_response())
}

/// Hands the typed code to Countersign.
pub async fn answer(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    let ask = take_notice(&panel, &who, &id)?;
    let (Some(challenge), Some(way)) = (&ask.challenge, &ask.under_way) else {
        return Ok(Redirect::to(&format!("/inline/{id}")).into_response());
    };
    match panel.api.answer(challenge, &way.method, &typed.onetimecode).await {
        Ok(answer) if answer.state == "passed" => {
            who.with(&panel, |visit| visit.asks.remove(&id));
            let next = match &ask.subject {
                Subject::Area(area) => area.path.to_owned(),
                Subject::Order(order) => format!("/orders/{order}"),
            };
            Ok(Redirect::to(&next).into_response())
        }
        Ok(_) => Err(Trouble::Missing),
        Err(ApiError::Refused(problem)) => refused(&panel, &who, ask, &typed, &problem).await,
        Err(error) => Err(error.into()),
    }
}

/// Another way is another challenge.
pub async fn other_way(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let mut ask = take_notice(&panel, &who, &id)?;
    match ask.subject.clone() {
        Subject::Area(area) => {
            let challenge =
                panel.api.start_step_up(&who.person, &who.session, area.name, None).await?;
            ask.challenge = Some(challenge.id);
            ask.methods = challenge.methods;
        }
        Subject::Order(_) => ask.challenge = None,
    }
    ask.under_way = None;
    keep(&panel, &who, ask);
    Ok(Redirect::to(&format!("/inline/{id}")).into_response())
}

/// A third wrong code ends the order; its own page says so. Everything else is said beside the field.
async fn refused(
    panel: &Panel,
    who: &SignedIn,
    ask: Ask,
    typed: &Typed,
    problem: &Problem,
) -> Result<Response, Trouble> {
    if let Subject::Order(order) = &ask.subject {
        let settled = orders::settle(panel, who.sample, order).await?;
        if !settled.is_open() {
            return Ok(Redirect::to(&format!("/orders/{order}")).into_response());
        }
    }
    draw(panel, who, ask, &typed.onetimecode, Some(&refusal_words(problem))).await
}

/// Sends through the challenge of the question; an order gets its challenge here, with the method.
async fn to_phone(
    panel: &Panel,
    ask: &mut Ask,
    method: &str,
    contact: Option<&str>,
) -> Result<UnderWay, ApiError> {
    let challenge = match (&ask.challenge, &ask.subject) {
        (None, Subject::Order(order)) => {
            panel.api.order_challenge(order, method, contact).await?.id
        }
        (known, _) => known.clone().unwrap_or_default(),
    };
    ask.challenge = Some(challenge.clone());
    let mut way = UnderWay {
        method: method.to_owned(),
        contact: contact.map(str::to_owned),
        target: String::new(),
        expires_at: String::new(),
    };
    // An app shows its codes by itself.
    if method != "totp" {
        let sent = panel.api.send(&challenge, method, contact).await?;
        way.target = sent.target.unwrap_or_default();
        way.expires_at = sent.expires_at.unwrap_or_default();
    }
    Ok(way)
}

fn take_notice(panel: &Panel, who: &SignedIn, id: &str) -> Result<Ask, Trouble> {
    let ask = who.with(panel, |visit| {
        let ask = visit.asks.get_mut(id)?;
        let taken = ask.clone();
        ask.notice = None;
        Some(taken)
    });
    ask.flatten().ok_or(Trouble::Missing)
}

fn keep(panel: &Panel, who: &SignedIn, ask: Ask) {
    who.with(panel, |visit| visit.asks.insert(ask.id.clone(), ask));
}

async fn draw(
    panel: &Panel,
    who: &SignedIn,
    ask: Ask,
    code: &str,
    error: Option<&str>,
) -> Result<Response, Trouble> {
    let (heading, about, slip, here) = match &ask.subject {
        Subject::Area(area) => ("Confirm it’s you", area.title.to_owned(), Vec::new(), area.path),
        Subject::Order(id) => {
            let order = panel.book().order(who.sample.email, id).cloned();
            let words = order.ok_or(Trouble::Missing)?.words;
            let about = format!("{}, {}", words.title, words.object);
            ("Confirm this order", about, words.details, "/orders")
        }
    };
    // What never fits is not worth a line; what does not fit now is shown with its reason.
    let never = ["landline", "not-for-orders", "channel-not-configured"];
    let fits = |row: &&MethodRow| row.reason.as_deref().is_none_or(|why| !never.contains(&why));
    let offered: Vec<_> = ask.methods.iter().filter(fits).collect();
    let first = offered.iter().position(|row| row.available);
    let rows = offered.into_iter().enumerate().map(|(at, row)| Row {
        value: match &row.contact {
            Some(contact) => format!("{} {contact}", row.method),
            None => row.method.clone(),
        },
        words: method_words(row),
        hint: match (&row.reason, &row.price) {
            (Some(reason), _) if !row.available => reason_words(reason).to_owned(),
            (_, Some(price)) if !price.is_free() => format!("{} {}", price.value, price.currency),
            _ => "Free".to_owned(),
        },
        available: row.available,
        checked: Some(at) == first,
    });
    let rows = rows.collect();
    let title = error.map_or_else(|| heading.to_owned(), |_| format!("Error: {heading}"));
    let frame = Frame::of(panel, who, &title, here).await?;
    let sent =
        ask.under_way.map(|way| Sent { target: way.target, until: times::clock(&way.expires_at) });
    let page = Page {
        frame,
        id: ask.id,
        heading,
        about,
        slip,
        rows,
        sent,
        code: code.to_owned(),
        error: error.unwrap_or_default().to_owned(),
        notice: ask.notice.unwrap_or_default(),
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(frame::page(status, &page))
}
