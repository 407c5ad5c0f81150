//! A backup that is made while tablets write is whole, and restoring yesterday's loses nothing that tablets hold.

use std::{fs, os::unix::fs::MetadataExt as _, path::Path, time::Duration};

use crate::support::{Client, Hub, Stopped, TOWNSHIP, Tablet, VILLAGE, hub_command, name, stored_hashes};

fn run(arguments: &[&str]) -> Result<String, String> {
    let output = hub_command(arguments);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn tablets_give_back_what_yesterdays_copy_lacks() {
    let hub = Hub::start();
    let village = Client::enrolled(&hub, VILLAGE).await;
    let deputy = Client::enrolled(&hub, VILLAGE).await;
    let township = Client::enrolled(&hub, TOWNSHIP).await;
    let (branch, above) = (name("branch/t01-v01/2026"), name("township/t01/2026"));
    let write = |count: usize| {
        for _ in 0..count {
            village.edit(&branch, 200);
            deputy.edit(&branch, 200);
            township.edit(&above, 200);
        }
    };
    write(20);
    for client in [&village, &deputy, &township] {
        client.settle().await;
    }
    let receipted = village.held().receipted(&branch);
    assert!(receipted.len() > 20);

    // While they go on writing.
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("yesterday");
    let (data, to) = (hub.data(), text(&copy).to_owned());
    let files = Path::new(&data).join("files/ab");
    fs::create_dir_all(&files).unwrap();
    let blob = "ab".repeat(32);
    fs::write(files.join(&blob), "photo").unwrap();
    fs::write(files.join("upload.part"), "half").unwrap();
    let making = tokio::task::spawn_blocking(move || run(&["backup", "--data", &data, "--to", &to]));
    while !making.is_finished() {
        write(1);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    making.await.unwrap().unwrap();
    let held = stored_hashes(&copy, &branch).await;
    assert!(receipted.is_subset(&held), "what was acknowledged before is in the copy");
    assert_eq!(fs::read(copy.join("files/ab").join(&blob)).unwrap(), b"photo");
    assert!(!copy.join("files/ab/upload.part").exists());
    let again = run(&["backup", "--data", &hub.data(), "--to", text(&copy)]).unwrap_err();
    assert!(again.contains("never written over"), "{again}");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1, "nothing unfinished is left");

    write(30);
    for client in [&village, &deputy, &township] {
        client.settle().await;
    }
    let before = village.held().places[&branch];
    let refused = run(&["restore", "--from", &hub.data(), "--data", text(&elsewhere.path().join("x"))]).unwrap_err();
    assert!(refused.contains("being served"), "{refused}");

    // The disk dies, and yesterday's copy takes its place.
    let stopped = hub.kill();
    let full = run(&["restore", "--from", text(&copy), "--data", &stopped.data()]).unwrap_err();
    assert!(full.contains("never written over"), "{full}");
    fs::remove_dir_all(stopped.data()).unwrap();
    fs::create_dir(stopped.data()).unwrap();
    run(&["restore", "--from", text(&copy), "--data", &stopped.data()]).unwrap();
    assert_eq!(fs::metadata(stopped.data()).unwrap().mode() & 0o077, 0, "for its owner alone");
    let hub = stopped.start();
    for client in [&village, &deputy, &township] {
        client.follow(&hub);
    }
    for (client, doc) in [(&village, &branch), (&deputy, &branch), (&township, &above)] {
        client.until("given a new receipt", |held| held.voids > 0 && held.receipts.contains_key(doc)).await;
        client.settle().await;
    }
    let (branch_heads, above_heads) = (village.heads(&branch), township.heads(&above));
    assert_eq!(deputy.heads(&branch), branch_heads);
    for client in [&village, &deputy] {
        assert_eq!(client.owes(&branch), 0, "everything of its own is receipted anew");
        assert_ne!(client.held().receipts[&branch].place.epoch, before.epoch);
        assert!(client.held().refused.is_empty());
    }
    let stopped = hub.terminate();
    for (doc, heads) in [(&branch, branch_heads), (&above, above_heads)] {
        let held = stored_hashes(Path::new(&stopped.data()), doc).await;
        assert!(heads.iter().all(|head| held.contains(head)), "{doc}");
    }
    assert_eq!(stored_hashes(Path::new(&stopped.data()), &branch).await.len(), 1 + village_edits(&village));
    run(&["check", "--data", &stopped.data()]).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_device_wrote_that_is_gone_comes_from_whoever_has_a_receipt_for_it() {
    let hub = Hub::start();
    let village = Client::enrolled(&hub, VILLAGE).await;
    let deputy = Client::enrolled(&hub, VILLAGE).await;
    let branch = name("branch/t01-v01/2026");
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("yesterday");
    run(&["backup", "--data", &hub.data(), "--to", text(&copy)]).unwrap();

    // Of this document the copy knows nothing at all.
    for _ in 0..5 {
        village.edit(&branch, 200);
        village.settle().await;
    }
    let gone = village.heads(&branch);
    deputy.until("shown it", |held| held.docs.get_mut(&branch).is_some_and(|doc| doc.get_heads() == gone)).await;
    deputy.edit(&branch, 200);
    deputy.settle().await;
    let heads = deputy.heads(&branch);
    drop(village);

    let stopped = hub.kill();
    fs::remove_dir_all(stopped.data()).unwrap();
    run(&["restore", "--from", text(&copy), "--data", &stopped.data()]).unwrap();
    let hub = stopped.start();
    deputy.follow(&hub);
    deputy.until("given a new receipt", |held| held.voids > 0 && held.receipts.contains_key(&branch)).await;
    deputy.settle().await;
    assert_eq!(deputy.held().receipts[&branch].heads, heads);
    assert!(deputy.held().refused.is_empty());
    let stopped = hub.terminate();
    let held = stored_hashes(Path::new(&stopped.data()), &branch).await;
    assert!(gone.iter().chain(&heads).all(|head| held.contains(head)), "the hub lacks what is gone");
    assert_eq!(held.len(), 1 + village_edits(&deputy));
    run(&["check", "--data", &stopped.data()]).unwrap();
}

/// How many changes of people there are in the village's document.
fn village_edits(village: &Client) -> usize {
    village.held().docs.get_mut(&name("branch/t01-v01/2026")).unwrap().get_changes(&[]).len() - 1
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_to_devices_since_is_told_and_taken_over_where_it_can_be_read() {
    let hub = Hub::start();
    let early = Tablet::enrolled(&hub, VILLAGE).await.device.to_string();
    let elsewhere = tempfile::tempdir().unwrap();
    let folder = |name: &str| elsewhere.path().join(name).to_str().unwrap().to_owned();
    let (copy, plain, merged, lost) = (folder("copy"), folder("plain"), folder("merged"), folder("lost"));
    run(&["backup", "--data", &hub.data(), "--to", &copy]).unwrap();
    let late = Tablet::enrolled(&hub, TOWNSHIP).await.device.to_string();
    run(&["revoke", "--data", &hub.data(), "--device", &early]).unwrap();
    let stopped = hub.kill();

    let listed = |data: &str| run(&["devices", "--data", data]).unwrap();
    let of = |listed: &str, device: &str| listed.lines().find(|line| line.contains(device)).map(str::to_owned);
    let said = run(&["restore", "--from", &copy, "--data", &plain]).unwrap();
    for plainly in ["WARNING", "hub revoke", "invite it again", "another post", "--former"] {
        assert!(said.contains(plainly), "{plainly}: {said}");
    }
    let without = listed(&plain);
    assert!(of(&without, &early).unwrap().contains("enrolled"), "{without}");
    assert_eq!(of(&without, &late), None);

    let said = run(&["restore", "--from", &copy, "--data", &merged, "--former", &stopped.data()]).unwrap();
    assert!(said.contains("1 devices enrolled since the backup, 1 revoked, 0 with another post"), "{said}");
    assert!(!said.contains("WARNING"), "{said}");
    let with = listed(&merged);
    assert!(of(&with, &early).unwrap().contains("revoked"), "{with}");
    assert!(of(&with, &late).unwrap().contains("enrolled"), "{with}");

    // A former folder that cannot be read costs no restore.
    let said = run(&["restore", "--from", &copy, "--data", &lost, "--former", &folder("gone")]).unwrap();
    assert!(said.contains("cannot be read") && said.contains("WARNING"), "{said}");
    assert_eq!(listed(&lost), without);
}

#[test]
fn a_damaged_copy_is_not_restored() {
    let stopped = Stopped::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let (copy, target) = (elsewhere.path().join("copy"), elsewhere.path().join("restored"));
    run(&["backup", "--data", &stopped.data(), "--to", text(&copy)]).unwrap();
    let file = copy.join("hub.db");
    rusqlite::Connection::open(&file)
        .unwrap()
        .execute_batch("UPDATE log SET bytes = CAST(substr(bytes, 1, 40) || x'ff' || substr(bytes, 42) AS BLOB) WHERE seq = (SELECT max(seq) FROM log)")
        .unwrap();
    // A sound one goes to a folder that is not there yet, too.
    let (sound, made) = (elsewhere.path().join("sound"), elsewhere.path().join("made"));
    run(&["backup", "--data", &stopped.data(), "--to", text(&sound)]).unwrap();
    run(&["restore", "--from", text(&sound), "--data", text(&made)]).unwrap();
    run(&["check", "--data", text(&made)]).unwrap();
    let why = run(&["restore", "--from", text(&copy), "--data", text(&target)]).unwrap_err();
    assert!(why.contains("Nothing was restored"), "{why}");
    assert!(!target.exists());
}

#[test]
fn a_damaged_photo_is_told_and_costs_no_copy() {
    use sha2::{Digest as _, Sha256};

    let stopped = Stopped::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let place = |hash: &[u8]| {
        let name = taizhang_ledger::record::FileHash(hash.try_into().unwrap()).to_string();
        Path::new(&stopped.data()).join("files").join(&name[..2]).join(name)
    };
    let hashes: Vec<Vec<u8>> = ["one photo", "another"].map(|photo| Sha256::digest(photo).to_vec()).into();
    let database = rusqlite::Connection::open(Path::new(&stopped.data()).join("hub.db")).unwrap();
    for hash in &hashes {
        database
            .execute(
                "INSERT INTO files (org, hash, media, bytes, added_ms) VALUES ('t01-v01', ?1, 'image/jpeg', 9, 0)",
                [hash],
            )
            .unwrap();
        fs::create_dir_all(place(hash).parent().unwrap()).unwrap();
    }
    drop(database);
    fs::write(place(&hashes[0]), "one photo").unwrap();
    fs::write(place(&hashes[1]), "another").unwrap();
    let copy = |name: &str| elsewhere.path().join(name);
    run(&["backup", "--data", &stopped.data(), "--to", text(&copy("sound"))]).unwrap();

    fs::write(place(&hashes[1]), "anothes").unwrap();
    let why = run(&["backup", "--data", &stopped.data(), "--to", text(&copy("one"))]).unwrap_err();
    assert!(why.contains("the backup is kept, and 1 of its files"), "{why}");
    fs::remove_file(place(&hashes[1])).unwrap();
    let why = run(&["backup", "--data", &stopped.data(), "--to", text(&copy("two"))]).unwrap_err();
    assert!(why.contains("the backup is kept, and 1 of its files"), "{why}");
    let said = run(&["restore", "--from", text(&copy("two")), "--data", text(&copy("made"))]).unwrap();
    let lost = place(&hashes[1]);
    let lost = lost.file_name().unwrap().to_str().unwrap();
    assert!(said.contains(&format!("file {lost}: cannot be read")), "{said}");
    assert!(copy("made").join("files").exists(), "restored all the same");
}
