//! Passwords that stand in the text of a statement: nothing that is shown or logged has them.

use ilium_driver::client::session::Session;
use ilium_driver::errors::{ErrorCode, ErrorKind};
use ilium_driver::statement::batch::{Batch, BatchType};
use ilium_driver::statement::unprepared::Statement;
use ilium_driver::wire::ProtocolVersion;
use ilium_mock::{Answer, MockCluster, MockStatement, When};

use crate::log::Log;
use crate::scene::{cluster, connect};

const SECRET: &str = "s3cr3t";
const CREATE: &str = "CREATE ROLE ann WITH PASSWORD = 's3cr3t' AND LOGIN = true";
const SHOWN: &str = "CREATE ROLE ann WITH PASSWORD = '***' AND LOGIN = true";
/// What a server says of a text that is not correct; it quotes a part of it.
const QUOTED: &str =
    "line 1:32 no viable alternative at input 's3cr3t' (CREATE ROLE ann WITH PASSWORD = ['s3cr3t']...)";

const VERSIONS: [ProtocolVersion; 3] = [ProtocolVersion::V3, ProtocolVersion::V4, ProtocolVersion::V5];

async fn scene(version: ProtocolVersion) -> (MockCluster, Session) {
    let cluster = cluster(1).version(version).statement(MockStatement::new(CREATE)).start().await.unwrap();
    let session = connect(&cluster).await;
    (cluster, session)
}

fn bare(shown: &str) {
    assert!(!shown.contains(SECRET), "{shown}");
}

/// Everything that an error shows.
fn check(error: &ilium_driver::errors::Error) {
    bare(&error.to_string());
    bare(&format!("{error:?}"));
    bare(error.statement().unwrap());
    bare(&format!("{:?} {:?}", error.server_error(), error.attempts()));
}

#[tokio::test(start_paused = true)]
async fn errors_show_no_password_of_the_text() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        cluster.rule(When::query("CREATE ROLE"), Answer::error(ErrorCode::Syntax, QUOTED));
        cluster.rule(When::opcode(ilium_driver::wire::Opcode::Batch), Answer::error(ErrorCode::Invalid, QUOTED));
        let prepared = session.prepare(CREATE).await.unwrap();
        cluster.rule(When::execute("CREATE ROLE"), Answer::error(ErrorCode::Unauthorized, QUOTED));
        cluster.rule(When::prepare("CREATE ROLE"), Answer::error(ErrorCode::Syntax, QUOTED));

        let error = session.query_unpaged(CREATE, ()).await.unwrap_err();
        assert_eq!((error.kind(), error.statement()), (ErrorKind::Syntax, Some(SHOWN)), "{version}");
        let said = &error.server_error().unwrap().message;
        assert!(said.starts_with("line 1:32 no viable alternative at input ***"), "{said}");
        check(&error);

        let mut labelled = prepared.clone();
        labelled.set_label("create a role");
        let mut batch = Batch::new(BatchType::Logged);
        batch.append_statement(CREATE);
        let mut prepared_batch = Batch::new(BatchType::Logged);
        prepared_batch.append_statement(labelled.clone());
        prepared_batch.append_statement(prepared.clone());
        for error in [
            session.prepare(CREATE).await.unwrap_err(),
            session.query_iter(CREATE, ()).await.unwrap_err(),
            session.execute_unpaged(&prepared, ()).await.unwrap_err(),
            session.execute_unpaged(&prepared, (1,)).await.unwrap_err(),
            session.execute_unpaged(&labelled, ()).await.unwrap_err(),
            session.batch(&batch, ((),)).await.unwrap_err(),
            session.batch(&prepared_batch, ((), ())).await.unwrap_err(),
        ] {
            check(&error);
        }
        // What goes on the wire has it.
        assert!(cluster.requests().iter().any(|request| request.cql().as_deref() == Some(CREATE)), "{version}");
    }
}

#[tokio::test(start_paused = true)]
async fn statements_and_logs_show_no_password_of_the_text() {
    let log = Log::begin();
    for version in [ProtocolVersion::V4, ProtocolVersion::V5] {
        let (cluster, session) = scene(version).await;
        let warns = || Answer::Void.warning([format!("the password {SECRET} is weak")]);
        cluster.rule(When::query("CREATE ROLE"), warns());
        session.query_unpaged(CREATE, ()).await.unwrap();
        let prepared = session.prepare(CREATE).await.unwrap();
        assert_eq!(&**prepared.label(), SHOWN);
        assert_eq!(prepared.get_statement(), CREATE);
        cluster.forget_statements(0);
        session.execute_unpaged(&prepared, ()).await.unwrap();
        cluster.rule(When::execute("CREATE ROLE"), warns());
        session.execute_unpaged(&prepared, ()).await.unwrap();
        let mut batch = Batch::new(BatchType::Logged);
        batch.append_statement(CREATE);
        batch.append_statement(prepared.bind(&()).unwrap());
        for shown in [format!("{:?}", Statement::new(CREATE)), format!("{prepared:?}"), format!("{batch:?}")] {
            bare(&shown);
            assert!(shown.contains(SHOWN), "{shown}");
        }
    }
    let lines = log.lines();
    assert!(lines.iter().any(|line| line.contains(SHOWN) && line.contains("the password *** is weak")), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("preparing again")), "{lines:?}");
    bare(&lines.join("\n"));
}
