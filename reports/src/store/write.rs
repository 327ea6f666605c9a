//! Writes a record whole or not at all.

use std::path::Path;

use super::StoreError;
use crate::record::Record;
use crate::whole;

pub(super) fn whole(path: &Path, record: &Record) -> Result<(), StoreError> {
    let bytes = encode(record)?;
    Ok(whole::write(path, &bytes, true)?)
}

/// The record as JSON that is known to read back the same.
fn encode(record: &Record) -> Result<Vec<u8>, StoreError> {
    let unreadable = |why: String| StoreError::Unreadable {
        id: record.id(),
        why,
    };
    let bytes = serde_json::to_vec(record).map_err(|error| unreadable(error.to_string()))?;
    let read: Record =
        serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
    if read == *record {
        Ok(bytes)
    } else {
        Err(unreadable("a figure differs".to_owned()))
    }
}
