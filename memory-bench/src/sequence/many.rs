//! Many small objects, all made and then all dropped: by the allocator, from a list of those that
//! were used before, and in an arena.

use std::cell::RefCell;

use bumpalo::Bump;
use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("free list")
        .beats("malloc")
        .source("HPP ch. 3: what is kept for the next tuple need not be asked for again"),
    claim("arena")
        .beats("malloc")
        .by(2.0)
        .source("bumpalo: an allocation moves a pointer, and all are given back at once"),
    claim("arena")
        .beats("free list")
        .source("ours: what lies in order is made and read in order"),
    claim("malloc")
        .of("allocations")
        .follows("n + 1", |n| n as f64 + 1.0)
        .source("ours: one an object, and one for the list of them"),
    claim("free list")
        .allocates(1)
        .source("ours: the objects are there from the time before; the list of them is not"),
    claim("arena")
        .allocates(1)
        .source("ours: the chunks are there from the time before; the list of objects is not"),
    claim("tuples in Python")
        .beats("lists in Python")
        .source("HPP ch. 3: tuples of up to 20 elements are cached when they are dropped"),
    claim("malloc")
        .beats("tuples in Python")
        .by(2.0)
        .source("HPP ch. 1: Python's objects are dearer than what they hold"),
];

pub(crate) fn made_and_dropped() -> Experiment {
    experiment("sequence/many")
        .asks("What does it cost to make many small objects and to drop them?")
        .claims(CLAIMS)
        .sizes([1000, 100_000])
        .quick_up_to(1000)
        .input(|n, _| n as u64)
        .per("object", |&n| n as usize)
        .ladder()
        .variant("malloc", |&n| {
            let objects: Vec<Box<Object>> = (0..n).map(|i| Box::new(object(i))).collect();
            read(objects.iter().map(AsRef::as_ref))
        })
        .limit("one allocation an object", |machine, &n| {
            n as f64 * machine.allocation()
        })
        .prepared(
            "free list",
            |&n| RefCell::new(FreeList::of(n)),
            |free, &n| {
                let mut free = free.borrow_mut();
                let objects: Vec<Box<Object>> = (0..n).map(|i| free.take(object(i))).collect();
                let sum = read(objects.iter().map(AsRef::as_ref));
                objects
                    .into_iter()
                    .for_each(|object| free.give_back(object));
                sum
            },
        )
        .prepared(
            "arena",
            |&n| RefCell::new(Bump::with_capacity(n as usize * size_of::<Object>())),
            |arena, &n| {
                let mut arena = arena.borrow_mut();
                let objects: Vec<&Object> = (0..n).map(|i| &*arena.alloc(object(i))).collect();
                let sum = read(objects.iter().copied());
                drop(objects);
                arena.reset();
                sum
            },
        )
        .python("tuples in Python", include_str!("many_tuples.py"))
        .mirrors("malloc")
        .python("lists in Python", include_str!("many_lists.py"))
        .mirrors("malloc")
        .build()
}

/// What a small object holds.
type Object = [u64; 4];

/// Objects in blocks of their own.
type Boxes = Vec<Box<Object>>;

fn object(i: u64) -> Object {
    [i, i + 1, i + 2, i + 3]
}

/// Reads objects that the compiler must have made.
fn read<'o>(objects: impl Iterator<Item = &'o Object>) -> u64 {
    objects.map(|object| input::unknown(object)[3]).sum()
}

/// Objects that nobody uses, kept for whoever needs one next.
struct FreeList(Boxes);

impl FreeList {
    /// A list of so many unused objects, in the order in which they lie in memory.
    fn of(n: u64) -> Self {
        Self((0..n).map(|_| Box::default()).collect())
    }

    fn take(&mut self, object: Object) -> Box<Object> {
        match self.0.pop() {
            Some(mut used) => {
                *used = object;
                used
            }
            None => Box::new(object),
        }
    }

    fn give_back(&mut self, object: Box<Object>) {
        self.0.push(object);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_back_is_used_again() {
        let mut free = FreeList::of(1);
        let [first, second] = [free.take(object(1)), free.take(object(2))];
        let place = std::ptr::from_ref(&*first).addr();
        free.give_back(first);
        let third = free.take(object(3));
        assert_eq!(std::ptr::from_ref(&*third).addr(), place);
        assert_eq!((*second, *third), (object(2), object(3)));
        assert!(free.0.is_empty());
    }
}
