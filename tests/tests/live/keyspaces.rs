//! The session's keyspace.

use ilium_driver::errors::ErrorKind;

use crate::lab::{Lab, builder, on_every_cluster, shared};

on_every_cluster!(
    use_keyspace_holds_on_every_connection,
    a_raw_use_is_followed,
    a_keyspace_that_is_not_there_is_an_error
);

async fn make(lab: &Lab, keyspace: &str) {
    lab.ddl(&format!("DROP KEYSPACE IF EXISTS {keyspace}")).await;
    let strategy = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
    lab.ddl(&format!("CREATE KEYSPACE {keyspace} WITH replication = {strategy}")).await;
    lab.ddl(&format!("CREATE TABLE {keyspace}.here (k int PRIMARY KEY)")).await;
}

async fn use_keyspace_holds_on_every_connection(lab: &Lab) {
    let name = format!("Ilium_Use_{}_{}", lab.nodes, lab.version);
    make(lab, &format!("\"{name}\"")).await;
    lab.session.use_keyspace(&name, true).await.unwrap();
    let given = lab.session.get_keyspace().unwrap();
    assert_eq!(given.as_str(), name);
    lab.session.use_keyspace(given.as_str(), true).await.unwrap();
    for _ in 0..3 * lab.nodes {
        lab.cql("SELECT k FROM here").await;
    }
    let session =
        builder(shared(lab.nodes).await).protocol_version(lab.version).use_keyspace(&name, true).build().await;
    session.unwrap().query_unpaged("SELECT k FROM here", ()).await.unwrap();
    lab.ddl(&format!("DROP KEYSPACE \"{name}\"")).await;
}

async fn a_raw_use_is_followed(lab: &Lab) {
    let name = format!("ilium_raw_use_{}_{}", lab.nodes, lab.version);
    make(lab, &name).await;
    lab.cql(&format!("USE {name}")).await;
    for _ in 0..3 * lab.nodes {
        lab.cql("SELECT k FROM here").await;
    }
    lab.ddl(&format!("DROP KEYSPACE {name}")).await;
}

async fn a_keyspace_that_is_not_there_is_an_error(lab: &Lab) {
    let before = lab.session.get_keyspace();
    let error = lab.session.use_keyspace("no_such_keyspace", false).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert_eq!(lab.session.get_keyspace(), before);
    let error = lab.session.use_keyspace("", false).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Keyspace, "{error}");
}
