//! Every option of a request at every level that has it, seen on the wire or by the policy that is asked: one table, which
//! an option that is added has to be in.

use std::collections::{BTreeSet, HashMap};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt;
use ilium::CallOptions;
use ilium::driver::statement::batch::{Batch as DriverBatch, BatchType};
use ilium::driver::statement::prepared::PreparedStatement;
use ilium::prelude::*;
use ilium_driver::client::execution_profile::ExecutionProfileBuilder;
use ilium_driver::client::pager::QueryPager;
use ilium_driver::errors::ErrorCode;
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::observability::history::{AttemptId, HistoryListener, RequestId, SpeculativeId};
use ilium_driver::policies::load_balancing::LoadBalancingPolicy;
use ilium_driver::policies::retry::{RetryDecision, RetryPolicy};
use ilium_driver::policies::speculative_execution::SpeculativeExecutionPolicy;
use ilium_driver::response::PagingState;
use ilium_driver::wire::{Flags, Opcode, ProtocolVersion};
use ilium_mock::{Action, Answer, MockCluster, MockStatement, Request, When};
use tokio::time::Instant;

use crate::policies::users::{After, Elsewhere, InOrder};
use crate::scene::to;

const WRITE: &str = "INSERT INTO ks.t (k) VALUES (:k)";
const READ: &str = "SELECT k FROM ks.t WHERE k = :k";
const LIMIT: Duration = Duration::from_millis(50);

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(keyspace = "ks", table = "t")]
struct Key {
    #[col(partition_key)]
    k: i32,
}

/// A statement without options, and one for each option that an attribute sets.
#[derive(Dao, Clone)]
#[dao(entity = Key)]
struct KeyDao {
    #[insert]
    plain: Insert<fn(key: &Key)>,
    #[select]
    stream: Select<fn(k: i32) -> RowStream<Key>>,
    #[insert(profile = "named")]
    named: Insert<fn(key: &Key)>,
    #[select(profile = "named")]
    named_stream: Select<fn(k: i32) -> RowStream<Key>>,
    #[insert(profile = "three")]
    at_three: Insert<fn(key: &Key)>,
    #[insert(consistency = Three)]
    with_consistency: Insert<fn(key: &Key)>,
    #[insert(serial_consistency = Serial)]
    with_serial_consistency: Insert<fn(key: &Key)>,
    #[insert(timeout = "50ms")]
    with_timeout: Insert<fn(key: &Key)>,
    #[insert(idempotent = false)]
    with_idempotent: Insert<fn(key: &Key)>,
    #[select(page_size = 7)]
    with_page_size: Select<fn(k: i32) -> RowStream<Key>>,
}

/// What options refer to, new for each trial.
struct Mine {
    retry: Arc<Elsewhere>,
    balancing: Arc<InOrder>,
    speculation: Arc<After>,
    heard: Arc<Heard>,
    three: ExecutionProfileHandle,
}

impl Mine {
    fn new() -> Self {
        Self {
            retry: Arc::default(),
            balancing: Arc::default(),
            speculation: Arc::new(After { intervals: vec![LIMIT], ..After::default() }),
            heard: Arc::default(),
            three: three().into_handle(),
        }
    }
}

fn three() -> ExecutionProfile {
    ExecutionProfile::builder().consistency(Consistency::Three).build()
}

fn payload() -> HashMap<String, Bytes> {
    HashMap::from([("key".to_owned(), Bytes::from_static(b"value"))])
}

/// Counts the requests that it is told of.
#[derive(Debug, Default)]
struct Heard(AtomicUsize);

impl HistoryListener for Heard {
    fn log_request_start(&self) -> RequestId {
        RequestId(self.0.fetch_add(1, Ordering::SeqCst))
    }

    fn log_request_success(&self, _: RequestId) {}

    fn log_request_error(&self, _: RequestId, _: &Error) {}

    fn log_new_speculative_fiber(&self, _: RequestId) -> SpeculativeId {
        SpeculativeId(0)
    }

    fn log_attempt_start(&self, _: RequestId, _: Option<SpeculativeId>, _: std::net::SocketAddr) -> AttemptId {
        AttemptId(0)
    }

    fn log_attempt_success(&self, _: AttemptId) {}

    fn log_attempt_error(&self, _: AttemptId, _: &Error, _: &RetryDecision) {}
}

/// How one knows that a request follows an option.
enum Shows {
    /// By what it sends.
    Request(fn(&Request) -> bool),
    /// By the time after which it gives up.
    Timeout,
    /// By not being sent again.
    IsLost,
    /// By who is asked or told.
    Asked(fn(&Mine) -> usize),
}

type Running<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>>;

/// One option: how each level sets it, where the level has it.
struct Tried {
    /// The names that the fields of [`CallOptions`] have for it.
    name: &'static str,
    profile: Option<fn(ExecutionProfileBuilder, &Mine) -> ExecutionProfileBuilder>,
    statement: fn(&mut PreparedStatement, &Mine),
    attribute: Option<for<'a> fn(&'a KeyDao) -> Running<'a>>,
    call: fn(CallOptions, &Mine) -> CallOptions,
    batch: Option<fn(&mut DriverBatch, &Mine)>,
    dao_batch: Option<fn(Batch, &Mine) -> Batch>,
    shows: Shows,
}

/// Writes a row of the table: the setters of the profile, of statements and of calls, and the field with the attribute.
macro_rules! tried {
    (
        $name:literal, |$mine:ident| $($profile:ident($of_profile:expr))? ; $set:ident($value:expr) ; $chain:ident($chained:expr) ;
        $(#[$attribute:ident])? ; $shows:expr
    ) => {
        Tried {
            name: $name,
            profile: [$(Some((|builder: ExecutionProfileBuilder, $mine: &Mine| { let _ = $mine; builder.$profile($of_profile) }) as fn(ExecutionProfileBuilder, &Mine) -> ExecutionProfileBuilder),)? None][0],
            statement: |statement, $mine| { let _ = $mine; statement.$set($value); },
            attribute: [$(Some((|dao| Box::pin(dao.$attribute.call((&Key { k: 1 },)))) as for<'a> fn(&'a KeyDao) -> Running<'a>),)? None][0],
            call: |options, $mine| { let _ = $mine; options.$chain($chained) },
            batch: Some(|batch, $mine| { let _ = $mine; batch.$set($value); }),
            dao_batch: Some(|batch, $mine| { let _ = $mine; batch.$chain($chained) }),
            shows: $shows,
        }
    };
}

fn table() -> Vec<Tried> {
    vec![
        tried!("consistency", |mine| consistency(Consistency::Three); set_consistency(Consistency::Three);
            consistency(Consistency::Three); #[with_consistency];
            Shows::Request(|request| request.parameters().unwrap().consistency == Consistency::Three)),
        tried!("profile", |mine| ; set_execution_profile_handle(Some(mine.three.clone())); profile(mine.three.clone());
            #[at_three];
            Shows::Request(|request| request.parameters().unwrap().consistency == Consistency::Three)),
        tried!("serial_consistency", |mine| serial_consistency(Some(SerialConsistency::Serial));
            set_serial_consistency(Some(SerialConsistency::Serial)); serial_consistency(Some(SerialConsistency::Serial));
            #[with_serial_consistency];
            Shows::Request(|request| request.parameters().unwrap().serial_consistency == Some(SerialConsistency::Serial))),
        tried!("request_timeout", |mine| request_timeout(Some(LIMIT)); set_request_timeout(Some(LIMIT)); timeout(LIMIT);
            #[with_timeout]; Shows::Timeout),
        tried!("is_idempotent", |mine| ; set_is_idempotent(false); idempotent(false); #[with_idempotent]; Shows::IsLost),
        tried!("timestamp", |mine| ; set_timestamp(Some(5)); timestamp(5); ;
            Shows::Request(|request| request.parameters().unwrap().timestamp == Some(5))),
        tried!("tracing", |mine| ; set_tracing(true); trace(true); ;
            Shows::Request(|request| request.flags.contains(Flags::TRACING))),
        tried!("custom_payload", |mine| ; set_custom_payload(Some(payload())); custom_payload(payload()); ;
            Shows::Request(|request| request.custom_payload == Some(payload()))),
        tried!("now_in_seconds", |mine| ; set_now_in_seconds(Some(9)); now_in_seconds(9); ;
            Shows::Request(|request| request.parameters().unwrap().now_in_seconds == Some(9))),
        tried!("retry", |mine| retry_policy(Arc::clone(&mine.retry) as Arc<dyn RetryPolicy>);
            set_retry_policy(Some(Arc::clone(&mine.retry) as _)); retry_policy(Arc::clone(&mine.retry) as _); ;
            Shows::Asked(|mine| mine.retry.asked.swap(0, Ordering::SeqCst))),
        tried!("load_balancing",
            |mine| load_balancing_policy(Arc::clone(&mine.balancing) as Arc<dyn LoadBalancingPolicy>);
            set_load_balancing_policy(Some(Arc::clone(&mine.balancing) as _));
            load_balancing_policy(Arc::clone(&mine.balancing) as _); ;
            Shows::Asked(|mine| mine.balancing.asked.swap(0, Ordering::SeqCst))),
        tried!("speculative_execution",
            |mine| speculative_execution_policy(Some(Arc::clone(&mine.speculation) as Arc<dyn SpeculativeExecutionPolicy>));
            set_speculative_execution_policy(Some(Arc::clone(&mine.speculation) as _));
            speculative_execution_policy(Arc::clone(&mine.speculation) as _); ;
            Shows::Asked(|mine| mine.speculation.asked.swap(0, Ordering::SeqCst))),
        tried!("history", |mine| ; set_history_listener(Arc::clone(&mine.heard) as _);
            history_listener(Arc::clone(&mine.heard) as _); ;
            Shows::Asked(|mine| mine.heard.0.swap(0, Ordering::SeqCst))),
        Tried {
            name: "page_size",
            profile: None,
            statement: |statement, _| statement.set_page_size(7),
            attribute: Some(|dao| Box::pin(async { drain(dao.with_page_size(1).await?).await })),
            call: |options, _| options.page_size(7),
            batch: None,
            dao_batch: None,
            shows: Shows::Request(|request| request.parameters().unwrap().page_size == Some(7)),
        },
    ]
}

async fn drain(mut rows: RowStream<Key>) -> Result<(), Error> {
    while rows.try_next().await?.is_some() {}
    Ok(())
}

async fn drain_pages(pager: QueryPager) -> Result<(), Error> {
    let mut rows = pager.rows_stream::<(i32,)>()?;
    while rows.try_next().await?.is_some() {}
    Ok(())
}

/// Where an option is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Nowhere,
    DefaultProfile,
    NamedProfile,
    Statement,
    Attribute,
    Call,
    Batch,
}

struct Scene {
    cluster: MockCluster,
    session: Session,
    dao: KeyDao,
    write: PreparedStatement,
    read: PreparedStatement,
    mine: Mine,
    tried: Tried,
}

impl Scene {
    async fn new(tried: Tried, level: Level) -> Self {
        let write = MockStatement::new(WRITE).table("ks", "t").marker("k", NativeType::Int);
        let read = MockStatement::new(READ).table("ks", "t").marker("k", NativeType::Int).column("k", NativeType::Int);
        // Two pages: a stream keeps its options for the second.
        let read = read.answers(|request, rows| {
            let parameters = request.parameters().unwrap();
            let rows = rows.row((1,));
            if parameters.paging_state.is_some() { rows.into() } else { rows.more([1_u8]).into() }
        });
        let cluster = MockCluster::builder().in_memory().nodes(2).version(ProtocolVersion::V5).shared_statements();
        let cluster = cluster.statement(write).statement(read).start().await.unwrap();
        let mine = Mine::new();
        let profile = |at| {
            let builder = ExecutionProfile::builder();
            match tried.profile {
                Some(set) if at == level => set(builder, &mine).build(),
                _ => builder.build(),
            }
        };
        let session = to(&cluster)
            .default_execution_profile_handle(profile(Level::DefaultProfile).into_handle())
            .profile("named", profile(Level::NamedProfile))
            .profile("three", three())
            .build()
            .await
            .unwrap();
        let dao = KeyDao::prepare(&session).await.unwrap();
        let (mut write, mut read) = (session.prepare(WRITE).await.unwrap(), session.prepare(READ).await.unwrap());
        if level == Level::Statement {
            (tried.statement)(&mut write, &mine);
            (tried.statement)(&mut read, &mine);
        }
        Self { cluster, session, dao, write, read, mine, tried }
    }

    /// The options of a call, on which the option is set.
    fn call(&self) -> CallOptions {
        (self.tried.call)(CallOptions::new(), &self.mine)
    }

    fn batch_of_driver(&self) -> DriverBatch {
        let mut batch = DriverBatch::new(BatchType::Logged);
        batch.append_statement(self.write.bind(&(1,)).unwrap());
        batch
    }

    fn batch(&self) -> Batch {
        Batch::logged().push(self.dao.plain.bind((&Key { k: 1 },)).unwrap())
    }
}

fn is_of_tests(request: &Request) -> bool {
    matches!(request.opcode, Opcode::Execute | Opcode::Batch)
}

/// One way to execute a statement, and whether it asks for pages.
struct Road {
    name: &'static str,
    level: Level,
    pages: bool,
    run: for<'a> fn(&'a Scene) -> Running<'a>,
}

macro_rules! roads {
    ($($level:ident $name:literal $($pages:ident)?: $scene:ident $body:block)+) => {
        vec![$(Road {
            name: $name,
            level: Level::$level,
            pages: [$(stringify!($pages) == "pages",)? false][0],
            run: |$scene| Box::pin(async move { $body; Ok(()) }),
        }),+]
    };
}

#[rustfmt::skip]
fn roads() -> Vec<Road> {
    let mut roads = roads! {
        Nowhere "a prepared statement": scene { scene.session.execute_unpaged(&scene.write, (1,)).await? }
        Nowhere "all its pages" pages: scene { drain_pages(scene.session.execute_iter(scene.read.clone(), (1,)).await?).await? }
        Nowhere "one page" pages: scene {
            scene.session.execute_single_page(&scene.read, (1,), PagingState::start()).await?
        }
        Nowhere "bound": scene { scene.session.execute_bound_unpaged(&scene.write.bind(&(1,))?).await? }
        Nowhere "bound, all pages" pages: scene {
            drain_pages(scene.session.execute_bound_iter(scene.read.bind(&(1,))?).await?).await?
        }
        Nowhere "bound, one page" pages: scene {
            scene.session.execute_bound_single_page(&scene.read.bind(&(1,))?, PagingState::start()).await?
        }
        DefaultProfile "a batch of the driver": scene { scene.session.batch(&scene.batch_of_driver(), ()).await? }
        DefaultProfile "a method": scene { scene.dao.plain(&Key { k: 1 }).await? }
        DefaultProfile "a stream" pages: scene { drain(scene.dao.stream(1).await?).await? }
        DefaultProfile "a batch": scene { scene.batch().execute(&scene.session).await? }
        NamedProfile "a method": scene { scene.dao.named(&Key { k: 1 }).await? }
        NamedProfile "a stream" pages: scene { drain(scene.dao.named_stream(1).await?).await? }
        NamedProfile "a batch": scene {
            Batch::logged().push(scene.dao.named.bind((&Key { k: 1 },))?).execute(&scene.session).await?
        }
        NamedProfile "another DAO": scene {
            scene.dao.with_profile("default", "named").unwrap()
                .plain.call((&Key { k: 1 },)).await?
        }
        Attribute "a method": scene { (scene.tried.attribute.unwrap())(&scene.dao).await? }
        Call "with": scene {
            scene.dao.plain.with(|options| (scene.tried.call)(options, &scene.mine)).call((&Key { k: 1 },)).await?
        }
        Call "with over with": scene {
            let with = scene.dao.plain.with(|options| (scene.tried.call)(options, &scene.mine));
            with.with(|options| options.serial_consistency(scene.serial())).call((&Key { k: 1 },)).await?
        }
        Call "with, bound": scene {
            let with = scene.dao.plain.with(|options| (scene.tried.call)(options, &scene.mine));
            scene.session.execute_bound_unpaged(&with.bind((&Key { k: 1 },))?).await?
        }
        Call "with, a stream" pages: scene {
            drain(scene.dao.stream.with(|options| (scene.tried.call)(options, &scene.mine)).call((1,)).await?).await?
        }
        Call "execute_unpaged_with": scene {
            scene.session.execute_unpaged_with(&scene.write, (1,), &scene.call()).await?
        }
        Call "execute_single_page_with" pages: scene {
            scene.session.execute_single_page_with(&scene.read, (1,), PagingState::start(), &scene.call()).await?
        }
        Call "execute_iter_with" pages: scene {
            drain_pages(scene.session.execute_iter_with(scene.read.clone(), (1,), &scene.call()).await?).await?
        }
        Call "execute_bound_unpaged_with": scene {
            scene.session.execute_bound_unpaged_with(&scene.write.bind(&(1,))?, &scene.call()).await?
        }
        Call "execute_bound_single_page_with" pages: scene {
            let bound = scene.read.bind(&(1,))?;
            scene.session.execute_bound_single_page_with(&bound, PagingState::start(), &scene.call()).await?
        }
        Call "execute_bound_iter_with" pages: scene {
            let pager = scene.session.execute_bound_iter_with(scene.read.bind(&(1,))?, &scene.call()).await?;
            drain_pages(pager).await?
        }
        Call "set_options": scene {
            let mut write = scene.write.clone();
            write.set_options(&scene.call());
            scene.session.execute_unpaged(&write, (1,)).await?
        }
        Batch "batch_with": scene {
            scene.session.batch_with(&scene.batch_of_driver(), (), &scene.call()).await?
        }
        Batch "a batch of the driver": scene {
            let mut batch = scene.batch_of_driver();
            scene.tried.batch.unwrap()(&mut batch, &scene.mine);
            scene.session.batch(&batch, ()).await?
        }
        Batch "a batch": scene {
            let set = scene.tried.dao_batch.unwrap();
            set(scene.batch(), &scene.mine).execute(&scene.session).await?
        }
    };
    // The verbs of the driver are the same whether the default profile or the statement has the option.
    for at in 0..6 {
        for level in [Level::DefaultProfile, Level::Statement] {
            let Road { name, pages, run, .. } = roads[at];
            roads.push(Road { name, level, pages, run });
        }
    }
    roads
}

impl Scene {
    /// A serial consistency that does not hide the option that is tried.
    fn serial(&self) -> Option<SerialConsistency> {
        if self.tried.name == "serial_consistency" { Some(SerialConsistency::Serial) } else { None }
    }

    /// Whether requests follow the option.
    async fn shows(&self, road: &Road) -> bool {
        let all = || When::any().and(is_of_tests);
        self.cluster.forget_requests();
        match &self.tried.shows {
            Shows::Request(is_seen) => {
                (road.run)(self).await.unwrap_or_else(|error| panic!("{}, {}: {error}", self.tried.name, road.name));
                let sent = self.cluster.requests_where(&all());
                !sent.is_empty() && sent.iter().all(|request| is_seen(request))
            }
            Shows::Timeout => {
                self.cluster.rule(all(), Action::ignore());
                let started = Instant::now();
                let error = (road.run)(self).await.unwrap_err();
                assert!(error.is_timeout(), "{error}");
                started.elapsed() < 2 * LIMIT
            }
            Shows::IsLost => {
                self.cluster.rule(all().times(1), Action::close());
                (road.run)(self).await.is_err()
            }
            Shows::Asked(count) => {
                count(&self.mine);
                // An answer that comes late enough for another branch, and one that may be asked for again.
                self.cluster.rule(
                    all().times(1),
                    Action::answer(Answer::error(ErrorCode::Overloaded, "busy")).delayed(2 * LIMIT),
                );
                drop((road.run)(self).await);
                count(&self.mine) > 0
            }
        }
    }
}

fn has(tried: &Tried, road: &Road) -> bool {
    let is_of_pages = tried.name == "page_size";
    if is_of_pages && !road.pages && road.level != Level::Attribute {
        return false;
    }
    match road.level {
        Level::DefaultProfile | Level::NamedProfile => tried.profile.is_some(),
        Level::Attribute => tried.attribute.is_some(),
        Level::Batch => tried.batch.is_some(),
        Level::Nowhere | Level::Statement | Level::Call => true,
    }
}

#[tokio::test(start_paused = true)]
async fn every_option_is_followed_at_every_level_and_on_every_road() {
    for (at, option) in table().iter().enumerate() {
        for road in roads().iter().filter(|road| has(option, road)) {
            let scene = Scene::new(table().swap_remove(at), road.level).await;
            let (expected, name) = (road.level != Level::Nowhere, option.name);
            assert_eq!(scene.shows(road).await, expected, "{name}, {:?}, {}", road.level, road.name);
        }
    }
}

#[test]
fn every_option_of_a_call_is_in_the_table() {
    let shown = format!("{:?}", CallOptions::new().now_in_seconds(1));
    // Those that hold others, and the one that only texts have.
    let no_option = ["extras", "policies", "keyspace"];
    let names = shown.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != ':');
    let names = names.filter_map(|word| word.strip_suffix(':'));
    let expected: BTreeSet<&str> = names.filter(|name| !no_option.contains(name)).collect();
    let table = table();
    let tried: BTreeSet<&str> = table.iter().map(|tried| tried.name).collect();
    assert_eq!(tried, expected, "{shown}");
}

#[tokio::test(start_paused = true)]
async fn an_option_of_the_call_goes_before_that_of_the_statement_and_of_the_profile() {
    for option in ["retry", "load_balancing", "speculative_execution", "history"] {
        let at = table().iter().position(|tried| tried.name == option).unwrap();
        let scene = Scene::new(table().swap_remove(at), Level::DefaultProfile).await;
        let (of_statement, of_call) = (Mine::new(), Mine::new());
        let Shows::Asked(count) = scene.tried.shows else { panic!("{option}") };
        let mut write = scene.write.clone();
        (scene.tried.statement)(&mut write, &of_statement);
        let call = (scene.tried.call)(CallOptions::new(), &of_call);
        let all = || When::any().and(is_of_tests);
        let late = || Action::answer(Answer::error(ErrorCode::Overloaded, "busy")).delayed(2 * LIMIT);
        let asked = || [count(&scene.mine), count(&of_statement), count(&of_call)].map(|asked| asked > 0);
        asked();
        scene.cluster.rule(all().times(1), late());
        drop(scene.session.execute_unpaged_with(&write, (1,), &call).await);
        assert_eq!(asked(), [false, false, true], "{option}");
        scene.cluster.rule(all().times(1), late());
        drop(scene.session.execute_unpaged(&write, (1,)).await);
        assert_eq!(asked(), [false, true, false], "{option}");
        scene.cluster.rule(all().times(1), late());
        drop(scene.session.execute_unpaged(&scene.write, (1,)).await);
        assert_eq!(asked(), [scene.tried.profile.is_some(), false, false], "{option}");
    }
}

#[test]
fn options_lie_over_others_each_by_itself() {
    let mine = Mine::new();
    let one = |tried: &Tried| (tried.call)(CallOptions::new(), &mine);
    let shown = |options: &CallOptions| format!("{options:?}");
    assert!(CallOptions::new().is_empty());
    assert_eq!(shown(&CallOptions::new()), shown(&CallOptions::default()));
    let table = table();
    let all = |options: &mut dyn Iterator<Item = &Tried>| {
        options.fold(CallOptions::new(), |all, tried| one(tried).over(&all))
    };
    let whole = shown(&all(&mut table.iter()));
    assert_eq!(whole, shown(&all(&mut table.iter().rev())));
    for tried in &table {
        let set = one(tried);
        assert!(!set.is_empty(), "{}", tried.name);
        assert!(whole.contains(&format!("{}: Some(", tried.name)), "{} is not in {whole}", tried.name);
        assert_eq!(shown(&set.over(&CallOptions::new())), shown(&set), "{}", tried.name);
        assert_eq!(shown(&CallOptions::new().over(&set)), shown(&set), "{}", tried.name);
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_call_sets_is_sent_in_place_of_what_the_statement_sets() {
    let at = table().iter().position(|tried| tried.name == "consistency").unwrap();
    let scene = Scene::new(table().swap_remove(at), Level::Nowhere).await;
    let level = SerialConsistency::Serial;
    let of_statement = CallOptions::new().consistency(Consistency::Two).serial_consistency(Some(level)).timestamp(1);
    let of_statement = of_statement.trace(true).custom_payload(payload()).now_in_seconds(1).page_size(1).timeout(LIMIT);
    let mut read = scene.read.clone();
    read.set_options(&of_statement);
    let other = HashMap::from([("other".to_owned(), Bytes::new())]);
    let call = CallOptions::new().consistency(Consistency::All).serial_consistency(None).timestamp(2).trace(false);
    let call = call.custom_payload(other.clone()).now_in_seconds(2).page_size(2).timeout(3 * LIMIT);
    let is_execute = || When::any().and(is_of_tests);
    // An answer that is late for the statement and not for the call.
    scene.cluster.rule(is_execute(), Action::answer(Answer::Void).delayed(2 * LIMIT));
    scene.cluster.forget_requests();
    let start = PagingState::start;
    scene.session.execute_single_page_with(&read, (1,), start(), &call).await.unwrap();
    scene.session.execute_bound_single_page_with(&read.bind(&(1,)).unwrap(), start(), &call).await.unwrap();
    drain_pages(scene.session.execute_iter_with(read.clone(), (1,), &call).await.unwrap()).await.unwrap();
    // What the call does not set is the statement's.
    let some = CallOptions::new().now_in_seconds(2).timeout(3 * LIMIT);
    scene.session.execute_single_page_with(&read, (1,), start(), &some).await.unwrap();
    assert!(scene.session.execute_single_page(&read, (1,), start()).await.unwrap_err().is_timeout());
    let sent = scene.cluster.requests_where(&is_execute());
    let seen = |request: &Request| {
        let sent = request.parameters().unwrap();
        let is_traced = request.flags.contains(Flags::TRACING);
        let levels = (sent.consistency, sent.serial_consistency);
        (levels, sent.timestamp, sent.now_in_seconds, sent.page_size, is_traced, request.custom_payload.clone())
    };
    let of_call = ((Consistency::All, None), Some(2), Some(2), Some(2), false, Some(other));
    let of_both = |now| ((Consistency::Two, Some(level)), Some(1), Some(now), Some(1), true, Some(payload()));
    let expected = [of_call.clone(), of_call.clone(), of_call, of_both(2), of_both(1)];
    assert_eq!(sent.iter().map(|request| seen(request)).collect::<Vec<_>>(), expected);
}
