//! Every road that a statement of a DAO can take shows the profile that its name has now, before and after a remap.

use std::pin::Pin;

use ilium::driver::statement::batch::{Batch as DriverBatch, BatchType};
use ilium::prelude::*;
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::response::PagingState;
use ilium_driver::wire::{Opcode, ProtocolVersion};
use ilium_mock::{MockCluster, MockStatement, Request, When};

use crate::scene::to;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(keyspace = "ks", table = "notes")]
struct Note {
    #[col(partition_key)]
    id: i32,
    #[col(clustering_key)]
    day: i32,
    text: String,
}

#[derive(Dao, Clone)]
#[dao(entity = Note, profile = "reads")]
struct NoteDao {
    #[select]
    get: Select<fn(id: i32, day: i32) -> Option<Note>>,
    #[select(where = "id = :id [AND day >= :from] [AND day < :to]")]
    slice: Select<fn(id: i32, from: Option<i32>, to: Option<i32>) -> Vec<Note>>,
    #[select(page_size = 1)]
    by_id: Select<fn(id: i32) -> RowStream<Note>>,
    #[insert]
    save: Insert<fn(note: &Note)>,
    #[insert(consistency = All)]
    keep: Insert<fn(note: &Note)>,
    #[insert(profile = "writes")]
    add: Insert<fn(note: &Note)>,
    #[delete(entity = Note)]
    remove: Delete<fn(id: i32, day: i32)>,
}

const SELECT: &str = "SELECT id, day, text FROM ks.notes WHERE id = :id";

fn rows(cql: &str, more: &[&str]) -> MockStatement {
    let statement = more.iter().fold(key(cql), |statement, marker| statement.marker(marker, NativeType::Int));
    let statement = statement.column("id", NativeType::Int).column("day", NativeType::Int);
    statement.column("text", NativeType::Text).answers(|request, rows| {
        let rows = rows.row((1, 2, "text"));
        match request.parameters().and_then(|parameters| parameters.paging_state.as_ref()) {
            None if request.parameters().is_some_and(|parameters| parameters.page_size.is_some()) => {
                rows.more([1_u8]).into()
            }
            _ => rows.into(),
        }
    })
}

fn key(cql: &str) -> MockStatement {
    MockStatement::new(cql).table("ks", "notes").marker("id", NativeType::Int).partition_key([0])
}

struct Scene {
    cluster: MockCluster,
    session: Session,
    notes: NoteDao,
}

fn level(consistency: Consistency) -> ExecutionProfile {
    ExecutionProfile::builder().consistency(consistency).build()
}

async fn scene(version: ProtocolVersion) -> Scene {
    let insert = key("INSERT INTO ks.notes (id, day, text) VALUES (:id, :day, :text)")
        .marker("day", NativeType::Int)
        .marker("text", NativeType::Text);
    let cluster = MockCluster::builder()
        .in_memory()
        .version(version)
        .statement(rows(&format!("{SELECT} AND day = :day"), &["day"]))
        .statement(rows(SELECT, &[]))
        .statement(rows(&format!("{SELECT} AND day >= :\"from\""), &["from"]))
        .statement(rows(&format!("{SELECT} AND day < :\"to\""), &["to"]))
        .statement(rows(&format!("{SELECT} AND day >= :\"from\" AND day < :\"to\""), &["from", "to"]))
        .statement(insert)
        .statement(key("DELETE FROM ks.notes WHERE id = :id AND day = :day").marker("day", NativeType::Int));
    let cluster = cluster.start().await.unwrap();
    let session = to(&cluster)
        .profile("reads", level(Consistency::One))
        .profile("writes", level(Consistency::Two))
        .profile("default", level(Consistency::Quorum))
        .build()
        .await
        .unwrap();
    let notes = NoteDao::prepare(&session).await.unwrap();
    Scene { cluster, session, notes }
}

fn note() -> Note {
    Note { id: 1, day: 2, text: "text".to_owned() }
}

impl Scene {
    /// The consistencies of the statements that were executed since the last call.
    fn seen(&self) -> Vec<Consistency> {
        let is_executed = |request: &Request| matches!(request.opcode, Opcode::Execute | Opcode::Batch);
        let requests = self.cluster.requests();
        let executed = requests.iter().filter(|request| is_executed(request));
        let seen = executed.map(|request| request.parameters().unwrap().consistency).collect();
        self.cluster.forget_requests();
        seen
    }
}

type Running<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>>;
type Road = (&'static str, for<'a> fn(&'a Scene) -> Running<'a>);

/// Writes the roads as a list of functions.
macro_rules! roads {
    ($($name:literal $scene:ident $body:block)+) => {
        &[$(($name, |$scene: &Scene| Box::pin(async move { $body; Ok(()) }))),+]
    };
}

const ROADS: &[Road] = roads! {
    "a read" scene { scene.notes.get(1, 2).await? }
    "a write" scene { scene.notes.save(&note()).await? }
    "call" scene { scene.notes.save.call((&note(),)).await? }
    "bound" scene { scene.session.execute_bound_unpaged(&scene.notes.save.bind((&note(),))?).await? }
    "bound, a page" scene {
        let bound = scene.notes.by_id.bind((1,))?;
        scene.session.execute_bound_single_page(&bound, PagingState::start()).await?
    }
    "bound, all pages" scene {
        let pager = scene.session.execute_bound_iter(scene.notes.by_id.bind((1,))?).await?;
        let mut rows = pager.rows_stream::<(i32, i32, String)>()?;
        while rows.try_next().await?.is_some() {}
    }
    "a stream" scene {
        let mut rows = scene.notes.by_id(1).await?;
        let mut count = 0;
        while rows.try_next().await?.is_some() { count += 1; }
        assert_eq!(count, 2);
    }
    "without its groups" scene { scene.notes.slice(1, None, None).await? }
    "with a group" scene { scene.notes.slice(1, Some(1), None).await? }
    "with both groups" scene { scene.notes.slice(1, Some(1), Some(2)).await? }
    "a group, bound" scene {
        scene.session.execute_bound_unpaged(&scene.notes.slice.bind((1, None::<i32>, Some(2)))?).await?
    }
    "another option" scene { scene.notes.save.with(|options| options.idempotent(false)).call((&note(),)).await? }
    "another option, a group" scene {
        scene.notes.slice.with(|options| options.page_size(7)).call((1, Some(1), None::<i32>)).await?
    }
    "another option, a batch" scene {
        let bound = scene.notes.save.with(|options| options.idempotent(false)).bind((&note(),))?;
        Batch::logged().push(bound).execute(&scene.session).await?
    }
    "a batch" scene { Batch::logged().push(scene.notes.save.bind((&note(),))?).execute(&scene.session).await? }
    "a batch of two" scene {
        let batch = Batch::unlogged().push(scene.notes.save.bind((&note(),))?);
        batch.push(scene.notes.remove.bind((1, 2))?).execute(&scene.session).await?
    }
    "a batch with a text" scene {
        let batch = Batch::unlogged().push("DELETE FROM ks.notes WHERE id = 4 AND day = 1");
        batch.push(scene.notes.remove.bind((1, 2))?).execute(&scene.session).await?
    }
    "a batch of the driver" scene {
        let mut batch = DriverBatch::new(BatchType::Logged);
        batch.append_statement(scene.notes.save.bind((&note(),))?);
        scene.session.batch(&batch, Vec::<()>::new()).await?
    }
    "a batch of the driver, prepared" scene {
        let mut batch = DriverBatch::new(BatchType::Logged);
        batch.append_statement(scene.notes.remove.bind((1, 2))?.prepared().clone());
        scene.session.batch(&batch, ((1, 2),)).await?
    }
    "a batch of the driver, its texts prepared" scene {
        let mut batch = DriverBatch::new(BatchType::Logged);
        batch.append_statement("DELETE FROM ks.notes WHERE id = :id AND day = :day");
        batch.append_statement(scene.notes.remove.bind((1, 2))?.prepared().clone());
        scene.session.batch(&batch, ((1, 2), (1, 2))).await?
    }
    "prepared again" scene {
        scene.cluster.forget_statements(0);
        scene.notes.get(1, 2).await?
    }
    "a group, prepared again" scene {
        scene.cluster.forget_statements(0);
        scene.notes.slice(1, Some(1), None).await?
    }
    "a batch, prepared again" scene {
        scene.cluster.forget_statements(0);
        let batch = Batch::unlogged().push(scene.notes.save.bind((&note(),))?);
        batch.push(scene.notes.remove.bind((1, 2))?).execute(&scene.session).await?
    }
    "another session's batch" scene {
        let session = to(&scene.cluster).build().await?;
        Batch::logged().push(scene.notes.save.bind((&note(),))?).execute(&session).await?
    }
};

#[tokio::test(start_paused = true)]
async fn every_road_of_a_statement_follows_the_remap_of_its_name() {
    for version in [ProtocolVersion::V3, ProtocolVersion::V4, ProtocolVersion::V5] {
        let scene = scene(version).await;
        scene.seen();
        for (road, run) in ROADS {
            for consistency in [Consistency::One, Consistency::Three, Consistency::All] {
                scene.session.profiles().remap("reads", level(consistency)).unwrap();
                run(&scene).await.unwrap_or_else(|error| panic!("{road}, protocol {version}: {error}"));
                let seen = scene.seen();
                let is_followed = !seen.is_empty() && seen.iter().all(|seen| *seen == consistency);
                assert!(is_followed, "{road}, protocol {version}: {seen:?} with {consistency:?} in force");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_clone_tied_to_another_name_takes_that_name_into_batches_and_groups() {
    let scene = scene(ProtocolVersion::V5).await;
    let clone = scene.notes.with_profile("reads", "writes").unwrap();
    scene.seen();
    for consistency in [Consistency::Two, Consistency::Three] {
        scene.session.profiles().remap("writes", level(consistency)).unwrap();
        clone.get(1, 2).await.unwrap();
        clone.slice(1, None, Some(1)).await.unwrap();
        Batch::logged().push(clone.save.bind((&note(),)).unwrap()).execute(&scene.session).await.unwrap();
        // Tied to "writes" both, one of them by the clone.
        let batch = Batch::logged().push(clone.save.bind((&note(),)).unwrap());
        batch.push(scene.notes.add.bind((&note(),)).unwrap()).execute(&scene.session).await.unwrap();
        assert_eq!(scene.seen(), [consistency; 4]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_batch_of_statements_tied_to_different_profiles_is_refused_unless_it_says_which() {
    let scene = scene(ProtocolVersion::V5).await;
    let batch = || {
        let batch = Batch::logged().push(scene.notes.save.bind((&note(),)).unwrap());
        batch.push(scene.notes.add.bind((&note(),)).unwrap())
    };
    scene.seen();
    let error = batch().execute(&scene.session).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadConfig);
    let text = error.to_string();
    for part in ["`NoteDao::save`", "`reads`", "`NoteDao::add`", "`writes`"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert_eq!(scene.seen(), []);

    batch().profile(scene.session.profiles().handle("writes").unwrap()).execute(&scene.session).await.unwrap();
    assert_eq!(scene.seen(), [Consistency::Two]);
    // A handle that belongs to no name is told by the label that it was given.
    let mut bound = scene.notes.add.bind((&note(),)).unwrap();
    bound.set_execution_profile_handle(Some(level(Consistency::Any).into_handle_with_label("mine")));
    let mixed = Batch::logged().push(scene.notes.save.bind((&note(),)).unwrap()).push(bound);
    let text = mixed.execute(&scene.session).await.unwrap_err().to_string();
    assert!(text.contains("`mine`"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn a_batch_follows_the_options_of_its_statements_that_it_can_carry() {
    let scene = scene(ProtocolVersion::V5).await;
    let keep = || scene.notes.keep.bind((&note(),)).unwrap();
    scene.seen();
    Batch::logged().push(keep()).execute(&scene.session).await.unwrap();
    let batch = Batch::logged().push(scene.notes.save.bind((&note(),)).unwrap()).push(keep());
    batch.execute(&scene.session).await.unwrap();
    let with = scene.notes.save.with(|options| options.consistency(Consistency::Two)).bind((&note(),)).unwrap();
    Batch::logged().push(with.clone()).execute(&scene.session).await.unwrap();
    let both = || Batch::logged().push(with.clone()).push(keep());
    let text = both().execute(&scene.session).await.unwrap_err().to_string();
    assert!(text.contains("`NoteDao::save`") && text.contains("`NoteDao::keep`"), "{text}");
    assert!(text.contains("TWO") && text.contains("ALL"), "{text}");
    both().consistency(Consistency::Three).execute(&scene.session).await.unwrap();
    assert_eq!(scene.seen(), [Consistency::All, Consistency::All, Consistency::Two, Consistency::Three]);
}

#[tokio::test(start_paused = true)]
async fn a_batch_has_one_timestamp_for_all_its_statements() {
    let scene = scene(ProtocolVersion::V5).await;
    let at = |micros| scene.notes.save.with(|options| options.timestamp(micros)).bind((&note(),)).unwrap();
    let timestamp = || {
        let batches = scene.cluster.requests_where(&When::opcode(Opcode::Batch));
        batches.last().unwrap().parameters().unwrap().timestamp
    };
    Batch::logged().push(at(7)).push(at(7)).execute(&scene.session).await.unwrap();
    assert_eq!(timestamp(), Some(7));
    for other in [at(8), scene.notes.remove.bind((1, 2)).unwrap()] {
        let mixed = || Batch::logged().push(at(7)).push(other.clone());
        let text = mixed().execute(&scene.session).await.unwrap_err().to_string();
        assert!(text.contains("timestamp"), "{text}");
        mixed().timestamp(9).execute(&scene.session).await.unwrap();
        assert_eq!(timestamp(), Some(9));
    }
}
