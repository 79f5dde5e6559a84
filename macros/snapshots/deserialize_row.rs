const _: () = {
    const __RECORD: ::ilium_driver::private::Record =
        ::ilium_driver::private::Record { name: "User", fields: &[("id", "id"), ("type", "type"), ("name", "nick")] };
    #[automatically_derived]
    impl<'frame, 'metadata, 'a, T> ::ilium_driver::private::DeserializeRow<'frame, 'metadata> for User<'a, T>
    where
        T: Clone,
        'frame: 'a,
        Option<T>: ::ilium_driver::private::DeserializeValue<'frame, 'metadata>,
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
            ::ilium_driver::private::plan_row(
                &__RECORD,
                specs,
                &[
                    <i64 as ::ilium_driver::private::DeserializeValue<'_, '_>>::type_check,
                    <Option<T> as ::ilium_driver::private::DeserializeValue<'_, '_>>::type_check,
                    <&'a str as ::ilium_driver::private::DeserializeValue<'_, '_>>::type_check,
                ],
            )
        }
        #[inline]
        fn read(
            row: &mut ::ilium_driver::private::RowReader<'frame, 'metadata>,
            plan: &::ilium_driver::private::RowPlan,
        ) -> ::core::result::Result<Self, ::ilium_driver::private::DeserializationError> {
            if let ::core::option::Option::Some([column_0, column_1, column_2]) = row.in_order::<3>(plan) {
                return ::core::result::Result::Ok(Self {
                    id: <i64 as ::ilium_driver::private::DeserializeValue<'_, '_>>::deserialize(
                        column_0.typ(),
                        row.cell(column_0)?,
                    )
                    .map_err(|error| ::ilium_driver::private::column_failed(&__RECORD, 0, column_0, error))?,
                    r#type: <Option<T> as ::ilium_driver::private::DeserializeValue<'_, '_>>::deserialize(
                        column_1.typ(),
                        row.cell(column_1)?,
                    )
                    .map_err(|error| ::ilium_driver::private::column_failed(&__RECORD, 1, column_1, error))?,
                    name: <&'a str as ::ilium_driver::private::DeserializeValue<'_, '_>>::deserialize(
                        column_2.typ(),
                        row.cell(column_2)?,
                    )
                    .map_err(|error| ::ilium_driver::private::column_failed(&__RECORD, 2, column_2, error))?,
                    seen: <bool as ::core::default::Default>::default(),
                });
            }
            let [column_0, column_1, column_2] = row.gather::<3>(plan)?;
            ::core::result::Result::Ok(Self {
                id: {
                    let (spec, cell) = column_0.parts::<Self>()?;
                    <i64 as ::ilium_driver::private::DeserializeValue<'_, '_>>::deserialize(spec.typ(), cell)
                        .map_err(|error| ::ilium_driver::private::column_failed(&__RECORD, 0, spec, error))?
                },
                r#type: {
                    let (spec, cell) = column_1.parts::<Self>()?;
                    <Option<T> as ::ilium_driver::private::DeserializeValue<'_, '_>>::deserialize(spec.typ(), cell)
                        .map_err(|error| ::ilium_driver::private::column_failed(&__RECORD, 1, spec, error))?
                },
                name: {
                    let (spec, cell) = column_2.parts::<Self>()?;
                    <&'a str as ::ilium_driver::private::DeserializeValue<'_, '_>>::deserialize(spec.typ(), cell)
                        .map_err(|error| ::ilium_driver::private::column_failed(&__RECORD, 2, spec, error))?
                },
                seen: <bool as ::core::default::Default>::default(),
            })
        }
    }
};
