const _: () = {
    const __RECORD: ::ilium_driver::private::Record = ::ilium_driver::private::Record { name: "Empty", fields: &[] };
    #[automatically_derived]
    impl ::ilium_driver::private::SerializeValue for Empty {
        fn serialize<'cell>(
            &self,
            typ: &::ilium_driver::private::ColumnType<'_>,
            writer: ::ilium_driver::private::CellWriter<'cell>,
        ) -> ::core::result::Result<
            ::ilium_driver::private::WrittenCellProof<'cell>,
            ::ilium_driver::private::SerializationError,
        > {
            ::ilium_driver::private::UdtWriter::new(&__RECORD, typ, writer)?.finish()
        }
    }
};
const _: () = {
    const __RECORD: ::ilium_driver::private::Record = ::ilium_driver::private::Record { name: "Empty", fields: &[] };
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::private::DeserializeValue<'frame, 'metadata> for Empty {
        fn type_check(
            typ: &::ilium_driver::private::ColumnType<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::private::TypeCheckError> {
            ::ilium_driver::private::check_udt(&__RECORD, typ, &[])
        }
        fn deserialize(
            typ: &'metadata ::ilium_driver::private::ColumnType<'metadata>,
            value: ::core::option::Option<::ilium_driver::private::FrameSlice<'frame>>,
        ) -> ::core::result::Result<Self, ::ilium_driver::private::DeserializationError> {
            let [] = ::ilium_driver::private::udt_cells::<0>(&__RECORD, typ, value)?;
            ::core::result::Result::Ok(Self {})
        }
    }
};
const _: () = {
    const __RECORD: ::ilium_driver::private::Record = ::ilium_driver::private::Record { name: "Empty", fields: &[] };
    #[automatically_derived]
    impl ::ilium_driver::private::SerializeRow for Empty {
        fn serialize(
            &self,
            context: &::ilium_driver::private::RowSerializationContext<'_>,
            writer: &mut ::ilium_driver::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::private::SerializationError> {
            let mut row = ::ilium_driver::private::RowFields::new(&__RECORD, context, writer);
            row.next()?;
            row.finish()
        }
        fn is_empty(&self) -> bool {
            true
        }
    }
};
const _: () = {
    const __RECORD: ::ilium_driver::private::Record = ::ilium_driver::private::Record { name: "Empty", fields: &[] };
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::private::DeserializeRow<'frame, 'metadata> for Empty {
        fn type_check(
            specs: &[::ilium_driver::private::ColumnSpec<'_>],
        ) -> ::core::result::Result<(), ::ilium_driver::private::TypeCheckError> {
            <Self as ::ilium_driver::private::DeserializeRow<'_, '_>>::plan(specs).map(::core::mem::drop)
        }
        fn deserialize(
            row: ::ilium_driver::private::ColumnIterator<'frame, 'metadata>,
        ) -> ::core::result::Result<Self, ::ilium_driver::private::DeserializationError> {
            ::ilium_driver::private::read_row(row)
        }
        fn plan(
            specs: &[::ilium_driver::private::ColumnSpec<'_>],
        ) -> ::core::result::Result<::ilium_driver::private::RowPlan, ::ilium_driver::private::TypeCheckError> {
            ::ilium_driver::private::plan_row(&__RECORD, specs, &[])
        }
        #[inline]
        fn read(
            row: &mut ::ilium_driver::private::RowReader<'frame, 'metadata>,
            plan: &::ilium_driver::private::RowPlan,
        ) -> ::core::result::Result<Self, ::ilium_driver::private::DeserializationError> {
            if let ::core::option::Option::Some([]) = row.in_order::<0>(plan) {
                return ::core::result::Result::Ok(Self {});
            }
            let [] = row.gather::<0>(plan)?;
            ::core::result::Result::Ok(Self {})
        }
    }
};
