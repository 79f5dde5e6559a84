::core::compile_error! { "unknown key `unheard_of` in `#[cql]`; known: crate, flavor, rename_all, skip_name_checks, transparent" }
::core::compile_error! { "`rename` takes a string: `rename = …`" }
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    #[automatically_derived]
    impl<'frame, 'metadata, 'a> ::ilium_driver::driver::private::DeserializeRow<'frame, 'metadata> for User<'a>
    where
        'frame: 'a,
    {
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
            ::core::unreachable!()
        }
        #[inline]
        fn read(
            row: &mut ::ilium_driver::driver::private::RowReader<'frame, 'metadata>,
            plan: &::ilium_driver::driver::private::RowPlan,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            ::core::unreachable!()
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata, 'a> ::ilium_driver::driver::private::ReadRow<'frame, 'metadata> for User<'a>
    where
        'frame: 'a,
    {
        const RECORD: &'static ::ilium_driver::driver::private::Record =
            &::ilium_driver::driver::private::Record::new("", &[]);
        const CHECKS: &'static [::ilium_driver::driver::private::Check] = &[];
        fn read_cells(
            cells: &mut ::ilium_driver::driver::private::Cells<'_, 'frame, 'metadata>,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            ::core::unreachable!()
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata, 'a> ::ilium_driver::driver::private::FlattenRead<'frame, 'metadata> for User<'a> where 'frame: 'a
    {}
};
