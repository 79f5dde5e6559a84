//! Are the parameters all that the statement needs?

use super::prefix::{Gap, How, Restrictions};
use super::{Facts, Message, counter};
use crate::entity::{ColumnKind, ColumnMeta, EntityMeta};
use crate::statement::roles::{Role, role, row};
use crate::statement::spec::{ClauseKind, Operation};

#[track_caller]
pub(super) const fn check(facts: &Facts) {
    if matches!(facts.spec.operation, Operation::Query) {
        return;
    }
    let Some(meta) = facts.meta else {
        if row(facts.parameters).is_none() {
            facts.message().text("the DAO has no entity: write `#[dao(entity = …)]`").fail();
        }
        return;
    };
    let Some(given) = Given::of(facts, meta) else { return };
    match facts.spec.operation {
        Operation::Select => check_prefix(facts, meta, &given, given.keys == 0),
        Operation::Delete if !given.row => check_prefix(facts, meta, &given, false),
        Operation::Insert if !given.row => {
            counter::check_insert(facts, meta);
            check_whole_key(facts, meta, &given);
        }
        Operation::Update => check_update(facts, meta, &given),
        Operation::Delete | Operation::Insert | Operation::Query => {}
    }
}

/// What the parameters bring.
struct Given {
    columns: Restrictions,
    keys: usize,
    written: usize,
    row: bool,
}

impl Given {
    /// `None` when some parameter is of no use, which is an error of its own.
    const fn of(facts: &Facts, meta: &EntityMeta) -> Option<Self> {
        let mut given = Self { columns: Restrictions::new(), keys: 0, written: 0, row: false };
        let mut index = 0;
        while index < facts.spec.params.len() {
            match role(facts.spec, facts.meta, facts.parameters, index) {
                Role::None => return None,
                Role::Marker => {}
                Role::Row(_) => given.row = true,
                Role::Key(column) => {
                    given.keys += 1;
                    given.add(meta, column);
                }
                Role::Written(column) => {
                    given.written += 1;
                    given.add(meta, column);
                }
            }
            index += 1;
        }
        Some(given)
    }

    const fn add(&mut self, meta: &EntityMeta, column: &ColumnMeta) {
        if let Some((place, _)) = meta.column_by_id(column.id, column.name) {
            self.columns.add(place, How::Exact);
        }
    }
}

#[track_caller]
const fn check_prefix(facts: &Facts, meta: &EntityMeta, given: &Given, may_be_empty: bool) {
    if facts.spec.clause(ClauseKind::Where).is_some() || may_be_empty {
        return;
    }
    match given.columns.gap(meta) {
        None => {}
        Some(Gap::Partition(_)) => incomplete(facts, meta, "partition key", false).fail(),
        Some(Gap::Clustering(column, before)) => facts
            .message()
            .name(column)
            .text(" is given but the clustering column before it, ")
            .name(before)
            .text(", is not")
            .fail(),
    }
}

#[track_caller]
const fn check_whole_key(facts: &Facts, meta: &EntityMeta, given: &Given) {
    if !given.columns.is_whole_key(meta) {
        incomplete(facts, meta, "primary key", true).fail();
    }
}

#[track_caller]
const fn check_update(facts: &Facts, meta: &EntityMeta, given: &Given) {
    let has_set = facts.spec.clause(ClauseKind::Set).is_some();
    if given.row {
        return;
    }
    if facts.spec.clause(ClauseKind::Where).is_none() {
        check_whole_key(facts, meta, given);
    }
    if !has_set && given.written == 0 {
        facts
            .message()
            .text("nothing is updated: take a row (`&")
            .text(meta.entity)
            .text("`), take a parameter for each column to set, or write `set = \"…\"`")
            .fail();
    }
}

/// ``must take the whole partition key of `users`: org, region; got (org)``.
const fn incomplete(facts: &Facts, meta: &EntityMeta, what: &str, clustering_too: bool) -> Message {
    let message = facts.message().text("must take the whole ").text(what).text(" of ").name(meta.table).text(": ");
    let message = keys(message, meta, clustering_too).text("; got (");
    let message = params(message, facts).text(")");
    match facts.spec.operation {
        Operation::Insert => message,
        _ => message.text(". For other filters write `where = \"…\"`"),
    }
}

const fn keys(mut message: Message, meta: &EntityMeta, clustering_too: bool) -> Message {
    let mut rest = meta.columns;
    let mut separator = "";
    while let [column, others @ ..] = rest {
        let wanted = match column.kind {
            ColumnKind::PartitionKey => true,
            ColumnKind::Clustering(_) => clustering_too,
            ColumnKind::Computed(_) | ColumnKind::Regular => false,
        };
        if wanted {
            message = message.text(separator).text(column.name);
            separator = ", ";
        }
        rest = others;
    }
    message
}

const fn params(mut message: Message, facts: &Facts) -> Message {
    let mut rest = facts.spec.params;
    let mut separator = "";
    while let [param, others @ ..] = rest {
        message = message.text(separator).text(param.name);
        separator = ", ";
        rest = others;
    }
    message
}
