use super::Session;
use super::buffer::Buffer;
use super::reply;
use super::request::{Idempotence, Outgoing, Preparations};
use super::result::QueryResult;
use crate::error::{Error, ErrorKind};
use crate::policy::RoutingInfo;
use crate::statement::prepared::checked_count;
use crate::statement::{Batch, BatchStatement};
use crate::topology::Token;
use crate::value::{BatchValues, BatchValuesIterator, RowSerializationContext, RowWriter};
use crate::wire::column::TableSpec;
use crate::wire::request::{Batch as Message, BatchParameters, BatchQuery};
use crate::wire::{Flags, Opcode};

/// How many statements a batch may have: their count is a `[short]`.
const MAX_STATEMENTS: usize = 65535;

impl Session {
    /// Executes a batch. `values` has one row for each statement that is not bound already, in their order.
    ///
    /// A text with values is prepared first; [`prepare_batch`](Self::prepare_batch) does that once for many executions.
    ///
    /// # Errors
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
        let prepared;
        let batch = if has_texts_with_values(batch, &values) {
            prepared = self.prepare_batch(batch).await?;
            &prepared
        } else {
            batch
        };
        let label = batch.label();
        let inner = &*self.inner;
        let settings = inner.settings(&batch.config);
        let mut body = Buffer::take();
        let encoded = self.encode_batch(batch, &values, &mut body);
        let routing = encoded.map_err(|error| error.of_statement(&label))?;
        let parameters = BatchParameters {
            consistency: settings.consistency,
            serial_consistency: settings.serial_consistency,
            timestamp: batch.config.timestamp,
            ..BatchParameters::default()
        };
        let ended = parameters.encode(inner.cluster.version(), &mut body);
        ended.map_err(|error| Error::caused(ErrorKind::Serialize, error).of_statement(&label))?;
        let table = routing.as_ref().map(|(_, table)| *table);
        let request = Outgoing {
            opcode: Opcode::Batch,
            flags: if batch.config.tracing { Flags::TRACING } else { Flags::NONE },
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
        let outcome = reply::decode(reply, None);
        outcome.map(|outcome| outcome.result).map_err(|error| error.of_statement(&label))
    }

    /// Prepares all texts of a batch.
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
                *statement = BatchStatement::PreparedStatement(self.prepare(text.clone()).await?);
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
            written.map_err(|error| error.context(format!("statement {index} of the batch")))?;
            let prepared = match statement {
                BatchStatement::Query(_) => continue,
                BatchStatement::PreparedStatement(prepared) => prepared,
                BatchStatement::Bound(bound) => bound.prepared(),
            };
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

/// Writes the count of a statement's values, and the values.
fn write_values<'r>(
    statement: &BatchStatement,
    rows: &mut impl BatchValuesIterator<'r>,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    let count_at = out.len();
    out.extend_from_slice(&[0, 0]);
    let missing = || Error::new(ErrorKind::Serialize, "there is no row of values for it");
    let count = match statement {
        BatchStatement::Bound(bound) => {
            out.extend_from_slice(bound.values());
            bound.value_count()
        }
        BatchStatement::PreparedStatement(prepared) => {
            let context = RowSerializationContext::from_specs(prepared.get_variable_col_specs());
            let mut writer = RowWriter::new(out);
            rows.serialize_next(&context, &mut writer).ok_or_else(missing)??;
            checked_count(writer.value_count())?
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
    Ok(())
}

/// Whether a text of the batch has values, so that the types of its markers are needed.
fn has_texts_with_values(batch: &Batch, values: &impl BatchValues) -> bool {
    let mut rows = values.batch_values_iter();
    batch.statements().iter().any(|statement| match statement {
        BatchStatement::Bound(_) => false,
        BatchStatement::PreparedStatement(_) => {
            rows.skip_next();
            false
        }
        BatchStatement::Query(_) => matches!(rows.is_empty_next(), Some(false)),
    })
}
