//! 任务台账: all items, filtered and searched. The filter stands in the address, so that back and reload keep it.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
    params::ParamsMap,
};
use taizhang_ledger::{OrgTree, Tier};

use super::register::Switch;
use crate::{
    state::{Book, Fields, Filter, Group, Session, Span, Today},
    text::ui::ledger as words,
    widgets::{FieldOptions, Icon, ItemList, Shape},
};

fn filter_of(query: &ParamsMap, orgs: &OrgTree) -> Filter {
    let word = |key: &str| query.get(key).filter(|word| !word.is_empty());
    let org = word("branch").and_then(|id| id.parse().ok());
    let branches = org.iter().flat_map(|org| orgs.branches_of(org)).map(|branch| branch.id.clone()).collect();
    Filter {
        group: word("show").and_then(|word| Group::from_word(&word)).unwrap_or_default(),
        span: match word("due").as_deref() {
            Some("week") => Span::Week,
            Some("month") => Span::Month,
            _ => Span::Any,
        },
        fields: word("domain").and_then(|word| Fields::from_word(&word)).unwrap_or_default(),
        org,
        branches,
        search: word("find").unwrap_or_default(),
    }
}

/// The page.
#[component]
pub fn LedgerPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let session = expect_context::<Session>();
    let query = use_query_map();
    let filter = Memo::new(move |_| book.read(|ledger| query.with(|query| filter_of(query, ledger.orgs()))));
    let items = Memo::new(move |_| book.projection.filtered(&filter.get(), today.date.get()));
    let above_branch = session.tier() != Tier::Branch;
    let navigate = use_navigate();
    let set = move |key: &'static str, value: String| {
        let mut params = query.get_untracked();
        if value.is_empty() {
            params.remove(key);
        } else {
            params.replace(key, value);
        }
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&format!("/tasks{}", params.to_query_string()), options);
    };
    let title = move || {
        let org = filter.with(|filter| filter.org.clone());
        org.map_or_else(|| words::TITLE.to_owned(), |id| book.read(|ledger| ledger.orgs().name(&id).to_owned()))
    };
    view! {
        <Switch />
        <h1 class="page-title">{title}</h1>
        <Filters filter set=set.clone() above_branch />
        <p class="found" role="status">{move || words::found(items.with(Vec::len))}</p>
        <Show when=move || !items.with(Vec::is_empty) fallback=|| view! { <p class="card empty">{words::NONE}</p> }>
            <ItemList items=items.into()
                with_branch=Signal::derive(move || above_branch && !filter.with(Filter::is_of_one_branch)) />
        </Show>
    }
}

#[component]
fn Filters(
    filter: Memo<Filter>,
    set: impl Fn(&'static str, String) + Clone + Send + Sync + 'static,
    above_branch: bool,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let own = expect_context::<Session>().identity().org;
    let groups = {
        let set = set.clone();
        Group::ALL
            .into_iter()
            .map(|group| {
                let set = set.clone();
                view! {
                    <button type="button" class="chip"
                        hidden=move || group.is_special() && filter.with(|filter| filter.group != group)
                        aria-pressed=move || filter.with(|filter| filter.group == group).to_string()
                        on:click=move |_| set("show", group.word().to_owned())>
                        {words::group(group)}
                    </button>
                }
            })
            .collect_view()
    };
    let on_domain = {
        let set = set.clone();
        move |event| set("domain", event_target_value(&event))
    };
    let on_due = {
        let set = set.clone();
        move |event| set("due", event_target_value(&event))
    };
    let on_branch = {
        let set = set.clone();
        move |event| set("branch", event_target_value(&event))
    };
    let branches = move || {
        book.read(|ledger| {
            let townships = ledger.orgs().below(&own).filter(|org| org.kind.tier() == Tier::Township);
            let all = townships.chain(ledger.orgs().branches_of(&own));
            all.map(|org| (org.id.to_string(), org.name.clone())).collect::<Vec<_>>()
        })
    };
    view! {
        <div class="filters">
            <label class="search">
                <span class="unseen">{words::SEARCH}</span>
                <Icon shape=Shape::Search />
                <input type="search" placeholder=words::SEARCH prop:value=move || filter.with(|filter| filter.search.clone())
                    on:input=move |event| set("find", event_target_value(&event)) />
            </label>
            <div class="chips" role="group" aria-label=words::STATES>{groups}</div>
            <div class="selects">
                <label>
                    <span class="unseen">{words::DOMAIN}</span>
                    <select on:change=on_domain>
                        <FieldOptions chosen=Memo::new(move |_| filter.with(|filter| filter.fields)) />
                    </select>
                </label>
                <label>
                    <span class="unseen">{words::DUE}</span>
                    <select on:change=on_due>
                        {Span::ALL.into_iter().map(|span| view! {
                            <option value=words::span_word(span)
                                selected=move || filter.with(|filter| filter.span == span)>
                                {words::span(span)}
                            </option>
                        }).collect_view()}
                    </select>
                </label>
                {above_branch.then(|| view! {
                    <label>
                        <span class="unseen">{words::BRANCH}</span>
                        <select on:change=on_branch>
                            <option value="">{words::ANY_BRANCH}</option>
                            {move || branches().into_iter().map(|(id, name)| {
                                let this = id.clone();
                                view! {
                                    <option value=id selected=move || filter.with(|filter| {
                                        filter.org.as_ref().is_some_and(|org| org.as_str() == this)
                                    })>{name}</option>
                                }
                            }).collect_view()}
                        </select>
                    </label>
                })}
            </div>
        </div>
    }
}
