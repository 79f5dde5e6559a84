//! Is each parameter something that the statement can use, and does its type fit?

use super::{Facts, Message, counter, row, unknown_column};
use crate::cql_type::{Kind, Kinds, TypeInfo, same};
use crate::entity::{ColumnMeta, EntityMeta};
use crate::statement::roles::{Role, at, role, row as row_of, takes_from_row};
use crate::statement::spec::{ClauseKind, Fit, Nulls, Operation, Param, Parameter, Place, Use};

const INT: TypeInfo = TypeInfo::native(Kind::Int);
const BIG_INT: TypeInfo = TypeInfo::native(Kind::BigInt);

#[track_caller]
pub(super) const fn check_name(facts: &Facts, index: usize) {
    let Some(param) = at(facts.spec.params, index) else { return };
    match role(facts.spec, facts.meta, facts.parameters, index) {
        // Without an entity the whole statement is a mistake.
        Role::None if facts.meta.is_none() => {}
        Role::None => explain(facts, param).fail(),
        Role::Row(_) => check_row_is_alone(facts, param, index),
        Role::Marker | Role::Key(_) | Role::Written(_) => {}
    }
}

/// Why a parameter is of no use.
const fn explain(facts: &Facts, param: &Param) -> Message {
    let message = facts.message();
    let Some(meta) = facts.meta else { return message.text("parameter ").name(param.name).text(" is not used") };
    if let Some(row) = row_of(facts.parameters)
        && !matches!(facts.spec.operation, Operation::Select | Operation::Query)
    {
        let message = message.text("parameter ").name(param.name).text(" is not used: the row ").name(row.entity);
        return message.text(" brings all values, and the CQL has no marker `:").text(param.name).text("`");
    }
    let Some((_, column)) = meta.column_of(param.id, param.name) else {
        return unknown_column(message, meta, param.name);
    };
    let message = message.text("parameter ").name(param.name);
    if column.is_computed() {
        return message.text(" cannot be written: the column is computed");
    }
    match facts.spec.operation {
        Operation::Delete | Operation::Select if facts.spec.clause(ClauseKind::Where).is_none() => message
            .text(" is not a key column of ")
            .name(meta.table)
            .text("; to filter by other columns write `where = \"")
            .text(param.name)
            .text(" = :")
            .text(param.name)
            .text("\"`"),
        _ => message.text(" is not used: the CQL has no marker `:").text(param.name).text("`"),
    }
}

/// A row brings all values that the statement needs, so there cannot be a second one.
#[track_caller]
const fn check_row_is_alone(facts: &Facts, param: &Param, index: usize) {
    let reads = matches!(facts.spec.operation, Operation::Select | Operation::Query);
    if reads {
        facts
            .message()
            .text("parameter ")
            .name(param.name)
            .text(" is a row, which only `#[insert]`, `#[update]` and `#[delete]` take; pass its key columns")
            .fail();
    }
    let mut earlier = 0;
    while earlier < index {
        if let Role::Row(_) = role(facts.spec, facts.meta, facts.parameters, earlier) {
            facts.message().text("parameter ").name(param.name).text(" is a second row; a statement takes one").fail();
        }
        earlier += 1;
    }
}

#[track_caller]
pub(super) const fn check_type(facts: &Facts, index: usize) {
    let (Some(param), Some(parameter)) = (at(facts.spec.params, index), at(facts.parameters, index)) else { return };
    match role(facts.spec, facts.meta, facts.parameters, index) {
        Role::None => {}
        Role::Row(meta) => row::check(facts, meta),
        Role::Key(column) => {
            if let Parameter::Value { cql, nullable, .. } = parameter {
                if *nullable {
                    null_in_key(facts, param).fail();
                }
                check_fits(facts, param, cql, column);
                check_marker(facts, param, parameter, index);
            }
        }
        Role::Written(column) => {
            if let Parameter::Value { cql, nullable, .. } = parameter {
                if *nullable && column.is_key() {
                    null_in_key(facts, param).fail();
                }
                counter::check_written(facts, column);
                check_fits(facts, param, cql, column);
            }
        }
        Role::Marker => {
            check_name_is_free(facts, param, index);
            check_none_is_one_thing(facts, param, parameter, index);
            check_marker(facts, param, parameter, index);
        }
    }
}

/// The marker of a parameter must not have the name of one that stands for a column: both would have one value.
#[track_caller]
const fn check_name_is_free(facts: &Facts, param: &Param, index: usize) {
    let Some(marker) = param.marker else { return };
    let mut other = 0;
    while other < facts.spec.params.len() {
        let is_taken = match role(facts.spec, facts.meta, facts.parameters, other) {
            Role::Row(row) => match row.column(marker) {
                Some((_, column)) => takes_from_row(facts.spec, column),
                None => false,
            },
            Role::Key(column) | Role::Written(column) => other != index && same(column.name, marker),
            Role::Marker | Role::None => false,
        };
        if is_taken {
            let message = facts.message().text("marker `:").text(marker).text("` has the name of column ").name(marker);
            message.text(", which has a marker of that name too: rename the parameter and its marker").fail();
        }
        other += 1;
    }
}

const fn null_in_key(facts: &Facts, param: &Param) -> Message {
    facts
        .message()
        .text("parameter `")
        .text(param.name)
        .text(": ")
        .text(param.rust)
        .text("` is part of the key: CQL has no null there; take the type without `Option`")
}

#[track_caller]
const fn check_fits(facts: &Facts, param: &Param, cql: &TypeInfo, column: &ColumnMeta) {
    if !cql.can_be_written_to(&column.cql) {
        let message = mismatch(facts, param, cql);
        beside(message, facts.meta, column.name).text(" is ").cql(&column.cql).fail();
    }
}

/// Adds ``parameter `id: i64` is CQL bigint, but ``.
const fn mismatch(facts: &Facts, param: &Param, cql: &TypeInfo) -> Message {
    facts
        .message()
        .text("parameter `")
        .text(param.name)
        .text(": ")
        .text(param.rust)
        .text("` is CQL ")
        .cql(cql)
        .text(", but ")
}

/// Adds ``column `users.id` ``.
const fn beside(message: Message, meta: Option<&EntityMeta>, column: &str) -> Message {
    match meta {
        Some(meta) => message.text("column `").text(meta.table).text(".").text(column).text("`"),
        None => message.text("column ").name(column),
    }
}

/// The value of a marker must fit everywhere that the marker stands.
#[track_caller]
const fn check_marker(facts: &Facts, param: &Param, parameter: &Parameter, index: usize) {
    let mut clauses = facts.spec.clauses;
    while let [clause, other_clauses @ ..] = clauses {
        let mut uses = clause.uses;
        while let [place, other_uses @ ..] = uses {
            if let Some((at, fit)) = place.param
                && at as usize == index
            {
                check_use(facts, param, parameter, place, fit);
            }
            uses = other_uses;
        }
        clauses = other_clauses;
    }
}

#[track_caller]
const fn check_use(facts: &Facts, param: &Param, parameter: &Parameter, place: &Use, fit: Fit) {
    let Parameter::Value { cql, nullable, can_be_unset } = parameter else {
        facts.message().text("parameter ").name(param.name).text(" is a row, but the CQL binds it as one value").fail();
    };
    check_null(facts, param, *nullable, *can_be_unset, place);
    match fit {
        Fit::Any => {}
        Fit::Int => check_is(facts, param, cql, &INT),
        Fit::BigInt => check_is(facts, param, cql, &BIG_INT),
        _ => {
            let (Some(meta), Some(name)) = (facts.meta, place.column) else { return };
            if let Some(query) = facts.spec.query
                && !query.is_on(meta)
            {
                return;
            }
            // An unknown column is an error of the clause.
            let Some((_, column)) = meta.column_by_id(place.column_id, name) else { return };
            check_beside(facts, param, cql, column, fit);
        }
    }
}

#[track_caller]
const fn check_is(facts: &Facts, param: &Param, cql: &TypeInfo, expected: &TypeInfo) {
    if !cql.can_be_written_to(expected) {
        mismatch(facts, param, cql).text("its marker stands where CQL takes ").cql(expected).fail();
    }
}

#[track_caller]
const fn check_beside(facts: &Facts, param: &Param, cql: &TypeInfo, column: &ColumnMeta, fit: Fit) {
    let whole = &column.cql;
    if whole.kinds.is_any() || cql.kinds.is_any() {
        return;
    }
    let expected = match fit {
        Fit::Key => match whole.map_elements() {
            Some((key, _)) => Some(key),
            // An index of a list.
            None if whole.kinds.has(Kind::List) => Some(&INT),
            None => None,
        },
        Fit::Value => match whole.map_elements() {
            Some((_, value)) => Some(value),
            None => whole.single_element(),
        },
        Fit::ListOf => {
            check_list_of(facts, param, cql, column);
            return;
        }
        // What is taken off a map is a set of its keys.
        Fit::SameOrKeys => match (whole.map_elements(), cql.single_element()) {
            (Some((key, _)), Some(element)) if element.can_be_written_to(key) && cql.kinds.has(Kind::Set) => return,
            _ => Some(whole),
        },
        _ => Some(whole),
    };
    match expected {
        Some(expected) if matches!(fit, Fit::Key | Fit::Value) => {
            if !cql.can_be_written_to(expected) {
                let message = mismatch(facts, param, cql);
                let what = if matches!(fit, Fit::Key) { "a key of " } else { "an element of " };
                beside(message.text(what), facts.meta, column.name).text(" is ").cql(expected).fail();
            }
        }
        // `counter = counter + :n` takes a bigint.
        Some(_) if column.is_counter() => check_counter(facts, param, cql),
        Some(_) => check_fits(facts, param, cql, column),
        None => {
            let message = facts.message();
            beside(message, facts.meta, column.name).text(" is ").cql(whole).text(", not a collection").fail();
        }
    }
}

#[track_caller]
const fn check_counter(facts: &Facts, param: &Param, cql: &TypeInfo) {
    const COUNTER: Kinds = Kinds::of(Kind::BigInt).or(Kind::Counter);
    if !cql.kinds.intersects(COUNTER) {
        check_is(facts, param, cql, &BIG_INT);
    }
}

/// `column IN :param`.
#[track_caller]
const fn check_list_of(facts: &Facts, param: &Param, cql: &TypeInfo, column: &ColumnMeta) {
    let fits = match cql.single_element() {
        Some(element) => cql.kinds.has(Kind::List) && element.can_be_written_to(&column.cql),
        None => false,
    };
    if !fits {
        let message = mismatch(facts, param, cql).text("`IN` takes a list of ");
        let message = message.cql(&column.cql).text(" for ");
        beside(message, facts.meta, column.name).fail();
    }
}

/// The `None` of one parameter cannot be null in `IF` and unset where something is written.
#[track_caller]
const fn check_none_is_one_thing(facts: &Facts, param: &Param, parameter: &Parameter, index: usize) {
    let (Parameter::Value { nullable: true, .. }, Nulls::Unset) = (parameter, facts.spec.settings.nulls) else {
        return;
    };
    let (mut is_compared, mut is_written) = (false, false);
    let mut clauses = facts.spec.clauses;
    while let [clause, other_clauses @ ..] = clauses {
        let mut uses = clause.uses;
        while let [place, other_uses @ ..] = uses {
            if let Some((at, _)) = place.param
                && at as usize == index
            {
                is_compared |= matches!(place.place, Place::Equality);
                is_written |= matches!(place.place, Place::Changed | Place::Named | Place::Written);
            }
            uses = other_uses;
        }
        clauses = other_clauses;
    }
    if is_compared && is_written {
        let message = nullable_parameter(facts, param)
            .text("` is compared in IF, where `None` is null, and written, where `None` is unset: ");
        message.text("take two parameters, or set `nulls = null`").fail();
    }
}

/// Unset is only allowed where something is written, null also where it is compared in `IF`; in an optional group `None`
/// leaves the group out.
#[track_caller]
const fn check_null(facts: &Facts, param: &Param, nullable: bool, can_be_unset: bool, place: &Use) {
    if place.group.is_some() {
        if !nullable {
            group_without_option(facts, param).fail();
        }
        return;
    }
    if !nullable {
        return;
    }
    match place.place {
        Place::Equality if can_be_unset => nullable_parameter(facts, param)
            .text("` is used in IF: CQL has no 'unset' there; take an `Option`, whose `None` is null there")
            .fail(),
        Place::Condition => nullable_parameter(facts, param)
            .text("` is used in IF: null can only be compared with `=` and `!=` there; take the type without `Option`")
            .fail(),
        Place::Restriction(_) => nullable_parameter(facts, param)
            .text("` is used in WHERE: CQL has no 'unset' there; take the type without `Option`, or write an optional ")
            .text("group `[…]`")
            .fail(),
        Place::Changed | Place::Equality | Place::Named | Place::Order(_) | Place::Written => {}
    }
}

/// Adds ``parameter `old: Option<&str>``.
const fn nullable_parameter(facts: &Facts, param: &Param) -> Message {
    facts.message().text("parameter `").text(param.name).text(": ").text(param.rust)
}

const fn group_without_option(facts: &Facts, param: &Param) -> Message {
    facts
        .message()
        .text("parameter `")
        .text(param.name)
        .text(": ")
        .text(param.rust)
        .text("` is used in an optional group, which is left out when it is `None`: take an `Option`")
}
