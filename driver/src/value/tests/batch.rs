use super::columns::specs;
use crate::value::row::batch::{BatchValues, BatchValuesFromIterator, BatchValuesIterator};
use crate::value::row::writer::{RowSerializationContext, RowWriter};
use crate::wire::column::NativeType;

/// The bytes of each row, all of which are for one `tinyint`.
fn rows(values: &impl BatchValues) -> Vec<Result<Vec<u8>, String>> {
    let specs = specs(&[("a", NativeType::TinyInt)]);
    let mut rows = values.batch_values_iter();
    let mut written = Vec::new();
    loop {
        let mut buf = Vec::new();
        let context = RowSerializationContext::from_specs(&specs);
        match rows.serialize_next(&context, &mut RowWriter::new(&mut buf)) {
            Some(row) => written.push(row.map(|()| buf).map_err(|error| error.to_string())),
            None => break,
        }
    }
    let context = RowSerializationContext::empty();
    assert!(rows.serialize_next(&context, &mut RowWriter::new(&mut Vec::new())).is_none());
    assert!(rows.skip_next().is_none() && rows.is_empty_next().is_none());
    written
}

fn tinyint(value: u8) -> Result<Vec<u8>, String> {
    Ok(vec![0, 0, 0, 1, value])
}

#[test]
fn rows_of_one_type() {
    let expected = [tinyint(1), tinyint(2)];
    let values = vec![(1_i8,), (2_i8,)];
    assert_eq!(rows(&values), expected);
    assert_eq!(rows(&values.as_slice()), expected);
    assert_eq!(rows(&&values), expected);
    assert_eq!(rows(&BatchValuesFromIterator::new(values.iter())), expected);
    assert_eq!(values.batch_values_iter().count(), 2);
    assert_eq!(rows(&Vec::<()>::new()), []);
}

#[test]
fn rows_of_different_types() {
    let values = ((1_i8,), vec![2_i8], [3_i8].as_slice(), ("no",));
    let failed = "column `a`: cannot write str as tinyint: expected text or ascii".to_owned();
    assert_eq!(rows(&values), [tinyint(1), tinyint(2), tinyint(3), Err(failed)]);
    assert_eq!(values.batch_values_iter().count(), 4);
    let mut rows = ((), (1_i8,), ()).batch_values_iter();
    assert_eq!(rows.is_empty_next(), Some(true));
    assert_eq!(rows.is_empty_next(), Some(false));
    assert_eq!(rows.skip_next(), Some(()));
    assert_eq!(rows.is_empty_next(), None);
}
