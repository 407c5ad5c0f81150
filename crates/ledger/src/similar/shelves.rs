//! Shelves under numbers, filled in the order of places, all in one piece.

use super::sketch::Sketch;

/// Whoever stands on a shelf.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Kept {
    /// Beside the place, so that whoever walks along a shelf need not look elsewhere.
    pub(super) sketch: Sketch,
    pub(super) place: usize,
    /// The length of the longest text for which it matters that this one stands here.
    pub(super) counts_up_to: usize,
}

/// A shelf for each number below a limit.
#[derive(Debug)]
pub(super) struct Shelves {
    spans: Vec<Span>,
    kept: Vec<Kept>,
}

/// What is on a shelf and not yet left behind.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    begin: usize,
    end: usize,
}

impl Shelves {
    /// Empty shelves, with room for everything that will be kept under `slots`.
    pub(super) fn with_room_for<'s>(shelves: usize, slots: impl Iterator<Item = &'s u32>) -> Self {
        let mut spans = vec![Span::default(); shelves];
        let mut all = 0;
        for slot in slots {
            all += 1;
            if let Some(span) = spans.get_mut(*slot as usize) {
                span.end += 1;
            }
        }
        let mut begin = 0;
        for span in &mut spans {
            let room = span.end;
            *span = Span { begin, end: begin };
            begin += room;
        }
        Self { spans, kept: vec![Kept::default(); all] }
    }

    /// Puts one at the end of a shelf; places must ascend.
    pub(super) fn keep(&mut self, slot: u32, one: Kept) {
        let Some(span) = self.spans.get_mut(slot as usize) else { return };
        if let Some(free) = self.kept.get_mut(span.end) {
            *free = one;
            span.end += 1;
        }
    }

    /// What a shelf holds from a place on. What is before it is left behind for good, so places must ascend here too.
    pub(super) fn from(&mut self, slot: u32, place: usize) -> &[Kept] {
        let Some(span) = self.spans.get_mut(slot as usize) else { return &[] };
        let held = self.kept.get(span.begin..span.end).unwrap_or_default();
        let behind = held.iter().take_while(|one| one.place < place).count();
        span.begin += behind;
        held.get(behind..).unwrap_or_default()
    }
}
