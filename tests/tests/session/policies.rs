//! Policies of the users': which of them a request asks, on a profile, on a statement and after a remap, and what it does
//! with their decisions. All in simulated time.

#[path = "../../seed_paths/src/policies.rs"]
#[allow(unreachable_pub, reason = "the file is shared")]
pub(crate) mod users;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use ilium_driver::client::execution_profile::{ExecutionProfile, ExecutionProfileBuilder};
use ilium_driver::client::session::Session;
use ilium_driver::cluster::{ClusterState, NodeRef};
use ilium_driver::errors::{Error, ErrorCode, ErrorKind};
use ilium_driver::observability::history::{AttemptId, HistoryListener, RequestId, SpeculativeId};
use ilium_driver::policies::load_balancing::{DefaultPolicy, FallbackPlan, LoadBalancingPolicy, RoutingInfo};
use ilium_driver::policies::retry::{RequestInfo, RetryDecision, RetryPolicy, RetrySession};
use ilium_driver::routing::Shard;
use ilium_driver::statement::batch::{Batch, BatchType};
use ilium_driver::statement::unprepared::Statement;
use ilium_driver::wire::{Consistency, ProtocolVersion};
use ilium_mock::{Action, Answer, Message, MockCluster, Request, When};
use tokio::time::Instant;

use crate::scene::{COUNT, READ, WRITE, cluster, impatient};
use users::{After, Elsewhere, InOrder};

const ALL_VERSIONS: [ProtocolVersion; 3] = [ProtocolVersion::V3, ProtocolVersion::V4, ProtocolVersion::V5];

async fn scene(version: ProtocolVersion, profile: ExecutionProfileBuilder) -> (MockCluster, Session) {
    let cluster = cluster(3).version(version).shared_statements().in_memory().start().await.unwrap();
    let handle = profile.build().into_handle();
    let session = cluster.session_builder().default_execution_profile_handle(handle).build().await.unwrap();
    (cluster, session)
}

/// The nodes by their host ids, as [`InOrder`] has them.
fn in_order(cluster: &MockCluster) -> Vec<usize> {
    let mut nodes: Vec<usize> = (0..cluster.node_count()).collect();
    nodes.sort_by_key(|node| cluster.host_id(*node));
    nodes
}

fn asked(cluster: &MockCluster) -> Vec<usize> {
    cluster.requests_where(&When::execute("")).iter().map(|request| request.node).collect()
}

fn consistency(request: &Request) -> Consistency {
    match &request.message {
        Message::Batch { parameters, .. } | Message::Execute { parameters, .. } | Message::Query { parameters, .. } => {
            parameters.consistency
        }
        other => panic!("{other:?}"),
    }
}

fn overloaded() -> Answer {
    Answer::error(ErrorCode::Overloaded, "too much to do")
}

fn elsewhere(times: usize) -> (Arc<AtomicUsize>, Arc<dyn RetryPolicy>) {
    let asked = Arc::new(AtomicUsize::new(0));
    (Arc::clone(&asked), Arc::new(Elsewhere { times, asked }))
}

fn first(first: usize) -> Arc<InOrder> {
    Arc::new(InOrder { first, ..InOrder::default() })
}

fn after(intervals: &[u64]) -> Arc<After> {
    let intervals = intervals.iter().copied().map(Duration::from_millis).collect();
    Arc::new(After { intervals, ..After::default() })
}

#[tokio::test(start_paused = true)]
async fn a_retry_policy_is_asked_on_a_profile_on_a_statement_and_after_a_remap() {
    for version in ALL_VERSIONS {
        let (of_profile, policy) = elsewhere(1);
        let (cluster, session) = scene(version, ExecutionProfile::builder().retry_policy(policy)).await;
        cluster.rule(When::execute(""), overloaded());
        let mut read = session.prepare(READ).await.unwrap();
        let fails = async |read: &_, attempts: usize| {
            cluster.forget_requests();
            let error: Error = session.execute_unpaged(read, (1,)).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Overloaded);
            let executed = cluster.requests_where(&When::execute(""));
            assert_eq!(executed.len(), attempts, "{version}");
            executed.iter().map(|request| consistency(request)).collect::<Vec<_>>()
        };
        assert_eq!(fails(&read, 2).await, [Consistency::LocalQuorum, Consistency::One], "{version}");
        assert_eq!(of_profile.swap(0, Ordering::SeqCst), 2);

        let (of_statement, policy) = elsewhere(0);
        read.set_retry_policy(Some(policy));
        fails(&read, 1).await;
        assert_eq!((of_statement.swap(0, Ordering::SeqCst), of_profile.load(Ordering::SeqCst)), (1, 0));
        read.set_retry_policy(None);

        let (remapped, policy) = elsewhere(2);
        let mut handle = session.get_default_execution_profile_handle().clone();
        handle.map_to_another_profile(ExecutionProfile::builder().retry_policy(policy).build());
        fails(&read, 3).await;
        assert_eq!((remapped.load(Ordering::SeqCst), of_profile.load(Ordering::SeqCst)), (3, 0));

        // A profile without one has the driver's own again, which asks each of the three nodes.
        handle.map_to_another_profile(ExecutionProfile::builder().build());
        assert_eq!(fails(&read, 3).await, [Consistency::LocalQuorum; 3]);
        assert_eq!(remapped.load(Ordering::SeqCst), 3);
    }
}

/// Decides the same each time.
#[derive(Clone, Debug)]
struct Always(RetryDecision);

impl RetryPolicy for Always {
    fn new_session(&self) -> Box<dyn RetrySession> {
        Box::new(self.clone())
    }
}

impl RetrySession for Always {
    fn decide_should_retry(&mut self, _: RequestInfo<'_>) -> RetryDecision {
        self.0.clone()
    }

    fn reset(&mut self) {}
}

#[tokio::test(start_paused = true)]
async fn a_retry_at_another_consistency_is_sent_with_it_whichever_message_it_is() {
    for version in ALL_VERSIONS {
        for decision in [
            RetryDecision::RetrySameTarget(Some(Consistency::Two)),
            RetryDecision::RetryNextTarget(Some(Consistency::Two)),
        ] {
            let policy: Arc<dyn RetryPolicy> = Arc::new(Always(decision.clone()));
            let profile = ExecutionProfile::builder().consistency(Consistency::All).retry_policy(policy);
            let (cluster, session) = scene(version, profile).await;
            let write = session.prepare(WRITE).await.unwrap();
            cluster.rule(When::any().and(is_of_users), Answer::Void);
            let mut batch = Batch::new(BatchType::Logged);
            batch.append_statement(write.clone());
            batch.append_statement("INSERT INTO ks.t (k, v) VALUES (7, 'text')");
            let mut text = Statement::new("INSERT INTO ks.t (k, v) VALUES (8, 'text')");
            text.set_timestamp(Some(5));

            let rules = || {
                cluster.forget_requests();
                cluster.rule(When::any().and(is_of_users).times(1), overloaded())
            };
            for message in 0..4 {
                let rule = rules();
                match message {
                    0 => drop(session.execute_unpaged(&write, (1, "v")).await.unwrap()),
                    1 => drop(session.execute_bound_unpaged(&write.bind(&(1, "v")).unwrap()).await.unwrap()),
                    2 => drop(session.query_unpaged(text.clone(), ()).await.unwrap()),
                    _ => drop(session.batch(&batch, ((1, "v"), ())).await.unwrap()),
                }
                rule.remove();
                let sent: Vec<_> = cluster.requests_where(&When::any().and(is_of_users));
                let levels: Vec<_> = sent.iter().map(|request| consistency(request)).collect();
                assert_eq!(levels, [Consistency::All, Consistency::Two], "{version}, message {message}, {decision:?}");
                let is_same_node = matches!(decision, RetryDecision::RetrySameTarget(_));
                assert_eq!(sent[0].node == sent[1].node, is_same_node, "{version}, message {message}");
                // Nothing but the level is another.
                assert_eq!(format!("{:?}", sent[0].message).replace("All", "Two"), format!("{:?}", sent[1].message));
            }
        }
    }
}

fn is_of_users(request: &Request) -> bool {
    matches!(request.message, Message::Batch { .. } | Message::Execute { .. } | Message::Query { .. })
        && request.mentions("ks.t")
}

#[tokio::test(start_paused = true)]
async fn an_ignored_error_is_a_result_without_rows() {
    for version in ALL_VERSIONS {
        let policy: Arc<dyn RetryPolicy> = Arc::new(Always(RetryDecision::IgnoreWriteError));
        let (cluster, session) = scene(version, ExecutionProfile::builder().retry_policy(policy)).await;
        cluster.rule(When::execute(""), Answer::error(ErrorCode::WriteTimeout, "slow"));
        let write = session.prepare(WRITE).await.unwrap();
        let result = session.execute_unpaged(&write, (1, "v")).await.unwrap();
        assert!(!result.is_rows());
        assert_eq!(asked(&cluster).len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_policy_that_retries_for_ever_ends_with_the_requests_timeout() {
    let policy: Arc<dyn RetryPolicy> = Arc::new(Always(RetryDecision::RetrySameTarget(None)));
    let (cluster, session) = scene(ProtocolVersion::V5, ExecutionProfile::builder().retry_policy(policy)).await;
    cluster.rule(When::execute(""), Action::answer(overloaded()).delayed(Duration::from_millis(300)));
    let read = session.prepare(READ).await.unwrap();
    let started = Instant::now();
    let error = session.execute_unpaged(&read, (1,)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!((10.0..10.5).contains(&started.elapsed().as_secs_f64()), "{:?}", started.elapsed());
    assert_eq!(error.attempts().len(), 33, "{error}");
}

#[tokio::test]
async fn a_policy_that_retries_for_ever_at_once_ends_with_the_requests_timeout() {
    let policy: Arc<dyn RetryPolicy> = Arc::new(Always(RetryDecision::RetrySameTarget(None)));
    let profile = ExecutionProfile::builder().retry_policy(policy);
    let (cluster, session) = scene(ProtocolVersion::V5, profile).await;
    let read = impatient(&session.prepare(READ).await.unwrap());
    cluster.rule(When::execute(""), overloaded());
    let error = session.execute_unpaged(&read, (1,)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(error.attempts().len() > 1, "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_load_balancing_policy_is_asked_on_a_profile_on_a_statement_and_after_a_remap() {
    for version in ALL_VERSIONS {
        let policy = first(1);
        let profile = ExecutionProfile::builder().load_balancing_policy(Arc::clone(&policy) as _);
        let (cluster, session) = scene(version, profile).await;
        let nodes = in_order(&cluster);
        let mut read = session.prepare(READ).await.unwrap();
        let before = policy.asked.load(Ordering::SeqCst);
        let goes_to = async |read: &_, place: usize| {
            cluster.forget_requests();
            for key in 0..20 {
                session.execute_unpaged(read, (key,)).await.unwrap();
            }
            assert_eq!(asked(&cluster), [nodes[place]; 20], "{version}");
        };
        goes_to(&read, 1).await;
        assert_eq!(policy.asked.load(Ordering::SeqCst) - before, 20);
        assert!(policy.succeeded.load(Ordering::SeqCst) >= 20);
        assert_eq!(policy.failed.load(Ordering::SeqCst), 0);

        read.set_load_balancing_policy(Some(first(2)));
        goes_to(&read, 2).await;
        read.set_load_balancing_policy(None);

        let mut handle = session.get_default_execution_profile_handle().clone();
        handle.map_to_another_profile(ExecutionProfile::builder().load_balancing_policy(first(0)).build());
        goes_to(&read, 0).await;

        // The driver's own by name and without one spreads them, whatever the profile had before.
        for profile in [
            ExecutionProfile::builder().build(),
            ExecutionProfile::builder().load_balancing_policy(Arc::new(DefaultPolicy::default())).build(),
        ] {
            handle.map_to_another_profile(profile);
            cluster.forget_requests();
            for key in 0..200 {
                session.execute_unpaged(&read, (key,)).await.unwrap();
            }
            assert_eq!(asked(&cluster).into_iter().collect::<BTreeSet<_>>().len(), 3, "{version}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_plan_goes_on_where_an_attempt_fails_and_its_policy_hears_of_it() {
    for version in ALL_VERSIONS {
        let policy = first(1);
        let profile = ExecutionProfile::builder().load_balancing_policy(Arc::clone(&policy) as _);
        let (cluster, session) = scene(version, profile).await;
        let nodes = in_order(&cluster);
        let read = session.prepare(READ).await.unwrap();
        cluster.rule(When::execute("").node(nodes[1]), overloaded());
        cluster.rule(When::execute("").node(nodes[2]), Action::close());
        cluster.forget_requests();
        policy.succeeded.store(0, Ordering::SeqCst);
        session.execute_unpaged(&read, (1,)).await.unwrap();
        assert_eq!(asked(&cluster), [nodes[1], nodes[2], nodes[0]], "{version}");
        assert_eq!((policy.failed.load(Ordering::SeqCst), policy.succeeded.load(Ordering::SeqCst)), (2, 1));
    }
}

/// Names one node again and again, or none.
#[derive(Debug)]
struct Endless(bool);

impl LoadBalancingPolicy for Endless {
    fn pick<'a>(&'a self, _: &'a RoutingInfo<'_>, _: &'a ClusterState) -> Option<(NodeRef<'a>, Option<Shard>)> {
        None
    }

    fn fallback<'a>(&'a self, _: &'a RoutingInfo<'_>, cluster: &'a ClusterState) -> FallbackPlan<'a> {
        match cluster.get_nodes_info().first().filter(|_| self.0) {
            Some(node) => Box::new(std::iter::repeat((node, None))),
            None => Box::new(std::iter::empty()),
        }
    }

    fn name(&self) -> String {
        "Endless".to_owned()
    }
}

#[tokio::test(start_paused = true)]
async fn a_plan_without_an_end_and_one_without_nodes_end_with_an_error() {
    let (cluster, session) = scene(ProtocolVersion::V5, ExecutionProfile::builder()).await;
    cluster.rule(When::execute(""), overloaded());
    let mut read = session.prepare(READ).await.unwrap();
    for (is_endless, kind, attempts) in [(true, ErrorKind::Overloaded, 1), (false, ErrorKind::NoNodeAvailable, 0)] {
        read.set_load_balancing_policy(Some(Arc::new(Endless(is_endless))));
        cluster.forget_requests();
        let error = session.execute_unpaged(&read, (1,)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(asked(&cluster).len(), attempts);
    }
}

#[tokio::test(start_paused = true)]
async fn a_speculative_policy_is_asked_on_a_profile_on_a_statement_and_after_a_remap() {
    for version in ALL_VERSIONS {
        let policy = after(&[100]);
        let profile = ExecutionProfile::builder()
            .load_balancing_policy(first(0))
            .speculative_execution_policy(Some(Arc::clone(&policy) as _));
        let (cluster, session) = scene(version, profile).await;
        let nodes = in_order(&cluster);
        let mut read = session.prepare(READ).await.unwrap();
        cluster.rule(When::execute("").node(nodes[0]), Action::ignore());
        let takes = async |read: &_, millis: u64, to: &[usize]| {
            cluster.forget_requests();
            let started = Instant::now();
            session.execute_unpaged(read, (1,)).await.unwrap();
            assert_eq!(started.elapsed(), Duration::from_millis(millis), "{version}");
            let expected: Vec<usize> = to.iter().map(|place| nodes[*place]).collect();
            assert_eq!(asked(&cluster), expected, "{version}");
        };
        takes(&read, 100, &[0, 1]).await;
        assert_eq!(policy.asked.load(Ordering::SeqCst), 1);

        read.set_speculative_execution_policy(Some(after(&[30])));
        takes(&read, 30, &[0, 1]).await;
        read.set_speculative_execution_policy(None);

        cluster.rule(When::execute("").node(nodes[1]), Action::ignore());
        let mut handle = session.get_default_execution_profile_handle().clone();
        let remapped = handle.pointee_to_builder().speculative_execution_policy(Some(after(&[20, 50]))).build();
        handle.map_to_another_profile(remapped);
        takes(&read, 70, &[0, 1, 2]).await;
    }
}

#[tokio::test(start_paused = true)]
async fn only_what_may_be_carried_out_twice_has_branches() {
    let profile = ExecutionProfile::builder().speculative_execution_policy(Some(after(&[100])));
    let (cluster, session) = scene(ProtocolVersion::V5, profile).await;
    cluster.rule(When::execute(""), Action::ignore());
    let counting = session.prepare(COUNT).await.unwrap();
    session.execute_unpaged(&counting, (1,)).await.unwrap_err();
    assert_eq!(asked(&cluster).len(), 1);
    let mut read = session.prepare(READ).await.unwrap();
    read.set_is_idempotent(false);
    session.execute_unpaged(&read, (1,)).await.unwrap_err();
    assert_eq!(asked(&cluster).len(), 2);
    // A policy without branches switches off that of the profile.
    read.set_is_idempotent(true);
    read.set_speculative_execution_policy(Some(after(&[])));
    session.execute_unpaged(&read, (1,)).await.unwrap_err();
    assert_eq!(asked(&cluster).len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_branch_that_fails_waits_for_the_others_unless_they_would_fail_alike() {
    let profile = ExecutionProfile::builder()
        .load_balancing_policy(first(0))
        .speculative_execution_policy(Some(after(&[100, 100])));
    let (cluster, session) = scene(ProtocolVersion::V5, profile).await;
    let nodes = in_order(&cluster);
    let mut read = session.prepare(READ).await.unwrap();
    read.set_retry_policy(Some(Arc::new(Always(RetryDecision::DontRetry))));
    let late = |action: Answer, millis| Action::answer(action).delayed(Duration::from_millis(millis));
    let started = Instant::now();

    // The first fails at 150 ms, the second is answered at 100 + 200 ms.
    let rules = [
        cluster.rule(When::execute("").node(nodes[0]), late(overloaded(), 150)),
        cluster.rule(When::execute("").node(nodes[1]), Action::usual().delayed(Duration::from_millis(200))),
        cluster.rule(When::execute("").node(nodes[2]), Action::ignore()),
    ];
    session.execute_unpaged(&read, (1,)).await.unwrap();
    assert_eq!(started.elapsed(), Duration::from_millis(300));
    rules.iter().for_each(ilium_mock::Rule::remove);

    // All fail: the request fails with what the first of them failed with.
    let rules: Vec<_> = [(0, 150), (1, 200), (2, 10)]
        .into_iter()
        .map(|(place, millis)| cluster.rule(When::execute("").node(nodes[place]), late(overloaded(), millis)))
        .collect();
    let error = session.execute_unpaged(&read, (1,)).await.unwrap_err();
    assert_eq!((error.kind(), error.node()), (ErrorKind::Overloaded, Some(cluster.address(nodes[0]))), "{error}");
    assert_eq!(started.elapsed(), Duration::from_millis(600));
    rules.iter().for_each(ilium_mock::Rule::remove);

    // What is wrong with the request itself ends it at once.
    cluster.rule(When::execute("").node(nodes[0]), late(Answer::error(ErrorCode::Invalid, "no"), 150));
    cluster.rule(When::execute("").node(nodes[1]), Action::ignore());
    let error = session.execute_unpaged(&read, (1,)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert_eq!(started.elapsed(), Duration::from_millis(750));
}

#[tokio::test(start_paused = true)]
async fn branches_that_lose_are_given_up_and_their_stream_ids_are_used_again() {
    let profile =
        ExecutionProfile::builder().load_balancing_policy(first(0)).speculative_execution_policy(Some(after(&[10])));
    let (cluster, session) = scene(ProtocolVersion::V4, profile).await;
    let nodes = in_order(&cluster);
    let read = session.prepare(READ).await.unwrap();
    cluster.rule(When::execute("").node(nodes[0]), Action::usual().delayed(Duration::from_millis(40)));
    for key in 0..5000 {
        session.execute_unpaged(&read, (key,)).await.unwrap();
    }
    assert_eq!(session.counts().orphaned, 5000);
    assert_eq!(session.counts().connections_lost, 0);
}

#[tokio::test(start_paused = true)]
async fn a_request_sees_one_whole_profile_while_names_are_remapped_under_load() {
    for version in ALL_VERSIONS {
        let profiles: Vec<_> = [(Consistency::One, 0), (Consistency::Two, 1), (Consistency::Three, 2)]
            .into_iter()
            .map(|(consistency, place)| {
                ExecutionProfile::builder()
                    .consistency(consistency)
                    .load_balancing_policy(first(place))
                    .retry_policy(Arc::new(Elsewhere::default()))
                    .speculative_execution_policy(Some(after(&[60_000])))
                    .build()
            })
            .collect();
        let (cluster, session) = scene(version, profiles[0].to_builder()).await;
        let nodes = in_order(&cluster);
        let read = session.prepare(READ).await.unwrap();
        cluster.forget_requests();
        let handle = session.get_default_execution_profile_handle().clone();
        let remaps = async {
            let mut handle = handle;
            for number in 0..300 {
                handle.map_to_another_profile(profiles[number % 3].clone());
                tokio::task::yield_now().await;
            }
        };
        let requests = join_all((0..64).map(async |task| {
            for number in 0..30 {
                session.execute_unpaged(&read, (task * 100 + number,)).await.unwrap();
            }
        }));
        tokio::join!(remaps, requests);
        let executed = cluster.requests_where(&When::execute(""));
        assert_eq!(executed.len(), 64 * 30);
        let mut seen = BTreeSet::new();
        for request in executed {
            let place = [Consistency::One, Consistency::Two, Consistency::Three]
                .iter()
                .position(|level| *level == consistency(&request))
                .unwrap();
            assert_eq!(request.node, nodes[place], "{version}: the level of one profile, the node of another");
            seen.insert(place);
        }
        assert_eq!(seen.len(), 3, "{version}: remaps came between requests");
    }
}

/// Writes down what it is told, numbering requests, attempts and branches.
#[derive(Debug, Default)]
struct Heard {
    lines: Mutex<Vec<String>>,
    last: AtomicUsize,
}

impl Heard {
    fn hear(&self, line: String) {
        self.lines.lock().unwrap().push(line);
    }

    fn next(&self) -> usize {
        self.last.fetch_add(1, Ordering::SeqCst)
    }

    fn take(&self) -> Vec<String> {
        self.last.store(0, Ordering::SeqCst);
        std::mem::take(&mut *self.lines.lock().unwrap())
    }
}

impl HistoryListener for Heard {
    fn log_request_start(&self) -> RequestId {
        let id = RequestId(self.next());
        self.hear(format!("request {} begins", id.0));
        id
    }

    fn log_request_success(&self, request_id: RequestId) {
        self.hear(format!("request {} succeeds", request_id.0));
    }

    fn log_request_error(&self, request_id: RequestId, error: &Error) {
        self.hear(format!("request {} fails: {:?}", request_id.0, error.kind()));
    }

    fn log_new_speculative_fiber(&self, request_id: RequestId) -> SpeculativeId {
        let id = SpeculativeId(self.next());
        self.hear(format!("branch {} of request {}", id.0, request_id.0));
        id
    }

    fn log_attempt_start(
        &self,
        request_id: RequestId,
        speculative_id: Option<SpeculativeId>,
        _: std::net::SocketAddr,
    ) -> AttemptId {
        let id = AttemptId(self.next());
        let branch = speculative_id.map(|id| id.0);
        self.hear(format!("attempt {} of request {}, branch {branch:?}", id.0, request_id.0));
        id
    }

    fn log_attempt_success(&self, attempt_id: AttemptId) {
        self.hear(format!("attempt {} succeeds", attempt_id.0));
    }

    fn log_attempt_error(&self, attempt_id: AttemptId, error: &Error, retry_decision: &RetryDecision) {
        self.hear(format!("attempt {} fails: {:?}, {retry_decision:?}", attempt_id.0, error.kind()));
    }
}

#[tokio::test(start_paused = true)]
async fn a_listener_hears_of_each_attempt_and_what_follows() {
    let (cluster, session) =
        scene(ProtocolVersion::V5, ExecutionProfile::builder().load_balancing_policy(first(0))).await;
    let nodes = in_order(&cluster);
    let heard = Arc::new(Heard::default());
    let mut read = session.prepare(READ).await.unwrap();
    read.set_history_listener(Arc::clone(&heard) as _);
    session.execute_unpaged(&read, (1,)).await.unwrap();
    assert_eq!(
        heard.take(),
        ["request 0 begins", "attempt 1 of request 0, branch None", "attempt 1 succeeds", "request 0 succeeds"]
    );

    let rule = cluster.rule(When::execute("").node(nodes[0]), overloaded());
    session.execute_unpaged(&read, (1,)).await.unwrap();
    assert_eq!(
        heard.take(),
        [
            "request 0 begins",
            "attempt 1 of request 0, branch None",
            "attempt 1 fails: Overloaded, RetryNextTarget(None)",
            "attempt 2 of request 0, branch None",
            "attempt 2 succeeds",
            "request 0 succeeds"
        ]
    );
    rule.remove();

    cluster.rule(When::execute("").node(nodes[0]), Action::ignore());
    read.set_speculative_execution_policy(Some(after(&[100])));
    session.execute_unpaged(&read, (1,)).await.unwrap();
    assert_eq!(
        heard.take(),
        [
            "request 0 begins",
            "attempt 1 of request 0, branch None",
            "branch 2 of request 0",
            "attempt 3 of request 0, branch Some(2)",
            "attempt 3 succeeds",
            "request 0 succeeds"
        ]
    );

    cluster.rule(When::execute(""), Answer::error(ErrorCode::Invalid, "no"));
    read.set_speculative_execution_policy(None);
    session.execute_unpaged(&read, (1,)).await.unwrap_err();
    assert_eq!(
        heard.take(),
        [
            "request 0 begins",
            "attempt 1 of request 0, branch None",
            "attempt 1 fails: Invalid, DontRetry",
            "request 0 fails: Invalid"
        ]
    );

    assert!(read.remove_history_listener().is_some());
    assert!(read.remove_history_listener().is_none());
    session.execute_unpaged(&read, (1,)).await.unwrap_err();
    assert_eq!(heard.take(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_statement_that_a_node_has_forgotten_is_prepared_again_under_every_policy() {
    for version in ALL_VERSIONS {
        let profile = ExecutionProfile::builder()
            .load_balancing_policy(first(0))
            .retry_policy(Arc::new(Always(RetryDecision::DontRetry)))
            .speculative_execution_policy(Some(after(&[5_000])));
        let (cluster, session) = scene(version, profile).await;
        let read = session.prepare(READ).await.unwrap();
        cluster.forget_statements(in_order(&cluster)[0]);
        session.execute_unpaged(&read, (1,)).await.unwrap();
        assert_eq!(session.counts().reprepared, 1, "{version}");
    }
}
