//! One sample of every page in every state.

mod activity;
mod confirm;
mod contacts;
mod factor;
mod invitations;
mod operator;
mod orders;
mod people;
mod rest;
mod security;
mod sign_in;
mod support;
mod tickets;

use std::cell::RefCell;

use askama::Template;
use countersign_core::order::Amount;
use countersign_core::people::{Language, Method};
use countersign_core::ports::Timestamp;
use countersign_server::locale::{Locales, Texts};
use countersign_server::pages::view::*;

/// A rendered sample.
pub struct Sample {
    /// File name without its ending.
    pub name: &'static str,
    /// The page.
    pub html: String,
}

const NOW: Timestamp = Timestamp::from_ms(1_778_590_200_000);

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_ms(NOW.ms() + minutes * 60_000)
}

pub fn brand() -> Brand {
    Brand {
        languages: countersign_core::people::Languages::default(),
        name: "Nordwerk".to_owned(),
        product: "Customer Center".to_owned(),
        host: "id.nordwerk.example".to_owned(),
        phone: Some("+49 30 5550 1234".to_owned()),
        help_url: Some("https://nordwerk.example/help".to_owned()),
        imprint_url: Some("https://nordwerk.example/imprint".to_owned()),
        privacy_url: Some("https://nordwerk.example/privacy".to_owned()),
        sheet: None,
        logo: None,
        logo_dark: None,
    }
}

fn visitor() -> Visitor {
    Visitor {
        target: "a…r@n…k.example".to_owned(),
        portal: "Nordwerk Panel".to_owned(),
        back: Some("https://panel.nordwerk.example/back".to_owned()),
        help: "/confirm/vis_1/help".to_owned(),
        stands: Stands::Visiting,
        session: None,
    }
}

fn eur(value: &str) -> Amount {
    Amount { value: value.to_owned(), currency: "EUR".to_owned() }
}

fn offer(method: Method, target: &str) -> Offer {
    Offer {
        value: format!("{}:{target}", method.as_str()),
        method,
        landline: false,
        target: target.to_owned(),
        price: method.is_delivered().then(|| eur("0")),
        unavailable: None,
    }
}

fn areas(names: &[&str]) -> Areas {
    let named =
        names.iter().map(|name| AreaName { name: (*name).to_owned(), label: None }).collect();
    Areas { named, kept: false, split: false, minutes: 10 }
}

fn slip() -> Slip {
    let row = |label: &str, value: &str| Row {
        label: label.to_owned(),
        value: Some(value.to_owned()),
        before: None,
    };
    Slip {
        title: "Restore snapshot".to_owned(),
        message_title: "Restore snapshot".to_owned(),
        object: "web-1".to_owned(),
        title_before: None,
        object_before: None,
        rows: vec![
            row("Snapshot", "nightly, 11 May 2026, 03:00"),
            row("What is lost", "All files and databases written to web-1 after 11 May, 03:00"),
        ],
        destructive: true,
        amount: Some(eur("12.50")),
        number: "ord_01hx3v9c5m8t2k7qe4r6w0b4x7".to_owned(),
        person: "Anna Meier".to_owned(),
        signature: None,
        stamp: Stamp::None,
    }
}

fn stamped(stamp: Stamp) -> Slip {
    Slip { stamp, ..slip() }
}

fn signed(stamp: Stamp, method: Method, target: &str) -> Slip {
    let signature = Signature { at: at(-2), method: Some(method), target: target.to_owned() };
    Slip { stamp, signature: Some(signature), ..slip() }
}

fn code_form(method: Method, order: bool) -> CodeForm {
    let app = method == Method::Totp;
    let target = match method {
        Method::Email | Method::Totp => "a…r@n…k.example",
        _ => "·· 47",
    };
    CodeForm {
        action: if order { "/orders/ord_1/code" } else { "/confirm/vis_1/code" }.to_owned(),
        token: FormToken("t".repeat(22)),
        digits: 6,
        typed: String::new(),
        look: Look { method, target: target.to_owned(), sent: (!app).then(|| (at(0), at(10))) },
        problem: None,
        notice: None,
        instead: Instead::Nothing,
        resend: (!app).then(|| Resend {
            rests_until: Some(Timestamp::from_ms(NOW.ms() + 30_000)),
            rests_ms: 30_000,
            fresh: false,
            price: None,
        }),
        other_way: Some("other".to_owned()),
    }
}

fn no_code(method: Method, known: Option<Delivery>, twice: bool) -> NoCode {
    NoCode {
        method,
        known,
        sender: match method {
            Method::Email => Some("codes@nordwerk.example".to_owned()),
            Method::Call => Some("+49 30 5550 0".to_owned()),
            _ => None,
        },
        subject: (method == Method::Email && !twice).then(|| "Your code to sign in".to_owned()),
        sends_left: method.is_delivered().then_some(if twice { 0 } else { 3 }),
        tried_twice: twice,
        own_contacts: twice,
        other_way: Some("other".to_owned()),
        code_page: "code".to_owned(),
    }
}

/// Every state that can meet a code form, with what stands in place of the field.
fn refusals(order: bool) -> Vec<(&'static str, State, Instead)> {
    let ways = || vec![Way::Passkey, Way::RecognisedDevice, Way::ResetByMail];
    let field = Instead::Nothing;
    let mut all = vec![
        ("empty", State::Empty { digits: 6 }, field.clone()),
        ("shape", State::Shape { digits: 6, entered: 1 }, field.clone()),
        ("wrong", State::Wrong, field.clone()),
        ("wrong-app", State::WrongApp { again: false, left: None }, field.clone()),
        ("wrong-app-again", State::WrongApp { again: true, left: None }, field.clone()),
        ("wrong-app-left", State::WrongApp { again: true, left: Some(1) }, field.clone()),
        ("wrong-left", State::WrongLeft { left: 1 }, field.clone()),
        ("used", State::Used, field.clone()),
        ("clock", State::Clock { minutes: 3 }, field.clone()),
        ("dead", State::Dead { app: false, tries: 5 }, Instead::NewCode(None)),
        ("dead-app", State::Dead { app: true, tries: 5 }, Instead::TryAgain),
        (
            "expired-sent",
            State::Expired { at: at(-1), sent_to: Some("·· 47".to_owned()), price: None },
            field.clone(),
        ),
        (
            "expired-paid",
            State::Expired { at: at(-1), sent_to: None, price: Some(eur("0.09")) },
            Instead::NewCode(Some(eur("0.09"))),
        ),
        ("wait", State::Wait { until: at(1) }, field.clone()),
        (
            "wait-long",
            State::WaitLong { until: at(15), minutes: 15, ways: ways() },
            Instead::Closed,
        ),
        ("closed", State::Closed { ways: ways() }, Instead::Closed),
        ("closed-all", State::ClosedAll { ways: vec![Way::AssistedRecovery] }, Instead::Closed),
        ("soon", State::Soon { seconds: 12, from: at(1) }, field.clone()),
        ("send-max", State::SendMax { sent: 5, since: at(-50), at: at(10) }, field.clone()),
        ("oops", State::Oops, field.clone()),
    ];
    if order {
        let wrong =
            |left, delivered| State::WrongOrder { left, reference: "b4x7".to_owned(), delivered };
        all.push(("wrong-order", wrong(2, true), field.clone()));
        all.push(("wrong-order-app", wrong(1, false), field));
    }
    all
}

fn notices() -> Vec<(&'static str, State)> {
    vec![
        ("resent", State::Resent { at: at(0) }),
        ("new-code", State::NewCode { at: at(0), until: at(10) }),
        ("slow", State::Slow { method: Method::Sms }),
        ("slow-call", State::Slow { method: Method::Call }),
        ("slow-email", State::Slow { method: Method::Email }),
        ("slow-whatsapp", State::Slow { method: Method::WhatsApp }),
        (
            "undelivered",
            State::Undelivered { target: "·· 47".to_owned(), at: at(0), reported: false },
        ),
        (
            "not-arrived",
            State::Undelivered { target: "·· 47".to_owned(), at: at(0), reported: true },
        ),
        ("stopped", State::Stopped { sender: "Example".to_owned() }),
    ]
}

fn leak(name: String) -> &'static str {
    Box::leak(name.into_boxed_str())
}

/// What stands around a page of the security area.
fn around(path: &'static str) -> Area {
    Area {
        path,
        open: None,
        token: FormToken("t".repeat(22)),
        banner: None,
        question: None,
        desk: None,
        looks_after: false,
    }
}

/// Collects the samples of one language.
struct Book<'a> {
    t: &'a Texts,
    brand: &'a Brand,
    samples: RefCell<Vec<Sample>>,
}

impl<'a> Book<'a> {
    fn shell(&self, path: &str) -> Shell<'a> {
        Shell { t: self.t, brand: self.brand, path: path.to_owned(), visitor: Some(visitor()) }
    }

    /// A page of somebody who is signed in here.
    fn signed_in(&self, path: &str) -> Shell<'a> {
        let session = SessionEnd {
            token: FormToken("t".repeat(22)),
            idle_at: at(30),
            ends_at: at(720),
            now: at(0),
            hours: 12,
            lasts_ms: 1_800_000,
        };
        let visitor =
            Visitor { stands: Stands::SignedIn, back: None, session: Some(session), ..visitor() };
        Shell { visitor: Some(visitor), ..self.shell(path) }
    }

    fn nobody(&self) -> Shell<'a> {
        Shell { visitor: None, ..self.shell("/") }
    }

    fn add(&self, name: &'static str, page: impl Template) {
        self.samples
            .borrow_mut()
            .push(Sample { name, html: page.render().expect("a sample renders") });
    }
}

/// All samples in one language.
pub fn all(locales: &Locales, language: Language) -> Vec<Sample> {
    let brand = brand();
    let book = Book { t: locales.texts(language), brand: &brand, samples: RefCell::default() };
    activity::add(&book);
    operator::add(&book);
    confirm::add(&book);
    contacts::add(&book);
    orders::add(&book);
    people::add(&book);
    factor::add(&book);
    invitations::add(&book);
    rest::add(&book);
    security::add(&book);
    sign_in::add(&book);
    support::add(&book);
    tickets::add(&book);
    book.samples.into_inner()
}
