//! CPU time of processes: what does not depend on who else computes on this machine.
//!
//! Spec: <https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html>

use std::fs;

use anyhow::Context as _;

/// Linux tells user programs about time in hundredths of a second, whatever it counts in itself.
const TICK_MICROS: u64 = 10_000;

/// What one process says.
struct Stat {
    parent: u32,
    own: u64,
    /// Of children that have ended.
    ended: u64,
}

impl Stat {
    fn of(id: u32) -> Option<Self> {
        Self::parse(&fs::read_to_string(format!("/proc/{id}/stat")).ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        // The second field is the program's name, in parentheses, and may hold anything.
        let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
        let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
        Some(Self {
            parent: u32::try_from(number(1)?).ok()?,
            own: number(11)? + number(12)?,
            ended: number(13)? + number(14)?,
        })
    }
}

/// Microseconds that a process and its children have used, whether or not these have ended.
pub(super) fn of_family(id: u32) -> anyhow::Result<u64> {
    let stat = Stat::of(id).with_context(|| format!("process {id} has gone"))?;
    let others = fs::read_dir("/proc")?.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let children = others.filter_map(Stat::of).filter(|child| child.parent == id);
    Ok((stat.own + stat.ended + children.map(|child| child.own + child.ended).sum::<u64>()) * TICK_MICROS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_may_be_called_anything() {
        let text = "7 (a) b (c) S 3 7 7 0 -1 4194560 100 200 0 0 11 12 13 14 20 0 1 0 500 1000 10";
        let stat = Stat::parse(text).unwrap();
        assert_eq!((stat.parent, stat.own, stat.ended), (3, 23, 27));
        for text in ["", "7 (a", "7 (a) S", "7 (a) S 3 7 7 0 -1 4194560 100 200 0 0 x 12 13 14"] {
            assert!(Stat::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn what_computes_has_used_time() {
        let before = of_family(std::process::id()).unwrap();
        let start = std::time::Instant::now();
        while start.elapsed() < std::time::Duration::from_millis(100) {
            std::hint::black_box(0);
        }
        assert!(of_family(std::process::id()).unwrap() > before);
        assert!(of_family(u32::MAX).is_err());
    }
}
