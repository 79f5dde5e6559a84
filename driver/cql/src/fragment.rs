//! Parts of statements, parsed by themselves.

use crate::assignment::Assignments;
use crate::condition::Conditions;
use crate::error::SyntaxError;
use crate::number::IntegerOrMarker;
use crate::order_by::OrderBy;
use crate::parser::Parser;
use crate::relation::WhereClause;
use crate::select::{GroupBy, Selector};
use crate::type_name::TypeName;

/// Parses what stands after `WHERE`: `org = :org AND id >= :from`.
///
/// # Errors
/// When the text is anything else; an empty one too.
pub fn parse_where(text: &str) -> Result<WhereClause<'_>, SyntaxError> {
    Parser::whole(text, Parser::where_clause)
}

/// Parses what stands after `SET`: `email = :email, tags = tags + :add`.
///
/// # Errors
/// When the text is anything else; an empty one too.
pub fn parse_assignments(text: &str) -> Result<Assignments<'_>, SyntaxError> {
    Parser::whole(text, Parser::assignments)
}

/// Parses the comparisons that stand after `IF`: `email = :old AND age > 1`.
///
/// # Errors
/// When the text is anything else; an empty one and `EXISTS` too.
pub fn parse_conditions(text: &str) -> Result<Conditions<'_>, SyntaxError> {
    Parser::whole(text, Parser::conditions)
}

/// Parses what stands after `ORDER BY`: `id DESC, day`.
///
/// # Errors
/// When the text is anything else; an empty one too.
pub fn parse_order_by(text: &str) -> Result<OrderBy<'_>, SyntaxError> {
    Parser::whole(text, Parser::order_by)
}

/// Parses what stands after `GROUP BY`: `org, day`.
///
/// # Errors
/// When the text is anything else; an empty one too.
pub fn parse_group_by(text: &str) -> Result<GroupBy<'_>, SyntaxError> {
    Parser::whole(text, Parser::group_by)
}

/// Parses what stands after `LIMIT`, `TTL` or `TIMESTAMP`: a whole number or a bind marker.
///
/// # Errors
/// When the text is anything else, or a number beyond 64 bits.
pub fn parse_limit_value(text: &str) -> Result<IntegerOrMarker<'_>, SyntaxError> {
    Parser::whole(text, Parser::integer_or_marker)
}

/// Parses one term after `SELECT`: `writetime(email)`, `count(*) AS n`.
///
/// # Errors
/// When the text is anything else; `*` and several terms too.
pub fn parse_selector(text: &str) -> Result<Selector<'_>, SyntaxError> {
    Parser::whole(text, Parser::selector)
}

/// Parses the name of a type: `map<text, frozen<address>>`.
///
/// # Errors
/// When the text is anything else.
pub fn parse_type(text: &str) -> Result<TypeName<'_>, SyntaxError> {
    Parser::whole(text, Parser::type_name)
}
