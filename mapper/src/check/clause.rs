//! Does each clause name columns that exist, and can they stand there?

use super::prefix::{Gap, How, Restrictions};
use super::{Facts, Message, unknown_column};
use crate::entity::{ColumnKind, ColumnMeta, EntityMeta, Order};
use crate::statement::roles::at;
use crate::statement::spec::{Clause, ClauseKind, Operation, Place, Restriction, Use};

#[track_caller]
pub(super) const fn check(facts: &Facts, index: usize) {
    let (Some(clause), Some(meta)) = (at(facts.spec.clauses, index), facts.meta) else { return };
    if let Some(query) = facts.spec.query
        && !query.is_on(meta)
    {
        return;
    }
    let mut rest = clause.uses;
    while let [place, others @ ..] = rest {
        if let Some(name) = place.column {
            match meta.column_by_id(place.column_id, name) {
                Some((_, column)) => check_place(facts, meta, clause, place, column),
                None => unknown_column(facts.message(), meta, name).fail(),
            }
        }
        rest = others;
    }
    match clause.kind {
        ClauseKind::Where => check_where(facts, meta, clause),
        ClauseKind::OrderBy => check_order(facts, meta, clause),
        _ => {}
    }
}

#[track_caller]
const fn check_place(facts: &Facts, meta: &EntityMeta, clause: &Clause, place: &Use, column: &ColumnMeta) {
    if column.is_computed() {
        named(facts, column).text(" is computed: it can be selected and nothing else").fail();
    }
    match place.place {
        Place::Written if column.is_key() && !matches!(clause.kind, ClauseKind::Query) => {
            key(facts, meta, column).text(" and cannot be set").fail();
        }
        Place::Condition if column.is_key() => key(facts, meta, column).text(" and cannot stand in `IF`").fail(),
        _ => {}
    }
}

const fn named(facts: &Facts, column: &ColumnMeta) -> Message {
    facts.message().text("column ").name(column.name)
}

const fn key(facts: &Facts, meta: &EntityMeta, column: &ColumnMeta) -> Message {
    named(facts, column).text(" is part of the primary key of ").name(meta.table)
}

/// Every combination of the optional groups must be a statement that the server can answer.
#[track_caller]
const fn check_where(facts: &Facts, meta: &EntityMeta, clause: &Clause) {
    let combinations = 1u32 << facts.spec.group_count();
    let mut present = 0;
    while present < combinations {
        check_combination(facts, meta, clause, present);
        present += 1;
    }
}

#[track_caller]
const fn check_combination(facts: &Facts, meta: &EntityMeta, clause: &Clause, present: u32) {
    let mut restrictions = Restrictions::new();
    let mut is_filtered = facts.spec.allow_filtering;
    let mut rest = clause.uses;
    while let [place, others @ ..] = rest {
        rest = others;
        if let Some(group) = place.group
            && present & (1 << group) == 0
        {
            continue;
        }
        let (Place::Restriction(how), Some(name)) = (place.place, place.column) else { continue };
        let Some((column_index, column)) = meta.column_by_id(place.column_id, name) else { continue };
        if !column.is_key() {
            is_filtered = true;
        }
        match how {
            Restriction::Exact => restrictions.add(column_index, How::Exact),
            Restriction::Range => restrictions.add(column_index, How::Range),
            Restriction::Filter | Restriction::Token => is_filtered = true,
        }
    }
    let is_read = matches!(facts.spec.operation, Operation::Select);
    // Whether an index answers it, only the server knows.
    if is_filtered && is_read {
        return;
    }
    match restrictions.gap(meta) {
        None => {}
        Some(Gap::Partition(column)) => {
            let message = facts.message().text("the partition key of ").name(meta.table).text(" is not complete: ");
            let message = message.name(column).text(" is not restricted to a value").text(without(present));
            match is_read {
                true => message.text(". To read all partitions on purpose write `allow_filtering`").fail(),
                false => message.fail(),
            }
        }
        Some(Gap::Clustering(column, before)) => facts
            .message()
            .name(column)
            .text(" is restricted but the clustering column before it, ")
            .name(before)
            .text(", is not restricted to a value")
            .text(without(present))
            .fail(),
    }
    if matches!(facts.spec.operation, Operation::Update) && !restrictions.is_whole_key(meta) {
        facts.message().text("an update needs the whole primary key of ").name(meta.table).text(" in `where`").fail();
    }
}

/// Words for a combination in which some optional group is left out.
const fn without(present: u32) -> &'static str {
    if present == 0 { "" } else { " in some combination of the optional groups" }
}

/// Rows of a partition can be read in the order in which the table keeps them, or in the reverse of it.
#[track_caller]
const fn check_order(facts: &Facts, meta: &EntityMeta, clause: &Clause) {
    let mut reversed: Option<bool> = None;
    let mut rest = clause.uses;
    while let [place, others @ ..] = rest {
        rest = others;
        let (Place::Order(asked), Some(name)) = (place.place, place.column) else { continue };
        let Some((_, column)) = meta.column_by_id(place.column_id, name) else { continue };
        let ColumnKind::Clustering(kept) = column.kind else {
            facts
                .message()
                .text("rows cannot be ordered by ")
                .name(column.name)
                .text(": it is no clustering column of ")
                .name(meta.table)
                .fail();
        };
        let is_reverse = !matches!((asked, kept), (Order::Asc, Order::Asc) | (Order::Desc, Order::Desc));
        match reversed {
            Some(before) if before != is_reverse => facts
                .message()
                .text("the order of ")
                .name(column.name)
                .text(" does not go with that of the columns before it: ")
                .name(meta.table)
                .text(" can be read as it is kept or in reverse")
                .fail(),
            _ => reversed = Some(is_reverse),
        }
    }
}
