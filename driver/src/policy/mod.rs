//! Decisions that users can replace: which node a request goes to, what follows when an attempt fails, when a further node
//! is asked, and when a lost connection is tried again.
//!
//! # What lives here
//! [`LoadBalancingPolicy`] with [`DefaultPolicy`], [`RetryPolicy`](retry::RetryPolicy) with
//! [`DefaultRetryPolicy`](retry::DefaultRetryPolicy),
//! [`SpeculativeExecutionPolicy`](speculative_execution::SpeculativeExecutionPolicy), [`ReconnectionPolicy`] with
//! [`ExponentialReconnection`]; and [`Policies`], those that one request follows.
//!
//! # Depends on
//! `wire` (consistency levels, tables), `error`, `observe`, `topology`.
//!
//! # Invariants
//! The driver's own decisions are pure functions of what they are given: the request, the snapshot, how often something
//! failed, and a random number. None reads a clock or does I/O, so that every decision can be tested. A request that
//! follows the driver's own policies has no [`Policies`], so that it pays for none.
//!
//! # Start reading at
//! [`LoadBalancingPolicy`], then [`DefaultPolicy`].

mod default_policy;
mod load_balancing;
mod policies;
mod reconnection;
pub(crate) mod retry;
mod routing_info;
pub(crate) mod speculative_execution;

#[cfg(test)]
mod tests;

pub use default_policy::DefaultPolicy;
pub(crate) use default_policy::scale;
pub use load_balancing::{FallbackPlan, LoadBalancingPolicy};
pub(crate) use policies::Policies;
pub use reconnection::{ExponentialReconnection, ReconnectionPolicy};
pub use routing_info::RoutingInfo;
