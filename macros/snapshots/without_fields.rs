#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __RECORD: ::ilium_driver::driver::private::Record =
        ::ilium_driver::driver::private::Record::new("Empty", &[]);
    #[automatically_derived]
    impl ::ilium_driver::driver::private::SerializeValue for Empty {
        fn serialize<'cell>(
            &self,
            typ: &::ilium_driver::driver::private::ColumnType<'_>,
            writer: ::ilium_driver::driver::private::CellWriter<'cell>,
        ) -> ::core::result::Result<
            ::ilium_driver::driver::private::WrittenCellProof<'cell>,
            ::ilium_driver::driver::private::SerializationError,
        > {
            ::ilium_driver::driver::private::UdtWriter::new(&__RECORD, typ, writer)?.finish()
        }
    }
    #[automatically_derived]
    impl ::ilium_driver::driver::private::CqlType for Empty {
        const CQL: ::ilium_driver::driver::private::TypeInfo = {
            #[allow(unused_imports)]
            use ::ilium_driver::driver::private::Unknown as _;
            ::ilium_driver::driver::private::TypeInfo::of_fields(::ilium_driver::driver::private::Fields::new(
                &__RECORD,
                &[],
            ))
        };
    }
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __RECORD: ::ilium_driver::driver::private::Record =
        ::ilium_driver::driver::private::Record::new("Empty", &[]);
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::driver::private::DeserializeValue<'frame, 'metadata> for Empty {
        fn type_check(
            typ: &::ilium_driver::driver::private::ColumnType<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::driver::private::TypeCheckError> {
            ::ilium_driver::driver::private::check_udt(&__RECORD, typ, &[])
        }
        fn deserialize(
            typ: &'metadata ::ilium_driver::driver::private::ColumnType<'metadata>,
            value: ::core::option::Option<::ilium_driver::driver::private::FrameSlice<'frame>>,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            let _fields = ::ilium_driver::driver::private::UdtReader::<0>::new(&__RECORD, typ, value)?;
            ::core::result::Result::Ok(Self {})
        }
    }
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __RECORD: ::ilium_driver::driver::private::Record =
        ::ilium_driver::driver::private::Record::new("Empty", &[]);
    #[automatically_derived]
    impl ::ilium_driver::driver::private::SerializeRow for Empty {
        fn serialize(
            &self,
            context: &::ilium_driver::driver::private::RowSerializationContext<'_>,
            writer: &mut ::ilium_driver::driver::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::driver::private::SerializationError> {
            ::ilium_driver::driver::private::write_row(self, context, writer)
        }
        fn is_empty(&self) -> ::core::primitive::bool {
            <Self as ::ilium_driver::driver::private::WriteRow>::RECORD.len() == 0
        }
    }
    #[automatically_derived]
    impl ::ilium_driver::driver::private::WriteRow for Empty {
        const RECORD: &'static ::ilium_driver::driver::private::Record = &__RECORD;
        #[inline]
        fn write_in_order(
            &self,
            columns: &[::ilium_driver::driver::private::ColumnSpec<'_>],
            writer: &mut ::ilium_driver::driver::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::driver::private::SerializationError> {
            let _ = (columns, writer);
            ::core::result::Result::Ok(())
        }
        fn write_field(
            &self,
            index: ::core::primitive::usize,
            column: &::ilium_driver::driver::private::ColumnSpec<'_>,
            writer: &mut ::ilium_driver::driver::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::driver::private::SerializationError> {
            let _ = (index, writer);
            ::ilium_driver::driver::private::no_field(
                <Self as ::ilium_driver::driver::private::WriteRow>::RECORD,
                column,
            )
        }
    }
    #[automatically_derived]
    impl ::ilium_driver::driver::private::FlattenWrite for Empty {}
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __RECORD: ::ilium_driver::driver::private::Record =
        ::ilium_driver::driver::private::Record::new("Empty", &[]);
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::driver::private::DeserializeRow<'frame, 'metadata> for Empty {
        fn type_check(
            specs: &[::ilium_driver::driver::private::ColumnSpec<'_>],
        ) -> ::core::result::Result<(), ::ilium_driver::driver::private::TypeCheckError> {
            <Self as ::ilium_driver::driver::private::DeserializeRow<'_, '_>>::plan(specs).map(::core::mem::drop)
        }
        fn deserialize(
            row: ::ilium_driver::driver::private::ColumnIterator<'frame, 'metadata>,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            ::ilium_driver::driver::private::read_row(row)
        }
        fn plan(
            specs: &[::ilium_driver::driver::private::ColumnSpec<'_>],
        ) -> ::core::result::Result<
            ::ilium_driver::driver::private::RowPlan,
            ::ilium_driver::driver::private::TypeCheckError,
        > {
            ::ilium_driver::driver::private::plan_row::<Self>(specs)
        }
        #[inline]
        fn read(
            row: &mut ::ilium_driver::driver::private::RowReader<'frame, 'metadata>,
            plan: &::ilium_driver::driver::private::RowPlan,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            if let ::core::option::Option::Some([]) = row.in_order::<0>(plan) {
                return ::core::result::Result::Ok(Self {});
            }
            let cells = row.gather::<0>(plan)?;
            <Self as ::ilium_driver::driver::private::ReadRow<'_, '_>>::read_cells(
                &mut ::ilium_driver::driver::private::Cells::gathered(&cells),
            )
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::driver::private::ReadRow<'frame, 'metadata> for Empty {
        const RECORD: &'static ::ilium_driver::driver::private::Record = &__RECORD;
        const CHECKS: &'static [::ilium_driver::driver::private::Check] = &[];
        fn read_cells(
            cells: &mut ::ilium_driver::driver::private::Cells<'_, 'frame, 'metadata>,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            let _ = cells;
            ::core::result::Result::Ok(Self {})
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::driver::private::FlattenRead<'frame, 'metadata> for Empty {}
};
