const _: () = {
    const __RECORD: ::ilium_driver::private::Record =
        ::ilium_driver::private::Record { name: "User", fields: &[("id", "id"), ("type", "type"), ("name", "nick")] };
    #[automatically_derived]
    impl<'a, T> ::ilium_driver::private::SerializeRow for User<'a, T>
    where
        T: Clone,
        Option<T>: ::ilium_driver::private::SerializeValue,
    {
        fn serialize(
            &self,
            context: &::ilium_driver::private::RowSerializationContext<'_>,
            writer: &mut ::ilium_driver::private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::private::SerializationError> {
            if let ::core::option::Option::Some([column_0, column_1, column_2]) =
                ::ilium_driver::private::markers_in_order::<3>(&__RECORD, context)
            {
                let _ = <i64 as ::ilium_driver::private::SerializeValue>::serialize(
                    &self.id,
                    column_0.typ(),
                    writer.make_cell_writer(),
                )
                .map_err(|error| ::ilium_driver::private::marker_failed(&__RECORD, 0, column_0, error))?;
                let _ = <Option<T> as ::ilium_driver::private::SerializeValue>::serialize(
                    &self.r#type,
                    column_1.typ(),
                    writer.make_cell_writer(),
                )
                .map_err(|error| ::ilium_driver::private::marker_failed(&__RECORD, 1, column_1, error))?;
                let _ = <&'a str as ::ilium_driver::private::SerializeValue>::serialize(
                    &self.name,
                    column_2.typ(),
                    writer.make_cell_writer(),
                )
                .map_err(|error| ::ilium_driver::private::marker_failed(&__RECORD, 2, column_2, error))?;
                return ::core::result::Result::Ok(());
            }
            let mut row = ::ilium_driver::private::RowFields::new(&__RECORD, context, writer);
            while let ::core::option::Option::Some((field, column)) = row.next()? {
                let _ = match field {
                    0 => {
                        <i64 as ::ilium_driver::private::SerializeValue>::serialize(&self.id, column.typ(), row.cell())
                    }
                    1 => <Option<T> as ::ilium_driver::private::SerializeValue>::serialize(
                        &self.r#type,
                        column.typ(),
                        row.cell(),
                    ),
                    _ => <&'a str as ::ilium_driver::private::SerializeValue>::serialize(
                        &self.name,
                        column.typ(),
                        row.cell(),
                    ),
                }
                .map_err(|error| ::ilium_driver::private::marker_failed(&__RECORD, field, column, error))?;
            }
            row.finish()
        }
        fn is_empty(&self) -> bool {
            false
        }
    }
};
