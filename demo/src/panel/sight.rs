//! What somebody sees of their customer's things: asked at Countersign on every page, so that what needs a second factor is not there
//! without one. What is hidden is neither counted nor named.

use super::Panel;
use super::goods::Goods;
use super::trouble::Trouble;
use super::visit::SignedIn;
use crate::contract;

/// The customer's things, as far as they exist for this person in this session.
pub async fn goods(panel: &Panel, who: &SignedIn) -> Result<Goods, Trouble> {
    let mut goods = panel.book().goods(who.sample).clone();
    let Some(account) = panel.account_of(who.sample) else { return Ok(goods) };
    let references: Vec<String> = goods
        .servers
        .iter()
        .flat_map(|server| {
            let copies = server.snapshots.iter();
            let copies = copies.map(|copy| contract::snapshot(&server.id, &copy.id));
            std::iter::once(server.id.clone()).chain(copies)
        })
        .collect();
    if references.is_empty() {
        return Ok(goods);
    }
    let seen = panel.api.visible(account, &who.person, &who.session, &references).await?;
    goods.servers.retain(|server| seen.contains(&server.id));
    for server in &mut goods.servers {
        server.snapshots.retain(|copy| seen.contains(&contract::snapshot(&server.id, &copy.id)));
    }
    Ok(goods)
}
