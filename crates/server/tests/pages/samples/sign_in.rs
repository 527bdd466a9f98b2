//! Signing in and out.

use super::*;

pub fn add(book: &Book<'_>) {
    let token = || FormToken("token".to_owned());
    for (name, problem) in [
        ("sign-in", None),
        ("sign-in-no-name", Some(SignInProblem::NoName)),
        ("sign-in-no-password", Some(SignInProblem::NoPassword)),
        ("sign-in-no-match", Some(SignInProblem::NoMatch)),
    ] {
        let action = "/sign-in?next=%2Fsecurity".to_owned();
        let typed = "anna.meier@nordwerk.example".to_owned();
        let shell = book.nobody();
        book.add(name, SignInPage { shell, action, token: token(), name: typed, problem });
    }
    book.add("sign-in-too-many", SignInTooMany { shell: book.nobody() });
    book.add("sign-in-unlock", SignInUnlock { shell: book.nobody(), token: Some(token()) });
    book.add("sign-in-unlock-gone", SignInUnlock { shell: book.nobody(), token: None });
    let signing_in = || {
        let mut shell = book.shell("/sign-in/sin_1");
        shell.visitor = Some(Visitor { stands: Stands::SigningIn, back: None, ..visitor() });
        shell
    };
    for (name, method) in [
        ("sign-in-code-app", Method::Totp),
        ("sign-in-code-sms", Method::Sms),
        ("sign-in-code-call", Method::Call),
    ] {
        let form = code_form(method, false);
        let no_code = no_code(method, None, false);
        book.add(name, SignInCode { shell: signing_in(), form, no_code });
    }
    for (name, list) in [
        ("sign-in-ways", vec![offer(Method::Totp, ""), offer(Method::Sms, "·· 47")]),
        ("sign-in-no-way", Vec::new()),
    ] {
        let offers = Offers { list, chosen: None, for_order: false };
        let action = "/sign-in/sin_1/send".to_owned();
        let page =
            SignInChoose { shell: signing_in(), offers, action, token: token(), problem: None };
        book.add(name, page);
    }
    let signed_in = || {
        let mut shell = book.shell("/sign-out");
        shell.visitor = Some(Visitor { stands: Stands::SignedIn, back: None, ..visitor() });
        shell
    };
    let (turn_on, later) = ("/security/methods".to_owned(), "/security".to_owned());
    book.add("sign-in-invite", SignInInvite { shell: signed_in(), turn_on, later });
    for (name, outgrown, needs_link, resumes, problem) in [
        ("forced", false, false, false, None),
        ("forced-outgrown", true, false, false, None),
        ("forced-resumes", false, false, true, None),
        ("forced-needs-link", false, true, false, None),
        ("forced-link-gone", false, true, false, Some(SetUpProblem::LinkGone)),
    ] {
        let page = SetUpPage {
            shell: signed_in(),
            account: "Nordlicht Verlag".to_owned(),
            by: (!resumes).then(|| "Jonas Reed".to_owned()),
            outgrown,
            needs_link,
            resumes,
            by_phone: !outgrown,
            token: token(),
            problem,
        };
        book.add(name, page);
    }
    let (shell, everywhere) = (signed_in(), true);
    book.add("sign-out", SignOutPage { shell, token: Some(token()), everywhere });
    let (shell, everywhere) = (book.nobody(), false);
    book.add("signed-out", SignOutPage { shell, token: None, everywhere });
}
