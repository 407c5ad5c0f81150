//! What the pages observe: the ledger and its projections, the session, the connection, the settings. Pages read
//! signals and call methods here; how things are stored and sent is not theirs to know.

mod backups;
mod book;
mod connection;
mod drafts;
mod driver;
mod fields;
mod filter;
mod given;
mod hub_board;
mod inbox;
mod intake;
mod keeping;
#[allow(dead_code, reason = "for tables, which no page reads or writes yet")]
mod mailbox;
mod past;
mod projection;
mod seals;
mod session;
mod settings;
mod sheet;
mod standing;
#[allow(dead_code, reason = "no page reads or writes tables yet")]
mod tables;
mod tabs;
mod toasts;
mod today;
mod uploads;

pub use backups::{Incoming, NotRestored, bring_in, export, look_into};
pub use book::Book;
pub use connection::{Connection, Link};
pub use drafts::Drafts;
pub use fields::Fields;
pub use filter::{Filter, Group, Span};
pub use given::{Given, GivenOrder};
pub use hub_board::HubBoard;
pub use inbox::{next_of, step_from};
pub use intake::{NotTaken, hashes, take_in};
pub use keeping::ask_once;
pub use past::{Past, read_past};
pub use projection::{Counts, Projection};
pub use seals::{Looked, look_over, seal_when_still};
pub use session::{Identity, Session};
pub use settings::{Settings, TypeSize};
pub use sheet::{Line, Lines, Order, Sheet, View};
pub use standing::report;
#[allow(unused_imports, reason = "no page reads or writes tables yet")]
pub use tables::{Tables, TablesFailure};
pub use toasts::Toasts;
pub use today::Today;
pub use uploads::{Standing, Uploads};
