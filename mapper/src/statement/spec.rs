//! The data of one statement.

use ilium_driver::statement::CallOptions;
pub use ilium_driver::value::cql_type::Cell;

use crate::cql_type::TypeInfo;
use crate::entity::{EntityMeta, Order};

/// One statement of a DAO, as its field and the attribute on it say.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "made by the derive")]
pub struct StatementSpec {
    /// The stable name: `UserDao::get`.
    pub label: &'static str,
    /// Where the field stands, as `file:line`.
    pub location: &'static str,
    /// The attribute.
    pub operation: Operation,
    /// The parameters of the field's `fn` type.
    pub params: &'static [Param],
    /// The output type as the user wrote it, for messages only.
    pub output: &'static str,
    /// What the user wrote in CQL.
    pub clauses: &'static [Clause],
    /// `if_not_exists`.
    pub if_not_exists: bool,
    /// `if_exists`.
    pub if_exists: bool,
    /// `allow_filtering`.
    pub allow_filtering: bool,
    /// What is known of a whole query's text.
    pub query: Option<QueryFacts>,
    /// How it is executed.
    pub settings: Settings,
}

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the attribute of its name")]
#[allow(clippy::exhaustive_enums, reason = "made by the derive")]
pub enum Operation {
    Delete,
    Insert,
    Query,
    Select,
    Update,
}

/// A parameter, apart from its type.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "made by the derive")]
pub struct Param {
    /// Its name, without `r#`.
    pub name: &'static str,
    /// The number of its name.
    pub id: u64,
    /// Its type as the user wrote it, for messages only.
    pub rust: &'static str,
    /// The name of its markers in CQL that the user wrote, as the server calls them; `None` when it has none.
    pub marker: Option<&'static str>,
}

/// What a parameter's type says of it.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_enums, reason = "made by the derive")]
pub enum Parameter {
    /// A row: each column is a value of its own.
    Row(&'static EntityMeta),
    /// One value.
    Value {
        /// What it can be stored as.
        cql: TypeInfo,
        /// Whether it can be absent.
        nullable: bool,
        /// Whether it can be absent in a way that is not null.
        can_be_unset: bool,
    },
}

/// What an output type says of it.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "made by the derive")]
pub struct OutputInfo {
    /// How many rows, of what statement.
    pub kind: OutputKind,
    /// What each row is read into.
    pub row: RowShape,
}

/// How many rows an output takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "made by the mapper")]
pub enum OutputKind {
    /// Whether a conditional statement was applied, and the row that was there when not.
    Applied,
    /// All, at once.
    Many,
    /// Exactly one.
    One,
    /// One or none.
    Optional,
    /// All, page by page.
    Stream,
    /// No rows.
    Unit,
}

/// What a row is read into.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_enums, reason = "made by the derives and the mapper")]
pub enum RowShape {
    /// Values, by position.
    Cells(&'static [Cell]),
    /// The columns of an entity, by name.
    Entity(&'static EntityMeta),
    /// There is no row.
    Nothing,
}

/// One piece of CQL that the user wrote.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "made by the derive")]
pub struct Clause {
    /// Where it goes.
    pub kind: ClauseKind,
    /// Its text.
    pub pieces: &'static [Piece],
    /// The columns and markers in it.
    pub uses: &'static [Use],
}

/// The part of a statement that a clause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the key of its name")]
#[allow(clippy::exhaustive_enums, reason = "made by the derive")]
pub enum ClauseKind {
    If,
    Limit,
    OrderBy,
    PerPartitionLimit,
    Query,
    Set,
    Timestamp,
    Ttl,
    Where,
}

/// A stretch of a clause's text.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_enums, reason = "made by the derive")]
pub enum Piece {
    /// `{columns}`: the columns of the rows that are returned.
    Columns,
    /// An optional group: left out when its parameters are `None`.
    Group(u8, &'static str),
    /// `{keyspace}`.
    Keyspace,
    /// `{table}`: the table with its keyspace.
    Table,
    /// Text that always stands.
    Text(&'static str),
}

/// A place in a clause that names a column, a marker, or both.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "made by the derive")]
pub struct Use {
    /// The column, as stored (not quoted).
    pub column: Option<&'static str>,
    /// The number of the column's name.
    pub column_id: u64,
    /// What happens to it there.
    pub place: Place,
    /// The parameter whose marker stands there, and how its type follows from the column's.
    pub param: Option<(u8, Fit)>,
    /// The optional group that the place is in.
    pub group: Option<u8>,
}

/// What happens to a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "made by the derive")]
pub enum Place {
    /// Changed by what is added to it or taken off: `c = c + …`.
    Changed,
    /// Compared in `IF`.
    Condition,
    /// The marker of a value that a column is compared with by `=` or `!=` in `IF`, which null can be.
    Equality,
    /// Named where nothing follows from it, or a marker without a column.
    Named,
    /// Sorted by.
    Order(Order),
    /// Restricted in `WHERE`.
    Restriction(Restriction),
    /// Given a value.
    Written,
}

/// How a column is restricted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "made by the derive")]
pub enum Restriction {
    /// To one value.
    Exact,
    /// In a way that only an index or filtering can answer.
    Filter,
    /// To the values of a list.
    OneOf,
    /// To a range.
    Range,
    /// `token(…)`: together with the rest of the partition key.
    Token,
}

/// How the type of a marker follows from the column that it stands beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "made by the derive")]
pub enum Fit {
    /// Only the server can say.
    Any,
    /// `bigint`, whatever the column.
    BigInt,
    /// `int`, whatever the column.
    Int,
    /// A key of the column's map.
    Key,
    /// A list of the column's type.
    ListOf,
    /// The column's type.
    Same,
    /// A set of the keys of the column's map, or of the column's own type.
    SameOrKeys,
    /// A value of the column's map, or an element of its list or set.
    Value,
}

/// What is known of the text of a `#[query]`.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "made by the derive")]
pub struct QueryFacts {
    /// Whether it returns rows.
    pub is_select: bool,
    /// Its `IF`.
    pub condition: Condition,
    /// Whether it selects columns by name, so that they stay the same when the table gets another.
    pub names_columns: bool,
    /// Whether something else than the key bounds the number of rows it returns: a `LIMIT`, or what may be an aggregate.
    pub is_bounded: bool,
    /// What it sets with `USING`, as the key of that name: `ttl` or `timestamp`.
    pub using: Option<&'static str>,
    /// The table that it names; `None` for `{table}`.
    pub table: Option<&'static str>,
    /// What it selects; empty when that is not known.
    pub selects: &'static [Selected],
}

/// The condition of a statement, by what the server returns of the row that is in its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "made by the derive")]
pub enum Condition {
    /// Some statement of a batch has a condition: the key of each row, and the columns that are compared.
    Batch,
    /// `IF column = …`: the columns that are compared.
    Columns,
    /// `IF EXISTS`: no row.
    Exists,
    /// There is no condition.
    None,
    /// `IF NOT EXISTS`: all columns.
    NotExists,
}

/// One column of what a query returns.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_enums, reason = "made by the derive")]
pub enum Selected {
    /// `count(…)`, a bigint.
    BigInt,
    /// That column of the table.
    Column(&'static str),
    /// Something whose type only the server knows.
    Unknown,
}

/// How a statement is executed, where it differs from its profile.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "made by the derive")]
pub struct Settings {
    /// The name of the profile that it is tied to.
    pub profile: Option<&'static str>,
    /// The options of its calls.
    pub options: &'static CallOptions,
    /// What `None` is written as.
    pub nulls: Nulls,
}

/// What `None` is written as in `VALUES` and `SET`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "the protocol has no third")]
pub enum Nulls {
    /// As null, which deletes what is stored and leaves a tombstone.
    Null,
    /// Not at all: what is stored stays. The default.
    Unset,
}

impl Operation {
    /// The name of the attribute.
    pub const fn attribute(self) -> &'static str {
        match self {
            Self::Delete => "delete",
            Self::Insert => "insert",
            Self::Query => "query",
            Self::Select => "select",
            Self::Update => "update",
        }
    }

    /// The name of the field's type.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Delete => "Delete",
            Self::Insert => "Insert",
            Self::Query => "Query",
            Self::Select => "Select",
            Self::Update => "Update",
        }
    }
}

impl QueryFacts {
    /// Whether it is about the entity's table, so that its columns are known.
    pub const fn is_on(&self, meta: &EntityMeta) -> bool {
        match self.table {
            None => true,
            Some(table) => crate::cql_type::same(table, meta.table),
        }
    }
}

impl StatementSpec {
    /// The condition; a statement with one answers whether it was applied.
    pub const fn condition(&self) -> Condition {
        match self.query {
            Some(query) => query.condition,
            None if self.if_not_exists => Condition::NotExists,
            None if self.if_exists => Condition::Exists,
            None if self.clause(ClauseKind::If).is_some() => Condition::Columns,
            None => Condition::None,
        }
    }

    /// The columns that the condition compares, each once, in the order of the text.
    pub fn condition_columns(&self) -> Vec<&'static str> {
        let mut columns = Vec::new();
        for place in self.clauses.iter().flat_map(|clause| clause.uses) {
            if let (Place::Condition, Some(column)) = (place.place, place.column)
                && !columns.contains(&column)
            {
                columns.push(column);
            }
        }
        columns
    }

    /// The clause of that kind.
    pub const fn clause(&self, kind: ClauseKind) -> Option<&'static Clause> {
        let mut rest = self.clauses;
        while let [clause, others @ ..] = rest {
            if clause.kind as u8 == kind as u8 {
                return Some(clause);
            }
            rest = others;
        }
        None
    }

    /// How many optional groups the statement has.
    pub const fn group_count(&self) -> u8 {
        let mut count = 0;
        let mut clauses = self.clauses;
        while let [clause, other_clauses @ ..] = clauses {
            let mut pieces = clause.pieces;
            while let [piece, other_pieces @ ..] = pieces {
                if let Piece::Group(group, _) = piece
                    && *group >= count
                {
                    count = *group + 1;
                }
                pieces = other_pieces;
            }
            clauses = other_clauses;
        }
        count
    }
}
