//! One server: snapshots, backups, and what can be done to it.

use crate::panel::Panel;
use crate::panel::frame::{self, Frame};
use crate::panel::goods::{Copy, Server};
use crate::panel::orders;
use crate::panel::sight;
use crate::panel::trouble::Trouble;
use crate::panel::visit::SignedIn;
use crate::times;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "panel/server.html")]
struct Page {
    frame: Frame,
    server: Server,
    lists: Vec<CopyList>,
    history: Vec<(String, String)>,
}

struct CopyList {
    heading: &'static str,
    note: &'static str,
    action: &'static str,
    copies: Vec<Row>,
}

struct Row {
    id: String,
    name: String,
    taken: String,
    size: u32,
}

fn rows(copies: &[Copy]) -> Vec<Row> {
    let row = |copy: &Copy| Row {
        id: copy.id.clone(),
        name: copy.name.clone(),
        taken: times::moment(&copy.taken_at),
        size: copy.size,
    };
    copies.iter().map(row).collect()
}

/// Shows the server.
pub async fn show(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    orders::settle_all(&panel, &who).await;
    let server = sight::goods(&panel, &who).await?.server(&id).cloned().ok_or(Trouble::Missing)?;
    let frame = Frame::of(&panel, &who, &server.id, "/servers").await?;
    let lists = vec![
        CopyList {
            heading: "Snapshots",
            note: "Taken by you. Restoring one overwrites the disk.",
            action: "restore-snapshot",
            copies: rows(&server.snapshots),
        },
        CopyList {
            heading: "Nightly backups",
            note: "Kept for four nights.",
            action: "restore-backup",
            copies: rows(&server.backups),
        },
    ];
    let history =
        server.history.iter().map(|(at, words)| (times::moment(at), words.clone())).collect();
    Ok(frame::ok(&Page { frame, server, lists, history }))
}
