//! How what the taskbook defines is written by people: formulas in CEL, definitions as JSON with such formulas in them.
//!
//! What stands in documents are trees ([`taizhang_ledger::expr`]), so that no tablet needs a parser to reckon. Whoever
//! writes formulas does need one: the hub, which reads the taskbook's files, and the page on which the county edits them.

pub mod definition;
pub mod formula;
