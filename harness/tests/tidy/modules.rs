//! Every source file is reachable: a target's root, or declared by a `mod`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::masked::Masked;
use crate::workspace::{files, members, read, root};
use crate::{Breach, hold};

/// The files of all modules below the root of a target, itself included.
pub(crate) fn reachable(source: &Path) -> Vec<PathBuf> {
    let folder = source.parent().expect("a source lies in a folder");
    let mut found = vec![source.to_owned()];
    let mut open = vec![(source.to_owned(), folder.to_owned())];
    while let Some((file, folder)) = open.pop() {
        let text = read(&file);
        for path in elsewhere(&text) {
            let file = file.with_file_name(path);
            let folder = file.parent().expect("a source lies in a folder").to_owned();
            found.push(file.clone());
            open.push((file, folder));
        }
        for path in declared(&Masked::of(&text).code) {
            let below = folder.join(&path);
            let candidates = [below.with_extension("rs"), below.join("mod.rs")];
            if let Some(file) = candidates.into_iter().find(|file| file.is_file()) {
                found.push(file.clone());
                open.push((file, below));
            }
        }
    }
    found
}

/// The files that a file names as modules with `#[path = "…"]`, from its own folder.
fn elsewhere(text: &str) -> impl Iterator<Item = &str> {
    let named = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("#[path = \""));
    named.filter_map(|rest| rest.strip_suffix("\"]"))
}

/// The modules that a file declares to be elsewhere, as paths from its own folder: `mod a;`, and
/// `mod a { mod b; }` as `a/b`.
fn declared(code: &str) -> Vec<PathBuf> {
    let spaced = code
        .replace('{', " { ")
        .replace('}', " } ")
        .replace(';', " ; ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let (mut found, mut inside) = (Vec::new(), Vec::new());
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate() {
        match (*token, tokens.get(at + 1), tokens.get(at + 2)) {
            ("mod", Some(name), Some(&";")) => {
                let parents = inside.iter().map(|(name, _)| *name);
                found.push(parents.chain([*name]).collect());
            }
            ("mod", Some(name), Some(&"{")) => inside.push((*name, depth)),
            ("{", ..) => depth += 1,
            ("}", ..) => {
                depth -= 1;
                inside.pop_if(|(_, outer)| *outer == depth);
            }
            _ => {}
        }
    }
    found
}

/// The roots of programs that are workspaces by themselves, and are built on demand.
fn alone() -> impl Iterator<Item = PathBuf> {
    let manifests = files("toml").into_iter();
    let manifests = manifests.filter(|file| file.parent() != Some(root()));
    manifests
        .filter(|file| read(file).lines().any(|line| line == "[workspace]"))
        .map(|manifest| manifest.with_file_name("main.rs"))
}

#[test]
fn no_source_file_is_orphaned() {
    let targets = members().iter().flat_map(|member| &member.targets);
    let roots = targets.map(|target| target.source.clone()).chain(alone());
    let used: BTreeSet<PathBuf> = roots.flat_map(|source| reachable(&source)).collect();
    assert!(used.len() > members().len(), "no module was found at all");
    let orphans = files("rs").into_iter().filter(|file| !used.contains(file));
    let breaches: Vec<Breach> = orphans
        .map(|file| {
            let what = "no `mod` declares it and no target begins with it; declare or delete it";
            Breach::new(&file, None, what)
        })
        .collect();
    hold(&breaches);
}

#[test]
fn modules_at_other_paths_are_found() {
    let text = "#[path = \"a/b.rs\"]\nmod b;\n    #[path = \"../c.rs\"]\nmod d;\nmod e;";
    assert_eq!(elsewhere(text).collect::<Vec<_>>(), ["a/b.rs", "../c.rs"]);
}

#[test]
fn modules_inside_modules_are_found() {
    let code = "mod a;
        pub(crate) mod b {
            fn g() { if x {} }
            mod c;
            mod d { mod e; }
        }
        mod f;";
    let expected = ["a", "b/c", "b/d/e", "f"].map(PathBuf::from);
    assert_eq!(declared(code), expected);
}
