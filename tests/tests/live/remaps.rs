//! One remap, and every statement of every DAO on that name follows: the server itself says so.

use std::collections::{HashMap, HashSet};

use ilium::driver::statement::unprepared::Statement;
use ilium::prelude::*;

use crate::lab::{Lab, builder, on_every_cluster, shared};

on_every_cluster!(one_remap_moves_every_statement_of_the_name);

#[derive(Entity, Debug)]
#[entity(table = "members")]
struct Member {
    #[col(partition_key)]
    org: Uuid,
    #[col(clustering_key)]
    id: i32,
    email: String,
}

#[derive(Dao, Clone)]
#[dao(entity = Member, profile = "reads")]
struct MemberDao {
    #[select]
    get: Select<fn(org: Uuid, id: i32) -> Option<Member>>,
    #[query("SELECT count(*) FROM {table} WHERE org = :org")]
    count: Query<fn(org: Uuid) -> i64>,
    #[insert(profile = "writes")]
    save: Insert<fn(member: &Member)>,
}

/// A session with named profiles, and a DAO on it.
async fn dao(lab: &Lab) -> (Session, MemberDao) {
    lab.ddl("CREATE TABLE members (org uuid, id int, email text, PRIMARY KEY (org, id))").await;
    let session = builder(shared(lab.nodes).await)
        .protocol_version(lab.version)
        .use_keyspace(lab.session.get_keyspace().unwrap().as_str(), true)
        .profile("reads", profile(Consistency::LocalQuorum))
        .profile("writes", profile(Consistency::LocalQuorum))
        .profile("degraded", profile(Consistency::One))
        .build()
        .await
        .unwrap();
    let dao = MemberDao::prepare(&session).await.unwrap();
    (session, dao)
}

fn profile(consistency: Consistency) -> ExecutionProfile {
    ExecutionProfile::builder().consistency(consistency).build()
}

/// The consistency that the server recorded for the new traces of requests that bound `org`.
async fn recorded(session: &Session, org: Uuid, seen: &mut HashSet<Uuid>) -> Vec<String> {
    let org = org.to_string();
    let mut select = Statement::new("SELECT session_id, parameters FROM system_traces.sessions");
    select.set_consistency(Consistency::One);
    for _ in 0..1200 {
        let rows = session.query_unpaged(select.clone(), ()).await.unwrap().into_rows_result().unwrap();
        let mut new = Vec::new();
        for row in rows.rows::<(Uuid, Option<HashMap<String, String>>)>().unwrap() {
            let (id, parameters) = row.unwrap();
            let parameters = parameters.unwrap_or_default();
            if parameters.values().any(|value| *value == org) && seen.insert(id) {
                new.push(parameters["consistency_level"].clone());
            }
        }
        if !new.is_empty() {
            return new;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Vec::new()
}

async fn one_remap_moves_every_statement_of_the_name(lab: &Lab) {
    let (session, members) = dao(lab).await;
    let usage = session.profiles().usage();
    let reads: Vec<&str> = usage["reads"].iter().map(|label| &**label).collect();
    assert!(reads.contains(&"MemberDao::get") && reads.contains(&"MemberDao::count"), "{reads:?}");
    let writes: Vec<&str> = usage["writes"].iter().map(|label| &**label).collect();
    assert!(writes.contains(&"MemberDao::save") && !writes.contains(&"MemberDao::get"), "{writes:?}");
    // The clusters are shared, and may hold traces of an earlier run: this test knows its own by the key.
    let org = Uuid::from_u128(std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos());
    let mut seen = HashSet::new();
    members.save(&Member { org: Uuid::nil(), id: 1, email: String::new() }).await.unwrap();
    assert_eq!(members.count(Uuid::nil()).await.unwrap(), 1);
    let traced = members.get.with(|options| options.trace(true));
    traced.call((org, 1)).await.unwrap();
    assert_eq!(recorded(&session, org, &mut seen).await, ["LOCAL_QUORUM"]);
    session.profiles().remap("reads", "degraded").unwrap();
    traced.call((org, 1)).await.unwrap();
    assert_eq!(recorded(&session, org, &mut seen).await, ["ONE"]);
    let two = members.get.with(|options| options.trace(true).consistency(Consistency::All));
    two.call((org, 1)).await.unwrap();
    assert_eq!(recorded(&session, org, &mut seen).await, ["ALL"]);
    session.profiles().reset("reads").unwrap();
    let other = members.with_profile("reads", "degraded").unwrap();
    other.get.with(|options| options.trace(true)).call((org, 1)).await.unwrap();
    assert_eq!(recorded(&session, org, &mut seen).await, ["ONE"]);
    traced.call((org, 1)).await.unwrap();
    assert_eq!(recorded(&session, org, &mut seen).await, ["LOCAL_QUORUM"]);
    drop((members, other, traced, two));
    assert!(session.profiles().usage().values().all(Vec::is_empty), "{:?}", session.profiles().usage());
}
