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
            let mut row = ::ilium_driver::private::RowFields::new(&__RECORD, context, writer);
            while let ::core::option::Option::Some((field, typ)) = row.next()? {
                let written = match field {
                    0 => <i64 as ::ilium_driver::private::SerializeValue>::serialize(&self.id, typ, row.cell()),
                    1 => {
                        <Option<T> as ::ilium_driver::private::SerializeValue>::serialize(&self.r#type, typ, row.cell())
                    }
                    _ => <&'a str as ::ilium_driver::private::SerializeValue>::serialize(&self.name, typ, row.cell()),
                };
                let written = written.map(::ilium_driver::private::content);
                row.written(field, written)?;
            }
            row.finish()
        }
        fn is_empty(&self) -> bool {
            false
        }
    }
};
