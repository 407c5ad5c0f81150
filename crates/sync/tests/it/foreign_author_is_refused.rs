//! The hub stores a change only from its author's connection, only where that device may write, and
//! only if it is one whole change.

use std::collections::BTreeSet;

use crate::support::{self, DOC_A, DOC_B, doc, ledger};
use automerge::{AutoCommit, Change};
use taizhang_sync::{
    Place, RefusalReason,
    change::{ChangeError, ParsedChange, hash_of},
    hub::{HubEffect, HubEvent, HubPeers, HubSession},
    wire::{self, DocGrant, HubFrame, TabletFrame},
};

const HOST: support::hub::Host = support::hub::Host { forges: false, lacking: BTreeSet::new() };

/// What a session of tablet 0, which may write A and read B, makes of one pushed change.
fn push(name: &str, bytes: &[u8]) -> Result<(), RefusalReason> {
    let grant = |name, writable| DocGrant { doc: doc(name), place: Place { epoch: 9, seq: 0 }, writable };
    let peers = HubPeers { hub: support::hub::HUB, device: ledger::device(0) };
    let mut session = HubSession::new(peers, vec![grant(DOC_A, true), grant(DOC_B, false)]);
    let hello = TabletFrame::Hello { version: wire::VERSION, places: Vec::new() };
    session.handle(5, &HOST, HubEvent::Frame(wire::encode(&hello).unwrap()));
    let frame = TabletFrame::Push { doc: doc(name), heads: Vec::new(), changes: vec![bytes.to_vec().into()] };
    let effects = session.handle(5, &HOST, HubEvent::Frame(wire::encode(&frame).unwrap()));
    match effects.as_slice() {
        [HubEffect::Append { changes, .. }] => {
            assert_eq!(changes[0].bytes(), bytes);
            Ok(())
        }
        [HubEffect::Send(frame)] => match wire::decode(frame).unwrap() {
            HubFrame::Refused { hash, reason, .. } => {
                assert_eq!(hash, hash_of(bytes));
                Err(reason)
            }
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn change_of(device: usize) -> Change {
    let mut document = ledger::begun(ledger::actor(ledger::device(device), 0));
    ledger::edit(&mut document, "k", "v")
}

#[test]
fn only_the_author_may_send_a_change() {
    assert_eq!(push(DOC_A, change_of(0).raw_bytes()), Ok(()));
    assert_eq!(push(DOC_A, change_of(1).raw_bytes()), Err(RefusalReason::WrongAuthor));
}

#[test]
fn an_actor_must_be_a_device_and_four_bytes() {
    for length in [16, 17, 19, 21, 24] {
        let mut actor = ledger::device(0).0.to_vec();
        actor.resize(length, 0);
        let mut document = ledger::begun(automerge::ActorId::from(actor));
        let change = ledger::edit(&mut document, "k", "v");
        assert_eq!(push(DOC_A, change.raw_bytes()), Err(RefusalReason::WrongAuthor), "{length}");
    }
}

#[test]
fn the_genesis_may_come_from_anybody_but_no_other_beginning() {
    assert_eq!(push(DOC_A, ledger::genesis().raw_bytes()), Ok(()));
    let mut other = AutoCommit::new().with_actor(automerge::ActorId::from([0_u8; 16]));
    automerge::transaction::Transactable::put(&mut other, automerge::ROOT, "cells", 1_i64).unwrap();
    other.commit();
    let other = other.get_changes(&[]).pop().unwrap();
    assert_eq!(push(DOC_A, other.raw_bytes()), Err(RefusalReason::WrongAuthor));
}

#[test]
fn only_documents_that_may_be_written_are_written() {
    let change = change_of(0);
    assert_eq!(push(DOC_B, change.raw_bytes()), Err(RefusalReason::NotWritable));
    assert_eq!(push("branch/c/2026", change.raw_bytes()), Err(RefusalReason::UnknownDocument));
}

#[test]
fn the_policy_has_the_last_word() {
    let mut document = ledger::begun(ledger::actor(ledger::device(0), 0));
    automerge::transaction::Transactable::put(&mut document, automerge::ROOT, "schema", 2_i64).unwrap();
    let options = automerge::transaction::CommitOptions::default().with_message("of tomorrow");
    document.commit_with(options);
    let change = document.get_last_local_change().unwrap();
    assert_eq!(push(DOC_A, change.raw_bytes()), Err(RefusalReason::SchemaTooNew));
}

#[test]
fn what_is_not_one_whole_change_is_malformed() {
    let whole = change_of(0).raw_bytes().to_vec();
    let twice = [whole.as_slice(), &whole].concat();
    let trailing = [whole.as_slice(), b"x"].concat();
    let mut checksum = whole.clone();
    checksum[5] ^= 1;
    let mut document = ledger::begun(ledger::actor(ledger::device(0), 0));
    ledger::edit(&mut document, "k", "v");
    for bytes in [&twice, &trailing, &checksum, &document.save(), &whole[..20].to_vec(), &vec![]] {
        assert_eq!(push(DOC_A, bytes), Err(RefusalReason::Malformed));
    }
}

#[test]
fn deflated_changes_are_turned_down() {
    let mut document = ledger::begun(ledger::actor(ledger::device(0), 0));
    let mut change = ledger::edit(&mut document, "k", &"long ".repeat(200));
    let deflated = change.bytes().into_owned();
    assert_ne!(deflated, change.raw_bytes());
    assert!(matches!(ParsedChange::parse(&deflated), Err(ChangeError::Malformed(_))));
    assert!(ParsedChange::parse(change.raw_bytes()).is_ok());
}

#[test]
fn a_change_says_what_it_is() {
    let change = change_of(0);
    let parsed = ParsedChange::parse(change.raw_bytes()).unwrap();
    assert_eq!(parsed.hash(), change.hash());
    assert_eq!(parsed.deps(), [ledger::genesis().hash()]);
    assert_eq!(parsed.actor(), change.actor_id());
    assert_eq!(taizhang_sync::change::device_of(parsed.actor()), Some(ledger::device(0)));
}
