//! Do the types of an entity's fields go together?

use super::Message;
use crate::entity::{ColumnMeta, EntityMeta};
use crate::statement::roles::at;

/// Checks the field of the column at `index`: a key cannot be absent, and counters stand beside keys and counters only.
#[track_caller]
pub const fn check_column(meta: &EntityMeta, index: usize) {
    let Some(column) = at(meta.columns, index) else { return };
    if column.is_key() {
        if column.nullable {
            named(meta, column)
                .text(" is part of the primary key: CQL has no null there; take the type without `Option`")
                .fail();
        }
        if column.is_counter() {
            named(meta, column).text(" is a counter, which cannot be part of a primary key").fail();
        }
        return;
    }
    if column.is_computed() || column.is_counter() {
        return;
    }
    if let Some(counter) = first_counter(meta)
        && is_first_plain(meta, index)
    {
        named(meta, column)
            .text(" is not a counter, but ")
            .name(counter.field)
            .text(" is: a counter table has only keys and counters")
            .fail();
    }
}

const fn named(meta: &EntityMeta, column: &ColumnMeta) -> Message {
    Message::new().text("field `").text(meta.entity).text(".").text(column.field).text("`")
}

const fn first_counter(meta: &EntityMeta) -> Option<&ColumnMeta> {
    let mut rest = meta.columns;
    while let [column, others @ ..] = rest {
        if !column.is_key() && !column.is_computed() && column.is_counter() {
            return Some(column);
        }
        rest = others;
    }
    None
}

/// One mistake is one error: under the first column that is no counter.
const fn is_first_plain(meta: &EntityMeta, index: usize) -> bool {
    let mut earlier = 0;
    while earlier < index {
        if let Some(column) = at(meta.columns, earlier)
            && !column.is_key()
            && !column.is_computed()
            && !column.is_counter()
        {
            return false;
        }
        earlier += 1;
    }
    true
}
