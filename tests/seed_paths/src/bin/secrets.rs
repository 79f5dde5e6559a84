//! Values that no log shows, of the crate secrecy.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;

use secrecy::{ExposeSecret, SecretBox, SecretString};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "secrets", "password text, pin int").await?;

    let (password, pin) = (SecretString::from("hunter2"), SecretBox::new(Box::new(1234)));
    session.query_unpaged("INSERT INTO secrets (k, password, pin) VALUES (1, ?, ?)", (&password, &pin)).await?;
    let rows = session.query_unpaged("SELECT password, pin FROM secrets WHERE k = 1", &[]).await?.into_rows_result()?;
    let (password, pin) = rows.first_row::<(SecretString, SecretBox<i32>)>()?;
    assert_eq!((password.expose_secret(), *pin.expose_secret()), ("hunter2", 1234));
    assert!(!format!("{password:?}").contains("hunter2"));
    Ok(())
}
