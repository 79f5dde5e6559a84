#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    #[automatically_derived]
    impl<T> ::ilium_driver::driver::private::SerializeValue for Id<T>
    where
        T: ::ilium_driver::driver::private::SerializeValue,
    {
        fn serialize<'cell>(
            &self,
            typ: &::ilium_driver::driver::private::ColumnType<'_>,
            writer: ::ilium_driver::driver::private::CellWriter<'cell>,
        ) -> ::core::result::Result<
            ::ilium_driver::driver::private::WrittenCellProof<'cell>,
            ::ilium_driver::driver::private::SerializationError,
        > {
            <T as ::ilium_driver::driver::private::SerializeValue>::serialize(&self.0, typ, writer)
        }
    }
    #[automatically_derived]
    impl<T> ::ilium_driver::driver::private::CqlType for Id<T>
    where
        for<'any> T: ::ilium_driver::driver::private::CqlType,
    {
        const CQL: ::ilium_driver::driver::private::TypeInfo = <T as ::ilium_driver::driver::private::CqlType>::CQL;
        const NULLABLE: ::core::primitive::bool = <T as ::ilium_driver::driver::private::CqlType>::NULLABLE;
        const UNSET: ::core::primitive::bool = <T as ::ilium_driver::driver::private::CqlType>::UNSET;
        fn is_null(&self) -> ::core::primitive::bool {
            <T as ::ilium_driver::driver::private::CqlType>::is_null(&self.0)
        }
    }
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    #[automatically_derived]
    impl<'frame, 'metadata, T> ::ilium_driver::driver::private::DeserializeValue<'frame, 'metadata> for Id<T>
    where
        T: ::ilium_driver::driver::private::DeserializeValue<'frame, 'metadata>,
        PhantomData<T>: ::core::default::Default,
    {
        fn type_check(
            typ: &::ilium_driver::driver::private::ColumnType<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::driver::private::TypeCheckError> {
            <T as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check(typ)
        }
        fn deserialize(
            typ: &'metadata ::ilium_driver::driver::private::ColumnType<'metadata>,
            value: ::core::option::Option<::ilium_driver::driver::private::FrameSlice<'frame>>,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            ::core::result::Result::Ok(Self {
                0: <T as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(typ, value)?,
                1: <PhantomData<T> as ::core::default::Default>::default(),
            })
        }
    }
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    #[automatically_derived]
    impl<T> ::ilium_driver::driver::private::SerializeRow for Id<T>
    where
        T: ::ilium_driver::driver::private::SerializeRow,
    {
        fn serialize(
            &self,
            context: &::ilium_driver::driver::private::RowSerializationContext<'_>,
            writer: &mut ::ilium_driver::driver::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::driver::private::SerializationError> {
            <T as ::ilium_driver::driver::private::SerializeRow>::serialize(&self.0, context, writer)
        }
        fn is_empty(&self) -> ::core::primitive::bool {
            <T as ::ilium_driver::driver::private::SerializeRow>::is_empty(&self.0)
        }
    }
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    #[automatically_derived]
    impl<'frame, 'metadata, T> ::ilium_driver::driver::private::DeserializeRow<'frame, 'metadata> for Id<T>
    where
        T: ::ilium_driver::driver::private::DeserializeRow<'frame, 'metadata>,
        PhantomData<T>: ::core::default::Default,
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
            <T as ::ilium_driver::driver::private::DeserializeRow<'_, '_>>::plan(specs)
        }
        #[inline]
        fn read(
            row: &mut ::ilium_driver::driver::private::RowReader<'frame, 'metadata>,
            plan: &::ilium_driver::driver::private::RowPlan,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            ::core::result::Result::Ok(Self {
                0: <T as ::ilium_driver::driver::private::DeserializeRow<'_, '_>>::read(row, plan)?,
                1: <PhantomData<T> as ::core::default::Default>::default(),
            })
        }
    }
};
