#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    #[allow(clippy::zero_sized_map_values, reason = "it is the user's struct that has it")]
    type __TypeOfField1 = Vec<Tag>;
    #[automatically_derived]
    impl ::ilium::Entity for User {
        const META: &'static ::ilium::private::EntityMeta = &::ilium::private::EntityMeta {
            entity: "User",
            table: "users",
            keyspace: ::core::option::Option::None,
            columns: &[
                ::ilium::private::ColumnMeta {
                    name: "id",
                    id: 628021283683842752u64,
                    field: "id",
                    field_id: 628021283683842752u64,
                    kind: ::ilium::private::ColumnKind::PartitionKey,
                    cql: <Uuid as ::ilium::private::Column<'_, '_>>::CQL,
                    nullable: <Uuid as ::ilium::private::Column<'_, '_>>::NULLABLE,
                },
                ::ilium::private::ColumnMeta {
                    name: "tags",
                    id: 15644445103386232192u64,
                    field: "tags",
                    field_id: 15644445103386232192u64,
                    kind: ::ilium::private::ColumnKind::Regular,
                    cql: <__TypeOfField1 as ::ilium::private::Column<'_, '_>>::CQL,
                    nullable: <__TypeOfField1 as ::ilium::private::Column<'_, '_>>::NULLABLE,
                },
            ],
        };
    }
    const _: () = {
        const COLUMNS: ::ilium::private::ColumnChecks =
            ::ilium::private::ColumnChecks::of(<User as ::ilium::Entity>::META);
        COLUMNS.check(0);
        COLUMNS.check(1);
    };
    #[automatically_derived]
    impl ::ilium::private::Argument for User {
        const ARGUMENT: ::ilium::private::Parameter = ::ilium::private::Parameter::Row(<Self as ::ilium::Entity>::META);
        fn write(
            &self,
            index: usize,
            column: &::ilium::private::ColumnSpec<'_>,
            nulls: ::ilium::private::Nulls,
            writer: &mut ::ilium::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium::private::SerializationError> {
            match index {
                0 => <Uuid as ::ilium::private::Column<'_, '_>>::write_key(&self.id, column, nulls, writer),
                1 => <__TypeOfField1 as ::ilium::private::Column<'_, '_>>::write(&self.tags, column, nulls, writer),
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
                <Uuid as ::ilium::private::Column<'_, '_>>::write_key(&self.id, column_0, nulls, writer)
            {
                return ::core::result::Result::Err(error);
            }
            if let ::core::result::Result::Err(error) =
                <__TypeOfField1 as ::ilium::private::Column<'_, '_>>::write(&self.tags, column_1, nulls, writer)
            {
                return ::core::result::Result::Err(error);
            }
            ::core::result::Result::Ok(())
        }
    }
    #[automatically_derived]
    impl<'row> ::ilium::private::Argument for &'row User {
        const ARGUMENT: ::ilium::private::Parameter = ::ilium::private::Parameter::Row(<User as ::ilium::Entity>::META);
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
    #[automatically_derived]
    impl ::ilium::private::Form for User {
        type Form = ::ilium::private::OfRows;
    }
    #[automatically_derived]
    impl ::ilium::private::FromRow for User {
        const SHAPE: ::ilium::private::RowShape = ::ilium::private::RowShape::Entity(<Self as ::ilium::Entity>::META);
        type Cells = Self;
        type MaybeCells = Self;
        fn from_cells(cells: Self) -> Self {
            cells
        }
        fn from_maybe_cells(cells: Self) -> ::core::option::Option<Self> {
            ::core::option::Option::Some(cells)
        }
    }
    #[automatically_derived]
    impl ::ilium::private::Output for User {
        const INFO: ::ilium::private::OutputInfo = ::ilium::private::one::<Self>();
        fn plan(
            columns: &[::ilium::private::ColumnSpec<'_>],
        ) -> ::core::result::Result<::ilium::private::RowPlan, ::ilium::private::TypeCheckError> {
            ::ilium::private::plan_one::<Self>(columns)
        }
        fn run<Values: ::ilium::private::Arguments>(
            core: &::ilium::private::Core,
            arguments: Values,
        ) -> impl ::core::future::Future<Output = ::core::result::Result<Self, ::ilium::private::Error>> {
            ::ilium::private::run_one(core, arguments)
        }
    }
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    #[allow(clippy::zero_sized_map_values, reason = "it is the user's struct that has it")]
    type __TypeOfField1 = Vec<Tag>;
    static __RECORD: ::ilium::private::entity::private::Record = ::ilium::private::entity::private::Record::new(
        "User",
        &[
            ::ilium::private::entity::private::Field::new("id", "id"),
            ::ilium::private::entity::private::Field::new("tags", "tags"),
        ],
    );
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium::private::entity::private::DeserializeRow<'frame, 'metadata> for User {
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
                return :: core :: result :: Result :: Ok (Self { id : match < Uuid as :: ilium :: private :: entity :: private :: DeserializeValue < '_ , '_ >> :: deserialize (column_0 . typ () , row . cell (column_0) ?) { :: core :: result :: Result :: Ok (value) => value , :: core :: result :: Result :: Err (error) => return :: core :: result :: Result :: Err (:: ilium :: private :: entity :: private :: column_failed (< Self as :: ilium :: private :: entity :: private :: ReadRow < '_ , '_ >> :: RECORD , 0 , column_0 , error)) , } , tags : match < __TypeOfField1 < > as :: ilium :: private :: entity :: private :: DeserializeValue < '_ , '_ >> :: deserialize (column_1 . typ () , row . cell (column_1) ?) { :: core :: result :: Result :: Ok (value) => value , :: core :: result :: Result :: Err (error) => return :: core :: result :: Result :: Err (:: ilium :: private :: entity :: private :: column_failed (< Self as :: ilium :: private :: entity :: private :: ReadRow < '_ , '_ >> :: RECORD , 1 , column_1 , error)) , } , }) ;
            }
            let cells = row.gather::<2>(plan)?;
            <Self as ::ilium::private::entity::private::ReadRow<'_, '_>>::read_cells(
                &mut ::ilium::private::entity::private::Cells::gathered(&cells),
            )
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium::private::entity::private::ReadRow<'frame, 'metadata> for User {
        const RECORD: &'static ::ilium::private::entity::private::Record = &__RECORD;
        const CHECKS: &'static [::ilium::private::entity::private::Check] = &[
            ::ilium::private::entity::private::Check::Field(
                <Uuid as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::type_check,
            ),
            ::ilium::private::entity::private::Check::Field(
                <__TypeOfField1 as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::type_check,
            ),
        ];
        fn read_cells(
            cells: &mut ::ilium::private::entity::private::Cells<'_, 'frame, 'metadata>,
        ) -> ::core::result::Result<Self, ::ilium::private::entity::private::DeserializationError> {
            ::core::result::Result::Ok(Self {
                id: {
                    let (typ, cell) = cells.next_of::<Self>()?;
                    match <Uuid as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::deserialize(
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
                tags: {
                    let (typ, cell) = cells.next_of::<Self>()?;
                    match <__TypeOfField1 as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::deserialize(
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
    impl<'frame, 'metadata> ::ilium::private::entity::private::FlattenRead<'frame, 'metadata> for User {}
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    #[allow(clippy::zero_sized_map_values, reason = "it is the user's struct that has it")]
    type __TypeOfField1 = Vec<Tag>;
    static __RECORD: ::ilium::private::entity::private::Record = ::ilium::private::entity::private::Record::new(
        "User",
        &[
            ::ilium::private::entity::private::Field::new("id", "id"),
            ::ilium::private::entity::private::Field::new("tags", "tags"),
        ],
    );
    #[automatically_derived]
    impl ::ilium::private::entity::private::SerializeRow for User {
        fn serialize(
            &self,
            context: &::ilium::private::entity::private::RowSerializationContext<'_>,
            writer: &mut ::ilium::private::entity::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium::private::entity::private::SerializationError> {
            ::ilium::private::entity::private::write_row(self, context, writer)
        }
        fn is_empty(&self) -> ::core::primitive::bool {
            <Self as ::ilium::private::entity::private::WriteRow>::RECORD.len() == 0
        }
    }
    #[automatically_derived]
    impl ::ilium::private::entity::private::WriteRow for User {
        const RECORD: &'static ::ilium::private::entity::private::Record = &__RECORD;
        #[inline]
        fn write_in_order(
            &self,
            columns: &[::ilium::private::entity::private::ColumnSpec<'_>],
            writer: &mut ::ilium::private::entity::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium::private::entity::private::SerializationError> {
            let mut columns = columns;
            let [column_0, column_1] = ::ilium::private::entity::private::split_markers::<2>(
                <Self as ::ilium::private::entity::private::WriteRow>::RECORD,
                &mut columns,
            )?;
            if let ::core::result::Result::Err(error) =
                <Uuid as ::ilium::private::entity::private::SerializeValue>::serialize(
                    &self.id,
                    column_0.typ(),
                    writer.make_cell_writer(),
                )
            {
                return ::core::result::Result::Err(::ilium::private::entity::private::marker_failed(
                    <Self as ::ilium::private::entity::private::WriteRow>::RECORD,
                    0,
                    column_0,
                    error,
                ));
            }
            if let ::core::result::Result::Err(error) =
                <__TypeOfField1 as ::ilium::private::entity::private::SerializeValue>::serialize(
                    &self.tags,
                    column_1.typ(),
                    writer.make_cell_writer(),
                )
            {
                return ::core::result::Result::Err(::ilium::private::entity::private::marker_failed(
                    <Self as ::ilium::private::entity::private::WriteRow>::RECORD,
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
            column: &::ilium::private::entity::private::ColumnSpec<'_>,
            writer: &mut ::ilium::private::entity::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium::private::entity::private::SerializationError> {
            match index {
                0 => {
                    if let ::core::result::Result::Err(error) =
                        <Uuid as ::ilium::private::entity::private::SerializeValue>::serialize(
                            &self.id,
                            column.typ(),
                            writer.make_cell_writer(),
                        )
                    {
                        return ::core::result::Result::Err(::ilium::private::entity::private::marker_failed(
                            <Self as ::ilium::private::entity::private::WriteRow>::RECORD,
                            0,
                            column,
                            error,
                        ));
                    }
                    return ::core::result::Result::Ok(());
                }
                1 => {
                    if let ::core::result::Result::Err(error) =
                        <__TypeOfField1 as ::ilium::private::entity::private::SerializeValue>::serialize(
                            &self.tags,
                            column.typ(),
                            writer.make_cell_writer(),
                        )
                    {
                        return ::core::result::Result::Err(::ilium::private::entity::private::marker_failed(
                            <Self as ::ilium::private::entity::private::WriteRow>::RECORD,
                            1,
                            column,
                            error,
                        ));
                    }
                    return ::core::result::Result::Ok(());
                }
                _ => {}
            }
            ::ilium::private::entity::private::no_field(
                <Self as ::ilium::private::entity::private::WriteRow>::RECORD,
                column,
            )
        }
    }
    #[automatically_derived]
    impl ::ilium::private::entity::private::FlattenWrite for User {}
};
