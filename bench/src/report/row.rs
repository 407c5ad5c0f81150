//! One figure: its runs, their median, its aim.

/// One figure of one metric.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) what: &'static str,
    pub(super) unit: &'static str,
    /// The most that it may be, at full scale.
    pub(super) aim: Option<f64>,
    values: Vec<f64>,
}

impl Row {
    pub(super) fn new(what: &'static str, unit: &'static str, aim: Option<f64>, values: Vec<f64>) -> Self {
        let mut values = values;
        values.sort_by(f64::total_cmp);
        Self { what, unit, aim, values }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The middle one; of an even number the higher of the two.
    pub(super) fn median(&self) -> f64 {
        self.values.get(self.values.len() / 2).copied().unwrap_or(f64::NAN)
    }

    pub(super) fn least(&self) -> f64 {
        self.values.first().copied().unwrap_or(f64::NAN)
    }

    pub(super) fn most(&self) -> f64 {
        self.values.last().copied().unwrap_or(f64::NAN)
    }

    /// Whether the median is within the aim; nothing without one.
    pub(super) fn is_met(&self) -> Option<bool> {
        self.aim.map(|aim| self.median() <= aim)
    }
}

/// A number with as many digits as say something.
pub(super) fn number(value: f64) -> String {
    match value.abs() {
        0.0 => "0".into(),
        large if large >= 1000.0 => grouped(value),
        large if large >= 100.0 => format!("{value:.0}"),
        large if large >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_a_median_and_bounds() {
        let row = Row::new("x", "ms", Some(2.0), vec![3.0, 1.0, 2.0]);
        assert_eq!((row.median(), row.least(), row.most()), (2.0, 1.0, 3.0));
        assert_eq!(row.is_met(), Some(true));
        assert_eq!(Row::new("x", "ms", Some(1.9), vec![3.0, 1.0, 2.0]).is_met(), Some(false));
        assert_eq!(number(1_234_567.0), "1,234,567");
        assert_eq!(number(12.34), "12.3");
    }
}
