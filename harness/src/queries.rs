//! Look-ups that are made in one of two modes: independent of each other, or each only after the
//! answer of the one before.
//!
//! A processor works at many independent look-ups at once, so *throughput* is the time between two
//! answers; *latency* is the time from a question to its answer. They can differ tenfold. The
//! author writes a look-up once, and [`Inputs::both_modes`](crate::Inputs::both_modes) measures it
//! in both.

use std::cell::Cell;
use std::hint::black_box;

use crate::wire::Wire;

/// Whether a look-up waits for the answer of the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Independent look-ups.
    #[default]
    Throughput,
    /// Each look-up depends on the answer before it.
    Latency,
}

impl Mode {
    /// Both, in the order in which they are cases.
    pub const BOTH: [Self; 2] = [Self::Throughput, Self::Latency];

    /// The name of the case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Throughput => "throughput",
            Self::Latency => "latency",
        }
    }
}

/// Data, and the queries that one call makes to them.
///
/// When there are 2^k queries, each call makes them in another order, so that the branch predictor
/// cannot learn them by heart however long a run is. The sum of the answers stays the same.
#[derive(Clone, Debug)]
pub struct Queries<D, Q> {
    data: D,
    queries: Vec<Q>,
    mode: Mode,
    in_order: bool,
    calls: Cell<u64>,
}

/// What can be looked up.
pub trait Query {
    /// This query, once `zero` is known. `zero` is 0, but the optimiser and the processor have to
    /// wait for it: combine it with the query by an operation that is cheap and cannot be foreseen,
    /// such as exclusive or.
    #[must_use]
    fn after(&self, zero: u64) -> Self;
}

/// What a look-up answers.
pub trait Answer {
    /// The answer as a number: answers are added up, and the next query waits for it.
    fn number(self) -> u64;
}

impl<D, Q> Queries<D, Q> {
    /// Queries whose order does not matter.
    pub fn new(data: D, queries: Vec<Q>) -> Self {
        Self {
            data,
            queries,
            mode: Mode::default(),
            in_order: false,
            calls: Cell::new(0),
        }
    }

    /// Queries that are made in the same order in every call.
    pub fn in_order(data: D, queries: Vec<Q>) -> Self {
        Self {
            in_order: true,
            ..Self::new(data, queries)
        }
    }

    /// The same queries in a mode.
    #[must_use]
    pub fn with_mode(self, mode: Mode) -> Self {
        Self { mode, ..self }
    }

    /// What is searched.
    pub fn data(&self) -> &D {
        &self.data
    }

    /// What is looked up.
    pub fn queries(&self) -> &[Q] {
        &self.queries
    }

    /// The mode of the look-ups.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// How many queries one call makes.
    pub fn len(&self) -> usize {
        self.queries.len()
    }

    /// Whether a call makes no query.
    pub fn is_empty(&self) -> bool {
        self.queries.is_empty()
    }

    /// The same look-ups on other data and queries: of keys that count, for instance.
    pub fn map<E, R>(
        &self,
        data: impl FnOnce(&D) -> E,
        query: impl FnMut(&Q) -> R,
    ) -> Queries<E, R> {
        Queries {
            data: data(&self.data),
            queries: self.queries.iter().map(query).collect(),
            mode: self.mode,
            in_order: self.in_order,
            calls: self.calls.clone(),
        }
    }

    /// What the place of each query is combined with in this call.
    fn turn(&self) -> usize {
        let call = self.calls.get();
        self.calls.set(call.wrapping_add(1));
        if self.in_order || !self.queries.len().is_power_of_two() {
            return 0;
        }
        // Fibonacci hashing: the upper bits of the product are spread best.
        let spread = call.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        spread as usize & (self.queries.len() - 1)
    }
}

impl<D, Q: Query> Queries<D, Q> {
    /// Makes every query, and adds up the answers.
    #[inline]
    pub fn ask<A: Answer>(&self, look_up: impl Fn(&D, &Q) -> A) -> u64 {
        let turn = self.turn();
        match self.mode {
            Mode::Throughput => self.at_once(turn, look_up),
            Mode::Latency => self.one_by_one(turn, black_box(0), look_up),
        }
    }

    #[inline]
    fn at_once<A: Answer>(&self, turn: usize, look_up: impl Fn(&D, &Q) -> A) -> u64 {
        let mut sum = 0_u64;
        for place in 0..self.queries.len() {
            let answer = look_up(&self.data, &self.queries[place ^ turn]);
            sum = sum.wrapping_add(answer.number());
        }
        sum
    }

    /// `mask` is 0, and nobody but the caller knows: a query is known only when the answer before
    /// it is. That costs an *and* and what [`Query::after`] does, two steps of one cycle.
    #[inline]
    fn one_by_one<A: Answer>(&self, turn: usize, mask: u64, look_up: impl Fn(&D, &Q) -> A) -> u64 {
        let (mut sum, mut last) = (0_u64, 0_u64);
        for place in 0..self.queries.len() {
            let query = self.queries[place ^ turn].after(last & mask);
            last = look_up(&self.data, &query).number();
            sum = sum.wrapping_add(last);
        }
        sum
    }
}

/// Crosses as the data, the queries, and whether each query waits for the answer before it: a peer
/// must heed that itself.
impl<D: Wire, Q: Wire> Wire for Queries<D, Q> {
    fn write(&self, out: &mut Vec<u8>) {
        let waits = self.mode == Mode::Latency;
        (&self.data, &self.queries, waits).write(out);
    }
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl Query for $integer {
            #[inline]
            fn after(&self, zero: u64) -> Self {
                *self ^ zero as $integer
            }
        }

        impl Answer for $integer {
            #[inline]
            fn number(self) -> u64 {
                self as u64
            }
        }
    )*};
}

integers!(u8 u16 u32 u64 usize);

impl<const N: usize> Query for [u8; N] {
    #[inline]
    fn after(&self, zero: u64) -> Self {
        self.map(|byte| byte.after(zero))
    }
}

impl Answer for bool {
    #[inline]
    fn number(self) -> u64 {
        u64::from(self)
    }
}

/// A place counted from 1; what is not found adds nothing.
impl Answer for Option<usize> {
    #[inline]
    fn number(self) -> u64 {
        self.map_or(0, |place| place as u64 + 1)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use proptest::prelude::*;

    use super::*;

    fn asked(queries: &Queries<(), u64>) -> Vec<u64> {
        let seen = RefCell::new(Vec::new());
        queries.ask(|(), query| {
            seen.borrow_mut().push(*query);
            *query
        });
        seen.into_inner()
    }

    proptest! {
        #[test]
        fn both_modes_make_every_query_once(
            values in proptest::collection::vec(any::<u64>(), 0..70),
            calls in 1..5_usize,
        ) {
            for mode in Mode::BOTH {
                let queries = Queries::new((), values.clone()).with_mode(mode);
                let sum = values.iter().fold(0_u64, |sum, value| sum.wrapping_add(*value));
                for _ in 0..calls {
                    let mut seen = asked(&queries);
                    let mut expected = values.clone();
                    seen.sort_unstable();
                    expected.sort_unstable();
                    prop_assert_eq!(seen, expected);
                    prop_assert_eq!(queries.ask(|(), query| *query), sum);
                }
            }
        }
    }

    #[test]
    fn every_call_has_an_order_of_its_own_unless_the_order_matters() {
        let values: Vec<u64> = (0..64).collect();
        let queries = Queries::new((), values.clone());
        let orders: Vec<_> = (0..32).map(|_| asked(&queries)).collect();
        for (one, order) in orders.iter().enumerate() {
            assert!(!orders[..one].contains(order), "call {one} repeats another");
        }
        let fixed = Queries::in_order((), values.clone());
        assert_eq!([asked(&fixed), asked(&fixed)], [values.clone(), values]);
    }

    #[test]
    fn in_latency_a_query_is_made_of_the_answer_before_it() {
        let queries = Queries::in_order((), vec![0_u64, 16, 32]);
        let seen = RefCell::new(Vec::new());
        // With a mask that lets the answers through, they must show in the queries.
        queries.one_by_one(0, u64::MAX, |(), query| {
            seen.borrow_mut().push(*query);
            7_u64
        });
        assert_eq!(seen.into_inner(), [0, 16 ^ 7, 32 ^ 7]);
    }

    #[test]
    fn answers_are_numbers() {
        assert_eq!((true.number(), Some(4_usize).number()), (1, 5));
        assert_eq!(None::<usize>.number(), 0);
        assert_eq!([1_u8, 2].after(0), [1, 2]);
        assert_eq!([1_u8, 2].after(3), [2, 1]);
    }
}
