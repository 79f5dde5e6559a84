//! What a request carries beside its statement, and what a real Cassandra does with it.

use std::collections::{HashMap, HashSet};

use bytes::Bytes;
use futures_util::TryStreamExt;
use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::statement::batch::{Batch, BatchType};
use ilium_driver::statement::unprepared::Statement;
use ilium_driver::wire::ProtocolVersion;

use crate::lab::{Lab, on_every_cluster};

on_every_cluster!(
    a_payload_is_taken_and_not_answered,
    a_batch_over_many_partitions_warns,
    a_large_batch_warns,
    time_to_live_is_reckoned_from_the_now_of_the_request,
    a_statement_goes_to_its_own_keyspace,
    preparations_pages_and_errors_are_traced,
);

/// A time after that of any machine which runs this, so that what lives from then on is alive on the server's clock too.
const NOW: i32 = 2_000_000_000;

async fn a_payload_is_taken_and_not_answered(lab: &Lab) {
    lab.ddl("CREATE TABLE paid (k int PRIMARY KEY)").await;
    let payload = HashMap::from([("to".to_owned(), Bytes::from_static(b"nobody")), ("empty".to_owned(), Bytes::new())]);
    let mut text = Statement::new("SELECT k FROM paid WHERE k = 1");
    text.set_custom_payload(Some(payload.clone()));
    let result = lab.session.query_unpaged(text, ()).await.unwrap();
    assert_eq!(result.custom_payload(), None);
    assert_eq!(result.into_rows_result().unwrap().rows_num(), 0);

    let mut text = Statement::new("INSERT INTO paid (k) VALUES (?)");
    text.set_custom_payload(Some(payload.clone()));
    text.set_tracing(true);
    let insert = lab.session.prepare(text).await.unwrap();
    assert_eq!((insert.prepare_custom_payload(), insert.get_custom_payload()), (None, Some(&payload)));
    let result = lab.session.execute_unpaged(&insert, (1,)).await.unwrap();
    assert_eq!((result.custom_payload(), result.tracing_id().is_some()), (None, true));

    let mut batch = Batch::new(BatchType::Unlogged);
    batch.append_statement(insert);
    batch.set_custom_payload(Some(payload));
    assert_eq!(lab.session.batch(&batch, ((2,),)).await.unwrap().custom_payload(), None);
    let rows = lab.session.query_unpaged("SELECT k FROM paid", ()).await.unwrap();
    assert_eq!(rows.into_rows_result().unwrap().rows_num(), 2);
}

async fn a_batch_over_many_partitions_warns(lab: &Lab) {
    lab.ddl("CREATE TABLE scattered (k int PRIMARY KEY)").await;
    let insert = lab.session.prepare("INSERT INTO scattered (k) VALUES (?)").await.unwrap();
    let mut batch = Batch::new(BatchType::Unlogged);
    (0..20).for_each(|_| batch.append_statement(insert.clone()));
    batch.set_tracing(true);
    let values: Vec<(i32,)> = (0..20).map(|k| (k,)).collect();
    let result = lab.session.batch(&batch, &values).await.unwrap();
    let warnings: Vec<&str> = result.warnings().collect();
    assert!(warnings.iter().any(|warning| warning.contains("Unlogged batch covering 20 partitions")), "{warnings:?}");
    assert!(result.tracing_id().is_some(), "with the warnings behind it");
}

async fn a_large_batch_warns(lab: &Lab) {
    lab.ddl("CREATE TABLE heavy (k int PRIMARY KEY, v blob)").await;
    let insert = lab.session.prepare("INSERT INTO heavy (k, v) VALUES (?, ?)").await.unwrap();
    let mut batch = Batch::new(BatchType::Logged);
    (0..4).for_each(|_| batch.append_statement(insert.clone()));
    // The threshold is 5 KiB unless it is configured, and for batches of more than one partition.
    let values: Vec<(i32, Vec<u8>)> = (0..4).map(|k| (k, vec![0; 4000])).collect();
    let result = lab.session.batch(&batch, &values).await.unwrap();
    let warnings: Vec<&str> = result.warnings().collect();
    assert!(warnings.iter().any(|warning| warning.contains("heavy") && warning.contains("size")), "{warnings:?}");
}

fn is_unsupported<T: std::fmt::Debug>(result: Result<T, Error>) {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
}

async fn time_to_live_is_reckoned_from_the_now_of_the_request(lab: &Lab) {
    lab.ddl("CREATE TABLE mortal (k int PRIMARY KEY, v int)").await;
    let mut insert = lab.session.prepare("INSERT INTO mortal (k, v) VALUES (?, ?) USING TTL 100").await.unwrap();
    let mut select = lab.session.prepare("SELECT ttl(v) FROM mortal WHERE k = ?").await.unwrap();
    insert.set_now_in_seconds(Some(NOW));
    select.set_now_in_seconds(Some(NOW + 40));
    if lab.version < ProtocolVersion::V5 {
        is_unsupported(lab.session.execute_unpaged(&insert, (1, 1)).await);
        return;
    }
    lab.session.execute_unpaged(&insert, (1, 1)).await.unwrap();
    let mut batch = Batch::new(BatchType::Unlogged);
    batch.append_statement(insert);
    batch.set_now_in_seconds(Some(NOW + 30));
    lab.session.batch(&batch, ((2, 2),)).await.unwrap();

    let left = async |k: i32, now: i32| {
        let mut select = select.clone();
        select.set_now_in_seconds(Some(now));
        let rows = lab.session.execute_unpaged(&select, (k,)).await.unwrap().into_rows_result().unwrap();
        rows.maybe_first_row::<(Option<i32>,)>().unwrap().and_then(|(ttl,)| ttl)
    };
    assert_eq!(left(1, NOW + 40).await, Some(60));
    assert_eq!(left(2, NOW + 40).await, Some(90), "the batch's now, not its statement's");
    assert_eq!(left(1, NOW + 101).await, None);
    assert_eq!(left(2, NOW + 101).await, Some(29));
    let mut text = Statement::new("SELECT ttl(v) FROM mortal WHERE k = 1");
    text.set_now_in_seconds(Some(NOW + 99));
    let rows = lab.session.query_unpaged(text, ()).await.unwrap().into_rows_result().unwrap();
    assert_eq!(rows.single_row::<(i32,)>().unwrap(), (1,));
}

async fn a_statement_goes_to_its_own_keyspace(lab: &Lab) {
    let names = ["Ilium_A", "ilium_b"].map(|name| format!("{name}_{}_{}", lab.nodes, lab.version));
    for name in &names {
        lab.ddl(&format!("DROP KEYSPACE IF EXISTS \"{name}\"")).await;
        let strategy = format!("{{'class': 'SimpleStrategy', 'replication_factor': {}}}", lab.nodes.min(3));
        lab.ddl(&format!("CREATE KEYSPACE \"{name}\" WITH replication = {strategy}")).await;
        lab.ddl(&format!("CREATE TABLE \"{name}\".twin (k int PRIMARY KEY, v text)")).await;
    }
    let in_keyspace = |cql: &str, keyspace: &str| {
        let mut statement = Statement::new(cql);
        statement.set_keyspace(Some(keyspace));
        statement
    };
    const SELECT: &str = "SELECT v FROM twin WHERE k = ?";
    const INSERT: &str = "INSERT INTO twin (k, v) VALUES (?, ?)";
    if lab.version < ProtocolVersion::V5 {
        is_unsupported(lab.session.prepare(in_keyspace(SELECT, &names[0])).await);
    } else {
        for name in &names {
            let insert = lab.session.prepare(in_keyspace(INSERT, name)).await.unwrap();
            assert_eq!(insert.get_table_spec().unwrap().ks_name(), name, "it is routed by its own keyspace");
            lab.session.execute_unpaged(&insert, (1, format!("execute {name}"))).await.unwrap();
            let mut batch = Batch::new(BatchType::Logged);
            batch.set_keyspace(Some(name));
            batch.append_statement(format!("INSERT INTO twin (k, v) VALUES (2, 'text {name}')").as_str());
            batch.append_statement(INSERT);
            lab.session.batch(&batch, ((), (3, format!("batch {name}")))).await.unwrap();
        }
        let mut both = Batch::new(BatchType::Unlogged);
        names.iter().for_each(|name| both.append_statement(in_keyspace(INSERT, name)));
        let values = [(4, format!("both {}", names[0])), (4, format!("both {}", names[1]))];
        lab.session.batch(&both, values.as_slice()).await.unwrap();
        for name in &names {
            let select = lab.session.prepare(in_keyspace(SELECT, name)).await.unwrap();
            for (k, by) in [(1, "execute"), (2, "text"), (3, "batch"), (4, "both")] {
                let expected = format!("{by} {name}");
                let prepared = lab.session.execute_unpaged(&select, (k,)).await.unwrap().into_rows_result().unwrap();
                assert_eq!(prepared.single_row::<(&str,)>().unwrap(), (expected.as_str(),));
                let text = in_keyspace(&format!("SELECT v FROM twin WHERE k = {k}"), name);
                let text = lab.session.query_unpaged(text, ()).await.unwrap().into_rows_result().unwrap();
                assert_eq!(text.single_row::<(&str,)>().unwrap(), (expected.as_str(),));
            }
        }
    }
    assert_eq!(lab.session.get_keyspace().unwrap().as_str(), lab.keyspace, "the session's stays");
    for name in &names {
        lab.ddl(&format!("DROP KEYSPACE \"{name}\"")).await;
    }
}

async fn preparations_pages_and_errors_are_traced(lab: &Lab) {
    lab.ddl("CREATE TABLE observed (k int, c int, PRIMARY KEY (k, c))").await;
    for c in 0..6 {
        lab.cql(&format!("INSERT INTO observed (k, c) VALUES (1, {c})")).await;
    }
    let mut text = Statement::new("SELECT c FROM observed WHERE k = ?").with_page_size(2);
    text.set_tracing(true);
    let select = lab.session.prepare(text).await.unwrap();
    let [id] = select.get_prepare_tracing_ids() else { panic!("{:?}", select.get_prepare_tracing_ids()) };
    assert_eq!(lab.session.get_tracing_info(id).await.unwrap().request.as_deref(), Some("Preparing CQL3 query"));

    let pager = lab.session.execute_iter(select, (1,)).await.unwrap();
    let mut rows = pager.rows_stream::<(i32,)>().unwrap();
    let mut read = 0;
    while let Some((c,)) = rows.try_next().await.unwrap() {
        assert_eq!(c, read);
        read += 1;
    }
    let ids: HashSet<_> = rows.tracing_ids().iter().copied().collect();
    assert!(ids.len() >= 3 && ids.len() == rows.tracing_ids().len(), "a trace a page: {:?}", rows.tracing_ids());
    for id in ids {
        lab.trace(&id).await;
    }

    let mut wrong = Statement::new("SELECT c FROM observed WHERE c = 1");
    wrong.set_tracing(true);
    let error = lab.session.query_unpaged(wrong, ()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    let id = error.tracing_id().unwrap();
    lab.session.get_tracing_info(&id).await.unwrap();
}
