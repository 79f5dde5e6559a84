//! Whether a statement reads one row at most, because it restricts the whole primary key to one value each.

use super::roles::{Role, at, role};
use super::spec::{Clause, ClauseKind, Parameter, Place, Restriction, StatementSpec};
use crate::cql_type::same;
use crate::entity::{ColumnMeta, EntityMeta};

/// Whether the statement, with the optional groups whose bits are in `present`, finds one row at most.
pub(crate) const fn is_one_row(
    spec: &StatementSpec,
    meta: &'static EntityMeta,
    parameters: &[Parameter],
    present: u32,
) -> bool {
    let mut rest = meta.columns;
    while let [column, others @ ..] = rest {
        rest = others;
        if column.is_key() && !is_one_value(spec, meta, parameters, present, column) {
            return false;
        }
    }
    true
}

const fn is_one_value(
    spec: &StatementSpec,
    meta: &'static EntityMeta,
    parameters: &[Parameter],
    present: u32,
    column: &ColumnMeta,
) -> bool {
    let written = match spec.clause(ClauseKind::Where) {
        Some(clause) => Some(clause),
        None => spec.clause(ClauseKind::Query),
    };
    match written {
        Some(clause) => is_one_value_in(clause, present, column),
        None => {
            let mut index = 0;
            while index < spec.params.len() {
                if let Role::Key(key) = role(spec, Some(meta), parameters, index)
                    && same(key.name, column.name)
                {
                    return true;
                }
                index += 1;
            }
            false
        }
    }
}

const fn is_one_value_in(clause: &Clause, present: u32, column: &ColumnMeta) -> bool {
    let mut index = 0;
    while let Some(place) = at(clause.uses, index) {
        index += 1;
        let is_there = match place.group {
            Some(group) => present & (1 << group) != 0,
            None => true,
        };
        if let (true, Place::Restriction(Restriction::Exact), Some(name)) = (is_there, place.place, place.column)
            && same(name, column.name)
        {
            return true;
        }
    }
    false
}
