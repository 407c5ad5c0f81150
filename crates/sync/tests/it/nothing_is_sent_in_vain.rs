//! What a tablet sends again, and when: only what may end differently this time.

use crate::support::{self, DOC_A, desk::Desk, doc, genesis};
use taizhang_sync::{
    ChangeHash, RefusalReason,
    tablet::{Phase, TabletEffect, TabletEvent},
    wire::HubFrame,
};

fn refuse(desk: &mut Desk, hash: ChangeHash, reason: RefusalReason) {
    desk.hub_says(HubFrame::Refused { doc: doc(DOC_A), hash, reason });
    let told = [TabletEffect::Refused { doc: doc(DOC_A), hash, reason }];
    assert!(desk.effects.starts_with(&told), "{:?}", desk.effects);
}

/// Connected, welcomed, everything receipted in epoch 7.
fn in_sync(edits: usize) -> Desk {
    let mut desk = Desk::new(edits, Some(7));
    desk.connect();
    desk.welcome(7, edits as u64 + 1);
    assert_eq!(desk.session.status().phase, Phase::InSync);
    desk
}

#[test]
fn what_can_never_pass_is_sent_once() {
    let mut desk = in_sync(1);
    let bad = desk.edit();
    desk.collect();
    assert_eq!(desk.pushed(), Some((vec![bad], vec![bad])));
    refuse(&mut desk, bad, RefusalReason::WrongAuthor);
    desk.missing(vec![bad]);
    assert_eq!(desk.pushed(), None);
    assert_eq!(desk.session.status().phase, Phase::InSync);
    desk.connect();
    desk.collect();
    desk.welcome(7, 2);
    assert_eq!(desk.pushed(), None, "not on a new connection either");
    // What builds on it cannot pass, and is not even tried.
    desk.edit();
    desk.collect();
    assert_eq!(desk.pushed(), None);
    assert_eq!(desk.session.status().unsent, 1);
}

#[test]
fn what_may_pass_later_is_sent_once_a_connection() {
    let mut desk = in_sync(1);
    let early = desk.edit();
    desk.collect();
    desk.pushed();
    refuse(&mut desk, early, RefusalReason::SchemaTooNew);
    desk.missing(vec![early]);
    let later = desk.edit();
    desk.collect();
    assert_eq!(desk.pushed(), None, "not on the same connection");
    desk.connect();
    desk.collect();
    assert_eq!(desk.pushed(), Some((vec![early, later], vec![later])));
    desk.welcome(7, 2);
    // The hub was updated meanwhile.
    desk.acknowledge(vec![later], 7, 4);
    let status = desk.session.status();
    assert_eq!((status.unsent, status.refused), (0, 0));
}

#[test]
fn the_rest_gets_its_receipt_beside_a_refusal() {
    let mut desk = in_sync(1);
    let base = desk.document.get_heads();
    // Two concurrent changes, as two tabs make them.
    let mut tab = desk.document.fork();
    let bad =
        support::ledger::edit(&mut tab.with_actor(support::ledger::actor(support::ledger::device(0), 9)), "x", "y");
    desk.document.apply_changes([bad.clone()]).unwrap();
    tab = desk.document.fork_at(&base).unwrap();
    let good =
        support::ledger::edit(&mut tab.with_actor(support::ledger::actor(support::ledger::device(0), 8)), "z", "y");
    desk.document.apply_changes([good.clone()]).unwrap();
    desk.tell(TabletEvent::Changed { doc: doc(DOC_A) });
    desk.collect();
    desk.pushed();
    refuse(&mut desk, bad.hash(), RefusalReason::Policy);
    desk.missing(vec![bad.hash()]);
    let (changes, heads) = desk.pushed().expect("a push that asks for a receipt alone");
    assert!(changes.is_empty());
    assert!(heads.contains(&good.hash()) && !heads.contains(&bad.hash()));
    desk.acknowledge(heads, 7, 3);
    assert!(matches!(desk.effects[0], TabletEffect::Delivered { .. }));
    assert_eq!(desk.session.status().unsent, 1);
    assert_eq!(desk.asked(), None);
}

#[test]
fn a_hub_that_lost_what_it_acknowledged_is_given_everything_once() {
    let mut desk = in_sync(2);
    let lost = desk.document.get_heads();
    let new = desk.edit();
    desk.collect();
    assert_eq!(desk.pushed(), Some((vec![new], vec![new])));
    desk.missing(lost.clone());
    assert_eq!(desk.asked(), Some(Vec::new()), "collect again from nothing");
    desk.collect();
    let (changes, heads) = desk.pushed().unwrap();
    assert_eq!((changes.len(), heads), (4, vec![new]), "genesis and three edits");
    // It still says so: no second time.
    desk.missing(lost);
    assert_eq!(desk.asked(), None);
    assert!(desk.pushed().is_none_or(|(changes, _)| changes.is_empty()));
}

#[test]
fn an_answer_to_an_earlier_question_is_not_taken_for_this_one() {
    let mut desk = in_sync(1);
    desk.edit();
    let late = desk.answer(&desk.asked().unwrap());
    desk.connect();
    let since = desk.asked().expect("the question put anew");
    let newer = desk.edit();
    desk.tell(late);
    assert_eq!(desk.pushed(), None, "that was the answer to the first");
    let answer = desk.answer(&since);
    desk.tell(answer);
    let (changes, heads) = desk.pushed().unwrap();
    assert!(changes.len() == 2 && heads == [newer]);
}

#[test]
fn a_push_made_for_another_epoch_leads_to_nothing() {
    let mut desk = Desk::new(2, Some(7));
    let new = desk.edit();
    desk.connect();
    desk.collect();
    assert_eq!(desk.pushed(), Some((vec![new], vec![new])));
    desk.welcome(8, 1);
    assert!(desk.effects.iter().any(|effect| matches!(effect, TabletEffect::ReceiptsVoid { .. })));
    desk.missing(vec![new]);
    assert_eq!((desk.asked(), desk.pushed()), (None, None), "first it must know what the hub has");
    desk.data(8, 1, genesis().raw_bytes().to_vec());
    let apply = desk.to_apply().unwrap();
    desk.tell(TabletEvent::Applied { apply });
    assert_eq!(desk.asked(), Some(vec![genesis().hash()]));
    desk.collect();
    assert_eq!(desk.pushed().unwrap().0.len(), 3, "what was lost and what is new, without the genesis");
}

#[test]
fn a_restored_hub_that_lost_nothing_is_asked_for_a_receipt_alone() {
    let mut desk = Desk::new(2, Some(7));
    desk.connect();
    desk.welcome(8, 3);
    let all = desk.document.save();
    desk.data(8, 3, all);
    let apply = desk.to_apply().unwrap();
    desk.tell(TabletEvent::Applied { apply });
    desk.collect();
    let heads = desk.document.get_heads();
    assert_eq!(desk.pushed(), Some((Vec::new(), heads.clone())));
    desk.acknowledge(heads, 8, 3);
    assert_eq!(desk.session.status().phase, Phase::InSync);
}

#[test]
fn nothing_to_send_is_not_believed_before_all_has_come() {
    let mut desk = Desk::new(0, None);
    desk.connect();
    // The disk lost what a stored change builds on: the host has nothing to show for it yet.
    let (heads, changes) = (vec![genesis().hash()], vec![genesis()]);
    desk.tell(TabletEvent::Outbox { doc: doc(DOC_A), heads, changes });
    desk.welcome(7, 1);
    desk.collect();
    assert_eq!(desk.session.status().unsent, 1);
    desk.data(7, 1, genesis().raw_bytes().to_vec());
    let apply = desk.to_apply().unwrap();
    desk.tell(TabletEvent::Applied { apply });
    desk.collect();
    assert_eq!(desk.pushed(), None);
    let status = desk.session.status();
    assert_eq!((status.unsent, status.phase), (0, Phase::InSync));
}

#[test]
fn data_is_stored_one_after_the_other_and_a_failure_leaves_no_gap() {
    let mut desk = in_sync(0);
    desk.data(7, 2, vec![2]);
    let first = desk.to_apply().unwrap();
    desk.data(7, 3, vec![3]);
    desk.data(7, 4, vec![4]);
    assert_eq!(desk.to_apply(), None, "one at a time");
    desk.tell(TabletEvent::Applied { apply: first });
    let together = desk.effects.iter().find_map(|effect| match effect {
        TabletEffect::Apply { apply, bytes, place, .. } => Some((*apply, bytes.clone(), place.seq)),
        _ => None,
    });
    let (second, bytes, seq) = together.unwrap();
    assert_eq!((bytes, seq), (vec![3, 4], 4));
    desk.tell(TabletEvent::ApplyFailed { apply: second });
    desk.data(7, 5, vec![5]);
    assert_eq!(desk.to_apply(), None, "that would leave a gap");
    assert_eq!(desk.session.status().stalled, 1);
    desk.frames.clear();
    desk.connect();
    let hello = format!("{:?}", desk.frames);
    assert!(hello.contains("seq: 2"), "it starts over from what is stored: {hello}");
}
