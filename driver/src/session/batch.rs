use super::Session;
use super::buffer::Buffer;
use super::execute::refuse_unset;
use super::request::{Idempotence, Outgoing, Preparations};
use super::result::QueryResult;
use crate::error::{Error, ErrorKind};
use crate::policy::RoutingInfo;
use crate::statement::{Batch, BatchStatement};
use crate::topology::Token;
use crate::value::{BatchValues, BatchValuesIterator, RowWriter, SerializeRow};
use crate::wire::Opcode;
use crate::wire::column::TableSpec;
use crate::wire::request::{Batch as Message, BatchParameters, BatchQuery};

/// How many statements a batch may have: their count is a `[short]`.
const MAX_STATEMENTS: usize = 65535;

impl Session {
    /// Executes a batch. `values` has one row for each statement that is not bound already, in their order.
    ///
    /// A text with values, or with a keyspace of its own, is prepared first; [`prepare_batch`](Self::prepare_batch) does that once for many executions.
    /// The batch follows the execution profile, consistency and serial consistency that its statements have set, unless
    /// it has set its own; see [`Batch`].
    ///
    /// # Errors
    /// [`BadConfig`](ErrorKind::BadConfig), before anything is sent, when statements have set different ones;
    /// [`Serialize`](ErrorKind::Serialize) when a row does not fit its statement, or there are more or fewer rows than
    /// statements; else as [`execute_unpaged`](Self::execute_unpaged).
    ///
    /// # Cancel safety
    /// Dropping the future gives the request up; the server may carry it out all the same.
    pub async fn batch(&self, batch: &Batch, values: impl BatchValues) -> Result<QueryResult, Error> {
        if batch.statements().len() > MAX_STATEMENTS {
            let found = format!("expected at most {MAX_STATEMENTS} statements, got {}", batch.statements().len());
            return Err(Error::new(ErrorKind::Serialize, found).of_statement(&batch.label()));
        }
        let config = batch.agreed_config().map_err(|error| error.of_statement(&batch.label()))?;
        let prepared;
        let batch = if has_texts_to_prepare(batch, &values) {
            prepared = self.prepare_batch(batch).await?;
            &prepared
        } else {
            batch
        };
        let label = batch.label();
        let inner = &*self.inner;
        let settings = inner.settings(&config);
        let mut body = Buffer::take();
        let flags = inner.begin(&config, &mut body).map_err(|error| error.of_statement(&label))?;
        let encoded = self.encode_batch(batch, &values, &mut body);
        let routing = encoded.map_err(|error| error.of_statement(&label))?;
        let parameters = BatchParameters {
            consistency: settings.consistency,
            serial_consistency: settings.serial_consistency,
            timestamp: config.timestamp,
            keyspace: batch.get_keyspace(),
            now_in_seconds: batch.get_now_in_seconds(),
        };
        let ended = parameters.encode(inner.cluster.version(), &mut body);
        ended.map_err(|error| Error::caused(ErrorKind::Serialize, error).of_statement(&label))?;
        let table = routing.as_ref().map(|(_, table)| *table);
        let request = Outgoing {
            opcode: Opcode::Batch,
            flags,
            body,
            label: &label,
            routing: RoutingInfo {
                token: routing.as_ref().map(|(token, _)| *token),
                keyspace: table.map(TableSpec::ks_name),
                table: table.map(TableSpec::table_name),
                consistency: settings.consistency,
                serial_consistency: settings.serial_consistency,
                ..RoutingInfo::default()
            },
            timeout: settings.timeout,
            prepared: Preparations::Batch(batch),
            is_idempotent: Idempotence::Batch(batch),
        };
        let reply = inner.run(&request).await?;
        Ok(inner.outcome(reply, None, &label)?.result)
    }

    /// Prepares all texts of a batch, each in its own keyspace if it has one, else in the batch's.
    ///
    /// # Errors
    /// As [`prepare`](Self::prepare), for the first text that fails.
    ///
    /// # Cancel safety
    /// As [`prepare`](Self::prepare).
    pub async fn prepare_batch(&self, batch: &Batch) -> Result<Batch, Error> {
        let mut prepared = batch.clone();
        for statement in prepared.statements_mut() {
            if let BatchStatement::Query(text) = statement {
                let mut text = text.clone();
                if text.get_keyspace().is_none() {
                    text.set_keyspace(batch.get_keyspace());
                }
                *statement = BatchStatement::PreparedStatement(self.prepare(text).await?);
            }
        }
        Ok(prepared)
    }

    /// Writes a batch up to its options, and finds where its first statement that has a partition goes.
    fn encode_batch<'a>(
        &self,
        batch: &'a Batch,
        values: &impl BatchValues,
        out: &mut Vec<u8>,
    ) -> Result<Option<(Token, &'a TableSpec<'static>)>, Error> {
        let encode = |error| Error::caused(ErrorKind::Serialize, error);
        Message::encode_start(batch.get_type(), batch.statements().len(), out).map_err(encode)?;
        let mut rows = values.batch_values_iter();
        let mut routing = None;
        for (index, statement) in batch.statements().iter().enumerate() {
            let query = match statement {
                BatchStatement::Query(text) => BatchQuery::Text(text.contents()),
                BatchStatement::PreparedStatement(prepared) => BatchQuery::Prepared(prepared.get_id()),
                BatchStatement::Bound(bound) => BatchQuery::Prepared(bound.prepared().get_id()),
            };
            query.encode(out).map_err(encode)?;
            let values_at = out.len() + 2;
            let written = write_values(statement, &mut rows, out);
            let count = written.map_err(|error| error.context(format!("statement {index} of the batch")))?;
            let prepared = match statement {
                BatchStatement::Query(_) => continue,
                BatchStatement::PreparedStatement(prepared) => prepared,
                BatchStatement::Bound(bound) => bound.prepared(),
            };
            let values = out.get(values_at..).unwrap_or_default();
            let carried = refuse_unset(self.inner.cluster.version(), prepared, values, count);
            carried.map_err(|error| error.context(format!("statement {index} of the batch")))?;
            if routing.is_none() {
                let token = prepared.token(out.get(values_at..).unwrap_or_default());
                routing = token.zip(prepared.get_table_spec());
            }
        }
        if rows.skip_next().is_some() {
            return Err(Error::new(
                ErrorKind::Serialize,
                "there are more rows of values than statements that take one",
            ));
        }
        Ok(routing)
    }
}

/// Writes the count of a statement's values, and the values. Returns the count.
fn write_values<'r>(
    statement: &BatchStatement,
    rows: &mut impl BatchValuesIterator<'r>,
    out: &mut Vec<u8>,
) -> Result<u16, Error> {
    let count_at = out.len();
    out.extend_from_slice(&[0, 0]);
    let missing = || Error::new(ErrorKind::Serialize, "there is no row of values for it");
    let count = match statement {
        BatchStatement::Bound(bound) => {
            let (values, count) = bound.values()?;
            out.extend_from_slice(values);
            count
        }
        BatchStatement::PreparedStatement(prepared) => {
            let context = prepared.context();
            let mut writer = RowWriter::new(out);
            rows.serialize_next(&context, &mut writer).ok_or_else(missing)??;
            prepared.expect_count::<dyn SerializeRow>(writer.value_count())?
        }
        BatchStatement::Query(_) => {
            // Texts with values were prepared, so this row is empty.
            rows.skip_next().ok_or_else(missing)?;
            0
        }
    };
    if let Some(place) = out.get_mut(count_at..).and_then(|place| place.first_chunk_mut::<2>()) {
        *place = count.to_be_bytes();
    }
    Ok(count)
}

/// Whether a text of the batch has to be prepared: it has values, so that the types of its markers are needed, or a
/// keyspace, of which BATCH has but one for all.
fn has_texts_to_prepare(batch: &Batch, values: &impl BatchValues) -> bool {
    let mut rows = values.batch_values_iter();
    batch.statements().iter().any(|statement| match statement {
        BatchStatement::Bound(_) => false,
        BatchStatement::PreparedStatement(_) => {
            rows.skip_next();
            false
        }
        BatchStatement::Query(text) => {
            let has_values = matches!(rows.is_empty_next(), Some(false));
            has_values || text.get_keyspace().is_some()
        }
    })
}
