//! 启用本机: from an invitation link to a device that belongs to somebody.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    enrolment::{self, Offer},
    platform::page,
    state::Identity,
    store::Store,
    text::{self, ui::enrol as words},
    widgets::Refused,
};

/// The page of a device that is not enrolled yet, or has been invited anew: to another post, or since its right was withdrawn.
/// The invitation's token is the address's fragment, which no server sees in its log.
#[component]
pub fn Enrol(
    /// Where the identity goes.
    store: StoredValue<Store, LocalStorage>,
) -> impl IntoView {
    let token = StoredValue::new(page::fragment());
    let offer: RwSignal<Option<Offer>> = RwSignal::new(None);
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let read = move || {
        refused.set(None);
        spawn_local(async move {
            match enrolment::begin(&token.get_value()).await {
                Ok(found) => offer.set(Some(found)),
                Err(why) => refused.set(Some(text::http_failed(&why))),
            }
        });
    };
    let invited = token.with_value(|token| !token.is_empty());
    if invited {
        read();
    }
    let known: RwSignal<Option<Identity>> = RwSignal::new(None);
    spawn_local(async move {
        // Without an answer it is a device like any new one.
        known.set(store.get_value().identity().await.ok().flatten());
    });
    view! {
        <main class="welcome">
            <h1>{words::TITLE}</h1>
            {move || known.get().map(|known| view! {
                <section class="card" id="in-use">
                    <p>{words::in_use(&known.org_name, text::role(known.role), &known.person)}</p>
                    <p class="quiet">{words::KEPT}</p>
                    <a class="button" href="/">{words::BACK}</a>
                </section>
            })}
            {move || {
                if !invited {
                    return view! {
                        <section class="card">
                            <h2>{words::NO_INVITATION}</h2>
                            <p>{words::NO_INVITATION_NEXT}</p>
                        </section>
                    }
                    .into_any();
                }
                match offer.get() {
                    Some(offer) => view! { <Accept store token offer refused /> }.into_any(),
                    None if refused.with(Option::is_some) => view! {
                        <section class="card">
                            <Refused refused />
                            <button type="button" class="button-main" on:click=move |_| read()>{words::AGAIN}</button>
                        </section>
                    }
                    .into_any(),
                    None => view! { <p class="card" role="status">{words::READING}</p> }.into_any(),
                }
            }}
        </main>
    }
}

#[component]
fn Accept(
    store: StoredValue<Store, LocalStorage>,
    token: StoredValue<String>,
    offer: Offer,
    refused: RwSignal<Option<String>>,
) -> impl IntoView {
    let bound = offer.person.is_some();
    let person = RwSignal::new(offer.person.clone().unwrap_or_default());
    let working = RwSignal::new(false);
    let said = words::offer(&offer.org_name, text::role(offer.role));
    let accept = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let name = person.get_untracked().trim().to_owned();
        if name.is_empty() {
            return refused.set(Some(words::NO_PERSON.to_owned()));
        }
        working.set(true);
        refused.set(None);
        let offer = offer.clone();
        spawn_local(async move {
            match enrolment::finish(&store.get_value(), &token.get_value(), &offer, &name).await {
                // The app starts anew as an enrolled one.
                Ok(_) => page::open("/"),
                Err(why) => {
                    refused.set(Some(text::http_failed(&why)));
                    working.set(false);
                }
            }
        });
    };
    view! {
        <form class="card" on:submit=accept>
            <p>{said}</p>
            <label class="field">
                <span>{words::PERSON}</span>
                <input type="text" id="person" maxlength="20" autocomplete="off" placeholder=words::PERSON_HINT prop:value=person
                    readonly=bound
                    on:input=move |event| person.set(event_target_value(&event)) />
            </label>
            {bound.then(|| view! { <p class="quiet">{words::BOUND}</p> })}
            <Refused refused />
            <button type="submit" class="button-main" disabled=working>
                {move || if working.get() { words::WORKING } else { words::START }}
            </button>
        </form>
    }
}
