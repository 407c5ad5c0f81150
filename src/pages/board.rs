//! 看板: branches × fields of work. A township's is computed from the documents on this device, the county's by the hub.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
    params::ParamsMap,
};
use taizhang_ledger::{Board, Domain, Tier, Timestamp};

use crate::{
    platform::{lifecycle, page},
    state::{Book, Connection, Fields, Group, HubCopy, Lines, Order, Session, Sheet, Today, View},
    text::{self, ui::board as words},
    widgets::{BoardTable, FieldOptions, Icon, Shape, SheetLinks, Tile},
};

/// How many lines are drawn before one asks for more.
const PAGE: usize = 60;
/// How long the browser gets to draw all lines before it prints them, in milliseconds.
const DRAWING: u32 = 60;

/// The word in an address for all branches of the county.
const BRANCHES: &str = "branches";

/// Where the numbers come from, and until when they are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// The documents on this device, all of them.
    Local,
    /// The documents on this device, of which some may be missing.
    OnlyHere(Timestamp),
    /// The hub.
    Hub(Timestamp),
}

fn view_of(query: &ParamsMap, tier: Tier) -> View {
    let word = |key: &str| query.get(key).unwrap_or_default();
    let lines = match (tier, word("of").as_str()) {
        (Tier::County, "") => Lines::Townships,
        (Tier::County, township) if township != BRANCHES => township.parse().map_or(Lines::Branches, Lines::Of),
        _ => Lines::Branches,
    };
    View {
        lines,
        fields: Fields::from_word(&word("domain")).unwrap_or_default(),
        order: Order::from_word(&word("order")).unwrap_or_default(),
    }
}

/// The board with its source; none while there is nothing to show.
fn followed(tier: Tier) -> Memo<Option<(Arc<Board>, Source)>> {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let local = move || book.read(|ledger| Arc::new(book.projection.board(ledger.orgs(), today.date.get())));
    // The hub knows the present alone.
    if tier != Tier::County || book.read_untracked(|ledger| ledger.past().is_some()) {
        return Memo::new(move |_| Some((local(), Source::Local)));
    }
    let hub = expect_context::<HubCopy<Board>>();
    let connection = expect_context::<Connection>();
    // When the page opens, when the connection is back, and every minute.
    Effect::new(move |_| {
        today.now.track();
        connection.link.track();
        hub.ask();
    });
    Memo::new(move |_| {
        if let Some((board, at)) = hub.last() {
            return Some((board, Source::Hub(at)));
        }
        let answered = hub.failed.with(Option::is_some);
        answered
            .then(local)
            .filter(|board| board.total().all > 0)
            .map(|board| (board, Source::OnlyHere(today.now.get())))
    })
}

/// The page.
#[component]
pub fn BoardPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let (tier, own) = (session.tier(), session.identity().org);
    let query = use_query_map();
    let view = Memo::new(move |_| query.with(|query| view_of(query, tier)));
    let board = followed(tier);
    let book = expect_context::<Book>();
    let order =
        Memo::new(move |_| book.read(|ledger| ledger.domains().iter().map(|one| one.id).collect::<Vec<Domain>>()));
    let sheet = Memo::new(move |_| {
        let laid = |board: &Board| order.with(|order| Sheet::of(board, &view.get(), order));
        board.with(|board| board.as_ref().map(|(board, _)| laid(board))).unwrap_or_default()
    });
    let source = Memo::new(move |_| board.with(|board| board.as_ref().map(|(_, source)| *source)));
    let way = Memo::new(move |_| {
        let View { lines, fields, .. } = view.get();
        let org = if let Lines::Of(township) = &lines { Some(township.clone()) } else { None };
        SheetLinks { org, fields, townships: lines == Lines::Townships }
    });
    let shown = RwSignal::new(PAGE);
    let lines = Signal::derive(move || sheet.with(|sheet| sheet.lines.iter().take(shown.get()).cloned().collect()));
    let more = move || sheet.with(|sheet| sheet.lines.len().saturating_sub(shown.get()));
    let title = move || {
        let org = way.with(|way| way.org.clone()).unwrap_or_else(|| own.clone());
        book.read(|ledger| ledger.orgs().name(&org).to_owned())
    };
    let print = move |_| {
        shown.set(usize::MAX);
        lifecycle::after(DRAWING, page::print);
    };
    view! {
        <div class="sheet-page">
            <h1 class="page-title">{words::TITLE}" "<small>{title}</small></h1>
            <SourceLine source />
            <Show when=move || source.with(Option::is_some) fallback=move || view! { <NoBoard /> }>
                <Sums sheet way />
                <Choices view tier print />
                <p class="quiet sheet-legend">{words::LEGEND}</p>
                <Show when=move || !lines.with(Vec::is_empty)
                    fallback=|| view! { <p class="card empty">{words::NO_LINES}</p> }>
                    <BoardTable sheet lines way />
                </Show>
                <Show when=move || { more() > 0 }>
                    <button type="button" class="button-quiet more" on:click=move |_| shown.update(|n| *n += PAGE)>
                        {move || words::more(more())}
                    </button>
                </Show>
            </Show>
        </div>
    }
}

/// Until when the numbers are right, and how to get newer ones.
#[component]
fn SourceLine(source: Memo<Option<Source>>) -> impl IntoView {
    let hub = expect_context::<HubCopy<Board>>();
    let said = move || match source.get() {
        None => String::new(),
        Some(Source::Local) => words::LOCAL.to_owned(),
        Some(Source::Hub(at)) => words::as_of(&text::date_time(at)),
        Some(Source::OnlyHere(at)) => words::only_here(&text::date_time(at)),
    };
    let from_hub = move || !matches!(source.get(), None | Some(Source::Local));
    let failed = move || hub.failed.with(|why| why.as_ref().map(words::not_renewed));
    view! {
        <Show when=move || source.with(Option::is_some)>
            <div class="sheet-source">
                <strong id="board-as-of"><Icon shape=Shape::Clock />{said}</strong>
                <Show when=from_hub>
                    <button type="button" class="button-quiet" disabled=move || hub.asking.get()
                        on:click=move |_| hub.ask()>
                        {words::REFRESH}
                    </button>
                    <span class="sheet-stale" role="status">
                        {move || failed().map(|why| view! { <Icon shape=Shape::Offline />{why} })}
                    </span>
                </Show>
            </div>
        </Show>
    }
}

/// Nothing to show: the hub is being asked, or has never answered.
#[component]
fn NoBoard() -> impl IntoView {
    let hub = expect_context::<HubCopy<Board>>();
    let said = move || if hub.asking.get() { words::ASKING } else { words::NONE };
    view! {
        <section class="card empty" role="status">
            <Icon shape=Shape::Board />
            <p>{said}</p>
            <Show when=move || !hub.asking.get()>
                <button type="button" class="button-main" on:click=move |_| hub.ask()>{words::REFRESH}</button>
            </Show>
        </section>
    }
}

/// The sums of all lines that are shown.
#[component]
fn Sums(sheet: Memo<Sheet>, way: Memo<SheetLinks>) -> impl IntoView {
    let number = move |of: fn(&taizhang_ledger::Tally) -> u32| {
        Signal::derive(move || sheet.with(|sheet| usize::try_from(of(&sheet.sum.whole)).unwrap_or(usize::MAX)))
    };
    // Made here and not where they are drawn: what is drawn anew must not take them along.
    let counted = number(|sum| sum.all);
    let closed = number(|sum| sum.closed);
    let overdue = number(|sum| sum.overdue);
    let soon = number(|sum| sum.due_soon);
    let not_started = number(|sum| sum.not_started);
    let awaiting = number(|sum| sum.awaiting);
    let late = number(|sum| sum.closed_late);
    // Where they lead hangs on what is shown.
    move || {
        let to = |group: Group, soon: bool| way.with(|way| way.of_sum(group, soon));
        view! {
            <div class="tiles tiles-seven">
                <Tile name=words::COUNTED number=counted href=to(Group::Counted, false) />
                <Tile name=words::CLOSED number=closed href=to(Group::Closed, false) tone="done" />
                <Tile name=words::OVERDUE number=overdue href=to(Group::Overdue, false) tone="danger" />
                <Tile name=words::SOON number=soon href=to(Group::Open, true) tone="wait" />
                <Tile name=words::NOT_STARTED number=not_started href=to(Group::NotStarted, false) tone="new" />
                <Tile name=words::AWAITING number=awaiting href=to(Group::Verdict, false) tone="wait" />
                <Tile name=words::LATE number=late href=to(Group::ClosedLate, false) tone="wait" />
            </div>
        }
    }
}

/// Whom, which fields of work, in which order; and to paper.
#[component]
fn Choices(
    view: Memo<View>,
    tier: Tier,
    print: impl Fn(leptos::ev::MouseEvent) + Send + Sync + 'static,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let own = expect_context::<Session>().identity().org;
    let query = use_query_map();
    let navigate = use_navigate();
    let set = move |key: &'static str| {
        let navigate = navigate.clone();
        move |event| {
            let value = event_target_value(&event);
            let mut params = query.get_untracked();
            if value.is_empty() {
                params.remove(key);
            } else {
                params.replace(key, value);
            }
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&format!("/board{}", params.to_query_string()), options);
        }
    };
    let townships = move || {
        book.read(|ledger| {
            let below = ledger.orgs().below(&own).filter(|org| org.kind.tier() == Tier::Township);
            below.map(|org| (org.id.clone(), org.name.clone())).collect::<Vec<_>>()
        })
    };
    let is_of = move |lines: Lines| move || view.with(|view| view.lines == lines);
    view! {
        <div class="filters sheet-choices">
            <div class="selects">
                {(tier == Tier::County).then(|| view! {
                    <label>
                        <span class="unseen">{words::LINES}</span>
                        <select id="board-of" on:change=set("of")>
                            <option value="" selected=is_of(Lines::Townships)>{words::ALL_TOWNSHIPS}</option>
                            <option value=BRANCHES selected=is_of(Lines::Branches)>{words::ALL_BRANCHES}</option>
                            {move || townships().into_iter().map(|(id, name)| view! {
                                <option value=id.to_string() selected=is_of(Lines::Of(id))>{name}</option>
                            }).collect_view()}
                        </select>
                    </label>
                })}
                <label>
                    <span class="unseen">{words::FIELDS}</span>
                    <select id="board-fields" on:change=set("domain")>
                        <FieldOptions chosen=Memo::new(move |_| view.with(|view| view.fields)) />
                    </select>
                </label>
                <label>
                    <span class="unseen">{words::ORDER}</span>
                    <select id="board-order" on:change=set("order")>
                        {Order::ALL.into_iter().map(|order| view! {
                            <option value=order.word() selected=move || view.with(|view| view.order == order)>
                                {words::order(order)}
                            </option>
                        }).collect_view()}
                    </select>
                </label>
                <button type="button" class="button" id="board-print" on:click=print>
                    <Icon shape=Shape::Print />{words::PRINT}
                </button>
            </div>
        </div>
    }
}
