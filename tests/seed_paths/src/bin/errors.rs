//! Functions that name what they fail with.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;

use futures_util::TryStreamExt;
use scylla::client::pager::QueryPager;
use scylla::client::session::Session;
use scylla::deserialize::result::TypedRowIterator;
use scylla::errors::{
    DeserializationError, ExecutionError, FirstRowError, IntoRowsResultError, MaybeFirstRowError, MetadataError,
    NextRowError, PagerExecutionError, PrepareError, ResultNotRowsError, RowsError, SchemaAgreementError,
    SingleRowError, TypeCheckError, UseKeyspaceError,
};
use scylla::response::query_result::{QueryResult, QueryRowsResult};
use scylla::statement::prepared::PreparedStatement;

type Pair = (i32, Option<i32>);

async fn prepare(session: &Session, cql: &str) -> Result<PreparedStatement, PrepareError> {
    session.prepare(cql).await
}

async fn execute(session: &Session, prepared: &PreparedStatement) -> Result<QueryResult, ExecutionError> {
    session.execute_unpaged(prepared, ()).await
}

async fn page(session: &Session, prepared: PreparedStatement) -> Result<QueryPager, PagerExecutionError> {
    session.execute_iter(prepared, ()).await
}

async fn agree(session: &Session) -> Result<(), SchemaAgreementError> {
    session.await_schema_agreement().await.map(drop)
}

async fn refresh(session: &Session) -> Result<(), MetadataError> {
    session.refresh_metadata().await
}

async fn enter(session: &Session, keyspace: &str) -> Result<(), UseKeyspaceError> {
    session.use_keyspace(keyspace, false).await
}

fn taken(result: QueryResult) -> Result<QueryRowsResult, IntoRowsResultError> {
    result.into_rows_result()
}

fn nothing(result: &QueryResult) -> Result<(), ResultNotRowsError> {
    result.result_not_rows()
}

fn rows(result: &QueryRowsResult) -> Result<TypedRowIterator<'_, '_, Pair>, RowsError> {
    result.rows::<Pair>()
}

fn first(result: &QueryRowsResult) -> Result<Pair, FirstRowError> {
    result.first_row()
}

fn maybe_first(result: &QueryRowsResult) -> Result<Option<Pair>, MaybeFirstRowError> {
    result.maybe_first_row()
}

fn single(result: &QueryRowsResult) -> Result<Pair, SingleRowError> {
    result.single_row()
}

fn sum(rows: TypedRowIterator<'_, '_, Pair>) -> Result<i32, Box<dyn Error>> {
    let mut sum = 0;
    for row in rows {
        sum += row?.1.unwrap_or_default();
    }
    Ok(sum)
}

async fn stream(pager: QueryPager) -> Result<i32, NextRowError> {
    let Ok(stream) = pager.rows_stream::<Pair>() else { return Ok(-1) };
    stream.try_fold(0, |sum, row| async move { Ok(sum + row.1.unwrap_or_default()) }).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "failing", "v int").await?;
    agree(&session).await?;
    refresh(&session).await?;
    assert!(enter(&session, "no such keyspace").await.is_err());

    let insert = prepare(&session, "INSERT INTO failing (k, v) VALUES (1, 10)").await?;
    nothing(&execute(&session, &insert).await?)?;
    assert!(taken(execute(&session, &insert).await?).is_err());

    let select = prepare(&session, "SELECT k, v FROM failing").await?;
    let result = execute(&session, &select).await?;
    assert!(nothing(&result).is_err());
    let result = taken(result)?;
    assert_eq!((first(&result)?, maybe_first(&result)?), ((1, Some(10)), Some((1, Some(10)))));
    assert_eq!((single(&result)?, sum(rows(&result)?)?), ((1, Some(10)), 10));
    assert_eq!(stream(page(&session, select.clone()).await?).await?, 10);

    session.query_unpaged("INSERT INTO failing (k) VALUES (1)", ()).await?;
    session.query_unpaged("UPDATE failing SET v = null WHERE k = 1", ()).await?;
    let result = taken(execute(&session, &select).await?)?;
    let row = result.rows::<(i32, i32)>()?.next().ok_or("there is a row")?;
    assert!(row.is_err_and(|error| error.to_string().contains('v')));
    assert!(prepare(&session, "SELECT nothing FROM nowhere").await.is_err());

    let (unfit, unreadable) = (TypeCheckError::new(std::fmt::Error), DeserializationError::new(std::fmt::Error));
    assert!(
        unfit.downcast_ref::<std::fmt::Error>().is_some() && unreadable.downcast_ref::<std::fmt::Error>().is_some()
    );
    Ok(())
}
