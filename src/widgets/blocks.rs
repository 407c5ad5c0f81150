//! A long table by blocks of rows, of which only those near the window are drawn; the others hold their place.

use std::collections::BTreeMap;

use leptos::{html, prelude::*};

use crate::platform::{
    lifecycle,
    scroll::{self, Part, Seen},
};

/// How many rows a block has.
pub const BLOCK: usize = 15;

/// As many blocks are drawn before anything is known of the window.
const FIRST: usize = 3;

/// How high a row is taken for before one was seen, in pixels.
const ROW: f64 = 48.0;

/// After how many milliseconds what was drawn has its height.
const SETTLED: u32 = 50;

/// What is drawn of a table whose blocks are its `tbody` elements.
#[derive(Clone, Copy)]
pub struct Blocks {
    /// The table.
    pub table: NodeRef<html::Table>,
    drawn: RwSignal<Drawn>,
}

/// Which blocks are drawn, and how high those were that were seen.
#[derive(Debug, Clone, PartialEq, Default)]
struct Drawn {
    /// By their places.
    near: Vec<usize>,
    /// Whether all are, to be printed.
    all: bool,
    heights: BTreeMap<usize, f64>,
}

impl Blocks {
    /// Follows the page for as long as the component lives; `rows` is how many there are.
    pub fn follow(rows: Memo<usize>) -> Self {
        let drawn = RwSignal::new(Drawn { near: (0..FIRST).collect(), ..Drawn::default() });
        let blocks = Self { table: NodeRef::new(), drawn };
        let watch = scroll::watch(move |seen| match seen {
            Seen::Moved => blocks.look(),
            Seen::Printing => blocks.draw_all(true),
            Seen::Printed => blocks.draw_all(false),
        });
        let watch = StoredValue::new_local(watch);
        on_cleanup(move || watch.dispose());
        Effect::new(move |_| {
            rows.track();
            blocks.table.track();
            blocks.look();
        });
        blocks
    }

    /// Draws every row, as a printer needs them, or again those near the window.
    pub fn draw_all(self, all: bool) {
        self.drawn.try_update(|drawn| drawn.all = all);
        if !all {
            self.look();
        }
    }

    /// Whether a block is drawn.
    pub fn has(self, block: usize) -> bool {
        self.drawn.with(|drawn| drawn.all || drawn.near.contains(&block))
    }

    /// How high a block is that is not drawn: as it was, or as those that were seen are.
    pub fn height(self, block: usize, rows: usize) -> f64 {
        self.drawn.with_untracked(|drawn| drawn.height(block, rows))
    }

    fn look(self) {
        let Some(table) = self.table.try_get_untracked().flatten() else { return };
        let parts = scroll::parts(&table, "tbody");
        let near = near(&parts, scroll::window_height());
        let changed = self.drawn.try_maybe_update(|drawn| {
            let seen = drawn.near.iter().filter_map(|place| Some((*place, parts.get(*place)?.height)));
            drawn.heights.extend(seen.collect::<Vec<_>>());
            let other = drawn.near != near;
            drawn.near = near;
            (other, other)
        });
        // What was drawn may be lower than the place that was held for it: then more of the list is near.
        if changed == Some(true) {
            lifecycle::after(SETTLED, move || self.look());
        }
    }
}

impl Drawn {
    fn height(&self, block: usize, rows: usize) -> f64 {
        if let Some(height) = self.heights.get(&block) {
            return *height;
        }
        // The last block may be a short one.
        let whole = self.heights.range(..block).map(|(_, height)| *height);
        let (sum, count) = whole.fold((0.0, 0.0), |(sum, count), height| (sum + height, count + 1.0));
        let each = if count > 0.0 { sum / count } else { ROW * f64::from(u32::try_from(BLOCK).unwrap_or(u32::MAX)) };
        each * f64::from(u32::try_from(rows).unwrap_or(u32::MAX)) / f64::from(u32::try_from(BLOCK).unwrap_or(u32::MAX))
    }
}

/// The places of the blocks within a window's height of what is seen, and of the one that has the focus: whoever goes
/// on by keyboard finds the row after it, wherever the page was scrolled to.
fn near(parts: &[Part], window: f64) -> Vec<usize> {
    let is_near = |part: &Part| part.focused || (part.top < 2.0 * window && part.top + part.height > -window);
    let found = parts.iter().enumerate().filter(|(_, part)| is_near(part));
    found.map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(scrolled: f64, focused: Option<usize>) -> Vec<Part> {
        let tops = (0..200_u32).map(|place| f64::from(place) * 700.0 - scrolled);
        tops.enumerate().map(|(place, top)| Part { top, height: 700.0, focused: Some(place) == focused }).collect()
    }

    #[test]
    fn what_is_near_the_window_is_drawn_and_nothing_else() {
        assert_eq!(near(&parts(0.0, None), 700.0), [0, 1]);
        assert_eq!(near(&parts(70_000.0, None), 700.0), [99, 100, 101]);
        assert_eq!(near(&parts(70_350.0, None), 700.0), [99, 100, 101, 102]);
        assert_eq!(near(&parts(139_300.0, None), 700.0), [198, 199], "the end");
    }

    #[test]
    fn the_block_with_the_focus_stays() {
        assert_eq!(near(&parts(70_350.0, Some(3)), 700.0), [3, 99, 100, 101, 102]);
    }

    #[test]
    fn a_block_that_is_not_drawn_is_as_high_as_it_was_or_as_the_others_are() {
        let mut drawn = Drawn::default();
        assert!((drawn.height(7, BLOCK) - 720.0).abs() < 0.01);
        drawn.heights = BTreeMap::from([(0, 900.0), (1, 600.0)]);
        assert!((drawn.height(1, BLOCK) - 600.0).abs() < 0.01);
        assert!((drawn.height(7, BLOCK) - 750.0).abs() < 0.01);
        assert!((drawn.height(8, 5) - 250.0).abs() < 0.01, "a short one");
    }
}
