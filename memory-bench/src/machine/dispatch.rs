//! Which function is called: known when the program is compiled, told by a tag, or looked up in the
//! value itself.

use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("known")
        .beats("looked up")
        .by(2.0)
        .on("one kind")
        .source("HPP ch. 1: types that change at run time keep code from being optimised"),
    claim("known")
        .beats("looked up")
        .by(2.0)
        .on("four kinds")
        .source("HPP ch. 1: types that change at run time keep code from being optimised"),
    claim("tagged")
        .beats("looked up")
        .by(1.5)
        .on("one kind")
        .source("folklore: a match is faster than a virtual call"),
    claim("tagged")
        .beats("looked up")
        .on("four kinds")
        .source("folklore: a match is faster than a virtual call"),
    claim("pointed to")
        .within(0.25, "looked up")
        .on("one kind")
        .source("ours: a call that is always the same is foreseen, wherever its address stands"),
    claim("looked up")
        .beats("method in Python")
        .by(10.0)
        .source("HPP ch. 1: types that change at run time keep code from being optimised"),
];

pub(crate) fn by_call() -> Experiment {
    experiment("machine/dispatch")
        .asks("What does it cost to find out at run time which function to call?")
        .claims(CLAIMS)
        .sizes(decades(3..=5))
        .quick_up_to(1000)
        .case("one kind", |n, rng| operations(n, 1, rng))
        .case("four kinds", |n, rng| operations(n, 4, rng))
        .per("operation", Vec::len)
        .ladder()
        .prepared(
            "looked up",
            |all| objects(all),
            |objects, _| total(objects.iter().map(|object| object.apply())),
        )
        .limit(ONE_BY_ONE, |machine, all| one_by_one(machine, all))
        .prepared(
            "pointed to",
            |all| pointers(all),
            |pointers, _| total(pointers.iter().map(|(function, value)| function(*value))),
        )
        .limit(ONE_BY_ONE, |machine, all| one_by_one(machine, all))
        .variant("tagged", |operations| {
            total(operations.iter().map(|operation| operation.apply()))
        })
        .limit("read once in order", |machine, operations: &Vec<_>| {
            machine.read_once(size_of_val(&**operations))
        })
        .prepared("known", |all| Sorted::new(all), |sorted, _| sorted.apply())
        .limit("the values, read once in order", |machine, operations| {
            machine.read_once(operations.len() * size_of::<u64>())
        })
        .python("method in Python", include_str!("dispatch.py"))
        .mirrors("looked up")
        .up_to(1000)
        .build()
}

/// What a call brings is known when it returns, so no vector adds up several.
const ONE_BY_ONE: &str = "one addition a cycle";

fn one_by_one(machine: &Figures<'_>, operations: &[Operation]) -> f64 {
    operations.len() as f64 * machine.cycle()
}

/// What is done to a value, with the value.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Operation {
    Double(Double),
    Halve(Halve),
    Square(Square),
    Mirror(Mirror),
}

/// The kind by its number, and the value.
impl Wire for Operation {
    fn write(&self, out: &mut Vec<u8>) {
        let told: (u64, u64) = match *self {
            Self::Double(Double(value)) => (0, value),
            Self::Halve(Halve(value)) => (1, value),
            Self::Square(Square(value)) => (2, value),
            Self::Mirror(Mirror(value)) => (3, value),
        };
        told.write(out);
    }
}

/// What is done to a value, by its address, with the value.
type Pointer = (fn(u64) -> u64, u64);

/// One way to change a value.
trait Apply {
    fn apply(&self) -> u64;
}

macro_rules! kinds {
    ($($kind:ident $function:ident: |$value:ident| $result:expr;)*) => {
        $(
            #[derive(Clone, Copy, Debug, PartialEq)]
            struct $kind(u64);

            impl Apply for $kind {
                #[inline]
                fn apply(&self) -> u64 {
                    $function(self.0)
                }
            }

            fn $function($value: u64) -> u64 {
                $result
            }
        )*

        impl Apply for Operation {
            #[inline]
            fn apply(&self) -> u64 {
                match self {
                    $(Self::$kind(value) => value.apply(),)*
                }
            }
        }

        impl Operation {
            fn object(self) -> Box<dyn Apply> {
                match self {
                    $(Self::$kind(value) => Box::new(value),)*
                }
            }

            fn pointer(self) -> Pointer {
                match self {
                    $(Self::$kind(value) => ($function as fn(u64) -> u64, value.0),)*
                }
            }
        }
    };
}

kinds! {
    Double double: |value| value.wrapping_add(value);
    Halve halve: |value| value >> 1;
    Square square: |value| value.wrapping_mul(value);
    Mirror mirror: |value| !value;
}

/// The same operations, each kind in a list of its own, so that its function is known.
struct Sorted {
    doubles: Vec<Double>,
    halves: Vec<Halve>,
    squares: Vec<Square>,
    mirrors: Vec<Mirror>,
}

impl Sorted {
    fn new(operations: &[Operation]) -> Self {
        let mut sorted = Self {
            doubles: Vec::new(),
            halves: Vec::new(),
            squares: Vec::new(),
            mirrors: Vec::new(),
        };
        for operation in operations {
            match *operation {
                Operation::Double(value) => sorted.doubles.push(value),
                Operation::Halve(value) => sorted.halves.push(value),
                Operation::Square(value) => sorted.squares.push(value),
                Operation::Mirror(value) => sorted.mirrors.push(value),
            }
        }
        sorted
    }

    fn apply(&self) -> u64 {
        [
            all(&self.doubles),
            all(&self.halves),
            all(&self.squares),
            all(&self.mirrors),
        ]
        .into_iter()
        .fold(0, u64::wrapping_add)
    }
}

fn all<T: Apply>(kind: &[T]) -> u64 {
    total(kind.iter().map(Apply::apply))
}

fn total(values: impl Iterator<Item = u64>) -> u64 {
    values.fold(0, u64::wrapping_add)
}

/// `n` operations of the first `kinds` kinds, in random order.
fn operations(n: usize, kinds: u64, rng: &mut SmallRng) -> Vec<Operation> {
    let kinds = input::few_unique(n, kinds, rng);
    let values = input::uniform(n, rng).into_iter();
    kinds
        .into_iter()
        .zip(values)
        .map(|(kind, value)| match kind {
            0 => Operation::Double(Double(value)),
            1 => Operation::Halve(Halve(value)),
            2 => Operation::Square(Square(value)),
            _ => Operation::Mirror(Mirror(value)),
        })
        .collect()
}

fn objects(operations: &[Operation]) -> Vec<Box<dyn Apply>> {
    operations
        .iter()
        .map(|operation| operation.object())
        .collect()
}

fn pointers(operations: &[Operation]) -> Vec<Pointer> {
    operations
        .iter()
        .map(|operation| operation.pointer())
        .collect()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn every_kind_does_its_own() {
        let one = [
            Operation::Double(Double(3)),
            Operation::Halve(Halve(7)),
            Operation::Square(Square(5)),
            Operation::Mirror(Mirror(0)),
        ];
        let expected = [6, 3, 25, u64::MAX];
        assert_eq!(one.map(|operation| operation.apply()), expected);
        assert_eq!(one.map(|operation| operation.object().apply()), expected);
        let by_pointer = one.map(|operation| {
            let (function, value) = operation.pointer();
            function(value)
        });
        assert_eq!(by_pointer, expected);
    }

    #[test]
    fn sorting_by_kind_loses_nothing() {
        let all = operations(1000, 4, &mut SmallRng::seed_from_u64(1));
        let sorted = Sorted::new(&all);
        let expected = total(all.iter().map(Apply::apply));
        assert_eq!(sorted.apply(), expected);
        assert!(
            sorted.mirrors.len() > 200,
            "all kinds are about as frequent"
        );
    }
}
