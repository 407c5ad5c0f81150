//! What is pasted from a spreadsheet into a table of two columns: cells from there on, or lines that begin with the name of
//! their organisation, in whatever order they are.

/// How many columns can be filled in.
pub(super) const COLUMNS: usize = 2;

/// Where pasted cells go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Pasted {
    /// Row, column and words. What was empty is left out, and leaves what is there.
    pub(super) cells: Vec<(usize, usize, String)>,
    /// Names that no row has.
    pub(super) unknown: Vec<String>,
}

/// Whether what was typed is more than one cell.
pub(super) fn is_many(typed: &str) -> bool {
    typed.trim_end_matches(['\n', '\r']).contains(['\n', '\t'])
}

/// Spreads what was pasted at a row and a column over rows of these names.
pub(super) fn spread(text: &str, names: &[String], (row, column): (usize, usize)) -> Pasted {
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').map(str::trim).collect()).collect();
    let place = |name: &str| names.iter().position(|one| one == name);
    let by_name = lines.iter().any(|line| line.len() > 1 && line.first().is_some_and(|name| place(name).is_some()));
    let mut pasted = Pasted::default();
    for (number, line) in lines.into_iter().enumerate() {
        let (at, values) = match line.split_first() {
            Some((name, values)) if by_name => {
                let Some(at) = place(name) else {
                    // A line of headings has no numbers, and an empty one no name.
                    let has_number = values.iter().any(|value| value.contains(|sign: char| sign.is_ascii_digit()));
                    pasted.unknown.extend((has_number && !name.is_empty()).then(|| (*name).to_owned()));
                    continue;
                };
                (at, values.to_vec())
            }
            _ => (row + number, line),
        };
        for (right, value) in values.into_iter().enumerate().filter(|(_, value)| !value.is_empty()) {
            if at < names.len() && column + right < COLUMNS {
                pasted.cells.push((at, column + right, value.to_owned()));
            }
        }
    }
    pasted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<String> {
        ["东村", "西村", "南村"].map(str::to_owned).to_vec()
    }

    fn cell(row: usize, column: usize, words: &str) -> (usize, usize, String) {
        (row, column, words.to_owned())
    }

    #[test]
    fn a_column_goes_down_from_where_it_is_pasted() {
        let pasted = spread("10\n\n30\n40\n", &names(), (0, 1));
        assert_eq!(
            pasted.cells,
            [cell(0, 1, "10"), cell(2, 1, "30")],
            "empty ones and what is below the last are left"
        );
        let pasted = spread("10\t1\r\n20\t2\r\n", &names(), (1, 0));
        assert_eq!(pasted.cells, [cell(1, 0, "10"), cell(1, 1, "1"), cell(2, 0, "20"), cell(2, 1, "2")]);
        assert!(!is_many("12.5\n") && is_many("1\n2") && is_many("1\t2"));
    }

    #[test]
    fn lines_with_names_find_their_rows() {
        let text = "单位\t任务\t去年\n南村\t3\t2\n东村\t1\n北村\t9\t9\n";
        let pasted = spread(text, &names(), (1, 0));
        assert_eq!(pasted.cells, [cell(2, 0, "3"), cell(2, 1, "2"), cell(0, 0, "1")]);
        assert_eq!(pasted.unknown, ["北村"]);
    }
}
