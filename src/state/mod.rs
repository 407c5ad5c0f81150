//! What the pages observe: the ledger and its projections, the session, the connection, the settings. Pages read
//! signals and call methods here; how things are stored and sent is not theirs to know.

mod backups;
mod book;
mod case_table;
mod confirmed;
mod connection;
mod documents;
mod drafts;
mod driver;
mod fields;
mod figure_tables;
mod figures;
mod filter;
mod given;
mod hand;
mod housework;
mod hub_copy;
mod inbox;
mod intake;
mod keeping;
mod mailbox;
mod orphans;
mod outstanding;
mod past;
mod pay_tables;
mod points;
mod projection;
mod register_tables;
mod report_tables;
mod row_keys;
mod seals;
mod session;
mod settings;
mod settled;
mod sheet;
mod standing;
mod tables;
mod tabs;
mod toasts;
mod today;
mod uploads;

/// A small county with its devices, as the ledger's own tests have it.
#[cfg(test)]
#[allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#[path = "../../crates/ledger/tests/it/support/mod.rs"]
mod support;

pub use backups::{Incoming, NotRestored, bring_in, export, look_into};
pub use book::{Book, PATIENCE};
pub use case_table::{CaseLine, CaseTable, Of, printed};
pub use confirmed::{Confirmed, hub_figures};
pub use connection::{Connection, Link};
pub use documents::{Worker, documents, preload_documents};
pub use drafts::{Drafts, row_draft};
pub use fields::Fields;
pub use figure_tables::indicator_workbook;
pub use figures::{
    Below, Counted, Reckoned, all_reckoned, below, counted, goal_printed, goal_typed, is_of_target, months, permille,
    reckoned, supposed,
};
pub use filter::{Filter, Group, Span};
pub use given::{Given, GivenOrder};
pub use housework::keep_house;
pub use hub_copy::{HubCopies, HubCopy};
pub use inbox::{cases_waiting, next_of, step_from};
pub use intake::{NotTaken, hashes, take_in};
pub use keeping::ask_once;
pub use orphans::take_back;
pub use outstanding::Outstanding;
pub use past::{Past, read_past};
pub use pay_tables::{Cover, pay_workbook, reward_workbook};
pub use points::{Paid, Scoring, Supposed, awarded, by_entries, paid, scored, taking_part, total, weight_of};
pub use projection::{Counts, Projection};
pub use register_tables::{Plan, plan, submission_workbook, workbook};
pub use report_tables::{Report, report_sheet, reports_of};
pub use seals::{Looked, look_over};
pub use session::{Identity, Session};
pub use settings::{Settings, TypeSize};
pub use sheet::{Line, Lines, Order, Sheet, View};
pub use standing::report;
pub use tables::{Tables, TablesFailure};
pub use toasts::Toasts;
pub use today::Today;
pub use uploads::{Standing, Uploads};
