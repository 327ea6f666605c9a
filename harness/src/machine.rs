//! The fingerprint of the machine, the compiler and the commit. What a system does not tell is
//! left out, never guessed.

use std::fs;
use std::path::Path;
use std::process::Command;

use reports::record::{Cache, Commit, Machine, Toolchain};
use sysinfo::{CpuRefreshKind, MemoryRefreshKind, RefreshKind, System};

/// The machine as the operating system describes it.
pub(crate) fn machine() -> Machine {
    let wanted = RefreshKind::nothing()
        .with_cpu(CpuRefreshKind::nothing())
        .with_memory(MemoryRefreshKind::nothing().with_ram());
    // On a system that it does not know, the rest still stands.
    let system = System::new_with_specifics(wanted).ok();
    let cpus = system.as_ref().map_or(&[][..], System::cpus);
    Machine {
        cpu: cpus
            .first()
            .map_or_else(String::new, |cpu| cpu.brand().trim().to_owned()),
        architecture: std::env::consts::ARCH.to_owned(),
        cores: u32::try_from(cpus.len()).unwrap_or_default(),
        features: features(),
        caches: caches(Path::new("/sys/devices/system/cpu/cpu0/cache")),
        memory: system.as_ref().map_or(0, System::total_memory),
        system: System::long_os_version().unwrap_or_default(),
        kernel: System::kernel_version().unwrap_or_default(),
        hypervisor: first_line("/sys/hypervisor/type")
            .or_else(|| first_line("/sys/class/dmi/id/product_name"))
            .filter(|_| runs_virtual()),
        governor: first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
        huge_pages: first_line("/sys/kernel/mm/transparent_hugepage/enabled")
            .and_then(|line| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned())),
        load: first_line("/proc/loadavg")
            .and_then(|line| line.split_whitespace().next()?.parse().ok()),
        probe: None,
    }
}

/// The compiler and flags that built this program.
pub(crate) fn toolchain() -> Toolchain {
    Toolchain {
        rustc: env!("LAB_RUSTC").to_owned(),
        target: env!("LAB_TARGET").to_owned(),
        profile: env!("LAB_PROFILE").to_owned(),
        opt_level: env!("LAB_OPT_LEVEL").to_owned(),
        flags: env!("LAB_FLAGS")
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
    }
}

/// The commit of the work tree at `folder`; absent without git or outside a checkout.
pub(crate) fn commit(folder: &Path) -> Option<Commit> {
    let git = |arguments: &[&str]| {
        let output = Command::new("git")
            .arg("-C")
            .arg(folder)
            .args(arguments)
            .output()
            .ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        output.status.success().then(|| text.trim().to_owned())
    };
    let hash = git(&["rev-parse", "--verify", "HEAD"])?;
    let dirty = git(&["status", "--porcelain"]).is_none_or(|changes| !changes.is_empty());
    Some(Commit { hash, dirty })
}

fn first_line(path: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    text.lines()
        .next()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
}

/// x86 tells a guest by a flag; elsewhere the product's name is not taken for a hypervisor's.
fn runs_virtual() -> bool {
    let flagged = |line: &str| line.split_whitespace().any(|word| word == "hypervisor");
    fs::read_to_string("/proc/cpuinfo").is_ok_and(|text| {
        text.lines()
            .any(|line| line.starts_with("flags") && flagged(line))
    })
}

#[cfg(target_arch = "x86_64")]
fn features() -> Vec<String> {
    macro_rules! detected {
        ($($name:tt),*) => {
            [$(($name, std::arch::is_x86_feature_detected!($name))),*]
        };
    }
    let all = detected!(
        "sse4.2",
        "popcnt",
        "aes",
        "bmi2",
        "fma",
        "avx",
        "avx2",
        "avx512f",
        "avx512bw",
        "avx512dq",
        "avx512vl",
        "avx512vbmi2",
        "gfni"
    );
    all.into_iter()
        .filter(|(_, there)| *there)
        .map(|(name, _)| name.to_owned())
        .collect()
}

#[cfg(not(target_arch = "x86_64"))]
fn features() -> Vec<String> {
    Vec::new()
}

/// Bytes of the last level of the cache, as the system tells.
pub(crate) fn last_level() -> Option<u64> {
    let caches = caches(Path::new("/sys/devices/system/cpu/cpu0/cache"));
    caches.last().map(|cache| cache.bytes)
}

/// Data and unified caches as Linux lists them, from the first level outwards.
fn caches(folder: &Path) -> Vec<Cache> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut caches: Vec<Cache> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let read = |name: &str| fs::read_to_string(path.join(name)).ok();
            if read("type")?.trim() == "Instruction" {
                return None;
            }
            Some(Cache {
                level: read("level")?.trim().parse().ok()?,
                bytes: size(read("size")?.trim())?,
                line: read("coherency_line_size")?.trim().parse().ok()?,
            })
        })
        .collect();
    caches.sort_by_key(|cache| cache.level);
    caches
}

/// `48K`, `32M`.
fn size(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(char::is_alphabetic);
    let factor = match &text[digits.len()..] {
        "" => 1,
        "K" => 1 << 10,
        "M" => 1 << 20,
        "G" => 1 << 30,
        _ => return None,
    };
    Some(digits.parse::<u64>().ok()? * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cache_sizes_are_read_with_their_unit() {
        assert_eq!(size("48K"), Some(48 * 1024));
        assert_eq!(size("32M"), Some(32 << 20));
        assert_eq!(size("512"), Some(512));
        assert_eq!(size("1T"), None);
    }

    #[test]
    fn a_cache_folder_is_read_without_its_instruction_cache() {
        let folder = tempfile::tempdir().unwrap();
        for (index, level, kind, size) in [
            (0, "1", "Data", "48K"),
            (1, "1", "Instruction", "32K"),
            (2, "2", "Unified", "1024K"),
        ] {
            let path = folder.path().join(format!("index{index}"));
            fs::create_dir(&path).unwrap();
            for (name, text) in [
                ("level", level),
                ("type", kind),
                ("size", size),
                ("coherency_line_size", "64"),
            ] {
                fs::write(path.join(name), format!("{text}\n")).unwrap();
            }
        }
        let found: Vec<_> = caches(folder.path())
            .iter()
            .map(|cache| (cache.level, cache.bytes))
            .collect();
        assert_eq!(found, [(1, 48 << 10), (2, 1 << 20)]);
        assert!(caches(&folder.path().join("absent")).is_empty());
    }

    #[test]
    fn this_machine_has_a_core_and_memory_and_this_program_a_compiler() {
        let machine = machine();
        assert!(machine.cores > 0 && machine.memory > 0);
        assert!(toolchain().rustc.starts_with("rustc "));
    }

    #[test]
    fn a_folder_outside_a_checkout_has_no_commit() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(commit(folder.path()), None);
    }
}
