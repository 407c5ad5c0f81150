//! Small charts that print: months as columns, organisations as lines. Each bar says its number, so that nobody has to
//! measure.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::expr::Exact;

use crate::{state::permille, text::indicators as words};

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is of.
    pub name: String,
    /// Its number, as people read it.
    pub said: Option<String>,
    /// How much.
    pub value: Option<Exact>,
    /// Where it leads.
    pub href: Option<String>,
    /// Whether it is among the last.
    pub low: bool,
}

/// The height of the columns, in the units of the drawing.
const HEIGHT: i64 = 120;
/// The width of a month.
const WIDTH: usize = 60;
/// Room above the columns for the numbers, and below them for the months.
const HEAD: i64 = 22;

/// Each value in thousandths of the largest, counted from nothing: what is less than nothing has no bar.
fn shares(bars: &[Bar]) -> Vec<i64> {
    let most = bars.iter().filter_map(|bar| bar.value).max().unwrap_or_default();
    bars.iter().map(|bar| bar.value.and_then(|value| permille(value, most)).unwrap_or(0).max(0)).collect()
}

/// Months as columns.
#[component]
pub fn MonthBars(
    /// One for each month.
    bars: Memo<Vec<Bar>>,
) -> impl IntoView {
    let drawn = move || {
        bars.with(|bars| {
            let each = bars.iter().zip(shares(bars)).enumerate().map(|(place, (bar, share))| {
                let (left, high) = (place * WIDTH, share * HEIGHT / 1000);
                let top = HEAD + HEIGHT - high;
                let middle = left + WIDTH / 2;
                let said = bar.said.clone().unwrap_or_default();
                view! {
                    <g>
                        <title>{words::bar_said(&bar.name, &said)}</title>
                        <rect class="chart-bar" x=left + 10 y=top width=WIDTH - 20 height=high.max(1) />
                        <text class="chart-number" x=middle y=top - 6 text-anchor="middle">{said}</text>
                        <text class="chart-name" x=middle y=HEAD + HEIGHT + 18 text-anchor="middle">{bar.name.clone()}</text>
                    </g>
                }
            });
            let each = each.collect_view();
            let size = format!("0 0 {} {}", bars.len() * WIDTH, HEAD * 2 + HEIGHT);
            let said = bars.iter().map(|bar| words::bar_said(&bar.name, bar.said.as_deref().unwrap_or_default()));
            let said = said.collect::<Vec<_>>().join("，");
            view! { <svg class="chart" viewBox=size role="img" aria-label=said>{each}</svg> }
        })
    };
    view! { <div class="chart-scroll">{drawn}</div> }
}

/// Organisations as lines, each leading to its own number.
#[component]
pub fn BarRows(
    /// One for each.
    bars: Memo<Vec<Bar>>,
) -> impl IntoView {
    move || {
        bars.with(|bars| {
            let each = bars.iter().zip(shares(bars)).map(|(bar, share)| {
                let width = format!("width:{}%", share / 10);
                let low = bar.low.then(|| view! { <span class="badge badge-wait">{words::LOW}</span> });
                let name = bar.name.clone();
                let name = match bar.href.clone() {
                    Some(href) => view! { <A href=href>{name}</A> }.into_any(),
                    None => name.into_any(),
                };
                view! {
                    <li class="bar-row">
                        <span class="bar-name">{name}{low}</span>
                        <span class="sheet-bar"><span class="sheet-bar-fill" style=width></span></span>
                        <span class="bar-said">{bar.said.clone()}</span>
                    </li>
                }
            });
            view! { <ul class="bar-rows">{each.collect_view()}</ul> }
        })
    }
}
