//! The grammar from outside: what is accepted and how it is understood, and what is refused and how that is said.

mod columns;
mod fragments;
mod hostile;
mod markers;
mod messages;
mod statements;
