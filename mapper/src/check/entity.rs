//! Do the types of an entity's fields go together?

use super::Message;
use crate::entity::{ColumnKind, ColumnMeta, EntityMeta};
use crate::statement::roles::at;

/// What the check of each field must know of all of them, found in one pass.
#[derive(Clone, Copy, Debug)]
pub struct ColumnChecks {
    meta: &'static EntityMeta,
    /// The first counter.
    counter: Option<&'static ColumnMeta>,
    /// The place of the first column that is not a counter and could be one.
    plain: Option<usize>,
}

impl ColumnChecks {
    /// Those of the entity's fields.
    pub const fn of(meta: &'static EntityMeta) -> Self {
        let (mut counter, mut plain) = (None, None);
        let mut rest = meta.columns;
        let mut index = 0;
        while let [column, others @ ..] = rest {
            if !column.is_key() && !column.is_computed() {
                match column.is_counter() {
                    true if counter.is_none() => counter = Some(column),
                    false if plain.is_none() => plain = Some(index),
                    _ => {}
                }
            }
            rest = others;
            index += 1;
        }
        Self { meta, counter, plain }
    }

    /// Checks the field of the column at `index`: a partition key cannot be absent, and counters stand beside keys and counters
    /// only. One mistake is one error: that not all columns are counters is told of the first that is not.
    ///
    /// By value: a reference to the constant would be another constant in each call, for which the compiler goes through
    /// all columns again.
    #[track_caller]
    pub const fn check(self, index: usize) {
        let Some(column) = at(self.meta.columns, index) else { return };
        if column.is_key() {
            // The one row of a partition that has nothing but static columns has no clustering columns.
            if column.nullable && matches!(column.kind, ColumnKind::PartitionKey) {
                self.named(column)
                    .text(" is part of the partition key: CQL has no null there; take the type without `Option`")
                    .fail();
            }
            if column.is_counter() {
                self.named(column).text(" is a counter, which cannot be part of a primary key").fail();
            }
        }
        if let (Some(counter), Some(plain)) = (self.counter, self.plain)
            && plain == index
        {
            self.named(column)
                .text(" is not a counter, but ")
                .name(counter.field)
                .text(" is: a counter table has only keys and counters")
                .fail();
        }
    }

    const fn named(&self, column: &ColumnMeta) -> Message {
        Message::new().text("field `").text(self.meta.entity).text(".").text(column.field).text("`")
    }
}
