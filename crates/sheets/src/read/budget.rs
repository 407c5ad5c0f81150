//! What a file has left of what it may ask.

use super::{Bound, Limits, Refusal};

/// What is still free of [`Limits`] while a file is read.
#[derive(Debug)]
pub struct Budget {
    rows: usize,
    columns: usize,
    cells: usize,
    merged: usize,
    text: usize,
}

impl Budget {
    pub fn new(limits: &Limits) -> Self {
        let Limits { rows, columns, cells, merged, text, .. } = *limits;
        Self { rows, columns, cells, merged, text }
    }

    pub fn row(&mut self) -> Result<(), Refusal> {
        self.rows = self.rows.checked_sub(1).ok_or(Refusal::TooLarge(Bound::Rows))?;
        Ok(())
    }

    pub fn cell(&mut self, column: u32) -> Result<(), Refusal> {
        if usize::try_from(column).map_or(true, |column| column > self.columns) {
            return Err(Refusal::TooLarge(Bound::Columns));
        }
        self.cells = self.cells.checked_sub(1).ok_or(Refusal::TooLarge(Bound::Cells))?;
        Ok(())
    }

    pub fn merged(&mut self) -> Result<(), Refusal> {
        self.merged = self.merged.checked_sub(1).ok_or(Refusal::TooLarge(Bound::Merged))?;
        Ok(())
    }

    pub fn text(&mut self, text: &str) -> Result<(), Refusal> {
        self.text = self.text.checked_sub(text.len()).ok_or(Refusal::TooLarge(Bound::Text))?;
        Ok(())
    }
}

/// Whether nothing can be seen of a text.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| letter.is_whitespace() || crate::normal::is_invisible(letter))
}
