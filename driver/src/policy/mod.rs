//! Decisions that users can replace: which node a request goes to, and when a lost connection is tried again.
//!
//! # What lives here
//! [`LoadBalancingPolicy`] with [`DefaultPolicy`], and [`ReconnectionPolicy`] with [`ExponentialReconnection`]; and
//! what follows from an error that the server answered with.
//!
//! # Depends on
//! `wire` (consistency levels), `topology`.
//!
//! # Invariants
//! A decision is a pure function of what it is given: the request, the snapshot, how often something failed, and a random
//! number. No policy reads a clock, draws random numbers or does I/O, so that every decision can be tested.
//!
//! # Start reading at
//! [`LoadBalancingPolicy`], then [`DefaultPolicy`].

mod default_policy;
mod load_balancing;
mod reconnection;
pub(crate) mod retry;
mod routing_info;

#[cfg(test)]
mod tests;

pub use default_policy::DefaultPolicy;
pub use load_balancing::LoadBalancingPolicy;
pub use reconnection::{ExponentialReconnection, ReconnectionPolicy};
pub use routing_info::RoutingInfo;
