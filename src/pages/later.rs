//! The pages that are seldom the first ones. Their code is in files of its own (`scripts/split-web.sh`), each fetched
//! when a page in it is first opened, so that the first page is there sooner.
#![allow(clippy::unnecessary_wraps, reason = "what the attribute puts around each of them can fail")]

use chrono::NaiveDate;
use leptos::{prelude::*, task::spawn_local};
use taizhang_ledger::{Author, OrgId};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{
    board::BoardPage,
    branches::Branches,
    burden::BurdenPage,
    case::CasePage,
    cases::CasesPage,
    chain::ChainPage,
    desk::Desk,
    devices::DevicesPage,
    enrol::Enrol,
    findings::{FindingsPage, found},
    given::{GivenPage, GivenTasks},
    guides::GuidesPage,
    inbox::InboxPage,
    indicators::{IndicatorPage, IndicatorsPage},
    inspection::{InspectionPage, InspectionsPage, NewInspectionPage},
    item::ItemPage,
    ledger::LedgerPage,
    more::MorePage,
    new_task::NewTaskPage,
    past::{InThePast, PastPage},
    points::{PointsPage, RewardPage, SchemePage, scores_to_look_at},
    register::{ImportPage, NewRowPage, RegisterPage, RegistersPage, RowPage},
    reports::ReportsPage,
    responsibilities::ResponsibilitiesPage,
    settings::SettingsPage,
    submissions::SubmissionsPage,
    suggestions::SuggestionsPage,
    sync::SyncPage,
    taskbook::{PlainDefinitionPage, RegisterDefinitionPage, TaskbookPage},
};
use crate::{state::Book, text::ui::later as words};

/// Makes a page whose code is here.
type Make = fn() -> AnyView;

/// A page whose code comes when it is opened: one of each file.
#[derive(Clone, Copy)]
pub enum Page {
    /// One of the file `items`.
    Items(Items),
    /// One of the file `work`.
    Work(Work),
    /// One of the file `registers`.
    Registers(Registers),
    /// One of the file `figures`.
    Figures(Figures),
    /// One of the file `setup`.
    Setup(Setup),
    /// 今日 of a township and of the county.
    Desk,
    /// 启用本机, where the store is a context.
    Enrol,
    /// One of the file `taskbook`.
    Taskbook(Taskbook),
}

/// A page of a branch's own work.
#[derive(Clone, Copy)]
pub enum Items {
    /// 台账.
    Ledger,
    /// 一项任务.
    One,
    /// 同步.
    Sync,
}

/// A page about other branches' tasks, cases and inspections.
#[derive(Clone, Copy)]
pub enum Work {
    /// 看板.
    Board,
    /// 支部.
    Branches,
    /// 一个整顿台账.
    Case,
    /// 整顿.
    Cases,
    /// 异常提示.
    Findings,
    /// 一个下达的任务.
    Given,
    /// 下达的任务.
    GivenTasks,
    /// 核验.
    Inbox,
    /// 一次督查.
    Inspection,
    /// 督查.
    Inspections,
    /// 新的督查.
    NewInspection,
    /// 新增任务.
    NewTask,
}

/// A page of the registers.
#[derive(Clone, Copy)]
pub enum Registers {
    /// 登记簿.
    All,
    /// 导入.
    Import,
    /// 新的一行.
    NewRow,
    /// 一本登记簿.
    One,
    /// 一行.
    Row,
}

/// A page of what the records come to.
#[derive(Clone, Copy)]
pub enum Figures {
    /// 指标.
    All,
    /// 填报负担.
    Burden,
    /// 业务指南.
    Guides,
    /// 一个指标.
    One,
    /// 积分考评和以奖代补.
    Points,
    /// 报表.
    Reports,
    /// 四个责任.
    Responsibilities,
    /// 一项奖补.
    Reward,
    /// 一个考评办法.
    Scheme,
    /// 报送.
    Submissions,
    /// 意见建议.
    Suggestions,
}

/// A page of the taskbook.
#[derive(Clone, Copy)]
pub enum Taskbook {
    /// 任务书.
    All,
    /// An indicator, a submission, a scheme or a reward as text.
    Plain,
    /// A register while it is edited.
    Register,
}

/// A page about this device and its records.
#[derive(Clone, Copy)]
pub enum Setup {
    /// 核对记录.
    Chain,
    /// 本单位的设备.
    Devices,
    /// 往日 of whatever page.
    InThePast,
    /// 更多.
    More,
    /// 往日台账.
    Past,
    /// 设置.
    Settings,
}

// Whatever is reachable from one of these functions alone is in the file of its name; what several need is in
// files that each of them fetches.

#[wasm_split(items, fallible)]
fn items(page: Items) -> Result<Make, SplitLoaderError> {
    Ok(match page {
        Items::Ledger => || view! { <LedgerPage /> }.into_any(),
        Items::One => || view! { <ItemPage /> }.into_any(),
        Items::Sync => || view! { <SyncPage /> }.into_any(),
    })
}

#[wasm_split(work, fallible)]
fn work(page: Work) -> Result<Make, SplitLoaderError> {
    Ok(match page {
        Work::Board => || view! { <BoardPage /> }.into_any(),
        Work::Branches => || view! { <Branches /> }.into_any(),
        Work::Case => || view! { <CasePage /> }.into_any(),
        Work::Cases => || view! { <CasesPage /> }.into_any(),
        Work::Findings => || view! { <FindingsPage /> }.into_any(),
        Work::Given => || view! { <GivenPage /> }.into_any(),
        Work::GivenTasks => || view! { <GivenTasks /> }.into_any(),
        Work::Inbox => || view! { <InboxPage /> }.into_any(),
        Work::Inspection => || view! { <InspectionPage /> }.into_any(),
        Work::Inspections => || view! { <InspectionsPage /> }.into_any(),
        Work::NewInspection => || view! { <NewInspectionPage /> }.into_any(),
        Work::NewTask => || view! { <NewTaskPage /> }.into_any(),
    })
}

/// How much is found at an organisation: the detectors are in the file `work` too.
#[wasm_split(work_found, fallible)]
pub fn count_found(book: Book, org: OrgId, today: NaiveDate) -> Result<usize, SplitLoaderError> {
    Ok(found(book, &org, today).len())
}

/// How many score entries wait for this post, or of a branch's own have a result that was not looked at.
#[wasm_split(work_scores, fallible)]
pub fn count_scores(book: Book, who: Author, today: NaiveDate) -> Result<usize, SplitLoaderError> {
    Ok(scores_to_look_at(book, &who, today))
}

#[wasm_split(registers, fallible)]
fn registers(page: Registers) -> Result<Make, SplitLoaderError> {
    Ok(match page {
        Registers::All => || view! { <RegistersPage /> }.into_any(),
        Registers::Import => || view! { <ImportPage /> }.into_any(),
        Registers::NewRow => || view! { <NewRowPage /> }.into_any(),
        Registers::One => || view! { <RegisterPage /> }.into_any(),
        Registers::Row => || view! { <RowPage /> }.into_any(),
    })
}

#[wasm_split(figures, fallible)]
fn figures(page: Figures) -> Result<Make, SplitLoaderError> {
    Ok(match page {
        Figures::All => || view! { <IndicatorsPage /> }.into_any(),
        Figures::Burden => || view! { <BurdenPage /> }.into_any(),
        Figures::Guides => || view! { <GuidesPage /> }.into_any(),
        Figures::One => || view! { <IndicatorPage /> }.into_any(),
        Figures::Points => || view! { <PointsPage /> }.into_any(),
        Figures::Reports => || view! { <ReportsPage /> }.into_any(),
        Figures::Responsibilities => || view! { <ResponsibilitiesPage /> }.into_any(),
        Figures::Reward => || view! { <RewardPage /> }.into_any(),
        Figures::Scheme => || view! { <SchemePage /> }.into_any(),
        Figures::Suggestions => || view! { <SuggestionsPage /> }.into_any(),
        Figures::Submissions => || view! { <SubmissionsPage /> }.into_any(),
    })
}

#[wasm_split(taskbook, fallible)]
fn taskbook(page: Taskbook) -> Result<Make, SplitLoaderError> {
    Ok(match page {
        Taskbook::All => || view! { <TaskbookPage /> }.into_any(),
        Taskbook::Plain => || view! { <PlainDefinitionPage /> }.into_any(),
        Taskbook::Register => || view! { <RegisterDefinitionPage /> }.into_any(),
    })
}

#[wasm_split(setup, fallible)]
fn setup(page: Setup) -> Result<Make, SplitLoaderError> {
    Ok(match page {
        Setup::Chain => || view! { <ChainPage /> }.into_any(),
        Setup::Devices => || view! { <DevicesPage /> }.into_any(),
        Setup::InThePast => || view! { <InThePast /> }.into_any(),
        Setup::More => || view! { <MorePage /> }.into_any(),
        Setup::Past => || view! { <PastPage /> }.into_any(),
        Setup::Settings => || view! { <SettingsPage /> }.into_any(),
    })
}

#[wasm_split(desk, fallible)]
fn desk() -> Result<Make, SplitLoaderError> {
    Ok(|| view! { <Desk /> }.into_any())
}

#[wasm_split(enrol, fallible)]
fn enrol() -> Result<Make, SplitLoaderError> {
    Ok(|| view! { <Enrol store=expect_context() /> }.into_any())
}

impl From<Items> for Page {
    fn from(page: Items) -> Self {
        Self::Items(page)
    }
}

impl From<Work> for Page {
    fn from(page: Work) -> Self {
        Self::Work(page)
    }
}

impl From<Registers> for Page {
    fn from(page: Registers) -> Self {
        Self::Registers(page)
    }
}

impl From<Figures> for Page {
    fn from(page: Figures) -> Self {
        Self::Figures(page)
    }
}

impl From<Taskbook> for Page {
    fn from(page: Taskbook) -> Self {
        Self::Taskbook(page)
    }
}

impl From<Setup> for Page {
    fn from(page: Setup) -> Self {
        Self::Setup(page)
    }
}

impl Page {
    async fn fetch(self) -> Result<Make, SplitLoaderError> {
        match self {
            Self::Items(page) => items(page).await,
            Self::Work(page) => work(page).await,
            Self::Registers(page) => registers(page).await,
            Self::Figures(page) => figures(page).await,
            Self::Setup(page) => setup(page).await,
            Self::Desk => desk().await,
            Self::Enrol => enrol().await,
            Self::Taskbook(page) => taskbook(page).await,
        }
    }
}

/// The page, as soon as its code is here.
pub fn later(page: impl Into<Page>) -> AnyView {
    let page = page.into();
    view! { <Later page /> }.into_any()
}

#[component]
fn Later(page: Page) -> impl IntoView {
    let made: RwSignal<Option<Make>> = RwSignal::new(None);
    let failed = RwSignal::new(false);
    let fetch = move || {
        failed.set(false);
        spawn_local(async move {
            // The person may have gone elsewhere before it is here.
            match page.fetch().await {
                Ok(make) => made.try_set(Some(make)).is_some(),
                Err(_) => failed.try_set(true).is_some(),
            };
        });
    };
    fetch();
    move || match made.get() {
        Some(make) => untrack(make),
        None if failed.get() => view! { <Failed again=fetch /> }.into_any(),
        None => view! { <p class="card" role="status">{words::COMING}</p> }.into_any(),
    }
}

/// What stands in the place of a page that could not be fetched.
#[component]
fn Failed(again: impl Fn() + Copy + Send + 'static) -> impl IntoView {
    view! {
        <section class="card" role="alert">
            <p>{words::FAILED}</p>
            <button type="button" class="button-main" id="fetch-again" on:click=move |_| again()>{words::AGAIN}</button>
        </section>
    }
}
