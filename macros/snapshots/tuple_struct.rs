#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __RECORD: ::ilium_driver::driver::private::Record = ::ilium_driver::driver::private::Record::new(
        "Pair",
        &[::ilium_driver::driver::private::Field::new("0", "0"), ::ilium_driver::driver::private::Field::new("1", "1")],
    )
    .by_position();
    #[automatically_derived]
    impl ::ilium_driver::driver::private::SerializeValue for Pair {
        fn serialize<'cell>(
            &self,
            typ: &::ilium_driver::driver::private::ColumnType<'_>,
            writer: ::ilium_driver::driver::private::CellWriter<'cell>,
        ) -> ::core::result::Result<
            ::ilium_driver::driver::private::WrittenCellProof<'cell>,
            ::ilium_driver::driver::private::SerializationError,
        > {
            let mut tuple = ::ilium_driver::driver::private::TupleWriter::new(&__RECORD, typ, writer)?;
            let typ = tuple.next()?;
            let written =
                <i32 as ::ilium_driver::driver::private::SerializeValue>::serialize(&self.0, typ, tuple.cell());
            let written = written.map(::ilium_driver::driver::private::content);
            tuple.written(0, written)?;
            let typ = tuple.next()?;
            let written =
                <i64 as ::ilium_driver::driver::private::SerializeValue>::serialize(&self.1, typ, tuple.cell());
            let written = written.map(::ilium_driver::driver::private::content);
            tuple.written(1, written)?;
            tuple.finish()
        }
    }
    #[automatically_derived]
    impl ::ilium_driver::driver::private::CqlType for Pair
    where
        for<'any> i32: ::ilium_driver::driver::private::CqlType,
        for<'any> i64: ::ilium_driver::driver::private::CqlType,
    {
        const CQL: ::ilium_driver::driver::private::TypeInfo = ::ilium_driver::driver::private::TypeInfo::of(
            ::ilium_driver::driver::private::Kinds::of(::ilium_driver::driver::private::Kind::Tuple),
            &[
                &<i32 as ::ilium_driver::driver::private::CqlType>::CQL,
                &<i64 as ::ilium_driver::driver::private::CqlType>::CQL,
            ],
        );
    }
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __RECORD: ::ilium_driver::driver::private::Record = ::ilium_driver::driver::private::Record::new(
        "Pair",
        &[::ilium_driver::driver::private::Field::new("0", "0"), ::ilium_driver::driver::private::Field::new("1", "1")],
    )
    .by_position();
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::driver::private::DeserializeValue<'frame, 'metadata> for Pair {
        fn type_check(
            typ: &::ilium_driver::driver::private::ColumnType<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::driver::private::TypeCheckError> {
            ::ilium_driver::driver::private::check_tuple(
                &__RECORD,
                typ,
                &[
                    <i32 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
                    <i64 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
                ],
            )
        }
        fn deserialize(
            typ: &'metadata ::ilium_driver::driver::private::ColumnType<'metadata>,
            value: ::core::option::Option<::ilium_driver::driver::private::FrameSlice<'frame>>,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            let mut fields = ::ilium_driver::driver::private::TupleReader::new(&__RECORD, typ, value)?;
            ::core::result::Result::Ok(Self {
                0: {
                    let (typ, cell) = fields.next()?;
                    match <i32 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(typ, cell) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => return ::core::result::Result::Err(fields.failed(error)),
                    }
                },
                1: {
                    let (typ, cell) = fields.next()?;
                    match cell {
                        ::core::option::Option::None => <i64 as ::core::default::Default>::default(),
                        present => {
                            match <i64 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
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
        "Pair",
        &[::ilium_driver::driver::private::Field::new("0", "0"), ::ilium_driver::driver::private::Field::new("1", "1")],
    )
    .by_position();
    #[automatically_derived]
    impl ::ilium_driver::driver::private::SerializeRow for Pair {
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
    impl ::ilium_driver::driver::private::WriteRow for Pair {
        const RECORD: &'static ::ilium_driver::driver::private::Record = &__RECORD;
        #[inline]
        fn write_in_order(
            &self,
            columns: &[::ilium_driver::driver::private::ColumnSpec<'_>],
            writer: &mut ::ilium_driver::driver::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::driver::private::SerializationError> {
            let mut columns = columns;
            let [column_0, column_1] = ::ilium_driver::driver::private::split_markers::<2>(
                <Self as ::ilium_driver::driver::private::WriteRow>::RECORD,
                &mut columns,
            )?;
            if let ::core::result::Result::Err(error) =
                <i32 as ::ilium_driver::driver::private::SerializeValue>::serialize(
                    &self.0,
                    column_0.typ(),
                    writer.make_cell_writer(),
                )
            {
                return ::core::result::Result::Err(::ilium_driver::driver::private::marker_failed(
                    <Self as ::ilium_driver::driver::private::WriteRow>::RECORD,
                    0,
                    column_0,
                    error,
                ));
            }
            if let ::core::result::Result::Err(error) =
                <i64 as ::ilium_driver::driver::private::SerializeValue>::serialize(
                    &self.1,
                    column_1.typ(),
                    writer.make_cell_writer(),
                )
            {
                return ::core::result::Result::Err(::ilium_driver::driver::private::marker_failed(
                    <Self as ::ilium_driver::driver::private::WriteRow>::RECORD,
                    1,
                    column_1,
                    error,
                ));
            }
            ::core::result::Result::Ok(())
        }
        fn write_field(
            &self,
            index: ::core::primitive::usize,
            column: &::ilium_driver::driver::private::ColumnSpec<'_>,
            writer: &mut ::ilium_driver::driver::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::driver::private::SerializationError> {
            match index {
                0 => {
                    if let ::core::result::Result::Err(error) =
                        <i32 as ::ilium_driver::driver::private::SerializeValue>::serialize(
                            &self.0,
                            column.typ(),
                            writer.make_cell_writer(),
                        )
                    {
                        return ::core::result::Result::Err(::ilium_driver::driver::private::marker_failed(
                            <Self as ::ilium_driver::driver::private::WriteRow>::RECORD,
                            0,
                            column,
                            error,
                        ));
                    }
                    return ::core::result::Result::Ok(());
                }
                1 => {
                    if let ::core::result::Result::Err(error) =
                        <i64 as ::ilium_driver::driver::private::SerializeValue>::serialize(
                            &self.1,
                            column.typ(),
                            writer.make_cell_writer(),
                        )
                    {
                        return ::core::result::Result::Err(::ilium_driver::driver::private::marker_failed(
                            <Self as ::ilium_driver::driver::private::WriteRow>::RECORD,
                            1,
                            column,
                            error,
                        ));
                    }
                    return ::core::result::Result::Ok(());
                }
                _ => {}
            }
            ::ilium_driver::driver::private::no_field(
                <Self as ::ilium_driver::driver::private::WriteRow>::RECORD,
                column,
            )
        }
    }
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __RECORD: ::ilium_driver::driver::private::Record = ::ilium_driver::driver::private::Record::new(
        "Pair",
        &[::ilium_driver::driver::private::Field::new("0", "0"), ::ilium_driver::driver::private::Field::new("1", "1")],
    )
    .by_position();
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::driver::private::DeserializeRow<'frame, 'metadata> for Pair {
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
            if let ::core::option::Option::Some([column_0, column_1]) = row.in_order::<2>(plan) {
                return ::core::result::Result::Ok(Self {
                    0: match <i32 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
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
                    1: match row.cell(column_1)? {
                        ::core::option::Option::None => <i64 as ::core::default::Default>::default(),
                        present => {
                            match <i64 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
                                column_1.typ(),
                                present,
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
                            }
                        }
                    },
                });
            }
            let cells = row.gather::<2>(plan)?;
            <Self as ::ilium_driver::driver::private::ReadRow<'_, '_>>::read_cells(
                &mut ::ilium_driver::driver::private::Cells::gathered(&cells),
            )
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::driver::private::ReadRow<'frame, 'metadata> for Pair {
        const RECORD: &'static ::ilium_driver::driver::private::Record = &__RECORD;
        const CHECKS: &'static [::ilium_driver::driver::private::Check] = &[
            ::ilium_driver::driver::private::Check::Field(
                <i32 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
            ),
            ::ilium_driver::driver::private::Check::Field(
                <i64 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
            ),
        ];
        fn read_cells(
            cells: &mut ::ilium_driver::driver::private::Cells<'_, 'frame, 'metadata>,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            ::core::result::Result::Ok(Self {
                0: {
                    let (typ, cell) = cells.next_of::<Self>()?;
                    match <i32 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
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
                1: {
                    let (typ, cell) = cells.next_of::<Self>()?;
                    match cell {
                        ::core::option::Option::None => <i64 as ::core::default::Default>::default(),
                        present => {
                            match <i64 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
                                typ.typ(),
                                present,
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
                    }
                },
            })
        }
    }
};
