//! What the terminal shows: one line for scripts, or a guide for people.

use crate::contract;
use crate::folder::{Folder, VARIABLE};
use crate::samples::{SAMPLES, Sample};
use crate::staff::AGENT;
use crate::start::Running;
use serde_json::json;
use std::fmt::Write as _;

/// One line of JSON.
pub fn line(running: &Running) -> String {
    let persons = SAMPLES.iter().zip(&running.persons);
    let persons: Vec<_> = persons
        .map(|(sample, id)| {
            let mut person =
                json!({ "id": id, "email": sample.email, "password": sample.password });
            if let Some(key) = sample.totp {
                person["totp_secret"] = key.into();
            }
            person
        })
        .collect();
    json!({
        "pages": running.at.pages,
        "api": running.at.pages,
        "api_key": running.api_key,
        "panel": running.at.panel,
        "phone": running.at.phone,
        "persons": persons,
        "account": running.account,
        "staff": [{ "email": AGENT.email, "password": AGENT.password }],
    })
    .to_string()
}

fn sign_in(out: &mut String, sample: &Sample) {
    let _ = writeln!(out, "    {:<32} {}", sample.email, sample.password);
    if let Some(key) = sample.totp {
        let _ = writeln!(out, "      key for an authenticator app: {key}");
    }
    let _ = writeln!(out, "      {}\n", sample.try_this);
}

/// Addresses, sign-ins and the two tours.
pub fn words(running: &Running, folder: &Folder) -> String {
    let at = &running.at;
    let mut out = format!(
        "\n  Countersign is running, with a hosting panel and a phone beside it.\n\n\
         \x20   Panel            {}\n\
         \x20   Phone simulator  {}\n\
         \x20   Countersign      {}\n\n  Sign-ins at the panel\n\n",
        at.panel, at.phone, at.pages
    );
    for sample in SAMPLES.iter().filter(|sample| sample.part.is_none()) {
        sign_in(&mut out, sample);
    }
    let _ = writeln!(
        out,
        "  Four people of one customer, {} ({})\n",
        contract::NAME,
        contract::REFERENCE
    );
    for sample in SAMPLES.iter().filter(|sample| sample.part.is_some()) {
        sign_in(&mut out, sample);
    }
    let _ = writeln!(
        out,
        "  The support desk, at {}/support\n\n    {:<32} {}\n      Turns on two-factor authentication first; \
         the code by mail is on the phone.\n",
        at.pages, AGENT.email, AGENT.password
    );
    let _ = write!(
        out,
        "  The first five minutes\n\n\
         \x20   1. Open {panel} and {phone} side by side. Sign in as {name} on Countersign's page.\n\
         \x20   2. Turn on two-factor authentication with the app on your own phone.\n\
         \x20   3. Open the invoices: the panel sends you to Countersign, your app has the code.\n\
         \x20   4. Restore a snapshot of web-1: read the slip, confirm it with the next code.\n\
         \x20   5. Look at the receipt, download it with the keys, and check it offline.\n\n\
         \x20 The second five minutes\n\n\
         \x20   1. Sign in to the panel as Pia: one server. As Astrid, on Countersign's page: a data centre more.\n\
         \x20   2. As Astrid, open People and require two-factor authentication of Pia.\n\
         \x20   3. Sign in as Pia on Countersign's page: the set-up stands between her and the panel.\n\
         \x20   4. Sign in to the panel as Viktor: snapshots and DNS, but no invoices.\n\
         \x20   5. At the support desk, look {customer} up (any ticket number does) and ask Astrid whether she is on the phone.\n\n\
         \x20 State: {path}{hint}\n\
         \x20 Ctrl-C ends everything.\n",
        panel = at.panel,
        phone = at.phone,
        name = SAMPLES[1].first_name(),
        customer = contract::REFERENCE,
        path = folder.path().display(),
        hint = if folder.is_kept() {
            String::new()
        } else {
            format!("\n  (set {VARIABLE} to a folder of your own to keep it)")
        },
    );
    out
}
