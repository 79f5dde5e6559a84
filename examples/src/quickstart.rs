//! The main job: write and read through a DAO, and switch what its reads do by remapping the profile they are tied to.
//!
//! The server itself says what it saw: each read is traced, and the table at the end is made of the consistency that the
//! server recorded in `system_traces.sessions`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use ilium::driver::statement::Statement;
use ilium::prelude::*;

#[derive(Entity, Debug, Clone, PartialEq)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    org: Uuid,
    #[col(clustering_key)]
    id: i32,
    email: String,
    tags: HashSet<String>,
}

/// Everything this program does with users.
#[derive(Dao, Clone)]
#[dao(entity = User, profile = "reads")]
struct UserDao {
    /// One user by primary key.
    #[select]
    get: Select<fn(org: Uuid, id: i32) -> Option<User>>,
    /// All users of an organisation, page after page.
    #[select(page_size = 100)]
    by_org: Select<fn(org: Uuid) -> RowStream<User>>,
    /// Writes a user, new or not.
    #[insert(profile = "writes")]
    save: Insert<fn(user: &User)>,
}

/// How many reads each phase does.
const READS: usize = 25;

const ORG: Uuid = Uuid::from_u128(0x1b_f6_9e_2a);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cluster = ilium_examples::cluster(1).await?;
    let session = SessionBuilder::new()
        .known_nodes(cluster.contact_points())
        .profile("reads", profile(Consistency::LocalQuorum))
        .profile("writes", profile(Consistency::LocalQuorum))
        .build()
        .await?;
    create_schema(&session).await?;

    let users = UserDao::prepare(&session).await?;
    for id in 0..200 {
        let tags = HashSet::from(["new".to_owned(), format!("number-{id}")]);
        users.save(&User { org: ORG, id, email: format!("user{id}@example.com"), tags }).await?;
    }
    let first = users.get(ORG, 7).await?.ok_or("user 7 was just written")?;
    let count = users.by_org(ORG).await?.try_fold(0, async |count, _| Ok(count + 1)).await?;
    println!("user 7 is {}, one of {count} users\n", first.email);

    let profiles = session.profiles();
    let mut table = Table::new(&session, &users).await?;
    table.phase("as registered").await?;
    profiles.remap("reads", profile(Consistency::One))?;
    table.phase("remapped to ONE").await?;
    {
        let _scope = profiles.scoped("reads", profile(Consistency::All))?;
        table.phase("scoped to ALL").await?;
    }
    table.phase("scope ended").await?;
    profiles.reset("reads")?;
    table.phase("reset").await?;

    let seen: Vec<&str> = table.recorded.iter().map(String::as_str).collect();
    if seen != ["LOCAL_QUORUM", "ONE", "ALL", "ONE", "LOCAL_QUORUM"] {
        return Err(format!("the server saw {seen:?}, which is not what the profiles asked for").into());
    }
    println!(
        "\nThe server saw each switch: all {READS} reads of every phase came with the consistency of the profile then in \
         force. {} statements had to be prepared again for it.",
        session.counts().reprepared
    );
    Ok(())
}

fn profile(consistency: Consistency) -> ExecutionProfile {
    ExecutionProfile::builder().consistency(consistency).request_timeout(Some(Duration::from_secs(10))).build()
}

async fn create_schema(session: &Session) -> Result<(), Error> {
    let replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
    session
        .query_unpaged(format!("CREATE KEYSPACE IF NOT EXISTS quickstart WITH replication = {replication}"), ())
        .await?;
    session.use_keyspace("quickstart", false).await?;
    let columns = "org uuid, id int, email text, tags set<text>, PRIMARY KEY (org, id)";
    session.query_unpaged(format!("CREATE TABLE IF NOT EXISTS users ({columns})"), ()).await?;
    Ok(())
}

/// Prints a line for each phase, of what the server recorded.
struct Table<'a> {
    session: &'a Session,
    users: &'a UserDao,
    /// Traces of earlier phases.
    seen: HashSet<Uuid>,
    /// What the server recorded, one for each phase.
    recorded: Vec<String>,
}

impl<'a> Table<'a> {
    async fn new(session: &'a Session, users: &'a UserDao) -> Result<Self, Error> {
        println!("{:<16} {:<18} {:>8}   recorded by the server", "phase", "profile in force", "requests");
        let mut table = Self { session, users, seen: HashSet::new(), recorded: Vec::new() };
        // On a cluster that is kept, an earlier run left traces too.
        table.seen = table.traces().await?.into_keys().collect();
        Ok(table)
    }

    /// Reads through the DAO, then asks the server with which consistency these reads came.
    async fn phase(&mut self, name: &str) -> Result<(), Box<dyn std::error::Error>> {
        let in_force = self.session.profiles().handle("reads")?.to_profile().get_consistency();
        let traced = self.users.get.with(|options| options.trace(true));
        for id in 0..READS {
            traced.call((ORG, i32::try_from(id)?)).await?.ok_or("a user that was written is not there")?;
        }
        let counted = self.recorded_now().await?;
        let recorded: Vec<String> = counted.iter().map(|(level, count)| format!("{count} x {level}")).collect();
        println!("{name:<16} {:<18} {READS:>8}   {}", in_force.to_string(), recorded.join(", "));
        self.recorded.push(counted.into_keys().collect::<Vec<_>>().join(" and "));
        Ok(())
    }

    /// Counts the traces that are new by consistency. The server writes them a little after it answers.
    async fn recorded_now(&mut self) -> Result<BTreeMap<String, usize>, Error> {
        let mut counted = BTreeMap::new();
        for _ in 0..100 {
            for (id, consistency) in self.traces().await? {
                if self.seen.insert(id) {
                    *counted.entry(consistency).or_default() += 1;
                }
            }
            if counted.values().sum::<usize>() >= READS {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(counted)
    }

    /// The traces of the DAO's `get`, with the consistency that the server recorded for each.
    async fn traces(&self) -> Result<HashMap<Uuid, String>, Error> {
        let mut select = Statement::new("SELECT session_id, parameters FROM system_traces.sessions");
        // The keyspace of traces has two replicas, of which a single node holds one.
        select.set_consistency(Consistency::One);
        let mut rows =
            self.session.query_iter(select, ()).await?.rows_stream::<(Uuid, Option<HashMap<String, String>>)>()?;
        let mut traces = HashMap::new();
        while let Some((id, parameters)) = rows.try_next().await? {
            let mut parameters = parameters.unwrap_or_default();
            if parameters.get("query").is_some_and(|query| query == self.users.get.cql())
                && let Some(consistency) = parameters.remove("consistency_level")
            {
                traces.insert(id, consistency);
            }
        }
        Ok(traces)
    }
}
