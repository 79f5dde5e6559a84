//! Reads the text of `#[query("SELECT {columns} FROM {table} WHERE …")]`.

use ilium_cql::template::{Placeholder, Template};
use ilium_cql::{Assignment, Expression, Relation, Selection, Statement};

use super::clause::parsed;
use super::model::{Clause, ClauseKind, Condition, Param, Piece, QueryFacts, Selected};
use super::uses::{self, Parts};
use crate::attribute::Spanned;
use crate::diagnostics::Diagnostics;

/// What the parser sees in place of `{table}`: a name that no table has by chance.
const TABLE: &str = "ilium_table_";
const KEYSPACE: &str = "ilium_keyspace_";
const COLUMNS: &str = "ilium_columns_";

/// Reads the text; `None` when it has a mistake.
pub(super) fn read(
    text: &Spanned<String>,
    params: &[Param],
    diagnostics: &mut Diagnostics,
) -> Option<(Clause, QueryFacts)> {
    let template = Template::parse(&text.value).map_err(|error| diagnostics.report(text.span, error)).ok()?;
    let plain = template.substitute(|placeholder| match placeholder {
        Placeholder::Columns => COLUMNS,
        Placeholder::Keyspace => KEYSPACE,
        Placeholder::Table => TABLE,
    });
    let statement = ilium_cql::parse(plain.text()).map_err(|error| plain.source_error(&template, error));
    let statement = parsed(text, statement, diagnostics)?;
    if let Statement::Other(_) | Statement::Use(_) = statement {
        diagnostics
            .report(text.span, "a query is a SELECT, INSERT, UPDATE, DELETE or BATCH; run others on the session");
        return None;
    }
    let parts = Parts { relations: relations(&statement), assignments: assignments(&statement) };
    let uses = uses::of(&statement, &parts, text, params, diagnostics)?;
    let uses = uses.into_iter().filter(|named| named.column.as_deref() != Some(COLUMNS)).collect();
    let table = statement.table().map(|table| table.table.name().into_owned()).filter(|table| table != TABLE);
    let facts = QueryFacts {
        is_select: matches!(statement, Statement::Select(_)),
        condition: condition(&statement),
        names_columns: names_columns(&statement),
        is_bounded: is_bounded(&statement),
        using: using(&statement),
        table,
        selects: selects(&statement),
    };
    let pieces = pieces(&text.value, &template);
    Some((Clause { kind: ClauseKind::Query, span: text.span, pieces, uses }, facts))
}

/// Whether its columns stay the same when the table gets another: it is not a `SELECT *`. A `SELECT JSON` has one.
fn names_columns(statement: &Statement<'_>) -> bool {
    matches!(statement, Statement::Select(select) if select.json || matches!(select.selection, Selection::Terms(_)))
}

/// Whether something else than the key bounds the number of rows: a limit, or what may be an aggregate.
fn is_bounded(statement: &Statement<'_>) -> bool {
    let Statement::Select(select) = statement else { return true };
    let Selection::Terms(terms) = &select.selection else { return select.limit.is_some() };
    select.limit.is_some() || terms.iter().any(|selector| !is_of_each_row(&selector.term))
}

/// Whether the term surely has a value for each row: a function that is not one of these may be an aggregate.
fn is_of_each_row(term: &Expression<'_>) -> bool {
    const OF_EACH_ROW: [&str; 4] = ["maxwritetime", "token", "ttl", "writetime"];
    match term {
        Expression::Access(access) => is_of_each_row(&access.of),
        Expression::Call(call) => {
            call.keyspace.is_none() && OF_EACH_ROW.iter().any(|name| call.function.text.eq_ignore_ascii_case(name))
        }
        Expression::Column(_) | Expression::Literal(_) | Expression::Marker(_) => true,
        _ => false,
    }
}

/// The condition, by what the server returns of the row that is in its way.
fn condition(statement: &Statement<'_>) -> Condition {
    let of = |condition: &Option<ilium_cql::Condition<'_>>| match condition {
        Some(ilium_cql::Condition::Exists(_)) => Condition::Exists,
        Some(ilium_cql::Condition::Relations(_)) => Condition::Columns,
        None => Condition::None,
    };
    match statement {
        Statement::Batch(_) if statement.is_conditional() => Condition::Batch,
        Statement::Delete(delete) => of(&delete.condition),
        Statement::Insert(insert) if insert.if_not_exists.is_some() => Condition::NotExists,
        Statement::Update(update) => of(&update.condition),
        Statement::Batch(_) | Statement::Insert(_) | Statement::Other(_) | Statement::Select(_) | Statement::Use(_) => {
            Condition::None
        }
    }
}

/// The first of what a write sets with `USING` that counters cannot have.
fn using(statement: &Statement<'_>) -> Option<&'static str> {
    let using = match statement {
        Statement::Batch(batch) => return batch.statements.iter().find_map(using),
        Statement::Delete(delete) => delete.using.as_ref(),
        Statement::Insert(insert) => insert.using.as_ref(),
        Statement::Update(update) => update.using.as_ref(),
        Statement::Other(_) | Statement::Select(_) | Statement::Use(_) => None,
    }?;
    let ttl = using.ttl.as_ref().map(|_| "`USING TTL`");
    ttl.or_else(|| using.timestamp.as_ref().map(|_| "`USING TIMESTAMP`"))
}

fn pieces(text: &str, template: &Template<'_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let stretch = |from: usize, to: usize| {
        let text = text.get(from..to).unwrap_or_default();
        (!text.is_empty()).then(|| Piece::Text(ilium_cql::quote_markers(text).into_owned()))
    };
    for occurrence in template.occurrences() {
        pieces.extend(stretch(from, occurrence.span.start));
        pieces.push(match occurrence.placeholder {
            Placeholder::Columns => Piece::Columns,
            Placeholder::Keyspace => Piece::Keyspace,
            Placeholder::Table => Piece::Table,
        });
        from = occurrence.span.end;
    }
    pieces.extend(stretch(from, text.len()));
    pieces
}

/// Every comparison in the statement, in the order of the text.
fn relations<'s, 'a>(statement: &'s Statement<'a>) -> Vec<&'s Relation<'a>> {
    match statement {
        Statement::Batch(batch) => batch.statements.iter().flat_map(relations).collect(),
        Statement::Delete(delete) => delete.where_clause.relations.iter().chain(compared(&delete.condition)).collect(),
        Statement::Select(select) => select.where_clause.iter().flat_map(|clause| &clause.relations).collect(),
        Statement::Update(update) => update.where_clause.relations.iter().chain(compared(&update.condition)).collect(),
        Statement::Insert(_) | Statement::Other(_) | Statement::Use(_) => Vec::new(),
    }
}

/// The comparisons after `IF`.
fn compared<'s, 'a>(condition: &'s Option<ilium_cql::Condition<'a>>) -> &'s [Relation<'a>] {
    match condition {
        Some(ilium_cql::Condition::Relations(conditions)) => &conditions.relations,
        Some(ilium_cql::Condition::Exists(_)) | None => &[],
    }
}

/// Every assignment in the statement.
fn assignments<'s, 'a>(statement: &'s Statement<'a>) -> Vec<&'s Assignment<'a>> {
    match statement {
        Statement::Batch(batch) => batch.statements.iter().flat_map(assignments).collect(),
        Statement::Update(update) => update.assignments.assignments.iter().collect(),
        Statement::Delete(_)
        | Statement::Insert(_)
        | Statement::Other(_)
        | Statement::Select(_)
        | Statement::Use(_) => Vec::new(),
    }
}

/// What is selected, when each column of the result can be told; else nothing.
fn selects(statement: &Statement<'_>) -> Vec<Selected> {
    let Statement::Select(select) = statement else { return Vec::new() };
    let Selection::Terms(terms) = &select.selection else { return Vec::new() };
    let is_columns = |term: &Expression<'_>| matches!(term, Expression::Column(column) if column.text == COLUMNS);
    if select.json || terms.iter().any(|selector| is_columns(&selector.term)) {
        return Vec::new();
    }
    let selected = |term: &Expression<'_>, has_alias: bool| match term {
        Expression::Column(column) if !has_alias => Selected::Column(column.name().into_owned()),
        Expression::Call(call) if call.keyspace.is_none() && call.function.text.eq_ignore_ascii_case("count") => {
            Selected::BigInt
        }
        _ => Selected::Unknown,
    };
    terms.iter().map(|selector| selected(&selector.term, selector.alias.is_some())).collect()
}
