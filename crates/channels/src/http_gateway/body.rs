//! The body of a request, as a template of JSON or of a form.

use serde_json::Value;
use url::form_urlencoded::Serializer;

use super::template::{Slot, Template, as_is};
use crate::SendError;

/// A body with places.
#[derive(Clone, Debug)]
pub(super) enum Body {
    None,
    Json(Tree),
    Form(Vec<(String, Template)>),
}

/// JSON whose texts are templates. It was parsed before it is filled, so a value stays within its text whatever it holds.
#[derive(Clone, Debug)]
pub(super) enum Tree {
    Text(Template),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
    Other(Value),
}

impl Tree {
    /// The error completes "the json …".
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(text).map_err(|e| {
            format!("cannot be read: {e}; places stand within quotes: {{\"to\": \"{{to}}\"}}")
        })?;
        Self::of(value)
    }

    fn of(value: Value) -> Result<Self, String> {
        Ok(match value {
            Value::String(text) => Self::Text(Template::parse(&text)?),
            Value::Array(list) => {
                Self::List(list.into_iter().map(Self::of).collect::<Result<_, _>>()?)
            }
            Value::Object(object) => Self::Object(
                object
                    .into_iter()
                    .map(|(name, value)| Ok((name, Self::of(value)?)))
                    .collect::<Result<_, String>>()?,
            ),
            other => Self::Other(other),
        })
    }

    fn slots(&self, found: &mut Vec<Slot>) {
        match self {
            Self::Text(template) => found.extend(template.slots()),
            Self::List(list) => list.iter().for_each(|tree| tree.slots(found)),
            Self::Object(members) => members.iter().for_each(|(_, tree)| tree.slots(found)),
            Self::Other(_) => {}
        }
    }

    fn fill<'a>(
        &self,
        value: &impl Fn(Slot) -> Result<&'a str, SendError>,
    ) -> Result<Value, SendError> {
        Ok(match self {
            Self::Text(template) => Value::String(template.fill(value, as_is)?),
            Self::List(list) => {
                Value::Array(list.iter().map(|tree| tree.fill(value)).collect::<Result<_, _>>()?)
            }
            Self::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|(name, tree)| Ok((name.clone(), tree.fill(value)?)))
                    .collect::<Result<_, SendError>>()?,
            ),
            Self::Other(value) => value.clone(),
        })
    }
}

impl Body {
    /// Its content type; `None`: it has no body.
    pub(super) const fn kind(&self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Json(_) => Some("application/json"),
            Self::Form(_) => Some("application/x-www-form-urlencoded"),
        }
    }

    /// The places it has.
    pub(super) fn slots(&self) -> Vec<Slot> {
        let mut found = Vec::new();
        match self {
            Self::None => {}
            Self::Json(tree) => tree.slots(&mut found),
            Self::Form(fields) => {
                for (_, template) in fields {
                    found.extend(template.slots());
                }
            }
        }
        found
    }

    /// Fills it.
    pub(super) fn fill<'a>(
        &self,
        value: impl Fn(Slot) -> Result<&'a str, SendError>,
    ) -> Result<Vec<u8>, SendError> {
        match self {
            Self::None => Ok(Vec::new()),
            Self::Json(tree) => Ok(tree.fill(&value)?.to_string().into_bytes()),
            Self::Form(fields) => {
                let mut form = Serializer::new(String::new());
                for (name, template) in fields {
                    form.append_pair(name, &template.fill(&value, as_is)?);
                }
                Ok(form.finish().into_bytes())
            }
        }
    }
}
