//! What makes a good key: what is equal must have the same hash. The book's points, with and
//! without a hash of their own.

use std::hash::{Hash, Hasher};

use harness::prelude::*;

use crate::sets::StdSet;

const CLAIMS: &[Claim] = &[
    claim("by identity")
        .of("elements")
        .follows("2 n", |n| 2.0 * n as f64)
        .source("HPP ch. 4, custom_vs_default_hash: two equal points are two elements"),
    claim("by identity")
        .of("hits")
        .equals(0.0)
        .source("HPP ch. 4, custom_vs_default_hash: an equal point is not in the set"),
    claim("by value")
        .of("elements")
        .follows("n", |n| n as f64)
        .source("HPP ch. 4, custom_vs_default_hash: sets hold no duplicates"),
    claim("by value")
        .of("hits")
        .follows("n", |n| n as f64)
        .source("HPP ch. 4, custom_vs_default_hash: an equal point is in the set"),
    claim("default hash in Python")
        .of("elements")
        .follows("2 n", |n| 2.0 * n as f64)
        .source("HPP ch. 4, custom_vs_default_hash: two equal points are two elements"),
    claim("default hash in Python")
        .of("hits")
        .equals(0.0)
        .source("HPP ch. 4, custom_vs_default_hash: an equal point is not in the set"),
    claim("own hash in Python")
        .of("elements")
        .follows("n", |n| n as f64)
        .source("HPP ch. 4, custom_vs_default_hash: sets hold no duplicates"),
    claim("own hash in Python")
        .of("hits")
        .follows("n", |n| n as f64)
        .source("HPP ch. 4, custom_vs_default_hash: an equal point is in the set"),
    claim("equal, but hashed apart")
        .of("elements")
        .at_least(1.9 * 1000.0)
        .at(1000)
        .source("ours: where equality and hash disagree, the table hardly ever gets to equality"),
];

pub(crate) fn points() -> Experiment {
    experiment("hash/good-key")
        .asks("How often does a set hold points that are put in twice?")
        .claims(CLAIMS)
        .sizes([1, 10, 100, 1000])
        .input(|n, _| Points {
            twice: (0..2 * n as u64)
                .map(|i| Point {
                    x: i / 2,
                    y: 1,
                    made: i,
                })
                .collect(),
            asked: (0..n as u64)
                .map(|i| Point {
                    x: i,
                    y: 1,
                    made: u64::MAX - i,
                })
                .collect(),
        })
        .per("point", |points| points.twice.len())
        .ladder()
        .variant("by value", |points| points.put_in(Value).put)
        .count("elements", |points| points.put_in(Value).elements())
        .count("hits", |points| points.put_in(Value).found())
        .variant("by identity", |points| points.put_in(Identity).put)
        .count("elements", |points| points.put_in(Identity).elements())
        .count("hits", |points| points.put_in(Identity).found())
        .variant("equal, but hashed apart", |points| points.put_in(Apart).put)
        .count("elements", |points| points.put_in(Apart).elements())
        .count("hits", |points| points.put_in(Apart).found())
        .python(
            "default hash in Python",
            include_str!("point_by_identity.py"),
        )
        .mirrors("by identity")
        .python("own hash in Python", include_str!("point_by_value.py"))
        .mirrors("by value")
        .build()
}

/// A point, and which one of all points that were made it is.
#[derive(Clone, Copy, Debug)]
struct Point {
    x: u64,
    y: u64,
    made: u64,
}

/// Points that are each put in twice, and new ones to ask for, equal to them.
struct Points {
    twice: Vec<Point>,
    asked: Vec<Point>,
}

/// Equal where the points are.
#[derive(Debug)]
struct Value(Point);

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        (self.0.x, self.0.y) == (other.0.x, other.0.y)
    }
}

impl Eq for Value {}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0.x, self.0.y).hash(state);
    }
}

/// Equal to itself alone, as Python's objects are by default.
#[derive(Debug)]
struct Identity(Point);

impl PartialEq for Identity {
    fn eq(&self, other: &Self) -> bool {
        self.0.made == other.0.made
    }
}

impl Eq for Identity {}

impl Hash for Identity {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.made.hash(state);
    }
}

/// Equal where the points are, with a hash that differs: what a key must never do.
#[derive(Debug)]
struct Apart(Point);

impl PartialEq for Apart {
    fn eq(&self, other: &Self) -> bool {
        (self.0.x, self.0.y) == (other.0.x, other.0.y)
    }
}

impl Eq for Apart {}

impl Hash for Apart {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.made.hash(state);
    }
}

/// What became of the points.
#[derive(Debug)]
struct Outcome {
    put: usize,
    elements: usize,
    found: usize,
}

impl Outcome {
    fn elements(&self) -> (usize, u64) {
        (self.put, self.elements as u64)
    }

    fn found(&self) -> (usize, u64) {
        (self.put, self.found as u64)
    }
}

impl Wire for Points {
    fn write(&self, out: &mut Vec<u8>) {
        let places = |points: &[Point]| -> Vec<(u64, u64)> {
            points.iter().map(|point| (point.x, point.y)).collect()
        };
        (places(&self.twice), places(&self.asked)).write(out);
    }
}

impl Points {
    fn put_in<K: Hash + Eq>(&self, key: fn(Point) -> K) -> Outcome {
        let set: StdSet<K> = self.twice.iter().copied().map(key).collect();
        let asked = self.asked.iter().copied().map(key);
        Outcome {
            put: self.twice.len(),
            elements: set.len(),
            found: asked.filter(|point| set.contains(point)).count(),
        }
    }
}
