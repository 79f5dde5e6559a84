//! Types of the program's own as values and rows, without a derive.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;
use std::fmt;

use scylla::deserialize::row::{ColumnIterator, DeserializeRow};
use scylla::deserialize::value::DeserializeValue;
use scylla::deserialize::{DeserializationError, FrameSlice, TypeCheckError};
use scylla::frame::response::result::{ColumnSpec, ColumnType, NativeType};
use scylla::serialize::SerializationError;
use scylla::serialize::row::{RowSerializationContext, SerializeRow};
use scylla::serialize::value::SerializeValue;
use scylla::serialize::writers::{CellWriter, RowWriter, WrittenCellProof};

/// Stored as the `int` of its hundredths.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cents(i32);

/// Stored as a list of three ints.
#[derive(Debug, PartialEq)]
struct Color([u8; 3]);

/// Two columns, in any order.
#[derive(Debug, PartialEq)]
struct Ware {
    price: Cents,
    color: Color,
}

#[derive(Debug)]
struct Unfit(&'static str);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for Unfit {}

impl SerializeValue for Cents {
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        match typ {
            ColumnType::Native(NativeType::Int) => {
                writer.set_value(&self.0.to_be_bytes()).map_err(SerializationError::new)
            }
            _ => Err(SerializationError::new(Unfit("cents are an int"))),
        }
    }
}

impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for Cents {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        match typ {
            ColumnType::Native(NativeType::Int) => Ok(()),
            _ => Err(TypeCheckError::new(Unfit("cents are an int"))),
        }
    }

    fn deserialize(
        _typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let bytes = v.ok_or_else(|| DeserializationError::new(Unfit("no cents")))?;
        let bytes = bytes.as_slice().try_into().map_err(DeserializationError::new)?;
        Ok(Self(i32::from_be_bytes(bytes)))
    }
}

impl SerializeValue for Color {
    fn serialize<'b>(
        &self,
        _typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        let int = ColumnType::Native(NativeType::Int);
        let mut builder = writer.into_value_builder();
        builder.append_bytes(&3_i32.to_be_bytes());
        for part in self.0 {
            i32::from(part).serialize(&int, builder.make_sub_writer())?;
        }
        builder.finish().map_err(SerializationError::new)
    }
}

impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for Color {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        Vec::<i32>::type_check(typ)
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let parts = Vec::<i32>::deserialize(typ, v)?;
        let parts = parts.into_iter().map(u8::try_from).collect::<Result<Vec<u8>, _>>();
        let parts = parts.map_err(DeserializationError::new)?;
        parts.try_into().map(Self).map_err(|_| DeserializationError::new(Unfit("not three parts")))
    }
}

impl SerializeRow for Ware {
    fn serialize(
        &self,
        ctx: &RowSerializationContext<'_>,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError> {
        for column in ctx.columns() {
            let cell = writer.make_cell_writer();
            match column.name() {
                "price" => self.price.serialize(column.typ(), cell)?,
                "color" => self.color.serialize(column.typ(), cell)?,
                _ => cell.set_null(),
            };
        }
        Ok(())
    }

    fn is_empty(&self) -> bool {
        false
    }
}

impl<'frame, 'metadata> DeserializeRow<'frame, 'metadata> for Ware {
    fn type_check(specs: &[ColumnSpec<'_>]) -> Result<(), TypeCheckError> {
        match specs {
            [price, color] if price.name() == "price" && color.name() == "color" => {
                Cents::type_check(price.typ())?;
                Color::type_check(color.typ())
            }
            _ => Err(TypeCheckError::new(Unfit("a ware is a price and a color"))),
        }
    }

    fn deserialize(mut row: ColumnIterator<'frame, 'metadata>) -> Result<Self, DeserializationError> {
        let mut column = || row.next().ok_or_else(|| DeserializationError::new(Unfit("no column")))?;
        let (price, color) = (column()?, column()?);
        Ok(Self {
            price: Cents::deserialize(price.spec.typ(), price.slice)?,
            color: Color::deserialize(color.spec.typ(), color.slice)?,
        })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "wares", "price int, color list<int>").await?;

    let ware = Ware { price: Cents(1250), color: Color([255, 128, 0]) };
    let insert = session.prepare("INSERT INTO wares (k, color, price) VALUES (1, ?, ?)").await?;
    session.execute_unpaged(&insert, &ware).await?;
    let rows = session.query_unpaged("SELECT price, color FROM wares WHERE k = 1", &[]).await?.into_rows_result()?;
    assert_eq!(rows.first_row::<Ware>()?, ware);
    assert_eq!(rows.first_row::<(Option<Cents>, Vec<i32>)>()?, (Some(ware.price), vec![255, 128, 0]));
    assert!(rows.first_row::<(String, Color)>().is_err());

    let raw = rows.first_row::<ColumnIterator<'_, '_>>()?.collect::<Result<Vec<_>, _>>()?;
    assert_eq!(
        raw.first().and_then(|column| column.slice).map(|slice| slice.as_slice()),
        Some([0, 0, 4, 226].as_slice())
    );
    Ok(())
}
