//! Values to sort, in another order each time that they are copied.

use std::cell::Cell;
use std::rc::Rc;

use harness::prelude::{SmallRng, Wire};

use crate::counting::{Counting, comparisons};

/// Values in all orders together: enough that a branch predictor cannot learn them by heart.
const ENOUGH: usize = 1 << 17;

/// Values, and other orders of the same values.
///
/// Each copy takes the next order. Whoever sorts a copy a lap thus never sorts the same twice in
/// a row, and always gets the same answer.
#[derive(Debug)]
pub(crate) struct Orders<T> {
    pub(crate) values: Vec<T>,
    is_copy: bool,
    pool: Rc<Pool<T>>,
}

#[derive(Debug)]
struct Pool<T> {
    orders: Vec<Vec<T>>,
    next: Cell<usize>,
}

impl<T: Clone> Orders<T> {
    /// One order alone.
    pub(crate) fn one(values: Vec<T>) -> Self {
        Self::pool(vec![values])
    }

    /// As many orders as it takes; `reorder` draws another one from the order before.
    pub(crate) fn many(
        values: Vec<T>,
        rng: &mut SmallRng,
        reorder: impl Fn(&mut [T], &mut SmallRng),
    ) -> Self {
        let mut orders = vec![values];
        while orders.len() * orders[0].len().max(ENOUGH / 512) < ENOUGH {
            let mut next = orders[orders.len() - 1].clone();
            reorder(&mut next, rng);
            orders.push(next);
        }
        Self::pool(orders)
    }

    fn pool(orders: Vec<Vec<T>>) -> Self {
        let values = orders[0].clone();
        let next = Cell::new(0);
        Self {
            values,
            is_copy: false,
            pool: Rc::new(Pool { orders, next }),
        }
    }

    /// These values alone, sorted or not: an answer.
    pub(crate) fn answer(&self, values: Vec<T>) -> Self {
        Self {
            values,
            is_copy: true,
            pool: Rc::clone(&self.pool),
        }
    }
}

impl<T: Clone> Clone for Orders<T> {
    /// The next order.
    fn clone(&self) -> Self {
        let next = self.pool.next.get();
        self.pool.next.set((next + 1) % self.pool.orders.len());
        self.answer(self.pool.orders[next].clone())
    }
}

impl<T: PartialEq> PartialEq for Orders<T> {
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values
    }
}

/// A copy crosses as a list, and what copies are made of as a list of all orders.
impl<T: Wire> Wire for Orders<T> {
    fn write(&self, out: &mut Vec<u8>) {
        if self.is_copy {
            self.values.write(out);
        } else {
            self.pool.orders.write(out);
        }
    }
}

/// Sorts the first order as keys that count, and tells how many comparisons that took.
pub(crate) fn counted<T: Copy>(
    orders: &Orders<T>,
    sort: fn(&mut [Counting<T>]),
) -> (Orders<T>, u64) {
    let mut keys: Vec<_> = orders.values.iter().copied().map(Counting).collect();
    let ((), count) = comparisons(|| sort(&mut keys));
    let sorted = keys.into_iter().map(|key| key.0).collect();
    (orders.answer(sorted), count)
}

#[cfg(test)]
mod tests {
    use harness::input;
    use rand::SeedableRng;
    use rand::seq::SliceRandom;

    use super::*;

    #[test]
    fn copies_differ_in_their_order_alone() {
        let mut rng = SmallRng::seed_from_u64(1);
        let values = input::uniform(1000, &mut rng);
        let orders = Orders::many(values.clone(), &mut rng, |values, rng| values.shuffle(rng));
        assert_eq!(orders.values, values);
        assert_eq!(orders.pool.orders.len(), ENOUGH.div_ceil(1000));
        let (first, second) = (orders.clone(), orders.clone());
        assert_eq!(first.values, values);
        assert_ne!(first, second);
        let sorted = |orders: Orders<u64>| {
            let mut values = orders.values;
            values.sort_unstable();
            values
        };
        assert_eq!(sorted(first), sorted(second));
    }

    #[test]
    fn long_and_single_orders_come_again() {
        let mut rng = SmallRng::seed_from_u64(1);
        let long = Orders::many(vec![1; ENOUGH], &mut rng, |_, _| panic!("one is enough"));
        assert_eq!(long.clone(), long.clone());
        let tiny = Orders::many(vec![2_u8, 1], &mut rng, |values, rng| values.shuffle(rng));
        assert_eq!(tiny.pool.orders.len(), 512);
        let one = Orders::one(vec![2, 1]);
        assert_eq!(one.clone(), one);
    }
}
