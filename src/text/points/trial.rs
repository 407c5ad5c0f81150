//! Words of trying other parameters, and of whether it is fair.

use taizhang_ledger::{
    Ledger,
    points::{Flat, Scheme, Simulation, Spread, Supposed},
};

use super::{BUDGET_NOT_SET, coefficient, money, money_by, share, tier};

pub const BY_SIZE: &str = "不同规模的村（社区）";
pub const TRIED_FAIR: &str = "试算后";
pub const TRIED: &str = "试算金额（元）";
pub const TRIAL: &str = "试一试：改了参数会怎样";
pub const TRIAL_EXPLAINED: &str = "只是试算，不会保存。要改请到任务书里改。";
pub const CLEAR: &str = "恢复原数";
pub const FAIR: &str = "公不公平";
pub const BY_TOWNSHIP: &str = "各乡镇";
pub const ALL_TOLD_APART: &str = "分数拉开了差距。";

/// A heading or a title of what rests on numbers that nobody has set.
pub fn tried(said: &str) -> String {
    format!("试算：{said}")
}

/// A number that nobody has set.
pub fn is_supposed(said: &str) -> String {
    format!("{said}（假设）")
}

/// The name of a parameter among the rows of a table.
pub fn parameter_row(name: &str) -> String {
    format!("参数：{name}")
}

/// The weight of a part.
pub fn weight(part: &str) -> String {
    format!("{part}的分值")
}

/// That what is shown rests on numbers that nobody has set.
pub fn supposed(ledger: &Ledger, supposed: &Supposed) -> String {
    let parameters = ledger.parameter_names().filter_map(|one| Some((one, supposed.get(&one.id)?)));
    let said: Vec<String> = parameters.map(|(one, value)| format!("{}{value}{}", one.name, one.unit)).collect();
    let weights = if said.len() < supposed.len() { "和假设的分值" } else { "" };
    format!("试算：以下按假设的参数（{}）{weights}算，不是真实的数，不能作为依据。", said.join("，"))
}

/// The sum beside the budget, and whether the tiers only move money about.
pub fn sums(simulation: &Simulation) -> Vec<String> {
    let mut said = vec![format!("合计{}元，{}个对象。", money(simulation.sum), simulation.outcomes.len())];
    said.push(match (simulation.budget, simulation.left()) {
        (Some(budget), Some(left)) if left >= 0 => format!("预算{}元，还剩{}元。", money(budget), money(left)),
        (Some(budget), Some(left)) => format!("预算{}元，超出{}元。", money(budget), money(-left)),
        _ => BUDGET_NOT_SET.to_owned(),
    });
    said.push(match simulation.tilt() {
        0 => "分档没有让总额变化：有人多拿的，正是有人少拿的。".to_owned(),
        more @ 1.. => format!("分档让总额比都按系数1多{}元。", money(more)),
        less => format!("分档让总额比都按系数1少{}元。", money(-less)),
    });
    said
}

/// How scores are spread.
pub fn spread(spread: &Spread) -> String {
    let middle = |exact| coefficient(exact);
    format!(
        "最高{}分，最低{}分，相差{}分；平均{}分，中间{}分。",
        spread.max,
        spread.min,
        spread.width(),
        middle(spread.mean),
        middle(spread.median)
    )
}

/// Why it is all the same how much one does.
pub fn flat(scheme: &Scheme, flat: &Flat) -> String {
    match flat {
        Flat::NarrowSpread { spread, min } => {
            format!("干多干少一个样：最高分和最低分只差{spread}分，不到{min}分。")
        }
        Flat::OneTier { tier: id, count, of, max } => {
            format!("干多干少一个样：{of}个里有{count}个都在{}，超过{}。", tier(scheme, Some(id)), share(*max))
        }
    }
}

/// In which tier most are.
pub fn largest_tier(scheme: &Scheme, tier: &str, count: usize, of: usize) -> String {
    format!("人最多的是{}，{of}个里有{count}个。", super::tier(scheme, Some(tier)))
}

/// How places of a size fare: by how many of the bounds they reach.
pub fn size(band: usize, bounds: &[i64], spread: &Spread, paid: i128) -> String {
    let from = band.checked_sub(1).and_then(|at| bounds.get(at));
    let name = match (from, bounds.get(band)) {
        (None, Some(to)) => format!("不到{to}户"),
        (Some(from), Some(to)) => format!("{from}户到{}户", to.saturating_sub(1)),
        (Some(from), None) => format!("{from}户以上"),
        (None, None) => "全部".to_owned(),
    };
    township(&name, spread, paid)
}

/// That some places have no size.
pub fn unsized_places(number: usize) -> String {
    format!("另有{number}个没有登记户数，没有算在里面。")
}

/// How a township fares.
pub fn township(name: &str, spread: &Spread, paid: i128) -> String {
    let paid = i64::try_from(paid).unwrap_or(i64::MAX);
    format!("{name}：{}个，平均{}分，合计{}元", spread.count, coefficient(spread.mean), money(paid))
}

/// What other parameters would do.
pub fn compared(sum_by: i64, changed: usize, tiers: usize) -> String {
    match changed {
        0 => "谁的钱都不变。".to_owned(),
        _ => format!("总额{}；{changed}个对象的分数、名次或金额有变化，其中{tiers}个换了档次。", money_by(sum_by)),
    }
}
