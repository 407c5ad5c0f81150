//! The buttons that hand a table out as a file.

use leptos::{prelude::*, task::spawn_local};
use taizhang_sheets::{Workbook, job::Format};

use super::Refused;
use crate::{
    platform::files,
    state::{Session, Tables, Today},
    text::{self, registers as words},
};

/// xlsx and, where the workbook is one table, CSV.
#[component]
pub fn Export(
    /// What the file is called, before whose it is and the day.
    #[prop(into)]
    name: String,
    /// Makes the workbook when somebody asks for it.
    workbook: Callback<(), Workbook>,
    /// Whether it is one table.
    #[prop(optional)]
    one: bool,
) -> impl IntoView {
    let tables = expect_context::<Tables>();
    let today = expect_context::<Today>();
    let own = expect_context::<Session>().identity().org_name;
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let leave = move |format: Format| {
        let workbook = workbook.run(());
        let (ending, media) = match format {
            Format::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Format::Csv => ("csv", "text/csv"),
        };
        let name = words::file_name(&name, &own, today.date.get_untracked(), ending);
        refused.set(None);
        spawn_local(async move {
            let saved = match tables.write(workbook, format).await {
                Ok(bytes) => files::save(&name, &bytes, media).map_err(|why| why.to_string()),
                Err(why) => Err(text::tables::failure(&why)),
            };
            refused.set(saved.err());
        });
    };
    let leave = StoredValue::new(leave);
    view! {
        <button type="button" class="button-quiet" id="export-xlsx" on:click=move |_| leave.with_value(|leave| leave(Format::Xlsx))>{words::EXPORT}</button>
        {one.then(|| view! {
            <button type="button" class="button-quiet" id="export-csv" on:click=move |_| leave.with_value(|leave| leave(Format::Csv))>{words::EXPORT_CSV}</button>
        })}
        <Refused refused />
    }
}
