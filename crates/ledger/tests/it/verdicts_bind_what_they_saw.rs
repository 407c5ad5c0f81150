//! 批后有改动: a verdict is about exactly the content that it saw.

use crate::support::{Tablet, county_with_task};
use taizhang_ledger::{Difference, Move, Refusal, Role, State, lifecycle::Denied, record::Field};

#[test]
fn a_later_edit_shows_with_its_difference_and_needs_a_new_verdict() {
    let (mut village, mut township, mut county, item) = county_with_task();
    village.edit(&item, Field::Measure, "每月开会").unwrap();
    village.report(&item, "开了一次会", Some(100)).unwrap();
    let mut second = Tablet::new(9, "v1", Role::BranchSecretary, "刘文书");
    second.pull(&mut village);
    village.act(&item, Move::Submit).unwrap();
    township.pull(&mut village);
    township.act(&item, Move::VerifyTownship).unwrap();
    assert!(!township.ledger.summary(&item).unwrap().changed);

    // Offline since before the application.
    second.edit(&item, Field::Measure, "每季度开会").unwrap();
    second.report(&item, "其实没有开", None).unwrap();
    township.pull(&mut second);
    assert!(township.ledger.summary(&item).unwrap().changed);
    let found = township.ledger.changed_since_verdict(&item);
    let expected =
        Difference::Field { field: Field::Measure, before: "每月开会".into(), now: "每季度开会".into() };
    assert_eq!(found[0], expected);
    let Difference::Entry(entry) = &found[1] else { panic!("{found:?}") };
    assert_eq!((entry.text.as_str(), found.len()), ("其实没有开", 2));

    county.pull(&mut township);
    assert_eq!(county.act(&item, Move::VerifyCounty).unwrap_err(), Refusal::Denied(Denied::Changed));
    township.act(&item, Move::VerifyTownship).unwrap();
    assert_eq!(township.ledger.changed_since_verdict(&item), []);
    county.pull(&mut township);
    county.act(&item, Move::VerifyCounty).unwrap();
    county.act(&item, Move::Close).unwrap();
    assert_eq!(county.state(&item), State::Closed);
    assert!(!county.ledger.summary(&item).unwrap().changed);
}

#[test]
fn a_county_s_word_counts_only_in_the_county_s_document() {
    let (mut village, mut township, _, item) = county_with_task();
    village.report(&item, "办好了", Some(100)).unwrap();
    village.act(&item, Move::Submit).unwrap();
    township.pull(&mut village);
    township.act(&item, Move::VerifyTownship).unwrap();
    // A township's device that claims the county's post.
    township.who.role = Role::CountyOrgDept;
    township.who.person = "冒名".to_owned();
    assert!(township.act(&item, Move::VerifyCounty).is_err(), "it has no right to that document");
}
