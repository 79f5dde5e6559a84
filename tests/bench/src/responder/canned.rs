//! The measured statements, with the bytes that answer them.

use super::answer::{KIND_ROWS, KIND_VOID};
use super::catalog::BENCH_COLUMNS;
use super::cell::{push_cell, push_count};
use super::metadata::{Column, push_result};
use crate::statement::{INSERT, LARGE_PAGE, PAGE, PAGE_ROWS, POINT_READ, Row, large_row, row};

/// A statement with canned answers.
#[derive(Debug)]
pub(super) struct Canned {
    /// As long as the ids that a server makes; other statements are their own id.
    pub(super) id: &'static [u8; 16],
    /// In the form of [`normalized`].
    cql: String,
    pub(super) markers: &'static [Column<'static>],
    pub(super) returns_rows: bool,
    /// The RESULT body with column metadata, and without.
    pub(super) with_metadata: Vec<u8>,
    pub(super) without_metadata: Vec<u8>,
}

pub(super) fn all() -> [Canned; 4] {
    let page: Vec<Row> = (0..PAGE_ROWS).map(row).collect();
    let large: Vec<Row> = (0..PAGE_ROWS).map(large_row).collect();
    let void = KIND_VOID.to_be_bytes().to_vec();
    [
        Canned {
            id: b"bench-point-read",
            cql: normalized(POINT_READ),
            markers: BENCH_COLUMNS.first_chunk::<1>().map_or(&[][..], |key| key),
            returns_rows: true,
            with_metadata: rows_body(&[row(1)], true),
            without_metadata: rows_body(&[row(1)], false),
        },
        Canned {
            id: b"bench-insert-row",
            cql: normalized(INSERT),
            markers: &BENCH_COLUMNS,
            returns_rows: false,
            with_metadata: void.clone(),
            without_metadata: void,
        },
        Canned {
            id: b"bench-page-reads",
            cql: normalized(PAGE),
            markers: &[],
            returns_rows: true,
            with_metadata: rows_body(&page, true),
            without_metadata: rows_body(&page, false),
        },
        Canned {
            id: b"bench-page-large",
            cql: normalized(LARGE_PAGE),
            markers: &[],
            returns_rows: true,
            with_metadata: rows_body(&large, true),
            without_metadata: rows_body(&large, false),
        },
    ]
}

/// The statement that `cql` is, however it is written: a mapper quotes names and names its markers after columns.
pub(super) fn find<'a>(canned: &'a [Canned], cql: &str) -> Option<&'a Canned> {
    let cql = normalized(cql);
    canned.iter().find(|canned| canned.cql == cql)
}

/// Lower case, without spaces, quotes, keyspace and names of markers.
fn normalized(cql: &str) -> String {
    let mut out = String::with_capacity(cql.len());
    let mut is_marker = false;
    for c in cql.trim_end_matches(';').chars() {
        is_marker &= c.is_alphanumeric() || matches!(c, '_' | '"');
        match c {
            _ if is_marker => {}
            ':' => {
                is_marker = true;
                out.push('?');
            }
            '"' => {}
            c if c.is_whitespace() => {}
            c => out.extend(c.to_lowercase()),
        }
    }
    out.replace("bench.", "")
}

/// A RESULT body of rows with the columns of `bench.t`.
fn rows_body(rows: &[Row], with_metadata: bool) -> Vec<u8> {
    let mut out = KIND_ROWS.to_be_bytes().to_vec();
    push_result(&mut out, "bench", "t", &BENCH_COLUMNS, with_metadata);
    push_count(&mut out, rows.len());
    for row in rows {
        push_cell(&mut out, Some(&row.id.to_be_bytes()));
        push_cell(&mut out, Some(row.name.as_bytes()));
        push_cell(&mut out, Some(&row.payload));
        push_cell(&mut out, Some(&row.score.to_be_bytes()));
        push_cell(&mut out, Some(&row.created.to_be_bytes()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_known_by_what_it_does() {
        let canned = all();
        let id = |cql: &str| find(&canned, cql).map(|canned| canned.id.as_slice());
        assert_eq!(id(POINT_READ), Some(&b"bench-point-read"[..]));
        let mapped = "SELECT \"id\", name, payload,\n score, created FROM t WHERE \"id\" = :\"id\"";
        assert_eq!(id(mapped), Some(&b"bench-point-read"[..]));
        let named =
            "insert into bench.t (id, name, payload, score, created) values (:id, :name, :payload, :score, :created);";
        assert_eq!(id(named), Some(&b"bench-insert-row"[..]));
        assert_eq!(id(PAGE), Some(&b"bench-page-reads"[..]));
        assert_eq!(id(LARGE_PAGE), Some(&b"bench-page-large"[..]));
        assert_eq!(canned[3].without_metadata.len() - canned[0].without_metadata.len(), 5_000 * 150 - 124);
        assert_eq!(id("SELECT name, id, payload, score, created FROM bench.t"), None);
        assert_eq!(id("SELECT id FROM bench.t"), None);
    }
}
