//! Validation 7: a photo is required only where the item's evidence rule says `onsite`.

use crate::support::{Tablet, county_with_task, key, meet, new_task};
use taizhang_ledger::{
    Command, ItemKey, Move, NewTask, Refusal, State,
    record::{EvidenceRule, Media},
};

/// A task of this rule, begun at the first village.
fn begun(evidence: EvidenceRule) -> (Tablet, Tablet, ItemKey) {
    let (mut village, mut township, _, _) = county_with_task();
    let task = NewTask { evidence, ..new_task(&["v1"]) };
    let item = key("v1", township.run(Command::SetTask(task)).unwrap().task.unwrap());
    village.pull(&mut township);
    village.report(&item, "党员大会开过了", Some(100)).unwrap();
    (village, township, item)
}

#[test]
fn closing_is_applied_for_with_a_photo_where_the_rule_asks_for_one() {
    let (mut village, mut township, item) = begun(EvidenceRule::Onsite);
    assert!(village.ledger.lacks_photo(&item));
    assert!(
        village.ledger.possible_acts(&village.who, &item).contains(&Move::Submit),
        "it can be chosen, and tells why"
    );
    let words = Command::AddEvidence {
        item: item.clone(),
        caption: "照片在相册里".to_owned(),
        reference: Some("村部相册3号".to_owned()),
        file: None,
    };
    village.run(words).unwrap();
    village.show(&item, Media::Pdf).unwrap();
    assert_eq!(village.act(&item, Move::Submit).unwrap_err(), Refusal::NoPhoto, "words and a scan are no photo");
    assert_eq!(village.state(&item), State::InProgress, "nothing was written");

    // On the branch's behalf it is the same.
    meet(&mut village, &mut township);
    assert_eq!(township.act(&item, Move::Submit).unwrap_err(), Refusal::NoPhoto);

    // The record of the photo is enough: its bytes may still be on the tablet.
    village.show(&item, Media::Jpeg).unwrap();
    assert!(!village.ledger.lacks_photo(&item) && !village.ledger.item(&item).unwrap().lacks_photo());
    village.act(&item, Move::Submit).unwrap();
    meet(&mut village, &mut township);
    assert_eq!(township.state(&item), State::Submitted);
    township.act(&item, Move::VerifyTownship).unwrap();
}

#[test]
fn other_rules_need_none() {
    for rule in [EvidenceRule::None, EvidenceRule::Document] {
        let (mut village, _, item) = begun(rule);
        assert!(!village.ledger.lacks_photo(&item) && !village.ledger.item(&item).unwrap().lacks_photo());
        village.act(&item, Move::Submit).unwrap();
    }
}
