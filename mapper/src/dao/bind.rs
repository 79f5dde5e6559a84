//! From parameters to the values of a statement's bind markers.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use ilium_driver::frame::response::result::{ColumnSpec, ColumnType, NativeType};
use ilium_driver::serialize::SerializationError;
use ilium_driver::serialize::row::{RowSerializationContext, SerializeRow};
use ilium_driver::serialize::writers::RowWriter;

use super::argument::Arguments;
use crate::check::Facts;
use crate::cql_type::{TypeInfo, Unfit, fits_column, native};
use crate::entity::EntityMeta;
use crate::statement::roles::{Role, role, takes_from_row};
use crate::statement::spec::{Fit, Nulls, Parameter, Place};

/// Where the value of one bind marker comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bind {
    /// The parameter.
    param: u8,
    /// What its `None` is written as.
    nulls: Nulls,
    /// Of a row, the column.
    column: u16,
}

/// Where the value of one bind marker comes from, which may be what a counter is changed by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    bind: Bind,
    /// The marker with the type of the parameter: a bigint where the server has a counter, or the other way round. Both
    /// are the same on the wire.
    own: Option<ColumnSpec<'static>>,
}

/// Where the values of all bind markers come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Binds {
    /// Each from its own place, some of which change a counter by a value of the other type than the server's.
    Changes(Arc<[Change]>),
    /// Each from its own place.
    Each(Arc<[Bind]>),
    /// From the parameters, in their order: no place needs to be looked up.
    InOrder {
        /// What their `None`s are written as.
        nulls: Nulls,
    },
    /// All from the row that is the parameter `param`, in the order of its columns: no place needs to be looked up.
    Row {
        /// The parameter.
        param: u8,
        /// What its `None`s are written as.
        nulls: Nulls,
    },
}

/// Parameters, in the order of a statement's bind markers.
#[derive(Debug)]
pub(super) struct Values<'a, A> {
    pub(super) arguments: A,
    pub(super) binds: &'a Binds,
}

impl<A: Arguments> SerializeRow for Values<'_, A> {
    #[inline]
    fn serialize(
        &self,
        ctx: &RowSerializationContext<'_>,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError> {
        match self.binds {
            Binds::Row { param, nulls } => self.arguments.write_row(*param, ctx.columns(), *nulls, writer),
            Binds::InOrder { nulls } => self.arguments.write_in_order(ctx.columns(), *nulls, writer),
            Binds::Each(binds) => {
                for (bind, column) in binds.iter().zip(ctx.columns()) {
                    self.arguments.write(bind.param, usize::from(bind.column), column, bind.nulls, writer)?;
                }
                Ok(())
            }
            Binds::Changes(changes) => {
                for (Change { bind, own }, marker) in changes.iter().zip(ctx.columns()) {
                    let column = own.as_ref().filter(|_| is_number_of_counter(marker.typ())).unwrap_or(marker);
                    self.arguments.write(bind.param, usize::from(bind.column), column, bind.nulls, writer)?;
                }
                Ok(())
            }
        }
    }

    #[inline]
    fn is_empty(&self) -> bool {
        matches!(self.binds, Binds::Each(binds) if binds.is_empty())
    }
}

/// Finds for each bind marker, by its name, where its value comes from, and hands each problem in words to `report`.
pub(super) fn binds(facts: &Facts, markers: &[ColumnSpec<'_>], mut report: impl FnMut(String)) -> Binds {
    let mut binds = Vec::with_capacity(markers.len());
    for marker in markers {
        match source(facts, marker.name()) {
            Some((bind, cql)) => {
                let own = changed_by(facts, bind, &cql, marker);
                if own.is_none()
                    && let Err(unfit) = fits_column(&cql, marker.typ())
                {
                    report(mismatch(facts, bind, &cql, marker, unfit));
                }
                binds.push(Change { bind, own });
            }
            None => report(format!("the server has a bind marker `{}` that no parameter is for", marker.name())),
        }
    }
    if binds.iter().any(|change| change.own.is_some()) {
        return Binds::Changes(binds.into());
    }
    let binds: Vec<Bind> = binds.into_iter().map(|change| change.bind).collect();
    row(facts, &binds).or_else(|| in_order(facts, &binds)).unwrap_or_else(|| Binds::Each(binds.into()))
}

/// The marker with the type of the parameter, where that changes a counter and is not of the server's type.
fn changed_by(facts: &Facts, bind: Bind, cql: &TypeInfo, marker: &ColumnSpec<'_>) -> Option<ColumnSpec<'static>> {
    let mut uses = facts.spec.clauses.iter().flat_map(|clause| clause.uses);
    let mut is_change =
        || uses.any(|place| place.place == Place::Changed && place.param.is_some_and(|(param, _)| param == bind.param));
    let typ = ColumnType::Native(native(cql.kinds.first())?);
    let differs = typ != *marker.typ() && is_number_of_counter(&typ) && is_number_of_counter(marker.typ());
    (differs && is_change()).then(|| {
        let marker = marker.clone().into_owned();
        ColumnSpec::owned(marker.name().to_owned(), typ, marker.table_spec().clone())
    })
}

/// Whether a counter is changed by values of this type; some servers say bigint, some counter.
const fn is_number_of_counter(typ: &ColumnType<'_>) -> bool {
    matches!(typ, ColumnType::Native(NativeType::BigInt | NativeType::Counter))
}

/// Where all values come from, if each parameter is the value of one bind marker, in the order of the markers.
fn in_order(facts: &Facts, binds: &[Bind]) -> Option<Binds> {
    let nulls = binds.first()?.nulls;
    let params = facts.parameters.iter().zip(0_u8..).map(|(parameter, param)| {
        let is_value = matches!(parameter, Parameter::Value { .. });
        is_value.then_some(Bind { param, nulls, column: 0 })
    });
    params.eq(binds.iter().copied().map(Some)).then_some(Binds::InOrder { nulls })
}

/// The row that all values come from, in the order of its columns.
fn row(facts: &Facts, binds: &[Bind]) -> Option<Binds> {
    let Bind { param, nulls, .. } = *binds.first()?;
    let Parameter::Row(row) = facts.parameters.get(usize::from(param))? else { return None };
    let stored = (0_u16..).zip(row.columns).filter(|(_, column)| !column.is_computed()).map(|(index, _)| index);
    stored.eq(binds.iter().filter(|bind| bind.param == param).map(|bind| bind.column)).then_some(())?;
    binds.iter().all(|bind| bind.param == param).then_some(Binds::Row { param, nulls })
}

/// The parameter (and column of a row) that the marker `name` stands for, and what it can be stored as.
fn source(facts: &Facts, name: &str) -> Option<(Bind, TypeInfo)> {
    let Facts { spec, meta, parameters, .. } = *facts;
    let nulls = spec.settings.nulls;
    for ((param, parameter), declared) in (0_u8..).zip(parameters).zip(spec.params) {
        match (role(spec, meta, parameters, usize::from(param)), parameter) {
            (Role::Row(row), _) => {
                if let Some((column, cql)) = stored(facts, row, name) {
                    return Some((Bind { param, nulls, column }, cql));
                }
            }
            (Role::Key(column) | Role::Written(column), Parameter::Value { cql, .. }) if column.name == name => {
                return Some((Bind { param, nulls, column: 0 }, *cql));
            }
            (_, Parameter::Value { cql, .. }) if declared.marker == Some(name) => {
                let nulls = if is_number(facts, param) {
                    Nulls::Unset
                } else if is_compared(facts, param) {
                    Nulls::Null
                } else {
                    nulls
                };
                return Some((Bind { param, nulls, column: 0 }, *cql));
            }
            _ => {}
        }
    }
    None
}

fn stored(facts: &Facts, row: &EntityMeta, name: &str) -> Option<(u16, TypeInfo)> {
    let (index, column) = row.column(name)?;
    if !takes_from_row(facts.spec, column) {
        return None;
    }
    u16::try_from(index).ok().map(|index| (index, column.cql))
}

/// Whether the parameter is a limit, a time to live or a timestamp: absent, it is left unset, for null is an error there.
fn is_number(facts: &Facts, param: u8) -> bool {
    let mut uses = facts.spec.clauses.iter().flat_map(|clause| clause.uses).filter_map(|named| named.param);
    uses.any(|(at, fit)| at == param && matches!(fit, Fit::Int | Fit::BigInt))
}

/// Whether the parameter is compared in `IF`: absent, it is null, for unset is an error there.
fn is_compared(facts: &Facts, param: u8) -> bool {
    let mut uses = facts.spec.clauses.iter().flat_map(|clause| clause.uses);
    uses.any(|place| place.place == Place::Equality && place.param.is_some_and(|(at, _)| at == param))
}

fn mismatch(facts: &Facts, bind: Bind, cql: &TypeInfo, marker: &ColumnSpec<'_>, unfit: Unfit) -> String {
    let index = usize::from(bind.param);
    let what = match (facts.parameters.get(index), facts.spec.params.get(index)) {
        (Some(Parameter::Row(row)), _) => match row.columns.get(usize::from(bind.column)) {
            Some(column) => format!("field `{}.{}`", row.entity, column.field),
            None => format!("a field of `{}`", row.entity),
        },
        (_, Some(param)) => format!("parameter `{}: {}`", param.name, param.rust),
        (_, None) => "a parameter".to_owned(),
    };
    match unfit {
        Unfit::Type => format!("{what} is CQL {cql}, but on the server `{}` is {}", marker.name(), marker.typ()),
        Unfit::Fields(found) => format!("{what} cannot be written to `{}`: {found}", marker.name()),
    }
}

/// A marker without a parameter: not reached, since a statement with one is not prepared.
#[cold]
pub(super) fn no_parameter(param: u8, column: &ColumnSpec<'_>) -> SerializationError {
    let marker = column.name();
    SerializationError::new(NoValue(format!("bind marker `{marker}` has no value: there is no parameter {param}")))
}

/// A row that is none, or has other columns: not reached, since the markers of a row are those of its columns.
#[cold]
pub fn no_row(columns: usize) -> SerializationError {
    SerializationError::new(NoValue(format!("{columns} bind markers have no row of as many columns")))
}

/// A row without the column: not reached, since the markers of a row are those of its columns.
///
/// # Errors
/// Always.
#[cold]
pub fn no_such_column(meta: &EntityMeta, index: usize) -> Result<(), SerializationError> {
    Err(SerializationError::new(NoValue(format!("entity `{}` has no column {index} that is written", meta.entity))))
}

struct NoValue(String);

impl fmt::Display for NoValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for NoValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Error for NoValue {}
