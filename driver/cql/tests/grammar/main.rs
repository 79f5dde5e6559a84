//! The grammar from outside: what is accepted and how it is understood, and what is refused and how that is said.

#![allow(clippy::panic, reason = "a helper of tests that panics fails the test that calls it")]

mod columns;
mod fragments;
mod groups;
mod hostile;
mod idempotence;
mod markers;
mod messages;
mod names;
mod questions;
mod statements;
mod template;
