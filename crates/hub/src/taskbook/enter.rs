//! Enters a taskbook into the ledger.

use taizhang_ledger::{Command, Definition, Organisation, ParameterName, WorkItem};

use super::book::Taskbook;

/// The commands by which the county enters a taskbook and its organisations: organisations first, each after the one
/// above it if they are given in that order, then the fields of work, work items, the names of parameters, registers, indicators, schemes
/// and rewards, and the values of parameters; those that are not set are left out. What is withdrawn of what needs others
/// comes before these, which can be withdrawn only then.
pub fn commands<'a>(
    taskbook: &'a Taskbook,
    organisations: impl IntoIterator<Item = &'a Organisation>,
) -> impl Iterator<Item = Command> {
    let organisations = organisations.into_iter().cloned().map(Command::DefineOrganisation);
    // A work item is in a field of work that is there and in use, and none in use is left in what is withdrawn.
    let (rest, fields): (Vec<_>, Vec<_>) =
        taskbook.domains.iter().cloned().map(Definition::Domain).partition(is_withdrawn_domain);
    let fields = fields.into_iter().map(Command::Define);
    let items = taskbook.items.iter().map(|item| {
        Command::DefineWorkItem(WorkItem {
            code: item.code.clone(),
            name: item.name.clone(),
            domain: item.domain,
            requirement: item.must_hold.clone(),
            evidence: Some(item.evidence),
            retired: item.retired,
        })
    });
    let names = taskbook.parameters.iter().map(|one| {
        let (id, name, unit) = (one.id.clone(), one.name.clone(), one.unit.clone());
        Definition::Parameter(ParameterName { id, name, unit })
    });
    let registers = taskbook.registers.iter().cloned().map(Definition::Register);
    let indicators = taskbook.indicators.iter().cloned().map(|one| Definition::Indicator(Box::new(one)));
    let submissions = taskbook.submissions.iter().cloned().map(Definition::Submission);
    let guides = taskbook.guides.iter().cloned().map(Definition::Guide);
    let schemes = taskbook.schemes.iter().cloned().map(|one| Definition::Scheme(Box::new(one)));
    let rewards = taskbook.rewards.iter().cloned().map(|one| Definition::Reward(Box::new(one)));
    let definitions = rest.into_iter().chain(names).chain(registers).chain(indicators).chain(submissions).chain(guides);
    let mut definitions: Vec<Definition> = definitions.chain(schemes).chain(rewards).collect();
    definitions.sort_by_key(needing);
    let definitions = definitions.into_iter().map(Command::Define);
    let parameters = taskbook
        .parameters
        .iter()
        .filter_map(|one| Some(Command::SetParameter { name: one.id.clone(), value: one.value? }));
    organisations.collect::<Vec<_>>().into_iter().chain(fields).chain(items).chain(definitions).chain(parameters)
}

fn is_withdrawn_domain(one: &Definition) -> bool {
    matches!(one, Definition::Domain(domain) if domain.retired)
}

/// Schemes and rewards need indicators, these and submissions need registers: withdrawn ones come in that order, then
/// everything else as it stands.
fn needing(one: &Definition) -> u8 {
    match one {
        Definition::Scheme(scheme) if scheme.retired => 0,
        Definition::Reward(reward) if reward.retired => 0,
        Definition::Indicator(indicator) if indicator.retired => 1,
        Definition::Submission(submission) if submission.retired => 1,
        _ => 2,
    }
}
