//! Makes records of what was measured: here the harness ends and a record begins.

mod trial;

use std::fs;
use std::panic::Location;
use std::path::{Path, PathBuf};

use reports::record::{
    Chapter, Commit, Copies, Decision, Effort, Failure, Machine, NotMeasured, Record,
    RegisteredClaim, Registration, Run, SCHEMA, Source, State, Toolchain, Variant,
};
use reports::register::{Offer, register};
use reports::registry::Registry;
use reports::store::StoreError;

use crate::conductor::Measured;
use crate::experiment::Experiment;
use crate::peer::claims::of_each_interpreter;
use crate::peer::keep;
use crate::{machine, snippet};

/// What all records of a run have in common.
pub(crate) struct Recorder {
    pub(crate) package: String,
    /// `left_out` and `seconds` are filled in for each record.
    pub(crate) run: Run,
    pub(crate) machine: Machine,
    pub(crate) toolchain: Toolchain,
    pub(crate) commit: Option<Commit>,
    pub(crate) copies: Vec<Copies>,
    /// What was not measured in the whole run, and why.
    pub(crate) not_measured: Vec<NotMeasured>,
    /// What the chapter teaches.
    pub(crate) chapter: Option<Chapter>,
    /// When each claim was first made; absent when that cannot be kept.
    pub(crate) registry: Option<Registry>,
    /// Where the source files of experiments are found.
    pub(crate) workspace: Option<PathBuf>,
}

impl Recorder {
    /// A recorder of repetitions that are judged and not kept.
    pub(crate) fn for_calibration(seed: u64, effort: Effort, copies: Vec<Copies>) -> Self {
        let run = Run {
            id: String::new(),
            started: String::new(),
            seconds: 0.0,
            seed,
            effort,
            arguments: Vec::new(),
            left_out: 0,
            state: State::Complete,
        };
        Self {
            package: "calibrate".to_owned(),
            run,
            machine: machine::machine(),
            toolchain: machine::toolchain(),
            commit: None,
            copies,
            not_measured: Vec::new(),
            chapter: None,
            registry: None,
            workspace: None,
        }
    }

    /// The record of one experiment; `trials` are all of its trials that were selected.
    pub(crate) fn record(
        &self,
        experiment: &Experiment,
        trials: &[&Measured],
        seconds: f64,
    ) -> Record {
        let sizes = experiment.sizes_at(self.run.effort).count();
        let all = experiment.outline.cases.len() * sizes;
        let (mut claims, mut failures) = claims(experiment);
        if let Some(registry) = &self.registry {
            registry.annotate(&self.id(experiment), &mut claims);
        }
        failures.extend(
            trials
                .iter()
                .flat_map(|trial| trial.failures.iter().cloned()),
        );
        failures.dedup();
        let source = self.source(experiment.at);
        Record {
            schema: SCHEMA,
            run: Run {
                seconds,
                left_out: (all - trials.len()) as u64,
                ..self.run.clone()
            },
            machine: self.machine.clone(),
            toolchain: self.toolchain.clone(),
            commit: self.commit.clone(),
            copies: self.copies.clone(),
            chapter: self.chapter.clone(),
            package: self.package.clone(),
            experiment: experiment.id.to_owned(),
            question: experiment.question.to_owned(),
            decides: experiment.decides.map(|(what, of)| Decision {
                what: what.to_owned(),
                of: of.to_owned(),
            }),
            unit: experiment.unit.to_owned(),
            variants: variants(experiment, source.as_ref()),
            source,
            claims,
            trials: trials
                .iter()
                .filter_map(|trial| trial::record(experiment, trial, self.run.seed))
                .collect(),
            failures,
            peers: keep::peers(&experiment.outline),
            not_measured: self.not_measured(trials),
            pictures: trials
                .iter()
                .filter_map(|trial| trial.verified.as_ref())
                .flat_map(|verified| verified.pictures.iter().cloned())
                .collect(),
        }
    }

    /// What was not measured of these trials, or of any.
    fn not_measured(&self, trials: &[&Measured]) -> Vec<NotMeasured> {
        let own = trials.iter().flat_map(|trial| {
            let missing = trial.missing.iter().map(|missing| &missing.what);
            missing.chain(&trial.counted.not_measured)
        });
        let mut all = self.not_measured.clone();
        all.extend(keep::not_measured(own, trials.len()));
        all
    }

    /// Registers the claims of experiments before they are measured. What cannot be kept is told.
    pub(crate) fn register<'e>(
        &mut self,
        experiments: impl Iterator<Item = &'e Experiment>,
    ) -> Result<(), StoreError> {
        let Some(mut registry) = self.registry.take() else {
            return Ok(());
        };
        let now = Registration {
            date: self.run.started.clone(),
            commit: self.commit.as_ref().map(|commit| commit.hash.clone()),
            dirty: self.commit.as_ref().is_some_and(|commit| commit.dirty),
        };
        for experiment in experiments {
            registry.register(&self.id(experiment), &claims(experiment).0, &now);
        }
        registry.save()?;
        self.registry = Some(registry);
        Ok(())
    }

    /// Notes that the claims of records have been measured.
    pub(crate) fn measured<'r>(
        &mut self,
        records: impl Iterator<Item = &'r Record>,
    ) -> Result<(), StoreError> {
        let Some(registry) = &mut self.registry else {
            return Ok(());
        };
        for record in records {
            registry.measured(&record.id(), &record.claims);
        }
        registry.save()
    }

    /// The id of an experiment's records.
    fn id(&self, experiment: &Experiment) -> String {
        format!("{}/{}", self.package, experiment.id)
    }

    /// The file that defines an experiment, by its path from the workspace's root.
    fn source(&self, at: &Location<'_>) -> Option<Source> {
        let path = self.workspace.as_ref()?.join(at.file());
        let text = fs::read_to_string(path).ok()?;
        Some(Source {
            path: at.file().replace('\\', "/"),
            text,
        })
    }
}

/// The claims as they stand before measuring; those that make no sense are failures.
pub(crate) fn claims(experiment: &Experiment) -> (Vec<RegisteredClaim>, Vec<Failure>) {
    let variants = experiment.outline.variants.iter();
    let offers: Vec<Offer<'_>> = variants
        .map(|variant| Offer {
            name: variant.name,
            measures: &variant.measures,
            up_to: variant.up_to,
            limit: variant.limit,
        })
        .collect();
    let mut claims: Vec<RegisteredClaim> = Vec::new();
    let mut failures = Vec::new();
    let mut mistake = |message: String| {
        let whole = Failure {
            message,
            case: None,
            size: None,
            variant: None,
        };
        failures.push(whole);
    };
    experiment.mistakes.iter().cloned().for_each(&mut mistake);
    let outline = &experiment.outline;
    let each = |claim| of_each_interpreter(claim, outline);
    for claim in experiment.claims.iter().flat_map(each) {
        let cases = &outline.cases;
        match register(&claim, &experiment.sizes, cases, &offers) {
            Ok(claim) if claims.iter().any(|known| known.hash == claim.hash) => {
                mistake(format!("the claim “{}” is made twice", claim.text));
            }
            Ok(claim) => claims.push(claim),
            Err(message) => mistake(message),
        }
    }
    (claims, failures)
}

fn variants(experiment: &Experiment, source: Option<&Source>) -> Vec<Variant> {
    let outline = experiment.outline.variants.iter();
    outline
        .map(|variant| {
            let source =
                source.filter(|source| Path::new(&source.path) == Path::new(variant.at.file()));
            let lines = source.and_then(|source| snippet::lines(&source.text, variant.at));
            Variant {
                name: variant.name.to_owned(),
                kind: variant.kind,
                lines,
                up_to: variant.up_to,
                limit: variant.limit.map(str::to_owned),
                script: keep::script(variant, source, lines),
            }
        })
        .collect()
}

/// The workspace's root: the nearest folder above the crate whose manifest has a workspace.
pub(crate) fn workspace() -> Option<PathBuf> {
    let start = std::env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .or_else(|| std::env::current_dir().ok())?;
    let is_root = |folder: &&Path| {
        fs::read_to_string(folder.join("Cargo.toml"))
            .is_ok_and(|manifest| manifest.lines().any(|line| line.trim() == "[workspace]"))
    };
    start.ancestors().find(is_root).map(Path::to_owned)
}
