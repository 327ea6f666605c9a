//! How values are written.

use super::*;

/// The bytes of an integer, without its tag and length.
fn digits(value: &impl Wire) -> Vec<u8> {
    let bytes = bytes(value);
    assert_eq!(bytes[0], b'i');
    assert_eq!(bytes[1..5], (bytes.len() as u32 - 5).to_le_bytes());
    bytes[5..].to_vec()
}

#[test]
fn an_integer_has_the_same_bytes_whatever_its_width() {
    assert_eq!(digits(&0_u64), [0]);
    assert_eq!(digits(&127_i8), [127]);
    assert_eq!(digits(&128_u8), [128, 0]);
    assert_eq!(digits(&-128_i64), [128]);
    assert_eq!(digits(&-129_i128), [0x7f, 0xff]);
    assert_eq!(digits(&-1_i16), [0xff]);
    assert_eq!(digits(&u64::MAX).len(), 9);
    assert_eq!(digits(&u128::MAX).len(), 17);
    assert_eq!(bytes(&5_u32), bytes(&5_isize));
}

#[test]
fn a_list_of_integers_is_written_by_its_values_and_not_by_its_type() {
    assert_eq!(bytes(&vec![1_u64, 2]), bytes(&[1_i32, 2]));
    assert_eq!(bytes(&[1_u64, 2])[0], b'q');
    assert_eq!(bytes(&[1, u64::MAX])[0], b'Q');
    assert_eq!(bytes(&[-1, i128::from(u64::MAX)])[0], b'[');
    assert_eq!(bytes(&Vec::<u64>::new()), bytes(&Vec::<f64>::new()));
}

#[test]
fn options_references_and_boxes_leave_no_trace() {
    assert_eq!(bytes(&Some(5_u8)), bytes(&Box::new(5_u8)));
    assert_eq!(bytes(&None::<u8>), bytes(&()));
    assert_eq!(bytes(&"a"), bytes(&'a'));
    assert_eq!(bytes(&vec![1_u8, 2]), b"b\x02\0\0\0\0\0\0\0\x01\x02");
    assert_eq!(bytes(&(true,)), b"(\x01\0\0\0\0\0\0\0T");
}
