//! The statements that the responder has canned answers for, and what those answers hold.

/// Reads one row, [`row`]`(1)`, whatever the bound key.
pub const POINT_READ: &str = "SELECT id, name, payload, score, created FROM bench.t WHERE id = ?";

/// Writes the five columns.
pub const INSERT: &str = "INSERT INTO bench.t (id, name, payload, score, created) VALUES (?, ?, ?, ?, ?)";

/// Reads [`PAGE_ROWS`] rows, [`row`]`(0)` and on, in one page.
pub const PAGE: &str = "SELECT id, name, payload, score, created FROM bench.t";

/// Reads as many longer rows, [`large_row`]`(0)` and on, in one page of 750 KB.
pub const LARGE_PAGE: &str = "SELECT id, name, payload, score, created FROM bench.large";

/// Rows in the answers to [`PAGE`] and [`LARGE_PAGE`].
pub const PAGE_ROWS: i64 = 5_000;

/// Length of the text of each row in bytes.
pub const NAME_LEN: usize = 16;

/// Length of the blob of each row in bytes.
pub const PAYLOAD_LEN: usize = 64;

/// Length of the blob of each row of [`LARGE_PAGE`] in bytes: with it a row has 150 bytes.
pub const LARGE_PAYLOAD_LEN: usize = 90;

/// The columns of one row of `bench.t`, in the order of the statements.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// `id bigint`, the partition key.
    pub id: i64,
    /// `name text`, [`NAME_LEN`] bytes.
    pub name: String,
    /// `payload blob`, [`PAYLOAD_LEN`] bytes or [`LARGE_PAYLOAD_LEN`].
    pub payload: Vec<u8>,
    /// `score double`.
    pub score: f64,
    /// `created timestamp`, milliseconds since 1970.
    pub created: i64,
}

/// The row that the responder answers for the key `id`.
#[must_use]
pub fn row(id: i64) -> Row {
    row_of(id, PAYLOAD_LEN)
}

/// The row `id` of [`LARGE_PAGE`].
#[must_use]
pub fn large_row(id: i64) -> Row {
    row_of(id, LARGE_PAYLOAD_LEN)
}

fn row_of(id: i64, payload_len: usize) -> Row {
    let filler = id.to_be_bytes();
    Row {
        id,
        name: format!("name-{id:0>11}"),
        payload: filler.iter().copied().cycle().take(payload_len).collect(),
        score: 0.5,
        created: 1_700_000_000_000 + id,
    }
}
