//! What a struct that is stored as a user-defined type knows of its fields.

use super::{CqlType, TypeInfo};
use crate::value::derived::record::Record;
use crate::value::derived::udt::arrange_udt;
use crate::value::value_error::BuiltinTypeCheckErrorKind;
use crate::wire::arrangement::Arrangement;
use crate::wire::column::{ColumnType, UserDefinedType};

/// The fields of a struct that is written as a user-defined type.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    record: &'static Record,
    /// What each field can be stored as, in the order of the struct.
    types: &'static [&'static TypeInfo],
}

/// A field of a struct, and the field of the user-defined type that it is written to.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FieldPair<'a> {
    /// The name of the struct's field.
    pub rust: &'static str,
    /// What it can be stored as.
    pub info: &'static TypeInfo,
    /// The name of the type's field.
    pub name: &'a str,
    /// The type of the type's field.
    pub typ: &'a ColumnType<'a>,
}

impl Fields {
    /// `types` are those of the fields of `record`.
    pub const fn new(record: &'static Record, types: &'static [&'static TypeInfo]) -> Self {
        Self { record, types }
    }

    /// The name of the struct.
    pub const fn struct_name(&self) -> &'static str {
        self.record.name
    }

    /// Pairs the struct's fields with those of a user-defined type, as writing a value does.
    ///
    /// # Errors
    /// When they do not go together.
    pub fn pairs<'a>(
        &self,
        definition: &'a UserDefinedType<'a>,
    ) -> Result<Vec<FieldPair<'a>>, BuiltinTypeCheckErrorKind> {
        let arrangement = arrange_udt(self.record, definition)?;
        let fields = definition.field_types.iter().enumerate().filter_map(|(position, (name, typ))| {
            let field = match arrangement.fields() {
                None => position,
                Some(fields) => fields.get(position).filter(|field| **field != Arrangement::NO_FIELD).copied()?.into(),
            };
            let (rust, info) = (self.record.fields.get(field)?.rust, *self.types.get(field)?);
            Some(FieldPair { rust, info, name, typ })
        });
        Ok(fields.collect())
    }
}

/// Gives what a type can be stored as if it says so: as `<Known<T>>::CQL`, where [`Unknown`] is in scope.
#[doc(hidden)]
#[derive(Debug)]
pub struct Known<T: ?Sized>(std::marker::PhantomData<T>);

impl<T: CqlType + ?Sized> Known<T> {
    /// What the type can be stored as.
    pub const CQL: TypeInfo = T::CQL;
}

/// Of a type that does not say what it can be stored as, only the server knows whether it fits.
#[doc(hidden)]
pub trait Unknown {
    /// Any type.
    const CQL: TypeInfo = TypeInfo::ANY;
}

impl<T: ?Sized> Unknown for Known<T> {}
