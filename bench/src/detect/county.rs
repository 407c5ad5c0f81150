//! A county's ledger, written with the ledger's own commands: townships issue tasks, branches plan and report.

use chrono::{Days, NaiveDate};
use taizhang_ledger::{
    Author, Command, DeviceId, Domain, ItemKey, Ledger, Moment, Move, NewTask, OrgId, OrgKind, Organisation, Role,
    Timestamp, Written,
    record::{EvidenceRule, Field, Value},
};

use super::wording;
use crate::{failure::Failure, workload::Rng};

const YEAR: u16 = 2026;
/// The characters that villages are named with.
const PLACES: &str = "石桥枫林坪溪塘云岭高坑茶竹洋白水黄田郊滨河锦凤凰新华湖柳沙井墩头埔厝尾寨坂";

/// How large.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Townships.
    pub townships: u32,
    /// Branches of each.
    pub branches: u32,
    /// Items of each branch.
    pub items: u32,
}

/// A ledger that holds all documents, and its branches.
pub struct Drawn {
    /// The ledger.
    pub ledger: Ledger,
    /// The branches, in order.
    pub branches: Vec<OrgId>,
    /// The day to look at it.
    pub today: NaiveDate,
}

/// Whoever writes, one after another, into the one ledger.
struct Desk {
    ledger: Ledger,
    rng: Rng,
    now: Timestamp,
    drawn: u128,
}

impl Desk {
    fn run(&mut self, who: &Author, command: Command) -> Result<Written, Failure> {
        self.now.0 += 1_000;
        self.ledger.set_actor(who.device.actor([0; 4]));
        let drawn = &mut self.drawn;
        let mut random = || {
            *drawn += 1 << 64;
            *drawn
        };
        let mut moment = Moment { now: self.now, random: &mut random };
        Ok(self.ledger.execute(who, &mut moment, command)?)
    }
}

/// Draws a county; the same for the same size.
///
/// # Errors
/// What the ledger refuses, which would be a mistake here.
pub fn draw(size: Size) -> Result<Drawn, Failure> {
    let begin = NaiveDate::from_ymd_opt(2026, 1, 5).ok_or("no such day")?;
    let now = Timestamp::at(begin, 8, 0);
    let mut desk = Desk {
        ledger: Ledger::new(YEAR, author(0, "county", Role::CountyOrgDept)?.device.actor([0; 4])),
        rng: Rng::new(42),
        now,
        drawn: 0,
    };
    let branches = organisations(&mut desk, size)?;
    // One text for some thirty branches, as when somebody passes a good one on.
    let rounds = (size.townships * size.branches / 30).max(2);
    let circulating: Vec<String> = (0..rounds).map(|_| wording::own(&mut desk.rng)).collect();
    let each = usize::try_from(size.branches)?;
    for (number, branches) in (1..).zip(branches.chunks(each.max(1))) {
        let officer = author(number, &format!("t{number:02}"), Role::TownshipOrgOfficer)?;
        for item in 0..size.items {
            desk.now = Timestamp::at(begin + Days::new(u64::from(item) * 2), 8, 0);
            let task = NewTask {
                title: format!("第{}项任务", item + 1),
                requirement: wording::own(&mut desk.rng),
                code: "R1".to_owned(),
                domain: Domain::RURAL,
                due: begin + Days::new(u64::from(item) * 2 + 60),
                unit: None,
                evidence: EvidenceRule::None,
                branches: branches.iter().map(|(id, _)| (id.clone(), None)).collect(),
            };
            let task = desk.run(&officer, Command::SetTask(task))?.task.ok_or("no task was set")?;
            for (place, (branch, village)) in (1..).zip(branches) {
                let secretary = author(number * 1_000 + place, branch.as_str(), Role::BranchSecretary)?;
                work(&mut desk, &secretary, &ItemKey { branch: branch.clone(), task }, &circulating, village)?;
            }
        }
    }
    let branches = branches.into_iter().map(|(id, _)| id).collect();
    Ok(Drawn { ledger: desk.ledger, branches, today: begin + Days::new(150) })
}

/// What a branch does with an item: of a hundred, 10 are left lying and 5 signed for alone; of the others 5 have a
/// copied measure, 3 a vague one, 2 none.
fn work(desk: &mut Desk, who: &Author, item: &ItemKey, circulating: &[String], village: &str) -> Result<(), Failure> {
    let act = |act| Command::Act { item: item.clone(), act, reason: None, until: None };
    match desk.rng.below(100) {
        0..10 => return Ok(()),
        10..15 => return desk.run(who, act(Move::Acknowledge)).map(drop),
        _ => {}
    }
    let measure = match desk.rng.below(100) {
        0..2 => None,
        2..5 => Some(wording::vague(&mut desk.rng)),
        5..10 => Some(wording::copied(&mut desk.rng, circulating, village)),
        _ => Some(wording::own(&mut desk.rng)),
    };
    let edit = |field, text: String| Command::Edit { item: item.clone(), field, value: Value::Text(text) };
    if let Some(measure) = measure {
        desk.run(who, edit(Field::Measure, measure))?;
    }
    desk.run(who, edit(Field::Owner, who.person.clone()))?;
    let text = wording::own(&mut desk.rng);
    let percent = u8::try_from(desk.rng.below(101)).ok();
    desk.run(who, Command::Report { item: item.clone(), text, percent })?;
    Ok(())
}

/// Enters the organisations; gives the branches, each with the name that its village goes by.
fn organisations(desk: &mut Desk, size: Size) -> Result<Vec<(OrgId, String)>, Failure> {
    let county = author(0, "county", Role::CountyOrgDept)?;
    let mut enter = |id: &str, name: String, kind, parent: Option<&str>| -> Result<OrgId, Failure> {
        let id: OrgId = id.parse()?;
        let parent = parent.map(str::parse).transpose()?;
        desk.run(
            &county,
            Command::DefineOrganisation(Organisation { id: id.clone(), name, kind, parent, households: None }),
        )?;
        Ok(id)
    };
    enter("county", "县委组织部".to_owned(), OrgKind::County, None)?;
    let letters: Vec<char> = PLACES.chars().collect();
    let letter = |number: usize| letters.get(number % letters.len().max(1)).copied().unwrap_or('村');
    let mut branches = Vec::new();
    for number in 1..=size.townships {
        let township = format!("t{number:02}");
        enter(&township, format!("第{number}镇党委"), OrgKind::Township, Some("county"))?;
        for place in 1..=size.branches {
            let all = branches.len();
            let village = format!("{}{}村", letter(all), letter(all / letters.len().max(1) + 7));
            let id = format!("{township}-v{place:02}");
            let id = enter(&id, format!("第{number}镇{village}党支部"), OrgKind::Village, Some(&township))?;
            branches.push((id, village));
        }
    }
    Ok(branches)
}

fn author(number: u32, org: &str, role: Role) -> Result<Author, Failure> {
    let mut device = [0; 16];
    device.iter_mut().zip(number.to_be_bytes()).for_each(|(to, from)| *to = from);
    Ok(Author { device: DeviceId(device), org: org.parse()?, role, person: format!("某{number}") })
}
