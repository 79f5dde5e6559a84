#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    #[automatically_derived]
    impl<'a> ::ilium_driver::driver::private::SerializeRow for Outer<'a> {
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
    impl<'a> ::ilium_driver::driver::private::WriteRow for Outer<'a> {
        const RECORD: &'static ::ilium_driver::driver::private::Record = &::ilium_driver::driver::private::Record::new(
            "Outer",
            &[
                ::ilium_driver::driver::private::Field::new("id", "id"),
                ::ilium_driver::driver::private::Field::flat(
                    "home",
                    "home_",
                    <Place<'a> as ::ilium_driver::driver::private::FlattenWrite>::FLAT,
                ),
                ::ilium_driver::driver::private::Field::new("name", "name"),
            ],
        );
        #[inline]
        fn write_in_order(
            &self,
            columns: &[::ilium_driver::driver::private::ColumnSpec<'_>],
            writer: &mut ::ilium_driver::driver::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::driver::private::SerializationError> {
            let mut columns = columns;
            let [column_0] = ::ilium_driver::driver::private::split_markers::<1>(
                <Self as ::ilium_driver::driver::private::WriteRow>::RECORD,
                &mut columns,
            )?;
            if let ::core::result::Result::Err(error) =
                <i64 as ::ilium_driver::driver::private::SerializeValue>::serialize(
                    &self.id,
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
            let own = ::ilium_driver::driver::private::split_markers_of(
                <Self as ::ilium_driver::driver::private::WriteRow>::RECORD,
                <Place<'a> as ::ilium_driver::driver::private::WriteRow>::RECORD,
                &mut columns,
            )?;
            <Place<'a> as ::ilium_driver::driver::private::WriteRow>::write_in_order(&self.home, own, writer)?;
            let [column_0] = ::ilium_driver::driver::private::split_markers::<1>(
                <Self as ::ilium_driver::driver::private::WriteRow>::RECORD,
                &mut columns,
            )?;
            if let ::core::result::Result::Err(error) =
                <String as ::ilium_driver::driver::private::SerializeValue>::serialize(
                    &self.name,
                    column_0.typ(),
                    writer.make_cell_writer(),
                )
            {
                return ::core::result::Result::Err(::ilium_driver::driver::private::marker_failed(
                    <Self as ::ilium_driver::driver::private::WriteRow>::RECORD,
                    2,
                    column_0,
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
                        <i64 as ::ilium_driver::driver::private::SerializeValue>::serialize(
                            &self.id,
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
                _ => {}
            }
            let index = index - 1;
            if index < <Place<'a> as ::ilium_driver::driver::private::WriteRow>::RECORD.len() {
                return <Place<'a> as ::ilium_driver::driver::private::WriteRow>::write_field(
                    &self.home, index, column, writer,
                );
            }
            let index = index - <Place<'a> as ::ilium_driver::driver::private::WriteRow>::RECORD.len();
            match index {
                0 => {
                    if let ::core::result::Result::Err(error) =
                        <String as ::ilium_driver::driver::private::SerializeValue>::serialize(
                            &self.name,
                            column.typ(),
                            writer.make_cell_writer(),
                        )
                    {
                        return ::core::result::Result::Err(::ilium_driver::driver::private::marker_failed(
                            <Self as ::ilium_driver::driver::private::WriteRow>::RECORD,
                            2,
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
    #[automatically_derived]
    impl<'a> ::ilium_driver::driver::private::FlattenWrite for Outer<'a> {}
    const _: () = <Outer<'_> as ::ilium_driver::driver::private::WriteRow>::RECORD.assert_distinct();
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    #[automatically_derived]
    impl<'frame, 'metadata, 'a> ::ilium_driver::driver::private::DeserializeRow<'frame, 'metadata> for Outer<'a>
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
            ::ilium_driver::driver::private::plan_row::<Self>(specs)
        }
        #[inline]
        fn read(
            row: &mut ::ilium_driver::driver::private::RowReader<'frame, 'metadata>,
            plan: &::ilium_driver::driver::private::RowPlan,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            ::ilium_driver::driver::private::read_flat_row(row, plan)
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata, 'a> ::ilium_driver::driver::private::ReadRow<'frame, 'metadata> for Outer<'a>
    where
        'frame: 'a,
    {
        const RECORD: &'static ::ilium_driver::driver::private::Record = &::ilium_driver::driver::private::Record::new(
            "Outer",
            &[
                ::ilium_driver::driver::private::Field::new("id", "id"),
                ::ilium_driver::driver::private::Field::flat(
                    "home",
                    "home_",
                    <Place<'a> as ::ilium_driver::driver::private::FlattenRead>::FLAT,
                ),
                ::ilium_driver::driver::private::Field::new("name", "name"),
            ],
        );
        const CHECKS: &'static [::ilium_driver::driver::private::Check] = &[
            ::ilium_driver::driver::private::Check::Field(
                <i64 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
            ),
            ::ilium_driver::driver::private::Check::Flat(
                <Place<'a> as ::ilium_driver::driver::private::ReadRow<'_, '_>>::CHECKS,
            ),
            ::ilium_driver::driver::private::Check::Field(
                <String as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
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
                home: <Place<'a> as ::ilium_driver::driver::private::ReadRow<'_, '_>>::read_cells(cells)?,
                name: {
                    let (typ, cell) = cells.next_of::<Self>()?;
                    match <String as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
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
            })
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata, 'a> ::ilium_driver::driver::private::FlattenRead<'frame, 'metadata> for Outer<'a> where
        'frame: 'a
    {
    }
    const _: () = <Outer<'_> as ::ilium_driver::driver::private::ReadRow<'_, '_>>::RECORD.assert_distinct();
};
