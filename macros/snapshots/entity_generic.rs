#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    #[automatically_derived]
    impl<'a, V: Clone> ::ilium::Entity for Pair<'a, V>
    where
        Vec<V>: for<'frame, 'metadata> ::ilium::private::Column<'frame, 'metadata>,
    {
        const META: &'static ::ilium::private::EntityMeta = &::ilium::private::EntityMeta {
            entity: "Pair",
            table: "pairs",
            keyspace: ::core::option::Option::None,
            columns: &[
                ::ilium::private::ColumnMeta {
                    name: "key",
                    id: 4452171178779021548u64,
                    field: "key",
                    field_id: 4452171178779021548u64,
                    kind: ::ilium::private::ColumnKind::PartitionKey,
                    cql: <&'a str as ::ilium::private::Column<'_, '_>>::CQL,
                    nullable: <&'a str as ::ilium::private::Column<'_, '_>>::NULLABLE,
                },
                ::ilium::private::ColumnMeta {
                    name: "value",
                    id: 8999596768310594794u64,
                    field: "value",
                    field_id: 8999596768310594794u64,
                    kind: ::ilium::private::ColumnKind::Regular,
                    cql: <Vec<V> as ::ilium::private::Column<'_, '_>>::CQL,
                    nullable: <Vec<V> as ::ilium::private::Column<'_, '_>>::NULLABLE,
                },
            ],
        };
    }
    #[automatically_derived]
    impl<'a, V: Clone> ::ilium::private::Argument for Pair<'a, V>
    where
        Vec<V>: for<'frame, 'metadata> ::ilium::private::Column<'frame, 'metadata>,
    {
        const ARGUMENT: ::ilium::private::Parameter = ::ilium::private::Parameter::Row(<Self as ::ilium::Entity>::META);
        fn write(
            &self,
            index: usize,
            column: &::ilium::private::ColumnSpec<'_>,
            nulls: ::ilium::private::Nulls,
            writer: &mut ::ilium::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium::private::SerializationError> {
            match index {
                0 => <&'a str as ::ilium::private::Column<'_, '_>>::write_key(&self.key, column, nulls, writer),
                1 => <Vec<V> as ::ilium::private::Column<'_, '_>>::write(&self.value, column, nulls, writer),
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
            let [column_0, column_1] = columns else {
                return ::core::result::Result::Err(::ilium::private::no_row(columns.len()));
            };
            if let ::core::result::Result::Err(error) =
                <&'a str as ::ilium::private::Column<'_, '_>>::write_key(&self.key, column_0, nulls, writer)
            {
                return ::core::result::Result::Err(error);
            }
            if let ::core::result::Result::Err(error) =
                <Vec<V> as ::ilium::private::Column<'_, '_>>::write(&self.value, column_1, nulls, writer)
            {
                return ::core::result::Result::Err(error);
            }
            ::core::result::Result::Ok(())
        }
    }
    #[automatically_derived]
    impl<'row, 'a, V: Clone> ::ilium::private::Argument for &'row Pair<'a, V>
    where
        Vec<V>: for<'frame, 'metadata> ::ilium::private::Column<'frame, 'metadata>,
    {
        const ARGUMENT: ::ilium::private::Parameter =
            ::ilium::private::Parameter::Row(<Pair<'a, V> as ::ilium::Entity>::META);
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
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __RECORD: ::ilium::private::entity::private::Record = ::ilium::private::entity::private::Record::new(
        "Pair",
        &[
            ::ilium::private::entity::private::Field::new("key", "key"),
            ::ilium::private::entity::private::Field::new("value", "value"),
        ],
    );
    #[automatically_derived]
    impl<'frame, 'metadata, 'a, V: Clone> ::ilium::private::entity::private::DeserializeRow<'frame, 'metadata>
        for Pair<'a, V>
    where
        'frame: 'a,
        Vec<V>: ::ilium::private::entity::private::DeserializeValue<'frame, 'metadata>,
    {
        fn type_check(
            specs: &[::ilium::private::entity::private::ColumnSpec<'_>],
        ) -> ::core::result::Result<(), ::ilium::private::entity::private::TypeCheckError> {
            <Self as ::ilium::private::entity::private::DeserializeRow<'_, '_>>::plan(specs).map(::core::mem::drop)
        }
        fn deserialize(
            row: ::ilium::private::entity::private::ColumnIterator<'frame, 'metadata>,
        ) -> ::core::result::Result<Self, ::ilium::private::entity::private::DeserializationError> {
            ::ilium::private::entity::private::read_row(row)
        }
        fn plan(
            specs: &[::ilium::private::entity::private::ColumnSpec<'_>],
        ) -> ::core::result::Result<
            ::ilium::private::entity::private::RowPlan,
            ::ilium::private::entity::private::TypeCheckError,
        > {
            ::ilium::private::entity::private::plan_row::<Self>(specs)
        }
        #[inline]
        fn read(
            row: &mut ::ilium::private::entity::private::RowReader<'frame, 'metadata>,
            plan: &::ilium::private::entity::private::RowPlan,
        ) -> ::core::result::Result<Self, ::ilium::private::entity::private::DeserializationError> {
            if let ::core::option::Option::Some([column_0, column_1]) = row.in_order::<2>(plan) {
                return ::core::result::Result::Ok(Self {
                    key: match <&'a str as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::deserialize(
                        column_0.typ(),
                        row.cell(column_0)?,
                    ) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => {
                            return ::core::result::Result::Err(::ilium::private::entity::private::column_failed(
                                <Self as ::ilium::private::entity::private::ReadRow<'_, '_>>::RECORD,
                                0,
                                column_0,
                                error,
                            ));
                        }
                    },
                    value: match <Vec<V> as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::deserialize(
                        column_1.typ(),
                        row.cell(column_1)?,
                    ) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => {
                            return ::core::result::Result::Err(::ilium::private::entity::private::column_failed(
                                <Self as ::ilium::private::entity::private::ReadRow<'_, '_>>::RECORD,
                                1,
                                column_1,
                                error,
                            ));
                        }
                    },
                });
            }
            let cells = row.gather::<2>(plan)?;
            <Self as ::ilium::private::entity::private::ReadRow<'_, '_>>::read_cells(
                &mut ::ilium::private::entity::private::Cells::gathered(&cells),
            )
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata, 'a, V: Clone> ::ilium::private::entity::private::ReadRow<'frame, 'metadata> for Pair<'a, V>
    where
        'frame: 'a,
        Vec<V>: ::ilium::private::entity::private::DeserializeValue<'frame, 'metadata>,
    {
        const RECORD: &'static ::ilium::private::entity::private::Record = &__RECORD;
        const CHECKS: &'static [::ilium::private::entity::private::Check] = &[
            ::ilium::private::entity::private::Check::Field(
                <&'a str as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::type_check,
            ),
            ::ilium::private::entity::private::Check::Field(
                <Vec<V> as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::type_check,
            ),
        ];
        fn read_cells(
            cells: &mut ::ilium::private::entity::private::Cells<'_, 'frame, 'metadata>,
        ) -> ::core::result::Result<Self, ::ilium::private::entity::private::DeserializationError> {
            ::core::result::Result::Ok(Self {
                key: {
                    let (typ, cell) = cells.next_of::<Self>()?;
                    match <&'a str as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::deserialize(
                        typ.typ(),
                        cell,
                    ) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => {
                            return ::core::result::Result::Err(::ilium::private::entity::private::column_failed(
                                <Self as ::ilium::private::entity::private::ReadRow<'_, '_>>::RECORD,
                                0,
                                typ,
                                error,
                            ));
                        }
                    }
                },
                value: {
                    let (typ, cell) = cells.next_of::<Self>()?;
                    match <Vec<V> as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::deserialize(
                        typ.typ(),
                        cell,
                    ) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => {
                            return ::core::result::Result::Err(::ilium::private::entity::private::column_failed(
                                <Self as ::ilium::private::entity::private::ReadRow<'_, '_>>::RECORD,
                                1,
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
    impl<'frame, 'metadata, 'a, V: Clone> ::ilium::private::entity::private::FlattenRead<'frame, 'metadata> for Pair<'a, V>
    where
        'frame: 'a,
        Vec<V>: ::ilium::private::entity::private::DeserializeValue<'frame, 'metadata>,
    {
    }
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __RECORD: ::ilium::driver::private::Record = ::ilium::driver::private::Record::new(
        "Pair",
        &[::ilium::driver::private::Field::new("key", "key"), ::ilium::driver::private::Field::new("value", "value")],
    );
    #[automatically_derived]
    impl<'a, V: Clone> ::ilium::driver::private::SerializeRow for Pair<'a, V>
    where
        Vec<V>: ::ilium::driver::private::SerializeValue,
    {
        fn serialize(
            &self,
            context: &::ilium::driver::private::RowSerializationContext<'_>,
            writer: &mut ::ilium::driver::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium::driver::private::SerializationError> {
            ::ilium::driver::private::write_row(self, context, writer)
        }
        fn is_empty(&self) -> ::core::primitive::bool {
            <Self as ::ilium::driver::private::WriteRow>::RECORD.len() == 0
        }
    }
    #[automatically_derived]
    impl<'a, V: Clone> ::ilium::driver::private::WriteRow for Pair<'a, V>
    where
        Vec<V>: ::ilium::driver::private::SerializeValue,
    {
        const RECORD: &'static ::ilium::driver::private::Record = &__RECORD;
        #[inline]
        fn write_in_order(
            &self,
            columns: &[::ilium::driver::private::ColumnSpec<'_>],
            writer: &mut ::ilium::driver::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium::driver::private::SerializationError> {
            let mut columns = columns;
            let [column_0, column_1] = ::ilium::driver::private::split_markers::<2>(
                <Self as ::ilium::driver::private::WriteRow>::RECORD,
                &mut columns,
            )?;
            if let ::core::result::Result::Err(error) = <&'a str as ::ilium::driver::private::SerializeValue>::serialize(
                &self.key,
                column_0.typ(),
                writer.make_cell_writer(),
            ) {
                return ::core::result::Result::Err(::ilium::driver::private::marker_failed(
                    <Self as ::ilium::driver::private::WriteRow>::RECORD,
                    0,
                    column_0,
                    error,
                ));
            }
            if let ::core::result::Result::Err(error) = <Vec<V> as ::ilium::driver::private::SerializeValue>::serialize(
                &self.value,
                column_1.typ(),
                writer.make_cell_writer(),
            ) {
                return ::core::result::Result::Err(::ilium::driver::private::marker_failed(
                    <Self as ::ilium::driver::private::WriteRow>::RECORD,
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
            column: &::ilium::driver::private::ColumnSpec<'_>,
            writer: &mut ::ilium::driver::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium::driver::private::SerializationError> {
            match index {
                0 => {
                    if let ::core::result::Result::Err(error) =
                        <&'a str as ::ilium::driver::private::SerializeValue>::serialize(
                            &self.key,
                            column.typ(),
                            writer.make_cell_writer(),
                        )
                    {
                        return ::core::result::Result::Err(::ilium::driver::private::marker_failed(
                            <Self as ::ilium::driver::private::WriteRow>::RECORD,
                            0,
                            column,
                            error,
                        ));
                    }
                    return ::core::result::Result::Ok(());
                }
                1 => {
                    if let ::core::result::Result::Err(error) =
                        <Vec<V> as ::ilium::driver::private::SerializeValue>::serialize(
                            &self.value,
                            column.typ(),
                            writer.make_cell_writer(),
                        )
                    {
                        return ::core::result::Result::Err(::ilium::driver::private::marker_failed(
                            <Self as ::ilium::driver::private::WriteRow>::RECORD,
                            1,
                            column,
                            error,
                        ));
                    }
                    return ::core::result::Result::Ok(());
                }
                _ => {}
            }
            ::ilium::driver::private::no_field(<Self as ::ilium::driver::private::WriteRow>::RECORD, column)
        }
    }
    #[automatically_derived]
    impl<'a, V: Clone> ::ilium::driver::private::FlattenWrite for Pair<'a, V> where
        Vec<V>: ::ilium::driver::private::SerializeValue
    {
    }
};
