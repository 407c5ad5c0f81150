//! 整顿台账 on paper: A4, across the sheet. Only paper shows it.

use leptos::prelude::*;

use crate::{
    state::{CaseLine, CaseTable, Of, printed},
    text::{cases as words, registers},
};

/// The sheet.
#[component]
pub fn CaseSheet(
    /// What stands in it.
    table: CaseTable,
    /// The ledger's year.
    year: u16,
    /// Who hands it up.
    own: String,
    /// The day.
    day: chrono::NaiveDate,
) -> impl IntoView {
    let (columns, levels): (Vec<_>, Vec<Of>) =
        table.columns.into_iter().map(|(column, of)| (column.heading, of)).unzip();
    let widths = levels.iter().map(|of| {
        let class = if *of == Of::Case { "case-sheet-narrow" } else { "case-sheet-wide" };
        view! { <col class=class /> }
    });
    let widths = widths.collect_view();
    let lines = table.lines.into_iter().map(|line| row(line, &levels)).collect_view();
    view! {
        <article class="case-sheet">
            <h1>{words::table_title(year)}</h1>
            <p>{registers::table_note(&own, day)}</p>
            <table>
                <colgroup>{widths}</colgroup>
                <thead><tr>{columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}</tr></thead>
                <tbody>{lines}</tbody>
            </table>
            <p class="plan-signs"><span>{words::SIGN_LEADER}</span><span>{words::SIGN_FILLER}</span></p>
        </article>
    }
}

/// A line: what is told once for several lines spans them.
fn row(line: CaseLine, levels: &[Of]) -> impl IntoView + use<> {
    let span = |of: Of| match of {
        Of::Case => line.of_case,
        Of::Problem => line.of_problem,
        Of::Measure => Some(1),
    };
    let cells = line.cells.iter().zip(levels).filter_map(|(cell, of)| {
        let rows = span(*of)?;
        Some(view! { <td rowspan=rows.to_string()>{printed(cell)}</td> })
    });
    let cells = cells.collect_view();
    view! { <tr>{cells}</tr> }
}
