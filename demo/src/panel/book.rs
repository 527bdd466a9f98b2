//! The panel's own memory: what customers have and which orders were placed, kept in one file.

use super::actions::Action;
use super::goods::Goods;
use crate::countersign::{MethodRow, NewOrder};
use crate::folder::Folder;
use crate::samples::Sample;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

const FILE: &str = "panel.json";

/// An order the panel placed with Countersign.
#[derive(Clone, Serialize, Deserialize)]
pub struct Placed {
    /// `ord_…`
    pub id: String,
    /// Whose it is, by address.
    pub email: String,
    /// Countersign's id of that person.
    pub person: String,
    /// What running it does.
    pub action: Action,
    /// Machine name, title, object and lines as they were sent.
    pub words: Words,
    /// SHA-256 of what was sent, computed by the panel.
    pub digest: String,
    /// Where the person confirms it.
    pub confirm_url: String,
    /// The ways to confirm it, as offered when it was placed.
    pub methods: Vec<MethodRow>,
    /// RFC 3339.
    pub made_at: String,
    /// RFC 3339.
    pub expires_at: String,
    /// The last state Countersign told.
    pub state: String,
    /// The order whose place it takes.
    pub replaces: Option<String>,
    /// The order that took its place.
    pub replaced_by: Option<String>,
    /// Set once it was claimed, checked and run.
    pub done: Option<Done>,
    /// Why a claimed order was not run.
    pub refused: Option<String>,
}

/// The words of an order, for the panel's own pages.
#[derive(Clone, Serialize, Deserialize)]
pub struct Words {
    /// Machine name.
    pub action: String,
    /// What is done.
    pub title: String,
    /// To what.
    pub object: String,
    /// Label and value.
    pub details: Vec<(String, String)>,
    /// "4.90 EUR".
    pub amount: Option<String>,
}

/// The evidence of an order that was run.
#[derive(Clone, Serialize, Deserialize)]
pub struct Done {
    /// RFC 3339.
    pub at: String,
    /// The compact JWS.
    pub receipt: String,
    /// The key set it was checked with; kept, so that it can be checked again without asking anybody.
    pub keys: Value,
}

/// Everything the panel remembers.
#[derive(Default, Serialize, Deserialize)]
pub struct Book {
    goods: BTreeMap<String, Goods>,
    orders: Vec<Placed>,
    #[serde(skip)]
    folder: Option<Folder>,
}

impl Book {
    /// Reads the file, or starts a new book.
    pub fn open(folder: &Folder) -> anyhow::Result<Self> {
        let book: Self = folder.read(FILE)?.unwrap_or_default();
        Ok(Self { folder: Some(folder.clone()), ..book })
    }

    /// What a customer has.
    pub fn goods(&mut self, sample: &Sample) -> &mut Goods {
        self.goods.entry(sample.customer().to_owned()).or_insert_with(|| Goods::of(sample))
    }

    /// An order of this customer.
    pub fn order(&self, email: &str, id: &str) -> Option<&Placed> {
        self.orders.iter().find(|order| order.id == id && order.email == email)
    }

    /// An order, to change it.
    pub fn order_mut(&mut self, id: &str) -> Option<&mut Placed> {
        self.orders.iter_mut().find(|order| order.id == id)
    }

    /// The orders of a customer, newest first.
    pub fn orders(&self, email: &str) -> Vec<Placed> {
        self.orders.iter().rev().filter(|order| order.email == email).cloned().collect()
    }

    /// Notes a new order.
    pub fn place(&mut self, order: Placed) {
        if let Some(old) = order.replaces.clone().and_then(|id| self.order_mut(&id)) {
            old.replaced_by = Some(order.id.clone());
            "replaced".clone_into(&mut old.state);
        }
        self.orders.push(order);
    }

    /// Writes everything down.
    pub fn save(&self) -> anyhow::Result<()> {
        self.folder.as_ref().map_or(Ok(()), |folder| folder.write(FILE, self))
    }
}

impl Placed {
    /// The last four characters, as messages name it.
    pub fn reference(&self) -> &str {
        &self.id[self.id.len().saturating_sub(4)..]
    }

    /// Whether the person can still confirm it.
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }

    /// Whether Countersign might know more than the panel.
    pub fn is_unsettled(&self) -> bool {
        self.done.is_none()
            && self.refused.is_none()
            && matches!(self.state.as_str(), "open" | "authorised" | "claimed")
    }
}

impl Words {
    /// What was sent.
    pub fn of(order: &NewOrder) -> Self {
        Self {
            action: order.action.clone(),
            title: order.title.clone(),
            object: order.object.clone(),
            details: order.details.iter().map(|d| (d.label.clone(), d.value.clone())).collect(),
            amount: order.amount.as_ref().map(|a| format!("{} {}", a.value, a.currency)),
        }
    }
}
