//! The rows of a register: a table where there is room, cards on a phone; with totals. However many there are, those near
//! the window are drawn, and all when it is printed.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};
use taizhang_ledger::{
    Ledger, OrgId, Register, RowId,
    record::Value,
    register::{Column, ColumnKind, Row, decimal},
};
use taizhang_sheets::Workbook;

use super::{
    super::{guides::GuideLinks, taskbook::may_write},
    keepers,
};
use crate::{
    platform::{lifecycle, page},
    state::{Book, Session, Today, workbook},
    text::{self, definitions, registers as words, withdrawn},
    widgets::{BLOCK, Blocks, Export, Icon, Shape},
};

/// From so many rows on the columns have fixed widths, so that they stay where they are while rows come and go.
const LONG: usize = 3 * BLOCK;

/// How long drawing is waited for before the page is printed, in milliseconds.
const DRAWING: u32 = 60;
/// A table of more columns lies across the sheet.
const UPRIGHT: usize = 6;

/// A row as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Line {
    org: OrgId,
    org_name: String,
    id: RowId,
    cells: Vec<String>,
    flawed: bool,
    struck_out: bool,
}

/// What is drawn of a register.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sheet {
    register: Register,
    /// Whose rows may be shown.
    keepers: Vec<(OrgId, String)>,
    /// Whose rows are shown.
    shown: Vec<OrgId>,
    /// The latest first.
    lines: Vec<Line>,
    /// For each column what its values add up to, where they do.
    totals: Vec<Option<String>>,
    struck_out: usize,
    /// Sealed rows whose keys are not here.
    locked: usize,
    may_add: bool,
}

fn read(
    ledger: &Ledger,
    session: &Session,
    id: &str,
    of: Option<&OrgId>,
    with_struck_out: bool,
    today: NaiveDate,
) -> Option<Sheet> {
    let register = ledger.register(id)?.clone();
    let own = session.identity().org;
    let keepers = keepers(ledger, &own, &register);
    let mut lines = Vec::new();
    let mut sums = vec![0_i128; register.columns.len()];
    let mut struck_out = 0;
    let shown: Vec<OrgId> = keepers.iter().filter(|org| of.is_none_or(|of| of == *org)).cloned().collect();
    for org in &shown {
        for row in ledger.register_rows(org, &register.id) {
            let out = row.struck_out().is_some();
            struck_out += usize::from(out);
            if out && !with_struck_out {
                continue;
            }
            for (sum, column) in sums.iter_mut().zip(&register.columns) {
                if let (false, Some(Value::Number(number))) = (out, row.value(&column.id)) {
                    *sum += i128::from(*number);
                }
            }
            lines.push((row.record.at, line(ledger, &register, org, row, today)));
        }
    }
    lines.sort_by_key(|(at, line)| std::cmp::Reverse((*at, line.id)));
    let totals = register.columns.iter().zip(sums).map(|(column, sum)| total(column, sum)).collect();
    let may_add = keepers.iter().any(|org| ledger.may_keep(&session.author(), org, &register));
    let locked = shown.iter().map(|org| ledger.locked_rows(org, &register.id)).sum();
    let keepers = keepers.into_iter().map(|org| (org.clone(), ledger.orgs().name(&org).to_owned())).collect();
    let lines = lines.into_iter().map(|(_, line)| line).collect();
    Some(Sheet { register, keepers, shown, lines, totals, struck_out, locked, may_add })
}

fn line(ledger: &Ledger, register: &Register, org: &OrgId, row: Row<'_>, today: NaiveDate) -> Line {
    let cell = |column: &Column| row.value(&column.id).map(|value| words::shown(ledger, column, value));
    Line {
        org: org.clone(),
        org_name: ledger.orgs().name(org).to_owned(),
        id: row.record.id,
        cells: register.columns.iter().map(|column| cell(column).unwrap_or_default()).collect(),
        flawed: !row.flaws(register).is_empty() || !row.gaps(register, ledger, today).is_empty(),
        struck_out: row.struck_out().is_some(),
    }
}

/// What does not fit any more is not shown rather than wrong.
fn total(column: &Column, sum: i128) -> Option<String> {
    let sum = i64::try_from(sum).ok()?;
    column.adds_up().then(|| words::grouped(&decimal(sum, column.places())))
}

/// The page.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.with(|params| params.get("register").unwrap_or_default()));
    let of = RwSignal::new(query.with_untracked(|query| query.get("of")).and_then(|of| of.parse::<OrgId>().ok()));
    let with_struck_out = RwSignal::new(false);
    let today = expect_context::<Today>();
    let sheet = Memo::new(move |_| {
        book.read(|ledger| {
            read(ledger, &session, &id.get(), of.get().as_ref(), with_struck_out.get(), today.date.get())
        })
    });
    let known = Memo::new(move |_| sheet.with(|sheet| sheet.as_ref().map(|sheet| sheet.register.clone())));
    move || match known.get() {
        None => view! { <p class="card empty">{words::UNKNOWN}</p> }.into_any(),
        Some(register) => {
            let sheet = Memo::new(move |_| sheet.get());
            view! { <Rows register sheet of with_struck_out /> }.into_any()
        }
    }
}

#[component]
fn Rows(
    register: Register,
    sheet: Memo<Option<Sheet>>,
    of: RwSignal<Option<OrgId>>,
    with_struck_out: RwSignal<bool>,
) -> impl IntoView {
    let of_sheet = move |tell: fn(&Sheet) -> usize| sheet.with(|sheet| sheet.as_ref().map(tell).unwrap_or_default());
    let count = Memo::new(move |_| of_sheet(|sheet| sheet.lines.len()));
    let many = Memo::new(move |_| of_sheet(|sheet| sheet.keepers.len()) > 1);
    let any_struck_out = Memo::new(move |_| of_sheet(|sheet| sheet.struck_out) > 0);
    let locked = Memo::new(move |_| of_sheet(|sheet| sheet.locked));
    let may_add = Memo::new(move |_| sheet.with(|sheet| sheet.as_ref().is_some_and(|sheet| sheet.may_add)));
    let may_define = may_write(expect_context::<Book>(), &expect_context::<Session>());
    let base = format!("/registers/{}", register.id);
    let import = format!("{base}/import");
    let add = move || of.get().map_or_else(|| format!("{base}/new"), |org| format!("{base}/new?of={org}"));
    let keepers = sheet.with_untracked(|sheet| sheet.as_ref().map(|sheet| sheet.keepers.clone()).unwrap_or_default());
    let options = keepers
        .into_iter()
        .map(|(id, name)| {
            let this = id.clone();
            view! { <option value=id.to_string() selected=move || of.get().as_ref() == Some(&this)>{name}</option> }
        })
        .collect_view();
    view! {
        <p class="register-back no-print"><A href="/registers">{words::TITLE}</A></p>
        <h1 class="page-title">{register.name.clone()}</h1>
        <p class="quiet no-print">{words::WHY}{register.why.clone()}</p>
        {register.retired.then(|| view! { <p class="notice no-print" id="rests">{withdrawn::REGISTER_RESTS}</p> })}
        {register.sealed.then(|| {
            let here = if many.get_untracked() || may_add.get_untracked() { words::SEALED_EXPLAINED } else { words::SEALED_ELSEWHERE };
            view! { <p class="quiet no-print"><span class="badge badge-aside">{words::SEALED}</span>" "{here}</p> }
        })}
        <Show when=move || { locked.get() > 0 }>
            <p class="notice no-print"><Icon shape=Shape::Warning /><span>{move || words::locked(locked.get())}</span></p>
        </Show>
        {may_define.then(|| view! {
            <p class="no-print"><A href=format!("/taskbook/registers/{}", register.id) attr:class="button-quiet"><Icon shape=Shape::Edit />{definitions::EDIT_COLUMNS}</A></p>
        })}
        <GuideLinks register=register.id.clone() />
        <div class="filters register-acts no-print">
            <Show when=move || may_add.get()>
                <A href=add.clone() attr:class="button-main"><Icon shape=Shape::Add />{words::ADD}</A>
                <A href=import.clone() attr:class="button">{words::IMPORT}</A>
            </Show>
            {many.get_untracked().then(|| view! {
                <label class="field field-short"><span>{words::BRANCH}</span>
                    <select id="register-of" on:change=move |event| of.set(event_target_value(&event).parse().ok())>
                        <option value="">{words::ALL_BRANCHES}</option>
                        {options}
                    </select>
                </label>
            })}
            <Show when=move || any_struck_out.get()>
                <label class="check"><input type="checkbox" prop:checked=with_struck_out
                    on:change=move |event| with_struck_out.set(event_target_checked(&event)) />{words::SHOW_STRUCK_OUT}</label>
            </Show>
        </div>
        <p class="found" role="status">{move || words::rows(count.get(), 0)}</p>
        <Show when=move || { count.get() > 0 }>
            <Table register=register.clone() sheet with_org=many />
        </Show>
    }
}

#[component]
fn Table(register: Register, sheet: Memo<Option<Sheet>>, with_org: Memo<bool>) -> impl IntoView {
    let count = Memo::new(move |_| sheet.with(|sheet| sheet.as_ref().map_or(0, |sheet| sheet.lines.len())));
    let blocks = Blocks::follow(count);
    let numbers = Memo::new(move |_| count.get().div_ceil(BLOCK));
    let long = Memo::new(move |_| count.get() > LONG);
    let columns = StoredValue::new(register.columns.clone());
    let headings = register.columns.iter().map(|column| {
        view! { <th scope="col" class:register-number=column.kind.is_amount()>{words::heading(column)}</th> }
    });
    let headings = headings.collect_view();
    let widths = move || {
        long.get().then(|| {
            let of_org = with_org.get_untracked().then(|| view! { <col style="width:10em" /> });
            let each = columns.with_value(|columns| columns.iter().map(width).collect_view());
            view! { <colgroup><col style="width:6em" />{of_org}{each}</colgroup> }
        })
    };
    let totals = move || {
        let totals = sheet.with(|sheet| sheet.as_ref().map(|sheet| sheet.totals.clone()).unwrap_or_default());
        totals.iter().any(Option::is_some).then(|| {
            let cells = columns.with_value(|columns| {
                totals
                    .into_iter()
                    .zip(columns)
                    .map(|(total, column)| {
                        let none = total.is_none();
                        view! { <td class="register-number" class:register-none=none data-label=column.name.clone()>{total}</td> }
                    })
                    .collect_view()
            });
            view! {
                <tfoot><tr>
                    <th scope="row">{words::TOTAL}</th>
                    {with_org.get_untracked().then(|| view! { <td class="register-none"></td> })}
                    {cells}
                </tr></tfoot>
            }
        })
    };
    let id = StoredValue::new(register.id.clone());
    let wide = register.columns.len() > UPRIGHT;
    let name = register.name.clone();
    let leave = to_workbook(register, sheet);
    view! {
        <div class="table-scroll" class:register-wide=wide>
            <table class="register" class:register-long=move || long.get() node_ref=blocks.table
                aria-rowcount=move || (count.get() + 1).to_string()>
                {widths}
                <thead><tr>
                    <th scope="col" class="no-print"></th>
                    {with_org.get_untracked().then(|| view! { <th scope="col">{words::BRANCH}</th> })}
                    {headings}
                </tr></thead>
                <For each=move || 0..numbers.get() key=|number| *number let:number>
                    <Block id number blocks sheet columns with_org=with_org.get_untracked() />
                </For>
                {totals}
            </table>
        </div>
        <p class="page-acts no-print">
            <button type="button" class="button-quiet" on:click=move |_| print(blocks)>
                <Icon shape=Shape::Print />{words::PRINT}
            </button>
            <Export name=name.clone() workbook=leave one=true />
        </p>
    }
}

/// All rows are drawn before the browser looks at them.
fn print(blocks: Blocks) {
    blocks.draw_all(true);
    lifecycle::after(DRAWING, page::print);
}

/// How wide a column of a long table is at least.
fn width(column: &Column) -> impl IntoView + use<> {
    let width = match column.kind {
        ColumnKind::Text if column.max.is_none_or(|most| most > 40) => 16,
        ColumnKind::Text | ColumnKind::Organisation | ColumnKind::Task => 10,
        _ => 8,
    };
    view! { <col style=format!("width:{width}em") /> }
}

/// Some rows of the table, or the place that they take.
#[component]
fn Block(
    id: StoredValue<String>,
    number: usize,
    blocks: Blocks,
    sheet: Memo<Option<Sheet>>,
    columns: StoredValue<Vec<Column>>,
    with_org: bool,
) -> impl IntoView {
    let drawn = Memo::new(move |_| blocks.has(number));
    let first = number * BLOCK;
    let rows = move || sheet.with(|sheet| sheet.as_ref().map_or(0, |sheet| sheet.lines.len().saturating_sub(first)));
    let height = move || format!("height:{:.0}px", blocks.height(number, rows().min(BLOCK)));
    let lines = move || {
        sheet.with(|sheet| {
            let lines = sheet.iter().flat_map(|sheet| &sheet.lines).enumerate().skip(first).take(BLOCK);
            lines.map(|(place, line)| (place, line.clone())).collect::<Vec<_>>()
        })
    };
    view! {
        <tbody>
            <Show when=move || drawn.get()
                fallback=move || view! { <tr class="register-space" aria-hidden="true"><td colspan="99" style=height></td></tr> }>
                <For each=lines key=Clone::clone let:line>
                    <RowLine id=id.get_value() place=line.0 line=line.1 columns with_org />
                </For>
            </Show>
        </tbody>
    }
}

/// What is shown, as a workbook.
fn to_workbook(register: Register, sheet: Memo<Option<Sheet>>) -> Callback<(), Workbook> {
    let book = expect_context::<Book>();
    let own = expect_context::<Session>().identity();
    let today = expect_context::<Today>();
    Callback::new(move |()| {
        let day = today.date.get_untracked();
        let orgs = sheet.with_untracked(|sheet| sheet.as_ref().map(|sheet| sheet.shown.clone()).unwrap_or_default());
        book.read_untracked(|ledger| workbook(ledger, &register, &orgs, &own.org_name, day))
    })
}

#[component]
fn RowLine(id: String, place: usize, line: Line, columns: StoredValue<Vec<Column>>, with_org: bool) -> impl IntoView {
    let to = format!("/registers/{id}/{}/{}", line.org, line.id);
    let open = if line.struck_out { words::STRUCK_OUT } else { text::ui::item::EDIT };
    let cells = columns.with_value(|columns| {
        line.cells
            .into_iter()
            .zip(columns)
            .map(|(cell, column)| {
                let (none, number) = (cell.is_empty(), column.kind.is_amount());
                view! { <td class:register-number=number class:register-none=none data-label=column.name.clone()>{cell}</td> }
            })
            .collect_view()
    });
    view! {
        <tr aria-rowindex=(place + 2).to_string() class:register-out=line.struck_out class:register-flawed=line.flawed>
            <td class="no-print register-open"><A href=to>{open}</A>
                {line.flawed.then(|| view! { <span class="badge badge-wait">{words::FLAWED}</span> })}
            </td>
            {with_org.then(|| view! { <td data-label=words::BRANCH>{line.org_name}</td> })}
            {cells}
        </tr>
    }
}
