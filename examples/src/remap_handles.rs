//! Two profiles, two handles, a session and two statements: who follows what after each remap, in the server's own words.
//!
//! Each line of the table is made by executing the three of them with tracing on, and reading the consistency that the
//! server recorded for each.

use ilium::driver::statement::Statement;
use ilium::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cluster = ilium_examples::cluster(1).await?;
    let one = ExecutionProfile::builder().consistency(Consistency::One).build();
    let quorum = ExecutionProfile::builder().consistency(Consistency::Quorum).build();
    let mut first = one.clone().into_handle_with_label("first");
    let mut second = quorum.clone().into_handle_with_label("second");

    let session = SessionBuilder::new()
        .known_nodes(cluster.contact_points())
        .default_execution_profile_handle(first.clone())
        .build()
        .await?;

    // Follows the session's handle, having none of its own.
    let plain = Statement::new("SELECT key FROM system.local");
    let mut names = Statement::new("SELECT cluster_name FROM system.local");
    let mut racks = Statement::new("SELECT rack FROM system.local WHERE key = 'local'");
    names.set_execution_profile_handle(Some(first.clone()));
    racks.set_execution_profile_handle(Some(second.clone()));

    println!("{:<24} {:<14} {:<14} `racks`", "", "the session", "`names`");
    let built = recorded(&session, "as built", [&plain, &names, &racks]).await?;

    second.map_to_another_profile(one);
    let remapped = recorded(&session, "`second` to ONE", [&plain, &names, &racks]).await?;

    // A change of the statement, not of a handle: nobody else notices.
    names.set_execution_profile_handle(Some(second.clone()));
    let moved = recorded(&session, "`names` takes `second`", [&plain, &names, &racks]).await?;

    first.map_to_another_profile(quorum);
    let last = recorded(&session, "`first` to QUORUM", [&plain, &names, &racks]).await?;

    let expected = [["ONE", "ONE", "QUORUM"], ["ONE", "ONE", "ONE"], ["ONE", "ONE", "ONE"], ["QUORUM", "ONE", "ONE"]];
    if [built, remapped, moved, last] != expected {
        return Err("the server did not see what the handles pointed to".into());
    }
    println!(
        "\nThe server saw each remap at the next request; {} connections were lost.",
        session.counts().connections_lost
    );
    Ok(())
}

/// Executes each statement, and prints the consistency that the server recorded for it.
async fn recorded(session: &Session, step: &str, statements: [&Statement; 3]) -> Result<[String; 3], Error> {
    let mut seen = [const { String::new() }; 3];
    for (seen, statement) in seen.iter_mut().zip(statements) {
        let mut statement = statement.clone();
        statement.set_tracing(true);
        let result = session.query_unpaged(statement, ()).await?;
        if let Some(id) = result.tracing_id() {
            let trace = session.get_tracing_info(&id).await?;
            *seen = trace.consistency().unwrap_or_default().to_owned();
        }
    }
    let [session, names, racks] = &seen;
    println!("{step:<24} {session:<14} {names:<14} {racks}");
    Ok(seen)
}
