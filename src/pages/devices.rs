//! 设备: whose devices there are and how each stands; for those who manage them, invitations, other posts, revoking.

use leptos::{prelude::*, task::spawn_local};
use taizhang_ledger::{OrgId, Role, Tier, Timestamp};

use crate::{
    devices::{self, Device, Devices, Invitation, Post},
    platform::{PlatformError, page},
    search::{Query, Text},
    state::{Book, Session, Toasts, Today},
    text::{self, ui::devices as words},
    widgets::{Icon, QrCode, Refused, Shape},
};

/// How many organisations there are to choose from before one searches.
const CHOICES: usize = 30;
/// How many devices are shown before one searches.
const LINES: usize = 50;

/// The list, and the way to fetch it anew.
#[derive(Clone, Copy)]
struct List {
    found: RwSignal<Option<Result<Devices, PlatformError>>>,
    /// Whose devices are looked for.
    sought: RwSignal<String>,
}

impl List {
    fn fetch(self) {
        spawn_local(async move {
            let found = devices::list().await;
            // The page may have been left meanwhile.
            let _ = self.found.try_set(Some(found));
        });
    }
}

/// The page.
#[component]
pub fn DevicesPage() -> impl IntoView {
    let list = List { found: RwSignal::new(None), sought: RwSignal::new(String::new()) };
    list.fetch();
    provide_context(list);
    let shown = move || {
        list.found.get().map(|found| match found {
            Ok(Devices { may_manage, devices }) => view! {
                {may_manage.then(|| view! { <Invite /> })}
                <Lines devices may_manage />
            }
            .into_any(),
            Err(why) => {
                let said =
                    if why == PlatformError::Offline { words::OFFLINE.to_owned() } else { text::http_failed(&why) };
                view! {
                    <section class="card">
                        <p>{said}</p>
                        <button type="button" class="button-main" on:click=move |_| list.fetch()>{words::AGAIN}</button>
                    </section>
                }
                .into_any()
            }
        })
    };
    view! {
        <h1 class="page-title">{words::TITLE}</h1>
        <p class="quiet">{words::WHY}</p>
        {shown}
    }
}

/// A field to search with.
#[component]
fn Search(name: &'static str, typed: RwSignal<String>) -> impl IntoView {
    view! {
        <label class="search">
            <Icon shape=Shape::Search />
            <span class="unseen">{words::SEARCH}</span>
            <input type="search" name=name placeholder=words::SEARCH prop:value=typed
                on:input=move |event| typed.set(event_target_value(&event)) />
        </label>
    }
}

/// The devices, or those of the people and organisations that are looked for.
#[component]
fn Lines(devices: Vec<Device>, may_manage: bool) -> impl IntoView {
    let sought = expect_context::<List>().sought;
    let many = devices.len() > LINES;
    let text = |device: &Device| Text::new([device.person.as_str(), device.org_name.as_str()]);
    let all = StoredValue::new(devices.into_iter().map(|device| (text(&device), device)).collect::<Vec<_>>());
    let lines = move || {
        let query = Query::new(&sought.get());
        let found: Vec<Device> = all.with_value(|all| {
            all.iter().filter(|(text, _)| query.finds(text)).map(|(_, device)| device.clone()).collect()
        });
        let (none, rest) = (found.is_empty(), found.len().saturating_sub(LINES));
        view! {
            {none.then(|| view! { <li class="empty">{words::NONE}</li> })}
            {found.into_iter().take(LINES).map(|device| view! { <Line device may_manage /> }).collect_view()}
            {(rest > 0).then(|| view! { <li class="quiet">{words::rest(rest)}</li> })}
        }
    };
    view! {
        {many.then(|| view! { <Search name="sought" typed=sought /> })}
        <ul class="rows">{lines}</ul>
    }
}

#[component]
fn Line(device: Device, may_manage: bool) -> impl IntoView {
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Open {
        Nothing,
        Revoke,
        Move,
    }
    let today = expect_context::<Today>();
    let open = RwSignal::new(Open::Nothing);
    let revoked = device.revoked_ms.is_some();
    let since = move |at: i64| text::since(Timestamp(at), today.now.get_untracked());
    let seen = match device.last_seen_ms {
        _ if revoked => words::REVOKED.to_owned(),
        _ if device.connected => words::ONLINE.to_owned(),
        Some(at) => words::seen(&since(at)),
        None => words::NEVER.to_owned(),
    };
    let tone = if revoked {
        "badge badge-aside"
    } else if device.connected {
        "badge badge-done"
    } else {
        "badge badge-open"
    };
    let unsent = device.unsent;
    let now = expect_context::<Today>().now.get_untracked();
    let waited = device.oldest_unsent_ms.map_or(0, |oldest| text::days_since(Timestamp(oldest), now));
    let standing = match unsent {
        Some(0) => view! { <span class="stored stored-there"><Icon shape=Shape::Tick />{words::ALL_DELIVERED}</span> }
            .into_any(),
        Some(number) => {
            view! { <span class="stored stored-here"><Icon shape=Shape::Device />{words::unsent(number, waited)}</span> }
                .into_any()
        }
        None => view! { <span class="quiet">{words::UNKNOWN}</span> }.into_any(),
    };
    let version = device.app_version.as_deref().map(words::version);
    let manage = may_manage && !device.own && !revoked;
    let id = StoredValue::new(device.id.clone());
    let org = StoredValue::new(device.org.clone());
    let role = device.role;
    view! {
        <li class="row device" data-device=device.id.clone()>
            <span class="row-head">
                <span class="row-title">{device.person.clone()}" "{device.own.then(|| view! { <span class="badge badge-new">{words::OWN}</span> })}</span>
                <span class=tone>{seen}</span>
            </span>
            <span class="row-foot">
                <span>{device.org_name.clone()}</span>
                <span>{text::role(device.role)}</span>
                {version.map(|version| view! { <span>{version}</span> })}
            </span>
            <p>{standing}</p>
            {(manage && !device.named && device.role.tier() == Tier::Branch)
                .then(|| view! { <p class="quiet" data-not-named=true>{words::NOT_NAMED}</p> })}
            {manage.then(|| view! {
                <div class="act-buttons">
                    <button type="button" class="button" on:click=move |_| open.set(Open::Move)>{words::MOVE}</button>
                    <button type="button" class="button" on:click=move |_| open.set(Open::Revoke)>{words::REVOKE}</button>
                </div>
                {move || match open.get() {
                    Open::Nothing => ().into_any(),
                    Open::Revoke => view! { <Revoke id=id.get_value() close=move || open.set(Open::Nothing) /> }.into_any(),
                    Open::Move => view! {
                        <Move id=id.get_value() org=org.get_value() role close=move || open.set(Open::Nothing) />
                    }
                    .into_any(),
                }}
            })}
        </li>
    }
}

#[component]
fn Revoke(id: String, close: impl Fn() + Copy + 'static) -> impl IntoView {
    let list = expect_context::<List>();
    let toasts = expect_context::<Toasts>();
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let revoke = move |_| {
        let id = id.clone();
        spawn_local(async move {
            match devices::revoke(&id).await {
                Ok(()) => {
                    toasts.done(words::REVOKED_NOW);
                    list.fetch();
                }
                Err(why) => refused.set(Some(text::http_failed(&why))),
            }
        });
    };
    view! {
        <div class="act-form">
            <p>{words::REVOKE_WHY}</p>
            <Refused refused />
            <div class="act-buttons">
                <button type="button" class="button-main" on:click=revoke>{words::REVOKE_NOW}</button>
                <button type="button" class="button" on:click=move |_| close()>{text::ui::common::CANCEL}</button>
            </div>
        </div>
    }
}

#[component]
fn Move(id: String, org: OrgId, role: Role, close: impl Fn() + Copy + 'static) -> impl IntoView {
    let list = expect_context::<List>();
    let toasts = expect_context::<Toasts>();
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let chosen = RwSignal::new(Some(Post { org, role, person: None }));
    let person = RwSignal::new(String::new());
    let give = move |_| {
        let (id, Some(post)) = (id.clone(), named(chosen, person)) else { return };
        spawn_local(async move {
            match devices::give_post(&id, &post).await {
                Ok(()) => {
                    toasts.done(words::MOVED);
                    list.fetch();
                }
                Err(why) => refused.set(Some(text::http_failed(&why))),
            }
        });
    };
    view! {
        <div class="act-form">
            <p>{words::MOVE_WHY}</p>
            <PostChoice chosen />
            <Name person why=words::NAME_MOVE />
            <Refused refused />
            <div class="act-buttons">
                <button type="button" class="button-main" on:click=give>{words::MOVE_NOW}</button>
                <button type="button" class="button" on:click=move |_| close()>{text::ui::common::CANCEL}</button>
            </div>
        </div>
    }
}

#[component]
fn Invite() -> impl IntoView {
    let chosen: RwSignal<Option<Post>> = RwSignal::new(None);
    let person = RwSignal::new(String::new());
    let made: RwSignal<Option<Invitation>> = RwSignal::new(None);
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(post) = named(chosen, person) else { return };
        spawn_local(async move {
            match devices::invite(&post).await {
                Ok(invitation) => {
                    refused.set(None);
                    made.set(Some(invitation));
                }
                Err(why) => refused.set(Some(text::http_failed(&why))),
            }
        });
    };
    // A code belongs to one post and person: whoever chooses another must not hand out the old one.
    Effect::new(move |_| {
        chosen.track();
        person.track();
        made.set(None);
    });
    view! {
        <form class="card form" id="invite" on:submit=make>
            <h2>{words::INVITE}</h2>
            <p class="quiet">{words::INVITE_WHY}</p>
            <PostChoice chosen />
            <Name person why=words::NAME_INVITE />
            <Refused refused />
            <button type="submit" class="button-main">{words::MAKE}</button>
            {move || made.get().map(|invitation| view! { <Made invitation /> })}
        </form>
    }
}

#[component]
fn Made(invitation: Invitation) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let link = invitation.link.clone();
    let copy = move |_| {
        let link = link.clone();
        spawn_local(async move {
            if page::copy(&link).await { toasts.done(words::COPIED) } else { toasts.error(words::NOT_COPIED) }
        });
    };
    view! {
        <div class="invitation">
            <QrCode rows=invitation.qr label=words::QR />
            <label class="field">
                <span>{words::expires(&text::date_time(Timestamp(invitation.expires_ms)))}</span>
                <input type="text" id="invitation-link" readonly prop:value=invitation.link />
            </label>
            <button type="button" class="button" on:click=copy>{words::COPY}</button>
        </div>
    }
}

/// A post with the name that was typed, if one was.
fn named(chosen: RwSignal<Option<Post>>, person: RwSignal<String>) -> Option<Post> {
    let name = person.get_untracked().trim().to_owned();
    chosen.get_untracked().map(|post| Post { person: Some(name).filter(|name| !name.is_empty()), ..post })
}

#[component]
fn Name(person: RwSignal<String>, why: &'static str) -> impl IntoView {
    view! {
        <label class="field">
            <span>{words::NAME}</span>
            <input type="text" name="name" maxlength="20" autocomplete="off" prop:value=person
                on:input=move |event| person.set(event_target_value(&event)) />
            <small class="quiet">{why}</small>
        </label>
    }
}

/// An organisation of those below, and a post that there is at it.
#[component]
fn PostChoice(chosen: RwSignal<Option<Post>>) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let own = session.identity().org;
    let orgs = Memo::new(move |_| {
        book.read(|ledger| {
            let below = ledger.orgs().iter().filter(|org| ledger.orgs().within(&org.id, &own));
            below.map(|org| (Text::new([org.name.as_str()]), org.clone())).collect::<Vec<_>>()
        })
    });
    let begun = chosen.get_untracked();
    let org = RwSignal::new(begun.as_ref().map(|post| post.org.to_string()).unwrap_or_default());
    let role: RwSignal<Option<Role>> = RwSignal::new(begun.map(|post| post.role));
    let posts = Memo::new(move |_| {
        let id = org.get();
        let found = orgs.with(|orgs| orgs.iter().find(|(_, one)| one.id.as_str() == id).map(|(_, one)| one.clone()));
        found.map_or(Vec::new(), |found| Role::ALL.iter().copied().filter(|role| found.has_post(*role)).collect())
    });
    Effect::new(move |_| {
        let posts = posts.get();
        let role = role.get().filter(|role| posts.contains(role)).or_else(|| posts.first().copied());
        chosen.set(org.get().parse().ok().zip(role).map(|(org, role)| Post { org, role, person: None }));
    });
    let sought = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let query = Query::new(&sought.get());
        orgs.with(|orgs| {
            orgs.iter().filter(|(text, _)| query.finds(text)).map(|(_, one)| one.clone()).collect::<Vec<_>>()
        })
    });
    let rest = move || found.with(Vec::len).saturating_sub(CHOICES);
    let org_options = move || {
        // The chosen one stays among them, whatever is searched for since.
        let id = org.get_untracked();
        let chosen = orgs.with(|orgs| orgs.iter().find(|(_, one)| one.id.as_str() == id).map(|(_, one)| one.clone()));
        let shown: Vec<_> = found.with(|found| found.iter().take(CHOICES).cloned().collect());
        let chosen = chosen.filter(|one| shown.iter().all(|other| other.id != one.id));
        let options = chosen.into_iter().chain(shown).map(|one| {
            let id = one.id.to_string();
            let value = id.clone();
            view! { <option value=value selected=move || org.with(|org| *org == id)>{one.name}</option> }
        });
        options.collect_view()
    };
    let role_options = move || {
        let options = posts.get().into_iter().map(|one| {
            view! { <option value=one.word() selected=move || role.get() == Some(one)>{text::role(one)}</option> }
        });
        options.collect_view()
    };
    view! {
        <Show when=move || { orgs.with(Vec::len) > CHOICES }>
            <Search name="org-sought" typed=sought />
            <p class="quiet" role="status">{move || (rest() > 0).then(|| words::rest(rest()))}</p>
        </Show>
        <label class="field">
            <span>{words::ORG}</span>
            <select name="org" on:change=move |event| org.set(event_target_value(&event))>
                <option value="">{text::ui::new_task::CHOOSE_CODE}</option>
                {org_options}
            </select>
        </label>
        <label class="field">
            <span>{words::ROLE}</span>
            <select name="role" on:change=move |event| role.set(Role::from_word(&event_target_value(&event)))>
                {role_options}
            </select>
        </label>
    }
}
