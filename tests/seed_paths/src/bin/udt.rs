//! User-defined types as structs, and as what is known only at run time.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;

use scylla::value::CqlValue;
use scylla::{DeserializeValue, SerializeValue};

/// Fields go by name, whatever the order.
#[derive(Debug, Clone, PartialEq, SerializeValue, DeserializeValue)]
struct Address {
    #[scylla(rename = "zip")]
    post_code: Option<i32>,
    street: String,
    lines: Vec<String>,
}

/// A part of the fields, borrowed from the answer.
#[derive(Debug, PartialEq, DeserializeValue)]
struct Street<'a> {
    street: &'a str,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    let create = "CREATE TYPE IF NOT EXISTS address (street text, zip int, lines frozen<list<text>>)";
    session.query_unpaged(create, &[]).await?;
    connect::table(&session, "homes", "home frozen<address>, past list<frozen<address>>").await?;

    let home = Address { post_code: None, street: "Elm 1".to_owned(), lines: vec!["door".to_owned()] };
    let past = vec![Address { post_code: Some(12_345), ..home.clone() }];
    session.query_unpaged("INSERT INTO homes (k, home, past) VALUES (1, ?, ?)", (&home, &past)).await?;

    let rows = session.query_unpaged("SELECT home, past FROM homes WHERE k = 1", &[]).await?.into_rows_result()?;
    assert_eq!(rows.first_row::<(Address, Vec<Address>)>()?, (home, past));
    let (street, _) = rows.first_row::<(Street<'_>, CqlValue)>()?;
    assert_eq!(street, Street { street: "Elm 1" });

    let (value, _) = rows.first_row::<(CqlValue, CqlValue)>()?;
    let fields = value.as_udt().ok_or("no user-defined type")?;
    assert_eq!(fields.first(), Some(&("street".to_owned(), Some(CqlValue::Text("Elm 1".to_owned())))));
    session.query_unpaged("INSERT INTO homes (k, home) VALUES (2, ?)", (&value,)).await?;
    let rows = session.query_unpaged("SELECT home FROM homes WHERE k = 2", &[]).await?.into_rows_result()?;
    assert_eq!(rows.first_row::<(CqlValue,)>()?, (value,));
    Ok(())
}
