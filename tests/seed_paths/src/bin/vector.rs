//! `vector` as `Vec`.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;

use scylla::deserialize::value::VectorIterator;
use scylla::value::CqlValue;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "vectors", "f vector<float, 3>, t vector<text, 2>").await?;

    let (floats, texts) = (vec![0.5_f32, -1.0, 2.0], vec!["a".to_owned(), "b".repeat(300)]);
    session.query_unpaged("INSERT INTO vectors (k, f, t) VALUES (1, ?, ?)", (&floats, &texts)).await?;

    let rows = session.query_unpaged("SELECT f, t FROM vectors WHERE k = 1", &[]).await?.into_rows_result()?;
    assert_eq!(rows.first_row::<(Vec<f32>, Vec<String>)>()?, (floats.clone(), texts));
    let (elements, value) = rows.first_row::<(VectorIterator<'_, '_, f32>, CqlValue)>()?;
    assert_eq!(elements.collect::<Result<Vec<_>, _>>()?, floats);
    assert_eq!(value.as_vector().map(Vec::len), Some(2));

    let short = session.query_unpaged("INSERT INTO vectors (k, f) VALUES (2, ?)", (vec![1.0_f32],)).await;
    assert!(short.is_err());
    Ok(())
}
