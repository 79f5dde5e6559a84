#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __RECORD: ::ilium_driver::driver::private::Record = ::ilium_driver::driver::private::Record::new(
        "User",
        &[
            ::ilium_driver::driver::private::Field::new("id", "id"),
            ::ilium_driver::driver::private::Field::new("type", "type"),
            ::ilium_driver::driver::private::Field::new("name", "nick"),
        ],
    );
    #[automatically_derived]
    impl<'frame, 'metadata, 'a, T> ::ilium_driver::driver::private::DeserializeRow<'frame, 'metadata> for User<'a, T>
    where
        T: Clone,
        'frame: 'a,
        Option<T>: ::ilium_driver::driver::private::DeserializeValue<'frame, 'metadata>,
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
            ::ilium_driver::driver::private::plan_row::<Self>(specs)
        }
        #[inline]
        fn read(
            row: &mut ::ilium_driver::driver::private::RowReader<'frame, 'metadata>,
            plan: &::ilium_driver::driver::private::RowPlan,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            if let ::core::option::Option::Some([column_0, column_1, column_2]) = row.in_order::<3>(plan) {
                return ::core::result::Result::Ok(Self {
                    id: match <i64 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
                        column_0.typ(),
                        row.cell(column_0)?,
                    ) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => {
                            return ::core::result::Result::Err(::ilium_driver::driver::private::column_failed(
                                <Self as ::ilium_driver::driver::private::ReadRow<'_, '_>>::RECORD,
                                0,
                                column_0,
                                error,
                            ));
                        }
                    },
                    r#type: match <Option<T> as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
                        column_1.typ(),
                        row.cell(column_1)?,
                    ) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => {
                            return ::core::result::Result::Err(::ilium_driver::driver::private::column_failed(
                                <Self as ::ilium_driver::driver::private::ReadRow<'_, '_>>::RECORD,
                                1,
                                column_1,
                                error,
                            ));
                        }
                    },
                    name: match <&'a str as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
                        column_2.typ(),
                        row.cell(column_2)?,
                    ) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => {
                            return ::core::result::Result::Err(::ilium_driver::driver::private::column_failed(
                                <Self as ::ilium_driver::driver::private::ReadRow<'_, '_>>::RECORD,
                                2,
                                column_2,
                                error,
                            ));
                        }
                    },
                    seen: <bool as ::core::default::Default>::default(),
                });
            }
            let cells = row.gather::<3>(plan)?;
            <Self as ::ilium_driver::driver::private::ReadRow<'_, '_>>::read_cells(
                &mut ::ilium_driver::driver::private::Cells::gathered(&cells),
            )
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata, 'a, T> ::ilium_driver::driver::private::ReadRow<'frame, 'metadata> for User<'a, T>
    where
        T: Clone,
        'frame: 'a,
        Option<T>: ::ilium_driver::driver::private::DeserializeValue<'frame, 'metadata>,
    {
        const RECORD: &'static ::ilium_driver::driver::private::Record = &__RECORD;
        const CHECKS: &'static [::ilium_driver::driver::private::Check] = &[
            ::ilium_driver::driver::private::Check::Field(
                <i64 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
            ),
            ::ilium_driver::driver::private::Check::Field(
                <Option<T> as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
            ),
            ::ilium_driver::driver::private::Check::Field(
                <&'a str as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
            ),
        ];
        fn read_cells(
            cells: &mut ::ilium_driver::driver::private::Cells<'_, 'frame, 'metadata>,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            ::core::result::Result::Ok(Self {
                id: {
                    let (typ, cell) = cells.next_of::<Self>()?;
                    match <i64 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
                        typ.typ(),
                        cell,
                    ) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => {
                            return ::core::result::Result::Err(::ilium_driver::driver::private::column_failed(
                                <Self as ::ilium_driver::driver::private::ReadRow<'_, '_>>::RECORD,
                                0,
                                typ,
                                error,
                            ));
                        }
                    }
                },
                r#type: {
                    let (typ, cell) = cells.next_of::<Self>()?;
                    match <Option<T> as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
                        typ.typ(),
                        cell,
                    ) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => {
                            return ::core::result::Result::Err(::ilium_driver::driver::private::column_failed(
                                <Self as ::ilium_driver::driver::private::ReadRow<'_, '_>>::RECORD,
                                1,
                                typ,
                                error,
                            ));
                        }
                    }
                },
                name: {
                    let (typ, cell) = cells.next_of::<Self>()?;
                    match <&'a str as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
                        typ.typ(),
                        cell,
                    ) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => {
                            return ::core::result::Result::Err(::ilium_driver::driver::private::column_failed(
                                <Self as ::ilium_driver::driver::private::ReadRow<'_, '_>>::RECORD,
                                2,
                                typ,
                                error,
                            ));
                        }
                    }
                },
                seen: <bool as ::core::default::Default>::default(),
            })
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata, 'a, T> ::ilium_driver::driver::private::FlattenRead<'frame, 'metadata> for User<'a, T>
    where
        T: Clone,
        'frame: 'a,
        Option<T>: ::ilium_driver::driver::private::DeserializeValue<'frame, 'metadata>,
    {
    }
};
