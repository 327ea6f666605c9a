//! Values side by side, values behind pointers, and values that tell where the next one is.

use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("values")
        .beats("boxes, shuffled")
        .by(5.0)
        .from(1_000_000)
        .source("HPP ch. 1: Python objects are not laid out in memory in the best way"),
    claim("values")
        .beats("links, shuffled")
        .by(10.0)
        .from(1_000_000)
        .source("ours: where each place is known only from the last, nothing can be fetched ahead"),
    claim("boxes, in order")
        .takes_at_most(3.0, "values")
        .source("ours: the pointers are read ahead, and what they lead to lies side by side")
        .means(
            "an allocator gives a value a block of several times its size, so there is several \
             times as much to read",
        ),
    claim("boxes, shuffled")
        .takes_at_most(3.0, "values")
        .fits(1)
        .source("ours: in the first level of the cache it hardly matters where a value lies"),
    claim("links, in order")
        .beats("links, shuffled")
        .by(5.0)
        .from(1_000_000)
        .source("HPP ch. 1: it is the layout that costs; ours: the steps are the same"),
    claim("boxes, in order")
        .beats("boxes, shuffled")
        .by(2.0)
        .from(1_000_000)
        .source("HPP ch. 1: memory fragmentation keeps the cache from helping"),
    claim("array in Python")
        .beats("list in Python")
        .source("folklore: an array holds numbers side by side, and so it is faster than a list")
        .means(
            "an array holds numbers and no objects: each has to be made into one before Python \
             can add it up, and a list has them",
        ),
    claim("list in Python")
        .beats("shuffled list in Python")
        .by(1.5)
        .from(1_000_000)
        .source("HPP ch. 1: memory fragmentation keeps the cache from helping"),
    claim("shuffled list in Python")
        .within(0.1, "list in Python")
        .fits(1)
        .source("ours: in the first level of the cache it hardly matters where an object lies"),
    claim("values")
        .beats("list in Python")
        .by(10.0)
        .source("HPP ch. 1: Python objects are not laid out in memory in the best way"),
    claim("links, shuffled")
        .reaches(0.7)
        .from(100_000)
        .source("ours: each step waits for the one before, and an addition is nothing beside it")
        .means("what a last level keeps of a list depends on what was read before it"),
];

pub(crate) fn by_layout() -> Experiment {
    experiment("machine/boxes")
        .asks("What does it cost to keep each value behind a pointer?")
        .claims(CLAIMS)
        .sizes(decades(2..=6))
        .quick_up_to(10_000)
        .input(Order::new)
        .per("element", |order| order.values.len())
        .ladder()
        .variant("values", |order| add(order.values.iter()))
        .limit("read once in order", |machine, order: &Order| {
            machine.read_once(size_of_val(&*order.values))
        })
        .prepared("boxes, in order", boxes, |boxes, _| add_boxes(boxes))
        .prepared(
            "boxes, shuffled",
            |order| shuffled(boxes(order), &order.places),
            |boxes, _| add_boxes(boxes),
        )
        .prepared(
            "links, in order",
            |order| Links::new(&order.values, 0..order.values.len()),
            |links, _| links.add(),
        )
        .prepared(
            "links, shuffled",
            |order| Links::new(&order.values, order.places.iter().copied()),
            |links, _| links.add(),
        )
        .limit("one load after the other", |machine, order| {
            let bytes = order.values.len() * size_of::<(u64, usize)>();
            order.values.len() as f64 * machine.latency(bytes)
        })
        .python("list in Python", include_str!("boxes_list.py"))
        .mirrors("boxes, in order")
        .python("shuffled list in Python", include_str!("boxes_shuffled.py"))
        .mirrors("boxes, shuffled")
        .python("array in Python", include_str!("boxes_array.py"))
        .mirrors("values")
        .build()
}

/// Values, and another order of them.
struct Order {
    values: Vec<u64>,
    places: Vec<usize>,
}

impl Wire for Order {
    fn write(&self, out: &mut Vec<u8>) {
        (&self.values, &self.places).write(out);
    }
}

impl Order {
    fn new(n: usize, rng: &mut SmallRng) -> Self {
        // CPython makes an object of each, as it does not below 257.
        let values = input::few_unique(n, 1000, rng);
        let values = values.into_iter().map(|value| 1000 + value).collect();
        let places = input::distinct_positions(n, n, rng);
        Self { values, places }
    }
}

/// Values as CPython's list holds them: each behind a pointer of its own.
type Boxes = Vec<Box<u64>>;

fn add<'v>(values: impl Iterator<Item = &'v u64>) -> u64 {
    values.sum()
}

/// Boxes made one after the other, so that they lie so, too.
fn boxes(order: &Order) -> Boxes {
    order.values.iter().copied().map(Box::new).collect()
}

/// The same boxes: what moves is the pointers.
fn shuffled(boxes: Boxes, places: &[usize]) -> Boxes {
    let mut boxes: Vec<Option<_>> = boxes.into_iter().map(Some).collect();
    places.iter().filter_map(|&at| boxes[at].take()).collect()
}

fn add_boxes(boxes: &[Box<u64>]) -> u64 {
    add(boxes.iter().map(AsRef::as_ref))
}

/// A linked list in one block: each value with the place of the next.
struct Links {
    nodes: Vec<(u64, usize)>,
    first: usize,
}

impl Links {
    /// Links the values in an order in which each place stands once.
    fn new(values: &[u64], order: impl Iterator<Item = usize>) -> Self {
        let order: Vec<usize> = order.collect();
        let none = values.len();
        let mut nodes: Vec<_> = values.iter().map(|&value| (value, none)).collect();
        for pair in order.windows(2) {
            nodes[pair[0]].1 = pair[1];
        }
        let first = order.first().copied().unwrap_or(none);
        Self { nodes, first }
    }

    fn add(&self) -> u64 {
        let (mut sum, mut at) = (0, self.first);
        while let Some((value, next)) = self.nodes.get(at) {
            sum += value;
            at = *next;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;

    use super::*;

    proptest! {
        #[test]
        fn every_layout_holds_every_value_once(n in 0_usize..200, seed: u64) {
            let order = Order::new(n, &mut SmallRng::seed_from_u64(seed));
            let mut moved: Vec<u64> =
                shuffled(boxes(&order), &order.places).into_iter().map(|value| *value).collect();
            let mut values = order.values.clone();
            moved.sort_unstable();
            values.sort_unstable();
            prop_assert_eq!(moved, values);
            let sum: u64 = order.values.iter().sum();
            let linked = |places: Vec<usize>| Links::new(&order.values, places.into_iter()).add();
            prop_assert_eq!(linked((0..n).collect()), sum);
            prop_assert_eq!(linked(order.places.clone()), sum);
        }
    }
}
