//! 四个一: who answers for the case above the branch. The county links a leader; the township fills the rest.

use leptos::prelude::*;
use taizhang_ledger::{
    CaseCommand, Command, OrgId, OrgKind, Organisation, Role,
    case::{CaseField, Slot},
    detect::link_findings,
};

use super::{Opened, cell::CellLine};
use crate::{
    state::{Book, Session, Toasts},
    text::{self, cases as words, ui::item as common},
    widgets::Refused,
};

/// The four slots.
#[component]
pub fn Slots(opened: Opened) -> impl IntoView {
    let session = expect_context::<Session>();
    let county = session.author().role == Role::CountyOrgDept;
    let linked =
        Memo::new(move |_| opened.view.with(|case| case.as_ref().is_some_and(|case| !case.leaders.is_empty())));
    let rest = Slot::ALL.iter().skip(1).map(|slot| {
        view! { <CellLine opened subject=opened.subject() field=CaseField::of_slot(*slot) /> }
    });
    let rest = rest.collect_view();
    view! {
        <section class="card" id="slots">
            <h2>{words::SLOTS}</h2>
            <Show when=move || county || linked.get()
                fallback=move || view! { <CellLine opened subject=opened.subject() field=CaseField::CountyLeader /> }>
                <Leaders opened county />
            </Show>
            {rest}
            <CellLine opened subject=opened.subject() field=CaseField::Deadline />
        </section>
    }
}

/// The linked leaders by name; the county links and unlinks.
#[component]
fn Leaders(opened: Opened, county: bool) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let leaders = Memo::new(move |_| {
        let linked = opened.view.with(|case| case.as_ref().map(|case| case.leaders.clone()).unwrap_or_default());
        book.read(|ledger| linked.into_iter().map(|id| (ledger.orgs().name(&id).to_owned(), id)).collect::<Vec<_>>())
    });
    let unlink = move |leader: OrgId| {
        let Some(branch) = opened.view.with_untracked(|case| case.as_ref().map(|case| case.branch.clone())) else {
            return;
        };
        if let Err(why) = book.run(Command::Case(CaseCommand::Link { leader, branch, linked: false })) {
            toasts.error(text::refusal(&why));
        }
    };
    view! {
        <div class="field-line" data-field="county_leader">
            <span class="field-name">{words::slot(Slot::CountyLeader)}</span>
            <Show when=move || !leaders.with(Vec::is_empty)
                fallback=|| view! { <span class="field-value field-empty">{common::NOT_FILLED}</span> }>
                <For each=move || leaders.get() key=|(_, id)| id.clone() let:leader>
                    <span class="field-value">{leader.0}</span>
                    {county.then(|| {
                        let id = leader.1.clone();
                        view! {
                            <button type="button" class="button-quiet" on:click=move |_| unlink(id.clone())>
                                {words::UNLINK}
                            </button>
                        }
                    })}
                </For>
            </Show>
            {county.then(|| view! { <LinkForm opened /> })}
        </div>
    }
}

/// Chooses a leader for the branch, or enters one.
#[component]
fn LinkForm(opened: Opened) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let toasts = expect_context::<Toasts>();
    let name = RwSignal::new(String::new());
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let all = Memo::new(move |_| {
        book.read(|ledger| {
            let leaders = ledger.orgs().iter().filter(|org| org.kind == OrgKind::Leader);
            leaders.map(|org| (org.id.clone(), org.name.clone())).collect::<Vec<_>>()
        })
    });
    let link = move |leader: OrgId| {
        let Some(branch) = opened.view.with_untracked(|case| case.as_ref().map(|case| case.branch.clone())) else {
            return;
        };
        let of = leader.clone();
        match book.run(Command::Case(CaseCommand::Link { leader, branch, linked: true })) {
            Ok(_) => {
                let name = book.read_untracked(|ledger| ledger.orgs().name(&of).to_owned());
                let found = book.read_untracked(link_findings).into_iter().find(|one| one.leader == name);
                match found {
                    Some(one) => toasts.done(words::linked_wrongly(&name, one.branches, one.min, one.max)),
                    None => toasts.done(words::LEADER_LINKED),
                }
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // The next number that no leader has.
        let taken = all.with_untracked(|all| all.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>());
        let free = (1..).map(|number: u32| format!("leader-{number:02}")).filter_map(|id| id.parse::<OrgId>().ok());
        let Some(id) = free.take(1_000).find(|id| !taken.contains(id)) else { return };
        let parent = Some(session.identity().org);
        let leader = Organisation {
            id: id.clone(),
            name: name.get_untracked(),
            kind: OrgKind::Leader,
            parent,
            households: None,
        };
        match book.run(Command::DefineOrganisation(leader)) {
            Ok(_) => {
                name.set(String::new());
                link(id);
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    view! {
        <form class="link-form" on:submit=add>
            <label class="field">
                <span>{words::LEADER_CHOOSE}</span>
                <select id="leader" on:change=move |event| {
                    if let Ok(leader) = event_target_value(&event).parse() {
                        link(leader);
                    }
                }>
                    <option value="">{words::CHOOSE_BRANCH}</option>
                    {move || all.get().into_iter().map(|(id, name)| view! {
                        <option value=id.to_string()>{name}</option>
                    }).collect_view()}
                </select>
            </label>
            <label class="field">
                <span>{words::LEADER_ADD}</span>
                <input type="text" id="leader-name" maxlength="80" placeholder=words::LEADER_NAME prop:value=name
                    on:input=move |event| name.set(event_target_value(&event)) />
            </label>
            <Refused refused />
            <button type="submit" class="button">{words::LEADER_ADD}</button>
        </form>
    }
}
