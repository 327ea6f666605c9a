//! Pictures of what an experiment computes: small files, kept inside of the record.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// A picture of what an experiment computes. It is made beside the measurements, and judges
/// nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// What it is called.
    pub title: String,
    /// What is to be seen, for those who cannot see it.
    pub alt: String,
    /// The size of the input that it was drawn from.
    pub size: u64,
    /// The file.
    pub png: Png,
}

/// A small PNG file: its two sides and its bytes are bounded, so that pages stay light.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Png {
    columns: u32,
    rows: u32,
    bytes: Vec<u8>,
}

impl Png {
    /// The most pixels of a row, and of a column.
    pub const SIDE: u32 = 512;

    /// The most bytes of a file.
    pub const BYTES: usize = 64 * 1024;

    /// A picture from the bytes of its file.
    ///
    /// # Errors
    /// When they are not those of a PNG file, or are those of one that is too large: as a clause.
    pub fn new(bytes: Vec<u8>) -> Result<Self, String> {
        const BEGINNING: &[u8; 16] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        let side = |at: usize| {
            let side = bytes.get(at..at + 4)?.first_chunk()?;
            Some(u32::from_be_bytes(*side))
        };
        let (true, Some(columns), Some(rows)) = (bytes.starts_with(BEGINNING), side(16), side(20))
        else {
            return Err("is no PNG file".to_owned());
        };
        if columns > Self::SIDE || rows > Self::SIDE {
            return Err(format!(
                "has {columns} x {rows} pixels, and {0} x {0} are the most",
                Self::SIDE
            ));
        }
        if bytes.len() > Self::BYTES {
            return Err(format!(
                "has {} bytes, and {} are the most",
                bytes.len(),
                Self::BYTES
            ));
        }
        Ok(Self {
            columns,
            rows,
            bytes,
        })
    }

    /// Pixels in a row.
    #[must_use]
    pub fn columns(&self) -> u32 {
        self.columns
    }

    /// Rows of pixels.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// The file's bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl TryFrom<String> for Png {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let bytes = STANDARD.decode(text);
        Self::new(bytes.map_err(|error| format!("is not written in base64: {error}"))?)
    }
}

impl From<Png> for String {
    fn from(png: Png) -> Self {
        STANDARD.encode(png.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(columns: u32, rows: u32, length: usize) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(columns.to_be_bytes());
        bytes.extend(rows.to_be_bytes());
        bytes.resize(length, 0);
        bytes
    }

    #[test]
    fn a_picture_is_small_and_comes_back_from_its_record() {
        let png = Png::new(file(500, 20, 1000)).unwrap();
        assert_eq!((png.columns(), png.rows()), (500, 20));
        let text = serde_json::to_string(&png).unwrap();
        assert_eq!(serde_json::from_str::<Png>(&text).unwrap(), png);
    }

    #[test]
    fn what_is_no_small_picture_is_refused_also_in_a_record() {
        let cases = [
            (
                file(513, 9, 100),
                "has 513 x 9 pixels, and 512 x 512 are the most",
            ),
            (
                file(9, 9, 65_537),
                "has 65537 bytes, and 65536 are the most",
            ),
            (file(9, 9, 23), "is no PNG file"),
            (b"GIF89a".to_vec(), "is no PNG file"),
        ];
        for (bytes, why) in cases {
            assert_eq!(Png::new(bytes.clone()).unwrap_err(), why);
            let text = serde_json::to_string(&STANDARD.encode(bytes)).unwrap();
            let refused = serde_json::from_str::<Png>(&text).unwrap_err();
            assert!(refused.to_string().contains(why), "{refused}");
        }
    }
}
