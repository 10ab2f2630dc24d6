//! Text that people write and read in one line: names, labels, notes.

/// Whether `text` has 1 to `most` characters, none of them a control character, and no space at either end.
pub(super) fn is_line(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.chars().count()) && text.trim() == text && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::is_line;

    #[test]
    fn a_line_has_neither_ends_of_space_nor_controls_nor_too_many_characters() {
        for text in ["a", "Ü 💚", "äöü", "a\u{a0}b"] {
            assert!(is_line(text, 3), "{text}");
        }
        for text in ["", " ", " a", "a ", "a\u{a0}", "a\tb", "a\nb", "\0", "\u{7f}", "four"] {
            assert!(!is_line(text, 3), "{text:?}");
        }
    }
}
