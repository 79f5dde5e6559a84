//! Does each clause name columns that exist, and can they stand there?

use super::nearest::nearest_column;
use super::prefix::{Gap, How, Restrictions};
use super::{Facts, Message, columns, counter, table};
use crate::entity::{ColumnKind, ColumnMeta, EntityMeta, Order};
use crate::statement::roles::at;
use crate::statement::spec::{Clause, ClauseKind, Operation, Place, Restriction, RowShape, Use};

#[track_caller]
pub(super) const fn check(facts: &Facts, index: usize) {
    let Some(clause) = at(facts.spec.clauses, index) else { return };
    check_selection(facts);
    let Some(meta) = facts.meta else { return };
    if let Some(query) = facts.spec.query
        && !query.is_on(meta)
    {
        return;
    }
    counter::check_clause(facts, meta, clause.kind);
    check_names(facts, meta, clause);
    match clause.kind {
        ClauseKind::Where => check_where(facts, meta, clause),
        ClauseKind::OrderBy => check_order(facts, meta, clause),
        _ => {}
    }
}

/// `SELECT *` returns other columns when the table gets another, which no row type is prepared for.
#[track_caller]
const fn check_selection(facts: &Facts) {
    let Some(query) = facts.spec.query else { return };
    if !query.is_select || query.names_columns {
        return;
    }
    let message = facts.message().text("`SELECT *` changes when a column is added to the table: write ");
    match facts.output.row {
        RowShape::Entity(_) => message.text("`SELECT {columns} FROM …`").fail(),
        RowShape::Cells(_) => message.text("the names of the columns").fail(),
        RowShape::Nothing => {}
    }
}

/// How many unknown columns a message lists: about as many as it has room for.
const MOST_UNKNOWN: u32 = 12;

/// Checks every column that the clause names; those that do not exist are one error.
#[track_caller]
const fn check_names(facts: &Facts, meta: &EntityMeta, clause: &Clause) {
    let mut unknown: Option<Message> = None;
    let mut count = 0;
    let mut rest = clause.uses;
    while let [place, others @ ..] = rest
        && count < MOST_UNKNOWN
    {
        rest = others;
        let Some(name) = place.column else { continue };
        match meta.column_by_id(place.column_id, name) {
            Some((_, column)) if unknown.is_none() => check_place(facts, meta, clause, place, column),
            // The column of a marker is named beside it.
            None if place.param.is_none() => {
                count += 1;
                let message = match unknown {
                    Some(message) => message.text("No column "),
                    None => table(facts.message(), meta).text(" has no column "),
                };
                unknown = Some(meant(message.name(name), meta, name));
            }
            _ => {}
        }
    }
    if let Some(message) = unknown {
        columns(message.text("Columns: "), meta).fail();
    }
}

/// Adds what was meant by a name in CQL that no column has: ``; did you mean `email`? ``.
const fn meant(message: Message, meta: &EntityMeta, name: &str) -> Message {
    match nearest_column(meta, name) {
        Some(meant) if needs_quotes(meant) && meant.eq_ignore_ascii_case(name) => message
            .text("; CQL takes a name without quotes in lower case: write it in double quotes, `\"")
            .text(meant)
            .text("\"`. "),
        Some(meant) if needs_quotes(meant) => message.text("; did you mean `\"").text(meant).text("\"`? "),
        Some(meant) => message.text("; did you mean ").name(meant).text("? "),
        None => message.text(". "),
    }
}

/// Whether CQL takes the name as it is only in double quotes; reserved words aside.
const fn needs_quotes(name: &str) -> bool {
    let mut rest = name.as_bytes();
    if let [b'0'..=b'9' | b'_', ..] = rest {
        return true;
    }
    while let [byte, others @ ..] = rest {
        if !matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_') {
            return true;
        }
        rest = others;
    }
    false
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
        Place::Changed if column.is_key() => key(facts, meta, column).text(" and cannot be changed").fail(),
        Place::Condition if column.is_key() => key(facts, meta, column).text(" and cannot stand in `IF`").fail(),
        _ => counter::check_place(facts, place, column),
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
    let parts = Part::all(meta, clause);
    let combinations = 1u32 << facts.spec.group_count();
    let mut present = 0;
    while present < combinations {
        check_combination(facts, meta, &parts, present);
        present += 1;
    }
}

/// A derive takes at most five groups.
const MOST_GROUPS: usize = 5;

/// What the text outside of the groups, or one group, restricts.
#[derive(Clone, Copy)]
struct Part {
    restrictions: Restrictions,
    is_filtered: bool,
}

impl Part {
    /// Those of each group, and behind them what always stands: one walk for all combinations.
    #[allow(clippy::indexing_slicing, reason = "const code has no iterators; the place is compared before")]
    const fn all(meta: &EntityMeta, clause: &Clause) -> [Self; MOST_GROUPS + 1] {
        let mut parts = [Self { restrictions: Restrictions::new(), is_filtered: false }; MOST_GROUPS + 1];
        let mut rest = clause.uses;
        while let [place, others @ ..] = rest {
            rest = others;
            let at = match place.group {
                Some(group) if (group as usize) < MOST_GROUPS => group as usize,
                _ => MOST_GROUPS,
            };
            let (Place::Restriction(how), Some(name)) = (place.place, place.column) else { continue };
            let Some((column_index, column)) = meta.column_by_id(place.column_id, name) else { continue };
            if !column.is_key() {
                parts[at].is_filtered = true;
            }
            match how {
                Restriction::Exact | Restriction::OneOf => parts[at].restrictions.add(column_index, How::Exact),
                Restriction::Range => parts[at].restrictions.add(column_index, How::Range),
                Restriction::Filter | Restriction::Token => parts[at].is_filtered = true,
            }
        }
        parts
    }
}

#[track_caller]
#[allow(clippy::indexing_slicing, reason = "const code has no iterators; the place is compared before")]
const fn check_combination(facts: &Facts, meta: &EntityMeta, parts: &[Part; MOST_GROUPS + 1], present: u32) {
    let Part { mut restrictions, mut is_filtered } = parts[MOST_GROUPS];
    is_filtered |= facts.spec.allow_filtering;
    let mut group = 0;
    while group < MOST_GROUPS {
        if present & (1 << group) != 0 {
            restrictions.also(&parts[group].restrictions);
            is_filtered |= parts[group].is_filtered;
        }
        group += 1;
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
                .text(": it is not a clustering column of ")
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
