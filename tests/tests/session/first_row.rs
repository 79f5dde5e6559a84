//! A statement of which one row is taken does not read a whole partition for it.

use ilium::prelude::*;
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::wire::Opcode;
use ilium_mock::{MockCluster, MockStatement, When};

use crate::scene::connect;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "posts", keyspace = "ks")]
struct Post {
    #[col(partition_key)]
    author: i32,
    #[col(clustering_key, order = desc)]
    number: i32,
    likes: i32,
}

#[derive(Dao)]
#[dao(entity = Post)]
struct PostDao {
    #[select]
    get: Select<fn(author: i32, number: i32) -> Option<Post>>,
    #[select]
    newest: Select<fn(author: i32) -> Option<Post>>,
    #[select]
    surely: Select<fn(author: i32) -> Post>,
    #[select(order_by = "number ASC")]
    oldest: Select<fn(author: i32) -> Option<Post>>,
    #[select(where = "author = :author [AND number < :before]")]
    before: Select<fn(author: i32, before: Option<i32>) -> Option<Post>>,
    #[select(where = "author = :author AND number IN (1, 2)")]
    either: Select<fn(author: i32) -> Option<Post>>,
    #[select(limit = 7)]
    limited: Select<fn(author: i32) -> Option<Post>>,
    #[select]
    all: Select<fn(author: i32) -> Vec<Post>>,
    #[query("SELECT {columns} FROM {table} WHERE author = :author AND number = 1")]
    first: Query<fn(author: i32) -> Option<Post>>,
    #[query("SELECT {columns} FROM {table} WHERE author = :author LIMIT 1")]
    newest_too: Query<fn(author: i32) -> Option<Post>>,
    #[query("SELECT max(likes) FROM {table} WHERE author = :author")]
    most: Query<fn(author: i32) -> Option<i32>>,
    #[query("SELECT likes FROM ks.others WHERE author = :author")]
    of_another_table: Query<fn(author: i32) -> Option<i32>>,
}

const POSTS: &str = "SELECT author, number, likes FROM ks.posts WHERE author = :author";

fn statement(cql: &str, markers: &[&str]) -> MockStatement {
    let with_marker = |statement: MockStatement, name: &&str| statement.marker(name, NativeType::Int);
    let statement = markers.iter().fold(MockStatement::new(cql).table("ks", "posts"), with_marker);
    match cql.starts_with(POSTS) {
        true => ["author", "number", "likes"]
            .iter()
            .fold(statement, |statement, name| statement.column(name, NativeType::Int))
            .answers(|_, rows| rows.row((1, 2, 3)).into()),
        false => statement.column("likes", NativeType::Int).answers(|_, rows| rows.row((3,)).into()),
    }
}

#[tokio::test(start_paused = true)]
async fn the_server_is_asked_for_one_row_unless_the_key_is_whole() {
    let author = ["author"];
    let posts = |rest: &str| format!("{POSTS}{rest}");
    let texts = [
        (posts(""), &author[..]),
        (posts(" AND number = :number"), &["author", "number"]),
        (posts(" LIMIT 1"), &author),
        (posts(" ORDER BY number ASC LIMIT 1"), &author),
        (posts(" AND number < :before LIMIT 1"), &["author", "before"]),
        (posts(" AND number IN (1, 2) LIMIT 1"), &author),
        (posts(" LIMIT 7"), &author),
        (posts(" AND number = 1"), &author),
        ("SELECT max(likes) FROM ks.posts WHERE author = :author".to_owned(), &author),
        ("SELECT likes FROM ks.others WHERE author = :author".to_owned(), &author),
    ];
    let scripted = texts
        .iter()
        .fold(MockCluster::builder().in_memory(), |cluster, (cql, markers)| cluster.statement(statement(cql, markers)));
    let cluster = scripted.start().await.unwrap();
    let posts_of = PostDao::prepare(&connect(&cluster).await).await.unwrap();
    let post = Post { author: 1, number: 2, likes: 3 };

    cluster.forget_requests();
    assert_eq!(posts_of.get(1, 2).await.unwrap().as_ref(), Some(&post));
    assert_eq!(posts_of.newest(1).await.unwrap().as_ref(), Some(&post));
    assert_eq!(posts_of.surely(1).await.unwrap(), post);
    assert_eq!(posts_of.oldest(1).await.unwrap().as_ref(), Some(&post));
    assert_eq!(posts_of.before(1, None).await.unwrap().as_ref(), Some(&post));
    assert_eq!(posts_of.before(1, Some(9)).await.unwrap().as_ref(), Some(&post));
    assert_eq!(posts_of.either(1).await.unwrap().as_ref(), Some(&post));
    assert_eq!(posts_of.limited(1).await.unwrap().as_ref(), Some(&post));
    assert_eq!(posts_of.all(1).await.unwrap(), std::slice::from_ref(&post));
    assert_eq!(posts_of.first(1).await.unwrap().as_ref(), Some(&post));
    assert_eq!(posts_of.newest_too(1).await.unwrap().as_ref(), Some(&post));
    assert_eq!(posts_of.most(1).await.unwrap(), Some(3));
    assert_eq!(posts_of.of_another_table(1).await.unwrap(), Some(3));

    let sent = cluster.requests_where(&When::opcode(Opcode::Execute));
    let sent: Vec<String> = sent.iter().map(|request| request.cql().unwrap()).collect();
    let expected = [
        posts(" AND number = :number"),
        posts(" LIMIT 1"),
        posts(" LIMIT 1"),
        posts(" ORDER BY number ASC LIMIT 1"),
        posts(" LIMIT 1"),
        posts(" AND number < :before LIMIT 1"),
        posts(" AND number IN (1, 2) LIMIT 1"),
        posts(" LIMIT 7"),
        posts(""),
        posts(" AND number = 1"),
        posts(" LIMIT 1"),
        texts[8].0.clone(),
        texts[9].0.clone(),
    ];
    assert_eq!(sent, expected);
}
