//! What has become of something while a form about it was open. The form stays, with what was typed.

use leptos::prelude::*;

use super::{Icon, Shape};

/// One line, read out when it appears; the form keeps the focus.
#[component]
pub fn Meanwhile(
    /// The words, once there is something to say.
    said: Memo<Option<String>>,
) -> impl IntoView {
    view! {
        <div role="status">
            {move || said.get().map(|said| view! {
                <p class="notice meanwhile"><Icon shape=Shape::Warning /><span>{said}</span></p>
            })}
        </div>
    }
}
