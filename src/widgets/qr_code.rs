//! A QR code.

use leptos::prelude::*;

/// Draws a QR code with its quiet zone.
#[component]
pub fn QrCode(
    /// Its modules, row by row, dark ones as `1`.
    rows: Vec<String>,
    /// What it is, for those who cannot see it.
    label: &'static str,
) -> impl IntoView {
    /// The quiet zone, in modules (ISO/IEC 18004).
    const QUIET: usize = 4;
    let side = rows.len() + 2 * QUIET;
    let dark = rows.iter().enumerate().flat_map(|(y, row)| {
        let ones = row.char_indices().filter(|(_, module)| *module == '1');
        ones.map(move |(x, _)| format!("M{} {}h1v1h-1z", x + QUIET, y + QUIET))
    });
    let path: String = dark.collect();
    view! {
        <svg class="qr" role="img" aria-label=label viewBox=format!("0 0 {side} {side}") shape-rendering="crispEdges">
            <rect width=side height=side fill="#fff" />
            <path d=path fill="#000" />
        </svg>
    }
}
