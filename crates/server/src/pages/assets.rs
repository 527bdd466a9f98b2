//! The style sheet, scripts and mark of the pages, part of the program.

use std::sync::{LazyLock, OnceLock};

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::http::problem::{Problem, Slug};
use crate::state::AppState;

struct Asset {
    name: &'static str,
    content_type: &'static str,
    body: &'static str,
}

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

const STYLE_SOURCE: &str = include_str!("../../static/style.css");
const SECURITY_SOURCE: &str = include_str!("../../static/security.css");

const ASSETS: [Asset; 14] = [
    sheet("style.css", STYLE_SOURCE),
    sheet("security.css", SECURITY_SOURCE),
    Asset {
        name: "mark.svg",
        content_type: "image/svg+xml",
        body: include_str!("../../static/mark.svg"),
    },
    script("copy.js", include_str!("../../static/js/copy.js")),
    script("leave.js", include_str!("../../static/js/leave.js")),
    script("busy.js", include_str!("../../static/js/busy.js")),
    script("local-time.js", include_str!("../../static/js/local-time.js")),
    script("notices.js", include_str!("../../static/js/notices.js")),
    script("one-time-code.js", include_str!("../../static/js/one-time-code.js")),
    script("password-strength.js", include_str!("../../static/js/password-strength.js")),
    script("print.js", include_str!("../../static/js/print.js")),
    script("resend.js", include_str!("../../static/js/resend.js")),
    script("show-password.js", include_str!("../../static/js/show-password.js")),
    script("summary.js", include_str!("../../static/js/summary.js")),
];

/// The style sheets as they are served: without comments and the spaces that people need.
static STYLE: LazyLock<String> = LazyLock::new(|| lean(STYLE_SOURCE));
static SECURITY: LazyLock<String> = LazyLock::new(|| lean(SECURITY_SOURCE));

const fn sheet(name: &'static str, body: &'static str) -> Asset {
    Asset { name, content_type: "text/css; charset=utf-8", body }
}

const fn script(name: &'static str, body: &'static str) -> Asset {
    Asset { name, content_type: JAVASCRIPT, body }
}

impl Asset {
    fn body(&self) -> &'static str {
        match self.name {
            "style.css" => &STYLE,
            "security.css" => &SECURITY,
            _ => self.body,
        }
    }
}

/// The style sheets as browsers get them: the one of every page, and the one of the few that need more.
pub fn style_sheets() -> [&'static str; 2] {
    [&STYLE, &SECURITY]
}

fn lean(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    let mut bare = String::with_capacity(source.len());
    while let Some((before, after)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    for line in bare.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !out.is_empty() && !out.ends_with(['{', '}', ';', ',']) {
            out.push(' ');
        }
        out.push_str(line);
    }
    for (long, short) in [
        (": ", ":"),
        ("; ", ";"),
        (", ", ","),
        (" {", "{"),
        ("{ ", "{"),
        (" }", "}"),
        (";}", "}"),
        (" > ", ">"),
    ] {
        out = out.replace(long, short);
    }
    out
}

/// The address of an asset. It names the content, so that browsers may keep it for good.
pub fn address(name: &str) -> String {
    static VERSIONS: OnceLock<Vec<(&'static str, String)>> = OnceLock::new();
    let versions = VERSIONS.get_or_init(|| {
        ASSETS
            .iter()
            .map(|asset| {
                let digest = HEXLOWER.encode(&Sha256::digest(asset.body().as_bytes())[..6]);
                (asset.name, format!("/static/{}?v={digest}", asset.name))
            })
            .collect()
    });
    versions
        .iter()
        .find(|(known, _)| *known == name)
        .map_or_else(|| format!("/static/{name}"), |(_, address)| address.clone())
}

/// `GET /static/{name}`: the same for everybody.
pub fn handlers() -> MethodRouter<AppState> {
    get(async |State(state): State<AppState>, Path(name): Path<String>| {
        state.pages.dress.serve(&name).unwrap_or_else(|| serve(&name))
    })
}

fn serve(name: &str) -> Response {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => (
            [
                (header::CONTENT_TYPE, asset.content_type),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ],
            asset.body(),
        )
            .into_response(),
        None => Problem::new(Slug::NotFound).into_response(),
    }
}
