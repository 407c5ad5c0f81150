//! 意见建议: what branches find too much or not right, and the county's answers.

use leptos::prelude::*;
use taizhang_ledger::{Command, Definition, Ledger, OrgId, RegisterCommand, RowId, answer::SUGGESTIONS, record::Value};

use super::taskbook::may_write;
use crate::{
    state::{Book, Drafts, Session, Toasts, Today},
    text::{self, registers, suggestions as words},
    widgets::Refused,
};

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
}

fn read(ledger: &Ledger, own: &OrgId) -> Vec<Said> {
    let Some(register) = ledger.register(SUGGESTIONS) else { return Vec::new() };
    let mut all = Vec::new();
    for org in ledger.orgs().iter().filter(|org| register.is_kept_by(org.kind) && ledger.orgs().within(&org.id, own)) {
        for row in ledger.register_rows(&org.id, SUGGESTIONS).filter(|row| row.struck_out().is_none()) {
            let shown = |id: &str| {
                let column = register.column(id)?;
                Some(registers::shown(ledger, column, row.value(id)?))
            };
            let answer = ledger.answer(&org.id, row.record.id);
            let said = Said {
                org: org.id.clone(),
                row: row.record.id,
                by: words::by(&org.name, &shown("day").unwrap_or_default()),
                kind: shown("kind").unwrap_or_default(),
                matter: shown("matter").unwrap_or_default(),
                wish: shown("wish"),
                answer: answer.map(|one| words::answered(&one.by, &text::date(one.on), &one.text)),
            };
            all.push((said.answer.is_some(), std::cmp::Reverse(row.record.at), said));
        }
    }
    // Those that wait for an answer come first, the latest first.
    all.sort_by_key(|(answered, at, _)| (*answered, *at));
    all.into_iter().map(|(_, _, said)| said).collect()
}

/// The page.
#[component]
pub fn SuggestionsPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let own = session.identity().org;
    let (org, author) = (own.clone(), session.author());
    let may_say = Memo::new(move |_| {
        book.read(|ledger| {
            ledger.register(SUGGESTIONS).is_some_and(|register| ledger.may_keep(&author, &org, register))
        })
    });
    let may_answer = Memo::new(move |_| may_write(book, &session));
    let all = Memo::new(move |_| book.read(|ledger| read(ledger, &own)));
    let title = move || if may_say.get() { words::OURS } else { words::ALL };
    view! {
        <h1 class="page-title">{words::TITLE}</h1>
        <p class="quiet">{words::EXPLAINED}</p>
        <Show when=move || may_say.get()><Say /></Show>
        <section class="section" id="suggestions">
            <h2>{title}</h2>
            <For each=move || all.get() key=Clone::clone let:one><One one may_answer /></For>
            <Show when=move || all.with(Vec::is_empty)><p class="card empty">{words::NONE}</p></Show>
        </section>
    }
}

#[component]
fn Say() -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let today = expect_context::<Today>();
    let own = expect_context::<Session>().identity().org;
    let drafts = expect_context::<Drafts>();
    let (matter, wish) = (drafts.at("suggestion/matter".to_owned()), drafts.at("suggestion/wish".to_owned()));
    let kind: RwSignal<Option<String>> = RwSignal::new(None);
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let kinds = book.read_untracked(|ledger| {
        let column = ledger.register(SUGGESTIONS).and_then(|register| register.column("kind"));
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
        let add = RegisterCommand::Add { org: own.clone(), register: SUGGESTIONS.to_owned(), cells };
        match book.run(Command::Register(add)) {
            Ok(_) => {
                toasts.done(words::SENT);
                refused.set(None);
                kind.set(None);
                matter.set(String::new());
                wish.set(String::new());
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    view! {
        <form class="card form" id="say" on:submit=submit>
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
    let waits = one.answer.is_none();
    let answer = one.answer.map(|said| view! { <p class="notice">{said}</p> });
    let (org, row) = (one.org, one.row);
    view! {
        <article class="card submission">
            <p class="submission-marks"><span class="badge badge-aside">{one.kind}</span><span class="quiet">{one.by}</span></p>
            <p>{one.matter}</p>
            {one.wish.map(|wish| view! { <p class="quiet">{wish}</p> })}
            {answer}
            {waits.then(|| view! { <p><span class="badge badge-wait">{words::WAITING}</span></p> })}
            {move || may_answer.get().then(|| view! { <AnswerForm org=org.clone() row /> })}
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
