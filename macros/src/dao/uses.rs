//! Which columns and markers a piece of CQL names, and what they are there.

use std::collections::HashSet;

use ilium_cql::{
    Assignment, Assignments, Change, ColumnRole, ColumnUse, Conditions, Direction, Expression, IntegerOrMarker, Marker,
    MarkerUse, Operand, Operator, OrderBy, Part, Relation, Role, Span, Subject, Target, Walk, WhereClause,
};

use super::model::{ClauseKind, Fit, Param, Place, Restriction, Use};
use crate::attribute::Spanned;
use crate::diagnostics::Diagnostics;

/// What decides about the columns and markers in it: comparisons and assignments, each in the order of the text.
#[derive(Default)]
pub(super) struct Parts<'s, 'a> {
    pub(super) relations: Vec<&'s Relation<'a>>,
    pub(super) assignments: Vec<&'s Assignment<'a>>,
}

impl<'s, 'a> Parts<'s, 'a> {
    pub(super) fn of_where(clause: &'s WhereClause<'a>) -> Self {
        Self { relations: clause.relations.iter().collect(), assignments: Vec::new() }
    }

    pub(super) fn of_if(conditions: &'s Conditions<'a>) -> Self {
        Self { relations: conditions.relations.iter().collect(), assignments: Vec::new() }
    }

    pub(super) fn of_set(assignments: &'s Assignments<'a>) -> Self {
        Self { relations: Vec::new(), assignments: assignments.assignments.iter().collect() }
    }

    /// The comparison that what stands at `offset` is in.
    fn relation(&self, offset: usize) -> Option<&'s Relation<'a>> {
        self.relations.get(containing(&self.relations, offset, |relation| relation.span)?).copied()
    }

    /// The assignment that what stands at `offset` is in.
    fn assignment(&self, offset: usize) -> Option<&'s Assignment<'a>> {
        self.assignments.get(containing(&self.assignments, offset, |assignment| assignment.span)?).copied()
    }
}

/// Which of the parts, which stand one after the other, holds `offset`.
fn containing<T>(parts: &[T], offset: usize, span: impl Fn(&T) -> Span) -> Option<usize> {
    let index = parts.partition_point(|part| span(part).end <= offset);
    parts.get(index).is_some_and(|part| span(part).start <= offset).then_some(index)
}

/// The uses in what was parsed. `None` when a marker is no parameter's: all such markers are reported.
pub(super) fn of<'a>(
    parsed: &dyn Walkable<'a>,
    parts: &Parts<'_, 'a>,
    text: &Spanned<String>,
    params: &[Param],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Use>> {
    let columns = parsed.columns_of().into_iter().map(|found| column(&found, parts));
    let mut uses: Vec<Use> = columns.collect();
    let mut unknown: HashSet<Option<&str>> = HashSet::new();
    for found in parsed.markers_of() {
        match param(found.marker, params) {
            Some(param) => uses.push(marker(&found, param, parts)),
            None if unknown.insert(found.marker.name.map(|name| name.text)) => {
                diagnostics.report(text.span, no_parameter(found.marker, params));
            }
            None => {}
        }
    }
    unknown.is_empty().then_some(uses)
}

/// What can be walked; [`Walk`] with its provided methods is no trait object.
pub(super) trait Walkable<'a> {
    fn columns_of(&self) -> Vec<ColumnUse<'_, 'a>>;
    fn markers_of(&self) -> Vec<MarkerUse<'_, 'a>>;
}

impl<'a, T: Walk<'a>> Walkable<'a> for T {
    fn columns_of(&self) -> Vec<ColumnUse<'_, 'a>> {
        self.columns()
    }

    fn markers_of(&self) -> Vec<MarkerUse<'_, 'a>> {
        self.markers()
    }
}

/// The use of a number that may be a marker.
pub(super) fn of_number(
    number: &IntegerOrMarker<'_>,
    kind: ClauseKind,
    text: &Spanned<String>,
    params: &[Param],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Use>> {
    let IntegerOrMarker::Marker(marker) = number else { return Some(Vec::new()) };
    let fit = if kind == ClauseKind::Timestamp { Fit::BigInt } else { Fit::Int };
    let Some(param) = param(marker, params) else {
        diagnostics.report(text.span, no_parameter(marker, params));
        return None;
    };
    let offset = marker.span.start;
    let marker = called(marker);
    Some(vec![Use { column: None, place: Place::Named, param: Some((param, fit)), group: None, marker, offset }])
}

/// The columns of an `ORDER BY`, with their directions.
pub(super) fn orderings(order_by: &OrderBy<'_>) -> Vec<Use> {
    let place = |direction: &Direction<'_>| match direction {
        Direction::Ann(_) => Place::Named,
        Direction::Ascending => Place::Ascending,
        Direction::Descending => Place::Descending,
    };
    let orderings = order_by.orderings.iter();
    orderings
        .map(|ordering| Use {
            column: Some(ordering.column.name().into_owned()),
            place: place(&ordering.direction),
            param: None,
            group: None,
            marker: None,
            offset: ordering.column.span.start,
        })
        .collect()
}

/// The parameter that a marker stands for.
fn param(marker: &Marker<'_>, params: &[Param]) -> Option<u8> {
    let name = marker.name?;
    let index = params.iter().position(|param| is_called(param, &name));
    index.and_then(|index| u8::try_from(index).ok())
}

/// Why a marker stands for no parameter.
fn no_parameter(marker: &Marker<'_>, params: &[Param]) -> String {
    let Some(name) = marker.name else {
        return "a bind marker needs the name of a parameter: write `:name` instead of `?`".to_owned();
    };
    let takes = match params {
        [] => "nothing".to_owned(),
        _ => params.iter().map(|param| format!("`{}`", param.name)).collect::<Vec<_>>().join(", "),
    };
    format!("bind marker `:{}` has no matching parameter; this method takes {takes}", name.text)
}

/// CQL folds a name without quotes to lower case, so `:userId` is the marker of `userId` all the same.
fn is_called(param: &Param, name: &ilium_cql::Identifier<'_>) -> bool {
    let marker = name.name();
    *marker == *param.name || (!name.is_quoted() && *marker == param.name.to_ascii_lowercase())
}

fn column(found: &ColumnUse<'_, '_>, parts: &Parts<'_, '_>) -> Use {
    let offset = found.column.span.start;
    let place = match found.role {
        ColumnRole::If => Place::Condition,
        ColumnRole::Inserted => Place::Written,
        ColumnRole::Set => match parts.assignment(offset).map(|assignment| &assignment.change) {
            Some(Change::Add(_) | Change::Subtract(_)) => Place::Changed,
            // Only lists take something before what they have.
            Some(Change::Assign(_) | Change::Prepend(_)) | None => Place::Written,
        },
        ColumnRole::Where => restriction(offset, parts).map_or(Place::Named, Place::Restriction),
        ColumnRole::Deleted | ColumnRole::GroupBy | ColumnRole::OrderBy | ColumnRole::Selected => Place::Named,
    };
    Use { column: Some(found.column.name().into_owned()), place, param: None, group: None, marker: None, offset }
}

/// How the comparison at `offset` restricts the column there.
fn restriction(offset: usize, parts: &Parts<'_, '_>) -> Option<Restriction> {
    let relation = parts.relation(offset)?;
    Some(match &relation.subject {
        Subject::Column(Target::Column(_)) => by_operator(relation.operator),
        Subject::Column(_) | Subject::Index(_) => Restriction::Filter,
        Subject::Token(_) => Restriction::Token,
        Subject::Tuple(columns) => match by_operator(relation.operator) {
            // `(a, b) > (1, 2)` is a range of rows that starts within one `a`.
            Restriction::Range if columns.first().is_none_or(|first| first.span.start != offset) => return None,
            restriction => restriction,
        },
    })
}

const fn by_operator(operator: Operator) -> Restriction {
    match operator {
        Operator::Equal => Restriction::Exact,
        Operator::In => Restriction::OneOf,
        Operator::Between | Operator::Greater | Operator::GreaterOrEqual | Operator::Less | Operator::LessOrEqual => {
            Restriction::Range
        }
        Operator::Contains
        | Operator::ContainsKey
        | Operator::Expression
        | Operator::IsNotNull
        | Operator::Like
        | Operator::NotContains
        | Operator::NotContainsKey
        | Operator::NotEqual
        | Operator::NotIn => Restriction::Filter,
    }
}

fn marker(found: &MarkerUse<'_, '_>, param: u8, parts: &Parts<'_, '_>) -> Use {
    let offset = found.marker.span.start;
    let place = match found.role {
        Role::Added { .. } | Role::Removed { .. } => Place::Changed,
        Role::Assigned { .. } => Place::Written,
        Role::Compared { clause, .. } | Role::InList { clause, .. } => match clause {
            ilium_cql::Clause::If if is_equality(offset, parts) => Place::Equality,
            ilium_cql::Clause::If => Place::Condition,
            ilium_cql::Clause::Where => place_in_where(offset, parts),
        },
        Role::ComparedToken { .. }
        | Role::ComparedTuple { .. }
        | Role::InTuples { .. }
        | Role::TokenArgument { .. } => place_in_where(offset, parts),
        _ => Place::Named,
    };
    let column = found.role.column().map(|column| column.name().into_owned());
    let marker = called(found.marker);
    Use { column, place, param: Some((param, fit(&found.role))), group: None, marker, offset }
}

/// Whether the marker at `offset` is what a column or a part of it is equal to, or not equal to.
fn is_equality(offset: usize, parts: &Parts<'_, '_>) -> bool {
    parts.relation(offset).is_some_and(|relation| {
        matches!(relation.operator, Operator::Equal | Operator::NotEqual)
            && matches!(&relation.operand, Operand::One(Expression::Marker(marker)) if marker.span.start == offset)
    })
}

/// What the server will call a marker.
fn called(marker: &Marker<'_>) -> Option<String> {
    marker.name.map(|name| name.name().into_owned())
}

/// A value after `WHERE` is that of a restriction, in a whole query too.
fn place_in_where(offset: usize, parts: &Parts<'_, '_>) -> Place {
    Place::Restriction(restriction(offset, parts).unwrap_or(Restriction::Filter))
}

fn fit(role: &Role<'_, '_>) -> Fit {
    match role {
        Role::Compared { part: Part::Whole, operator, .. } => match operator {
            Operator::Contains | Operator::NotContains => Fit::Value,
            Operator::ContainsKey | Operator::NotContainsKey => Fit::Key,
            _ => Fit::Same,
        },
        Role::Added { part, .. } | Role::Assigned { part, .. } | Role::Compared { part, .. } => of_part(part),
        Role::Removed { part: Part::Whole, .. } => Fit::SameOrKeys,
        Role::InList { part: Part::Whole, .. } => Fit::ListOf,
        Role::DeletedElement { .. } | Role::SelectedElement { .. } => Fit::Key,
        Role::Limit | Role::PerPartitionLimit | Role::Ttl => Fit::Int,
        Role::Timestamp => Fit::BigInt,
        Role::TokenArgument { column: Some(_), .. } => Fit::Same,
        // `{:x}` taken off a map is a set of its keys.
        _ => Fit::Any,
    }
}

const fn of_part(part: &Part<'_, '_>) -> Fit {
    match part {
        Part::Element => Fit::Value,
        Part::Field(_) | Part::Nested => Fit::Any,
        Part::Key => Fit::Key,
        Part::Whole => Fit::Same,
    }
}
