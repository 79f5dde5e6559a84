//! A user-defined type that gets another field while a program that knows the field already is running.

use std::time::{Duration, Instant};

use ilium::prelude::*;
use ilium_driver::{DeserializeValue, SerializeValue};

use crate::lab::{Lab, builder, on_every_cluster, shared};

on_every_cluster!(a_new_field_is_written_and_read_from_then_on);

#[derive(SerializeValue, DeserializeValue, Clone, Debug, PartialEq)]
struct Home {
    street: String,
    #[cql(allow_missing)]
    floor: Option<i32>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "tenants")]
struct Tenant {
    #[col(partition_key)]
    k: i32,
    home: Home,
    others: Vec<Home>,
}

#[derive(Dao, Clone)]
#[dao(entity = Tenant)]
struct TenantDao {
    #[select]
    get: Select<fn(k: i32) -> Option<Tenant>>,
    #[insert]
    save: Insert<fn(row: &Tenant)>,
}

async fn a_new_field_is_written_and_read_from_then_on(lab: &Lab) {
    lab.ddl("CREATE TYPE grown_home (street text)").await;
    lab.ddl("CREATE TABLE tenants (k int PRIMARY KEY, home frozen<grown_home>, others list<frozen<grown_home>>)").await;
    let other = builder(shared(lab.nodes).await).protocol_version(lab.version).use_keyspace(&lab.keyspace, false);
    let session = other.build().await.unwrap();
    let own = TenantDao::prepare(&lab.session).await.unwrap();
    let others = TenantDao::prepare(&session).await.unwrap();
    let home = |floor| Home { street: "a".to_owned(), floor };
    let tenant = |k: i32, floor| Tenant { k, home: home(floor), others: vec![home(floor)] };
    for dao in [&own, &others] {
        for k in 0..6 {
            dao.save(&tenant(k, Some(7))).await.unwrap();
            assert_eq!(dao.get(k).await.unwrap(), Some(tenant(k, None)));
        }
    }
    lab.ddl("ALTER TYPE grown_home ADD floor int").await;
    // The session that made the change goes first: nodes do not tell the other one that they had forgotten its statements.
    for k in 0..6 {
        own.save(&tenant(k, Some(7))).await.unwrap();
        assert_eq!(own.get(k).await.unwrap(), Some(tenant(k, Some(7))));
    }
    let started = Instant::now();
    while others.get(0).await.unwrap() != Some(tenant(0, Some(8))) {
        assert!(started.elapsed() < Duration::from_secs(10), "{:?}", others.get(0).await);
        others.save(&tenant(0, Some(8))).await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // On each node.
    for k in 6..18 {
        others.save(&tenant(k, Some(9))).await.unwrap();
        assert_eq!(own.get(k).await.unwrap(), Some(tenant(k, Some(9))));
        assert_eq!(others.get(k).await.unwrap(), Some(tenant(k, Some(9))));
    }
}
