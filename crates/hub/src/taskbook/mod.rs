//! The taskbook as data files: read into typed rows, with every mistake reported by file, line and remedy.

#[cfg(test)]
mod alarm_tests;
#[cfg(test)]
mod alarm_work_tests;
mod book;
mod column;
mod day;
#[cfg(test)]
mod domain_tests;
mod domains;
mod enter;
mod flaws;
mod formula;
mod guides;
#[cfg(test)]
mod indicator_tests;
mod indicators;
mod mistake;
#[cfg(test)]
mod parameter_tests;
mod reader;
#[cfg(test)]
mod register_tests;
mod registers;
mod rewards;
#[cfg(test)]
mod rule_tests;
#[cfg(test)]
mod scheme_tests;
mod schemes;
mod submissions;
#[cfg(test)]
mod tests;

pub use book::{Basis, NameList, Named, Parameter, RoleRow, Taskbook, WorkItemRow};
pub use day::MonthDay;
pub use enter::commands;
pub use mistake::{Mistake, Mistakes};

pub(crate) use book::{read, unique};
pub(crate) use day::month_day;
pub(crate) use domains::named_domain;
pub(crate) use mistake::one_of;
pub(crate) use reader::{Row, Source};
