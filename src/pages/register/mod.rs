//! Registers (登记簿): the list of them, the rows of one, a new row, a row.

mod about;
mod form;
mod import;
mod list;
mod row;
mod rows;
mod withdrawn;

pub use form::NewRowPage;
pub use import::ImportPage;
pub use list::{RegistersPage, Switch};
pub use row::RowPage;
pub use rows::RegisterPage;

use taizhang_ledger::{Ledger, OrgId, Register};

/// The organisations at or below `own` that keep a register, or kept it until it was withdrawn, in the order of the
/// county's list.
fn keepers(ledger: &Ledger, own: &OrgId, register: &Register) -> Vec<OrgId> {
    let orgs = ledger.orgs();
    let kept = orgs.iter().filter(|org| register.is_for(org.kind) && orgs.within(&org.id, own));
    kept.map(|org| org.id.clone()).collect()
}
