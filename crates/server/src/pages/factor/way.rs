//! `/security/changes/{id}/way`: how do you want to confirm sign-ins?

use axum::response::Response;
use countersign_app::challenge::OfferView;
use countersign_app::{Ctx, Refused, change, duty};
use countersign_core::ids::ContactId;
use countersign_core::people::Method;
use countersign_core::policy::{AllowedWays, ChangeKind};
use http::StatusCode;

use super::changing::{Changing, Sent};
use crate::pages::turned::Turned;
use crate::pages::view::{FactorProblem, Offer, Offers, WayPage};
use crate::pages::{choose_page, code_page, refusal};

pub async fn get(at: Changing) -> Result<Response, Turned> {
    match at.over() {
        Some(over) => Ok(over),
        None if at.sets_up() => draw(&at, None).await,
        None => Ok(at.here.to_page("")),
    }
}

pub async fn post(Sent { at, form }: Sent) -> Result<Response, Turned> {
    if let Some(over) = at.over() {
        return Ok(over);
    }
    if form.get("do") == "number" {
        let keep = form.get("keep") == "yes";
        return Ok(at.here.to_page(if keep { "/contact?keep=yes" } else { "/contact" }));
    }
    let (ctx, cookie, id) = (&at.here.state.ctx, &at.here.cookie, &at.change.id);
    let keep_old = at.change.kind == ChangeKind::Replace && form.get("keep") == "yes";
    let asked = at.here.asked(Some(form.once(&at.here, "way")));
    let outcome = if form.get("way") == Method::Totp.as_str() {
        change::choose_app(ctx, &asked, cookie, id, keep_old).await
    } else {
        let Some((method, row)) = choose_page::chosen(&at.here, form.get("way")) else {
            return draw(&at, Some(FactorProblem::NoWay)).await;
        };
        // What is paid is what the button said.
        if let Some(amount) = choose_page::price(row)
            && form.get("agreed") != format!("{} {}", amount.value, amount.currency)
        {
            return draw(&at, Some(FactorProblem::NoWay)).await;
        }
        let Some(contact) = contact(row) else {
            return draw(&at, Some(FactorProblem::NoWay)).await;
        };
        let way = (method, contact);
        let sent = change::choose_number(ctx, &asked, cookie, id, way, keep_old).await;
        sent.map(|sent| sent.map(drop))
    };
    match outcome {
        Ok(Ok(())) => Ok(at.here.to_page("")),
        Ok(Err(Refused::FactorKept { .. })) => draw(&at, Some(FactorProblem::Required)).await,
        Ok(Err(refused)) => Box::pin(refused_page(at, &refused)).await,
        Err(error) => Err(at.here.broken(&error, false)),
    }
}

/// A send that was refused is told on the code page of the number.
async fn refused_page(at: Changing, refused: &Refused) -> Result<Response, Turned> {
    let at = at.again().await?;
    match refusal::send_refused(refused, &at.here) {
        Some(state) => {
            let said = code_page::Said { problem: Some(state), ..code_page::Said::default() };
            Ok(code_page::draw(&at.here, said))
        }
        None => draw(&at, Some(FactorProblem::NoWay)).await,
    }
}

/// The page, with what was refused.
pub async fn draw(at: &Changing, problem: Option<FactorProblem>) -> Result<Response, Turned> {
    let status = problem.map_or(StatusCode::OK, FactorProblem::status);
    let phones = takes_phones(at).await?;
    let mut numbers = choose_page::offers(&at.here);
    if !phones {
        numbers.list.clear();
    }
    let offers = with_app(numbers, at.change.way.filter(|_| phones));
    let replaces = match at.change.kind {
        ChangeKind::Replace => at.subject_name().await?,
        _ => None,
    };
    let page = WayPage {
        shell: at.here.shell("/way"),
        numbers: phones && takes_numbers(&at.here.state.ctx),
        offers,
        must: at.here.must,
        replaces,
        action: at.path("/way"),
        token: at.here.token(),
        problem,
    };
    Ok(at.here.page(status, &page))
}

/// The numbers with the app before them, which needs none.
pub fn with_app(mut offers: Offers, chosen: Option<Method>) -> Offers {
    let app = Offer {
        value: Method::Totp.as_str().to_owned(),
        method: Method::Totp,
        landline: false,
        target: String::new(),
        price: None,
        unavailable: None,
    };
    offers.list.insert(0, app);
    if chosen.is_none_or(|way| way == Method::Totp) || offers.chosen.is_none() {
        offers.chosen = Some(Method::Totp.as_str().to_owned());
    }
    offers
}

/// Whether a number would meet what an account requires, where that is what this set-up is for.
async fn takes_phones(at: &Changing) -> Result<bool, Turned> {
    if !at.here.must {
        return Ok(true);
    }
    let (ctx, now) = (&at.here.state.ctx, at.here.now());
    match duty::of_person(ctx, &at.change.person, now).await {
        Ok(required) => Ok(required.is_none_or(|required| required.ways == AllowedWays::Any)),
        Err(error) => Err(at.here.broken(&error, false)),
    }
}

/// Whether another number can be turned on.
pub fn takes_numbers(ctx: &Ctx) -> bool {
    let carried = ctx.carried();
    carried.carries(Method::Sms) || carried.carries(Method::Call)
}

/// The number of a row.
pub fn contact(row: &OfferView) -> Option<ContactId> {
    row.contact.as_deref().and_then(|id| ContactId::parse(id).ok())
}
