//! Does a row that is written or deleted stand for one whole row of the table?

use super::{Facts, Message, counter};
use crate::cql_type::same;
use crate::entity::{ColumnMeta, EntityMeta};
use crate::statement::roles::takes_from_row;
use crate::statement::spec::{ClauseKind, Operation};

#[track_caller]
pub(super) const fn check(facts: &Facts, row: &EntityMeta) {
    let Some(meta) = facts.meta else {
        facts.message().text("the DAO has no entity: write `#[dao(entity = ").text(row.entity).text(")]`").fail();
    };
    if !same(meta.table, row.table) {
        facts
            .message()
            .name(row.entity)
            .text(" is a row of table ")
            .name(row.table)
            .text(", but this statement is on table ")
            .name(meta.table)
            .fail();
    }
    counter::check_row(facts, row);
    check_has_key(facts, meta, row);
    check_has_no_other_key(facts, meta, row);
    check_has_values(facts, row);
}

/// A row without a column of the key stands for many rows, or for none.
#[track_caller]
const fn check_has_key(facts: &Facts, meta: &EntityMeta, row: &EntityMeta) {
    let mut lacking: Option<Message> = None;
    let mut rest = meta.columns;
    while let [column, others @ ..] = rest {
        rest = others;
        if !column.is_key() || !takes_from_row(facts.spec, column) {
            continue;
        }
        match row.column_by_id(column.id, column.name) {
            Some((_, field)) if field.is_key() => {}
            Some((_, field)) => disagree(facts, column, meta, field, row).fail(),
            None => {
                lacking = Some(match lacking {
                    Some(message) => message.text(", ").name(column.name),
                    None => lacks(facts, meta, row).name(column.name),
                });
            }
        }
    }
    let Some(message) = lacking else { return };
    match facts.spec.operation {
        Operation::Delete => message.text(". To delete several rows, take the key columns as parameters").fail(),
        _ => message.fail(),
    }
}

/// Starts ``Part` is not a whole row of `users`: missing key columns: ``.
const fn lacks(facts: &Facts, meta: &EntityMeta, row: &EntityMeta) -> Message {
    let message = facts.message().name(row.entity).text(" is not a whole row of ").name(meta.table);
    message.text(": missing key columns: ")
}

#[track_caller]
const fn check_has_no_other_key(facts: &Facts, meta: &EntityMeta, row: &EntityMeta) {
    let mut rest = row.columns;
    while let [field, others @ ..] = rest {
        rest = others;
        if field.is_key()
            && takes_from_row(facts.spec, field)
            && let Some((_, column)) = meta.column_by_id(field.id, field.name)
            && !column.is_key()
        {
            disagree(facts, field, row, column, meta).fail();
        }
    }
}

/// ``both are rows of table `users`, but `User.id` is part of the primary key and `Part.id` is not``.
const fn disagree(facts: &Facts, key: &ColumnMeta, of: &EntityMeta, plain: &ColumnMeta, other: &EntityMeta) -> Message {
    let message = facts.message().text("both are rows of table ").name(of.table).text(", but `").text(of.entity);
    let message = message.text(".").text(key.field).text("` is part of the primary key and `").text(other.entity);
    message.text(".").text(plain.field).text("` is not")
}

/// An update needs something to set.
#[track_caller]
const fn check_has_values(facts: &Facts, row: &EntityMeta) {
    let sets_columns =
        matches!(facts.spec.operation, Operation::Update) && facts.spec.clause(ClauseKind::Set).is_none();
    if !sets_columns {
        return;
    }
    let mut rest = row.columns;
    while let [column, others @ ..] = rest {
        if !column.is_key() && !column.is_computed() {
            return;
        }
        rest = others;
    }
    let message = facts.message().text("nothing is updated: ").name(row.entity).text(" has only key columns; ");
    message.text("write `set = \"…\"`, or `#[insert]` the row").fail();
}
