//! Indicators (指标): the list of them, and one with what it is made of.

mod goals;
mod list;
mod one;
mod records;

pub use list::IndicatorsPage;
pub use one::IndicatorPage;
