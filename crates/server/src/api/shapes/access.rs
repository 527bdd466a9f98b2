//! Groups, resources and grants on the wire.

use countersign_app::access::{GrantView, GroupMemberView, GroupView, ResourceView, SeenView};
use serde::Serialize;
use utoipa::ToSchema;

use super::time;

/// A group of persons.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Group {
    /// Its id.
    id: String,
    /// What people call it.
    name: String,
    /// When it was made.
    created_at: String,
}

impl From<GroupView> for Group {
    fn from(group: GroupView) -> Self {
        Self { id: group.id, name: group.name, created_at: time(group.created_at) }
    }
}

/// A person in a group.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct GroupMember {
    /// The person.
    person: String,
    /// Since when.
    added_at: String,
}

impl From<GroupMemberView> for GroupMember {
    fn from(member: GroupMemberView) -> Self {
        Self { person: member.person, added_at: time(member.added_at) }
    }
}

/// A resource as the portal registered it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Resource {
    /// Its id.
    id: String,
    /// The portal's own name for it.
    reference: String,
    /// What kind of thing.
    r#type: String,
    /// What people call it.
    name: String,
    /// What it lies in, by the portal's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// Since when it is marked itself as one that only sessions with a second factor see.
    #[serde(skip_serializing_if = "Option::is_none")]
    second_factor_only_since: Option<String>,
}

impl From<ResourceView> for Resource {
    fn from(resource: ResourceView) -> Self {
        Self {
            id: resource.id,
            reference: resource.reference,
            r#type: resource.kind,
            name: resource.name,
            parent: resource.parent,
            second_factor_only_since: resource.second_factor_only_since.map(time),
        }
    }
}

/// A resource as a person sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct SeenResource {
    /// Its id.
    id: String,
    /// The portal's own name for it.
    reference: String,
    /// What kind of thing.
    r#type: String,
    /// What people call it.
    name: String,
    /// What it lies in, by the portal's name, if the person sees that.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
}

impl From<SeenView> for SeenResource {
    fn from(seen: SeenView) -> Self {
        Self {
            id: seen.id,
            reference: seen.reference,
            r#type: seen.kind,
            name: seen.name,
            parent: seen.parent,
        }
    }
}

/// To whom a resource is granted.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct AccessGrant {
    /// The group's or person's id.
    holder: String,
    /// Since when.
    granted_at: String,
}

impl From<GrantView> for AccessGrant {
    fn from(grant: GrantView) -> Self {
        Self { holder: grant.holder, granted_at: time(grant.granted_at) }
    }
}
