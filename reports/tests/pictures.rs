//! Pictures stand in files beside the page that shows them, and go with it.

#[allow(dead_code, reason = "pictures need less than the others")]
mod laboratory;

use std::fs;
use std::path::Path;

use reports::record::{Picture, Png, Record};
use reports::sample::Sample;
use reports::site::{Rendered, render};

fn png(colour: u8) -> Png {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x10".to_vec();
    bytes.resize(100, colour);
    Png::new(bytes).expect("it is small")
}

fn record(pictures: usize) -> Record {
    let mut record = Sample::new("shapes/round")
        .variant("it", |_| 1.0)
        .passes(0)
        .build();
    record.pictures = (0..pictures)
        .map(|place| Picture {
            title: format!("What `it` draws, {place}"),
            alt: "A \"disc\" <b>in</b> black".to_owned(),
            size: 2000,
            png: png(place as u8),
        })
        .collect();
    record
}

fn rendered(record: &Record, out: &Path) -> Rendered {
    let records = [record];
    let input = laboratory::rendered::alone(&records);
    render(&input, out).expect("the folder can be written to")
}

#[test]
fn a_page_shows_its_pictures_from_files_beside_it() {
    let folder = tempfile::tempdir().expect("there is room");
    let files = rendered(&record(2), folder.path()).files;
    let page = files
        .iter()
        .find(|file| file.contains("round"))
        .expect("it has a page");
    let text = fs::read_to_string(folder.path().join(page)).expect("it was written");
    let beside = Path::new(page).parent().expect("it lies in a folder");
    let sources: Vec<&str> = text.split("<img src=\"").skip(1).collect();
    assert_eq!(sources.len(), 2);
    for (place, image) in sources.into_iter().enumerate() {
        let (source, rest) = image.split_once('"').expect("the address ends");
        let file = beside.join(source);
        assert!(
            files.iter().any(|other| Path::new(other) == file),
            "{source}"
        );
        let bytes = fs::read(folder.path().join(file)).expect("it was written");
        assert_eq!(bytes, png(place as u8).bytes());
        let escaped = "alt=\"A &quot;disc&quot; &lt;b&gt;in&lt;/b&gt; black\"";
        assert!(
            rest.contains(escaped) && rest.contains("width=\"32\" height=\"16\""),
            "{rest}"
        );
        assert!(
            rest.contains(&format!("draws, {place}</bdi> (n = 2,000)")),
            "{rest}"
        );
    }
    assert!(
        text.contains("img-src data: 'self'"),
        "the policy lets them in"
    );
}

#[test]
fn a_picture_that_is_drawn_no_more_is_removed() {
    let folder = tempfile::tempdir().expect("there is room");
    let before = rendered(&record(2), folder.path()).files;
    let after = rendered(&record(1), folder.path());
    let gone: Vec<_> = before
        .iter()
        .filter(|file| !after.files.contains(file))
        .collect();
    let [gone] = gone[..] else {
        panic!("one picture is left out: {gone:?}");
    };
    assert!(gone.ends_with("-2.png"), "{gone}");
    assert_eq!(after.removed, [folder.path().join(gone)]);
    assert!(!folder.path().join(gone).exists());
}
