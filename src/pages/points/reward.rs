//! 以奖代补: who has done how much, and what each is given inside the budget. A branch sees its own result.

use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_params_map};
use taizhang_ledger::{
    Ledger, OrgId, ParameterName,
    expr::Exact,
    points::{Award, Reward},
};

use super::{sees_pay, trial::Trial};
use crate::{
    platform::page,
    state::{Book, Session, Supposed, Today, awarded, reward_workbook, taking_part},
    text::points as words,
    widgets::{Export, Icon, Shape},
};

/// The page.
#[component]
pub fn RewardPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let own = expect_context::<Session>().identity().org;
    let params = use_params_map();
    let place = Memo::new(move |_| {
        let id = params.with(|params| params.get("reward"))?;
        book.read(|ledger| Some((ledger.reward(&id)?.clone(), sees_pay(ledger, &own))))
    });
    move || match place.get() {
        None => view! { <p class="card empty">{words::UNKNOWN}</p> }.into_any(),
        Some((reward, pay)) => {
            let (name, why, indicator) = (reward.name.clone(), reward.why.clone(), reward.indicator.clone());
            view! {
                <p class="register-back no-print"><A href="/points">{words::TITLE}</A></p>
                <h1 class="page-title">{name}</h1>
                <p class="quiet">{why}" "<A href=format!("/indicators/{indicator}")>{words::SEE_RECORDS}</A></p>
                {if pay { view! { <Divided reward /> }.into_any() } else { view! { <Results reward /> }.into_any() }}
            }
            .into_any()
        }
    }
}

/// What was done by those at or below this organisation; the money is the county's to divide.
#[component]
fn Results(reward: Reward) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let own = expect_context::<Session>().identity().org;
    let lines = Memo::new(move |_| {
        let day = today.date.get();
        book.read(|ledger| {
            let reckoner = taizhang_ledger::Reckoner::new(ledger, day);
            let members = taking_part(ledger, &reward.kinds, &own).into_iter();
            let work =
                members.filter_map(|org| Some((ledger.orgs().name(org).to_owned(), reckoner.work(&reward, org).ok()?)));
            work.map(|(name, work)| (name, words::share(work.completion), words::done(work.done))).collect::<Vec<_>>()
        })
    });
    let rows = move || {
        let line = |(name, completion, done): (String, String, String)| {
            view! { <tr><td>{name}</td><td class="register-number">{completion}</td><td class="register-number">{done}</td></tr> }
        };
        lines.get().into_iter().map(line).collect_view()
    };
    view! {
        <p>{words::PROVISIONAL}</p>
        <div class="table-scroll">
            <table class="pay">
                <thead><tr><th scope="col">{words::ORG}</th><th scope="col">{words::COMPLETION}</th><th scope="col">{words::DONE}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    name: String,
    completion: String,
    done: String,
    amount: i64,
    tried: Option<i64>,
    why: Option<&'static str>,
}

type Awards = Vec<(Award, Exact)>;

fn lines(ledger: &Ledger, now: &Awards, tried: Option<&Awards>) -> Vec<Line> {
    let then = |id: &str| tried?.iter().find(|(one, _)| one.id == id).map(|(one, _)| one.amount);
    let mut lines: Vec<Line> = now
        .iter()
        .map(|(award, done)| Line {
            name: award.id.parse::<OrgId>().map_or_else(|_| award.id.clone(), |id| ledger.orgs().name(&id).to_owned()),
            completion: words::share(award.completion),
            done: words::done(*done),
            amount: award.amount,
            tried: then(&award.id),
            why: (*award.weight.numer() == 0).then_some(words::NOTHING_DONE),
        })
        .collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.amount));
    lines
}

/// What everybody is given.
#[component]
fn Divided(reward: Reward) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let own = expect_context::<Session>().identity();
    let of = StoredValue::new((reward.clone(), own.org.clone()));
    let supposed = RwSignal::new(Supposed::new());
    let reckon = move |supposed: &Supposed| {
        let day = today.date.get();
        book.read(|ledger| {
            of.with_value(|(reward, org)| {
                awarded(ledger, reward, org, day, supposed).map_err(|why| words::error(ledger, &why))
            })
        })
    };
    let now = Memo::new(move |_| reckon(&Supposed::new()));
    let tried = Memo::new(move |_| {
        let supposed = supposed.get();
        (!supposed.is_empty()).then(|| reckon(&supposed))
    });
    let said = |awards: &Awards| {
        let sum = awards.iter().map(|(one, _)| one.amount).sum();
        match awards.iter().filter(|(one, _)| one.amount > 0).count() {
            0 => words::NONE_GIVEN.to_owned(),
            to => words::given(sum, to, awards.len()),
        }
    };
    let result = Signal::derive(move || tried.get().map(|tried| tried.map_or_else(|why| why, |tried| said(&tried))));
    let shown = Memo::new(move |_| match (now.get(), tried.get()) {
        (Err(_), Some(Ok(tried))) => Ok((tried, None)),
        (Err(why), _) => Err(why),
        (Ok(now), tried) => Ok((now, tried.and_then(Result::ok))),
    });
    let concerned = book.read_untracked(|ledger| {
        ledger.parameter_names().filter(|one| reward.needs(&one.id)).cloned().collect::<Vec<ParameterName>>()
    });
    let table = Callback::new(move |()| {
        let day = today.date.get_untracked();
        book.read_untracked(|ledger| {
            of.with_value(|(reward, _)| {
                let awards = shown.get_untracked().map(|(awards, _)| awards).unwrap_or_default();
                reward_workbook(ledger, reward, &awards, &own.org_name, day)
            })
        })
    });
    let body = move || {
        match shown.get() {
        Err(why) => view! {
            <p class="notice"><Icon shape=Shape::Warning /><span>{why}" "<A href="/taskbook">{words::SETTLE}</A></span></p>
        }
        .into_any(),
        Ok((awards, tried)) => {
            let lines = book.read_untracked(|ledger| lines(ledger, &awards, tried.as_ref()));
            view! { <Table lines said=said(&awards) trying=tried.is_some() /> }.into_any()
        }
    }
    };
    view! {
        <p>{words::PROVISIONAL_COUNTY}</p>
        <Trial concerned supposed result />
        {body}
        <p class="page-acts no-print">
            <button type="button" class="button-quiet" on:click=move |_| page::print()><Icon shape=Shape::Print />{words::PRINT}</button>
            <Export name=words::REWARD_TABLE workbook=table one=true />
        </p>
    }
}

#[component]
fn Table(lines: Vec<Line>, said: String, trying: bool) -> impl IntoView {
    let draw = move |line: Line| {
        let changed = line.tried.is_some_and(|tried| tried != line.amount);
        view! {
            <tr class:pay-changed=changed>
                <td>{line.name}</td>
                <td class="register-number">{line.completion}</td>
                <td class="register-number">{line.done}</td>
                <td class="register-number">{words::money(line.amount)}</td>
                {trying.then(|| view! { <td class="register-number">{line.tried.map(words::money)}</td> })}
                <td>{line.why}</td>
            </tr>
        }
    };
    view! {
        <section class="card section" id="pay-sums"><p>{said}</p></section>
        <div class="table-scroll">
            <table class="pay">
                <thead><tr>
                    <th scope="col">{words::ORG}</th><th scope="col">{words::COMPLETION}</th><th scope="col">{words::DONE}</th>
                    <th scope="col">{words::REWARD_SHARE}</th>
                    {trying.then(|| view! { <th scope="col">{words::REWARD_TRIED}</th> })}
                    <th scope="col">{words::WHY}</th>
                </tr></thead>
                <tbody>{lines.into_iter().map(draw).collect_view()}</tbody>
            </table>
        </div>
    }
}
