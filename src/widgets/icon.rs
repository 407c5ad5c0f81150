//! Line icons, drawn here so that none is ever missing offline. They go beside words, never instead of them.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A sun over a line: today.
    Today,
    /// A book with lines: the ledger.
    Ledger,
    /// Two arrows in a circle: sync.
    Sync,
    /// Sliders: settings.
    Settings,
    /// Houses: branches.
    Branches,
    /// Bars: the board.
    Board,
    /// A printer.
    Print,
    /// A plus.
    Add,
    /// A tick.
    Tick,
    /// A tablet: stored here.
    Device,
    /// An exclamation mark in a triangle.
    Warning,
    /// A cloud with a stroke: no connection.
    Offline,
    /// A magnifying glass.
    Search,
    /// A clock.
    Clock,
    /// A paper clip.
    Evidence,
    /// A pencil.
    Edit,
    /// A camera.
    Camera,
    /// A list being ticked off: rectification.
    Case,
    /// Three dots: what there is besides.
    More,
    /// A bell: a reminder.
    Bell,
    /// A tray: what waits for a verdict.
    Inbox,
}

impl Shape {
    const fn path(self) -> &'static str {
        match self {
            Self::Today => "M12 4v2M5.6 6.6l1.4 1.4M18.4 6.6 17 8M8 13a4 4 0 0 1 8 0M3 17h18M7 21h10",
            Self::Ledger => {
                "M6 3h12a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H6a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM8 3v18M11 8h5M11 12h5M11 16h3"
            }
            Self::Sync => "M4 12a8 8 0 0 1 14-5.3L20 9M20 4v5h-5M20 12a8 8 0 0 1-14 5.3L4 15M4 20v-5h5",
            Self::Settings => "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
            Self::Branches => "M3 11l5-4 5 4M4 10v10h8V10M12 20h9V9l-4-3-4 3M8 20v-5M17 13v1M17 17v1",
            Self::Board => "M4 20h16M7 20v-6M12 20V5M17 20v-10",
            Self::Print => "M7 8V4h10v4M7 17H4V9h16v8h-3M7 14h10v6H7z",
            Self::Add => "M12 5v14M5 12h14",
            Self::Tick => "M5 12.5l4.5 4.5L19 7.5",
            Self::Device => "M7 3h10a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2",
            Self::Warning => "M12 4 2.8 20h18.4zM12 10v4M12 17v.5",
            Self::Offline => "M7 18h10a4 4 0 0 0 1-7.9A6 6 0 0 0 8 7M6 10.5A4 4 0 0 0 7 18M4 4l16 16",
            Self::Search => "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM20 20l-4-4",
            Self::Clock => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2",
            Self::Evidence => "M19 11l-7.5 7.5a4 4 0 0 1-6-6L13 5a2.8 2.8 0 0 1 4 4l-7.5 7.5a1.3 1.3 0 0 1-2-2L14 8",
            Self::Camera => "M4 7h3l2-3h6l2 3h3v13H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
            Self::Case => "M4 6l1.5 1.5L8 5M4 12l1.5 1.5L8 11M4 18l1.5 1.5L8 17M11 6.5h9M11 12.5h9M11 18.5h9",
            Self::More => "M5 12h.01M12 12h.01M19 12h.01",
            Self::Bell => "M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21h4M12 3v2",
            Self::Inbox => "M4 13 6.5 5h11L20 13v6H4zM4 13h4.5l1.5 3h4l1.5-3H20",
            Self::Edit => "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
        }
    }
}

/// An icon of the size of the type beside it.
#[component]
pub fn Icon(
    /// What it shows.
    shape: Shape,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=shape.path() />
        </svg>
    }
}
