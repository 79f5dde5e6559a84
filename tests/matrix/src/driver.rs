//! What the driver writes and reads.

use std::collections::HashMap;

use bytes::Bytes;
use ilium_driver::client::session::Session;
use ilium_driver::deserialize::value::DeserializeValue;
use ilium_driver::deserialize::{DeserializationError, FrameSlice, TypeCheckError};
use ilium_driver::errors::Error;
use ilium_driver::frame::response::result::ColumnType;
use ilium_driver::response::query_result::{QueryResult, QueryRowsResult};
use ilium_driver::value::CqlValue;
use ilium_driver::{DeserializeRow, SerializeRow};

use crate::Failure;
use crate::case::Case;
use crate::context::Context;
use crate::kind::Kind;
use crate::schema;

/// A column as its bytes and as the value that they are read as.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) bytes: Option<Vec<u8>>,
    pub(crate) value: Result<Option<CqlValue>, String>,
}

impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for Cell {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        Option::<CqlValue>::type_check(typ)
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let bytes = v.map(|slice| slice.as_slice().to_vec());
        let value = Option::<CqlValue>::deserialize(typ, v).map_err(|error| error.to_string());
        Ok(Self { bytes, value })
    }
}

#[derive(SerializeRow)]
struct Written<'a> {
    writer: &'a str,
    number: i32,
    value: &'a Option<CqlValue>,
}

#[derive(SerializeRow)]
struct Key<'a> {
    writer: &'a str,
    value: &'a Option<CqlValue>,
}

#[derive(DeserializeRow)]
struct Read {
    writer: String,
    number: i32,
    value: Cell,
}

/// What every write carries and the server passes over, so that none is too short to be compressed.
static FILLER: [u8; 2048] = [0; 2048];

/// Writes each case as a row of `writer`. Returns what could not be written, by case.
pub(crate) async fn write(
    session: &Session,
    kind: &Kind,
    context: Context,
    writer: &str,
    cases: &[Case],
) -> Result<HashMap<i32, String>, Failure> {
    let mut insert = session.prepare(schema::write(kind, context, ":writer", ":number", ":value")).await?;
    insert.set_custom_payload(Some(HashMap::from([("filler".to_owned(), Bytes::from_static(&FILLER))])));
    let mut failed = HashMap::new();
    for Case { number, value, .. } in cases {
        // The server takes what a counter is changed by for a bigint or a counter; both are written alike.
        let row = Written { writer, number: *number, value };
        if let Err(error) = session.execute_unpaged(&insert, row).await {
            failed.insert(*number, error.to_string());
        }
    }
    Ok(failed)
}

/// Reads all rows: by writer and case.
pub(crate) async fn read(
    session: &Session,
    kind: &Kind,
    context: Context,
) -> Result<HashMap<(String, i32), Cell>, Failure> {
    let select = session.prepare(schema::read(kind, context, None, "value")).await?;
    let rows = session.execute_unpaged(&select, ()).await?.into_rows_result()?;
    let mut read = HashMap::new();
    for row in rows.rows::<Read>()? {
        let Read { writer, number, value } = row?;
        read.insert((writer, number), value);
    }
    Ok(read)
}

/// The case whose row was found, or why none was looked for.
pub(crate) type Found = Result<Option<i32>, String>;

/// Looks rows of `writer` up by their keys: the case found by each case's key.
pub(crate) async fn find(
    session: &Session,
    kind: &Kind,
    key: Context,
    writer: &str,
    cases: &[Case],
) -> Result<HashMap<i32, Found>, Failure> {
    let select = session.prepare(schema::find(kind, key)).await?;
    let mut found = HashMap::new();
    for Case { number, value, .. } in cases {
        let answer = session.execute_unpaged(&select, Key { writer, value }).await;
        let number_of = |rows: QueryRowsResult| Ok(rows.maybe_first_row::<(i32,)>()?.map(|row| row.0));
        let case = answer.and_then(QueryResult::into_rows_result).and_then(number_of);
        found.insert(*number, case.map_err(|error: Error| error.to_string()));
    }
    Ok(found)
}
