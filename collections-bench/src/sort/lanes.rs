//! Orders of the lanes of a register, for instructions that permute.

/// For each choice of eight lanes an order of all: those that are chosen, then the others. A byte
/// is a lane.
pub(super) static CHOSEN_FIRST: [u64; 256] = {
    let mut orders = [0; 256];
    let mut chosen = 0;
    while chosen < orders.len() {
        orders[chosen] = chosen_first(chosen as u64, 8);
        chosen += 1;
    }
    orders
};

/// For each choice of four lanes of 64 bits the same, as lanes of 32 bits, two of which are one of
/// 64.
pub(super) static CHOSEN_FIRST_OF_4: [u64; 16] = {
    let mut orders = [0; 16];
    let mut chosen = 0;
    while chosen < orders.len() {
        let (order, mut lane) = (chosen_first(chosen as u64, 4), 0);
        while lane < 4 {
            let from = 2 * (order >> (8 * lane) & 0xff);
            orders[chosen] |= (from | (from + 1) << 8) << (16 * lane);
            lane += 1;
        }
        chosen += 1;
    }
    orders
};

/// An order of so many lanes: those that are chosen, then the others.
const fn chosen_first(chosen: u64, lanes: u32) -> u64 {
    let (mut order, mut front, mut back) = (0, 0, chosen.count_ones());
    let mut lane = 0;
    while lane < lanes {
        let place = if chosen >> lane & 1 == 1 {
            &mut front
        } else {
            &mut back
        };
        order |= (lane as u64) << (8 * *place);
        *place += 1;
        lane += 1;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_come_first_and_none_is_lost() {
        assert_eq!(CHOSEN_FIRST[0].to_le_bytes(), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(CHOSEN_FIRST[0b101].to_le_bytes(), [0, 2, 1, 3, 4, 5, 6, 7]);
        for (chosen, order) in CHOSEN_FIRST.iter().enumerate() {
            let order = order.to_le_bytes();
            let is_chosen = |lane: &u8| chosen >> lane & 1 == 1;
            assert!(order.is_sorted_by_key(|lane| (!is_chosen(lane), *lane)));
            assert!((0..8).all(|lane| order.contains(&lane)));
        }
        assert_eq!(
            CHOSEN_FIRST_OF_4[0b1010].to_le_bytes(),
            [2, 3, 6, 7, 0, 1, 4, 5]
        );
    }
}
