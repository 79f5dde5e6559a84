//! The rule of the primary key: the whole partition key, then clustering columns from the first on without a hole.

use crate::entity::{ColumnKind, EntityMeta};

/// How a set of restrictions breaks the rule.
pub(super) enum Gap {
    /// This column of the partition key is not restricted.
    Partition(&'static str),
    /// The first clustering column is restricted, the one before it is not, or only to a range.
    Clustering(&'static str, &'static str),
}

/// How one column is restricted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Not,
    Exact,
    Range,
}

/// The restrictions of one statement or of a part of it, by the place of the column in the entity.
#[derive(Clone, Copy)]
pub(super) struct Restrictions {
    /// Bit of each column that is restricted to exact values.
    exact: u128,
    /// Bit of each column that is restricted in any way.
    any: u128,
}

impl Restrictions {
    pub(super) const fn new() -> Self {
        Self { exact: 0, any: 0 }
    }

    pub(super) const fn add(&mut self, column: usize, how: How) {
        // Keys come early: a table with its key beyond column 127 is left to the server.
        if column < 128 {
            let bit = 1 << column;
            match how {
                How::Not => {}
                How::Exact => {
                    self.exact |= bit;
                    self.any |= bit;
                }
                How::Range => self.any |= bit,
            }
        }
    }

    /// Adds the restrictions of another part of the statement.
    pub(super) const fn also(&mut self, other: &Self) {
        self.exact |= other.exact;
        self.any |= other.any;
    }

    pub(super) const fn how(&self, column: usize) -> How {
        if column >= 128 || self.exact & (1 << column) != 0 {
            How::Exact
        } else if self.any & (1 << column) != 0 {
            How::Range
        } else {
            How::Not
        }
    }

    /// The first break of the rule.
    pub(super) const fn gap(&self, meta: &EntityMeta) -> Option<Gap> {
        let mut rest = meta.columns;
        let mut index = 0;
        let mut open: Option<&'static str> = None;
        while let [column, others @ ..] = rest {
            let how = self.how(index);
            match column.kind {
                ColumnKind::PartitionKey if !matches!(how, How::Exact) => return Some(Gap::Partition(column.name)),
                ColumnKind::Clustering(_) => match (open, how) {
                    (Some(before), How::Exact | How::Range) => return Some(Gap::Clustering(column.name, before)),
                    (None, How::Not | How::Range) => open = Some(column.name),
                    _ => {}
                },
                _ => {}
            }
            rest = others;
            index += 1;
        }
        None
    }

    /// Whether every column of the primary key is restricted to exact values.
    pub(super) const fn is_whole_key(&self, meta: &EntityMeta) -> bool {
        let mut rest = meta.columns;
        let mut index = 0;
        while let [column, others @ ..] = rest {
            if column.is_key() && !matches!(self.how(index), How::Exact) {
                return false;
            }
            rest = others;
            index += 1;
        }
        true
    }
}
