//! Records rendered into a folder, and what can be read there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use reports::calibration::Calibration;
use reports::record::Record;
use reports::site::{Input, Rendered, render};

/// Records and nothing beside them.
pub(crate) fn alone<'a>(records: &'a [&'a Record]) -> Input<'a> {
    Input {
        records,
        previous: &[],
        rest: &[],
        history: &[],
        problems: &[],
        calibration: None,
        criterion: &|_, _, _| None,
        file: &|_| None,
    }
}

/// Records with a run before, a history, problems, and all that a page can link to.
pub(crate) fn with_all(
    records: &[Record],
    calibration: Option<&Calibration>,
    folder: &Path,
) -> Rendered {
    let (records, previous) = (records.iter().collect::<Vec<_>>(), super::previous());
    let input = Input {
        previous: &previous.iter().collect::<Vec<_>>(),
        history: &super::history(),
        problems: &super::problems(),
        calibration,
        criterion: &|_, _, _| Some("criterion/index.html".into()),
        file: &|_| Some("data/record.json".into()),
        ..alone(&records)
    };
    render(&input, folder).expect("the folder can be written to")
}

/// What was written: each file's address and text; a picture has none.
pub(crate) fn texts(rendered: &Rendered, folder: &Path) -> BTreeMap<String, String> {
    let read = |file: &String| {
        let text = if file.ends_with(".png") {
            String::new()
        } else {
            fs::read_to_string(folder.join(file)).expect("every page was written")
        };
        (file.clone(), text)
    };
    rendered.files.iter().map(read).collect()
}
