//! A look at the frame of a change chunk before Automerge reads it.
//!
//! Automerge's reader believes the counts in a chunk; this one checks them against the bytes
//! there are, and adds up how many operations the run-length encoded columns unfold to.

use super::ChangeError;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHANGE_CHUNK: u8 = 1;

/// Column specs (`id << 4 | type`): one action an operation, and how many predecessors each has.
const ACTION: u64 = 4 << 4 | 2;
const PREDECESSORS: u64 = 7 << 4;

/// Counts the operations and predecessors that one uncompressed change chunk unfolds to.
pub(super) fn operations(bytes: &[u8]) -> Result<u64, ChangeError> {
    count(bytes).ok_or_else(|| ChangeError::Malformed("layout".into()))
}

fn count(bytes: &[u8]) -> Option<u64> {
    let mut chunk = Reader(bytes);
    if chunk.take(4)? != MAGIC {
        return None;
    }
    chunk.take(4)?;
    if chunk.byte()? != CHANGE_CHUNK {
        return None;
    }
    let length = chunk.length()?;
    let mut body = Reader(chunk.take(length)?);
    if !chunk.0.is_empty() {
        return None;
    }
    let deps = body.length()?;
    body.take(deps.checked_mul(32)?)?;
    body.prefixed()?; // actor
    body.unsigned()?; // seq
    body.unsigned()?; // start op
    body.signed()?; // time
    body.prefixed()?; // message
    for _ in 0..body.length()? {
        body.prefixed()?; // other actors
    }
    columns(&mut body)
}

fn columns(body: &mut Reader<'_>) -> Option<u64> {
    let mut specs = Vec::new();
    for _ in 0..body.length()? {
        specs.push((body.unsigned()?, body.length()?));
    }
    let mut total = 0_u64;
    for (spec, length) in specs {
        let column = Reader(body.take(length)?);
        total = match spec {
            ACTION => total.saturating_add(unfold(column, |_| 1)?),
            PREDECESSORS => total.saturating_add(unfold(column, |each| each)?),
            _ => total,
        };
    }
    Some(total)
}

/// Sums `weight(value)` over a run-length encoded column of unsigned integers.
fn unfold(mut column: Reader<'_>, weight: fn(u64) -> u64) -> Option<u64> {
    let mut total = 0_u64;
    while !column.0.is_empty() {
        let run = column.signed()?;
        let added = match run {
            1.. => weight(column.unsigned()?).saturating_mul(run.unsigned_abs()),
            0 => weight(0).saturating_mul(column.unsigned()?),
            _ => {
                let mut sum = 0_u64;
                for _ in 0..run.unsigned_abs() {
                    sum = sum.saturating_add(weight(column.unsigned()?));
                }
                sum
            }
        };
        total = total.saturating_add(added);
    }
    Some(total)
}

/// A cursor that never reads past its end.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// A length or count: no more than there are bytes left, whatever it counts.
    fn length(&mut self) -> Option<usize> {
        let length = usize::try_from(self.unsigned()?).ok()?;
        (length <= self.0.len()).then_some(length)
    }

    fn prefixed(&mut self) -> Option<&'a [u8]> {
        let length = self.length()?;
        self.take(length)
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..70).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return None;
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let mut value = 0_i64;
        for shift in (0..70).step_by(7) {
            let byte = self.byte()?;
            value |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                if shift < 57 && byte & 0x40 != 0 {
                    value |= -1 << (shift + 7);
                }
                return Some(value);
            }
        }
        None
    }
}
