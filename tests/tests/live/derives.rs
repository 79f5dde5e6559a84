//! The forms of the derives, against what a server makes of them.

use ilium::prelude::*;
use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

use crate::lab::{Lab, on_every_cluster};

// How values are written does not depend on how many nodes there are.
on_every_cluster!(@ one_node_v5, 1, V5, [
    user_defined_types_go_by_name_and_by_order
    a_type_that_grows_is_read_and_written_as_before
    flattened_fields_are_columns
    enums_newtypes_and_tuple_structs_are_columns
    columns_may_be_missing
    derived_values_are_fields_of_entities
]);
on_every_cluster!(@ one_node_v4, 1, V4, [
    user_defined_types_go_by_name_and_by_order
    a_type_that_grows_is_read_and_written_as_before
    flattened_fields_are_columns
    enums_newtypes_and_tuple_structs_are_columns
    columns_may_be_missing
    derived_values_are_fields_of_entities
]);

#[derive(SerializeValue, DeserializeValue, Clone, Debug, PartialEq)]
#[cql(rename_all = "camelCase")]
struct ByName {
    zip: i32,
    street_name: String,
}

#[derive(SerializeValue, DeserializeValue, Clone, Debug, PartialEq)]
#[cql(flavor = "enforce_order")]
struct InOrder {
    #[cql(rename = "streetName")]
    street: String,
    zip: i32,
}

#[derive(SerializeValue, DeserializeValue, Clone, Debug, PartialEq)]
#[cql(flavor = "enforce_order")]
struct WrongOrder {
    zip: i32,
    #[cql(rename = "streetName")]
    street: String,
}

#[derive(SerializeValue, DeserializeValue, Clone, Debug, PartialEq)]
#[cql(forbid_excess_udt_fields)]
struct Exact {
    #[cql(rename = "streetName")]
    street: String,
    zip: i32,
    #[cql(allow_missing)]
    country: Option<String>,
}

async fn user_defined_types_go_by_name_and_by_order(lab: &Lab) {
    lab.ddl("CREATE TYPE ordered_home (\"streetName\" text, zip int)").await;
    lab.ddl("CREATE TABLE ordered_homes (id int PRIMARY KEY, home frozen<ordered_home>)").await;
    let insert = lab.session.prepare("INSERT INTO ordered_homes (id, home) VALUES (?, ?)").await.unwrap();
    let select = lab.session.prepare("SELECT home FROM ordered_homes WHERE id = ?").await.unwrap();
    let by_name = ByName { zip: 7, street_name: "Elm".to_owned() };
    let in_order = InOrder { street: "Elm".to_owned(), zip: 7 };
    lab.session.execute_unpaged(&insert, (1, &by_name)).await.unwrap();
    lab.session.execute_unpaged(&insert, (2, &in_order)).await.unwrap();
    for id in [1, 2] {
        let rows = lab.session.execute_unpaged(&select, (id,)).await.unwrap().into_rows_result().unwrap();
        assert_eq!(rows.single_row::<(ByName,)>().unwrap().0, by_name);
        assert_eq!(rows.single_row::<(InOrder,)>().unwrap().0, in_order);
        assert_eq!(rows.single_row::<(Exact,)>().unwrap().0.country, None);
        let error = rows.single_row::<(WrongOrder,)>().unwrap_err().to_string();
        assert!(error.contains("field 0: expected `zip`, got `streetName`"), "{error}");
    }
    let wrong = WrongOrder { zip: 7, street: "Elm".to_owned() };
    let error = lab.session.execute_unpaged(&insert, (3, &wrong)).await.unwrap_err().to_string();
    assert!(error.contains("field 0: expected `zip`, got `streetName`"), "{error}");
}

async fn a_type_that_grows_is_read_and_written_as_before(lab: &Lab) {
    lab.ddl("CREATE TYPE growing_home (zip int, \"streetName\" text)").await;
    lab.ddl("CREATE TABLE growing_homes (id int PRIMARY KEY, home frozen<growing_home>)").await;
    let insert = lab.session.prepare("INSERT INTO growing_homes (id, home) VALUES (?, ?)").await.unwrap();
    let select = lab.session.prepare("SELECT home FROM growing_homes WHERE id = ?").await.unwrap();
    let home = ByName { zip: 7, street_name: "Elm".to_owned() };
    let exact = Exact { street: "Oak".to_owned(), zip: 8, country: Some("NZ".to_owned()) };
    lab.session.execute_unpaged(&insert, (1, &home)).await.unwrap();
    // The type does not have its country yet, which may be missing.
    lab.session.execute_unpaged(&insert, (2, &exact)).await.unwrap();

    lab.ddl("ALTER TYPE growing_home ADD country text").await;
    // Prepared before the change.
    lab.session.execute_unpaged(&insert, (3, &home)).await.unwrap();
    for id in [1, 3] {
        let rows = lab.session.execute_unpaged(&select, (id,)).await.unwrap().into_rows_result().unwrap();
        assert_eq!(rows.single_row::<(ByName,)>().unwrap().0, home, "row {id}");
    }
    // What is asked for anew has the new field, which old values do not have.
    let text = "SELECT id, home FROM growing_homes";
    let insert = lab.session.prepare("INSERT INTO growing_homes (home, id) VALUES (?, ?)").await.unwrap();
    lab.session.execute_unpaged(&insert, (&exact, 4)).await.unwrap();
    let rows = lab.session.query_unpaged(text, ()).await.unwrap().into_rows_result().unwrap();
    let mut countries: Vec<(i32, Option<String>)> =
        rows.rows::<(i32, Exact)>().unwrap().map(|row| row.unwrap()).map(|(id, home)| (id, home.country)).collect();
    countries.sort_unstable();
    assert_eq!(countries, [(1, None), (2, None), (3, None), (4, Some("NZ".to_owned()))]);
    for row in rows.rows::<(i32, ByName)>().unwrap() {
        row.unwrap();
    }
}

#[derive(SerializeRow, DeserializeRow, Clone, Debug, PartialEq)]
struct Person<T> {
    id: T,
    #[cql(flatten, prefix = "home_")]
    home: Place,
    name: String,
    #[cql(flatten, prefix = "work_")]
    work: Box<Place>,
}

#[derive(SerializeRow, DeserializeRow, Clone, Debug, PartialEq)]
struct Place {
    street: String,
    #[cql(flatten)]
    at: Point,
}

#[derive(SerializeRow, DeserializeRow, Clone, Debug, PartialEq)]
struct Point {
    x: f64,
    #[cql(default_when_null)]
    y: f64,
}

async fn flattened_fields_are_columns(lab: &Lab) {
    lab.ddl(
        "CREATE TABLE people (id int PRIMARY KEY, name text, home_street text, home_x double, home_y double, \
         work_street text, work_x double, work_y double)",
    )
    .await;
    let place = |street: &str, x, y| Place { street: street.to_owned(), at: Point { x, y } };
    let work = Box::new(place("Oak", 3.0, 4.0));
    let person = Person { id: 1, home: place("Elm", 1.0, 2.0), name: "Ann".to_owned(), work };
    for (id, columns) in [
        (1, "id, home_street, home_x, home_y, name, work_street, work_x, work_y"),
        (2, "work_y, work_x, work_street, name, home_y, home_x, home_street, id"),
    ] {
        let person = Person { id, ..person.clone() };
        let insert = format!("INSERT INTO people ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        let insert = lab.session.prepare(insert).await.unwrap();
        for _ in 0..2 {
            lab.session.execute_unpaged(&insert, &person).await.unwrap();
        }
        let select = lab.session.prepare(format!("SELECT {columns} FROM people WHERE id = ?")).await.unwrap();
        let rows = lab.session.execute_unpaged(&select, (id,)).await.unwrap().into_rows_result().unwrap();
        assert_eq!(rows.single_row::<Person<i32>>().unwrap(), person);
    }
    lab.cql("UPDATE people SET home_y = null WHERE id = 1").await;
    let all = lab.session.query_unpaged("SELECT * FROM people WHERE id = 1", ()).await.unwrap();
    let read = all.into_rows_result().unwrap().single_row::<Person<i32>>().unwrap();
    assert_eq!(read, Person { home: place("Elm", 1.0, 0.0), ..person });
}

#[derive(SerializeValue, DeserializeValue, Clone, Copy, Debug, PartialEq)]
#[cql(transparent)]
struct Id(i32);

#[derive(SerializeValue, DeserializeValue, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cql(rename_all = "snake_case")]
enum Status {
    Active,
    OnHold,
}

#[derive(SerializeValue, DeserializeValue, Clone, Copy, Debug, PartialEq)]
#[cql(as = "tinyint")]
enum Tiny {
    Least = -128,
    Greatest = 127,
}

#[derive(SerializeValue, DeserializeValue, Clone, Copy, Debug, PartialEq)]
#[cql(as = "bigint")]
#[repr(i64)]
enum Big {
    Least = i64::MIN,
    Greatest = i64::MAX,
}

#[derive(SerializeValue, DeserializeValue, Clone, Debug, PartialEq)]
struct Pair(i32, Option<String>);

#[derive(SerializeRow, DeserializeRow, Clone, Debug, PartialEq)]
struct Forms(Id, Status, Vec<Status>, Tiny, Big, Pair);

async fn enums_newtypes_and_tuple_structs_are_columns(lab: &Lab) {
    lab.ddl(
        "CREATE TABLE forms (id int PRIMARY KEY, status text, statuses list<ascii>, tiny tinyint, big bigint, \
         pair frozen<tuple<int, text>>)",
    )
    .await;
    let insert = "INSERT INTO forms (id, status, statuses, tiny, big, pair) VALUES (?, ?, ?, ?, ?, ?)";
    let insert = lab.session.prepare(insert).await.unwrap();
    let select = "SELECT id, status, statuses, tiny, big, pair FROM forms WHERE id = ?";
    let select = lab.session.prepare(select).await.unwrap();
    let statuses = vec![Status::OnHold, Status::Active];
    for forms in [
        Forms(Id(1), Status::OnHold, statuses.clone(), Tiny::Least, Big::Least, Pair(7, Some("a".to_owned()))),
        Forms(Id(2), Status::Active, statuses, Tiny::Greatest, Big::Greatest, Pair(7, None)),
    ] {
        lab.session.execute_unpaged(&insert, &forms).await.unwrap();
        let rows = lab.session.execute_unpaged(&select, (forms.0,)).await.unwrap().into_rows_result().unwrap();
        assert_eq!(rows.single_row::<Forms>().unwrap(), forms);
    }
    let rows = "SELECT status, tiny, big FROM forms WHERE id = 1";
    let rows = lab.session.query_unpaged(rows, ()).await.unwrap().into_rows_result().unwrap();
    assert_eq!(rows.single_row::<(&str, i8, i64)>().unwrap(), ("on_hold", -128, i64::MIN));

    lab.cql("INSERT INTO forms (id, status, tiny) VALUES (3, 'onhold', 0)").await;
    let rows = "SELECT status, tiny FROM forms WHERE id = 3";
    let rows = lab.session.query_unpaged(rows, ()).await.unwrap().into_rows_result().unwrap();
    let error = rows.single_row::<(Status, i8)>().unwrap_err().to_string();
    assert!(error.contains("there are `active`, `on_hold`; did you mean `on_hold`?"), "{error}");
    let error = rows.single_row::<(&str, Tiny)>().unwrap_err().to_string();
    assert!(error.contains("`0` is no variant of Tiny; there are `-128 (Least)`, `127 (Greatest)`"), "{error}");
}

#[derive(SerializeRow, DeserializeRow, Clone, Debug, PartialEq)]
struct Lenient {
    id: i32,
    #[cql(allow_missing)]
    name: String,
    #[cql(allow_missing, default_when_null)]
    age: i32,
}

async fn columns_may_be_missing(lab: &Lab) {
    lab.ddl("CREATE TABLE lenient (id int PRIMARY KEY, name text, age int)").await;
    let lenient = Lenient { id: 1, name: "Ann".to_owned(), age: 7 };
    let insert = lab.session.prepare("INSERT INTO lenient (name, id) VALUES (?, ?)").await.unwrap();
    lab.session.execute_unpaged(&insert, &lenient).await.unwrap();
    for (columns, expected) in [
        ("id, name, age", Lenient { age: 0, ..lenient.clone() }),
        ("age, id", Lenient { age: 0, name: String::new(), ..lenient.clone() }),
        ("name, id", Lenient { age: 0, ..lenient }),
    ] {
        let rows = lab.session.query_unpaged(format!("SELECT {columns} FROM lenient"), ()).await.unwrap();
        assert_eq!(rows.into_rows_result().unwrap().single_row::<Lenient>().unwrap(), expected, "{columns}");
    }
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "derived_fields")]
struct Derived {
    #[col(partition_key)]
    id: Id,
    status: Status,
    tiny: Option<Tiny>,
    pair: Pair,
    home: ByName,
}

#[derive(Dao, Clone)]
#[dao(entity = Derived)]
struct DerivedDao {
    #[select]
    get: Select<fn(id: Id) -> Option<Derived>>,
    #[insert]
    save: Insert<fn(derived: &Derived)>,
    #[update(set = "status = :status, home = :home")]
    change: Update<fn(id: Id, status: Status, home: ByName)>,
}

async fn derived_values_are_fields_of_entities(lab: &Lab) {
    lab.ddl("CREATE TYPE derived_home (\"streetName\" text, zip int)").await;
    lab.ddl(
        "CREATE TABLE derived_fields (id int PRIMARY KEY, status text, tiny tinyint, pair frozen<tuple<int, text>>, \
         home frozen<derived_home>)",
    )
    .await;
    let dao = DerivedDao::prepare(&lab.session).await.unwrap();
    let home = ByName { zip: 7, street_name: "Elm".to_owned() };
    let pair = Pair(1, Some("a".to_owned()));
    let derived = Derived { id: Id(1), status: Status::Active, tiny: Some(Tiny::Least), pair, home };
    dao.save(&derived).await.unwrap();
    assert_eq!(dao.get(Id(1)).await.unwrap().as_ref(), Some(&derived));
    let home = ByName { zip: 8, ..derived.home.clone() };
    dao.change(Id(1), Status::OnHold, home.clone()).await.unwrap();
    let changed = Derived { status: Status::OnHold, home, ..derived };
    assert_eq!(dao.get(Id(1)).await.unwrap(), Some(changed));
}
