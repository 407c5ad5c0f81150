//! What the pages observe: the ledger and its projections, the session, the connection, the settings. Pages read
//! signals and call methods here; how things are stored and sent is not theirs to know.

mod backups;
mod book;
mod connection;
mod drafts;
mod driver;
mod filter;
mod intake;
mod keeping;
mod projection;
mod session;
mod settings;
mod standing;
mod tabs;
mod toasts;
mod today;
mod uploads;

pub use backups::{Incoming, NotRestored, bring_in, export, look_into};
pub use book::Book;
pub use connection::{Connection, Link};
pub use drafts::Drafts;
pub use filter::{Filter, Group, Span};
pub use intake::{NotTaken, hashes, take_in};
pub use keeping::ask_once;
pub use projection::{Counts, Projection};
pub use session::{Identity, Session};
pub use settings::{Settings, TypeSize};
pub use standing::report;
pub use toasts::Toasts;
pub use today::Today;
pub use uploads::{Standing, Uploads};
