//! How inputs and answers cross to another language: byte for byte, and one way only to write each
//! value.
//!
//! A value is a tag and what follows it, all numbers little-endian:
//!
//! | tag | value | follows |
//! |---|---|---|
//! | `N` | nothing | |
//! | `T`, `F` | true, false | |
//! | `i` | an integer | `u32` bytes, then so many of two's complement, the fewest |
//! | `d` | a float | 8 bytes, IEEE 754 |
//! | `s` | text | `u64` bytes, then so many of UTF-8 |
//! | `b` | bytes | `u64` bytes, then they |
//! | `(` | a tuple | `u64` items, then they |
//! | `[` | a list | `u64` items, then they |
//! | `q`, `Q` | a list of integers, signed or not | `u64` items, then 8 bytes each |
//! | `D` | a list of floats | `u64` items, then 8 bytes each |
//!
//! A list that is not empty and holds integers alone is a `q` where all fit, else a `Q` where all
//! fit; one that holds floats alone is a `D`. So equal values have equal bytes in every language,
//! and answers are compared without being read.

/// A value that can cross to another language.
///
/// A struct crosses as the tuple of its fields:
///
/// ```
/// use harness::prelude::Wire;
///
/// struct Haystack {
///     values: Vec<u64>,
///     needle: u64,
/// }
///
/// impl Wire for Haystack {
///     fn write(&self, out: &mut Vec<u8>) {
///         (&self.values, self.needle).write(out);
///     }
/// }
/// ```
///
/// | here | in Python |
/// |---|---|
/// | integers of every width | `int` |
/// | `f32`, `f64` | `float`, bit by bit |
/// | `bool`, `char`, `str`, `String` | `bool`, `str`, `str`, `str` |
/// | `()`, `None` | `None` |
/// | `Some(x)`, `&x`, `Box<x>` | as `x` |
/// | tuples | `tuple` |
/// | slices, arrays, `Vec` | `list`; those of `u8` are `bytes` |
pub trait Wire {
    /// Appends the value.
    fn write(&self, out: &mut Vec<u8>);

    /// Appends a list of such values.
    fn write_list(items: &[Self], out: &mut Vec<u8>)
    where
        Self: Sized,
    {
        head(b'[', items.len(), out);
        items.iter().for_each(|item| item.write(out));
    }
}

/// The bytes of a value.
pub(crate) fn bytes<T: Wire + ?Sized>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    value.write(&mut out);
    out
}

fn head(tag: u8, items: usize, out: &mut Vec<u8>) {
    out.push(tag);
    out.extend((items as u64).to_le_bytes());
}

/// An integer, given in two's complement with its sign in the last byte.
fn integer(bytes: &[u8], out: &mut Vec<u8>) {
    let fill = if bytes.last().is_some_and(|last| *last >= 0x80) {
        0xff
    } else {
        0
    };
    let mut length = bytes.len();
    // A last byte that only repeats the sign of the one before says nothing.
    while length > 1 && bytes[length - 1] == fill && (bytes[length - 2] ^ fill) < 0x80 {
        length -= 1;
    }
    out.push(b'i');
    out.extend((length as u32).to_le_bytes());
    out.extend(&bytes[..length]);
}

/// A list of integers of at most 64 bits.
fn integers<T: Copy>(
    items: &[T],
    signed: impl Fn(T) -> Option<i64>,
    unsigned: impl Fn(T) -> Option<u64>,
    out: &mut Vec<u8>,
) -> bool {
    let start = out.len();
    let fits = !items.is_empty() && {
        out.reserve(9 + 8 * items.len());
        head(b'q', items.len(), out);
        let all = items.iter().all(|item| {
            let item = signed(*item);
            out.extend(item.unwrap_or_default().to_le_bytes());
            item.is_some()
        });
        all || {
            out.truncate(start);
            head(b'Q', items.len(), out);
            items.iter().all(|item| {
                let item = unsigned(*item);
                out.extend(item.unwrap_or_default().to_le_bytes());
                item.is_some()
            })
        }
    };
    if !fits {
        out.truncate(start);
    }
    fits
}

macro_rules! integer {
    ($($type:ty),*) => {
        $(
            impl Wire for $type {
                fn write(&self, out: &mut Vec<u8>) {
                    // A sign bit of its own keeps what is unsigned from looking negative.
                    let mut bytes = self.to_le_bytes().to_vec();
                    #[allow(unused_comparisons, reason = "the macro serves unsigned types too")]
                    let negative = *self < 0;
                    bytes.push(if negative { 0xff } else { 0 });
                    integer(&bytes, out);
                }

                fn write_list(items: &[Self], out: &mut Vec<u8>) {
                    let (signed, unsigned) = (|x| i64::try_from(x).ok(), |x| u64::try_from(x).ok());
                    if !integers(items, signed, unsigned, out) {
                        head(b'[', items.len(), out);
                        items.iter().for_each(|item| item.write(out));
                    }
                }
            }
        )*
    };
}

integer!(i8, i16, u16, i32, u32, i64, u64, i128, u128, isize, usize);

impl Wire for u8 {
    fn write(&self, out: &mut Vec<u8>) {
        u16::from(*self).write(out);
    }

    fn write_list(items: &[Self], out: &mut Vec<u8>) {
        head(b'b', items.len(), out);
        out.extend(items);
    }
}

impl Wire for f64 {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(b'd');
        out.extend(self.to_le_bytes());
    }

    fn write_list(items: &[Self], out: &mut Vec<u8>) {
        head(if items.is_empty() { b'[' } else { b'D' }, items.len(), out);
        out.extend(items.iter().flat_map(|item| item.to_le_bytes()));
    }
}

impl Wire for f32 {
    fn write(&self, out: &mut Vec<u8>) {
        f64::from(*self).write(out);
    }

    fn write_list(items: &[Self], out: &mut Vec<u8>) {
        let wide: Vec<f64> = items.iter().copied().map(f64::from).collect();
        f64::write_list(&wide, out);
    }
}

impl Wire for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(if *self { b'T' } else { b'F' });
    }
}

impl Wire for char {
    fn write(&self, out: &mut Vec<u8>) {
        self.encode_utf8(&mut [0; 4]).write(out);
    }
}

impl Wire for str {
    fn write(&self, out: &mut Vec<u8>) {
        head(b's', self.len(), out);
        out.extend(self.as_bytes());
    }
}

impl Wire for String {
    fn write(&self, out: &mut Vec<u8>) {
        self.as_str().write(out);
    }
}

impl<T: Wire> Wire for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Some(value) => value.write(out),
            None => out.push(b'N'),
        }
    }
}

impl<T: Wire> Wire for [T] {
    fn write(&self, out: &mut Vec<u8>) {
        T::write_list(self, out);
    }
}

impl<T: Wire, const N: usize> Wire for [T; N] {
    fn write(&self, out: &mut Vec<u8>) {
        T::write_list(self, out);
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        T::write_list(self, out);
    }
}

impl<T: Wire + ?Sized> Wire for &T {
    fn write(&self, out: &mut Vec<u8>) {
        (**self).write(out);
    }
}

impl<T: Wire + ?Sized> Wire for Box<T> {
    fn write(&self, out: &mut Vec<u8>) {
        (**self).write(out);
    }
}

impl Wire for () {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(b'N');
    }
}

macro_rules! tuple {
    ($($length:literal: $($name:ident)*;)*) => {
        $(
            impl<$($name: Wire),*> Wire for ($($name,)*) {
                fn write(&self, out: &mut Vec<u8>) {
                    #[allow(non_snake_case, reason = "named as their types are")]
                    let ($($name,)*) = self;
                    head(b'(', $length, out);
                    $($name.write(out);)*
                }
            }
        )*
    };
}

tuple! {
    1: A;
    2: A B;
    3: A B C;
    4: A B C D;
    5: A B C D E;
    6: A B C D E F;
    7: A B C D E F G;
    8: A B C D E F G H;
}

#[cfg(test)]
mod tests;
