//! As many values as bind markers, or nothing is sent.

use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::response::PagingState;
use ilium_driver::serialize::SerializationError;
use ilium_driver::serialize::row::{RowSerializationContext, SerializeRow};
use ilium_driver::serialize::writers::RowWriter;
use ilium_driver::statement::batch::Batch;
use ilium_driver::statement::unprepared::Statement;
use ilium_driver::wire::Opcode;
use ilium_mock::{MockStatement, When};

use crate::scene::{READ, VERSIONS, WRITE, cluster, connect};

const ALL: &str = "SELECT k FROM ks.t";

/// A row written by hand, which writes so many values whatever the statement takes.
struct Nulls(usize);

impl SerializeRow for Nulls {
    fn serialize(&self, _: &RowSerializationContext<'_>, writer: &mut RowWriter<'_>) -> Result<(), SerializationError> {
        for _ in 0..self.0 {
            writer.make_cell_writer().set_null();
        }
        Ok(())
    }

    fn is_empty(&self) -> bool {
        false
    }
}

fn is_refused(error: &Error, markers: usize, values: usize) {
    assert_eq!(error.kind(), ErrorKind::Serialize, "{error}");
    let found = format!("the statement has {markers} bind markers, got {values} values");
    assert!(error.to_string().contains(&found), "{error}");
    assert!(error.statement().is_some(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn more_or_fewer_values_than_markers_are_an_error_before_anything_is_sent() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).statement(MockStatement::new(ALL)).start().await.unwrap();
        let session = connect(&cluster).await;
        for (cql, markers) in [(ALL, 0), (READ, 1), (WRITE, 2)] {
            let prepared = session.prepare(cql).await.unwrap();
            let mut batch = Batch::default();
            batch.append_statement(prepared.clone());
            let mut texts = Batch::default();
            texts.append_statement(cql);
            for values in (0..5).filter(|values| *values != markers) {
                let refused = |error: Error| is_refused(&error, markers, values);
                let row = || Nulls(values);
                refused(session.execute_unpaged(&prepared, row()).await.unwrap_err());
                refused(session.execute_single_page(&prepared, row(), PagingState::start()).await.unwrap_err());
                refused(session.execute_iter(prepared.clone(), row()).await.unwrap_err());
                refused(session.query_unpaged(cql, row()).await.unwrap_err());
                refused(session.query_iter(Statement::new(cql), row()).await.unwrap_err());
                refused(session.batch(&batch, (row(),)).await.unwrap_err());
                refused(session.batch(&texts, [row()].as_slice()).await.unwrap_err());
                prepared.bind(&row()).unwrap_err();
                prepared.calculate_token(&row()).unwrap_err();
            }
            session.execute_unpaged(&prepared, Nulls(markers)).await.unwrap();
            session.batch(&batch, (Nulls(markers),)).await.unwrap();
        }
        let sent = |opcode| cluster.requests_where(&When::opcode(opcode)).len();
        assert_eq!((sent(Opcode::Execute), sent(Opcode::Batch)), (3, 3), "those that were right");
    }
}

#[tokio::test(start_paused = true)]
async fn a_bound_statement_that_became_another_is_refused() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    let mut bound = session.prepare(WRITE).await.unwrap().bind(&(1, "a")).unwrap();
    bound.calculate_token().unwrap();
    *bound.prepared_mut() = session.prepare(READ).await.unwrap();
    bound.calculate_token().unwrap_err();
    is_refused(&session.execute_bound_unpaged(&bound).await.unwrap_err(), 1, 2);
    let mut batch = Batch::default();
    batch.append_statement(bound);
    is_refused(&session.batch(&batch, Vec::<()>::new()).await.unwrap_err(), 1, 2);
    assert!(cluster.requests_where(&When::opcode(Opcode::Execute)).is_empty());
    assert!(cluster.requests_where(&When::opcode(Opcode::Batch)).is_empty());
}
