//! Lists that grow by a policy while the heap is in a given state.

mod list;

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use super::mapped::{Mapped, Pages};
pub(crate) use list::Growth;
use list::{Copied, InPlace, fill};

/// How the heap lets a list grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heap {
    /// One list grows by reallocation, and nothing else is allocated meanwhile.
    Alone,
    /// Two lists are appended to in turn, and stand in each other's way.
    InTurn,
    /// Each growth allocates a new block, copies the old one and frees it.
    Copied,
    /// The list stands in pages that the system maps anew for each call, and moves when it grows.
    Mapped,
}

/// How much room a list has: to begin with, by its length at the end, and when it is full, by its
/// length.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy {
    pub(crate) first: fn(usize) -> usize,
    pub(crate) next: fn(usize) -> usize,
}

impl Policy {
    /// No room to begin with, and more when the list is full.
    pub(crate) const fn by(next: fn(usize) -> usize) -> Self {
        Self { first: |_| 0, next }
    }

    /// All the room at once.
    pub(crate) const fn exact() -> Self {
        Self {
            first: |n| n,
            next: |len| len + 1,
        }
    }

    /// The capacities that a list goes through until it holds `n` elements.
    #[cfg(test)]
    pub(crate) fn capacities(self, n: usize) -> Vec<usize> {
        let mut all: Vec<usize> = Some((self.first)(n))
            .filter(|&c| c > 0)
            .into_iter()
            .collect();
        while all.last().copied().unwrap_or_default() < n {
            all.push((self.next)(all.last().copied().unwrap_or_default()));
        }
        all
    }
}

/// What is to be built: lists of so many squares each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    pub(crate) n: usize,
    pub(crate) heap: Heap,
}

impl Order {
    /// Appends to all lists together.
    pub(crate) fn appends(&self) -> usize {
        match self.heap {
            Heap::InTurn => 2 * self.n,
            _ => self.n,
        }
    }

    /// Builds new lists.
    pub(crate) fn build(&self, policy: Policy) -> Lists {
        self.build_seen(policy, |_| ())
    }

    /// The same, and tells of each growth.
    pub(crate) fn build_seen(&self, policy: Policy, seen: impl FnMut(Growth)) -> Lists {
        let mut store = Store::new(self.heap);
        store.fill(self.n, policy, seen);
        Lists::New(store)
    }

    /// Lists that are full, to be filled again and again.
    pub(crate) fn kept(&self) -> Rc<RefCell<Store>> {
        let mut store = Store::new(self.heap);
        store.fill(self.n, Policy::exact(), |_| ());
        Rc::new(RefCell::new(store))
    }

    /// Fills lists again that have all the room there is.
    pub(crate) fn refill(&self, kept: &Rc<RefCell<Store>>) -> Lists {
        let mut store = kept.borrow_mut();
        store.clear();
        store.fill(self.n, Policy::exact(), |_| ());
        drop(store);
        Lists::Kept(Rc::clone(kept))
    }
}

/// The lists of one call: its own, which it drops, or those that are filled again.
pub(crate) enum Lists {
    New(Store),
    Kept(Rc<RefCell<Store>>),
}

impl Lists {
    fn read<T>(&self, with: impl FnOnce([&[u64]; 2]) -> T) -> T {
        match self {
            Self::New(store) => with(store.slices()),
            Self::Kept(store) => with(store.borrow().slices()),
        }
    }

    /// The room of all lists together.
    pub(crate) fn capacity(&self) -> usize {
        match self {
            Self::New(store) => store.capacity(),
            Self::Kept(store) => store.borrow().capacity(),
        }
    }
}

impl PartialEq for Lists {
    fn eq(&self, other: &Self) -> bool {
        self.read(|own| other.read(|others| own == others))
    }
}

impl fmt::Debug for Lists {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.read(|[one, two]| {
            fmt::Debug::fmt(one, f)?;
            if two.is_empty() {
                return Ok(());
            }
            f.write_str(" and ")?;
            fmt::Debug::fmt(two, f)
        })
    }
}

/// The lists of a state of the heap.
pub(crate) enum Store {
    Alone(InPlace),
    InTurn(InPlace, InPlace),
    Copied(Copied),
    Mapped(Mapped),
}

impl Store {
    fn new(heap: Heap) -> Self {
        match heap {
            Heap::Alone => Self::Alone(InPlace::default()),
            Heap::InTurn => Self::InTurn(InPlace::default(), InPlace::default()),
            Heap::Copied => Self::Copied(Copied::default()),
            Heap::Mapped => Self::Mapped(Mapped::new(Pages::Touched)),
        }
    }

    fn fill(&mut self, n: usize, policy: Policy, mut seen: impl FnMut(Growth)) {
        match self {
            Self::Alone(list) => fill([list], n, policy, &mut seen),
            Self::InTurn(one, two) => fill([one, two], n, policy, &mut seen),
            Self::Copied(list) => fill([list], n, policy, &mut seen),
            Self::Mapped(list) => fill([list], n, policy, &mut seen),
        }
    }

    fn clear(&mut self) {
        match self {
            Self::Alone(list) => list.0.clear(),
            Self::InTurn(one, two) => {
                one.0.clear();
                two.0.clear();
            }
            Self::Copied(list) => list.0.clear(),
            Self::Mapped(list) => list.clear(),
        }
    }

    fn slices(&self) -> [&[u64]; 2] {
        match self {
            Self::Alone(list) => [&list.0, &[]],
            Self::InTurn(one, two) => [&one.0, &two.0],
            Self::Copied(list) => [&list.0, &[]],
            Self::Mapped(list) => [list, &[]],
        }
    }

    fn capacity(&self) -> usize {
        match self {
            Self::Alone(list) => list.0.capacity(),
            Self::InTurn(one, two) => one.0.capacity() + two.0.capacity(),
            Self::Copied(list) => list.0.capacity(),
            Self::Mapped(list) => list.capacity(),
        }
    }
}

#[cfg(test)]
mod tests;
