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
                0 => <&'a str as ::ilium::private::Column<'_, '_>>::write(&self.key, column, nulls, writer),
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
            <&'a str as ::ilium::private::Column<'_, '_>>::write(&self.key, column_0, nulls, writer)?;
            <Vec<V> as ::ilium::private::Column<'_, '_>>::write(&self.value, column_1, nulls, writer)?;
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
const _: () = {
    const __RECORD: ::ilium::private::entity::private::Record =
        ::ilium::private::entity::private::Record { name: "Pair", fields: &[("key", "key"), ("value", "value")] };
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
            ::ilium::private::entity::private::plan_row(
                &__RECORD,
                specs,
                &[
                    <&'a str as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::type_check,
                    <Vec<V> as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::type_check,
                ],
            )
        }
        #[inline]
        fn read(
            row: &mut ::ilium::private::entity::private::RowReader<'frame, 'metadata>,
            plan: &::ilium::private::entity::private::RowPlan,
        ) -> ::core::result::Result<Self, ::ilium::private::entity::private::DeserializationError> {
            if let ::core::option::Option::Some([column_0, column_1]) = row.in_order::<2>(plan) {
                return ::core::result::Result::Ok(Self {
                    key: <&'a str as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::deserialize(
                        column_0.typ(),
                        row.cell(column_0)?,
                    )
                    .map_err(|error| ::ilium::private::entity::private::column_failed(&__RECORD, 0, column_0, error))?,
                    value: <Vec<V> as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::deserialize(
                        column_1.typ(),
                        row.cell(column_1)?,
                    )
                    .map_err(|error| ::ilium::private::entity::private::column_failed(&__RECORD, 1, column_1, error))?,
                });
            }
            let [column_0, column_1] = row.gather::<2>(plan)?;
            ::core::result::Result::Ok(Self {
                key: {
                    let (spec, cell) = column_0.parts::<Self>()?;
                    <&'a str as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::deserialize(
                        spec.typ(),
                        cell,
                    )
                    .map_err(|error| ::ilium::private::entity::private::column_failed(&__RECORD, 0, spec, error))?
                },
                value: {
                    let (spec, cell) = column_1.parts::<Self>()?;
                    <Vec<V> as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::deserialize(
                        spec.typ(),
                        cell,
                    )
                    .map_err(|error| ::ilium::private::entity::private::column_failed(&__RECORD, 1, spec, error))?
                },
            })
        }
    }
};
const _: () = {
    const __RECORD: ::ilium::driver::private::Record =
        ::ilium::driver::private::Record { name: "Pair", fields: &[("key", "key"), ("value", "value")] };
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
            if let ::core::option::Option::Some([column_0, column_1]) =
                ::ilium::driver::private::markers_in_order::<2>(&__RECORD, context)
            {
                let _ = <&'a str as ::ilium::driver::private::SerializeValue>::serialize(
                    &self.key,
                    column_0.typ(),
                    writer.make_cell_writer(),
                )
                .map_err(|error| ::ilium::driver::private::marker_failed(&__RECORD, 0, column_0, error))?;
                let _ = <Vec<V> as ::ilium::driver::private::SerializeValue>::serialize(
                    &self.value,
                    column_1.typ(),
                    writer.make_cell_writer(),
                )
                .map_err(|error| ::ilium::driver::private::marker_failed(&__RECORD, 1, column_1, error))?;
                return ::core::result::Result::Ok(());
            }
            let mut row = ::ilium::driver::private::RowFields::new(&__RECORD, context, writer);
            while let ::core::option::Option::Some((field, column)) = row.next()? {
                let _ = match field {
                    0 => <&'a str as ::ilium::driver::private::SerializeValue>::serialize(
                        &self.key,
                        column.typ(),
                        row.cell(),
                    ),
                    _ => <Vec<V> as ::ilium::driver::private::SerializeValue>::serialize(
                        &self.value,
                        column.typ(),
                        row.cell(),
                    ),
                }
                .map_err(|error| ::ilium::driver::private::marker_failed(&__RECORD, field, column, error))?;
            }
            row.finish()
        }
        fn is_empty(&self) -> bool {
            false
        }
    }
};
