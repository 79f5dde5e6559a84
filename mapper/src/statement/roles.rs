//! What each parameter is to its statement.

use super::spec::{ClauseKind, Operation, Parameter, StatementSpec};
use crate::entity::{ColumnMeta, EntityMeta};

/// What a parameter is to its statement.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Role {
    /// The value of a marker that the user wrote.
    Marker,
    /// A row that is written or deleted.
    Row(&'static EntityMeta),
    /// Restricts a column of the key to one value.
    Key(&'static ColumnMeta),
    /// The new value of a column.
    Written(&'static ColumnMeta),
    /// Nothing: a mistake of the user's.
    None,
}

/// The role of the parameter at `index`.
pub(crate) const fn role(
    spec: &StatementSpec,
    meta: Option<&'static EntityMeta>,
    parameters: &[Parameter],
    index: usize,
) -> Role {
    let (Some(param), Some(parameter)) = (at(spec.params, index), at(parameters, index)) else { return Role::None };
    if let Parameter::Row(meta) = parameter {
        return if param.marker.is_some() { Role::Marker } else { Role::Row(meta) };
    }
    // A row brings the values of all columns, so what stands beside it is the value of a marker or of no use.
    let is_write = matches!(spec.operation, Operation::Delete | Operation::Insert | Operation::Update);
    if is_write && row(parameters).is_some() {
        return if param.marker.is_some() { Role::Marker } else { Role::None };
    }
    let column = match meta {
        Some(meta) => meta.column_of(param.id, param.name),
        None => None,
    };
    // A marker may have the value of a key column as well: `IF owner = :org`.
    if param.marker.is_some() && !is_key_of_text(spec, column) {
        return Role::Marker;
    }
    let Some((_, column)) = column else { return Role::None };
    match spec.operation {
        Operation::Query => Role::None,
        Operation::Insert => match column.is_computed() {
            true => Role::None,
            false => Role::Written(column),
        },
        Operation::Delete | Operation::Select => match column.is_key() && spec.clause(ClauseKind::Where).is_none() {
            true => Role::Key(column),
            false => Role::None,
        },
        Operation::Update if column.is_key() => match spec.clause(ClauseKind::Where) {
            None => Role::Key(column),
            Some(_) => Role::None,
        },
        Operation::Update => match column.is_computed() || spec.clause(ClauseKind::Set).is_some() {
            true => Role::None,
            false => Role::Written(column),
        },
    }
}

/// Whether the statement takes the column from a row that it is given.
pub(crate) const fn takes_from_row(spec: &StatementSpec, column: &ColumnMeta) -> bool {
    let has_where = spec.clause(ClauseKind::Where).is_some();
    match spec.operation {
        Operation::Delete => column.is_key() && !has_where,
        Operation::Insert => !column.is_computed(),
        Operation::Query | Operation::Select => false,
        Operation::Update if column.is_key() => !has_where,
        Operation::Update => !column.is_computed() && spec.clause(ClauseKind::Set).is_none(),
    }
}

/// Whether the column is one of the key that the mapper itself writes into the text.
const fn is_key_of_text(spec: &StatementSpec, column: Option<(usize, &ColumnMeta)>) -> bool {
    let writes_key = matches!(spec.operation, Operation::Delete | Operation::Select | Operation::Update);
    match column {
        Some((_, column)) => column.is_key() && writes_key && spec.clause(ClauseKind::Where).is_none(),
        None => false,
    }
}

/// The row among the parameters.
pub(crate) const fn row(parameters: &[Parameter]) -> Option<&'static EntityMeta> {
    let mut rest = parameters;
    while let [parameter, others @ ..] = rest {
        if let Parameter::Row(meta) = parameter {
            return Some(meta);
        }
        rest = others;
    }
    None
}

/// The element at `index`: `get` is not const.
#[allow(clippy::indexing_slicing, reason = "the length is compared before; a call would cost more in a constant")]
pub(crate) const fn at<T>(slice: &[T], index: usize) -> Option<&T> {
    if index < slice.len() { Some(&slice[index]) } else { None }
}
