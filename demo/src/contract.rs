//! The customer that is not one person: a contract with an owner, an administrator, a member and a technical administrator, a
//! data centre and a snapshot that only sessions with a second factor see.

use crate::countersign::accounts::{NewMember, NewResource};
use crate::countersign::{Client, Countersign, NewSession};
use crate::panel::goods::Goods;
use crate::samples::{SAMPLES, Sample};
use crate::times;
use anyhow::{Context as _, ensure};
use std::collections::BTreeMap;

/// The customer number.
pub const REFERENCE: &str = "K-20417";
/// What people call it.
pub const NAME: &str = "Fjellro Hotels";
/// Its domain.
pub const DOMAIN: &str = "fjellro.example";
/// What exists only in a session with a second factor, with all that lies in it.
const PROTECTED: [&str; 2] = ["luleå", "web-1.snap-2e90"];

/// What a sample person is in the contract.
pub struct Part {
    /// `owner`, `administrator`, `member` or `technical-administrator`.
    pub role: &'static str,
    /// What a technical administrator may do.
    pub rights: &'static [&'static str],
}

/// The portal's own name for a data centre.
fn data_centre(name: &str) -> String {
    name.to_lowercase()
}

/// The portal's own name for a snapshot.
pub fn snapshot(server: &str, copy: &str) -> String {
    format!("{server}.{copy}")
}

/// Tells Countersign of the contract, and gives its id there. What an interrupted start left half done is done again.
pub async fn set_up(
    api: &Countersign,
    persons: &BTreeMap<String, String>,
) -> anyhow::Result<String> {
    let id =
        |sample: &Sample| persons.get(sample.email).context("a person of the contract is missing");
    let of_the_contract =
        || SAMPLES.iter().filter_map(|one| one.part.as_ref().map(|part| (one, part)));
    let (owner, _) = of_the_contract()
        .find(|(_, part)| part.role == "owner")
        .context("the contract has no owner")?;
    let account = api.create_account(REFERENCE, NAME, id(owner)?).await?;
    let group = api.create_group(&account, "Web team").await?;
    for (sample, part) in of_the_contract() {
        let person = id(sample)?;
        let member = NewMember { role: part.role, rights: part.rights };
        api.put_member(&account, person, &member).await?;
        api.join_group(&account, &group, person).await?;
    }
    let goods = Goods::of(owner);
    let registered = api.register(&account, &resources(&goods)).await?;
    let resource = |name: &str| {
        registered.get(name).with_context(|| format!("Countersign did not take {name}"))
    };
    for server in &goods.servers {
        api.grant(&account, resource(&data_centre(&server.place))?, &group).await?;
    }
    let session = proven_session(api, owner, id(owner)?).await?;
    for name in PROTECTED {
        api.protect(&account, resource(name)?, id(owner)?, &session).await?;
    }
    api.end_session(&session).await?;
    Ok(account)
}

/// Data centres, the servers in them, the snapshots of those.
fn resources(goods: &Goods) -> Vec<NewResource> {
    let mut all = Vec::new();
    for server in &goods.servers {
        let place = data_centre(&server.place);
        all.push(NewResource::new(&place, "data-centre", &server.place, None));
        all.push(NewResource::new(&server.id, "server", &server.id, Some(&place)));
        for copy in &server.snapshots {
            let name = snapshot(&server.id, &copy.id);
            all.push(NewResource::new(&name, "snapshot", &copy.name, Some(&server.id)));
        }
    }
    all
}

/// A session in which the owner proved the app: nobody else can protect anything, the portal's key neither.
async fn proven_session(api: &Countersign, owner: &Sample, id: &str) -> anyhow::Result<String> {
    let session = NewSession {
        reference: "nordhang-set-up".to_owned(),
        device: "nordhang-set-up".to_owned(),
        client: Client { ip: "127.0.0.1".to_owned(), user_agent: "Nordhang set-up".to_owned() },
        account: None,
    };
    let session = api.open_session(id, &session).await?.id;
    let challenge = api.start_step_up(id, &session, "personal-data", None).await?;
    // The code before the present one is good as well, and leaves that one to whoever signs in next.
    let code = code_of(owner.totp.context("the owner has no app")?, times::unix_seconds() - 30)?;
    let answer = api.answer(&challenge.id, "totp", &code).await?;
    ensure!(answer.state == "passed", "the owner's code was not taken");
    Ok(session)
}

/// What an authenticator app with this key shows at a second since 1970 (RFC 6238).
fn code_of(key: &str, at: u64) -> anyhow::Result<String> {
    let key = data_encoding::BASE32_NOPAD.decode(key.as_bytes())?;
    Ok(totp_rs::Builder::new().with_secret(key).build()?.generate(at).to_string())
}
