//! The domain of the ledger on Automerge documents: organisations, tasks, their life cycle, the journal.
//!
//! A device holds a [`Ledger`]: a set of [`Document`]s, each named by a [`DocId`], and the typed rows read from them.
//! Whatever a person does is a [`Command`], which checks, then writes single fields as one Automerge change. Reading
//! never fails as a whole: what cannot be understood is left out and reported as a [`Problem`].
//!
//! This crate does no IO, reads no clock and draws no random numbers: a command takes a [`Moment`]. It knows nothing
//! of sync, of browsers or of the hub.
//!
//! The layers, each knowing only those above it: [`ids`], [`org`], [`domain`], [`moment`] → [`record`] (how a record stands in a
//! document) → [`lifecycle`] (what state a set of transitions amounts to) → rows → [`Ledger`] → [`command`], [`board`]
//! and [`detect`], which compares texts with [`similar`], and [`indicator`], which evaluates the formulas of [`expr`] →
//! [`points`], which makes points and pay of what indicators tell and of [`score`] entries. Beside them [`seal`] signs
//! what a device wrote, [`sealed`] encrypts rows about persons, and [`responsibility`] groups what was signed by whose
//! responsibility it was.

pub mod access;
pub mod answer;
pub mod board;
pub mod burden;
pub mod case;
pub mod command;
pub mod demo;
pub mod detect;
pub mod doc_id;
pub mod domain;
pub mod expr;
pub mod history;
pub mod ids;
pub mod inbox;
pub mod indicator;
pub mod item;
pub mod lifecycle;
pub mod org;
pub mod points;
pub mod record;
pub mod register;
pub mod responsibility;
pub mod retired;
pub mod score;
pub mod seal;
pub mod sealed;
pub mod similar;
pub mod submission;

mod author;
mod definitions;
mod document;
mod domains;
mod fingerprint;
mod ledger;
mod moment;
mod personal;
mod problem;
mod rows;
mod schema;
mod touched;
mod verdict;
mod work_item;
mod writings;

pub use author::Author;
pub use board::{Board, Tally};
pub use case::{CaseState, CaseView};
pub use command::{
    ApplicationCommand, CaseCommand, Command, Definition, MANY_MAX, NewFinding, NewInspection, NewTask, PayRefusal,
    Refusal, RegisterCommand, ScoreCommand, Written,
};
pub use detect::{Finding, Rule, Thresholds, findings, findings_of};
pub use doc_id::{DocId, DocKind};
pub use document::{Document, Extract, beginning_hashes, changes_behind, own_changes_since};
pub use domain::{Domain, DomainName};
pub use domains::{DomainUse, KnownDomain};
pub use fingerprint::Fingerprint;
pub use history::{Edit, Edits};
pub use ids::{
    CaseId, DeviceId, EntryId, InspectionId, ItemKey, MeasureId, OrgId, ProblemId, RowId, ScoreId, TaskId, TransitionId,
};
pub use inbox::{CaseMatter, Matter};
pub use indicator::{Indicator, Reckoner};
pub use item::{Item, SOON, Summary};
pub use ledger::Ledger;
pub use lifecycle::{Move, State};
pub use moment::{Moment, Timestamp};
pub use org::{OrgKind, OrgTree, Organisation, Role, Tier};
pub use personal::{PersonalNumber, personal_number};
pub use problem::Problem;
pub use register::Register;
pub use schema::{SCHEMA, drawer_of_cell};
pub use touched::Touched;
pub use verdict::Difference;
pub use work_item::{GUIDE_MAX, Guide, ParameterName, WorkItem};
pub use writings::Writings;
