//! Puts the journal's phrases into the mouths of particular people.

use std::collections::VecDeque;

use chrono::{Datelike as _, NaiveDate};
use taizhang_ledger::{Organisation, org::OrgKind, record::EvidenceRule};

use super::{
    calendar::shifted,
    dice::Dice,
    journal::{Common, Journal, Phrase, Topic},
    orgs::SampleOrg,
};

/// How a branch writes about one task.
#[derive(Debug)]
pub(super) struct Wording<'a> {
    journal: &'a Journal,
    topic: &'a Topic,
    branch: &'a SampleOrg,
    /// How the branch calls the township or committee above it.
    above: String,
    /// The task's last day.
    due: NaiveDate,
    /// In how many of a hundred cases the branch writes words that say nothing.
    vague: u32,
    /// Whether the branch copies plans from others.
    copies: bool,
    /// What it will report, in order.
    notes: VecDeque<&'a str>,
    /// What it will show.
    captions: VecDeque<&'a str>,
}

impl<'a> Wording<'a> {
    /// The words of `branch`, which stands under `parent`, about a task of a topic that is due on a day.
    pub(super) fn new(
        journal: &'a Journal,
        topic: &'a Topic,
        branch: &'a SampleOrg,
        parent: Option<&SampleOrg>,
        due: NaiveDate,
    ) -> Self {
        let above = parent.map(|parent| called(&parent.organisation, &parent.short)).unwrap_or_default();
        let (notes, captions) = (VecDeque::new(), VecDeque::new());
        Self { journal, topic, branch, above, due, vague: 0, copies: false, notes, captions }
    }

    /// The same words in the manner of somebody careless.
    pub(super) fn careless(self, vague: u32, copies: bool) -> Self {
        Self { vague, copies, ..self }
    }

    /// Chooses what will be reported, and what shown, in the course of the work.
    pub(super) fn prepare(&mut self, reports: usize, dice: &mut Dice) {
        self.notes = dice.some(&self.usable(&self.topic.notes), reports).into();
        self.captions = self.usable(&self.topic.captions).into();
    }

    /// Who is in charge: a post, with the secretary's name where it is the secretary.
    pub(super) fn owner(&self, dice: &mut Dice) -> String {
        let post = self.post(dice);
        let secretary = post.ends_with("书记") && !post.contains('副') && !post.contains("第一");
        if secretary { format!("{}（{post}）", self.branch.head) } else { post.to_owned() }
    }

    fn post(&self, dice: &mut Dice) -> &'a str {
        let posts = self.journal.posts.get(self.branch.organisation.kind.word());
        let posts: Vec<&str> = posts.into_iter().flatten().map(String::as_str).collect();
        dice.pick(&posts).unwrap_or_default()
    }

    /// 措施办法: a plan of the topic with what is particular here; or a bad one.
    pub(super) fn measure(&self, on: NaiveDate, dice: &mut Dice) -> String {
        if self.copies && dice.chance(30) {
            return self.any(&self.journal.copied.measures, on, dice);
        }
        if dice.chance(self.vague) {
            return self.any(&self.journal.vague.measures, on, dice);
        }
        let body = self.any(&self.topic.measures, on, dice);
        let mut parts = vec![body.trim_end_matches('。').to_owned()];
        for local in dice.some(&self.usable(&self.journal.common.local), 2) {
            parts.push(self.fill(local, on, dice));
        }
        if dice.chance(50) {
            parts.rotate_right(1);
        }
        parts.join("；") + "。"
    }

    /// What was done since the last note.
    pub(super) fn note(&mut self, on: NaiveDate, dice: &mut Dice) -> String {
        if self.copies && dice.chance(15) {
            return self.any(&self.journal.copied.notes, on, dice);
        }
        if dice.chance(self.vague) {
            return self.any(&self.journal.vague.notes, on, dice);
        }
        let Some(note) = self.notes.pop_front() else {
            return self.any(&self.journal.common.notes, on, dice);
        };
        let mut text = self.fill(note, on, dice);
        if dice.chance(15) {
            text += &self.any(&self.journal.common.notes, on, dice);
        }
        text
    }

    /// What the work came to, written when it is handed in.
    pub(super) fn last_note(&mut self, on: NaiveDate, dice: &mut Dice) -> String {
        if dice.chance(self.vague) {
            return self.any(&self.journal.vague.notes, on, dice);
        }
        match self.notes.pop_front() {
            Some(note) => self.fill(note, on, dice),
            None => self.any(&self.journal.common.done, on, dice),
        }
    }

    /// What the next piece of evidence is; none when everything has been shown.
    pub(super) fn caption(&mut self, on: NaiveDate, dice: &mut Dice) -> Option<String> {
        let caption = self.captions.pop_front()?;
        Some(self.fill(caption, on, dice))
    }

    /// Where a piece of evidence is kept.
    pub(super) fn kept(&self, rule: EvidenceRule, on: NaiveDate, dice: &mut Dice) -> String {
        let common = &self.journal.common;
        let places = if rule == EvidenceRule::Onsite { &common.kept_photo } else { &common.kept_paper };
        self.any(places, on, dice)
    }

    /// Any of some phrases for all work.
    pub(super) fn common(&self, of: fn(&Common) -> &Vec<Phrase>, on: NaiveDate, dice: &mut Dice) -> String {
        self.any(of(&self.journal.common), on, dice)
    }

    fn any(&self, phrases: &'a [Phrase], on: NaiveDate, dice: &mut Dice) -> String {
        let phrase = dice.pick(&self.usable(phrases)).unwrap_or_default();
        self.fill(phrase, on, dice)
    }

    fn usable(&self, phrases: &'a [Phrase]) -> Vec<&'a str> {
        let kind = self.branch.organisation.kind;
        phrases.iter().filter(|phrase| phrase.fits(kind)).map(|phrase| phrase.text.as_str()).collect()
    }

    fn fill(&self, phrase: &str, on: NaiveDate, dice: &mut Dice) -> String {
        let mut text = String::with_capacity(phrase.len());
        let mut rest = phrase;
        while let Some((before, (blank, after))) =
            rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
        {
            text.push_str(before);
            text.push_str(&self.value(blank, on, dice));
            rest = after;
        }
        text + rest
    }

    fn value(&self, blank: &str, on: NaiveDate, dice: &mut Dice) -> String {
        match blank {
            "short" => self.branch.short.clone(),
            "above" => self.above.clone(),
            "day" => format!("{}日", on.day()),
            "month" => format!("{}月", on.month()),
            "date" => {
                let date = shifted(self.due, -dice.between(2, 9)).max(on);
                format!("{}月{}日", date.month(), date.day())
            }
            "post" => self.post(dice).to_owned(),
            "people" => dice.between(9, 42).to_string(),
            "few" => dice.between(2, 6).to_string(),
            "households" => dice.between(18, 140).to_string(),
            "money" => format!("{}.{}", dice.between(1, 9), dice.between(1, 9)),
            // The loader refuses phrases with other blanks.
            _ => String::new(),
        }
    }
}

/// How branches call the organisation above them: 镇里, 乡里, 街道, or a committee by its name.
fn called(organisation: &Organisation, short: &str) -> String {
    match (organisation.kind, short.chars().last()) {
        (OrgKind::Subdistrict, _) => "街道".to_owned(),
        (OrgKind::Township, Some(last)) => format!("{last}里"),
        _ => short.to_owned(),
    }
}
