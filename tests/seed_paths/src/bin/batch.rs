//! Batches of texts and prepared statements.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;

use scylla::statement::Consistency;
use scylla::statement::batch::{Batch, BatchStatement, BatchType};
use scylla::statement::unprepared::Statement;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "batched", "v int, w text").await?;

    let prepared = session.prepare("INSERT INTO batched (k, v) VALUES (?, ?)").await?;
    let mut batch = Batch::default();
    batch.append_statement(prepared.clone());
    batch.append_statement("INSERT INTO batched (k, v) VALUES (2, 20)");
    batch.append_statement(Statement::new("UPDATE batched SET w = ? WHERE k = 1"));
    batch.set_consistency(Consistency::One);
    batch.set_is_idempotent(true);
    session.batch(&batch, ((1, 10), (), ("w",))).await?;

    let unlogged = Batch::new_with_statements(
        BatchType::Unlogged,
        vec![BatchStatement::PreparedStatement(prepared.clone()), BatchStatement::PreparedStatement(prepared)],
    );
    session.batch(&unlogged, vec![(3, 30), (4, 40)]).await?;

    let mut texts = Batch::new(BatchType::Logged);
    for _ in 5..7 {
        texts.append_statement("INSERT INTO batched (k, v) VALUES (?, ?)");
    }
    let texts = session.prepare_batch(&texts).await?;
    session.batch(&texts, ((5, 50), (6, 60))).await?;

    let rows = session.query_unpaged("SELECT k, v, w FROM batched", &[]).await?.into_rows_result()?;
    let mut found = rows.rows::<(i32, i32, Option<&str>)>()?.collect::<Result<Vec<_>, _>>()?;
    found.sort_unstable();
    assert_eq!(found.len(), 6);
    assert_eq!(found.first(), Some(&(1, 10, Some("w"))));
    assert!(found.iter().all(|(k, v, _)| *v == 10 * *k));
    Ok(())
}
