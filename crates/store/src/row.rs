//! What goes into a statement and what comes out of it: texts and whole numbers, nothing else.

use countersign_core::{Timestamp, ids};

use crate::error::StoreError;
use crate::statements::Statement;

/// A parameter. Its kind is part of its type, so that an absent value is typed too.
#[derive(Clone)]
pub enum Arg {
    /// A text.
    Text(String),
    /// A text or NULL.
    OptText(Option<String>),
    /// A whole number.
    Int(i64),
    /// A whole number or NULL.
    OptInt(Option<i64>),
}

/// Shows the kind only: a parameter may be a secret.
impl std::fmt::Debug for Arg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(..)",
            Self::OptText(_) => "OptText(..)",
            Self::Int(_) => "Int(..)",
            Self::OptInt(_) => "OptInt(..)",
        })
    }
}

macro_rules! arg_from {
    ($($from:ty => |$value:ident| $arg:expr;)*) => {$(
        impl From<$from> for Arg {
            fn from($value: $from) -> Self {
                $arg
            }
        }
    )*};
}

arg_from! {
    &str => |v| Self::Text(v.to_owned());
    String => |v| Self::Text(v);
    &String => |v| Self::Text(v.clone());
    Option<String> => |v| Self::OptText(v);
    Option<&str> => |v| Self::OptText(v.map(str::to_owned));
    i64 => |v| Self::Int(v);
    u32 => |v| Self::Int(v.into());
    Option<i64> => |v| Self::OptInt(v);
    Timestamp => |v| Self::Int(v.ms());
    Option<Timestamp> => |v| Self::OptInt(v.map(Timestamp::ms));
}

macro_rules! arg_from_ids {
    ($($id:ident)*) => {$(
        impl From<&ids::$id> for Arg {
            fn from(id: &ids::$id) -> Self {
                Self::Text(id.as_str().to_owned())
            }
        }
        impl From<Option<&ids::$id>> for Arg {
            fn from(id: Option<&ids::$id>) -> Self {
                Self::OptText(id.map(|id| id.as_str().to_owned()))
            }
        }
    )*};
}

arg_from_ids! {
    PersonId ContactId AuthenticatorId SessionId ChallengeId GrantId OrderId ApiKeyId VisitId
    JobId SendId AttemptId EventId ReceiptId SignInId ChangeId DeviceId RecoverySetId
    LinkId KeptFormId AccountId GroupId ResourceId SupportPinId CallCodeId CaseId CheckId TicketId RecoveryId DutyId InvitationId
}

/// A value as a driver read it.
#[derive(Clone)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
    /// A type the dialect has no place for.
    Foreign,
}

/// One row, read completely. Has no `Debug` output beyond the statement's name.
#[derive(Clone)]
pub struct Row {
    of: &'static Statement,
    values: Vec<Value>,
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Row").field("of", &self.of.name()).finish_non_exhaustive()
    }
}

impl Row {
    pub(crate) fn new(of: &'static Statement, values: Vec<Value>) -> Self {
        Self { of, values }
    }

    /// A text that is there.
    pub fn text(&self, column: &str) -> Result<String, StoreError> {
        self.opt_text(column)?.ok_or_else(|| self.corrupt(column))
    }

    /// A text, or `None` for NULL.
    pub fn opt_text(&self, column: &str) -> Result<Option<String>, StoreError> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text.clone())),
            Value::Int(_) | Value::Foreign => Err(self.corrupt(column)),
        }
    }

    /// A whole number that is there.
    pub fn int(&self, column: &str) -> Result<i64, StoreError> {
        self.opt_int(column)?.ok_or_else(|| self.corrupt(column))
    }

    /// A whole number, or `None` for NULL.
    pub fn opt_int(&self, column: &str) -> Result<Option<i64>, StoreError> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Int(number) => Ok(Some(*number)),
            Value::Text(_) | Value::Foreign => Err(self.corrupt(column)),
        }
    }

    /// A moment that is there; stored as milliseconds since 1970-01-01T00:00:00Z.
    pub fn time(&self, column: &str) -> Result<Timestamp, StoreError> {
        self.int(column).map(Timestamp::from_ms)
    }

    /// A moment, or `None` for NULL.
    pub fn opt_time(&self, column: &str) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.opt_int(column)?.map(Timestamp::from_ms))
    }

    /// The error for a column whose value the domain cannot read.
    pub fn corrupt(&self, column: &str) -> StoreError {
        StoreError::Corrupt { statement: self.of.name(), column: column.to_owned() }
    }

    fn value(&self, column: &str) -> Result<&Value, StoreError> {
        self.of
            .columns()
            .iter()
            .position(|name| **name == *column)
            .and_then(|at| self.values.get(at))
            .ok_or_else(|| self.corrupt(column))
    }
}
