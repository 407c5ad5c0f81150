//! A real hub in a process of its own, and tablets with real keys that talk to it over real sockets.
#![allow(clippy::pedantic, unused_imports)]

mod client;
mod desk;
mod http;
mod line;
mod process;
mod stored;
mod tablet;
mod writer;

pub use client::Client;
pub use desk::{Desk, YEAR, org, pull_all};
pub use http::{Answer, metric, request};
pub use line::Line;
pub use process::{Hub, Stopped, hub_command};
pub use stored::stored_hashes;
pub use tablet::{ENROL, SESSION, Tablet, base64url, from_base64url};
pub use writer::{Writer, name};

pub const COUNTY: (&str, &str) = ("county", "county_org_dept");
pub const TOWNSHIP: (&str, &str) = ("t01", "township_org_officer");
pub const VILLAGE: (&str, &str) = ("t01-v01", "branch_secretary");
pub const OTHER_VILLAGE: (&str, &str) = ("t02-v01", "branch_secretary");
