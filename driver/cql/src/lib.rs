//! Lexer and parser of CQL statements, without dependencies.
//!
//! One truth for all who ask about CQL text: the macros, which check it when a program compiles; the driver, which asks
//! whether a statement is conditional, idempotent or a `USE`; and tools.
//!
//! ```
//! # fn main() -> Result<(), ilium_cql::SyntaxError> {
//! use ilium_cql::{Operator, Role, Walk};
//!
//! let statement = ilium_cql::parse("SELECT email FROM users WHERE org = :org AND id >= :since LIMIT 10")?;
//! for found in statement.markers() {
//!     if let Role::Compared { column, operator, .. } = found.role {
//!         println!("marker {} is compared with column {} by {operator}", found.marker.index, column.name());
//!     }
//! }
//! assert!(!statement.is_conditional());
//! # Ok(())
//! # }
//! ```
//!
//! # Where to look
//! - [`parse`] and [`Statement`]: one statement; one file for each kind.
//! - [`parse_where`] and its siblings in `fragment.rs`: parts of statements.
//! - [`Walk`]: the bind markers and columns with their [`Role`]s and [`ColumnRole`]s.
//! - `questions.rs`, `idempotence.rs`: what the driver asks.
//! - [`template`]: texts with `{table}`, `{keyspace}` and `{columns}`; [`groups()`]: texts with parts that may be left
//!   out.
//! - [`masked`]: a text without its passwords; [`Escaped`]: a text that cannot forge a line of a log.
//! - `lexer.rs`, `parser.rs`: tokens, and the cursor that the rules are written with.
//!
//! # Invariants
//! No text makes it panic, overflow the stack or take more than linear memory. Every span lies on character boundaries
//! of the parsed text. What some server accepts is accepted, save oddities such as a parameter given twice; beyond
//! that, reserved words may name bind markers (see [`quote_markers`]).

mod assignment;
mod batch;
mod condition;
mod delete;
mod error;
mod escaped;
mod expression;
mod fragment;
mod groups;
mod idempotence;
mod identifier;
mod insert;
mod keyword;
mod lexer;
mod literal;
mod marker;
mod nearest;
mod number;
mod order_by;
mod other;
mod parser;
mod questions;
mod relation;
mod secret;
mod select;
mod span;
mod statement;
mod table;
mod target;
pub mod template;
mod type_name;
mod update;
mod use_keyspace;
mod using;
mod walk;

pub use assignment::{Assignment, Assignments, Change};
pub use batch::{Batch, BatchKind};
pub use condition::{Condition, Conditions};
pub use delete::Delete;
pub use error::SyntaxError;
pub use escaped::Escaped;
pub use expression::{
    Access, Arguments, Arithmetic, ArithmeticOperator, Call, Cast, Collection, Expression, Hinted, Items, Step,
};
pub use fragment::{
    parse_assignments, parse_conditions, parse_group_by, parse_limit_value, parse_order_by, parse_selector, parse_type,
    parse_where,
};
pub use groups::{GroupPart, Groups, groups};
pub use idempotence::ColumnKind;
pub use identifier::{Identifier, needs_quotes, quote};
pub use insert::{Insert, JsonDefault, Row};
pub use literal::{Literal, LiteralKind};
pub use marker::{Marker, quote_markers};
pub use nearest::nearest;
pub use number::IntegerOrMarker;
pub use order_by::{Direction, OrderBy, Ordering};
pub use other::Other;
pub use relation::{Clause, Operand, Operator, Relation, Subject, WhereClause};
pub use secret::{masked, masked_message};
pub use select::{GroupBy, Select, Selection, Selector};
pub use span::Span;
pub use statement::{Statement, parse};
pub use table::TableName;
pub use target::Target;
pub use type_name::{TypeArgument, TypeName};
pub use update::Update;
pub use use_keyspace::Use;
pub use using::Using;
pub use walk::{ColumnRole, ColumnUse, MarkerUse, Part, Role, Visitor, Walk};
