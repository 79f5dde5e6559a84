//! Lifetimes, type parameters and where-clauses.

use ilium::private::Column;
use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "documents", keyspace = "shop")]
struct Document<'a> {
    #[col(partition_key)]
    id: i64,
    title: &'a str,
    body: Option<&'a [u8]>,
}

#[derive(Entity)]
#[entity(table = "pairs")]
struct Pair<K, V>
where
    V: Clone,
{
    #[col(partition_key)]
    key: K,
    value: Vec<V>,
}

#[derive(Dao)]
#[dao(entity = Document<'static>)]
struct DocumentDao {
    #[insert]
    save: Insert<fn(document: &Document<'_>)>,
    #[delete]
    remove: Delete<fn(document: Document<'_>)>,
}

#[derive(Dao)]
#[dao(entity = Pair<String, i32>)]
struct PairDao {
    #[select]
    get: Select<fn(key: &str) -> Option<Pair<String, i32>>>,
    #[insert]
    save: Insert<fn(pair: &Pair<String, i32>)>,
}

fn is_column<T: for<'f, 'm> Column<'f, 'm>>() {}

fn main() {
    is_column::<Option<Vec<i32>>>();
    assert_eq!(<Document<'static> as Entity>::META.keyspace, Some("shop"));
    assert_eq!(<Pair<String, i32> as Entity>::META.columns[1].cql.to_string(), "list<int>");
}
