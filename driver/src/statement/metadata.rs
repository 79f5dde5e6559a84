use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use super::routing_key;
use crate::topology::Token;
use crate::value::{
    RowPlan, RowSerializationContext, RowWriter, SerializationError, SerializeRow, TypeCheckError, too_many_values,
    wrong_value_count,
};
use crate::wire::arrangement::Remembered;
use crate::wire::column::{ColumnSpec, TableSpec};
use crate::wire::response::Extensions;

/// The columns of a prepared statement's result.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResultMetadata {
    specs: Vec<ColumnSpec<'static>>,
    /// The bytes that `specs` were decoded from: an answer that brings the same need not be decoded again.
    raw: Bytes,
    /// Whether `raw` starts with a table that all columns share.
    global_table: bool,
    /// What the server calls this metadata (native_protocol_v5 §4.2.5.4); empty before version 5.
    id: Bytes,
    plans: Plans,
}

/// How many row types are remembered: a statement whose rows are read as more of them is rare.
const PLANS: usize = 2;

/// What makes the plan of a row type for columns.
pub(crate) type MakePlan = fn(&[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError>;

/// The plans of the first row types that rows of these columns were read as, each by the address of what made it. (Where
/// two types have one address, the compiler found that they make the same plans.)
///
/// It belongs to where it stands: a clone starts without one, and all are equal.
#[derive(Debug, Default)]
struct Plans([OnceLock<(usize, RowPlan)>; PLANS]);

impl Clone for Plans {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Plans {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Plans {
    #[inline]
    fn get(&self, owner: usize) -> Option<&RowPlan> {
        let known = self.0.iter().map_while(OnceLock::get);
        { known }.find(|(remembered, _)| *remembered == owner).map(|(_, plan)| plan)
    }

    #[cold]
    fn set(&self, owner: usize, plan: &RowPlan) {
        for place in &self.0 {
            let (first, _) = place.get_or_init(|| (owner, plan.clone()));
            if *first == owner {
                return;
            }
        }
    }
}

/// How a result's columns came with the answer; compared with what is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ResultShape {
    pub(crate) column_count: usize,
    pub(crate) global_table: bool,
}

impl ResultMetadata {
    pub(crate) const fn new(specs: Vec<ColumnSpec<'static>>, raw: Bytes, global_table: bool, id: Bytes) -> Self {
        Self { specs, raw, global_table, id, plans: Plans([const { OnceLock::new() }; PLANS]) }
    }

    /// The columns, in the order of a row's cells.
    pub fn col_specs(&self) -> &[ColumnSpec<'static>] {
        &self.specs
    }

    pub(crate) const fn id(&self) -> &Bytes {
        &self.id
    }

    /// The plan that `make` makes for these columns; it is kept where they are a statement's, whose rows will be read again.
    ///
    /// # Errors
    /// That of `make`.
    #[inline]
    pub(crate) fn plan(self: &Arc<Self>, make: MakePlan) -> Result<RowPlan, TypeCheckError> {
        match self.plans.get(make as usize) {
            Some(plan) => Ok(plan.clone()),
            None => self.make_plan(make),
        }
    }

    #[cold]
    fn make_plan(self: &Arc<Self>, make: MakePlan) -> Result<RowPlan, TypeCheckError> {
        let plan = make(&self.specs)?;
        if Arc::strong_count(self) > 1 {
            self.plans.set(make as usize, &plan);
        }
        Ok(plan)
    }

    /// When `body`, which stands at an answer's column specs, has just these: how many bytes they take.
    #[inline]
    pub(crate) fn matches(&self, shape: ResultShape, body: &[u8]) -> Option<usize> {
        let same = shape.column_count == self.specs.len()
            && shape.global_table == self.global_table
            && !self.specs.is_empty()
            && body.starts_with(&self.raw);
        same.then_some(self.raw.len())
    }
}

/// What the server said when it prepared a statement, copied out of its answer.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    pub(crate) id: Bytes,
    pub(crate) markers: Arc<PreparedMetadata>,
    pub(crate) result: Arc<ResultMetadata>,
    /// Tracing id, warnings and payload, if there were any.
    pub(crate) extensions: Option<Box<Extensions>>,
}

/// What the server said of a statement's values.
#[derive(Clone, Debug, Default)]
pub(crate) struct PreparedMetadata {
    /// The bind markers.
    pub(crate) specs: Vec<ColumnSpec<'static>>,
    /// Which markers make up the partition key: (index of the marker), in the key's order.
    pub(crate) partition_key: Vec<u16>,
    /// Which field of a struct each marker is for.
    pub(crate) remembered: Remembered,
}

impl PreparedMetadata {
    pub(crate) const fn new(specs: Vec<ColumnSpec<'static>>, partition_key: Vec<u16>) -> Self {
        Self { specs, partition_key, remembered: Remembered::nothing() }
    }

    /// Whether this says the same of the values.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || (self.specs == other.specs && self.partition_key == other.partition_key)
    }

    /// Says no unless a `T` wrote as many values as there are markers: the server would read what is missing or too much
    /// as something else.
    #[inline]
    pub(crate) fn expect_count<T: ?Sized>(&self, count: usize) -> Result<u16, SerializationError> {
        let expected = self.specs.len();
        if count != expected {
            return Err(wrong_value_count::<T>(count, expected));
        }
        checked_count(count)
    }

    /// Appends the values to `out` and says how many they are.
    #[inline]
    pub(crate) fn serialize(
        &self,
        values: &(impl SerializeRow + ?Sized),
        out: &mut Vec<u8>,
    ) -> Result<u16, SerializationError> {
        let mut writer = RowWriter::new(out);
        values.serialize(&self.context(), &mut writer)?;
        self.expect_count_of(values, writer.value_count())
    }

    #[inline]
    fn expect_count_of<T: ?Sized>(&self, _: &T, count: usize) -> Result<u16, SerializationError> {
        self.expect_count::<T>(count)
    }

    /// What the statement expects of values.
    #[inline]
    pub(crate) fn context(&self) -> RowSerializationContext<'_> {
        RowSerializationContext::of_statement(&self.specs, &self.remembered)
    }

    /// The token of serialized values.
    #[inline]
    pub(crate) fn token(&self, values: &[u8]) -> Option<Token> {
        routing_key::token(&self.partition_key, values)
    }

    /// The table that the markers belong to.
    pub(crate) fn table(&self) -> Option<&TableSpec<'static>> {
        self.specs.first().map(ColumnSpec::table_spec)
    }
}

/// The count of a request's values is a `[short]`.
#[inline]
fn checked_count(count: usize) -> Result<u16, SerializationError> {
    u16::try_from(count).map_err(|_| too_many_values::<()>(count))
}
