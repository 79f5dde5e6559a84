use std::collections::HashMap;
use std::sync::Arc;

use futures_util::stream::iter;
use futures_util::{StreamExt, TryStreamExt};
use smallvec::SmallVec;

use super::Session;
use super::execute::refuse_unset;
use super::request::{Buffer, Idempotence, Outgoing, Preparations};
use super::result::QueryResult;
use super::rewrite::{MAX_REWRITES, grown, is_growth, markers_of};
use crate::error::{Error, ErrorKind};
use crate::policy::RoutingInfo;
use crate::statement::{Batch, BatchStatement, CallOptions, PreparedMetadata, PreparedStatement, Statement};
use crate::topology::Token;
use crate::value::{BatchValues, BatchValuesIterator, RowWriter, SerializeRow};
use crate::wire::Opcode;
use crate::wire::column::TableSpec;
use crate::wire::request::{Batch as Message, BatchParameters, BatchQuery};

/// How many statements a batch may have: their count is a `[short]`.
const MAX_STATEMENTS: usize = 65535;

/// How many texts of a batch are prepared at the same time: enough to hide the round trips, and few enough for servers,
/// which parse each of them.
const PREPARED_AT_ONCE: usize = 16;

impl Session {
    /// Executes a batch. `values` has one row for each statement that is not bound already, in their order.
    ///
    /// A text with values, or with a keyspace of its own, is prepared first; [`prepare_batch`](Self::prepare_batch) does that once for many executions.
    /// The batch follows the execution profile, consistency and serial consistency that its statements have set, unless
    /// it has set its own; see [`Batch`].
    ///
    /// A batch with a conditional statement (`IF …`) that was not applied is `Ok`: its result has rows, of which
    /// [`is_applied`](super::QueryRowsResult::is_applied) is false. A batch without conditions has a result without rows.
    ///
    /// # Errors
    /// [`BadConfig`](ErrorKind::BadConfig), before anything is sent, when statements have set different ones;
    /// [`Serialize`](ErrorKind::Serialize) when a row does not fit its statement, or there are more or fewer rows than
    /// statements; else as [`execute_unpaged`](Self::execute_unpaged).
    ///
    /// # Cancel safety
    /// Dropping the future gives the request up; the server may carry it out all the same.
    pub fn batch(&self, batch: &Batch, values: impl BatchValues) -> impl Future<Output = Result<QueryResult, Error>> {
        self.batch_called(batch, values, None)
    }

    pub(super) async fn batch_called(
        &self,
        batch: &Batch,
        values: impl BatchValues,
        call: Option<&CallOptions>,
    ) -> Result<QueryResult, Error> {
        if batch.statements().len() > MAX_STATEMENTS {
            let found = format!("expected at most {MAX_STATEMENTS} statements, got {}", batch.statements().len());
            return Err(Error::new(ErrorKind::Serialize, found).of_statement(&batch.label()));
        }
        let options = batch.agreed_options(call).map_err(|error| error.of_statement(&batch.label()))?;
        let prepared;
        let batch = if has_texts_to_prepare(batch, &values) {
            prepared = Box::pin(self.prepare_batch(batch)).await?;
            &prepared
        } else {
            batch
        };
        let label = batch.label();
        let inner = &*self.inner;
        let execution = options.execution(&inner.default_profile);
        let parameters = BatchParameters {
            consistency: execution.consistency,
            serial_consistency: execution.serial_consistency,
            timestamp: options.timestamp,
            keyspace: batch.get_keyspace(),
            now_in_seconds: options.get_now_in_seconds(),
        };
        let mut rewrites = 0;
        let reply = loop {
            let mut body = Buffer::take();
            let begun = inner.begin(options.flags(), options.extras.as_deref(), &mut body);
            let flags = begun.map_err(|error| error.of_statement(&label))?;
            let refused = match self.encode_batch(batch, &values, rewrites, &mut body) {
                Ok(Encoded { routing, prepared }) => {
                    let consistency_at = body.len();
                    let ended = parameters.encode(inner.cluster.version(), &mut body);
                    ended.map_err(|error| Error::caused(ErrorKind::Serialize, error).of_statement(&label))?;
                    let request = Outgoing {
                        opcode: Opcode::Batch,
                        flags,
                        body,
                        label: &label,
                        routing: RoutingInfo {
                            token: routing.as_ref().map(|(token, _)| *token),
                            table: routing.as_ref().map(|(_, table)| *table),
                            consistency: execution.consistency,
                            serial_consistency: execution.serial_consistency,
                            ..RoutingInfo::default()
                        },
                        execution: &execution,
                        consistency_at: Some(consistency_at),
                        prepared: Preparations::Batch(batch, &prepared),
                        is_idempotent: Idempotence::Batch(batch, &options),
                    };
                    match inner.run(&request).await {
                        Ok(reply) => break reply,
                        Err(error) => grown(error)?,
                    }
                }
                Err(error) => error,
            };
            if rewrites == MAX_REWRITES {
                return Err(refused.of_statement(&label));
            }
            rewrites += 1;
            Box::pin(self.relearn_batch(batch, refused)).await.map_err(|error| error.of_statement(&label))?;
        };
        match inner.whole(reply, None, &label)? {
            (result, None) => Ok(result),
            (result, Some(effect)) => Box::pin(self.follow(effect, result)).await,
        }
    }

    /// Prepares all texts of a batch, each in its own keyspace if it has one, else in the batch's.
    ///
    /// A text that the batch has more than once is prepared once; several texts are prepared at the same time.
    ///
    /// # Errors
    /// As [`prepare`](Self::prepare), for the first text that fails.
    ///
    /// # Cancel safety
    /// As [`prepare`](Self::prepare).
    pub async fn prepare_batch(&self, batch: &Batch) -> Result<Batch, Error> {
        let mut ready = batch.clone();
        let mut texts: Vec<Statement> = Vec::new();
        // Which of `texts` each statement is.
        let mut places = HashMap::new();
        let mut place_of = Vec::new();
        for statement in batch.statements() {
            let BatchStatement::Query(text) = statement else { continue };
            let mut text = text.clone();
            if text.get_keyspace().is_none() {
                text.set_keyspace(batch.get_keyspace());
            }
            let same = places.entry((Arc::clone(&text.contents), text.options.keyspace().cloned()));
            let candidates: &mut SmallVec<[usize; 1]> = same.or_default();
            let is_same = |place: &&usize| texts.get(**place).is_some_and(|other| other.is_prepared_as(&text));
            let place = candidates.iter().find(is_same).copied().unwrap_or(texts.len());
            if place == texts.len() {
                candidates.push(place);
                texts.push(text.clone());
            }
            place_of.push((place, text));
        }
        let prepared: Vec<_> =
            iter(texts).map(|text| self.prepare(text)).buffered(PREPARED_AT_ONCE).try_collect().await?;
        let mut place_of = place_of.into_iter();
        for statement in ready.statements_mut() {
            if let BatchStatement::Query(_) = statement
                && let Some((place, text)) = place_of.next()
                && let Some(prepared) = prepared.get(place)
            {
                *statement = BatchStatement::PreparedStatement(prepared.clone().with_options_of(text));
            }
        }
        Ok(ready)
    }

    /// Values do not fit a batch: as `relearn`, for each of its statements.
    ///
    /// # Errors
    /// `refused`, when nothing has changed.
    #[cold]
    async fn relearn_batch(&self, batch: &Batch, refused: Error) -> Result<(), Error> {
        if is_growth(&refused) {
            return Ok(());
        }
        let mut has_changed = false;
        let mut asked: Vec<&[u8]> = Vec::new();
        for statement in batch.statements() {
            let prepared = match statement {
                BatchStatement::Query(_) => continue,
                BatchStatement::PreparedStatement(prepared) => prepared,
                BatchStatement::Bound(bound) => bound.prepared(),
            };
            if prepared.certain_markers().is_none() {
                self.relearn(prepared, refused.clone()).await?;
                has_changed = true;
            } else if prepared.have_markers_changed() && !asked.contains(&&**prepared.get_id()) {
                asked.push(prepared.get_id());
                has_changed |= self.relearn(prepared, refused.clone()).await.is_ok();
            }
        }
        if has_changed { Ok(()) } else { Err(refused) }
    }

    /// Writes a batch up to its options; the first time only where no server must be asked what values are written for.
    fn encode_batch<'a>(
        &self,
        batch: &'a Batch,
        values: &impl BatchValues,
        rewrites: u8,
        out: &mut Vec<u8>,
    ) -> Result<Encoded<'a>, Error> {
        let encode = |error| Error::caused(ErrorKind::Serialize, error);
        Message::encode_start(batch.get_type(), batch.statements().len(), out).map_err(encode)?;
        let mut rows = values.batch_values_iter();
        let mut batched = Encoded { routing: None, prepared: SmallVec::new() };
        for (index, statement) in batch.statements().iter().enumerate() {
            let (query, prepared) = match statement {
                BatchStatement::Query(text) => (BatchQuery::Text(text.contents()), None),
                BatchStatement::PreparedStatement(prepared) => {
                    (BatchQuery::Prepared(prepared.get_id()), Some((prepared, markers_of(prepared, rewrites)?)))
                }
                BatchStatement::Bound(bound) => {
                    let prepared = bound.prepared();
                    (BatchQuery::Prepared(prepared.get_id()), Some((prepared, markers_of(prepared, rewrites)?)))
                }
            };
            query.encode(out).map_err(encode)?;
            let values_at = out.len() + 2;
            let of_statement = |error: Error| error.context(format!("statement {index} of the batch"));
            let markers = prepared.map(|(_, markers)| markers);
            let count = write_values(statement, markers, &mut rows, out).map_err(of_statement)?;
            let Some((prepared, markers)) = prepared else { continue };
            let values = out.get(values_at..).unwrap_or_default();
            refuse_unset(self.inner.cluster.version(), markers, values, count).map_err(of_statement)?;
            if batched.routing.is_none() {
                batched.routing = markers.token(values).zip(markers.table());
            }
            batched.prepared.push((prepared, markers));
        }
        if rows.skip_next().is_some() {
            return Err(Error::new(
                ErrorKind::Serialize,
                "there are more rows of values than statements that take one",
            ));
        }
        Ok(batched)
    }
}

/// What a written batch leaves to say of its request.
struct Encoded<'a> {
    /// Where the first statement that has a partition goes.
    routing: Option<(Token, &'a TableSpec<'static>)>,
    /// The prepared statements, each with the markers that its values were written for.
    prepared: SmallVec<[(&'a PreparedStatement, &'a PreparedMetadata); 8]>,
}

/// Writes the count of a statement's values, and the values. Returns the count.
fn write_values<'r>(
    statement: &BatchStatement,
    markers: Option<&PreparedMetadata>,
    rows: &mut impl BatchValuesIterator<'r>,
    out: &mut Vec<u8>,
) -> Result<u16, Error> {
    let count_at = out.len();
    out.extend_from_slice(&[0, 0]);
    let missing = || Error::new(ErrorKind::Serialize, "there is no row of values for it");
    let count = match (statement, markers) {
        (BatchStatement::Bound(bound), Some(markers)) => {
            let (values, count) = bound.values(markers)?;
            out.extend_from_slice(values);
            count
        }
        (_, Some(markers)) => {
            let mut writer = RowWriter::new(out);
            rows.serialize_next(&markers.context(), &mut writer).ok_or_else(missing)??;
            markers.expect_count::<dyn SerializeRow>(writer.value_count())?
        }
        (_, None) => {
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
