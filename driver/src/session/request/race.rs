//! Branches of one request beside each other.

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Either, select};
use futures_util::stream::{FuturesUnordered, StreamExt};

use super::Reply;
use super::course::Course;
use super::fibre::Fibre;
use super::plan::Plan;
use crate::error::{Error, ErrorKind};
use crate::policy::speculative_execution::{Context, SpeculativeExecutionPolicy};

type Branch<'a> = BoxFuture<'a, Result<Option<Reply>, Error>>;

/// Sends a request along its plan, with as many branches as its policy wants: the first answer counts, and the other
/// branches are given up. `None` when the plan has ended without one.
///
/// # Errors
/// What the last branch failed with, or one that would fail everywhere.
pub(super) async fn run(
    course: &Course<'_>,
    plan: &Plan<'_>,
    first: &mut Fibre<'_, '_>,
) -> Result<Option<Reply>, Error> {
    match course.speculation() {
        None => first.walk(plan).await,
        Some(policy) => race(course, plan, first, policy).await,
    }
}

async fn race(
    course: &Course<'_>,
    plan: &Plan<'_>,
    first: &mut Fibre<'_, '_>,
    policy: &dyn SpeculativeExecutionPolicy,
) -> Result<Option<Reply>, Error> {
    let context = Context::default();
    let mut left = policy.max_retry_count(&context);
    let mut branches: FuturesUnordered<Branch<'_>> = FuturesUnordered::new();
    branches.push(first.walk(plan).boxed());
    let mut failed = None;
    let mut wait = pause(left, policy, &context);
    loop {
        let ended = match select(branches.next(), &mut wait).await {
            Either::Left((ended, _)) => ended,
            Either::Right(((), _)) => {
                left -= 1;
                let branch = Fibre::speculative(course);
                branches.push(async move { branch.run(plan).await }.boxed());
                wait = pause(left, policy, &context);
                continue;
            }
        };
        match ended {
            Some(Ok(Some(reply))) => return Ok(Some(reply)),
            Some(Ok(None)) => {}
            Some(Err(error)) if is_of_request(&error) => return Err(error),
            Some(Err(error)) => failed = failed.or(Some(error)),
            None => return failed.map_or(Ok(None), Err),
        }
    }
}

/// Waits until the next branch is to begin; forever when no further branch is allowed.
fn pause(left: usize, policy: &dyn SpeculativeExecutionPolicy, context: &Context) -> BoxFuture<'static, ()> {
    if left == 0 {
        return std::future::pending().boxed();
    }
    let interval: Duration = policy.retry_interval(context);
    tokio::time::sleep(interval).boxed()
}

/// Whether a branch failed with what the others would fail with, too: it is about the request, not about a node.
fn is_of_request(error: &Error) -> bool {
    !matches!(
        error.kind(),
        ErrorKind::Bootstrapping
            | ErrorKind::BrokenConnection
            | ErrorKind::NoNodeAvailable
            | ErrorKind::Overloaded
            | ErrorKind::ReadFailure
            | ErrorKind::ReadTimeout
            | ErrorKind::Server
            | ErrorKind::Truncate
            | ErrorKind::Unavailable
            | ErrorKind::Unprepared
            | ErrorKind::WriteFailure
            | ErrorKind::WriteTimeout
    )
}
