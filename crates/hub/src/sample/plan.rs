//! What happens to one task at one branch in the course of a year, planned ahead: who does what and when. The play
//! stops the plan at today, so an item is found wherever it then is.

use chrono::NaiveDate;
use taizhang_ledger::{
    Move, Timestamp,
    record::{EvidenceRule, Field, Value},
};

use super::{
    calendar::{any_hour, office_hour, shifted},
    dice::Dice,
    fate::{Stop, fate},
    journal::{Common, Phrase},
    wording::Wording,
};

/// Who acts, seen from the branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// The branch's secretary.
    Branch,
    /// The township's or committee's officer.
    Above,
    /// The county's officer.
    County,
    /// Whoever set the task.
    Issuer,
}

/// One thing that somebody does to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Deed {
    Edit(Field, Value),
    Report(String, u8),
    Note(String),
    /// What it is, where it is kept, and whether a photo goes with it.
    Evidence(String, String, bool),
    Act(Move, Option<String>, Option<NaiveDate>),
}

/// A deed with its author and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) at: Timestamp,
    pub(super) who: Who,
    pub(super) deed: Deed,
}

/// How a branch works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Character {
    /// 0 to 100.
    pub(super) diligence: u32,
    /// Whether it copies plans from others.
    pub(super) copies: bool,
}

impl Character {
    /// What it lacks in diligence.
    pub(super) fn sloth(self) -> u32 {
        100_u32.saturating_sub(self.diligence)
    }

    /// In how many of a hundred cases its words say nothing.
    pub(super) fn vagueness(self) -> u32 {
        (self.sloth() / 2).saturating_sub(10)
    }
}

/// One task at one branch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Job {
    /// The day on which it was issued.
    pub(super) issued: NaiveDate,
    /// The day from which work on it is to be expected.
    pub(super) begin: NaiveDate,
    /// The last day.
    pub(super) due: NaiveDate,
    /// What must prove it.
    pub(super) evidence: EvidenceRule,
    /// How much is to be reached.
    pub(super) target: Option<i64>,
}

/// Plans the life of an item; the events are in the order of their times.
pub(super) fn plan(
    job: Job,
    character: Character,
    wording: Wording<'_>,
    today: NaiveDate,
    mut dice: Dice,
) -> Vec<Event> {
    let (stop, finish) = fate(job, character, today, &mut dice);
    let mut script = Script { job, character, wording, dice, events: Vec::new(), last: Timestamp::default() };
    script.run(stop, finish);
    script.events
}

struct Script<'a> {
    job: Job,
    character: Character,
    wording: Wording<'a>,
    dice: Dice,
    events: Vec<Event>,
    last: Timestamp,
}

impl Script<'_> {
    fn run(&mut self, stop: Stop, finish: NaiveDate) {
        if stop == Stop::Untouched {
            return;
        }
        if stop == Stop::Cancelled {
            return self.act_saying(Who::Issuer, shifted(self.job.begin, 4), Move::Cancel, |common| &common.cancel);
        }
        let first = self.take_up(finish);
        match stop {
            Stop::Acknowledged => return,
            Stop::Suspended => {
                return self.act_saying(Who::Above, shifted(first, 5), Move::Suspend, |common| &common.suspend);
            }
            Stop::Asking => {
                self.work(first, shifted(finish, -3), 60);
                let asked = shifted(self.job.due, -2).max(first);
                return self.ask(asked);
            }
            Stop::Working => return self.work(first, finish, 80),
            _ => {}
        }
        if finish > self.job.due && self.dice.chance(25) {
            self.ask(shifted(self.job.due, -4).max(first));
            self.answer();
        } else if self.dice.chance(2) {
            self.rest(first);
        }
        self.work(first, finish, 100);
        self.hand_in(finish);
        self.verdicts(stop);
    }

    /// 签收, 责任人, 措施: the day on which it was done.
    fn take_up(&mut self, finish: NaiveDate) -> NaiveDate {
        let slow = 2 + i64::from(self.character.sloth()) / 10;
        let day = shifted(self.job.begin.max(self.job.issued), self.dice.between(0, slow)).min(finish);
        if self.dice.chance(35) {
            self.act_saying(Who::Branch, day, Move::Acknowledge, |common| &common.acknowledge);
        } else {
            self.act(Who::Branch, day, Move::Acknowledge, None, None);
        }
        if self.dice.chance(96 - self.character.sloth() / 2) {
            let owner = self.wording.owner(&mut self.dice);
            self.push(Who::Branch, day, Deed::Edit(Field::Owner, Value::Text(owner)));
        }
        if self.dice.chance(92 - self.character.sloth() / 2) {
            let on = shifted(day, self.dice.between(0, 3)).min(finish);
            let measure = self.wording.measure(on, &mut self.dice);
            self.push(Who::Branch, on, Deed::Edit(Field::Measure, Value::Text(measure)));
        }
        day
    }

    /// Reports from `first` to `finish`, up to `most` percent.
    fn work(&mut self, first: NaiveDate, finish: NaiveDate, most: i64) {
        let span = (finish - first).num_days().max(0);
        let reports = (1 + span / 14).min(4);
        self.wording.prepare(usize::try_from(reports + 1).unwrap_or_default(), &mut self.dice);
        for number in 1..=reports {
            let on = shifted(first, span * number / (reports + 1) + self.dice.between(0, 2)).min(finish);
            let percent = (most - 10) * number / reports / 5 * 5;
            let text = self.wording.note(on, &mut self.dice);
            // Who cannot use a tablet has it entered by the township's officer.
            let behalf = self.character.diligence < 50 && self.dice.chance(12);
            let who = if behalf { Who::Above } else { Who::Branch };
            self.push(who, on, Deed::Report(text, u8::try_from(percent.clamp(5, 100)).unwrap_or(100)));
        }
    }

    /// Evidence, the number reached, 申请销号.
    fn hand_in(&mut self, finish: NaiveDate) {
        let pieces = match self.job.evidence {
            EvidenceRule::None => i64::from(self.dice.chance(25)),
            EvidenceRule::Document => self.dice.between(1, 2),
            EvidenceRule::Onsite => self.dice.between(1, 3),
        };
        for piece in 0..pieces {
            self.show(finish, "", piece == 0 && self.job.evidence == EvidenceRule::Onsite);
        }
        if let Some(target) = self.job.target {
            let short =
                if self.dice.chance(self.character.sloth() / 3) { target * self.dice.between(0, 3) / 10 } else { 0 };
            let more = if self.dice.chance(20) { self.dice.between(0, 2) } else { 0 };
            self.push(Who::Branch, finish, Deed::Edit(Field::Done, Value::Number((target - short + more).max(0))));
        }
        if finish > self.job.due && self.dice.chance(60) {
            let why = self.wording.common(|common| &common.late, finish, &mut self.dice);
            self.push(Who::Branch, finish, Deed::Note(why));
        }
        let note = self.wording.last_note(finish, &mut self.dice);
        self.push(Who::Branch, finish, Deed::Report(note, 100));
        self.act_saying(Who::Branch, finish, Move::Submit, |common| &common.submit);
    }

    /// Adds the next piece of evidence. A photo that is required is shown even where there are no words for it.
    fn show(&mut self, on: NaiveDate, before: &str, with_photo: bool) {
        let words = self.wording.caption(on, &mut self.dice);
        if let Some(caption) = words.or_else(|| with_photo.then(|| "现场照片".to_owned())) {
            let kept = self.wording.kept(self.job.evidence, on, &mut self.dice);
            self.push(Who::Branch, on, Deed::Evidence(format!("{before}{caption}"), kept, with_photo));
        }
    }

    fn verdicts(&mut self, stop: Stop) {
        if stop == Stop::Submitted {
            return;
        }
        if stop == Stop::Returned || self.dice.chance(7 + self.character.sloth() / 6) {
            self.send_back(Who::Above);
            if stop == Stop::Returned {
                return;
            }
            self.improve();
        }
        self.verify(Who::Above, Move::VerifyTownship, 1, 6);
        if stop == Stop::TownshipVerified {
            return;
        }
        if self.dice.chance(3) {
            self.send_back(Who::County);
            self.improve();
            self.verify(Who::Above, Move::VerifyTownship, 1, 5);
        }
        self.verify(Who::County, Move::VerifyCounty, 2, 9);
        if stop == Stop::CountyVerified {
            return;
        }
        let on = self.later(0, 1);
        self.act(Who::County, on, Move::Close, None, None);
        if stop == Stop::Reopened || self.dice.chance(1) {
            let on = self.later(4, 20);
            self.act_saying(Who::County, on, Move::Reopen, |common| &common.reopen);
            if stop != Stop::Reopened {
                self.improve();
                self.verify(Who::Above, Move::VerifyTownship, 1, 4);
                self.verify(Who::County, Move::VerifyCounty, 1, 6);
                let on = self.later(0, 0);
                self.act(Who::County, on, Move::Close, None, None);
            }
        }
    }

    fn send_back(&mut self, who: Who) {
        let on = self.later(1, 5);
        if who == Who::County {
            self.act_saying(who, on, Move::Return, |common| &common.county_returns);
        } else {
            self.act_saying(who, on, Move::Return, |common| &common.returns);
        }
    }

    /// What was wanting is done, and the item handed in again.
    fn improve(&mut self) {
        let on = self.later(1, 3 + i64::from(self.character.sloth()) / 10);
        let text = self.wording.common(|common| &common.improve, on, &mut self.dice);
        self.push(Who::Branch, on, Deed::Report(text, 100));
        if self.job.evidence != EvidenceRule::None {
            self.show(on, "补充：", false);
        }
        self.act_saying(Who::Branch, on, Move::Submit, |common| &common.submit_again);
    }

    fn verify(&mut self, who: Who, act: Move, soonest: i64, latest: i64) {
        let on = self.later(soonest, latest);
        if self.dice.chance(50) {
            self.act_saying(who, on, act, |common| &common.accept);
        } else {
            self.act(who, on, act, None, None);
        }
    }

    fn ask(&mut self, on: NaiveDate) {
        let why = self.wording.common(|common| &common.extend, on, &mut self.dice);
        let until = shifted(self.job.due, self.dice.between(10, 15));
        self.act(Who::Branch, on, Move::RequestExtension, Some(why), Some(until));
    }

    fn answer(&mut self) {
        let on = self.later(1, 2);
        if self.dice.chance(75) {
            let words = self.wording.common(|common| &common.extend_answer, on, &mut self.dice);
            let until = shifted(self.job.due, 12);
            self.act(Who::Above, on, Move::GrantExtension, Some(words), Some(until));
        } else {
            self.act_saying(Who::Above, on, Move::RefuseExtension, |common| &common.refuse);
        }
    }

    fn rest(&mut self, first: NaiveDate) {
        self.act_saying(Who::Above, shifted(first, 2), Move::Suspend, |common| &common.suspend);
        let on = self.later(3, 8);
        self.act(Who::Above, on, Move::Resume, None, None);
    }

    /// Some days after the last event.
    fn later(&mut self, soonest: i64, latest: i64) -> NaiveDate {
        shifted(self.last.date(), self.dice.between(soonest, latest))
    }

    fn act_saying(&mut self, who: Who, on: NaiveDate, act: Move, of: fn(&Common) -> &Vec<Phrase>) {
        let words = self.wording.common(of, on, &mut self.dice);
        self.act(who, on, act, Some(words), None);
    }

    fn act(&mut self, who: Who, on: NaiveDate, act: Move, reason: Option<String>, until: Option<NaiveDate>) {
        self.push(who, on, Deed::Act(act, reason, until));
    }

    /// Adds an event on a day, or soon after the one before it.
    fn push(&mut self, who: Who, on: NaiveDate, deed: Deed) {
        let hour = if who == Who::Branch { any_hour(on, &mut self.dice) } else { office_hour(on, &mut self.dice) };
        let soon = Timestamp(self.last.0 + self.dice.between(90_000, 900_000));
        self.last = hour.max(soon);
        self.events.push(Event { at: self.last, who, deed });
    }
}
