//! `/security/changes/{id}/contact`: a number or address is entered, and the page that takes its code.

use axum::response::Response;
use countersign_app::Refused;
use countersign_app::change::ChangeState;
use countersign_app::contact::{self, Entered, enter};
use countersign_core::challenge::PurposeKind;
use countersign_core::order::Amount;
use countersign_core::people::{Contact, ContactKind, EmailAddress, Method, PhoneNumber};
use countersign_core::policy::{ChangeKind, ways_of};
use http::StatusCode;

use super::{countries, mask, share};
use crate::pages::factor::Sent;
use crate::pages::factor::changing::{Changing, cancel};
use crate::pages::form::Form;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{
    CodeForm, ContactCode, ContactEntry, ContactProblem, EntryFor, NoCode, Offer, Offers,
};
use crate::pages::visiting::{Standing, Visiting};
use crate::pages::{code_page, refusal};

/// What stands in the fields.
#[derive(Default)]
struct Typed<'f> {
    country: &'f str,
    value: &'f str,
    label: &'f str,
    way: Option<Method>,
    keep_old: bool,
    shareable: bool,
}

pub async fn get(at: Changing) -> Result<Response, Turned> {
    match at.over() {
        Some(over) => Ok(over),
        None if takes_contact(&at) => draw(&at, &Typed::default(), None).await,
        None => Ok(at.here.to_page("")),
    }
}

/// A granted change that confirms something, where it stands.
pub async fn show(at: &Changing) -> Result<Response, Turned> {
    if !has_begun(at) {
        return draw(at, &Typed::default(), None).await;
    }
    match at.here.standing() {
        Standing::Failed => Ok(code_page::draw_dead(&at.here)),
        Standing::Open if at.here.awaits_code() => {
            Ok(code_page::draw(&at.here, code_page::Said::default()))
        }
        _ => draw(at, &Typed::default(), None).await,
    }
}

pub async fn post(Sent { at, form }: Sent) -> Result<Response, Turned> {
    if let Some(over) = at.over() {
        return Ok(over);
    }
    if !takes_contact(&at) {
        return Ok(at.here.to_page(""));
    }
    let typed = Typed {
        country: form.get("country"),
        value: if form.get("number").is_empty() { form.get("address") } else { form.get("number") },
        label: form.get("label"),
        way: Method::parse(form.get("way")).filter(|method| method.is_delivered()),
        keep_old: form.get("keep") == "yes",
        shareable: false,
    };
    let entered = match read(&at, &typed) {
        Ok(entered) => entered,
        Err(problem) => return draw(&at, &typed, Some(problem)).await,
    };
    if form.get("do") == "share" {
        return share::post(at, &form, entered).await;
    }
    if form.get("anyway") != "yes" && share::is_possible(&at, &entered).await? {
        return draw(&at, &Typed { shareable: true, ..typed }, None).await;
    }
    let Some(method) = typed.way.filter(|way| offered(&at).contains(way)) else {
        return draw(&at, &typed, Some(ContactProblem::NoWay)).await;
    };
    // What is paid is what the button said.
    if let Some(amount) = price(&at, method)
        && form.get("agreed") != format!("{} {}", amount.value, amount.currency)
    {
        return draw(&at, &typed, Some(ContactProblem::Price(amount))).await;
    }
    Box::pin(send(at, &form, &typed, (entered, method))).await
}

async fn send(
    at: Changing,
    form: &Form,
    typed: &Typed<'_>,
    what: (Entered, Method),
) -> Result<Response, Turned> {
    let asked = at.here.asked(Some(form.once(&at.here, "contact")));
    let (ctx, cookie) = (&at.here.state.ctx, &at.here.cookie);
    let keep_old = at.change.kind == ChangeKind::Replace && typed.keep_old;
    match enter(ctx, &asked, cookie, &at.change.id, what, keep_old).await {
        Ok(Ok(_)) => Ok(at.here.to_page("")),
        Ok(Err(refused)) => {
            let number = !is_address(&at);
            let problem = match &refused {
                Refused::FactorKept { .. } => return Ok(at.here.to_page("/way")),
                Refused::ContactKnown => ContactProblem::Known { number },
                Refused::ContactSpent => ContactProblem::Spent { number },
                Refused::TooManyNumbers => ContactProblem::TooMany,
                Refused::MethodUnavailable { reason } if reason == "landline" => {
                    ContactProblem::Landline
                }
                Refused::MethodUnavailable { reason } if reason == "needs-mobile" => {
                    ContactProblem::NeedsMobile
                }
                Refused::MethodUnavailable { .. } => ContactProblem::NoWay,
                refused => match refusal::send_refused(refused, &at.here) {
                    Some(state) => ContactProblem::Send(state),
                    None => return Ok(at.here.to_page("")),
                },
            };
            let at = at.again().await?;
            draw(&at, typed, Some(problem)).await
        }
        Err(error) => Err(at.here.broken(&error, false)),
    }
}

/// What was typed, read.
fn read(at: &Changing, typed: &Typed<'_>) -> Result<Entered, ContactProblem> {
    if known(at).is_some() {
        return Ok(Entered::Known);
    }
    let label: String = typed.label.chars().filter(|c| !c.is_control()).take(60).collect();
    let label = Some(label.trim().to_owned()).filter(|label| !label.is_empty());
    if is_address(at) {
        let address = EmailAddress::read(typed.value).map_err(ContactProblem::Email)?;
        let value = address.as_str().to_owned();
        return Ok(Entered::New { kind: ContactKind::Email, value, label });
    }
    let number = PhoneNumber::read(typed.value, Some(typed.country).filter(|c| !c.is_empty()))
        .map_err(ContactProblem::Phone)?;
    Ok(Entered::New { kind: number.kind(), value: number.e164().to_owned(), label })
}

async fn draw(
    at: &Changing,
    typed: &Typed<'_>,
    problem: Option<ContactProblem>,
) -> Result<Response, Turned> {
    let status = problem.as_ref().map_or(StatusCode::OK, ContactProblem::status);
    let entry = match known(at) {
        Some(contact) => EntryFor::Known(mask::in_area(contact)),
        None if is_address(at) => EntryFor::Address,
        None => EntryFor::Number,
    };
    let country = match typed.country {
        "" if entry == EntryFor::Number => country(at).await?,
        typed => typed.to_ascii_uppercase(),
    };
    // A landline is called: that is ticked where anything else was refused for it.
    let chosen = match problem {
        Some(ContactProblem::Landline) => Some(Method::Call),
        _ => typed.way,
    };
    let page = ContactEntry {
        shell: at.here.shell("/contact"),
        entry,
        replaces: replaced(at).map(|old| {
            let codes = !ways_of(&at.here.view.person, &old.id).is_empty();
            (mask::in_area(old), codes)
        }),
        other: at.change.kind.sets_up().then(|| at.path("/way")),
        keep: typed.keep_old || at.here.browser.query("keep") == Some("yes"),
        shareable: typed.shareable,
        countries: countries::all(at.here.language),
        country,
        typed: typed.value.chars().take(200).collect(),
        label: typed.label.chars().take(200).collect(),
        ways: ways(at, chosen),
        action: at.path("/contact"),
        cancel: at.cancel(),
        token: at.here.token(),
        problem,
    };
    Ok(at.here.page(status, &page))
}

/// The page that takes the code.
pub fn draw_code(here: &Visiting, status: StatusCode, form: CodeForm, no_code: NoCode) -> Response {
    // Another number or way is entered, not chosen among those that are there.
    let form = CodeForm { other_way: Some(format!("{}/contact", here.place.path())), ..form };
    let page = ContactCode {
        shell: here.shell(""),
        address: here.method() == Some(Method::Email),
        form,
        no_code,
        cancel: cancel(here),
        token: here.token(),
    };
    here.page(status, &page)
}

/// Whether the change was proved and a contact can be entered in it.
fn takes_contact(at: &Changing) -> bool {
    at.change.state == ChangeState::Granted
        && (at.change.kind.confirms() || at.change.kind.sets_up())
}

/// Whether the challenge at hand is the code of a contact.
pub fn has_begun(at: &Changing) -> bool {
    let at_hand = at.here.view.challenge.as_ref();
    at_hand.is_some_and(|at| at.payload.kind() == PurposeKind::ConfirmContact)
}

/// The contact that was there before the change, and is confirmed by it.
fn known(at: &Changing) -> Option<&Contact> {
    let id = at.change.contact.as_ref().filter(|_| at.change.kind == ChangeKind::AddContact)?;
    at.here.view.person.contact(id)
}

fn replaced(at: &Changing) -> Option<&Contact> {
    let id = at.change.contact.as_ref().filter(|_| at.change.kind == ChangeKind::ChangeContact)?;
    at.here.view.person.contact(id)
}

fn is_address(at: &Changing) -> bool {
    match (known(at), replaced(at)) {
        (Some(contact), _) | (None, Some(contact)) => contact.kind == ContactKind::Email,
        (None, None) => at.change.way == Some(Method::Email),
    }
}

/// The ways that can be chosen: those a channel carries, and of a known contact those that reach it.
fn offered(at: &Changing) -> Vec<Method> {
    let carried = at.here.state.ctx.carried();
    let fits = |method: &Method| {
        carried.carries(*method)
            && match method {
                Method::Email => is_address(at),
                Method::WhatsApp => !is_address(at) && !at.change.kind.sets_up(),
                _ => !is_address(at),
            }
    };
    let all = [Method::Sms, Method::Call, Method::WhatsApp, Method::Email];
    let ways: Vec<Method> = all.into_iter().filter(fits).collect();
    let Some(contact) = known(at) else { return ways };
    let (ctx, person) = (&at.here.state.ctx, &at.here.view.person);
    let reach = contact::ways_to_confirm(ctx, person, &contact.id, at.here.now());
    let reaches =
        |way: &Method| reach.iter().any(|row| row.available && row.method == way.as_str());
    ways.into_iter().filter(reaches).collect()
}

fn ways(at: &Changing, chosen: Option<Method>) -> Offers {
    let offer = |method: Method| {
        let price = at.here.state.ctx.price(method);
        Offer {
            value: method.as_str().to_owned(),
            method,
            landline: false,
            target: String::new(),
            price: Some(price),
            unavailable: None,
        }
    };
    Offers {
        list: offered(at).into_iter().map(offer).collect(),
        chosen: chosen.map(|method| method.as_str().to_owned()),
        for_order: false,
    }
}

fn price(at: &Changing, method: Method) -> Option<Amount> {
    let amount = at.here.state.ctx.price(method);
    let is_free = amount.value.bytes().all(|b| matches!(b, b'0' | b'.'));
    (!is_free).then_some(amount)
}

/// Where a number is most likely from: the person's country, that of a number they have, or the language's.
async fn country(at: &Changing) -> Result<String, Turned> {
    let read = contact::contacts(&at.here.state.ctx, &at.change.person).await;
    let read = read.map_err(|error| at.here.broken(&error, false))?;
    let numbers = read.contacts.iter().filter(|row| row.contact.kind != ContactKind::Email);
    let of_number = || numbers.map(|row| &row.contact).find_map(mask::country_of);
    let likely = read.country.or_else(of_number);
    let language = at.here.language;
    let found = likely.and_then(|code| countries::find(language, &code));
    Ok(found.map_or(countries::usual(language), |country| country.code).to_owned())
}

/// Where the person goes once it is confirmed: where they came from, or the list.
pub fn confirmed(at: &Changing, sign_in_kept: bool) -> Response {
    if let Some(next) = &at.change.goes_on_to {
        return turned::see_other(next);
    }
    let done = if sign_in_kept { "sign-in-kept" } else { "confirmed" };
    turned::see_other(&format!("{}?done={done}#done", super::list::PATH))
}
