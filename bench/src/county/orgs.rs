//! The organisations of a county.

use taizhang_ledger::{OrgId, OrgKind, Organisation};

use crate::failure::Failure;

/// How many organisations a county has.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Townships.
    pub townships: u32,
    /// Villages of each.
    pub villages_each: u32,
}

impl Shape {
    /// A county of so many villages, twenty to a township or fewer.
    pub fn of(villages: u32) -> Self {
        let townships = villages.div_ceil(20).max(2);
        Self { townships, villages_each: villages.div_ceil(townships) }
    }

    /// The ids of the townships, in order.
    pub fn townships(self) -> Result<Vec<OrgId>, Failure> {
        Ok((1..=self.townships).map(|township| format!("t{township:02}").parse()).collect::<Result<_, _>>()?)
    }

    /// The ids of the villages, in order.
    pub fn branches(self) -> Result<Vec<OrgId>, Failure> {
        let each = 1..=self.villages_each;
        let all = (1..=self.townships)
            .flat_map(|township| each.clone().map(move |village| format!("t{township:02}-v{village:02}").parse()));
        Ok(all.collect::<Result<_, _>>()?)
    }

    /// All organisations, those above first.
    pub(super) fn organisations(self) -> Result<Vec<Organisation>, Failure> {
        let county: OrgId = "county".parse()?;
        let org = |id: OrgId, name: String, kind, parent: &OrgId| Organisation {
            id,
            name,
            kind,
            parent: Some(parent.clone()),
            households: None,
        };
        let mut all = vec![Organisation {
            id: county.clone(),
            name: "县委".into(),
            kind: OrgKind::County,
            parent: None,
            households: None,
        }];
        let townships = self.townships()?;
        for (number, id) in townships.iter().enumerate() {
            all.push(org(id.clone(), format!("第{}镇党委", number + 1), OrgKind::Township, &county));
        }
        let each = self.villages_each as usize;
        for (number, id) in self.branches()?.into_iter().enumerate() {
            let Some(township) = townships.get(number / each.max(1)) else { break };
            all.push(org(id, format!("第{}村党支部", number + 1), OrgKind::Village, township));
        }
        Ok(all)
    }
}
