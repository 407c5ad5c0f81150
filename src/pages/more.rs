//! 更多: on a phone, the pages for which its menu has no room.

use leptos::prelude::*;
use leptos_router::components::A;

use super::shell::REST;
use crate::{
    text::{history::MORE, reports},
    widgets::{Icon, Shape},
};

/// The page.
#[component]
pub fn MorePage() -> impl IntoView {
    let lines = REST
        .iter()
        .map(|(href, shape, name)| {
            view! { <li><A href=*href attr:class="row more-row"><Icon shape=*shape /><span class="row-title">{*name}</span></A></li> }
        })
        .collect_view();
    view! {
        <h1 class="page-title">{MORE}</h1>
        <ul class="rows">
            {lines}
            <li><A href="/reports" attr:class="row more-row"><Icon shape=Shape::Print /><span class="row-title">{reports::TITLE}</span></A></li>
        </ul>
    }
}
