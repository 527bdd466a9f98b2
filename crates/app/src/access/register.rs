//! Registers the portal's resources in bulk; each line is taken or refused by itself, and the same again changes nothing.

use std::collections::HashMap;

use countersign_core::Timestamp;
use countersign_core::access::{DEEPEST, MOST_LINES, resource_type};
use countersign_core::ids::{AccountId, EventId, ResourceId};
use countersign_core::people::{name_of_account, reference_of_portal};
use countersign_store::{AuditRecord, NewResource, Registered, StoreError, Tx};

use crate::{Asked, Ctx, Outcome, Refused};

/// Lines of one transaction: short, so that others write in between.
const AT_ONCE: usize = 50;

/// A resource as the portal wrote it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The portal's own name for it.
    pub reference: String,
    /// What kind of thing: a slug.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// What it lies in, by the portal's name: registered before, or further up in the request.
    pub parent: Option<String>,
}

/// What came of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registration {
    /// It is new.
    Created {
        /// Our id.
        id: String,
    },
    /// It was there, and has this type and name now.
    Known {
        /// Our id.
        id: String,
    },
    /// It was not taken.
    Refused {
        /// The field.
        field: &'static str,
        /// One sentence.
        problem: String,
    },
}

/// Registers resources, in the order of the request. In steps of 50: whoever is interrupted asks again, and nothing is there twice.
pub async fn register(
    ctx: &Ctx,
    asked: &Asked,
    account: &AccountId,
    lines: Vec<Line>,
) -> Outcome<Vec<Registration>> {
    if lines.is_empty() || lines.len() > MOST_LINES {
        let problem = "A call registers 1 to 1000 resources.";
        return Ok(Err(Refused::invalid("resources", problem)));
    }
    let mut done = Vec::with_capacity(lines.len());
    for some in lines.chunks(AT_ONCE) {
        let some: Vec<(ResourceId, Line)> =
            some.iter().map(|line| (ctx.random(ResourceId::generate), line.clone())).collect();
        let (event, frame, account) = (ctx.event_id(), asked.clone(), account.clone());
        let step = ctx.store.write(async move |tx: &mut Tx| {
            if !tx.account_lock(&account).await? {
                return Ok(Err(Refused::NotFound));
            }
            Ok(Ok(chunk(tx, &frame, &account, &some, &event).await?))
        });
        match step.await? {
            Ok(registered) => done.extend(registered),
            Err(refused) => return Ok(Err(refused)),
        }
    }
    Ok(Ok(done))
}

async fn chunk(
    tx: &mut Tx,
    asked: &Asked,
    account: &AccountId,
    lines: &[(ResourceId, Line)],
    event: &EventId,
) -> Result<Vec<Registration>, StoreError> {
    let mut places: HashMap<String, (ResourceId, i64)> = HashMap::new();
    let mut done = Vec::with_capacity(lines.len());
    for (id, line) in lines {
        let registered = match read(tx, account, id, line, &mut places, asked.now).await? {
            Ok(new) => put(tx, account, &new, &mut places).await?,
            Err((field, problem)) => Registration::Refused { field, problem },
        };
        done.push(registered);
    }
    let count = |is: fn(&Registration) -> bool| done.iter().filter(|line| is(line)).count();
    let created = count(|line| matches!(line, Registration::Created { .. }));
    let known = count(|line| matches!(line, Registration::Known { .. }));
    if created + known > 0 {
        let record = asked
            .record(event.clone(), "resources.registered")
            .because(format!("{created} new, {known} known"))
            .for_account(account);
        let record = AuditRecord { subject: Some(account.to_string()), ..record };
        tx.audit_insert(&record).await?;
    }
    Ok(done)
}

type LineRefused = (&'static str, String);

async fn read(
    tx: &mut Tx,
    account: &AccountId,
    id: &ResourceId,
    line: &Line,
    places: &mut HashMap<String, (ResourceId, i64)>,
    now: Timestamp,
) -> Result<Result<NewResource, LineRefused>, StoreError> {
    let parts = || -> Result<(String, String, String), LineRefused> {
        let reference = reference_of_portal(&line.reference)
            .map_err(|refused| ("reference", refused.to_string()))?;
        let kind = resource_type(&line.kind).ok_or_else(|| {
            ("type", "A type is 1 to 40 lower-case letters, digits and hyphens.".to_owned())
        })?;
        let name = name_of_account(&line.name).map_err(|refused| ("name", refused.to_string()))?;
        Ok((reference, kind, name))
    };
    let (reference, kind, name) = match parts() {
        Ok(parts) => parts,
        Err(refused) => return Ok(Err(refused)),
    };
    let parent = match &line.parent {
        Some(parent) => match place(tx, account, parent, places).await? {
            None => {
                let problem = "There is no such resource; register it first, or further up.";
                return Ok(Err(("parent", problem.to_owned())));
            }
            Some((_, depth)) if depth >= DEEPEST => {
                let problem = "Resources lie at most 16 deep in one another.";
                return Ok(Err(("parent", problem.to_owned())));
            }
            place => place,
        },
        None => None,
    };
    Ok(Ok(NewResource { id: id.clone(), kind, name, reference, parent, created_at: now }))
}

/// Where a resource is; looked up once a step.
async fn place(
    tx: &mut Tx,
    account: &AccountId,
    reference: &str,
    places: &mut HashMap<String, (ResourceId, i64)>,
) -> Result<Option<(ResourceId, i64)>, StoreError> {
    if let Some(known) = places.get(reference) {
        return Ok(Some(known.clone()));
    }
    let found = tx.resource_by_reference(account, reference).await?;
    let found = found.map(|resource| (resource.id, resource.depth));
    if let Some(found) = &found {
        places.insert(reference.to_owned(), found.clone());
    }
    Ok(found)
}

async fn put(
    tx: &mut Tx,
    account: &AccountId,
    new: &NewResource,
    places: &mut HashMap<String, (ResourceId, i64)>,
) -> Result<Registration, StoreError> {
    let depth = new.parent.as_ref().map_or(0, |(_, depth)| depth + 1);
    Ok(match tx.resource_put(account, new).await? {
        Registered::Created => {
            places.insert(new.reference.clone(), (new.id.clone(), depth));
            Registration::Created { id: new.id.to_string() }
        }
        Registered::Known(id) => Registration::Known { id: id.to_string() },
        Registered::Elsewhere => Registration::Refused {
            field: "parent",
            problem: "It lies elsewhere; a resource stays where it was registered. Remove it there first."
                .to_owned(),
        },
    })
}
