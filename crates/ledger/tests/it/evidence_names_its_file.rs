//! An evidence may name a photo or a scanned document; the ledger knows which files a branch refers to.

use crate::support::{county_with_task, org};
use taizhang_ledger::{
    Command, ItemKey, Refusal,
    record::{DOCUMENT_MAX, FileHash, FileRef, Media, NAME_MAX, PICTURE_MAX},
};

fn photo(bytes: u64) -> FileRef {
    let (hash, thumb) = (FileHash([0xab; 32]), Some(FileHash([7; 32])));
    FileRef { hash, thumb, media: Media::Jpeg, name: "IMG_2031.jpg".into(), bytes }
}

fn with(item: &ItemKey, file: FileRef) -> Command {
    Command::AddEvidence { item: item.clone(), caption: "党员大会现场".into(), reference: None, file: Some(file) }
}

#[test]
fn the_township_sees_the_photo_that_the_village_added() {
    let (mut village, mut township, _, item) = county_with_task();
    village.run(with(&item, photo(150_000))).unwrap();
    township.pull(&mut village);
    let read = township.ledger.item(&item).unwrap().entries[0].file.clone().unwrap();
    assert_eq!(read, photo(150_000));
    assert_eq!(township.ledger.files(&item.branch), [FileHash([7; 32]), FileHash([0xab; 32])].into());
    assert!(township.ledger.files(&org("t1-v2")).is_empty());
}

#[test]
fn a_file_that_is_empty_or_too_large_is_refused() {
    let (mut village, _, _, item) = county_with_task();
    for bytes in [0, PICTURE_MAX + 1] {
        assert_eq!(village.run(with(&item, photo(bytes))).unwrap_err(), Refusal::BadFile(bytes));
    }
    let scan = |bytes| FileRef { media: Media::Pdf, ..photo(bytes) };
    village.run(with(&item, scan(DOCUMENT_MAX))).unwrap();
    assert!(village.run(with(&item, scan(DOCUMENT_MAX + 1))).is_err());
}

#[test]
fn a_long_name_is_cut() {
    let (mut village, _, _, item) = county_with_task();
    village.run(with(&item, FileRef { name: "照".repeat(300), ..photo(9) })).unwrap();
    let entry = village.ledger.item(&item).unwrap().entries[0].clone();
    assert_eq!(entry.file.unwrap().name.chars().count(), NAME_MAX);
}

#[test]
fn a_kind_is_told_by_the_content() {
    assert_eq!(Media::of(b"\xff\xd8\xff\xe0rest"), Some(Media::Jpeg));
    assert_eq!(Media::of(b"RIFF\0\0\0\0WEBPVP8 "), Some(Media::Webp));
    assert_eq!(Media::of(b"%PDF-1.7"), Some(Media::Pdf));
    assert_eq!(Media::of(b"<html>"), None);
    assert_eq!("AB".repeat(32).parse::<FileHash>().ok(), None, "one file has one name");
}
