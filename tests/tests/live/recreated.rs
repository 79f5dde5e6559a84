//! A table that another client drops and makes anew with other types.

use futures_util::TryStreamExt;
use ilium::prelude::*;
use ilium_driver::errors::ErrorKind;
use ilium_driver::frame::response::result::{ColumnType, NativeType};

use crate::lab::{Lab, builder, on_every_cluster, shared};

on_every_cluster!(@ one_node_v3, 1, V3, [values_are_never_taken_for_another_type]);
on_every_cluster!(@ one_node_v4, 1, V4, [values_are_never_taken_for_another_type]);
on_every_cluster!(@ one_node_v5, 1, V5, [values_are_never_taken_for_another_type]);

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "measured")]
struct Measured {
    #[col(partition_key)]
    k: i32,
    v: Option<i64>,
}

#[derive(Dao, Clone)]
#[dao(entity = Measured)]
struct MeasuredDao {
    #[select]
    get: Select<fn(k: i32) -> Option<Measured>>,
    #[query("SELECT k, v FROM {table} WHERE k = :k")]
    stream: Query<fn(k: i32) -> RowStream<Measured>>,
    #[insert]
    save: Insert<fn(row: &Measured)>,
}

async fn values_are_never_taken_for_another_type(lab: &Lab) {
    lab.ddl("CREATE TABLE measured (k int PRIMARY KEY, v bigint)").await;
    let other = builder(shared(lab.nodes).await).protocol_version(lab.version).use_keyspace(&lab.keyspace, false);
    let session = other.build().await.unwrap();
    let dao = MeasuredDao::prepare(&session).await.unwrap();
    let row = Measured { k: 1, v: Some(7) };
    dao.save(&row).await.unwrap();
    let mut read = session.prepare("SELECT v FROM measured WHERE k = ?").await.unwrap();
    read.set_use_cached_result_metadata(true);
    let write = session.prepare("INSERT INTO measured (k, v) VALUES (?, ?)").await.unwrap();
    let bound = write.bind(&(2, 7_i64)).unwrap();
    for _ in 0..2 {
        assert_eq!(dao.get(1).await.unwrap(), Some(row.clone()));
        let streamed: Vec<Measured> = dao.stream(1).await.unwrap().try_collect().await.unwrap();
        assert_eq!(streamed, std::slice::from_ref(&row));

        remake(lab, "double", "12.5").await;
        assert_eq!(dao.stream(1).await.unwrap_err().kind(), ErrorKind::TypeCheck);
        assert_eq!(dao.get(1).await.unwrap_err().kind(), ErrorKind::TypeCheck);
        let result = session.execute_unpaged(&read, (1,)).await.unwrap().into_rows_result().unwrap();
        assert_eq!(result.single_row::<(f64,)>().unwrap(), (12.5,));
        let error = dao.save(&row).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Serialize, "{error}");
        let text = error.to_string();
        assert!(["`v`", "bigint", "double"].iter().all(|part| text.contains(part)), "{text}");
        assert_eq!(session.execute_bound_unpaged(&bound).await.unwrap_err().kind(), ErrorKind::Serialize);
        assert_eq!(write.get_variable_col_specs()[1].typ(), &ColumnType::Native(NativeType::Double));
        session.execute_unpaged(&write, (2, 2.5_f64)).await.unwrap();
        let stored = lab.session.query_unpaged("SELECT v FROM measured", ()).await.unwrap().into_rows_result().unwrap();
        let mut stored: Vec<f64> = stored.rows::<(f64,)>().unwrap().map(|row| row.unwrap().0).collect();
        stored.sort_by(f64::total_cmp);
        assert_eq!(stored, [2.5, 12.5], "nothing else was stored");

        remake(lab, "bigint", "7").await;
        assert_eq!(dao.get(1).await.unwrap(), Some(row.clone()));
        session.execute_unpaged(&write, (2, 2.5_f64)).await.unwrap_err();
        session.execute_bound_unpaged(&bound).await.unwrap();
        dao.save(&row).await.unwrap();
    }
}

/// Drops the table and makes it anew, with one row.
async fn remake(lab: &Lab, typ: &str, value: &str) {
    lab.ddl("DROP TABLE measured").await;
    lab.ddl(&format!("CREATE TABLE measured (k int PRIMARY KEY, v {typ})")).await;
    lab.cql(&format!("INSERT INTO measured (k, v) VALUES (1, {value})")).await;
}
