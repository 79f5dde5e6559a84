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
    impl<'a, T> ::ilium_driver::driver::private::SerializeRow for User<'a, T>
    where
        T: Clone,
        Option<T>: ::ilium_driver::driver::private::SerializeValue,
    {
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
    impl<'a, T> ::ilium_driver::driver::private::WriteRow for User<'a, T>
    where
        T: Clone,
        Option<T>: ::ilium_driver::driver::private::SerializeValue,
    {
        const RECORD: &'static ::ilium_driver::driver::private::Record = &__RECORD;
        #[inline]
        fn write_in_order(
            &self,
            columns: &[::ilium_driver::driver::private::ColumnSpec<'_>],
            writer: &mut ::ilium_driver::driver::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::driver::private::SerializationError> {
            let mut columns = columns;
            let [column_0, column_1, column_2] = ::ilium_driver::driver::private::split_markers::<3>(
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
            if let ::core::result::Result::Err(error) =
                <Option<T> as ::ilium_driver::driver::private::SerializeValue>::serialize(
                    &self.r#type,
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
            if let ::core::result::Result::Err(error) =
                <&'a str as ::ilium_driver::driver::private::SerializeValue>::serialize(
                    &self.name,
                    column_2.typ(),
                    writer.make_cell_writer(),
                )
            {
                return ::core::result::Result::Err(::ilium_driver::driver::private::marker_failed(
                    <Self as ::ilium_driver::driver::private::WriteRow>::RECORD,
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
                1 => {
                    if let ::core::result::Result::Err(error) =
                        <Option<T> as ::ilium_driver::driver::private::SerializeValue>::serialize(
                            &self.r#type,
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
                2 => {
                    if let ::core::result::Result::Err(error) =
                        <&'a str as ::ilium_driver::driver::private::SerializeValue>::serialize(
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
    impl<'a, T> ::ilium_driver::driver::private::FlattenWrite for User<'a, T>
    where
        T: Clone,
        Option<T>: ::ilium_driver::driver::private::SerializeValue,
    {
    }
};
