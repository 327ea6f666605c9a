//! Names of people, one for each number.

/// A name of its own for each person, such as `Bako Tiwula`.
pub(crate) fn name(person: usize) -> String {
    const CONSONANTS: &[u8; 20] = b"bcdfghjklmnpqrstvwxz";
    const VOWELS: &[u8; 5] = b"aeiou";
    let mut name = String::new();
    let mut rest = person;
    for syllable in 0.. {
        if syllable == 2 {
            name.push(' ');
        } else if syllable > 3 && rest == 0 {
            break;
        }
        let consonant = char::from(CONSONANTS[rest % 20]);
        let starts_a_word = syllable == 0 || syllable == 2;
        name.push(if starts_a_word {
            consonant.to_ascii_uppercase()
        } else {
            consonant
        });
        name.push(char::from(VOWELS[rest / 20 % 5]));
        rest /= 100;
    }
    name
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_person_has_a_name_of_their_own() {
        let names: BTreeSet<String> = (0..20_000).map(name).collect();
        assert_eq!(names.len(), 20_000);
    }
}
