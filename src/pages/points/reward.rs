//! 以奖代补: who has done how much, and what each is given inside the budget. A branch sees its own result.

use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_params_map};
use taizhang_ledger::{
    Command, Ledger, OrgId,
    expr::Exact,
    points::{Given, Reward, Share},
};

use super::{
    applications::Applications,
    sees_pay,
    trial::{Trial, parameters},
};
use crate::{
    platform::page,
    state::{Book, Cover, Session, Supposed, Toasts, Today, awarded, reward_workbook, taking_part},
    text::{self, applications, points as words},
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
                <Applications reward=reward.clone() />
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
    let (id, below) = (reward.id.clone(), own.clone());
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
        <GivenBelow reward=id org=below />
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
    published: Option<i64>,
    /// How its application stands, where one is needed.
    applied: Option<String>,
    /// Why nothing, or by which weight.
    why: String,
}

fn lines(ledger: &Ledger, reward: &Reward, now: &[Share], tried: Option<&[Share]>, given: Option<&Given>) -> Vec<Line> {
    let weights = now.iter().map(|one| one.award.weight).fold(Exact::ZERO, |all, one| all + one);
    let then = |org: &OrgId| tried?.iter().find(|one| one.org == *org).map(|one| one.award.amount);
    let mut lines: Vec<Line> = now
        .iter()
        .map(|one| Line {
            name: ledger.orgs().name(&one.org).to_owned(),
            completion: words::share(one.award.completion),
            done: words::done(one.done),
            amount: one.award.amount,
            tried: then(&one.org),
            published: given.and_then(|given| given.shares.get(&one.org)).map(|share| share.amount),
            applied: reward.application.map(|_| applications::of_line(one.application.as_ref())),
            why: match one.left_out(reward) {
                Some(left) => applications::left(left).to_owned(),
                None => words::by_weight(one.award.weight, weights),
            },
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
    let said = |shares: &Vec<Share>| match given_to(shares) {
        (_, 0) => words::NONE_GIVEN.to_owned(),
        (sum, to) => words::given(sum, to, shares.len()),
    };
    let id = StoredValue::new(reward.id.clone());
    let given = Memo::new(move |_| book.read(|ledger| id.with_value(|id| ledger.given(id).cloned())));
    let result = Signal::derive(move || tried.get().map(|tried| tried.map_or_else(|why| why, |tried| said(&tried))));
    let shown = Memo::new(move |_| match (now.get(), tried.get()) {
        (Err(_), Some(Ok(tried))) => Ok((tried, None, supposed.get())),
        (Err(why), _) => Err(why),
        (Ok(now), tried) => Ok((now, tried.and_then(Result::ok), Supposed::new())),
    });
    let concerned =
        book.read_untracked(|ledger| parameters(ledger, |parameter| ledger.reward_concerns(&reward, parameter)));
    let table = Callback::new(move |()| {
        let day = today.date.get_untracked();
        let (shares, supposed) =
            shown.get_untracked().map(|(shares, _, supposed)| (shares, supposed)).unwrap_or_default();
        let cover = Cover { by: &own.org_name, day, supposed: &supposed };
        book.read_untracked(|ledger| of.with_value(|(reward, _)| reward_workbook(ledger, reward, &shares, &cover)))
    });
    let body = move || {
        match shown.get() {
        Err(why) => view! {
            <p class="notice"><Icon shape=Shape::Warning /><span>{why}" "<A href="/taskbook">{words::SETTLE}</A></span></p>
        }
        .into_any(),
        Ok((shares, tried, supposed)) => {
            let given = given.get();
            let (lines, mark) = book.read_untracked(|ledger| {
                let mark = (!supposed.is_empty()).then(|| words::supposed(ledger, &supposed));
                let lines = of.with_value(|(reward, _)| lines(ledger, reward, &shares, tried.as_deref(), given.as_ref()));
                (lines, mark)
            });
            let told = given.is_some();
            // Only what holds without anything supposed is published.
            let publishing = (mark.is_none() && tried.is_none())
                .then(|| view! { <Publishing reward=id.get_value() shares=shares.clone() given=given.clone() /> });
            view! { {publishing}<Table lines said=said(&shares) mark trying=tried.is_some() told /> }.into_any()
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

/// What is given together, and to how many.
fn given_to(shares: &[Share]) -> (i64, usize) {
    let sum = shares.iter().map(|one| one.award.amount).fold(0, i64::saturating_add);
    (sum, shares.iter().filter(|one| one.award.amount > 0).count())
}

/// The county publishes what a reward comes to, and sees what it has published.
#[component]
fn Publishing(
    /// The reward, by its id.
    reward: String,
    /// What it comes to now.
    shares: Vec<Share>,
    /// What was published.
    #[prop(into)]
    given: Option<Given>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let asked = RwSignal::new(false);
    let (sum, to) = given_to(&shares);
    let again = given.is_some();
    let differs = given.as_ref().is_some_and(|given| given.differs(&shares));
    let said = given.as_ref().map_or_else(|| words::NOT_PUBLISHED.to_owned(), words::reward_published);
    let reward = StoredValue::new(reward);
    let publish = move |_| {
        asked.set(false);
        match book.run(Command::PublishReward { reward: reward.get_value(), seen: sum }) {
            Ok(_) => toasts.done(words::REWARD_PUBLISHED_NOW),
            Err(why) => toasts.error(text::refusal(&why)),
        }
    };
    view! {
        <section class="card section" id="publishing">
            <h2>{words::REWARD_PUBLISHED}</h2>
            <p id="published-said">{said}</p>
            {differs.then(|| view! {
                <p class="notice" id="published-differs"><Icon shape=Shape::Warning /><span>{words::REWARD_DIFFERS}</span></p>
            })}
            {(!shares.is_empty()).then(|| view! {
                <Show when=move || asked.get() fallback=move || view! {
                    <p class="page-acts no-print">
                        <button type="button" class="button-main" id="publish" on:click=move |_| asked.set(true)>
                            {if again { words::PUBLISH_AGAIN } else { words::PUBLISH }}
                        </button>
                    </p>
                }>
                    <div class="no-print">
                        <p id="publish-sums">{words::reward_to_publish(sum, to)}</p>
                        <p class="quiet">{words::REWARD_PUBLISH_EXPLAINED}</p>
                        <p class="page-acts">
                            <button type="button" class="button-main" id="publish-now" on:click=publish>{words::PUBLISH}</button>
                            <button type="button" class="button" on:click=move |_| asked.set(false)>{words::CANCEL}</button>
                        </p>
                    </div>
                </Show>
            })}
        </section>
    }
}

/// What was published for an organisation, or those below it, each with its basis; nothing where nothing was.
#[component]
fn GivenBelow(reward: String, org: OrgId) -> impl IntoView {
    let book = expect_context::<Book>();
    let told = Memo::new(move |_| {
        book.read(|ledger| {
            let given = ledger.given(&reward)?;
            let orgs = ledger.orgs();
            let below = given.shares.iter().filter(|(one, _)| orgs.within(one, &org));
            let line = |(one, share): (&OrgId, &taizhang_ledger::points::GivenShare)| {
                (orgs.name(one).to_owned(), words::money(share.amount), words::reward_basis(given, share))
            };
            Some((words::reward_published(given), below.map(line).collect::<Vec<_>>()))
        })
    });
    let line = |(name, amount, basis): (String, String, String)| {
        view! {
            <div class="slip">
                <p>{name}</p>
                <p class="figure-number">{amount}{words::YUAN}</p>
                <p class="slip-formula">{basis}</p>
            </div>
        }
    };
    move || {
        told.get().map(|(said, lines)| {
            view! {
                <section class="card section" id="my-reward">
                    <h2>{words::REWARD_PUBLISHED}</h2>
                    <p class="quiet">{said}</p>
                    {lines.into_iter().map(line).collect_view()}
                </section>
            }
        })
    }
}

#[component]
fn Table(
    lines: Vec<Line>,
    said: String,
    /// That nothing of this is real, since it rests on numbers that nobody has set.
    mark: Option<String>,
    trying: bool,
    /// Whether something was published.
    told: bool,
) -> impl IntoView {
    let amount = if mark.is_some() { words::REWARD_TRIED } else { words::REWARD_SHARE };
    let applying = lines.iter().any(|line| line.applied.is_some());
    let draw = move |line: Line| {
        let changed = line.tried.or(line.published).is_some_and(|other| other != line.amount);
        view! {
            <tr class:pay-changed=changed>
                <td>{line.name}</td>
                <td class="register-number">{line.completion}</td>
                <td class="register-number">{line.done}</td>
                <td class="register-number">{words::money(line.amount)}</td>
                {trying.then(|| view! { <td class="register-number">{line.tried.map(words::money)}</td> })}
                {told.then(|| view! { <td class="register-number">{line.published.map(words::money)}</td> })}
                {applying.then(|| view! { <td>{line.applied}</td> })}
                <td>{line.why}</td>
            </tr>
        }
    };
    view! {
        {mark.map(|said| view! { <p class="notice" id="supposed"><Icon shape=Shape::Warning /><span>{said}</span></p> })}
        <section class="card section" id="pay-sums"><p>{said}</p></section>
        <div class="table-scroll">
            <table class="pay">
                <thead><tr>
                    <th scope="col">{words::ORG}</th><th scope="col">{words::COMPLETION}</th><th scope="col">{words::DONE}</th>
                    <th scope="col">{amount}</th>
                    {trying.then(|| view! { <th scope="col">{words::REWARD_TRIED}</th> })}
                    {told.then(|| view! { <th scope="col">{words::PUBLISHED_AMOUNT}</th> })}
                    {applying.then(|| view! { <th scope="col">{applications::TITLE}</th> })}
                    <th scope="col">{words::WHY}</th>
                </tr></thead>
                <tbody>{lines.into_iter().map(draw).collect_view()}</tbody>
            </table>
        </div>
    }
}
