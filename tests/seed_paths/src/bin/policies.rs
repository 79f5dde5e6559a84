//! Policies of one's own: on a profile, and on a statement.

#[path = "../connect.rs"]
mod connect;
#[path = "../policies.rs"]
#[allow(dead_code, unreachable_pub, reason = "the session tests use more of it")]
mod policies;

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use policies::{After, Elsewhere, InOrder};
use scylla::client::execution_profile::ExecutionProfile;
use scylla::policies::load_balancing::LoadBalancingPolicy;
use scylla::policies::retry::RetryPolicy;
use scylla::policies::speculative_execution::SpeculativeExecutionPolicy;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "with_policies", "v int").await?;

    let in_order = Arc::new(InOrder::default());
    let after = Arc::new(After { intervals: vec![Duration::from_secs(5)], ..After::default() });
    let profile = ExecutionProfile::builder()
        .load_balancing_policy(Arc::clone(&in_order) as Arc<dyn LoadBalancingPolicy>)
        .retry_policy(Arc::new(Elsewhere::default()) as Arc<dyn RetryPolicy>)
        .speculative_execution_policy(Some(Arc::clone(&after) as Arc<dyn SpeculativeExecutionPolicy>))
        .build();
    assert_eq!(profile.get_load_balancing_policy().name(), "InOrder");

    let mut insert = session.prepare("INSERT INTO with_policies (k, v) VALUES (?, ?)").await?;
    insert.set_is_idempotent(true);
    insert.set_execution_profile_handle(Some(profile.into_handle()));
    session.execute_unpaged(&insert, (1, 1)).await?;
    assert_eq!(in_order.asked.load(Ordering::SeqCst), 1);
    assert_eq!(in_order.succeeded.load(Ordering::SeqCst), 1);
    assert_eq!(after.asked.load(Ordering::SeqCst), 1);

    let elsewhere = Arc::new(Elsewhere::default());
    insert.set_retry_policy(Some(Arc::clone(&elsewhere) as Arc<dyn RetryPolicy>));
    session.execute_unpaged(&insert, (2, 2)).await?;
    assert!(insert.get_retry_policy().is_some());
    assert_eq!(elsewhere.asked.load(Ordering::SeqCst), 0, "nothing has failed");
    Ok(())
}
