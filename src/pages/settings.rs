//! 设置: the size of the type, this device and whose it is, its storage, the installation.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;

use super::{backup::Backup, past::HistoryLinks};
use crate::{
    platform::{install, page, quota},
    state::{Book, Session, Settings, Toasts, TypeSize},
    text::{
        self,
        ui::{keys, settings as words},
    },
    widgets::KeyHelp,
};

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! {
        <h1 class="page-title">{words::TITLE}</h1>
        <Size />
        <HistoryLinks />
        <Install />
        <Storage />
        <Backup />
        <ByKeyboard />
        <Device />
    }
}

#[component]
fn ByKeyboard() -> impl IntoView {
    let help = expect_context::<KeyHelp>();
    view! {
        <section class="card">
            <h2>{keys::TITLE}</h2>
            <p>{words::KEYS_WHY}</p>
            <button type="button" class="button" on:click=move |_| help.open()>{keys::OPEN}</button>
        </section>
    }
}

#[component]
fn Size() -> impl IntoView {
    let settings = expect_context::<Settings>();
    let choices = TypeSize::ALL
        .into_iter()
        .map(|size| {
            view! {
                <label class="check">
                    <input type="radio" name="size" value=words::size(size)
                        prop:checked=move || settings.type_size.get() == size
                        on:change=move |_| settings.type_size.set(size) />
                    <span class=format!("size-sample size-sample-{}", size as u8)>{words::size(size)}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="card">
            <legend>{words::SIZE}</legend>
            {choices}
        </fieldset>
    }
}

#[component]
fn Install() -> impl IntoView {
    let offered = RwSignal::new(install::can_prompt());
    let install = move |_| {
        spawn_local(async move {
            install::prompt().await;
            offered.set(install::can_prompt());
        });
    };
    let steps = words::install_steps(install::surroundings());
    view! {
        <section class="card">
            <h2>{words::INSTALL}</h2>
            {if install::is_standalone() {
                view! { <p>{words::INSTALLED}</p> }.into_any()
            } else {
                view! {
                    <p>{words::INSTALL_WHY}</p>
                    <Show when=move || offered.get() fallback=move || view! {
                        <ol>{steps.iter().map(|step| view! { <li>{*step}</li> }).collect_view()}</ol>
                    }>
                        <button type="button" class="button-main" on:click=install>{words::INSTALL_NOW}</button>
                    </Show>
                }
                .into_any()
            }}
        </section>
    }
}

#[component]
fn Storage() -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let kept: RwSignal<Option<bool>> = RwSignal::new(None);
    let room: RwSignal<Option<(u64, u64)>> = RwSignal::new(None);
    spawn_local(async move {
        kept.set(Some(quota::persisted().await));
        room.set(quota::estimate().await.ok().map(|found| (found.usage, found.quota)));
    });
    let ask = move |_| {
        spawn_local(async move {
            let granted = quota::persist().await;
            kept.set(Some(granted));
            if !granted {
                toasts.error(words::NOT_GRANTED);
            }
        });
    };
    let documents = move || book.read(|ledger| ledger.documents().count());
    view! {
        <section class="card">
            <h2>{words::STORAGE}</h2>
            <dl class="facts">
                <dt>{words::DOCUMENTS}</dt><dd>{documents}</dd>
                <dt>{words::ROOM}</dt>
                <dd>{move || room.get().map_or_else(
                    || words::UNKNOWN.to_owned(),
                    |(used, all)| words::room(&text::file_size(used), &text::file_size(all.saturating_sub(used))),
                )}</dd>
                <dt>{words::KEPT}</dt><dd>{move || words::kept(kept.get())}</dd>
            </dl>
            <Show when=move || kept.get() == Some(false)>
                <button type="button" class="button" on:click=ask>{words::ASK}</button>
            </Show>
        </section>
    }
}

#[component]
fn Device() -> impl IntoView {
    let session = expect_context::<Session>();
    let identity = session.identity();
    view! {
        <section class="card">
            <h2>{words::DEVICE}</h2>
            <dl class="facts">
                <dt>{words::PERSON}</dt><dd>{identity.person}</dd>
                <dt>{words::ORG}</dt><dd>{identity.org_name}</dd>
                <dt>{words::ROLE}</dt><dd>{text::role(identity.role)}</dd>
                <dt>{words::YEAR}</dt><dd>{identity.year}</dd>
                <dt>{words::DEVICE_ID}</dt><dd><code>{identity.device.chars().take(12).collect::<String>()}</code></dd>
                <dt>{words::VERSION}</dt><dd>{page::build()}</dd>
            </dl>
            <A href="/devices" attr:class="button">{text::ui::devices::OPEN}</A>
        </section>
    }
}
