//! 设备: whose devices there are and how each stands; for those who manage them, invitations, other posts, revoking.

use leptos::{prelude::*, task::spawn_local};
use taizhang_ledger::{OrgId, Role, Timestamp};

use crate::{
    devices::{self, Device, Devices, Invitation, Post},
    platform::{PlatformError, page},
    state::{Book, Session, Toasts, Today},
    text::{self, ui::devices as words},
    widgets::{Icon, QrCode, Refused, Shape},
};

/// The list, and the way to fetch it anew.
#[derive(Clone, Copy)]
struct List {
    found: RwSignal<Option<Result<Devices, PlatformError>>>,
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
    let list = List { found: RwSignal::new(None) };
    list.fetch();
    provide_context(list);
    let shown = move || {
        list.found.get().map(|found| match found {
            Ok(Devices { may_manage, devices }) => view! {
                {may_manage.then(|| view! { <Invite /> })}
                <ul class="rows">
                    {devices.is_empty().then(|| view! { <li class="empty">{words::NONE}</li> })}
                    {devices.into_iter().map(|device| view! { <Line device may_manage /> }).collect_view()}
                </ul>
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
    let chosen = RwSignal::new(Some(Post { org, role }));
    let give = move |_| {
        let (id, Some(post)) = (id.clone(), chosen.get_untracked()) else { return };
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
    let made: RwSignal<Option<Invitation>> = RwSignal::new(None);
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(post) = chosen.get_untracked() else { return };
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
    // A code belongs to one post: whoever chooses another must not hand out the old one.
    Effect::new(move |_| {
        chosen.track();
        made.set(None);
    });
    view! {
        <form class="card form" id="invite" on:submit=make>
            <h2>{words::INVITE}</h2>
            <p class="quiet">{words::INVITE_WHY}</p>
            <PostChoice chosen />
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

/// An organisation of those below, and a post that there is at it.
#[component]
fn PostChoice(chosen: RwSignal<Option<Post>>) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let own = session.identity().org;
    let orgs = Memo::new(move |_| {
        book.read(|ledger| {
            let below = ledger.orgs().iter().filter(|org| ledger.orgs().within(&org.id, &own));
            below.cloned().collect::<Vec<_>>()
        })
    });
    let begun = chosen.get_untracked();
    let org = RwSignal::new(begun.as_ref().map(|post| post.org.to_string()).unwrap_or_default());
    let role: RwSignal<Option<Role>> = RwSignal::new(begun.map(|post| post.role));
    let posts = Memo::new(move |_| {
        let id = org.get();
        let found = orgs.with(|orgs| orgs.iter().find(|one| one.id.as_str() == id).cloned());
        found.map_or(Vec::new(), |found| Role::ALL.iter().copied().filter(|role| found.has_post(*role)).collect())
    });
    Effect::new(move |_| {
        let posts = posts.get();
        let role = role.get().filter(|role| posts.contains(role)).or_else(|| posts.first().copied());
        chosen.set(org.get().parse().ok().zip(role).map(|(org, role)| Post { org, role }));
    });
    let org_options = move || {
        let options = orgs.get().into_iter().map(|one| {
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
