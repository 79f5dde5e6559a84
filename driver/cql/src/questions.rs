//! What a driver asks about a statement.

use crate::identifier::Identifier;
use crate::statement::Statement;
use crate::table::TableName;

impl<'a> Statement<'a> {
    /// Whether it is a lightweight transaction: it has an `IF`, or is a batch with a statement that has one.
    pub fn is_conditional(&self) -> bool {
        match self {
            Self::Batch(batch) => batch.statements.iter().any(Self::is_conditional),
            Self::Delete(delete) => delete.condition.is_some(),
            Self::Insert(insert) => insert.if_not_exists.is_some(),
            Self::Update(update) => update.condition.is_some(),
            Self::Other(_) | Self::Select(_) | Self::Use(_) => false,
        }
    }

    /// Whether the schema differs after it: `CREATE`, `ALTER` or `DROP` of anything but roles, users, identities and
    /// service levels.
    pub fn is_schema_change(&self) -> bool {
        let Self::Other(other) = self else { return false };
        let defines = ["CREATE", "ALTER", "DROP"].iter().any(|keyword| other.is(keyword));
        defines && !["ROLE", "USER", "IDENTITY", "SERVICE", "SERVICE_LEVEL"].iter().any(|object| other.is_about(object))
    }

    /// The keyspace that the connection uses after it: of a `USE` only.
    pub fn use_keyspace(&self) -> Option<&Identifier<'a>> {
        match self {
            Self::Use(use_keyspace) => Some(&use_keyspace.keyspace),
            _ => None,
        }
    }

    /// The table that it reads, writes or defines; of a batch that of its first statement.
    pub fn table(&self) -> Option<&TableName<'a>> {
        match self {
            Self::Batch(batch) => batch.statements.first().and_then(Self::table),
            Self::Delete(delete) => Some(&delete.table),
            Self::Insert(insert) => Some(&insert.table),
            Self::Other(other) => other.table.as_ref(),
            Self::Select(select) => Some(&select.table),
            Self::Update(update) => Some(&update.table),
            Self::Use(_) => None,
        }
    }
}
