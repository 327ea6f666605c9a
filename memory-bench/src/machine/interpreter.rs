//! The plainest loop: compiled, interpreted, on objects, and on CPython's virtual machine.

use std::rc::Rc;

use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("compiled")
        .beats("objects")
        .by(5.0)
        .source("HPP ch. 1: objects are fragmented in memory, and each operation asks their type"),
    claim("compiled")
        .beats("bytecode")
        .by(5.0)
        .source("HPP ch. 1: a virtual machine stands between the code and the processor"),
    claim("compiled")
        .allocates(0)
        .source("ours: a sum of values needs no heap"),
    claim("objects")
        .of("allocations")
        .follows("2 n + 1", |n| 2.0 * n as f64 + 1.0)
        .source("ours: each product and each sum is an object of its own, and the first sum is"),
    claim("compiled")
        .beats("CPython")
        .by(10.0)
        .source("HPP ch. 1: a virtual machine stands between the code and the processor"),
    claim("CPython")
        .takes_at_least(1.5, "objects")
        .source("ours: objects are one part of the cost, interpreting is another")
        .means(
            "CPython's own allocator makes its objects cheaper than the system's makes these, \
             which pays for a part of the interpreting",
        ),
    claim("CPython")
        .takes_at_least(1.5, "bytecode")
        .source("ours: interpreting is one part of the cost, objects are another"),
];

pub(crate) fn same_loop() -> Experiment {
    experiment("machine/interpreter")
        .asks("What does a virtual machine cost in the plainest loop?")
        .claims(CLAIMS)
        .sizes(decades(2..=5))
        .input(|n, rng| input::few_unique(n, 1000, rng))
        .per("element", Vec::len)
        .ladder()
        .variant("compiled", |values| values.iter().map(|v| v * v).sum())
        .limit("read once in order", |machine, values: &Vec<u64>| {
            machine.read_once(size_of_val(&**values))
        })
        .variant("bytecode", |values| run(&SUM_OF_SQUARES, values))
        .prepared("objects", |values| boxed(values), |objects, _| sum(objects))
        .limit(
            "one allocation for each product and sum",
            |machine, values| 2.0 * values.len() as f64 * machine.allocation(),
        )
        .python("CPython", include_str!("interpreter.py"))
        .mirrors("compiled")
        .build()
}

/// One step of a machine with a stack, as CPython's is.
#[derive(Clone, Copy)]
enum Step {
    /// Pushes the next element, or jumps to the end when there is none.
    Next,
    /// Pushes what is on top once more.
    Copy,
    /// Replaces the two on top by their product.
    Multiply,
    /// Adds what is on top to the sum.
    Add,
    /// Goes on with the step of this number.
    Jump(usize),
}

/// `for v in values: total += v * v`
const SUM_OF_SQUARES: [Step; 5] = [
    Step::Next,
    Step::Copy,
    Step::Multiply,
    Step::Add,
    Step::Jump(0),
];

/// Runs a program on plain values.
fn run(program: &[Step], values: &[u64]) -> u64 {
    let (mut stack, mut total, mut at) = (Vec::with_capacity(2), 0, 0);
    let mut values = values.iter();
    while let Some(step) = program.get(at) {
        at += 1;
        match *step {
            Step::Next => match values.next() {
                Some(value) => stack.push(*value),
                None => break,
            },
            Step::Copy => stack.extend(stack.last().copied()),
            Step::Multiply => {
                if let (Some(one), Some(other)) = (stack.pop(), stack.pop()) {
                    stack.push(one * other);
                }
            }
            Step::Add => total += stack.pop().unwrap_or_default(),
            Step::Jump(to) => at = to,
        }
    }
    total
}

/// A number behind a pointer, with a count of its references and operations that are looked up when
/// they are called: what each number is in CPython.
type Object = Rc<dyn Number>;

trait Number {
    fn value(&self) -> u64;
    fn plus(&self, other: &Object) -> Object;
    fn times(&self, other: &Object) -> Object;
}

impl Number for u64 {
    fn value(&self) -> u64 {
        *self
    }

    fn plus(&self, other: &Object) -> Object {
        Rc::new(self + other.value())
    }

    fn times(&self, other: &Object) -> Object {
        Rc::new(self * other.value())
    }
}

fn boxed(values: &[u64]) -> Vec<Object> {
    values
        .iter()
        .map(|value| Rc::new(*value) as Object)
        .collect()
}

fn sum(objects: &[Object]) -> u64 {
    let mut total: Object = Rc::new(0);
    for object in objects {
        let own = Rc::clone(object);
        total = total.plus(&own.times(&own));
    }
    total.value()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_machine_adds_up_the_squares(
            values in proptest::collection::vec(0..1000_u64, 0..50),
        ) {
            let expected: u64 = values.iter().map(|v| v * v).sum();
            prop_assert_eq!(run(&SUM_OF_SQUARES, &values), expected);
            prop_assert_eq!(sum(&boxed(&values)), expected);
        }
    }
}
