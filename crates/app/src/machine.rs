//! What the machine, or the container around this process, has to give.

/// Assumed where the system does not say: small, so that too little is computed at once rather than too much.
const ASSUMED_MEMORY: u64 = 1 << 30;

/// Processors this process may use.
pub(crate) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Bytes of memory this process may use: the machine's, or its container's where that has less.
pub(crate) fn memory_bytes() -> u64 {
    let read = |path| std::fs::read_to_string(path).ok();
    let machine = read("/proc/meminfo").and_then(|text| total_of(&text));
    // cgroup v2, then v1; "max" and other words mean no limit.
    let container = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
        .into_iter()
        .find_map(read)
        .and_then(|text| text.trim().parse::<u64>().ok());
    machine.into_iter().chain(container).min().unwrap_or(ASSUMED_MEMORY)
}

fn total_of(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_read_whatever_stands_around_it() {
        let text = "MemFree:  12 kB\nMemTotal:       16318480 kB\n";
        assert_eq!(total_of(text), Some(16_318_480 * 1_024));
        assert_eq!(total_of("MemTotal: much"), None);
    }
}
