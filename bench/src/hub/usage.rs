//! What a process has used, by `/proc`.

use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// What a process has used.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Usage {
    /// Processor time of all its threads, user and system, in seconds.
    pub cpu_s: f64,
    /// Memory that is resident now, in KiB.
    pub rss_kib: u64,
    /// The most that ever was, in KiB.
    pub peak_kib: u64,
}

impl Usage {
    /// What a process has used so far.
    ///
    /// # Errors
    /// When there is no such process.
    pub fn of(pid: u32) -> Result<Self, Failure> {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
        // The command's name, in parentheses, may hold anything.
        let (_, fields) = stat.rsplit_once(')').ok_or("/proc/PID/stat makes no sense")?;
        let ticks: Option<u64> =
            fields.split_whitespace().skip(11).take(2).map(|field| field.parse::<u64>().ok()).sum();
        let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
        let kib = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
        };
        #[allow(clippy::cast_precision_loss, reason = "processes of days at most")]
        let cpu_s = ticks.unwrap_or_default() as f64 / rustix::param::clock_ticks_per_second() as f64;
        Ok(Self { cpu_s, rss_kib: kib("VmRSS:"), peak_kib: kib("VmHWM:") })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Usage;

    #[test]
    fn this_process_has_used_something() {
        let mut waste = vec![1_u8; 8 << 20];
        for round in 0..40_u8 {
            for byte in &mut waste {
                *byte = byte.wrapping_mul(3).wrapping_add(round);
            }
        }
        let usage = Usage::of(std::process::id()).unwrap();
        assert!(usage.cpu_s > 0.0, "{usage:?} {}", waste.len());
        assert!(usage.peak_kib >= usage.rss_kib && usage.rss_kib > 4096, "{usage:?}");
    }
}
