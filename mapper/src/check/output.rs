//! Is the output what the statement returns?

use super::{Facts, Message, unknown_column};
use crate::cql_type::{Kind, TypeInfo, same};
use crate::entity::{ColumnMeta, EntityMeta};
use crate::statement::one_row::is_one_row;
use crate::statement::spec::{Cell, Condition, Operation, OutputKind, Place, QueryFacts, RowShape, Selected, Use};

#[track_caller]
pub(super) const fn check(facts: &Facts) {
    let is_conditional = !matches!(facts.spec.condition(), Condition::None);
    match facts.output.kind {
        OutputKind::Applied if !is_conditional => not_conditional(facts).fail(),
        OutputKind::Applied => check_previous(facts),
        _ if is_conditional => facts
            .message()
            .text("a conditional statement answers whether it was applied: return `Applied` or `Applied<")
            .text(entity(facts))
            .text(">`")
            .fail(),
        _ => check_rows(facts),
    }
}

const fn entity(facts: &Facts) -> &'static str {
    match facts.meta {
        Some(meta) => meta.entity,
        None => "(…,)",
    }
}

/// ``` `Applied<User>` needs a conditional statement: add `if_not_exists` ```.
const fn not_conditional(facts: &Facts) -> Message {
    let message = facts.message().name(facts.spec.output).text(" needs a conditional statement: ");
    match facts.spec.operation {
        Operation::Insert => message.text("add `if_not_exists`"),
        Operation::Update | Operation::Delete => message.text("add `if_exists` or `if = \"…\"`"),
        Operation::Select => message.text("a `#[select]` cannot have a condition"),
        Operation::Query => message.text("write an `IF` in the CQL"),
    }
}

#[track_caller]
const fn check_rows(facts: &Facts) {
    let returns_rows = match (facts.spec.operation, facts.spec.query) {
        (Operation::Select, _) => true,
        (_, Some(query)) => query.is_select,
        _ => false,
    };
    match (facts.output.kind, returns_rows) {
        (OutputKind::Unit, true) => {
            let message = facts.message().text("the rows that it reads are lost: return `Option<");
            let message = message.text(entity(facts)).text(">`, `Vec<").text(entity(facts)).text(">` or `RowStream<");
            message.text(entity(facts)).text(">`").fail();
        }
        (OutputKind::Unit, false) => {}
        (_, false) => {
            facts.message().name(facts.spec.output).text(" is read from rows, but a write returns none").fail()
        }
        (_, true) => match facts.spec.query {
            Some(query) => {
                check_query(facts, &query);
                check_number(facts, &query);
            }
            None => check_select(facts),
        },
    }
}

#[track_caller]
const fn check_select(facts: &Facts) {
    match facts.output.row {
        RowShape::Entity(row) => check_columns_exist(facts, row),
        RowShape::Cells(_) => facts
            .message()
            .name(facts.spec.output)
            .text(" is not a row of ")
            .name(entity(facts))
            .text(": a `#[select]` reads whole rows; for other columns write `#[query(\"SELECT …\")]`")
            .fail(),
        RowShape::Nothing => {}
    }
}

/// Only a stream asks for the next page; any other output is read from one answer.
#[track_caller]
pub(super) const fn check_page_size(facts: &Facts) {
    match facts.output.kind {
        OutputKind::Stream => {}
        OutputKind::Applied | OutputKind::Unit => {
            facts.message().name(facts.spec.output).text(" has no pages: remove `page_size`").fail()
        }
        OutputKind::Many | OutputKind::One | OutputKind::Optional => facts
            .message()
            .name(facts.spec.output)
            .text(" is not read in pages, so `page_size` has no effect: return a `RowStream`, or bound the rows with `limit`")
            .fail(),
    }
}

/// The rows may be read into another entity, of a part of the table's columns.
#[track_caller]
const fn check_columns_exist(facts: &Facts, row: &EntityMeta) {
    let Some(meta) = facts.meta else { return };
    if same(meta.entity, row.entity) && same(meta.table, row.table) {
        return;
    }
    let mut rest = row.columns;
    while let [column, others @ ..] = rest {
        if !column.is_computed() {
            match meta.column_by_id(column.id, column.name) {
                None => {
                    unknown_column(facts.message().name(row.entity).text(" is not a row: "), meta, column.name).fail()
                }
                Some((_, known)) => check_field(facts, row, column, &known.cql),
            }
        }
        rest = others;
    }
}

#[track_caller]
const fn check_field(facts: &Facts, row: &EntityMeta, column: &ColumnMeta, known: &TypeInfo) {
    if !column.cql.fits(known) {
        let message = facts.message().text("field `").text(row.entity).text(".").text(column.field).text("` is CQL ");
        message.cql(&column.cql).text(", but column ").name(column.name).text(" is ").cql(known).fail();
    }
}

#[track_caller]
const fn check_query(facts: &Facts, query: &QueryFacts) {
    if query.selects.is_empty() {
        return;
    }
    match facts.output.row {
        RowShape::Entity(row) => check_selects_all(facts, query, row),
        RowShape::Cells(cells) => check_cells(facts, query, cells),
        RowShape::Nothing => {}
    }
}

/// A query must not return more rows than the one that is taken: the server would read and send them all.
#[track_caller]
const fn check_number(facts: &Facts, query: &QueryFacts) {
    let Some(meta) = facts.meta else { return };
    if matches!(facts.output.kind, OutputKind::One | OutputKind::Optional)
        && !query.is_bounded
        && query.is_on(meta)
        && !is_one_row(facts.spec, meta, facts.parameters, 0)
    {
        let message =
            facts.message().name(facts.spec.output).text(" takes one row, but the query may return more: it ");
        let message = message.text("does not restrict the whole primary key of ").name(meta.table);
        message.text(" with `=`; add `LIMIT 1`").fail();
    }
}

/// Every column of the entity must be among those that are selected.
#[track_caller]
const fn check_selects_all(facts: &Facts, query: &QueryFacts, row: &EntityMeta) {
    let mut rest = row.columns;
    while let [column, others @ ..] = rest {
        if !selects(query.selects, column.name) {
            let message = facts.message().text("the query does not select ").name(column.name).text(", which ");
            message.name(row.entity).text(" is read from; write `SELECT {columns} FROM …`").fail();
        }
        rest = others;
    }
}

const fn selects(selected: &[Selected], name: &str) -> bool {
    let mut rest = selected;
    while let [item, others @ ..] = rest {
        match item {
            Selected::Column(column) if same(column, name) => return true,
            // It may have been given the name by `AS`.
            Selected::Unknown => return true,
            Selected::Column(_) | Selected::BigInt => {}
        }
        rest = others;
    }
    false
}

#[track_caller]
const fn check_cells(facts: &Facts, query: &QueryFacts, cells: &'static [Cell]) {
    let (mut selected, mut cells) = (query.selects, cells);
    loop {
        match (selected, cells) {
            ([item, other_items @ ..], [cell, other_cells @ ..]) => {
                check_cell(facts, query, item, cell);
                (selected, cells) = (other_items, other_cells);
            }
            ([], []) => return,
            ([_, ..], []) => {
                facts
                    .message()
                    .text("the query selects more columns than ")
                    .name(facts.spec.output)
                    .text(" has")
                    .fail();
            }
            ([], [_, ..]) => {
                facts
                    .message()
                    .text("the query selects fewer columns than ")
                    .name(facts.spec.output)
                    .text(" has")
                    .fail();
            }
        }
    }
}

#[track_caller]
const fn check_cell(facts: &Facts, query: &QueryFacts, item: &Selected, cell: &Cell) {
    const BIG_INT: TypeInfo = TypeInfo::native(Kind::BigInt);
    match item {
        Selected::BigInt => {
            if !cell.cql.fits(&BIG_INT) {
                reads(facts, cell).text(", but `count` is bigint").fail();
            }
        }
        Selected::Column(name) => {
            let Some(meta) = facts.meta else { return };
            if !query.is_on(meta) {
                return;
            }
            let Some((_, column)) = meta.column(name) else { return };
            if !cell.cql.fits(&column.cql) {
                let message = reads(facts, cell).text(", but column `").text(meta.table).text(".").text(name);
                message.text("` is ").cql(&column.cql).fail();
            }
        }
        Selected::Unknown => {}
    }
}

const fn reads(facts: &Facts, cell: &Cell) -> Message {
    facts.message().name(facts.spec.output).text(" reads CQL ").cql(&cell.cql)
}

/// The row that was there when a conditional statement was not applied.
#[track_caller]
const fn check_previous(facts: &Facts) {
    match (facts.output.row, facts.spec.condition()) {
        (RowShape::Nothing, _) => {}
        (RowShape::Entity(row), condition) => {
            if is_on_table(facts) {
                check_columns_exist(facts, row);
            }
            check_previous_is_whole(facts, row);
            check_row_is_there(facts, condition);
            if matches!(condition, Condition::Columns) {
                let message = when_it_fails(facts, "`if = …`", "`IF …`").text("there are the columns ");
                message.text("of the condition and no others; return `Applied<(…,)>` or `Applied`").fail();
            }
        }
        (RowShape::Cells(cells), condition) => {
            check_row_is_there(facts, condition);
            match condition {
                Condition::Columns => check_previous_cells(facts, cells),
                Condition::NotExists if facts.spec.query.is_none() => {
                    let message = facts.message().name(facts.spec.output).text(": return `Applied` or `Applied<");
                    message.text(entity(facts)).text(">`").fail();
                }
                Condition::Batch | Condition::Exists | Condition::None | Condition::NotExists => {}
            }
        }
    }
}

/// Whether the statement is about the entity's table.
const fn is_on_table(facts: &Facts) -> bool {
    match (facts.meta, facts.spec.query) {
        (Some(meta), Some(query)) => query.is_on(meta),
        (Some(_), None) => true,
        (None, _) => false,
    }
}

#[track_caller]
const fn check_row_is_there(facts: &Facts, condition: Condition) {
    if matches!(condition, Condition::Exists) {
        when_it_fails(facts, "`if_exists`", "`IF EXISTS`").text("there is no row; return `Applied`").fail();
    }
}

/// Starts a message: ``… `Applied<User>`: when `if_exists` fails ``.
const fn when_it_fails(facts: &Facts, key: &str, cql: &str) -> Message {
    let condition = if facts.spec.query.is_some() { cql } else { key };
    facts.message().name(facts.spec.output).text(": when ").text(condition).text(" fails ")
}

/// The row that is in the way comes as it is stored: nothing is computed, so a computed column is null there.
#[track_caller]
const fn check_previous_is_whole(facts: &Facts, row: &EntityMeta) {
    let mut rest = row.columns;
    while let [column, others @ ..] = rest {
        if column.is_computed() && !column.nullable {
            let message = facts.message().name(facts.spec.output).text(": the row that is in the way has no computed ");
            let message = message.text("columns: make `").text(row.entity).text(".").text(column.field);
            message.text("` an `Option`, or return `Applied`").fail();
        }
        if column.is_computed() && !can_be_missing(&column.cql) {
            let message = facts.message().name(facts.spec.output).text(": the row that is in the way has no computed ");
            let message =
                message.text("columns, and `").text(row.entity).text(".").text(column.field).text("` is CQL ");
            message.cql(&column.cql).text(", which cannot be left out: return `Applied`").fail();
        }
        rest = others;
    }
}

/// Whether a null of the type can stand for a column that the answer lacks: that of a type with parameters would need
/// these, which only the server knows.
const fn can_be_missing(cql: &TypeInfo) -> bool {
    cql.kinds.is_any()
        || !matches!(
            cql.kinds.first(),
            Kind::List | Kind::Set | Kind::Map | Kind::Tuple | Kind::Vector | Kind::Udt | Kind::Custom
        )
}

/// When `IF email = :old` fails, the server returns `email`: the columns of the condition, each once.
#[track_caller]
const fn check_previous_cells(facts: &Facts, cells: &[Cell]) {
    let mut clauses = facts.spec.clauses;
    let mut cells = cells;
    while let [clause, others @ ..] = clauses {
        cells = check_cells_of(facts, clause.uses, cells);
        clauses = others;
    }
    if !cells.is_empty() {
        facts.message().text("the condition names fewer columns than ").name(facts.spec.output).text(" has").fail();
    }
}

/// Checks the cells of the columns that are compared in a clause, and returns those that are left.
#[track_caller]
const fn check_cells_of<'a>(facts: &Facts, uses: &[Use], mut cells: &'a [Cell]) -> &'a [Cell] {
    let mut index = 0;
    while let Some(place) = crate::statement::roles::at(uses, index) {
        index += 1;
        let (Place::Condition, Some(name)) = (place.place, place.column) else { continue };
        if is_before(uses, index - 1, name) {
            continue;
        }
        let [cell, others @ ..] = cells else {
            let message = facts.message().text("the condition names more columns than ").name(facts.spec.output);
            message.text(" has").fail();
        };
        cells = others;
        let Some(meta) = facts.meta else { continue };
        if is_on_table(facts)
            // An unknown column is an error of the clause.
            && let Some((_, column)) = meta.column_by_id(place.column_id, name)
            && !cell.cql.fits(&column.cql)
        {
            let message = reads(facts, cell);
            message.text(", but column `").text(meta.table).text(".").text(name).text("` is ").cql(&column.cql).fail();
        }
    }
    cells
}

const fn is_before(uses: &[Use], end: usize, name: &str) -> bool {
    let mut index = 0;
    while index < end {
        if let Some(place) = crate::statement::roles::at(uses, index)
            && let (Place::Condition, Some(column)) = (place.place, place.column)
            && same(column, name)
        {
            return true;
        }
        index += 1;
    }
    false
}
