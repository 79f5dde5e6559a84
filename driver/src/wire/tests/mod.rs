//! What holds of every message and every stream of segments, whatever is in them.

mod bounds;
mod messages;
mod segments;
mod shown;
mod types;
