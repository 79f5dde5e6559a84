//! Generics, raw identifiers, many fields.

use std::marker::PhantomData;

use ilium_driver::{DeserializeRow, SerializeRow};

use super::*;

#[test]
fn generic_structs_make_the_round_trip() {
    #[derive(SerializeRow, DeserializeRow, Debug, PartialEq)]
    struct Keyed<'a, K: Copy, V, const N: usize>
    where
        V: 'a,
    {
        key: K,
        value: Option<V>,
        text: &'a str,
        #[cql(skip)]
        marker: PhantomData<[K; N]>,
    }
    let columns = [("value", BLOB), ("text", TEXT), ("key", INT)];
    let row = Keyed::<'_, i32, &[u8], 3> { key: 7, value: Some(&[1, 2]), text: "t", marker: PhantomData };
    let bytes = write(&row, &columns).unwrap();
    assert_eq!(bytes, cells([Some([1, 2].as_slice()), Some(b"t"), Some(&[0, 0, 0, 7])]));
    let specs = specs(&columns);
    assert_eq!(read::<Keyed<'_, i32, &[u8], 3>>(&specs, &bytes).unwrap(), row);
}

#[test]
fn raw_identifiers_have_no_prefix_in_cql() {
    #[derive(SerializeRow, DeserializeRow, Debug, PartialEq)]
    struct Raw {
        r#type: i32,
        r#where: i32,
    }
    let columns = [("type", INT), ("where", INT)];
    let row = Raw { r#type: 1, r#where: 2 };
    let bytes = write(&row, &columns).unwrap();
    let specs = specs(&columns);
    assert_eq!(read::<Raw>(&specs, &bytes).unwrap(), row);
    assert_error(
        read::<Raw>(&self::specs(&[("type", TEXT), ("where", INT)]), &[]),
        "cannot read rows as Raw: column `type`: field `type` of `Raw`: cannot read text as i32: expected int",
    );
}

macro_rules! wide {
    ($($field:ident)*) => {
        #[derive(SerializeRow, DeserializeRow, Debug, PartialEq)]
        struct Wide { $($field: i32),* }

        const NAMES: &[&str] = &[$(stringify!($field)),*];

        fn wide(mut next: impl FnMut() -> i32) -> Wide {
            Wide { $($field: next()),* }
        }
    };
}

// More fields than a word has bits.
wide! {
    a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9
    e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 g0 g1 g2 g3 g4 g5 g6 g7 g8 g9
}

#[test]
fn many_fields_make_the_round_trip_in_any_order() {
    let mut counter = 0;
    let row = wide(|| {
        counter += 1;
        counter
    });
    let mut columns: Vec<_> = NAMES.iter().map(|name| (*name, INT)).collect();
    for rotation in [0, 1, 30, 69] {
        columns.rotate_left(rotation);
        let bytes = write(&row, &columns).unwrap();
        assert_eq!(bytes.len(), 8 * NAMES.len());
        let specs = specs(&columns);
        assert_eq!(read::<Wide>(&specs, &bytes).unwrap(), row);
    }
    columns.reverse();
    let specs = specs(&columns);
    assert_eq!(read::<Wide>(&specs, &write(&row, &columns).unwrap()).unwrap(), row);

    let last = columns.pop().unwrap();
    assert!(write(&row, &columns).unwrap_err().to_string().contains(&format!("no bind marker `{}`", last.0)));
    columns.insert(0, columns[5].clone());
    assert!(write(&row, &columns).unwrap_err().to_string().contains(&format!("no bind marker `{}`", last.0)));
}
