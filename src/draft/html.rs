//! The HTML tags used in drafts.

/// Tags that begin or end a block.
const BLOCK: [&str; 33] = [
    "br",
    "hr",
    "p",
    "div",
    "td",
    "th",
    "tr",
    "table",
    "tbody",
    "thead",
    "tfoot",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "details",
    "summary",
    "blockquote",
    "pre",
    "section",
    "article",
    "center",
    "input",
    "col",
    "colgroup",
];

/// Returns the tag `name` (in any letter case) in lower case, or `None` if it doesn't begin or end a block.
pub(super) fn block_tag(name: &str) -> Option<&'static str> {
    BLOCK.into_iter().find(|tag| tag.eq_ignore_ascii_case(name))
}
