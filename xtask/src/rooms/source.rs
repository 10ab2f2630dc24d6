//! Enough of Rust's grammar to see which paths a file mentions.
//!
//! In scope: comments, literals, `use` trees, paths in code. Out of scope: macros that build paths, renamed crates.

/// A path that a file mentions, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) line: usize,
    path: Vec<String>,
}

impl Mention {
    /// Whether the path is `prefix` or something below it.
    pub(super) fn is_within(&self, prefix: &str) -> bool {
        let mut path = self.path.iter();
        prefix.split("::").all(|segment| path.next().is_some_and(|found| found == segment))
    }

    /// The room of our own crate that is meant, seen from a module `depth` levels below the crate.
    pub(super) fn room(&self, depth: usize) -> Option<&str> {
        let supers = self.path.iter().take_while(|segment| *segment == "super").count();
        let start = match self.path.first().map(String::as_str) {
            Some("crate") => 1,
            Some("super") if supers == depth => supers,
            _ => return None,
        };
        self.path.get(start).map(String::as_str)
    }
}

/// The text without comments, literals and what is only compiled for tests; every line keeps its number.
pub(super) fn code(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let length = literal_or_comment(rest, code.chars().next_back()).unwrap_or(0);
        if length > 0 {
            // What is dropped separates what it stood between, and its lines still count.
            code.push(' ');
            code.extend(rest[..length].chars().filter(|letter| *letter == '\n'));
            rest = &rest[length..];
        } else {
            code.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    without_tests(&code)
}

/// Drops each item that is compiled for tests only: up to its closing brace, or its semicolon where that comes first.
fn without_tests(code: &str) -> String {
    const TESTS: &str = "#[cfg(test)]";
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(start) = rest.find(TESTS) {
        kept.push_str(&rest[..start]);
        let item = &rest[start + TESTS.len()..];
        let mut depth = 0_usize;
        let end = item.char_indices().find_map(|(place, letter)| {
            match letter {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            (depth == 0 && matches!(letter, '}' | ';')).then_some(place + 1)
        });
        let (tests, after) = item.split_at(end.unwrap_or(item.len()));
        kept.extend(tests.chars().filter(|letter| *letter == '\n'));
        rest = after;
    }
    kept.push_str(rest);
    kept
}

/// How long the comment or literal at the start of `rest` is.
fn literal_or_comment(rest: &str, before: Option<char>) -> Option<usize> {
    let up_to = |from: usize, end: &str| rest[from..].find(end).map_or(rest.len(), |found| from + found + end.len());
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(up_to(2, "*/"));
    }
    if rest.starts_with('r') && !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
        let hashes = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
        if rest[1 + hashes..].starts_with('"') {
            return Some(up_to(2 + hashes, &format!("\"{}", "#".repeat(hashes))));
        }
    }
    if rest.starts_with('"') {
        return Some(quoted(rest, '"'));
    }
    if let Some(after) = rest.strip_prefix('\'') {
        // `'a'` and `'\n'` are letters, `'a` is a lifetime.
        let mut letters = after.chars();
        let is_letter = match letters.next() {
            Some('\\') => true,
            Some(_) => letters.next() == Some('\''),
            None => false,
        };
        if is_letter {
            return Some(quoted(rest, '\''));
        }
    }
    None
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (place, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return place + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Every path that `code` mentions.
pub(super) fn mentions(code: &str) -> Vec<Mention> {
    let tokens = tokens(code);
    let mut mentions = Vec::new();
    let mut place = 0;
    while let Some((line, token)) = tokens.get(place) {
        match token.as_str() {
            "use" => {
                place += 1;
                tree(&tokens, &mut place, &[], &mut mentions);
            }
            word if is_word(word) => {
                let mut path = vec![word.to_owned()];
                while let (Some((_, colons)), Some((_, next))) = (tokens.get(place + 1), tokens.get(place + 2))
                    && colons == "::"
                    && is_word(next)
                {
                    path.push(next.clone());
                    place += 2;
                }
                // A single word is a path only in a `use`.
                if path.len() > 1 {
                    mentions.push(Mention { line: *line, path });
                }
                place += 1;
            }
            _ => place += 1,
        }
    }
    mentions
}

/// Reads one branch of a `use` tree: everything up to `,`, `}` or `;`.
fn tree(tokens: &[(usize, String)], place: &mut usize, above: &[String], mentions: &mut Vec<Mention>) {
    let mut path = above.to_vec();
    let line = tokens.get(*place).map_or(0, |(line, _)| *line);
    while let Some((_, token)) = tokens.get(*place) {
        match token.as_str() {
            "{" => {
                while tokens.get(*place).is_some_and(|(_, token)| token == "{" || token == ",") {
                    *place += 1;
                    tree(tokens, place, &path, mentions);
                }
                // The closing brace.
                *place += 1;
                return;
            }
            "," | "}" | ";" => break,
            "as" => *place += 2,
            word => {
                if is_word(word) {
                    path.push(word.to_owned());
                }
                *place += 1;
            }
        }
    }
    if path.len() > above.len() {
        mentions.push(Mention { line, path });
    }
}

fn is_word(token: &str) -> bool {
    token.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
}

fn tokens(code: &str) -> Vec<(usize, String)> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut letters = code.chars().peekable();
    while let Some(letter) = letters.next() {
        let mut token = String::from(letter);
        if letter == '\n' {
            line += 1;
            continue;
        }
        if letter.is_whitespace() {
            continue;
        }
        if letter.is_alphanumeric() || letter == '_' {
            while let Some(next) = letters.next_if(|next| next.is_alphanumeric() || *next == '_') {
                token.push(next);
            }
        } else if letter == ':'
            && let Some(next) = letters.next_if_eq(&':')
        {
            token.push(next);
        }
        tokens.push((line, token));
    }
    tokens
}
