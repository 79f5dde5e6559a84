//! Which columns and markers a piece of CQL names, and what they are there.

use ilium_cql::{
    ColumnRole, ColumnUse, Direction, IntegerOrMarker, Marker, MarkerUse, Operator, OrderBy, Part, Relation, Role,
    Subject, Target, Walk,
};

use super::model::{ClauseKind, Fit, Param, Place, Restriction, Use};
use crate::attribute::Spanned;
use crate::diagnostics::Diagnostics;

/// The uses in what was parsed; `relations` are its comparisons. `None` when a marker is no parameter's.
pub(super) fn of<'a>(
    parsed: &dyn Walkable<'a>,
    relations: &[Relation<'a>],
    text: &Spanned<String>,
    params: &[Param],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Use>> {
    let columns = parsed.columns_of().into_iter().map(|found| column(&found, relations));
    let mut uses: Vec<Use> = columns.collect();
    for found in parsed.markers_of() {
        let param = param(found.marker, text, params, diagnostics)?;
        uses.push(marker(&found, param, relations));
    }
    Some(uses)
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
    let param = param(marker, text, params, diagnostics)?;
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

/// The parameter that a marker stands for; `None` with the mistake added when there is none.
fn param(marker: &Marker<'_>, text: &Spanned<String>, params: &[Param], diagnostics: &mut Diagnostics) -> Option<u8> {
    let Some(name) = marker.name else {
        diagnostics.report(text.span, "a bind marker needs the name of a parameter: write `:name` instead of `?`");
        return None;
    };
    let index = params.iter().position(|param| is_called(param, &name));
    if let Some(index) = index.and_then(|index| u8::try_from(index).ok()) {
        return Some(index);
    }
    let takes = match params {
        [] => "nothing".to_owned(),
        _ => params.iter().map(|param| format!("`{}`", param.name)).collect::<Vec<_>>().join(", "),
    };
    let message = format!("bind marker `:{}` has no matching parameter; this method takes {takes}", name.text);
    diagnostics.report(text.span, message);
    None
}

/// CQL folds a name without quotes to lower case, so `:userId` is the marker of `userId` all the same.
fn is_called(param: &Param, name: &ilium_cql::Identifier<'_>) -> bool {
    let marker = name.name();
    *marker == *param.name || (!name.is_quoted() && *marker == param.name.to_ascii_lowercase())
}

fn column(found: &ColumnUse<'_, '_>, relations: &[Relation<'_>]) -> Use {
    let offset = found.column.span.start;
    let place = match found.role {
        ColumnRole::If => Place::Condition,
        ColumnRole::Inserted | ColumnRole::Set => Place::Written,
        ColumnRole::Where => restriction(offset, relations).map_or(Place::Named, Place::Restriction),
        ColumnRole::Deleted | ColumnRole::GroupBy | ColumnRole::OrderBy | ColumnRole::Selected => Place::Named,
    };
    Use { column: Some(found.column.name().into_owned()), place, param: None, group: None, marker: None, offset }
}

/// How the comparison at `offset` restricts the column there.
fn restriction(offset: usize, relations: &[Relation<'_>]) -> Option<Restriction> {
    let relation = relations.iter().find(|relation| (relation.span.start..relation.span.end).contains(&offset))?;
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
        Operator::Equal | Operator::In => Restriction::Exact,
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

fn marker(found: &MarkerUse<'_, '_>, param: u8, relations: &[Relation<'_>]) -> Use {
    let offset = found.marker.span.start;
    let place = match found.role {
        Role::Added { .. } | Role::Assigned { .. } | Role::Removed { .. } => Place::Written,
        Role::Compared { clause, .. } | Role::InList { clause, .. } => match clause {
            ilium_cql::Clause::If => Place::Condition,
            ilium_cql::Clause::Where => place_in_where(offset, relations),
        },
        Role::ComparedToken { .. }
        | Role::ComparedTuple { .. }
        | Role::InTuples { .. }
        | Role::TokenArgument { .. } => place_in_where(offset, relations),
        _ => Place::Named,
    };
    let column = found.role.column().map(|column| column.name().into_owned());
    let marker = called(found.marker);
    Use { column, place, param: Some((param, fit(&found.role))), group: None, marker, offset }
}

/// What the server will call a marker.
fn called(marker: &Marker<'_>) -> Option<String> {
    marker.name.map(|name| name.name().into_owned())
}

/// A value after `WHERE` is that of a restriction, in a whole query too.
fn place_in_where(offset: usize, relations: &[Relation<'_>]) -> Place {
    Place::Restriction(restriction(offset, relations).unwrap_or(Restriction::Filter))
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
