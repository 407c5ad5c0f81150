//! 备份: one file with everything that this device holds, and the way back from such a file.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    backup::MAX_BYTES,
    platform::files,
    state::{Book, Incoming, NotRestored, Session, Today, bring_in, export, look_into},
    text::{self, ui::backup as words},
    widgets::{Icon, Refused, Shape},
};

/// The part of 设置 that makes and reads backup files.
#[component]
pub fn Backup() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let today = expect_context::<Today>();
    let said: RwSignal<Option<String>> = RwSignal::new(None);
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let incoming: RwSignal<Option<Incoming>> = RwSignal::new(None);
    let working = RwSignal::new(false);
    let begin = move || {
        said.set(None);
        refused.set(None);
        incoming.set(None);
    };
    let save = move |_| {
        begin();
        let identity = session.identity();
        let name = words::file_name(&identity.org_name, today.now.get_untracked());
        let made = export(book, &identity).map_err(NotRestored::Unfit);
        let saved = made.and_then(|file| {
            let size = file.len() as u64;
            files::save(&name, &file, "application/octet-stream").map_err(NotRestored::Unread).map(|()| size)
        });
        match saved {
            Ok(size) => said.set(Some(words::saved(&name, &text::file_size(size)))),
            Err(why) => refused.set(Some(text::not_restored(&why))),
        }
    };
    let choose = move |event: leptos::ev::Event| {
        begin();
        let Some(picked) = files::picked(&event).into_iter().next() else { return };
        working.set(true);
        spawn_local(async move {
            let found = if picked.size() > MAX_BYTES {
                Err(NotRestored::Unfit(crate::backup::Unfit::TooLarge))
            } else {
                let file = picked.bytes().await.map_err(NotRestored::Unread);
                file.and_then(|file| look_into(book, &session.identity(), &file).map_err(NotRestored::Unfit))
            };
            match found {
                Ok(found) if found.changes == 0 => said.set(Some(words::nothing_new(found.documents))),
                Ok(found) => incoming.set(Some(found)),
                Err(why) => refused.set(Some(text::not_restored(&why))),
            }
            working.set(false);
        });
    };
    let merge = move |_| {
        let Some(found) = incoming.get_untracked() else { return };
        working.set(true);
        spawn_local(async move {
            match bring_in(book, &found).await {
                Ok(()) => {
                    begin();
                    said.set(Some(words::brought_in(found.changes, !found.of_others.is_empty())));
                }
                Err(why) => refused.set(Some(text::storage_failed(&why))),
            }
            working.set(false);
        });
    };
    view! {
        <section class="card" id="backup">
            <h2>{words::TITLE}</h2>
            <p>{words::EXPLAINED}</p>
            <p class="quiet">{words::WITHOUT_FILES}</p>
            <div class="act-buttons">
                <button type="button" class="button-main" id="backup-save" on:click=save>
                    <Icon shape=Shape::Device />{words::SAVE}
                </button>
                <label class="button">
                    {words::RESTORE}
                    <input class="unseen" id="backup-file" type="file" on:change=choose />
                </label>
            </div>
            <Show when=move || working.get()><p role="status">{words::READING}</p></Show>
            <p role="status" id="backup-said">{move || said.get()}</p>
            <Refused refused />
            {move || incoming.get().map(|found| view! {
                <Preview found />
                <div class="act-buttons">
                    <button type="button" class="button-main" id="backup-merge" disabled=working on:click=merge>
                        {words::MERGE}
                    </button>
                    <button type="button" class="button" on:click=move |_| begin()>{text::ui::common::CANCEL}</button>
                </div>
            })}
        </section>
    }
}

/// What would come in, said before it does.
#[component]
fn Preview(found: Incoming) -> impl IntoView {
    let of_others = found
        .of_others
        .iter()
        .map(|(person, number)| view! { <li>{words::of_another(person, *number)}</li> })
        .collect_view();
    let others = !found.of_others.is_empty();
    view! {
        <div id="backup-preview">
            <h3>{words::PREVIEW}</h3>
            <dl class="facts">
                <dt>{words::MADE_BY}</dt><dd>{found.person.clone()}</dd>
                <dt>{words::MADE_AT}</dt><dd>{text::date_time(found.made)}</dd>
                <dt>{words::DOCUMENTS}</dt><dd>{found.documents}</dd>
                <dt>{words::CHANGES}</dt><dd id="backup-changes">{found.changes}</dd>
            </dl>
            {others.then(|| view! {
                <div class="notice">
                    <Icon shape=Shape::Warning />
                    <div><p>{words::ONLY_THEIR_OWN}</p><ul>{of_others}</ul><p>{words::ONES_OWN_WAIT}</p></div>
                </div>
            })}
            <p>{words::NOTHING_OVERWRITTEN}</p>
        </div>
    }
}
