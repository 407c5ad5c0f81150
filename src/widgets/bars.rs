//! Small charts that print: months as columns, organisations as lines. Each bar says its number, so that nobody has to
//! measure; what is less than nothing goes the other way.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::expr::{Exact, rounded};

use crate::text::indicators as words;

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
    /// Whether it is of the year before.
    pub past: bool,
    /// What is to be reached, marked on a line.
    pub target: Option<Exact>,
    /// What else is said of it: the target and the year before.
    pub note: Option<String>,
}

/// A line across all columns: how much, and what it says.
pub type Mark = (Exact, String);

/// The height of the columns, in the units of the drawing.
const HEIGHT: i64 = 120;
/// The width of a month.
const WIDTH: usize = 60;
/// Room above the columns for the numbers, and below them for the months.
const HEAD: i64 = 22;
/// Room below for numbers of columns that go down.
const BELOW: i64 = 14;
/// Decimal places that are drawn.
const PLACES: u8 = 4;

/// From the least of some numbers and nothing to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scale {
    low: i128,
    span: i128,
}

impl Scale {
    fn of(bars: &[Bar], more: Option<Exact>) -> Self {
        let values = bars.iter().flat_map(|bar| [bar.value, bar.target]).chain([more]);
        let levels = values.flatten().filter_map(level);
        let (low, high) = levels.fold((0, 0), |(low, high), one| (one.min(low), one.max(high)));
        Self { low, span: (high - low).max(1) }
    }

    /// Where a number lies, in thousandths from the least; what is too large to draw lies nowhere.
    fn at(self, value: Exact) -> Option<i64> {
        i64::try_from((level(value)? - self.low) * 1000 / self.span).ok()
    }

    /// Where nothing lies.
    fn zero(self) -> i64 {
        self.at(Exact::default()).unwrap_or_default()
    }

    /// From where to where the bar of a number goes: up or down from nothing.
    fn bar(self, value: Option<Exact>) -> (i64, i64) {
        let (zero, at) = (self.zero(), value.and_then(|value| self.at(value)));
        let at = at.unwrap_or(zero);
        (zero.min(at), zero.max(at))
    }
}

fn level(value: Exact) -> Option<i128> {
    rounded(value, PLACES).map(i128::from)
}

/// How far down the drawing something lies.
const fn depth(at: i64) -> i64 {
    HEAD + HEIGHT - at * HEIGHT / 1000
}

/// Months as columns.
#[component]
pub fn MonthBars(
    /// One for each month; one of the year before may stand beside them.
    bars: Memo<Vec<Bar>>,
    /// What is to be reached.
    #[prop(into)]
    target: Signal<Option<Mark>>,
) -> impl IntoView {
    let drawn = move || {
        bars.with(|bars| {
            let target = target.get();
            let scale = Scale::of(bars, target.as_ref().map(|(value, _)| *value));
            let foot = HEAD + if scale.low < 0 { BELOW } else { 0 };
            let each = bars.iter().enumerate().map(|(place, bar)| {
                let left = place * WIDTH;
                let (from, to) = scale.bar(bar.value);
                let (top, high) = (depth(to), depth(from) - depth(to));
                let middle = left + WIDTH / 2;
                let down = bar.value.is_some_and(|value| value < Exact::default());
                let number = if down { top + high + BELOW } else { top - 6 };
                let said = bar.said.clone().unwrap_or_default();
                view! {
                    <g>
                        <title>{words::bar_said(&bar.name, &said)}</title>
                        <rect class="chart-bar" class:chart-past=bar.past class:chart-down=down x=left + 10 y=top width=WIDTH - 20 height=high.max(1) />
                        <text class="chart-number" x=middle y=number text-anchor="middle">{said}</text>
                        <text class="chart-name" x=middle y=HEAD + HEIGHT + foot - 4 text-anchor="middle">{bar.name.clone()}</text>
                    </g>
                }
            });
            let each = each.collect_view();
            let width = bars.len() * WIDTH;
            let zero = depth(scale.zero());
            let line = target.as_ref().and_then(|(value, said)| {
                let at = depth(scale.at(*value)?);
                Some(view! {
                    <line class="chart-target" x1=0 x2=width y1=at y2=at />
                    <text class="chart-target-said" x=2 y=at - 4>{said.clone()}</text>
                })
            });
            let size = format!("0 0 {width} {}", HEAD + HEIGHT + foot);
            let said = bars.iter().map(|bar| words::bar_said(&bar.name, bar.said.as_deref().unwrap_or_default()));
            let said = said.chain(target.map(|(_, said)| said)).collect::<Vec<_>>().join(words::COMMA);
            view! {
                <svg class="chart" viewBox=size role="img" aria-label=said>
                    {each}<line class="chart-zero" x1=0 x2=width y1=zero y2=zero />{line}
                </svg>
            }
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
            let scale = Scale::of(bars, None);
            let each = bars.iter().map(|bar| {
                let (from, to) = scale.bar(bar.value);
                let width = format!("margin-left:{}%;width:{}%", from / 10, (to - from) / 10);
                let down = bar.value.is_some_and(|value| value < Exact::default());
                let low = bar.low.then(|| view! { <span class="badge badge-wait">{words::LOW}</span> });
                let name = bar.name.clone();
                let name = match bar.href.clone() {
                    Some(href) => view! { <A href=href>{name}</A> }.into_any(),
                    None => name.into_any(),
                };
                let target = bar.target.and_then(|target| scale.at(target)).map(|at| {
                    view! { <span class="bar-target" style=format!("left:{}%", (at / 10).min(99))></span> }
                });
                view! {
                    <li class="bar-row">
                        <span class="bar-name">{name}{low}</span>
                        <span class="sheet-bar bar-track"><span class="sheet-bar-fill" class:bar-down=down style=width></span>{target}</span>
                        <span class="bar-said">{bar.said.clone()}</span>
                        {bar.note.clone().map(|note| view! { <span class="bar-note">{note}</span> })}
                    </li>
                }
            });
            view! { <ul class="bar-rows">{each.collect_view()}</ul> }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(value: i128) -> Bar {
        Bar { value: Some(Exact::from_integer(value)), ..Bar::default() }
    }

    #[test]
    fn what_is_less_than_nothing_has_a_bar_of_its_length() {
        let scale = Scale::of(&[bar(300), bar(-100)], None);
        assert_eq!(scale.zero(), 250);
        assert_eq!(scale.bar(Some(Exact::from_integer(300))), (250, 1000));
        assert_eq!(scale.bar(Some(Exact::from_integer(-100))), (0, 250));
        assert_eq!(scale.bar(None), (250, 250));
    }

    #[test]
    fn a_target_above_all_bars_fits_in() {
        let scale = Scale::of(&[bar(50)], Some(Exact::from_integer(200)));
        assert_eq!(scale.bar(Some(Exact::from_integer(50))), (0, 250));
        assert_eq!(scale.at(Exact::from_integer(200)), Some(1000));
        assert_eq!(Scale::of(&[], None).bar(Some(Exact::default())), (0, 0), "nothing is no reason to divide by it");
        let large = Exact::from_integer(i128::MAX);
        assert_eq!(Scale::of(&[bar(i128::MAX)], None).at(large), None);
    }
}
