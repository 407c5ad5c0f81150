//! Indicators (指标): the list of them, and one with what it is made of.

mod goal_table;
mod goals;
mod list;
mod one;
mod pasted;
mod records;

pub use list::IndicatorsPage;
pub use one::IndicatorPage;
