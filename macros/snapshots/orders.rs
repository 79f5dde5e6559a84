#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __RECORD: ::ilium_driver::driver::private::Record = ::ilium_driver::driver::private::Record::new(
        "Lenient",
        &[
            ::ilium_driver::driver::private::Field::new("id", "id"),
            ::ilium_driver::driver::private::Field::optional("name", "name"),
            ::ilium_driver::driver::private::Field::new("age", "age"),
        ],
    )
    .in_order()
    .without_excess();
    #[automatically_derived]
    impl ::ilium_driver::driver::private::SerializeValue for Lenient {
        fn serialize<'cell>(
            &self,
            typ: &::ilium_driver::driver::private::ColumnType<'_>,
            writer: ::ilium_driver::driver::private::CellWriter<'cell>,
        ) -> ::core::result::Result<
            ::ilium_driver::driver::private::WrittenCellProof<'cell>,
            ::ilium_driver::driver::private::SerializationError,
        > {
            let mut udt = ::ilium_driver::driver::private::UdtWriter::new(&__RECORD, typ, writer)?;
            while let ::core::option::Option::Some((field, typ)) = udt.next() {
                let written = match field {
                    0 => <i64 as ::ilium_driver::driver::private::SerializeValue>::serialize(&self.id, typ, udt.cell()),
                    1 => <String as ::ilium_driver::driver::private::SerializeValue>::serialize(
                        &self.name,
                        typ,
                        udt.cell(),
                    ),
                    _ => {
                        <i32 as ::ilium_driver::driver::private::SerializeValue>::serialize(&self.age, typ, udt.cell())
                    }
                };
                let written = written.map(::ilium_driver::driver::private::content);
                udt.written(field, written)?;
            }
            udt.finish()
        }
    }
    #[automatically_derived]
    impl ::ilium_driver::driver::private::CqlType for Lenient {
        const CQL: ::ilium_driver::driver::private::TypeInfo = {
            #[allow(unused_imports)]
            use ::ilium_driver::driver::private::Unknown as _;
            ::ilium_driver::driver::private::TypeInfo::of_fields(::ilium_driver::driver::private::Fields::new(
                &__RECORD,
                &[
                    &<::ilium_driver::driver::private::Known<i64>>::CQL,
                    &<::ilium_driver::driver::private::Known<String>>::CQL,
                    &<::ilium_driver::driver::private::Known<i32>>::CQL,
                ],
            ))
        };
    }
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __RECORD: ::ilium_driver::driver::private::Record = ::ilium_driver::driver::private::Record::new(
        "Lenient",
        &[
            ::ilium_driver::driver::private::Field::new("id", "id"),
            ::ilium_driver::driver::private::Field::optional("name", "name"),
            ::ilium_driver::driver::private::Field::new("age", "age"),
        ],
    )
    .in_order()
    .without_excess();
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::driver::private::DeserializeValue<'frame, 'metadata> for Lenient {
        fn type_check(
            typ: &::ilium_driver::driver::private::ColumnType<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::driver::private::TypeCheckError> {
            ::ilium_driver::driver::private::check_udt(
                &__RECORD,
                typ,
                &[
                    <i64 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
                    <String as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
                    <i32 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
                ],
            )
        }
        fn deserialize(
            typ: &'metadata ::ilium_driver::driver::private::ColumnType<'metadata>,
            value: ::core::option::Option<::ilium_driver::driver::private::FrameSlice<'frame>>,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            let mut fields = ::ilium_driver::driver::private::UdtReader::<3>::new(&__RECORD, typ, value)?;
            ::core::result::Result::Ok(Self {
                id: {
                    let (typ, cell) = fields.next()?;
                    match <i64 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(typ, cell) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => return ::core::result::Result::Err(fields.failed(error)),
                    }
                },
                name: match fields.next_if_any()? {
                    ::core::option::Option::Some((typ, cell)) => {
                        match <String as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
                            typ, cell,
                        ) {
                            ::core::result::Result::Ok(value) => value,
                            ::core::result::Result::Err(error) => {
                                return ::core::result::Result::Err(fields.failed(error));
                            }
                        }
                    }
                    ::core::option::Option::None => <String as ::core::default::Default>::default(),
                },
                age: {
                    let (typ, cell) = fields.next()?;
                    match cell {
                        ::core::option::Option::None => <i32 as ::core::default::Default>::default(),
                        present => {
                            match <i32 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
                                typ, present,
                            ) {
                                ::core::result::Result::Ok(value) => value,
                                ::core::result::Result::Err(error) => {
                                    return ::core::result::Result::Err(fields.failed(error));
                                }
                            }
                        }
                    }
                },
            })
        }
    }
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __RECORD: ::ilium_driver::driver::private::Record = ::ilium_driver::driver::private::Record::new(
        "Lenient",
        &[
            ::ilium_driver::driver::private::Field::new("id", "id"),
            ::ilium_driver::driver::private::Field::optional("name", "name"),
            ::ilium_driver::driver::private::Field::new("age", "age"),
        ],
    )
    .in_order();
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::driver::private::DeserializeRow<'frame, 'metadata> for Lenient {
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
                    name: match <String as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
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
                    age: match row.cell(column_2)? {
                        ::core::option::Option::None => <i32 as ::core::default::Default>::default(),
                        present => {
                            match <i32 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
                                column_2.typ(),
                                present,
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
                            }
                        }
                    },
                });
            }
            let cells = row.gather::<3>(plan)?;
            <Self as ::ilium_driver::driver::private::ReadRow<'_, '_>>::read_cells(
                &mut ::ilium_driver::driver::private::Cells::gathered(&cells),
            )
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::driver::private::ReadRow<'frame, 'metadata> for Lenient {
        const RECORD: &'static ::ilium_driver::driver::private::Record = &__RECORD;
        const CHECKS: &'static [::ilium_driver::driver::private::Check] = &[
            ::ilium_driver::driver::private::Check::Field(
                <i64 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
            ),
            ::ilium_driver::driver::private::Check::Field(
                <String as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
            ),
            ::ilium_driver::driver::private::Check::Field(
                <i32 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
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
                name: match cells.next_if_any()? {
                    ::core::option::Option::Some((typ, cell)) => {
                        match <String as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
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
                    }
                    ::core::option::Option::None => <String as ::core::default::Default>::default(),
                },
                age: {
                    let (typ, cell) = cells.next_of::<Self>()?;
                    match cell {
                        ::core::option::Option::None => <i32 as ::core::default::Default>::default(),
                        present => {
                            match <i32 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
                                typ.typ(),
                                present,
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
                        }
                    }
                },
            })
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::driver::private::FlattenRead<'frame, 'metadata> for Lenient {}
};
