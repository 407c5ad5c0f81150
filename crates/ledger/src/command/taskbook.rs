//! Writing the taskbook: the county's organisations, fields of work, work items and parameters.

use super::{Refusal, TEXT_MAX, TITLE_MAX, Written, words};
use crate::{
    author::Author,
    doc_id::DocId,
    domain::{DOMAIN_NAME_MAX, DomainName},
    ledger::Ledger,
    moment::Moment,
    org::Organisation,
    record::Value,
    rows::domain_key,
    schema::Table,
    work_item::{RETIRED, WorkItem},
};

impl Ledger {
    pub(super) fn define_organisation(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        org: &Organisation,
    ) -> Result<Written, Refusal> {
        let name = words("name", &org.name, TITLE_MAX)?;
        self.write(who, moment.now, &DocId::taskbook(self.year()), |pen| {
            pen.cell(Table::Orgs, &format!("{}/name", org.id), name.as_str())?;
            pen.cell(Table::Orgs, &format!("{}/kind", org.id), org.kind.word())?;
            if let Some(parent) = &org.parent {
                pen.cell(Table::Orgs, &format!("{}/parent", org.id), parent.as_str())?;
            }
            match org.households {
                Some(number) => {
                    pen.cell(Table::Orgs, &format!("{}/households", org.id), Value::Number(number).scalar())
                }
                None => Ok(()),
            }
        })
    }

    pub(super) fn define_domain(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        domain: &DomainName,
    ) -> Result<Written, Refusal> {
        let name = words("name", &domain.name, DOMAIN_NAME_MAX)?;
        let was_retired = self.rows.domains.get(&domain.id).is_some_and(|known| known.retired);
        self.write(who, moment.now, &DocId::taskbook(self.year()), |pen| {
            pen.cell(Table::Definitions, &domain_key(domain.id, "name"), name.as_str())?;
            pen.cell(Table::Definitions, &domain_key(domain.id, "order"), domain.order)?;
            if domain.retired || was_retired {
                pen.cell(Table::Definitions, &domain_key(domain.id, RETIRED), i64::from(domain.retired))?;
            }
            Ok(())
        })
    }

    pub(super) fn define_work_item(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        item: &WorkItem,
    ) -> Result<Written, Refusal> {
        let code = words("code", &item.code, 8)?;
        let name = words("name", &item.name, TITLE_MAX)?;
        let requirement = words("requirement", &item.requirement, TEXT_MAX)?;
        if !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Refusal::BadDefinition("code"));
        }
        // What is withdrawn may stay where it was.
        if !item.retired && !self.domains().iter().any(|known| known.id == item.domain && !known.retired) {
            return Err(Refusal::BadDefinition("domain"));
        }
        let was_retired = self.work_items().any(|known| known.code == code && known.retired);
        self.write(who, moment.now, &DocId::taskbook(self.year()), |pen| {
            pen.cell(Table::WorkItems, &format!("{code}/name"), name.as_str())?;
            pen.cell(Table::WorkItems, &format!("{code}/domain"), item.domain.word())?;
            pen.cell(Table::WorkItems, &format!("{code}/requirement"), requirement.as_str())?;
            if let Some(rule) = item.evidence {
                pen.cell(Table::WorkItems, &format!("{code}/evidence"), rule.word())?;
            }
            // Nothing is written of one that never was retired.
            if item.retired || was_retired {
                pen.cell(Table::WorkItems, &format!("{code}/{RETIRED}"), i64::from(item.retired))?;
            }
            Ok(())
        })
    }

    pub(super) fn set_parameter(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        name: &str,
        value: i64,
    ) -> Result<Written, Refusal> {
        let name = words("name", name, TITLE_MAX)?;
        self.write(who, moment.now, &DocId::taskbook(self.year()), |pen| {
            pen.cell(Table::Parameters, &name, Value::Number(value).scalar())
        })
    }
}
