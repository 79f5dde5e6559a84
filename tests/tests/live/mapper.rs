//! A derived DAO from its prepare to its rows.

use std::collections::HashSet;

use ilium::driver::client::session::Session;
use ilium::prelude::*;

use crate::lab::{Lab, builder, on_every_cluster, shared};

on_every_cluster!(
    rows_are_written_and_read,
    conditional_writes_tell_what_was_there,
    a_condition_that_fails_is_never_an_error,
    a_batch_with_conditions_returns_whether_it_was_applied,
    a_column_is_compared_with_null,
    a_counter_is_changed_by_a_number,
    optional_groups_are_left_out,
    rows_stream_over_pages,
    none_is_unset_or_null,
    bound_statements_go_into_a_batch,
    prepare_reports_every_problem,
    a_keyspace_must_be_known,
    a_profile_is_changed_for_one_clone,
    reading_goes_on_when_the_table_gets_a_column,
);

#[derive(Entity, Debug, Clone, PartialEq)]
#[entity(table = "mapper_users")]
struct User {
    #[col(partition_key)]
    org: Uuid,
    #[col(clustering_key, order = desc)]
    id: i64,
    email: String,
    tags: HashSet<String>,
    home: Option<String>,
    #[col(computed = "writetime(email)")]
    written: Option<i64>,
}

#[derive(Dao, Clone, Debug)]
#[dao(entity = User, profile = "reads")]
struct UserDao {
    #[select]
    get: Select<fn(org: Uuid, id: i64) -> Option<User>>,
    #[select(where = "org = :org [AND id >= :from] [AND id < :to]", limit = ":n")]
    slice: Select<fn(org: Uuid, from: Option<i64>, to: Option<i64>, n: i32) -> Vec<User>>,
    #[select(page_size = 7)]
    by_org: Select<fn(org: Uuid) -> RowStream<User>>,
    #[select(order_by = "id ASC", limit = 1)]
    first: Select<fn(org: Uuid) -> User>,
    #[insert(profile = "writes")]
    save: Insert<fn(user: &User)>,
    #[insert(nulls = null)]
    overwrite: Insert<fn(user: &User)>,
    #[insert(if_not_exists, ttl = ":ttl", profile = "writes")]
    create: Insert<fn(user: &User, ttl: Ttl) -> Applied<User>>,
    #[update]
    replace: Update<fn(user: &User)>,
    #[update]
    relocate: Update<fn(org: Uuid, id: i64, home: Option<&str>)>,
    #[update(set = "tags = tags + :add", if_exists)]
    add_tags: Update<fn(org: Uuid, id: i64, add: &[&str]) -> Applied>,
    #[update(set = "email = :new", if = "email = :old")]
    change_email: Update<fn(org: Uuid, id: i64, new: &str, old: &str) -> Applied<(String,)>>,
    #[delete(profile = "writes")]
    remove: Delete<fn(org: Uuid, id: i64)>,
    #[delete]
    remove_org: Delete<fn(org: Uuid)>,
    #[query("SELECT count(*) FROM {table} WHERE org = :org")]
    count: Query<fn(org: Uuid) -> i64>,
    #[query("SELECT max(id) FROM {keyspace}.mapper_users WHERE org = :org")]
    newest: Query<fn(org: Uuid) -> Option<i64>>,
}

const COLUMNS: &str = "org uuid, id bigint, email text, tags set<text>, home text, PRIMARY KEY (org, id)";

fn profile(consistency: Consistency) -> ExecutionProfile {
    ExecutionProfile::builder().consistency(consistency).build()
}

/// A session with profiles, on the keyspace of the lab, with the table.
async fn session(lab: &Lab) -> Session {
    lab.ddl(&format!("CREATE TABLE IF NOT EXISTS mapper_users ({COLUMNS}) WITH CLUSTERING ORDER BY (id DESC)")).await;
    let session = builder(shared(lab.nodes).await)
        .protocol_version(lab.version)
        .profile("reads", profile(Consistency::Quorum))
        .profile("writes", profile(Consistency::Quorum))
        .profile("analytics", profile(Consistency::All))
        .build()
        .await
        .unwrap();
    session.use_keyspace(&lab.keyspace, false).await.unwrap();
    session
}

async fn users(lab: &Lab) -> (Session, UserDao) {
    let session = session(lab).await;
    let users = UserDao::builder(&session).keyspace(&lab.keyspace).prepare().await.unwrap();
    (session, users)
}

fn user(org: Uuid, id: i64) -> User {
    let tags = HashSet::from(["a".to_owned(), format!("t{id}")]);
    User { org, id, email: format!("{id}@example.org"), tags, home: Some("here".to_owned()), written: None }
}

fn org() -> Uuid {
    Uuid::from_u128(u128::from(rand()))
}

/// Numbers that no other test of this run draws.
fn rand() -> u64 {
    use std::hash::{BuildHasher as _, RandomState};
    RandomState::new().hash_one(0)
}

async fn rows_are_written_and_read(lab: &Lab) {
    let (_session, users) = users(lab).await;
    let org = org();
    assert_eq!(users.get(org, 1).await.unwrap(), None);
    users.save(&user(org, 1)).await.unwrap();
    users.save(&user(org, 2)).await.unwrap();

    let found = users.get(org, 1).await.unwrap().unwrap();
    assert!(found.written.unwrap() > 1_600_000_000_000_000, "{found:?}");
    assert_eq!(User { written: None, ..found }, user(org, 1));
    assert_eq!(users.first(org).await.unwrap().id, 1);
    assert_eq!(users.count(org).await.unwrap(), 2);
    assert_eq!(users.newest(org).await.unwrap(), Some(2));
    assert_eq!(users.newest(self::org()).await.unwrap(), None);

    let replaced = User { email: "new@example.org".to_owned(), ..user(org, 1) };
    users.replace(&replaced).await.unwrap();
    assert_eq!(users.get(org, 1).await.unwrap().unwrap().email, "new@example.org");
    users.remove(org, 1).await.unwrap();
    assert_eq!(users.get(org, 1).await.unwrap(), None);
    users.remove_org(org).await.unwrap();
    assert_eq!(users.count(org).await.unwrap(), 0);

    let none = users.first(org).await.unwrap_err();
    assert_eq!((none.kind(), none.statement()), (ErrorKind::InvalidResponse, Some("UserDao::first")));
}

async fn conditional_writes_tell_what_was_there(lab: &Lab) {
    let (_session, users) = users(lab).await;
    let (org, first) = (org(), user(org(), 0));
    let first = User { org, ..first };
    assert_eq!(users.create(&first, Ttl::seconds(3600)).await.unwrap(), Applied::Yes);
    let second = User { email: "second@example.org".to_owned(), ..first.clone() };
    assert_eq!(users.create(&second, Ttl::NONE).await.unwrap(), Applied::No(first.clone()));

    let changed = users.change_email(org, 0, "third@example.org", "nobody@example.org").await.unwrap();
    assert_eq!(changed, Applied::No(("0@example.org".to_owned(),)));
    assert!(users.change_email(org, 0, "third@example.org", "0@example.org").await.unwrap().is_applied());
    assert_eq!(users.add_tags(org, 0, &["b", "c"]).await.unwrap(), Applied::Yes);
    assert_eq!(users.add_tags(org, 99, &["b"]).await.unwrap(), Applied::No(()));
    let found = users.get(org, 0).await.unwrap().unwrap();
    assert_eq!((found.email.as_str(), found.tags.len()), ("third@example.org", 4));
}

#[derive(Entity, Debug, Clone, PartialEq)]
#[entity(table = "mapper_seats")]
struct Seat {
    #[col(partition_key)]
    show: i32,
    #[col(clustering_key)]
    seat: i32,
    // A static column.
    hall: Option<String>,
    holder: String,
}

#[derive(Dao)]
#[dao(entity = Seat)]
struct SeatDao {
    #[update(set = "holder = :new", if = "holder = :old")]
    pass_on: Update<fn(show: i32, seat: i32, new: &str, old: &str) -> Applied<(String,)>>,
    #[update(set = "holder = :new", if = "hall = :hall AND holder = :old")]
    pass_on_in: Update<fn(show: i32, seat: i32, new: &str, hall: &str, old: &str) -> Applied<(String, Option<String>)>>,
    #[delete(if = "holder = :holder")]
    give_back: Delete<fn(show: i32, seat: i32, holder: &str) -> Applied<(Option<String>,)>>,
    #[update(set = "holder = :new", if = "holder = :old")]
    pass_on_maybe: Update<fn(show: i32, seat: i32, new: Option<&str>, old: Option<&str>) -> Applied<(Option<String>,)>>,
    #[delete(if = "holder != :holder")]
    clear_unless: Delete<fn(show: i32, seat: i32, holder: Option<&str>) -> Applied>,
    #[insert(if_not_exists)]
    take: Insert<fn(seat: &Seat) -> Applied<Seat>>,
    #[query("UPDATE {table} SET holder = 'q' WHERE show = :show AND seat = :seat IF holder = 'nobody'")]
    by_query: Query<fn(show: i32, seat: i32) -> Applied<(String,)>>,
    #[query("UPDATE {table} SET hall = :hall WHERE show = :show")]
    set_hall: Query<fn(show: i32, hall: &str)>,
    #[query("INSERT INTO {table} (show, seat) VALUES (:show, :seat)")]
    without_holder: Query<fn(show: i32, seat: i32)>,
}

async fn a_condition_that_fails_is_never_an_error(lab: &Lab) {
    let columns = "show int, seat int, hall text static, holder text, PRIMARY KEY (show, seat)";
    lab.ddl(&format!("CREATE TABLE IF NOT EXISTS mapper_seats ({columns})")).await;
    let seats = SeatDao::builder(&lab.session).keyspace(&lab.keyspace).prepare().await.unwrap();

    // Neither the row nor its partition exists.
    assert_eq!(seats.pass_on(1, 1, "b", "a").await.unwrap(), Applied::Missing);
    assert_eq!(seats.pass_on_in(1, 1, "b", "h", "a").await.unwrap(), Applied::Missing);
    assert_eq!(seats.give_back(1, 1, "a").await.unwrap(), Applied::Missing);
    assert_eq!(seats.by_query(1, 1).await.unwrap(), Applied::Missing);

    // A row whose column in the condition is null.
    seats.without_holder(2, 1).await.unwrap();
    assert_eq!(seats.give_back(2, 1, "a").await.unwrap(), Applied::No((None,)));
    for answer in [seats.pass_on(2, 1, "b", "a").await.unwrap(), seats.by_query(2, 1).await.unwrap()] {
        assert!(!answer.is_applied());
        assert_eq!(answer.previous().unwrap_err().kind(), ErrorKind::Deserialize);
    }
    let seat = Seat { show: 2, seat: 1, hall: None, holder: "c".to_owned() };
    let taken = seats.take(&seat).await.unwrap();
    assert!(matches!(&taken, Applied::Unreadable(error) if error.statement() == Some("SeatDao::take")), "{taken:?}");

    // The server returns static columns after the others.
    seats.set_hall(3, "blue").await.unwrap();
    assert_eq!(seats.take(&Seat { show: 3, holder: "a".to_owned(), ..seat }).await.unwrap(), Applied::Yes);
    let passed = seats.pass_on_in(3, 1, "b", "red", "x").await.unwrap();
    assert_eq!(passed, Applied::No(("blue".to_owned(), Some("a".to_owned()))));
    assert_eq!(seats.pass_on_in(3, 1, "b", "blue", "a").await.unwrap(), Applied::Yes);
    assert_eq!(seats.give_back(3, 1, "a").await.unwrap(), Applied::No((Some("b".to_owned()),)));
    assert_eq!(seats.give_back(3, 1, "b").await.unwrap(), Applied::Yes);
}

async fn a_batch_with_conditions_returns_whether_it_was_applied(lab: &Lab) {
    let columns = "show int, seat int, hall text static, holder text, PRIMARY KEY (show, seat)";
    lab.ddl(&format!("CREATE TABLE IF NOT EXISTS mapper_seats ({columns})")).await;
    let seats = SeatDao::builder(&lab.session).keyspace(&lab.keyspace).prepare().await.unwrap();
    let two = || {
        let [first, second] = [1, 2].map(|seat| seats.pass_on.bind((20, seat, "b", "a")).unwrap());
        Batch::logged().push(first).push(second)
    };
    assert!(matches!(two().execute_conditional(&lab.session).await.unwrap(), Applied::Missing));
    let seat = |seat, holder: &str| Seat { show: 20, seat, hall: None, holder: holder.to_owned() };
    assert!(seats.take(&seat(1, "a")).await.unwrap().is_applied());
    let Applied::No(rows) = two().execute_conditional(&lab.session).await.unwrap() else { panic!("no row") };
    assert_eq!(rows.read::<(i32, i32, String)>().unwrap(), [(20, 1, "a".to_owned())]);
    assert!(seats.take(&seat(2, "c")).await.unwrap().is_applied());
    let Applied::No(rows) = two().execute_conditional(&lab.session).await.unwrap() else { panic!("no row") };
    let read = rows.read::<(i32, i32, String)>().unwrap();
    assert_eq!(read, [(20, 1, "a".to_owned()), (20, 2, "c".to_owned())]);

    assert!(seats.pass_on(20, 2, "a", "c").await.unwrap().is_applied());
    let error = two().execute(&lab.session).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadConfig, "{error}");
    assert!(two().execute_conditional(&lab.session).await.unwrap().is_applied());
    assert_eq!(seats.pass_on(20, 2, "x", "y").await.unwrap(), Applied::No(("b".to_owned(),)));

    // All columns after `IF NOT EXISTS`.
    let take = Batch::unlogged().push(seats.take.bind((&seat(1, "z"),)).unwrap());
    let Applied::No(rows) = take.execute_conditional(&lab.session).await.unwrap() else { panic!("no row") };
    assert_eq!(rows.read::<Seat>().unwrap(), [seat(1, "b")]);
}

async fn a_column_is_compared_with_null(lab: &Lab) {
    let columns = "show int, seat int, hall text static, holder text, PRIMARY KEY (show, seat)";
    lab.ddl(&format!("CREATE TABLE IF NOT EXISTS mapper_seats ({columns})")).await;
    let seats = SeatDao::builder(&lab.session).keyspace(&lab.keyspace).prepare().await.unwrap();
    // A row that does not exist has nulls.
    assert_eq!(seats.pass_on_maybe(30, 1, Some("a"), None).await.unwrap(), Applied::Yes);
    let taken = Applied::No((Some("a".to_owned()),));
    assert_eq!(seats.pass_on_maybe(30, 1, Some("b"), None).await.unwrap(), taken);
    // What is absent is null in the condition, but unset where it is written.
    assert_eq!(seats.pass_on_maybe(30, 1, None, Some("a")).await.unwrap(), Applied::Yes);
    assert_eq!(seats.pass_on_maybe(30, 1, Some("b"), None).await.unwrap(), taken);

    assert!(!seats.clear_unless(30, 1, Some("a")).await.unwrap().is_applied());
    assert!(seats.clear_unless(30, 1, None).await.unwrap().is_applied());
    assert!(!seats.clear_unless(30, 1, None).await.unwrap().is_applied());
    seats.without_holder(30, 1).await.unwrap();
    assert_eq!(seats.pass_on_maybe(30, 1, Some("c"), Some("b")).await.unwrap(), Applied::No((None,)));
    assert_eq!(seats.pass_on_maybe(30, 1, Some("c"), None).await.unwrap(), Applied::Yes);
}

#[derive(Entity, Debug, Clone, PartialEq)]
#[entity(table = "mapper_visits")]
struct Visits {
    #[col(partition_key)]
    page: i32,
    hits: Counter,
}

#[derive(Dao)]
#[dao(entity = Visits)]
struct VisitsDao {
    #[update(set = "hits = hits + :by")]
    add: Update<fn(page: i32, by: i64)>,
    #[update(set = "hits = hits - :by")]
    take: Update<fn(page: i32, by: Counter)>,
    #[select]
    get: Select<fn(page: i32) -> Option<Visits>>,
}

async fn a_counter_is_changed_by_a_number(lab: &Lab) {
    lab.ddl("CREATE TABLE mapper_visits (page int PRIMARY KEY, hits counter)").await;
    let visits = VisitsDao::builder(&lab.session).keyspace(&lab.keyspace).prepare().await.unwrap();
    visits.add(1, 10).await.unwrap();
    visits.take(1, Counter(3)).await.unwrap();
    let batch = Batch::counter().push(visits.add.bind((1, -20)).unwrap());
    batch.push(visits.take.bind((2, Counter(5))).unwrap()).execute(&lab.session).await.unwrap();
    assert_eq!(visits.get(1).await.unwrap(), Some(Visits { page: 1, hits: Counter(-13) }));
    assert_eq!(visits.get(2).await.unwrap(), Some(Visits { page: 2, hits: Counter(-5) }));
}

async fn optional_groups_are_left_out(lab: &Lab) {
    let (_session, users) = users(lab).await;
    let org = org();
    for id in 0..6 {
        users.save(&user(org, id)).await.unwrap();
    }
    let ids = |rows: Vec<User>| rows.into_iter().map(|user| user.id).collect::<Vec<_>>();
    // Every combination is prepared with the DAO, so one that was never executed can be bound.
    assert!(users.slice.bind((org, Some(2), None, 10)).is_ok());
    assert_eq!(ids(users.slice(org, None, None, 10).await.unwrap()), [5, 4, 3, 2, 1, 0]);
    assert_eq!(ids(users.slice(org, Some(2), None, 10).await.unwrap()), [5, 4, 3, 2]);
    assert_eq!(ids(users.slice(org, None, Some(2), 10).await.unwrap()), [1, 0]);
    assert_eq!(ids(users.slice(org, Some(1), Some(5), 3).await.unwrap()), [4, 3, 2]);
    assert_eq!(ids(users.slice(org, Some(2), None, 1).await.unwrap()), [5]);
    assert!(users.slice.bind((org, Some(2), None, 10)).is_ok());
}

async fn rows_stream_over_pages(lab: &Lab) {
    let (_session, users) = users(lab).await;
    let org = org();
    for id in 0..30 {
        users.save(&user(org, id)).await.unwrap();
    }
    let rows: Vec<User> = users.by_org(org).await.unwrap().try_collect().await.unwrap();
    let ids: Vec<i64> = rows.iter().map(|user| user.id).collect();
    assert_eq!(ids, (0..30).rev().collect::<Vec<_>>());
    let mut dropped = users.by_org(org).await.unwrap();
    assert_eq!(dropped.try_next().await.unwrap().unwrap().id, 29);
}

async fn none_is_unset_or_null(lab: &Lab) {
    let (_session, users) = users(lab).await;
    let org = org();
    users.save(&user(org, 1)).await.unwrap();
    let without = User { home: None, ..user(org, 1) };
    users.save(&without).await.unwrap();
    assert_eq!(users.get(org, 1).await.unwrap().unwrap().home.as_deref(), Some("here"));
    users.relocate(org, 1, None).await.unwrap();
    assert_eq!(users.get(org, 1).await.unwrap().unwrap().home.as_deref(), Some("here"));
    users.relocate(org, 1, Some("there")).await.unwrap();
    assert_eq!(users.get(org, 1).await.unwrap().unwrap().home.as_deref(), Some("there"));
    users.overwrite(&without).await.unwrap();
    assert_eq!(users.get(org, 1).await.unwrap().unwrap().home, None);
}

async fn bound_statements_go_into_a_batch(lab: &Lab) {
    let (session, users) = users(lab).await;
    let org = org();
    users.save(&user(org, 1)).await.unwrap();
    // Its statements are tied to two names, so the batch says which it follows.
    let writes = session.profiles().handle("writes").unwrap();
    Batch::logged()
        .profile(writes)
        .push(users.save.bind((&user(org, 2),)).unwrap())
        .push(users.relocate.bind((org, 1, Some("batch"))).unwrap())
        .push(users.remove.bind((org, 3)).unwrap())
        .execute(&session)
        .await
        .unwrap();
    assert_eq!(users.count(org).await.unwrap(), 2);
    assert_eq!(users.get(org, 1).await.unwrap().unwrap().home.as_deref(), Some("batch"));
    Batch::unlogged().execute(&session).await.unwrap();
}

#[derive(Entity)]
#[entity(table = "mapper_users")]
struct Wrong {
    #[col(partition_key)]
    org: Uuid,
    #[col(clustering_key)]
    id: i32,
    mail: String,
}

#[derive(Dao)]
#[dao(entity = Wrong)]
struct WrongDao {
    #[query("SELECT count(*) FROM {table} WHERE org = :org", profile = "reeds")]
    profile: Query<fn(org: Uuid) -> i64>,
    #[select]
    column: Select<fn(org: Uuid) -> Vec<Wrong>>,
    #[delete]
    parameter: Delete<fn(org: Uuid, id: i32)>,
    #[query("SELECT id FROM mapper_users WHERE org = :org")]
    result: Query<fn(org: Uuid) -> Vec<i32>>,
    #[query("SELECT id FROM mapper_nothing WHERE org = :org")]
    table: Query<fn(org: Uuid) -> Vec<i64>>,
    #[query("SELECT id AS number FROM {keyspace}.mapper_users WHERE org = :org")]
    right: Query<fn(org: Uuid) -> Vec<i64>>,
}

async fn prepare_reports_every_problem(lab: &Lab) {
    let session = session(lab).await;
    let error = WrongDao::prepare(&session).await.err().unwrap();
    let text = error.to_string();
    let problems: Vec<_> = error.problems().iter().map(|problem| (problem.statement(), problem.message())).collect();
    let expected = [
        ("WrongDao::profile", "unknown execution profile `reeds`, did you mean `reads`?"),
        ("WrongDao::column", "mail"),
        ("WrongDao::parameter", "parameter `id: i32` is CQL int, but on the server `id` is bigint"),
        ("WrongDao::result", "bigint"),
        ("WrongDao::table", "mapper_nothing"),
    ];
    assert_eq!(problems.len(), expected.len(), "{text}");
    for ((at, message), (statement, words)) in problems.into_iter().zip(expected) {
        assert_eq!(at, statement, "{text}");
        assert!(message.contains(words), "{statement}: {words}: {text}");
        assert!(text.contains(&format!("{statement} (tests/tests/live/mapper.rs:")), "{text}");
    }
}

async fn a_keyspace_must_be_known(lab: &Lab) {
    let profiles = ["reads", "writes"].map(|name| (name, profile(Consistency::One)));
    let session = builder(shared(lab.nodes).await).protocol_version(lab.version);
    let session = profiles.into_iter().fold(session, |session, (name, profile)| session.profile(name, profile));
    let session = session.build().await.unwrap();
    let error = UserDao::prepare(&session).await.unwrap_err();
    assert_eq!(error.problems().len(), UserDao::STATEMENTS.len(), "{error}");
    let newest = error.problems().iter().find(|problem| problem.statement() == "UserDao::newest").unwrap();
    assert!(newest.message().ends_with("and the session has none"), "{newest}");
    assert!(error.problems().iter().filter(|problem| problem.cause().is_some()).count() > 10, "{error}");
}

async fn a_profile_is_changed_for_one_clone(lab: &Lab) {
    let (session, users) = users(lab).await;
    let labels = |name: &str| {
        let usage = session.profiles().usage();
        usage.get(name).unwrap().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(labels("writes"), ["UserDao::create", "UserDao::remove", "UserDao::save"]);
    assert_eq!(labels("analytics"), Vec::<String>::new());
    let nightly = users.with_profile("writes", "analytics").unwrap();
    assert_eq!(labels("analytics"), ["UserDao::create", "UserDao::remove", "UserDao::save"]);
    let org = org();
    nightly.save(&user(org, 1)).await.unwrap();
    assert!(users.get(org, 1).await.unwrap().is_some());
    let fast = users.get.with(|options| options.consistency(Consistency::One).trace(true));
    assert!(fast.call((org, 1)).await.unwrap().is_some());
    assert_eq!(fast.cql(), users.get.cql());

    drop(nightly);
    assert_eq!(labels("analytics"), Vec::<String>::new());
    let value = users.with_profile("writes", profile(Consistency::One)).unwrap();
    value.save(&user(org, 2)).await.unwrap();
    let unknown = users.with_profile("writes", "nightly").unwrap_err().to_string();
    assert!(unknown.contains("nightly") && unknown.contains("analytics"), "{unknown}");
    let unused = users.with_profile("analytics", "reads").unwrap_err().to_string();
    assert!(unused.contains("`analytics`") && unused.contains("`reads`"), "{unused}");
    drop((users, value, fast));
    assert_eq!(labels("reads"), Vec::<String>::new());
}

#[derive(Entity, Debug, PartialEq)]
#[entity(table = "mapper_altered")]
struct Altered {
    #[col(partition_key)]
    id: i64,
    name: String,
}

#[derive(Dao)]
#[dao(entity = Altered)]
struct AlteredDao {
    #[select]
    get: Select<fn(id: i64) -> Option<Altered>>,
    #[insert]
    save: Insert<fn(row: &Altered)>,
    #[insert(if_not_exists)]
    create: Insert<fn(row: &Altered) -> Applied<Altered>>,
    #[query("SELECT {columns} FROM {table} WHERE id = :id")]
    find: Query<fn(id: i64) -> Option<Altered>>,
}

async fn reading_goes_on_when_the_table_gets_a_column(lab: &Lab) {
    lab.ddl("DROP TABLE IF EXISTS mapper_altered").await;
    lab.ddl("CREATE TABLE mapper_altered (id bigint PRIMARY KEY, name text)").await;
    let rows = AlteredDao::builder(&lab.session).keyspace(&lab.keyspace).prepare().await.unwrap();
    let row = Altered { id: 1, name: "one".to_owned() };
    rows.save(&row).await.unwrap();
    assert_eq!(rows.find(1).await.unwrap(), Some(Altered { id: 1, name: "one".to_owned() }));
    lab.ddl("ALTER TABLE mapper_altered ADD extra int").await;
    for _ in 0..3 {
        assert_eq!(rows.get(1).await.unwrap(), Some(Altered { id: 1, name: "one".to_owned() }));
        assert_eq!(rows.find(1).await.unwrap(), Some(Altered { id: 1, name: "one".to_owned() }));
    }
    // The answer has a column that the entity does not know.
    assert_eq!(rows.create(&row).await.unwrap(), Applied::No(Altered { id: 1, name: "one".to_owned() }));
}
