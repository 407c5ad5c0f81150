//! 意见建议: what branches find too much or not right, and the county's answers.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{
    Author, Command, Definition, Ledger, OrgId, Organisation, Refusal, RegisterCommand, RowId, Tier,
    answer::Suggestion, record::Value,
};

use super::taskbook::may_write;
use crate::{
    state::{Book, Drafts, Session, Toasts, Today},
    text::{self, registers, suggestions as words},
    widgets::{Icon, Refused, Shape},
};

/// Where it stands how many answers were looked at here.
const SEEN: &str = "suggestions/seen";

/// Something that was said.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Said {
    org: OrgId,
    row: RowId,
    by: String,
    kind: String,
    matter: String,
    wish: Option<String>,
    answer: Option<String>,
    behalf: bool,
    /// Who struck it out, and why.
    struck_out: Option<String>,
    waits: bool,
}

fn said(ledger: &Ledger, one: &Suggestion<'_>) -> Said {
    let shown = |id: &str| {
        let column = one.register.column(id)?;
        Some(registers::shown(ledger, column, one.row.value(id)?))
    };
    let name = |org: &OrgId| ledger.orgs().name(org).to_owned();
    let struck_out = one.struck_out.map(|struck| {
        let by = struck.by.map(|by| words::person(&by.person, &name(&by.org)));
        let by = by.unwrap_or_else(|| words::BY_UNKNOWN.to_owned());
        if struck.own { words::taken_back(&by, struck.why) } else { words::struck_out(&by, struck.why) }
    });
    Said {
        org: one.org.clone(),
        row: one.row.record.id,
        by: words::by(&name(one.org), &shown("day").unwrap_or_default()),
        kind: shown("kind").unwrap_or_default(),
        matter: shown("matter").unwrap_or_default(),
        wish: shown("wish"),
        answer: one.answer.map(|one| words::answered(&one.by, &text::date(one.on), &one.text)),
        behalf: one.row.record.author.org != *one.org,
        struck_out,
        waits: one.waits(),
    }
}

fn read(ledger: &Ledger, own: &OrgId) -> Vec<Said> {
    let mut all = ledger.suggestions(own);
    // Those that wait for an answer come first, the latest first.
    all.sort_by_key(|one| (!one.waits(), std::cmp::Reverse(one.row.record.at)));
    all.iter().map(|one| said(ledger, one)).collect()
}

/// Those for whom one may say something: oneself, and on behalf of those below.
fn speakers(ledger: &Ledger, author: &Author) -> Vec<(OrgId, String)> {
    let may = |org: &&Organisation| {
        ledger.orgs().within(&org.id, &author.org)
            && ledger.suggestions_of(&org.id).is_some_and(|register| ledger.may_keep(author, &org.id, register))
    };
    let mut all: Vec<_> = ledger.orgs().iter().filter(may).map(|org| (org.id.clone(), org.name.clone())).collect();
    all.sort_by_key(|(org, _)| *org != author.org);
    all
}

/// What wants looking at: for the county how many wait for an answer, for others how many answers have come.
#[component]
pub fn SuggestionsNotice() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let own = session.identity().org;
    let county = session.tier() == Tier::County;
    let count = Memo::new(move |_| {
        book.read(|ledger| {
            let all = ledger.suggestions(&own);
            if county { all.iter().filter(|one| one.waits()).count() } else { answered(&all, &own) }
        })
    });
    let seen = expect_context::<Drafts>().at(SEEN.to_owned());
    let count =
        move || count.get().saturating_sub(if county { 0 } else { seen.with(|seen| seen.parse().unwrap_or(0)) });
    let said = move || if county { words::unanswered(count()) } else { words::newly_answered(count()) };
    view! {
        <Show when=move || { count() > 0 }>
            <p class="notice cases-notice" id="suggestions-notice">
                <Icon shape=Shape::Edit />
                <A href="/suggestions">{said}</A>
            </p>
        </Show>
    }
}

/// How many of an organisation's own were answered.
fn answered(all: &[Suggestion<'_>], own: &OrgId) -> usize {
    all.iter().filter(|one| one.org == own && one.answer.is_some()).count()
}

/// The page.
#[component]
pub fn SuggestionsPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let own = session.identity().org;
    let author = session.author();
    let speakers = Memo::new(move |_| book.read(|ledger| speakers(ledger, &author)));
    let may_say = Memo::new(move |_| !speakers.with(Vec::is_empty));
    let may_answer = Memo::new(move |_| may_write(book, &session));
    let (org, seen) = (own.clone(), expect_context::<Drafts>().at(SEEN.to_owned()));
    let all = Memo::new(move |_| book.read(|ledger| read(ledger, &own)));
    // Whoever stands here has seen the answers.
    Effect::new(move |_| {
        let count = book.read(|ledger| answered(&ledger.suggestions(&org), &org)).to_string();
        if seen.with_untracked(|seen| *seen != count) {
            seen.set(count);
        }
    });
    let title = move || if session.tier() == Tier::Branch { words::OURS } else { words::ALL };
    view! {
        <h1 class="page-title">{words::TITLE}</h1>
        <p class="quiet">{words::EXPLAINED}</p>
        <Show when=move || may_say.get()><Say speakers /></Show>
        <section class="section" id="suggestions">
            <h2>{title}</h2>
            <For each=move || all.get() key=Clone::clone let:one><One one may_answer /></For>
            <Show when=move || all.with(Vec::is_empty)><p class="card empty">{words::NONE}</p></Show>
        </section>
    }
}

#[component]
fn Say(speakers: Memo<Vec<(OrgId, String)>>) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let today = expect_context::<Today>();
    let own = expect_context::<Session>().identity().org;
    let drafts = expect_context::<Drafts>();
    let first = speakers.with_untracked(|all| all.first().map(|(org, _)| org.clone()));
    let of = RwSignal::new(first.unwrap_or_else(|| own.clone()));
    let ours = own.clone();
    let behalf = move || of.with(|of| *of != own);
    let (matter, wish) = (drafts.at("suggestion/matter".to_owned()), drafts.at("suggestion/wish".to_owned()));
    let kind: RwSignal<Option<String>> = RwSignal::new(None);
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let kinds = book.read_untracked(|ledger| {
        let column = ledger.suggestions_of(&of.get_untracked()).and_then(|register| register.column("kind"));
        column.map(|column| column.choices.clone()).unwrap_or_default()
    });
    let chips = kinds.into_iter().map(|choice| {
        let (id, here) = (choice.id.clone(), choice.id);
        view! {
            <button type="button" class="chip" aria-pressed=move || (kind.get().as_ref() == Some(&here)).to_string()
                on:click=move |_| kind.set(Some(id.clone()))>{choice.name}</button>
        }
    });
    let chips = chips.collect_view();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = |id: &str, text: String| (id.to_owned(), Value::Text(text));
        let Some(kind_of) = kind.get_untracked().filter(|_| matter.with_untracked(|text| !text.trim().is_empty()))
        else {
            refused.set(Some(words::MISSING.to_owned()));
            return;
        };
        let mut cells = vec![
            text("day", today.date.get_untracked().to_string()),
            text("kind", kind_of),
            text("matter", matter.get_untracked().trim().to_owned()),
        ];
        let wished = wish.get_untracked().trim().to_owned();
        if !wished.is_empty() {
            cells.push(text("wish", wished));
        }
        let org = of.get_untracked();
        let Some(register) = book.read_untracked(|ledger| ledger.suggestions_of(&org).cloned()) else { return };
        let add = RegisterCommand::Add { org, register: register.id.clone(), cells };
        match book.run(Command::Register(add)) {
            Ok(_) => {
                toasts.done(words::SENT);
                refused.set(None);
                kind.set(None);
                matter.set(String::new());
                wish.set(String::new());
            }
            Err(Refusal::BadRow(flaws)) => refused.set(Some(registers::flaws(&register, &flaws))),
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    let several = Memo::new(move |_| speakers.with(Vec::len) > 1);
    let option = move |(id, name): (OrgId, String)| {
        let name = if id == ours { format!("{}（{name}）", words::OWN) } else { name };
        let this = id.clone();
        view! { <option value=id.to_string() selected=move || of.with(|of| *of == this)>{name}</option> }
    };
    let options = move || speakers.get().into_iter().map(option.clone()).collect_view();
    view! {
        <form class="card form" id="say" on:submit=submit>
            <Show when=move || several.get()>
                <label class="field"><span>{words::WHO}</span>
                    <select id="say-of" on:change=move |event| {
                        if let Ok(org) = event_target_value(&event).parse() {
                            of.set(org);
                        }
                    }>{options.clone()}</select>
                </label>
            </Show>
            {move || behalf().then(|| view! { <p class="notice">{registers::BEHALF}</p> })}
            <fieldset class="field"><legend>{words::KIND}</legend><div class="chips">{chips}</div></fieldset>
            <label class="field"><span>{words::MATTER}</span>
                <textarea id="matter" rows="4" maxlength="300" prop:value=matter on:input=move |event| matter.set(event_target_value(&event))></textarea>
            </label>
            <label class="field"><span>{words::WISH}</span>
                <textarea id="wish" rows="2" maxlength="200" prop:value=wish on:input=move |event| wish.set(event_target_value(&event))></textarea>
            </label>
            <Refused refused />
            <button type="submit" class="button-main">{words::SEND}</button>
        </form>
    }
}

#[component]
fn One(one: Said, may_answer: Memo<bool>) -> impl IntoView {
    let (waits, behalf) = (one.waits, one.behalf);
    let open = waits || one.answer.is_some();
    let answer = one.answer.map(|said| view! { <p class="notice">{said}</p> });
    let (org, row) = (one.org, one.row);
    view! {
        <article class="card submission">
            <p class="submission-marks"><span class="badge badge-aside">{one.kind}</span><span class="quiet">{one.by}</span>
                {behalf.then(|| view! { <span class="badge badge-aside">{words::BEHALF}</span> })}
            </p>
            <p>{one.matter}</p>
            {one.wish.map(|wish| view! { <p class="quiet">{wish}</p> })}
            {one.struck_out.map(|said| view! { <p class="refused-line suggestion-struck">{said}</p> })}
            {answer}
            {waits.then(|| view! { <p><span class="badge badge-wait">{words::WAITING}</span></p> })}
            {move || (open && may_answer.get()).then(|| view! { <AnswerForm org=org.clone() row /> })}
        </article>
    }
}

#[component]
fn AnswerForm(org: OrgId, row: RowId) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let typed = expect_context::<Drafts>().at(format!("answer/{row}"));
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let answer = Definition::Answer { org: org.clone(), row, text: typed.get_untracked() };
        match book.run(Command::Define(answer)) {
            Ok(_) => {
                toasts.done(words::ANSWERED);
                typed.set(String::new());
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    view! {
        <form class="answer" on:submit=submit>
            <textarea rows="2" maxlength="500" aria-label=words::ANSWER prop:value=typed on:input=move |event| typed.set(event_target_value(&event))></textarea>
            <Refused refused />
            <button type="submit" class="button">{words::ANSWER}</button>
        </form>
    }
}
