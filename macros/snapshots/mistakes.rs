::core::compile_error! { "unknown key `unheard_of` in `#[cql]`; known: crate, flavor, rename_all, skip_name_checks, transparent" }
::core::compile_error! { "`rename` takes a string: `rename = …`" }
const _: () = {
    #[automatically_derived]
    impl<'frame, 'metadata, 'a> ::ilium_driver::private::DeserializeRow<'frame, 'metadata> for User<'a>
    where
        'frame: 'a,
    {
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
            ::core::unreachable!()
        }
        #[inline]
        fn read(
            row: &mut ::ilium_driver::private::RowReader<'frame, 'metadata>,
            plan: &::ilium_driver::private::RowPlan,
        ) -> ::core::result::Result<Self, ::ilium_driver::private::DeserializationError> {
            ::core::unreachable!()
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata, 'a> ::ilium_driver::private::ReadRow<'frame, 'metadata> for User<'a>
    where
        'frame: 'a,
    {
        const RECORD: &'static ::ilium_driver::private::Record = &::ilium_driver::private::Record::new("", &[]);
        const CHECKS: &'static [::ilium_driver::private::Check] = &[];
        fn read_cells(
            cells: &mut ::ilium_driver::private::Cells<'_, 'frame, 'metadata>,
        ) -> ::core::result::Result<Self, ::ilium_driver::private::DeserializationError> {
            ::core::unreachable!()
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata, 'a> ::ilium_driver::private::FlattenRead<'frame, 'metadata> for User<'a> where 'frame: 'a {}
};
