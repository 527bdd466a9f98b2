//! What the terminal shows: one line for scripts, or a guide for people.

use crate::folder::{Folder, VARIABLE};
use crate::samples::SAMPLES;
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
    })
    .to_string()
}

/// Addresses, sign-ins and the first three minutes.
pub fn words(running: &Running, folder: &Folder) -> String {
    let at = &running.at;
    let mut out = format!(
        "\n  Countersign is running, with a hosting panel and a phone beside it.\n\n\
         \x20   Panel            {}\n\
         \x20   Phone simulator  {}\n\
         \x20   Countersign      {}\n\n  Sign-ins at the panel\n\n",
        at.panel, at.phone, at.pages
    );
    for sample in &SAMPLES {
        let _ = writeln!(out, "    {:<32} {}", sample.email, sample.password);
        if let Some(key) = sample.totp {
            let _ = writeln!(out, "      key for an authenticator app: {key}");
        }
        let _ = writeln!(out, "      {}\n", sample.try_this);
    }
    let _ = write!(
        out,
        "  The first five minutes\n\n\
         \x20   1. Open {panel} and {phone} side by side. Sign in as {name} on Countersign's page.\n\
         \x20   2. Turn on two-factor authentication with the app on your own phone.\n\
         \x20   3. Open the invoices: the panel sends you to Countersign, your app has the code.\n\
         \x20   4. Restore a snapshot of web-1: read the slip, confirm it with the next code.\n\
         \x20   5. Look at the receipt, download it with the keys, and check it offline.\n\n\
         \x20 State: {path}{hint}\n\
         \x20 Ctrl-C ends everything.\n",
        panel = at.panel,
        phone = at.phone,
        name = SAMPLES[1].first_name(),
        path = folder.path().display(),
        hint = if folder.is_kept() {
            String::new()
        } else {
            format!("\n  (set {VARIABLE} to a folder of your own to keep it)")
        },
    );
    out
}
