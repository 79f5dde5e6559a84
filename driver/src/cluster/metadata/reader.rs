//! Reads system tables over one connection, page after page.

use std::num::NonZeroU16;
use std::sync::Arc;
use std::time::Duration;

use super::page::{Page, read_page};
use super::table::{Table, select};
use crate::cluster::aside::aside;
use crate::connection::{Connection, QuerySettings};
use crate::error::{Error, ErrorKind};

/// How few bytes of an answer one cell or element takes: the measure of how long it takes to read.
const CELL: usize = 16;

/// How many pages a table has at most. Servers end a page early where its rows are large; this is enough for the greatest
/// tables in pages of 16 rows.
const MAX_PAGES: usize = 4096;

/// How many times the timeout of a query all queries of a reading may take together.
const QUERIES_PER_READING: u32 = 4;

/// How system tables are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReadSettings {
    /// How a page is asked for.
    pub(crate) page: QuerySettings<'static>,
    /// How long all of a reading may take.
    pub(crate) timeout: Duration,
}

impl ReadSettings {
    /// How many rows a page has: those of nodes with 256 tokens are 6 MB.
    pub(crate) const PAGE_SIZE: NonZeroU16 = NonZeroU16::new(1024).unwrap();

    /// Reads pages of `page_size` rows, each of which may take `timeout`.
    pub(crate) fn new(timeout: Duration, page_size: NonZeroU16) -> Self {
        let page = QuerySettings { page_size: Some(page_size.get().into()), ..QuerySettings::new(timeout) };
        Self { page, timeout: timeout.saturating_mul(QUERIES_PER_READING) }
    }

    /// For what one query tells: the answer may take `timeout`, and pages that should not be there as long again.
    pub(in crate::cluster) const fn of_one_query(mut self, timeout: Duration) -> Self {
        self.page.timeout = timeout;
        self.timeout = timeout.saturating_mul(2);
        self
    }
}

/// Reads tables of one node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    pub(super) connection: &'a Arc<Connection>,
    pub(super) settings: &'a ReadSettings,
}

impl Reader<'_> {
    /// Ends a reading that takes too long.
    ///
    /// # Errors
    /// Those of the reading, and [`Timeout`](ErrorKind::Timeout).
    pub(super) async fn in_time<T>(&self, reading: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let timeout = self.settings.timeout;
        tokio::time::timeout(timeout, reading).await.unwrap_or_else(|_| {
            let error = Error::timeout(timeout, "reading page after page");
            Err(error.on_node(self.connection.address()))
        })
    }

    /// Reads a table.
    ///
    /// # Errors
    /// When a page cannot be read, or the pages have no end.
    pub(super) async fn read<T: Table>(&self) -> Result<T, Error> {
        let cql = select::<T>();
        let first = self.page(&cql, T::default(), None).await?;
        self.read_on(&cql, first).await
    }

    /// Reads a table; `None` where the server has no such table.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub(super) async fn read_if_there<T: Table>(&self) -> Result<Option<T>, Error> {
        let cql = select::<T>();
        match self.page(&cql, T::default(), None).await {
            Err(error) if error.kind() == ErrorKind::Invalid => Ok(None),
            first => self.read_on(&cql, first?).await.map(Some),
        }
    }

    /// Reads the pages after the first.
    async fn read_on<T: Table>(&self, cql: &str, mut page: Page<T>) -> Result<T, Error> {
        let endless = |what: String| {
            let error = Error::new(ErrorKind::InvalidResponse, what).of_statement(&cql.into());
            error.on_node(self.connection.address())
        };
        for number in 2..=MAX_PAGES {
            let Page { mut table, next: Some(from) } = page else { return Ok(page.table) };
            if table.is_full() {
                // However many there are, nobody asks for them.
                table.leave_out(1);
                return Ok(table);
            }
            let next = self.page(cql, table, Some(&from)).await;
            page = next.map_err(|error| error.context(format_args!("page {number}")))?;
            if page.next.as_ref() == Some(&from) {
                return Err(endless(format!("page {number} is said to go on where it began")));
            }
        }
        match page.next {
            None => Ok(page.table),
            Some(_) => Err(endless(format!("expected at most {MAX_PAGES} pages, got more"))),
        }
    }

    /// Lets a table take the rows of the page that begins at `from`: on a thread of its own where they are many.
    async fn page<T: Table>(&self, cql: &str, table: T, from: Option<&[u8]>) -> Result<Page<T>, Error> {
        let answer = self.connection.query(cql, QuerySettings { paging_state: from, ..self.settings.page }).await?;
        let reader = Arc::clone(self.connection);
        let size = answer.body.len() / CELL;
        let read = move || reader.read_answer(&answer, |response| read_page(response, &answer.body, table));
        aside(size, read).await?.map_err(|error| error.of_statement(&cql.into()))
    }
}
