use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partion_key)]
    org: Uuid,
    email: String,
}

#[derive(Dao, Clone)]
#[dao(entity = User)]
struct UserDao {
    #[select]
    get: Select<fn(org: Uuid) -> Option<User>>,
    #[select(where = "org = :org AND email = :email", allow_filtering)]
    by_email: Select<fn(org: Uuid, email: &str) -> Vec<User>>,
    #[select]
    all: Select<fn() -> RowStream<User>>,
    #[insert(if_not_exists)]
    create: Insert<fn(user: &User) -> Applied<User>>,
    #[update]
    change: Update<fn(user: User)>,
    #[update(set = "email = :email")]
    rename: Update<fn(org: Uuid, email: &str)>,
    #[delete]
    remove: Delete<fn(org: Uuid)>,
    #[query("SELECT {columns} FROM {table}")]
    query: Query<fn() -> Vec<User>>,
}

async fn use_it(session: &Session, user: &User) -> Result<(), Box<dyn std::error::Error>> {
    let users = UserDao::prepare(session).await?;
    users.change(users.get(user.org).await?.unwrap()).await?;
    let rows = session.query_unpaged("SELECT org, email FROM users", ()).await?.into_rows_result()?;
    for user in rows.rows::<User>()? {
        session.query_unpaged("INSERT INTO users (org, email) VALUES (:org, :email)", user?).await?;
    }
    Ok(())
}

fn main() {}
