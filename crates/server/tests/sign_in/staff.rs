//! Staff: shorter sessions, nothing before a second factor, and doors that are there for nobody else.

use axum::body::Body;
use axum::extract::State;
use axum::routing::get;
use countersign_app::operate::staff::{self, NewStaffAsk};
use countersign_app::session::hosted::{NewHosted, beginning};
use countersign_app::{Actor, Asked, Refused};
use countersign_core::ids::{PersonId, SessionId};
use countersign_core::people::{AuthenticatorKind, Method, Staff};
use countersign_core::ports::Bearer;
use countersign_core::session::{Client, Factor};
use countersign_server::pages::{Browser as AtPage, Turned, signed_in::SignedIn};
use countersign_server::state::AppState;
use countersign_testkit::{SeededEntropy, on_both_engines};
use http::Request;
use serde_json::json;
use tower::ServiceExt as _;

use crate::browser::{Browser, Page};
use crate::people::{PASSWORD, enrol, is_signed_in, sign_in, with_app};
use crate::rig::{RETURN_TO, Rig, Someone};

/// A member of staff, made as the command line makes them.
async fn hire(rig: &Rig, name: &str, staff: Staff) -> Result<Someone, Refused> {
    let asked = Asked {
        now: rig.clock.now(),
        by: Actor::Operator,
        request: "operator-create".to_owned(),
        client: Client::default(),
        once: None,
    };
    let ask = NewStaffAsk {
        email: format!("{name}@example.com"),
        name: name.to_owned(),
        language: None,
        staff,
        password: PASSWORD.to_owned().into(),
    };
    let made = staff::create(&rig.state.ctx, &asked, ask).await.expect("the store works")?;
    Ok(Someone { id: made.id, session: String::new(), body: json!(null) })
}

/// The same, with an authenticator app.
pub async fn hire_with_app(rig: &Rig, name: &str, staff: Staff) -> Someone {
    let someone = hire(rig, name, staff).await.expect("hired");
    enrol(rig, &someone, AuthenticatorKind::Totp).await;
    someone
}

/// What a page of operators answers to this browser: the status, and where it leads.
async fn operators_desk(rig: &Rig, browser: &Browser<'_>) -> (u16, String) {
    async fn desk(State(state): State<AppState>, browser: AtPage) -> Result<String, Turned> {
        Ok(SignedIn::enter_as(state, browser, Staff::Operator).await?.person.name)
    }
    let jar: Vec<_> = browser.jar().iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = Request::get("/operator/desk").header("cookie", jar.join("; "));
    let router =
        axum::Router::new().route("/operator/desk", get(desk)).with_state(rig.state.clone());
    let request = request.body(Body::empty()).expect("a request");
    let answer = router.oneshot(request).await.expect("never fails");
    let led = answer.headers().get("location").map(|to| to.to_str().expect("text").to_owned());
    (answer.status().as_u16(), led.unwrap_or_default())
}

async fn asked(browser: &Browser<'_>, path: &str) -> Page {
    browser.ask("GET", path, String::new(), &[]).await
}

on_both_engines! {
    /// CS-ENUM-04: one kind of staff passes; to a customer, to other staff and to a stopped one the page does not exist.
    async fn a_desk_is_there_for_its_own_staff_only(db: TestDb) {
        let rig = Rig::new(db).await;
        let olga = hire_with_app(&rig, "olga", Staff::Operator).await;
        hire_with_app(&rig, "sam", Staff::SupportAgent).await;
        with_app(&rig, "anna").await;
        for (name, sees) in [("olga", 200), ("sam", 404), ("anna", 404)] {
            let browser = Browser::new(&rig);
            sign_in(&rig, &browser, name).await;
            assert_eq!(operators_desk(&rig, &browser).await.0, sees, "{name}");
        }
        let nobody = Browser::new(&rig);
        assert_eq!(operators_desk(&rig, &nobody).await, (303, "/sign-in?next=%2Foperator%2Fdesk".to_owned()));

        let browser = Browser::new(&rig);
        sign_in(&rig, &browser, "olga").await;
        let id = PersonId::parse(&olga.id).expect("an id");
        let (now, mut entropy) = (rig.clock.now(), SeededEntropy::new(9));
        let stopped = staff::disable(&rig.state.ctx.store, &mut entropy, now, &id);
        assert!(stopped.await.expect("the store works"));
        assert_ne!(operators_desk(&rig, &browser).await.0, 200);
        assert!(!is_signed_in(&browser).await, "CS-LOG-08: at once");
    }

    /// Staff without a second factor turn one on, and meet nothing else; a recovery code is none.
    async fn without_a_second_factor_staff_can_only_turn_one_on(db: TestDb) {
        let rig = Rig::new(db).await;
        let olga = hire(&rig, "olga", Staff::Operator).await.expect("hired");
        let browser = Browser::new(&rig);
        sign_in(&rig, &browser, "olga").await;
        for path in ["/security", "/security/password", "/security/personal-data", "/security/sessions", "/activity", "/security/methodsx"] {
            let answer = asked(&browser, path).await;
            assert!(
                (answer.status.as_u16(), answer.at.as_str()) == (303, "/security/methods") || answer.status == 404,
                "{path}: {} {}", answer.status, answer.at
            );
        }
        assert_eq!(asked(&browser, "/sign-in/after?next=/security").await.is(303).at, "/security/methods");
        assert_eq!(operators_desk(&rig, &browser).await, (303, "/security/methods".to_owned()));
        asked(&browser, "/security/methods").await.is(200);
        asked(&browser, "/security/methods/app").await.is(200);
        asked(&browser, "/sign-out").await.is(200);

        // Turned on elsewhere: this session has not shown it.
        enrol(&rig, &olga, AuthenticatorKind::Totp).await;
        assert_eq!(operators_desk(&rig, &browser).await.0, 303);
        let recovered = with_factor(&rig, &olga, Method::RecoveryCode).await;
        assert_eq!(operators_desk(&rig, &recovered).await, (303, "/security/methods".to_owned()));
        let shown = with_factor(&rig, &olga, Method::Totp).await;
        assert_eq!(operators_desk(&rig, &shown).await.0, 200);
    }

    /// CS-LOG-07: 15 minutes idle, 8 hours in all.
    async fn sessions_of_staff_are_shorter(db: TestDb) {
        let rig = Rig::new(db).await;
        hire_with_app(&rig, "olga", Staff::Operator).await;
        let browser = Browser::new(&rig);
        sign_in(&rig, &browser, "olga").await;
        rig.forward(14 * 60);
        assert!(is_signed_in(&browser).await);
        rig.forward(14 * 60);
        assert!(is_signed_in(&browser).await, "use keeps it");
        rig.forward(16 * 60);
        asked(&browser, "/security").await.is(410).says("nothing was done for a while");

        sign_in(&rig, &browser, "olga").await;
        for _ in 0..34 {
            rig.forward(14 * 60);
            assert!(is_signed_in(&browser).await);
        }
        rig.forward(14 * 60);
        asked(&browser, "/security").await.is(410).says("8 hours are over");
    }

    /// To a portal's keys staff do not exist, and no portal is told that one signed in.
    async fn a_portal_has_nothing_to_do_with_staff(db: TestDb) {
        let rig = Rig::new(db).await;
        let olga = hire_with_app(&rig, "olga", Staff::Operator).await;
        rig.get(&format!("/v1/persons/{}", olga.id)).await.refused(404, "not-found");
        let session = json!({"reference": "s1"});
        rig.post(&format!("/v1/persons/{}/sessions", olga.id), session).await.refused(404, "not-found");
        let browser = Browser::new(&rig);
        sign_in(&rig, &browser, "olga").await;
        rig.call("DELETE", &format!("/v1/persons/{}", olga.id), json!(null)).await.refused(404, "not-found");
        assert!(is_signed_in(&browser).await);
        let led = asked(&browser, &format!("/sign-in/after?return_to={RETURN_TO}")).await.is(303);
        assert_eq!(led.at, "/security");
        // An address is one person's: staff sign in with one of their own.
        let new = json!({"email": "olga@example.com", "name": "O"});
        rig.post("/v1/persons", new).await.refused(409, "email-taken");
        with_app(&rig, "anna").await;
        assert!(matches!(hire(&rig, "anna", Staff::Operator).await, Err(Refused::EmailTaken)));
    }
}

/// A browser of a session that began with this second factor.
async fn with_factor<'r>(rig: &'r Rig, someone: &Someone, method: Method) -> Browser<'r> {
    let (ctx, now) = (&rig.state.ctx, rig.clock.now());
    let cookie = ctx.random(Bearer::long);
    let session = beginning(
        ctx.random(SessionId::generate),
        PersonId::parse(&someone.id).expect("an id"),
        None,
        Some(Factor { method, at: now }),
        now,
        ctx.policy.session_times(Some(Staff::Operator)),
        now,
    );
    let new = NewHosted { session, cookie_hash: cookie.hash(), client: None };
    ctx.store.write(async move |tx| tx.hosted_insert(&new).await).await.expect("a session");
    let browser = Browser::new(rig);
    browser.plant("__Host-ses", cookie.reveal());
    browser
}
