//! `list`, `set` and `map` as collections of std, and read one element at a time.

#[path = "../connect.rs"]
mod connect;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::error::Error;

use scylla::deserialize::value::{ListlikeIterator, MapIterator};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "collections", "l list<int>, s set<text>, m map<text, int>").await?;

    let list = vec![3, 1, 3];
    let set: HashSet<&str> = ["b", "a"].into();
    let map: HashMap<String, i32> = HashMap::from([("x".to_owned(), 1), ("y".to_owned(), 2)]);
    let insert = session.prepare("INSERT INTO collections (k, l, s, m) VALUES (?, ?, ?, ?)").await?;
    session.execute_unpaged(&insert, (1, &list, &set, &map)).await?;
    let (set, map): (BTreeSet<String>, BTreeMap<&str, i32>) =
        (set.into_iter().map(str::to_owned).collect(), [("x", 1), ("y", 2)].into());
    session.execute_unpaged(&insert, (2, list.as_slice(), &set, &map)).await?;
    session.execute_unpaged(&insert, (3, Vec::<i32>::new(), Vec::<&str>::new(), &map)).await?;

    let select = session.prepare("SELECT l, s, m FROM collections WHERE k = ?").await?;
    for k in [1, 2] {
        let rows = session.execute_unpaged(&select, (k,)).await?.into_rows_result()?;
        let row = rows.first_row::<(Vec<i32>, BTreeSet<String>, BTreeMap<&str, i32>)>()?;
        assert_eq!(row, (list.clone(), set.clone(), map.clone()));
        let (_, vec, hashed) = rows.first_row::<(Vec<i32>, Vec<String>, HashMap<&str, i32>)>()?;
        assert_eq!((vec.len(), hashed.get("y")), (2, Some(&2)));

        let (elements, entries) = {
            let (elements, _, entries) =
                rows.first_row::<(ListlikeIterator<'_, '_, i32>, HashSet<&str>, MapIterator<'_, '_, &str, i32>)>()?;
            (elements.collect::<Result<Vec<_>, _>>()?, entries.collect::<Result<BTreeMap<_, _>, _>>()?)
        };
        assert_eq!((elements, entries), (list.clone(), map.clone()));
    }
    let rows = session.execute_unpaged(&select, (3,)).await?.into_rows_result()?;
    let row = rows.first_row::<(Option<Vec<i32>>, Vec<String>, BTreeMap<&str, i32>)>()?;
    assert_eq!(row, (None, Vec::new(), map));
    Ok(())
}
