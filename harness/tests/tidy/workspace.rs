//! Finds what the rules are about: the members of the workspace, their manifests and their sources.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use toml::Table;

/// A crate of the workspace.
pub(crate) struct Member {
    pub(crate) name: String,
    /// Its `Cargo.toml`.
    pub(crate) manifest: PathBuf,
    /// The manifest's content.
    pub(crate) table: Table,
    pub(crate) targets: Vec<Target>,
    /// Names of all crates that it depends on, for whatever purpose.
    pub(crate) dependencies: Vec<String>,
}

/// Something that cargo builds.
pub(crate) struct Target {
    pub(crate) name: String,
    /// `lib`, `bin`, `bench`, `test`, `example` or `custom-build`.
    pub(crate) kind: String,
    /// The root of its modules.
    pub(crate) source: PathBuf,
}

impl Member {
    /// The folder of the crate.
    pub(crate) fn folder(&self) -> &Path {
        self.manifest.parent().expect("a manifest lies in a folder")
    }

    /// Whether this is a chapter: a crate of experiments.
    pub(crate) fn is_chapter(&self) -> bool {
        self.dependencies.iter().any(|name| name == "harness")
    }

    pub(crate) fn targets_of(&self, kind: &str) -> Vec<&Target> {
        let targets = self.targets.iter();
        targets.filter(|target| target.kind == kind).collect()
    }
}

/// The workspace's root.
pub(crate) fn root() -> &'static Path {
    let harness = Path::new(env!("CARGO_MANIFEST_DIR"));
    harness.parent().expect("the harness lies in the workspace")
}

/// A path from the workspace's root, with `/` on every system.
pub(crate) fn relative(path: &Path) -> String {
    let path = path.strip_prefix(root()).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

/// The text of a file that must be there.
pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A TOML file that must be there.
pub(crate) fn read_toml(path: &Path) -> Table {
    read(path)
        .parse()
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All crates of the workspace, as cargo sees them.
pub(crate) fn members() -> &'static [Member] {
    static MEMBERS: OnceLock<Vec<Member>> = OnceLock::new();
    MEMBERS.get_or_init(|| {
        let metadata = metadata();
        let packages = array(&metadata, "packages");
        let members: Vec<Member> = packages.iter().map(member).collect();
        assert!(members.len() >= 5, "cargo lists too few members");
        members
    })
}

/// The crates of experiments.
pub(crate) fn chapters() -> Vec<&'static Member> {
    let chapters: Vec<_> = members().iter().filter(|one| one.is_chapter()).collect();
    assert!(chapters.len() >= 3, "there are too few chapters");
    chapters
}

/// The member of this name.
pub(crate) fn named(name: &str) -> &'static Member {
    let mut members = members().iter();
    members
        .find(|member| member.name == name)
        .unwrap_or_else(|| panic!("there is no crate `{name}`"))
}

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .expect("cargo can be started");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo metadata: {complaint}");
    serde_json::from_slice(&output.stdout).expect("cargo writes JSON")
}

fn member(package: &Value) -> Member {
    let manifest = PathBuf::from(text(package, "manifest_path"));
    let dependencies = array(package, "dependencies").iter();
    Member {
        name: text(package, "name").to_owned(),
        table: read_toml(&manifest),
        manifest,
        targets: array(package, "targets").iter().map(target).collect(),
        dependencies: dependencies
            .map(|one| text(one, "name").to_owned())
            .collect(),
    }
}

fn target(target: &Value) -> Target {
    let kind = array(target, "kind")[0].as_str().expect("a kind is a word");
    Target {
        name: text(target, "name").to_owned(),
        kind: kind.to_owned(),
        source: PathBuf::from(text(target, "src_path")),
    }
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    let found = value[key].as_str();
    found.unwrap_or_else(|| panic!("cargo names no {key}"))
}

fn array<'v>(value: &'v Value, key: &str) -> &'v Vec<Value> {
    let found = value[key].as_array();
    found.unwrap_or_else(|| panic!("cargo lists no {key}"))
}

/// Every file of the workspace with this extension. Hidden folders, what cargo builds and what npm
/// installs are not of the workspace.
pub(crate) fn files(extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(root(), &mut |file| {
        if file.extension().is_some_and(|own| own == extension) {
            found.push(file.to_owned());
        }
    });
    assert!(!found.is_empty(), "there is no .{extension} file");
    found.sort();
    found
}

fn walk(folder: &Path, visit: &mut dyn FnMut(&Path)) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| {
        panic!("{}: {error}", folder.display());
    });
    for path in entries.map(|entry| entry.expect("a folder can be listed").path()) {
        let hidden = path
            .file_name()
            .map(|name| name.to_string_lossy())
            .is_some_and(|name| name.starts_with('.') || name == "node_modules");
        if !path.is_dir() {
            visit(&path);
        } else if !hidden && !path.join("CACHEDIR.TAG").is_file() {
            walk(&path, visit);
        }
    }
}
