//! Text as HTML.

/// Text that stands between tags or in an attribute.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('{', "&#123;")
}

/// A description as its author wrote it: code in backticks, addresses in pointed brackets, and nothing else of Markdown.
pub(super) fn prose(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('`').enumerate() {
        if at % 2 == 1 {
            out.extend(["<code>", &escaped(part), "</code>"]);
            continue;
        }
        let mut rest = part;
        while let Some((before, after)) = rest.split_once("<https://") {
            let address = after.split_once('>').filter(|(address, _)| !address.contains(char::is_whitespace));
            let Some((address, after)) = address else { break };
            let address = escaped(address);
            out.extend([&escaped(before), "<a href=\"https://", &address, "\">", &address, "</a>"]);
            rest = after;
        }
        out.push_str(&escaped(rest));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_text_code_or_an_address() {
        assert_eq!(
            prose("`a<b`, <https://a.example/?x&y> & {c}"),
            "<code>a&lt;b</code>, <a href=\"https://a.example/?x&amp;y\">a.example/?x&amp;y</a> &amp; &#123;c}"
        );
        assert_eq!(prose("<https://a.example <b> `open"), "&lt;https://a.example &lt;b&gt; <code>open</code>");
        assert_eq!(prose("<javascript:x>"), "&lt;javascript:x&gt;");
    }
}
