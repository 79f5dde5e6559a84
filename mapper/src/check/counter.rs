//! Does a statement do with counters what counters can do: be increased, be decreased, be deleted?

use super::{Facts, Message};
use crate::cql_type::{Kind, Kinds};
use crate::entity::{ColumnMeta, EntityMeta};
use crate::statement::spec::{ClauseKind, Condition, Operation, Place, Use};

/// What can be added to and taken off.
const CHANGED: Kinds = Kinds::of(Kind::Counter).or(Kind::List).or(Kind::Map).or(Kind::Set);

/// Checks the value that a clause gives a column.
#[track_caller]
pub(super) const fn check_place(facts: &Facts, place: &Use, column: &ColumnMeta) {
    match place.place {
        Place::Written if column.is_counter() => cannot_be_set(facts, column).fail(),
        Place::Changed if !column.cql.kinds.is_any() && !column.cql.kinds.intersects(CHANGED) => facts
            .message()
            .text("column ")
            .name(column.name)
            .text(" is ")
            .cql(&column.cql)
            .text(": only counters, lists, maps and sets can be added to")
            .fail(),
        _ => {}
    }
}

/// A parameter that becomes the value of a counter.
#[track_caller]
pub(super) const fn check_written(facts: &Facts, column: &ColumnMeta) {
    // That nothing can be inserted is told once, under the whole signature.
    if column.is_counter() && matches!(facts.spec.operation, Operation::Update) {
        cannot_be_set(facts, column).fail();
    }
}

const fn cannot_be_set(facts: &Facts, column: &ColumnMeta) -> Message {
    let name = column.name;
    let message = facts.message().name(name).text(" is a counter, which cannot be set, only changed: write `");
    message.text(name).text(" = ").text(name).text(" + :by`")
}

/// A row of counters cannot be written; its key can say which counters are changed.
#[track_caller]
pub(super) const fn check_row(facts: &Facts, row: &EntityMeta) {
    let writes = match facts.spec.operation {
        Operation::Delete => false,
        Operation::Update => facts.spec.clause(ClauseKind::Set).is_none(),
        Operation::Insert | Operation::Query | Operation::Select => true,
    };
    if row.is_counter() && writes {
        cannot_be_written(facts, row).fail();
    }
}

/// Counters come into being when they are changed.
#[track_caller]
pub(super) const fn check_insert(facts: &Facts, meta: &EntityMeta) {
    if meta.is_counter() {
        cannot_be_written(facts, meta).fail();
    }
}

const fn cannot_be_written(facts: &Facts, meta: &EntityMeta) -> Message {
    let message = facts.message().text("counters of table ").name(meta.table);
    message.text(" cannot be written, only changed: write `#[update(set = \"…\")]`")
}

/// What a statement of a table of counters cannot have: `ttl`, `timestamp`, a condition.
#[track_caller]
pub(super) const fn check_clause(facts: &Facts, meta: &EntityMeta, kind: ClauseKind) {
    if !meta.is_counter() {
        return;
    }
    match (kind, facts.spec.query) {
        (ClauseKind::If, _) => check_condition(facts),
        (ClauseKind::Ttl, _) => has_no(facts, meta, "`ttl`").fail(),
        (ClauseKind::Timestamp, _) => has_no(facts, meta, "`timestamp`").fail(),
        (ClauseKind::Query, Some(query)) if !matches!(query.condition, Condition::None) => check_condition(facts),
        (ClauseKind::Query, Some(query)) => {
            if let Some(using) = query.using {
                has_no(facts, meta, using).fail();
            }
        }
        _ => {}
    }
}

/// A condition of a statement of a table of counters.
#[track_caller]
pub(super) const fn check_condition(facts: &Facts) {
    if let Some(meta) = facts.meta
        && meta.is_counter()
    {
        has_no(facts, meta, "condition (`IF`)").fail();
    }
}

const fn has_no(facts: &Facts, meta: &EntityMeta, what: &str) -> Message {
    facts.message().name(meta.table).text(" is a table of counters: its statements take no ").text(what)
}
