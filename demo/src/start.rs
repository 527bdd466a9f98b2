//! Starts the three parts and brings the sample persons in.

use crate::contract;
use crate::countersign::Countersign;
use crate::folder::Folder;
use crate::kept::Kept;
use crate::panel::{self, Addresses, Panel};
use crate::phone::{self, Phone};
use crate::ports::{Bound, Ports};
use crate::samples::SAMPLES;
use crate::server::{self, Server};
use crate::staff;
use anyhow::Context as _;
use axum::Router;
use std::net::{SocketAddr, TcpListener};

/// The demo, running.
pub struct Running {
    /// Where the parts are.
    pub at: Addresses,
    /// The panel's key to Countersign.
    pub api_key: String,
    /// Countersign's id of the contract of several people.
    pub account: String,
    /// Countersign's ids of the sample persons, in their order.
    pub persons: Vec<String>,
    /// Countersign.
    pub server: Server,
}

/// Starts everything on the state of a folder.
pub async fn start(folder: &Folder) -> anyhow::Result<Running> {
    let mut kept = Kept::open(folder)?;
    let bound = Bound::to(kept.ports)?;
    kept.ports = bound.ports()?;
    let at = addresses(kept.ports);

    let phone = Phone::open(folder, &kept.webhook_secret, &at.panel)?;
    serve(bound.phone, phone::routes(phone, &at.phone))?;

    let api_key = server::set_up(folder, &at, &mut kept).await?;
    let server = server::start(folder, &mut kept, bound.pages).await?;
    let at = addresses(kept.ports);
    let api = Countersign::new(&at.pages, &api_key)?;
    for sample in &SAMPLES {
        if !kept.persons.contains_key(sample.email) {
            let id = match sample.to_import() {
                Some(line) => server::import(folder, &line).await,
                None => {
                    api.create_person(&sample.to_create()).await.map(|p| p.id).map_err(Into::into)
                }
            };
            let id = id.with_context(|| format!("cannot create {}", sample.name))?;
            kept.persons.insert(sample.email.to_owned(), id);
            kept.save(folder)?;
        }
    }
    let account = match kept.account.clone() {
        Some(account) => account,
        None => {
            contract::set_up(&api, &kept.persons).await.context("cannot set up the contract")?
        }
    };
    kept.account = Some(account.clone());
    kept.save(folder)?;
    server::hire(folder, &staff::AGENT).await?;

    let known = kept.persons.clone().into_iter().collect();
    let panel = Panel::open(api, at.clone(), folder, known, account.clone())?;
    serve(bound.panel, panel::routes(panel))?;
    let persons = SAMPLES.iter().filter_map(|sample| kept.persons.get(sample.email).cloned());
    Ok(Running { at, api_key, account, persons: persons.collect(), server })
}

/// The addresses that belong to ports.
pub fn addresses(ports: Ports) -> Addresses {
    let base = |port: u16| format!("http://localhost:{port}");
    Addresses { pages: base(ports.pages), panel: base(ports.panel), phone: base(ports.phone) }
}

fn serve(listener: TcpListener, routes: Router) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let routes = routes.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, routes).await {
            tracing::error!(%error, "a part of the demo stopped");
        }
    });
    Ok(())
}
