//! A DAO as its derive understood it.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Attribute, BoundLifetimes, Type, TypeFnPtr, Visibility};

use crate::attribute::Spanned;

/// A struct whose fields are prepared statements.
pub(super) struct Dao {
    pub(super) ident: Ident,
    /// Where the compiler takes the name to stand.
    pub(super) place: Span,
    pub(super) vis: Visibility,
    /// The path of the mapper.
    pub(super) library: TokenStream,
    /// The entity that statements are about unless they name another.
    pub(super) entity: Option<Type>,
    pub(super) members: Vec<Member>,
}

/// A field.
pub(super) enum Member {
    /// A field with a mistake.
    Broken(Box<Broken>),
    /// A field that was understood.
    Statement(Box<Statement>),
}

/// A field with a mistake: what is known of it.
pub(super) struct Broken {
    pub(super) declaration: Declaration,
    /// When the method can be declared all the same.
    pub(super) signature: Option<Signature>,
}

/// What is known of every field.
pub(super) struct Declaration {
    /// Those that the method carries too: docs and lints.
    pub(super) attrs: Vec<Attribute>,
    pub(super) vis: Visibility,
    pub(super) ident: Ident,
    pub(super) ty: Type,
}

/// The `fn` type inside a field's type.
pub(super) struct Signature {
    /// `for<'a, …>`
    pub(super) lifetimes: Option<BoundLifetimes>,
    pub(super) params: Vec<Param>,
    pub(super) output: Type,
    /// The `fn` type, for errors about the whole of it.
    pub(super) function: TypeFnPtr,
}

/// A parameter.
pub(super) struct Param {
    pub(super) ident: Ident,
    pub(super) ty: Type,
    /// Its name without `r#`.
    pub(super) name: String,
}

/// A field that is a statement.
pub(super) struct Statement {
    pub(super) declaration: Declaration,
    pub(super) signature: Signature,
    pub(super) operation: Operation,
    pub(super) entity: Option<Type>,
    pub(super) clauses: Vec<Clause>,
    pub(super) if_not_exists: bool,
    pub(super) if_exists: bool,
    pub(super) allow_filtering: bool,
    pub(super) query: Option<QueryFacts>,
    pub(super) settings: Settings,
    /// For each parameter the name of its markers, when the user's CQL has any.
    pub(super) markers: Vec<Option<String>>,
    /// The keys without CQL about which the mapper has a question, and where they stand.
    pub(super) questions: Vec<(Question, Span)>,
}

/// A question about a key of an attribute that only the entity or the output can answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Can the table have the condition?
    Condition,
    /// Does the output come in pages?
    PageSize,
}

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Delete,
    Insert,
    Query,
    Select,
    Update,
}

/// A piece of CQL that the user wrote.
pub(super) struct Clause {
    pub(super) kind: ClauseKind,
    /// Where an error about it points.
    pub(super) span: Span,
    pub(super) pieces: Vec<Piece>,
    pub(super) uses: Vec<Use>,
}

/// The part of a statement that a clause is; the variants are those of the mapper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClauseKind {
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Columns,
    Group(u8, String),
    Keyspace,
    Table,
    Text(String),
}

/// A place in a clause that names a column, a marker, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Use {
    pub(super) column: Option<String>,
    pub(super) place: Place,
    pub(super) param: Option<(u8, Fit)>,
    pub(super) group: Option<u8>,
    /// The marker's name, as the server will call it.
    pub(super) marker: Option<String>,
    /// Where it stands in the clause's text.
    pub(super) offset: usize,
}

/// What happens to a column; the variants are those of the mapper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Ascending,
    Changed,
    Condition,
    Descending,
    Equality,
    Named,
    Restriction(Restriction),
    Written,
}

/// How a column is restricted; the variants are those of the mapper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Restriction {
    Exact,
    Filter,
    OneOf,
    Range,
    Token,
}

/// How the type of a marker follows from its column; the variants are those of the mapper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    Any,
    BigInt,
    Int,
    Key,
    ListOf,
    Same,
    SameOrKeys,
    Value,
}

/// What is known of the text of a `#[query]`.
pub(super) struct QueryFacts {
    pub(super) is_select: bool,
    pub(super) condition: Condition,
    pub(super) names_columns: bool,
    /// Whether its number of rows does not follow from the key alone.
    pub(super) is_bounded: bool,
    /// What it sets with `USING`.
    pub(super) using: Option<&'static str>,
    /// The table, `None` for `{table}`.
    pub(super) table: Option<String>,
    /// What is selected; `None` when that is not known.
    pub(super) selects: Vec<Selected>,
}

/// The condition of a statement; the variants are those of the mapper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    Batch,
    Columns,
    Exists,
    None,
    NotExists,
}

/// One column of what a query returns.
pub(super) enum Selected {
    BigInt,
    Column(String),
    Unknown,
}

/// How a statement is executed.
#[derive(Clone, Default)]
pub(super) struct Settings {
    pub(super) profile: Option<String>,
    /// Those of its calls: the method that sets each, and to what.
    pub(super) options: Vec<(&'static str, CallOption)>,
    pub(super) nulls: Option<Nulls>,
}

/// What an option of a call is set to.
#[derive(Clone)]
pub(super) enum CallOption {
    Flag(bool),
    Level(Ident),
    Millis(u64),
    Rows(i32),
    SerialLevel(Ident),
}

/// What `None` is written as; the variants are those of the mapper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nulls {
    Null,
    Unset,
}

/// A number, or CQL for one: `limit = 10`, `limit = ":n"`.
pub(super) type NumberOrCql = Spanned<String>;

impl Operation {
    /// The attribute's name.
    pub(super) const fn attribute(self) -> &'static str {
        match self {
            Self::Delete => crate::keyword::DELETE,
            Self::Insert => crate::keyword::INSERT,
            Self::Query => crate::keyword::QUERY,
            Self::Select => crate::keyword::SELECT,
            Self::Update => crate::keyword::UPDATE,
        }
    }

    /// The name of the field type, and of the mapper's variant.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Delete => "Delete",
            Self::Insert => "Insert",
            Self::Query => "Query",
            Self::Select => "Select",
            Self::Update => "Update",
        }
    }

    pub(super) const ALL: [Self; 5] = [Self::Select, Self::Insert, Self::Update, Self::Delete, Self::Query];
}

impl Member {
    pub(super) fn declaration(&self) -> &Declaration {
        match self {
            Self::Broken(broken) => &broken.declaration,
            Self::Statement(statement) => &statement.declaration,
        }
    }
}
