//! A DAO with a statement of each kind, as an application would write it.
#![deny(missing_docs, unused)]

use std::collections::HashSet;

use ilium::prelude::*;

/// A member of an organisation.
#[derive(Entity, Debug, Clone, PartialEq)]
#[entity(table = "users")]
pub struct User {
    #[col(partition_key)]
    org: Uuid,
    #[col(clustering_key, order = desc)]
    id: CqlTimeuuid,
    email: String,
    tags: HashSet<String>,
    home: Option<String>,
    #[col(computed = "writetime(email)")]
    written: Option<i64>,
    #[col(skip)]
    cached: bool,
}

/// Everything the application does with users.
#[derive(Dao, Clone)]
#[dao(entity = User, profile = "reads", nulls = unset)]
pub struct UserDao {
    /// One user by primary key.
    #[select]
    pub get: Select<fn(org: Uuid, id: CqlTimeuuid) -> Option<User>>,
    /// `[…]` groups are left out when their parameter is `None`.
    #[select(where = "org = :org [AND id >= :from] [AND id < :to]", limit = ":n")]
    slice: Select<fn(org: Uuid, from: Option<CqlTimeuuid>, to: Option<CqlTimeuuid>, n: i32) -> Vec<User>>,
    #[select(page_size = 500, order_by = "id ASC")]
    by_org: Select<fn(org: Uuid) -> RowStream<User>>,
    #[select(where = "email = :email", allow_filtering, consistency = LocalOne, timeout = "80ms")]
    by_email: Select<fn(email: &str) -> Vec<User>>,
    #[select(where = "org IN :orgs", per_partition_limit = 1)]
    latest: Select<fn(orgs: &[Uuid]) -> Vec<User>>,
    #[select]
    all: Select<fn() -> RowStream<User>>,
    #[insert(profile = "writes")]
    save: Insert<fn(user: &User)>,
    #[insert(if_not_exists, ttl = ":ttl", profile = "writes")]
    create: Insert<fn(user: &User, ttl: Ttl) -> Applied<User>>,
    #[insert(timestamp = ":at", ttl = 60)]
    invite: Insert<fn(org: Uuid, id: CqlTimeuuid, email: &str, home: Option<&str>, at: i64)>,
    #[update(profile = "writes", nulls = null)]
    replace: Update<fn(user: User)>,
    #[update]
    move_home: Update<fn(org: Uuid, id: CqlTimeuuid, home: Option<String>)>,
    #[update(set = "tags = tags + :add", if_exists, profile = "writes")]
    add_tags: Update<fn(org: Uuid, id: CqlTimeuuid, add: &[&str]) -> Applied>,
    #[update(set = "email = :new", if = "email = :old", profile = "writes")]
    change_email: Update<fn(org: Uuid, id: CqlTimeuuid, new: &str, old: &str) -> Applied<(String,)>>,
    #[delete(profile = "writes")]
    remove: Delete<fn(org: Uuid, id: CqlTimeuuid)>,
    #[delete]
    remove_org: Delete<fn(org: Uuid)>,
    #[delete(where = "org = :org AND id < :before", idempotent = false)]
    expire: Delete<fn(org: Uuid, before: CqlTimeuuid)>,
    #[query("SELECT count(*) FROM {table} WHERE org = :org", timeout = "2s")]
    count: Query<fn(org: Uuid) -> i64>,
    #[query("SELECT {columns} FROM {table} WHERE org = :org LIMIT 3")]
    few: Query<fn(org: Uuid) -> Vec<User>>,
    #[query("SELECT email, home FROM {table} WHERE org = :org AND id = :id")]
    contact: Query<fn(org: Uuid, id: CqlTimeuuid) -> Option<(String, Option<String>)>>,
    #[query("UPDATE {table} SET home = null WHERE org = :org AND id = :id")]
    evict: Query<fn(org: Uuid, id: CqlTimeuuid)>,
}

/// Calls of each kind; what they do is shown by tests on a real server.
pub async fn calls(session: &Session, org: Uuid, id: CqlTimeuuid, user: User) -> Result<(), Box<dyn std::error::Error>> {
    let users: UserDao = UserDao::prepare(session).await?;
    let _elsewhere = UserDao::builder(session).keyspace("other").table("people").prepare().await?;
    let _: Option<User> = users.get(org, id).await?;
    let _: Option<User> = users.get.with(|o| o.consistency(Consistency::Two)).call((org, id)).await?;
    let _: &str = users.get.cql();
    let nightly = users.with_profile("reads", "analytics")?;
    let _: Vec<User> = nightly.slice(org, Some(id), None, 20).await?;
    let mut stream = users.by_org(org).await?;
    while let Some(user) = stream.try_next().await? {
        let _: User = user;
    }
    let _ = users.by_email("a@b").await?;
    let _ = users.latest(&[org]).await?;
    let _ = users.all().await?;
    users.save(&user).await?;
    if let Applied::No(existing) = users.create(&user, Ttl::seconds(60)).await? {
        let _: User = existing;
    }
    users.invite(org, id, "a@b", None, 1).await?;
    users.replace(user.clone()).await?;
    users.move_home(org, id, None).await?;
    let _: bool = users.add_tags(org, id, &["a"]).await?.is_applied();
    let _: Option<(String,)> = users.change_email(org, id, "new@b", "a@b").await?.previous()?;
    users.remove(org, id).await?;
    users.remove_org(org).await?;
    users.expire(org, id).await?;
    let _: i64 = users.count(org).await?;
    let _ = users.few(org).await?;
    let _ = users.contact(org, id).await?;
    users.evict(org, id).await?;
    Batch::logged().push(users.save.bind((&user,))?).push(users.remove.bind((org, id))?).execute(session).await?;
    Ok(())
}

/// A future of a method can go to another thread.
pub fn is_send<'a>(users: &'a UserDao, user: &'a User) -> impl Future<Output = Result<(), Error>> + Send + 'a {
    async move {
        users.save(user).await?;
        users.get(user.org, user.id).await?;
        let _ = users.add_tags(user.org, user.id, &["a"]).await?;
        Ok(())
    }
}

fn main() {
    assert_eq!(UserDao::NAME, "UserDao");
    assert_eq!(UserDao::STATEMENTS.len(), 20);
}
