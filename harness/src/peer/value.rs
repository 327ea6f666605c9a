//! What a peer says beside its answers: values as [`crate::wire`] writes them, read back.

/// A value that came over the wire.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Nothing,
    Truth(bool),
    Integer(i128),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    /// A tuple or a list.
    Items(Vec<Self>),
}

impl Value {
    /// Reads one value; absent when the bytes are not exactly one.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let value = take(&mut rest)?;
        rest.is_empty().then_some(value)
    }

    pub(super) fn integer(&self) -> Option<u64> {
        match self {
            Self::Integer(value) => u64::try_from(*value).ok(),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn items(&self) -> Option<&[Self]> {
        match self {
            Self::Items(items) => Some(items),
            _ => None,
        }
    }
}

fn split<'b>(rest: &mut &'b [u8], count: usize) -> Option<&'b [u8]> {
    let (taken, left) = rest.split_at_checked(count)?;
    *rest = left;
    Some(taken)
}

fn word(rest: &mut &[u8]) -> Option<[u8; 8]> {
    split(rest, 8)?.try_into().ok()
}

fn count(rest: &mut &[u8]) -> Option<usize> {
    usize::try_from(u64::from_le_bytes(word(rest)?)).ok()
}

fn take(rest: &mut &[u8]) -> Option<Value> {
    Some(match split(rest, 1)?[0] {
        b'N' => Value::Nothing,
        b'T' => Value::Truth(true),
        b'F' => Value::Truth(false),
        b'i' => {
            let length = u32::from_le_bytes(split(rest, 4)?.try_into().ok()?);
            Value::Integer(integer(split(rest, length as usize)?)?)
        }
        b'd' => Value::Float(f64::from_le_bytes(word(rest)?)),
        b's' => {
            let length = count(rest)?;
            Value::Text(String::from_utf8(split(rest, length)?.to_vec()).ok()?)
        }
        b'b' => {
            let length = count(rest)?;
            Value::Bytes(split(rest, length)?.to_vec())
        }
        tag @ (b'(' | b'[' | b'q' | b'Q' | b'D') => {
            let length = count(rest)?;
            let item = |rest: &mut &[u8]| {
                Some(match tag {
                    b'q' => Value::Integer(i64::from_le_bytes(word(rest)?).into()),
                    b'Q' => Value::Integer(u64::from_le_bytes(word(rest)?).into()),
                    b'D' => Value::Float(f64::from_le_bytes(word(rest)?)),
                    _ => take(rest)?,
                })
            };
            Value::Items((0..length).map(|_| item(rest)).collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

/// Two's complement of any length that fits.
fn integer(bytes: &[u8]) -> Option<i128> {
    let mut wide = [if *bytes.last()? >= 0x80 { 0xff } else { 0 }; 16];
    wide.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some(i128::from_le_bytes(wide))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wire;

    proptest! {
        #[test]
        fn what_was_written_is_read_back(
            number: i64, big: u64, float: f64, text: String, list: Vec<i64>, raw: Vec<u8>,
        ) {
            let value = (number, big, float, text.as_str(), &list, (&raw, true, None::<u8>));
            let read = Value::read(&wire::bytes(&value)).expect("it was written whole");
            let integer = |x: i128| Value::Integer(x);
            let list = list.iter().map(|x| integer((*x).into())).collect();
            let last = vec![Value::Bytes(raw), Value::Truth(true), Value::Nothing];
            let expected = vec![
                integer(number.into()), integer(big.into()), Value::Float(float),
                Value::Text(text), Value::Items(list), Value::Items(last),
            ];
            prop_assert_eq!(read, Value::Items(expected));
        }

        #[test]
        fn garbage_is_no_value_and_no_panic(garbage: Vec<u8>) {
            if let Some(value) = Value::read(&garbage) {
                prop_assert!(!garbage.is_empty(), "{:?}", value);
            }
        }
    }

    #[test]
    fn half_a_value_and_more_than_one_are_none() {
        let whole = wire::bytes(&(1, "two"));
        for end in 0..whole.len() {
            assert_eq!(Value::read(&whole[..end]), None, "{end} bytes");
        }
        assert_eq!(Value::read(&[whole, vec![b'N']].concat()), None);
    }
}
