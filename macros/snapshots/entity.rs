#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    #[automatically_derived]
    impl ::ilium::Entity for User {
        const META: &'static ::ilium::private::EntityMeta = &::ilium::private::EntityMeta {
            entity: "User",
            table: "users",
            keyspace: ::core::option::Option::Some("shop"),
            columns: &[
                ::ilium::private::ColumnMeta {
                    name: "org",
                    id: 1872244109670850393u64,
                    field: "org",
                    field_id: 1872244109670850393u64,
                    kind: ::ilium::private::ColumnKind::PartitionKey,
                    cql: <Uuid as ::ilium::private::Column<'_, '_>>::CQL,
                    nullable: <Uuid as ::ilium::private::Column<'_, '_>>::NULLABLE,
                },
                ::ilium::private::ColumnMeta {
                    name: "type",
                    id: 12075340201627130925u64,
                    field: "type",
                    field_id: 12075340201627130925u64,
                    kind: ::ilium::private::ColumnKind::Clustering(::ilium::private::Order::Desc),
                    cql: <String as ::ilium::private::Column<'_, '_>>::CQL,
                    nullable: <String as ::ilium::private::Column<'_, '_>>::NULLABLE,
                },
                ::ilium::private::ColumnMeta {
                    name: "eMail",
                    id: 10702635932736953383u64,
                    field: "email",
                    field_id: 1311787414694181895u64,
                    kind: ::ilium::private::ColumnKind::Regular,
                    cql: <Option<String> as ::ilium::private::Column<'_, '_>>::CQL,
                    nullable: <Option<String> as ::ilium::private::Column<'_, '_>>::NULLABLE,
                },
                ::ilium::private::ColumnMeta {
                    name: "written",
                    id: 2713540799065099712u64,
                    field: "written",
                    field_id: 2713540799065099712u64,
                    kind: ::ilium::private::ColumnKind::Computed("writetime(\"eMail\")"),
                    cql: <Option<i64> as ::ilium::private::Column<'_, '_>>::CQL,
                    nullable: <Option<i64> as ::ilium::private::Column<'_, '_>>::NULLABLE,
                },
            ],
        };
    }
    const _: () = {
        const COLUMNS: ::ilium::private::ColumnChecks =
            ::ilium::private::ColumnChecks::of(<User as ::ilium::Entity>::META);
        COLUMNS.check(0);
        COLUMNS.check(1);
        COLUMNS.check(2);
        COLUMNS.check(3);
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
                0 => <Uuid as ::ilium::private::Column<'_, '_>>::write_key(&self.org, column, nulls, writer),
                1 => <String as ::ilium::private::Column<'_, '_>>::write_key(&self.r#type, column, nulls, writer),
                2 => <Option<String> as ::ilium::private::Column<'_, '_>>::write(&self.email, column, nulls, writer),
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
            let [column_0, column_1, column_2] = columns else {
                return ::core::result::Result::Err(::ilium::private::no_row(columns.len()));
            };
            if let ::core::result::Result::Err(error) =
                <Uuid as ::ilium::private::Column<'_, '_>>::write_key(&self.org, column_0, nulls, writer)
            {
                return ::core::result::Result::Err(error);
            }
            if let ::core::result::Result::Err(error) =
                <String as ::ilium::private::Column<'_, '_>>::write_key(&self.r#type, column_1, nulls, writer)
            {
                return ::core::result::Result::Err(error);
            }
            if let ::core::result::Result::Err(error) =
                <Option<String> as ::ilium::private::Column<'_, '_>>::write(&self.email, column_2, nulls, writer)
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
    static __RECORD: ::ilium::private::entity::private::Record = ::ilium::private::entity::private::Record::new(
        "User",
        &[
            ::ilium::private::entity::private::Field::new("org", "org"),
            ::ilium::private::entity::private::Field::new("type", "type"),
            ::ilium::private::entity::private::Field::new("email", "eMail"),
            ::ilium::private::entity::private::Field::new("written", "written"),
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
            if let ::core::option::Option::Some([column_0, column_1, column_2, column_3]) = row.in_order::<4>(plan) {
                return :: core :: result :: Result :: Ok (Self { org : match < Uuid as :: ilium :: private :: entity :: private :: DeserializeValue < '_ , '_ >> :: deserialize (column_0 . typ () , row . cell (column_0) ?) { :: core :: result :: Result :: Ok (value) => value , :: core :: result :: Result :: Err (error) => return :: core :: result :: Result :: Err (:: ilium :: private :: entity :: private :: column_failed (< Self as :: ilium :: private :: entity :: private :: ReadRow < '_ , '_ >> :: RECORD , 0 , column_0 , error)) , } , r#type : match < String as :: ilium :: private :: entity :: private :: DeserializeValue < '_ , '_ >> :: deserialize (column_1 . typ () , row . cell (column_1) ?) { :: core :: result :: Result :: Ok (value) => value , :: core :: result :: Result :: Err (error) => return :: core :: result :: Result :: Err (:: ilium :: private :: entity :: private :: column_failed (< Self as :: ilium :: private :: entity :: private :: ReadRow < '_ , '_ >> :: RECORD , 1 , column_1 , error)) , } , email : match < Option < String > as :: ilium :: private :: entity :: private :: DeserializeValue < '_ , '_ >> :: deserialize (column_2 . typ () , row . cell (column_2) ?) { :: core :: result :: Result :: Ok (value) => value , :: core :: result :: Result :: Err (error) => return :: core :: result :: Result :: Err (:: ilium :: private :: entity :: private :: column_failed (< Self as :: ilium :: private :: entity :: private :: ReadRow < '_ , '_ >> :: RECORD , 2 , column_2 , error)) , } , written : match < Option < i64 > as :: ilium :: private :: entity :: private :: DeserializeValue < '_ , '_ >> :: deserialize (column_3 . typ () , row . cell (column_3) ?) { :: core :: result :: Result :: Ok (value) => value , :: core :: result :: Result :: Err (error) => return :: core :: result :: Result :: Err (:: ilium :: private :: entity :: private :: column_failed (< Self as :: ilium :: private :: entity :: private :: ReadRow < '_ , '_ >> :: RECORD , 3 , column_3 , error)) , } , cached : < bool as :: core :: default :: Default > :: default () , }) ;
            }
            let cells = row.gather::<4>(plan)?;
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
                <String as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::type_check,
            ),
            ::ilium::private::entity::private::Check::Field(
                <Option<String> as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::type_check,
            ),
            ::ilium::private::entity::private::Check::Field(
                <Option<i64> as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::type_check,
            ),
        ];
        fn read_cells(
            cells: &mut ::ilium::private::entity::private::Cells<'_, 'frame, 'metadata>,
        ) -> ::core::result::Result<Self, ::ilium::private::entity::private::DeserializationError> {
            ::core::result::Result::Ok(Self {
                org: {
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
                r#type: {
                    let (typ, cell) = cells.next_of::<Self>()?;
                    match <String as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::deserialize(
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
                email: {
                    let (typ, cell) = cells.next_of::<Self>()?;
                    match <Option<String> as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::deserialize(
                        typ.typ(),
                        cell,
                    ) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => {
                            return ::core::result::Result::Err(::ilium::private::entity::private::column_failed(
                                <Self as ::ilium::private::entity::private::ReadRow<'_, '_>>::RECORD,
                                2,
                                typ,
                                error,
                            ));
                        }
                    }
                },
                written: {
                    let (typ, cell) = cells.next_of::<Self>()?;
                    match <Option<i64> as ::ilium::private::entity::private::DeserializeValue<'_, '_>>::deserialize(
                        typ.typ(),
                        cell,
                    ) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => {
                            return ::core::result::Result::Err(::ilium::private::entity::private::column_failed(
                                <Self as ::ilium::private::entity::private::ReadRow<'_, '_>>::RECORD,
                                3,
                                typ,
                                error,
                            ));
                        }
                    }
                },
                cached: <bool as ::core::default::Default>::default(),
            })
        }
    }
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium::private::entity::private::FlattenRead<'frame, 'metadata> for User {}
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __RECORD: ::ilium::private::entity::private::Record = ::ilium::private::entity::private::Record::new(
        "User",
        &[
            ::ilium::private::entity::private::Field::new("org", "org"),
            ::ilium::private::entity::private::Field::new("type", "type"),
            ::ilium::private::entity::private::Field::new("email", "eMail"),
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
            let [column_0, column_1, column_2] = ::ilium::private::entity::private::split_markers::<3>(
                <Self as ::ilium::private::entity::private::WriteRow>::RECORD,
                &mut columns,
            )?;
            if let ::core::result::Result::Err(error) =
                <Uuid as ::ilium::private::entity::private::SerializeValue>::serialize(
                    &self.org,
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
                <String as ::ilium::private::entity::private::SerializeValue>::serialize(
                    &self.r#type,
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
            if let ::core::result::Result::Err(error) =
                <Option<String> as ::ilium::private::entity::private::SerializeValue>::serialize(
                    &self.email,
                    column_2.typ(),
                    writer.make_cell_writer(),
                )
            {
                return ::core::result::Result::Err(::ilium::private::entity::private::marker_failed(
                    <Self as ::ilium::private::entity::private::WriteRow>::RECORD,
                    2,
                    column_2,
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
                            &self.org,
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
                        <String as ::ilium::private::entity::private::SerializeValue>::serialize(
                            &self.r#type,
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
                2 => {
                    if let ::core::result::Result::Err(error) =
                        <Option<String> as ::ilium::private::entity::private::SerializeValue>::serialize(
                            &self.email,
                            column.typ(),
                            writer.make_cell_writer(),
                        )
                    {
                        return ::core::result::Result::Err(::ilium::private::entity::private::marker_failed(
                            <Self as ::ilium::private::entity::private::WriteRow>::RECORD,
                            2,
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
