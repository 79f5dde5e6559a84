::core::compile_error! { "`User` has no partition key: mark at least one field `#[col(partition_key)]`" }
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    #[automatically_derived]
    impl ::ilium::Entity for User {
        const META: &'static ::ilium::private::EntityMeta = &::ilium::private::EntityMeta {
            entity: "User",
            table: "",
            keyspace: ::core::option::Option::None,
            columns: &[],
        };
    }
    #[automatically_derived]
    impl ::ilium::private::Argument for User {
        const ARGUMENT: ::ilium::private::Parameter = ::ilium::private::Parameter::Row(<Self as ::ilium::Entity>::META);
        fn write(
            &self,
            index: usize,
            column: &::ilium::private::ColumnSpec<'_>,
            nulls: ::ilium::private::Nulls,
            writer: &mut ::ilium::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium::private::SerializationError> {
            match index {
                _ => ::ilium::private::no_such_column(<Self as ::ilium::Entity>::META, index),
            }
        }
        #[inline]
        fn write_row(
            &self,
            columns: &[::ilium::private::ColumnSpec<'_>],
            nulls: ::ilium::private::Nulls,
            writer: &mut ::ilium::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium::private::SerializationError> {
            let [] = columns else {
                return ::core::result::Result::Err(::ilium::private::no_row(columns.len()));
            };
            ::core::result::Result::Ok(())
        }
    }
    #[automatically_derived]
    impl<'row> ::ilium::private::Argument for &'row User {
        const ARGUMENT: ::ilium::private::Parameter = ::ilium::private::Parameter::Row(<User as ::ilium::Entity>::META);
        fn write(
            &self,
            index: usize,
            column: &::ilium::private::ColumnSpec<'_>,
            nulls: ::ilium::private::Nulls,
            writer: &mut ::ilium::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium::private::SerializationError> {
            ::ilium::private::Argument::write(*self, index, column, nulls, writer)
        }
        #[inline]
        fn write_row(
            &self,
            columns: &[::ilium::private::ColumnSpec<'_>],
            nulls: ::ilium::private::Nulls,
            writer: &mut ::ilium::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium::private::SerializationError> {
            ::ilium::private::Argument::write_row(*self, columns, nulls, writer)
        }
    }
    #[automatically_derived]
    impl ::ilium::private::Form for User {
        type Form = ::ilium::private::OfRows;
    }
    #[automatically_derived]
    impl ::ilium::private::FromRow for User {
        const SHAPE: ::ilium::private::RowShape = ::ilium::private::RowShape::Entity(<Self as ::ilium::Entity>::META);
        type Cells = Self;
        type MaybeCells = Self;
        fn from_cells(cells: Self) -> Self {
            cells
        }
        fn from_maybe_cells(cells: Self) -> ::core::option::Option<Self> {
            ::core::option::Option::Some(cells)
        }
    }
    #[automatically_derived]
    impl ::ilium::private::Output for User {
        const INFO: ::ilium::private::OutputInfo = ::ilium::private::one::<Self>();
        fn plan(
            columns: &[::ilium::private::ColumnSpec<'_>],
        ) -> ::core::result::Result<::ilium::private::RowPlan, ::ilium::private::TypeCheckError> {
            ::ilium::private::plan_one::<Self>(columns)
        }
        fn run<Values: ::ilium::private::Arguments>(
            core: &::ilium::private::Core,
            arguments: Values,
        ) -> impl ::core::future::Future<Output = ::core::result::Result<Self, ::ilium::private::Error>> {
            ::ilium::private::run_one(core, arguments)
        }
    }
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium::driver::private::DeserializeRow<'frame, 'metadata> for User {
        fn type_check(
            specs: &[::ilium::driver::private::ColumnSpec<'_>],
        ) -> ::core::result::Result<(), ::ilium::driver::private::TypeCheckError> {
            <Self as ::ilium::driver::private::DeserializeRow<'_, '_>>::plan(specs).map(::core::mem::drop)
        }
        fn deserialize(
            row: ::ilium::driver::private::ColumnIterator<'frame, 'metadata>,
        ) -> ::core::result::Result<Self, ::ilium::driver::private::DeserializationError> {
            ::ilium::driver::private::read_row(row)
        }
        fn plan(
            specs: &[::ilium::driver::private::ColumnSpec<'_>],
        ) -> ::core::result::Result<::ilium::driver::private::RowPlan, ::ilium::driver::private::TypeCheckError>
        {
            ::core::unreachable!()
        }
        #[inline]
        fn read(
            row: &mut ::ilium::driver::private::RowReader<'frame, 'metadata>,
            plan: &::ilium::driver::private::RowPlan,
        ) -> ::core::result::Result<Self, ::ilium::driver::private::DeserializationError> {
            ::core::unreachable!()
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium::driver::private::ReadRow<'frame, 'metadata> for User {
        const RECORD: &'static ::ilium::driver::private::Record = &::ilium::driver::private::Record::new("", &[]);
        const CHECKS: &'static [::ilium::driver::private::Check] = &[];
        fn read_cells(
            cells: &mut ::ilium::driver::private::Cells<'_, 'frame, 'metadata>,
        ) -> ::core::result::Result<Self, ::ilium::driver::private::DeserializationError> {
            ::core::unreachable!()
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium::driver::private::FlattenRead<'frame, 'metadata> for User {}
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    #[automatically_derived]
    impl ::ilium::driver::private::SerializeRow for User {
        fn serialize(
            &self,
            context: &::ilium::driver::private::RowSerializationContext<'_>,
            writer: &mut ::ilium::driver::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium::driver::private::SerializationError> {
            ::core::unreachable!()
        }
        fn is_empty(&self) -> ::core::primitive::bool {
            ::core::unreachable!()
        }
    }
    #[automatically_derived]
    impl ::ilium::driver::private::WriteRow for User {
        const RECORD: &'static ::ilium::driver::private::Record = &::ilium::driver::private::Record::new("", &[]);
        #[inline]
        fn write_in_order(
            &self,
            columns: &[::ilium::driver::private::ColumnSpec<'_>],
            writer: &mut ::ilium::driver::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium::driver::private::SerializationError> {
            ::core::unreachable!()
        }
        fn write_field(
            &self,
            index: ::core::primitive::usize,
            column: &::ilium::driver::private::ColumnSpec<'_>,
            writer: &mut ::ilium::driver::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium::driver::private::SerializationError> {
            ::core::unreachable!()
        }
    }
    #[automatically_derived]
    impl ::ilium::driver::private::FlattenWrite for User {}
};
