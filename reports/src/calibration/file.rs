//! Reads and writes the file of a calibration.

use std::io;
use std::path::{Path, PathBuf};

use super::{Calibration, SCHEMA};
use crate::whole;

/// The name of the file in the laboratory's folder that holds the calibration.
const FILE: &str = "calibration.json";

impl Calibration {
    /// Reads the calibration of a laboratory; none where there was none made.
    ///
    /// # Errors
    /// With one sentence, when the file cannot be read or is of a newer version.
    pub fn read(home: &Path) -> Result<Option<Self>, String> {
        let path = home.join(FILE);
        let text = match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(format!("cannot read {}: {error}", path.display())),
            Ok(text) => text,
        };
        let calibration: Self = serde_json::from_str(&text).map_err(|error| {
            let path = path.display();
            format!("{path} is no calibration: {error}; delete it and calibrate again")
        })?;
        if calibration.schema > SCHEMA {
            return Err(format!(
                "{} has schema {}, newer than {SCHEMA}; update this program to show it",
                path.display(),
                calibration.schema
            ));
        }
        Ok(Some(calibration))
    }

    /// Writes the calibration into a laboratory's folder, whole or not at all.
    ///
    /// # Errors
    /// With one sentence, when the file cannot be written.
    pub fn write(&self, home: &Path) -> Result<PathBuf, String> {
        let path = home.join(FILE);
        let text = serde_json::to_string(self).map_err(|error| error.to_string())?;
        whole::write(&path, text.as_bytes(), true).map_err(|refusal| {
            format!(
                "cannot {} {}: {}",
                refusal.action,
                refusal.path.display(),
                refusal.source
            )
        })?;
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::{LABORATORY, QUIET, Row};
    use crate::record::{Machine, Toolchain};

    #[test]
    fn a_calibration_is_read_as_it_was_written() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(Calibration::read(home.path()), Ok(None));
        let mut calibration = Calibration {
            schema: SCHEMA,
            started: "2026-11-22T12:00:00Z".into(),
            machine: Machine::default(),
            toolchain: Toolchain::default(),
            commit: None,
            quick: false,
            rows: vec![Row::of(LABORATORY, QUIET, "1 us", 0.05)],
            not_measured: vec!["A tool was not there.".into()],
        };
        let path = calibration.write(home.path()).unwrap();
        assert_eq!(
            Calibration::read(home.path()),
            Ok(Some(calibration.clone()))
        );
        calibration.schema = SCHEMA + 1;
        calibration.write(home.path()).unwrap();
        assert!(
            Calibration::read(home.path())
                .unwrap_err()
                .contains("newer")
        );
        std::fs::write(path, "{").unwrap();
        assert!(
            Calibration::read(home.path())
                .unwrap_err()
                .contains("calibrate again")
        );
    }
}
