//! Finds unfilled placeholders, with one grammar for those that fixes insert and those that a writer leaves.

use crate::component::Component;
use crate::lexicon::guide;
use crate::metrics;
use crate::text::Span;
use crate::words::Words;

/// Returns the prompt for an empty section: a question in brackets.
pub fn guide(component: Component) -> &'static str {
    &guide::question(component).placeholder
}

/// Returns the unfilled placeholders in `prose`, in order, without overlaps. `prose` is plain text in which blocks end with
/// `\n`.
pub fn find(prose: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        at += first_start(&prose[at..]);
        if at == prose.len() {
            return found;
        }
        match placeholder(prose, at) {
            Some(end) => {
                // The currency sign belongs to the placeholder: "$[amount]".
                let sign = prose[..at].chars().next_back().filter(|char| matches!(char, '$' | '€' | '£' | '₹' | '¥'));
                let sign = sign.filter(|_| prose[at..].starts_with('[')).map_or(0, char::len_utf8);
                found.push(Span::new(at - sign, end));
                at = end;
            }
            None => at += prose[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
}

/// Returns the offset of the first character of `prose` that a placeholder may start with, or its length if there is none.
/// Currency signs before brackets don't count.
fn first_start(prose: &str) -> usize {
    prose.find(['[', '<', '{', 'X', 'x', 'N', '$', 'T', '?', '_', '.', '…']).unwrap_or(prose.len())
}

/// Returns the end of the placeholder that starts at `at`.
fn placeholder(prose: &str, at: usize) -> Option<usize> {
    let (before, rest) = prose.split_at(at);
    let previous = before.chars().next_back();
    let glued = previous.is_some_and(|char| char.is_alphanumeric() || char == '_');
    let len = match rest.chars().next()? {
        '[' => bracket(before, rest)?,
        '<' if !glued => angle(rest)?,
        '{' if !glued && !matches!(previous, Some('$' | '{' | '/' | '=' | ':' | '.' | '#')) => brace(rest)?,
        'X' | 'x' | 'N' if !glued && !matches!(previous, Some('-' | '/' | '$')) => letters(before, rest)?,
        '$' => 1 + money(&rest[1..])?,
        'T' if !glued => to_do(before, rest)?,
        '?' if !glued => run_of(rest, '?', 3).or_else(|| rest.starts_with("??%").then_some(3))?,
        '_' if !glued => run_of(rest, '_', 3).filter(|len| !rest[*len..].starts_with(char::is_alphanumeric))?,
        '.' if !rest.starts_with("...") => return None,
        '.' | '…' => whole_block(before, rest)?,
        _ => return None,
    };
    Some(at + len)
}

/// Returns the length of `[X%]`, `[before]`, `[TODO: …]`, or `[a question?]`, but not of a link, citation, checkbox, label,
/// or `[Company]`.
fn bracket(before: &str, rest: &str) -> Option<usize> {
    let close =
        rest[1..].find(['[', ']', '\n']).map(|close| close + 1).filter(|close| rest[*close..].starts_with(']'))?;
    let (content, after) = (rest[1..close].trim(), &rest[close + 1..]);
    let link = after.starts_with(['(', '[']) || before.ends_with(']');
    let block_start = before.is_empty() || before.ends_with('\n');
    if link || content.is_empty() || block_start && matches!(content, "x" | "X") && !after.starts_with('%') {
        return None;
    }
    let lower = content.to_lowercase();
    let mut words = lower.split(|char: char| !char.is_alphanumeric() && char != '\'').filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let variable = content.split_whitespace().next().is_some_and(is_variable)
        || is_variable(content.trim_matches(['$', '%', '~', '+', '€', '£']));
    let asks = ASKING.contains(first);
    let alone = MEASURES.contains(&lower);
    let named = std::iter::once(first)
        .chain(words)
        .any(|word| NUMBER_WORDS.contains(word) || matches!(word, "baseline" | "you"));
    (variable || asks || alone || named || content.ends_with('?') || content.contains("___")).then_some(close + 1)
}

/// Words for a number.
static NUMBER_WORDS: Words = Words::new(&["amount", "figure", "metric", "metrics", "number", "percent", "percentage"]);

/// Words for a measure. In brackets, they are placeholders if they are alone.
static MEASURES: Words = Words::new(&[
    "after",
    "before",
    "day",
    "duration",
    "hour",
    "incidents",
    "month",
    "period",
    "quarter",
    "time",
    "unit",
    "value",
    "week",
    "year",
]);

/// Words that a placeholder for a phrase begins with.
static ASKING: Words = Words::new(&[
    "add",
    "describe",
    "enter",
    "fill",
    "how",
    "insert",
    "placeholder",
    "quantify",
    "replace",
    "specific",
    "tbd",
    "todo",
    "what",
    "when",
    "which",
    "who",
    "why",
    "your",
]);

/// Words, besides [`NUMBER_WORDS`], that templates use in angle brackets.
static TEMPLATE: Words =
    Words::new(&["after", "before", "count", "fill", "insert", "outcome", "result", "tbd", "todo", "value", "your"]);

/// Whether `word` is a variable: `X`, `XX`, `Y`, `N`, `X%`, `$X`.
fn is_variable(word: &str) -> bool {
    let word = word.trim_matches(|char: char| !char.is_alphanumeric());
    let word = word.strip_suffix(['k', 'K', 'M', 'x', 'h', '%']).filter(|word| !word.is_empty()).unwrap_or(word);
    !word.is_empty()
        && word.len() <= 4
        && ['X', 'Y', 'Z', 'N'].iter().any(|letter| word.chars().all(|char| char == *letter))
}

/// Returns the length of `<number>`, `<X>`, or `<your metric>`, but not of an HTML tag or a type parameter.
fn angle(rest: &str) -> Option<usize> {
    let close = rest.bytes().take(49).position(|byte| byte == b'>')?;
    let content = &rest[1..close];
    if content.is_empty()
        || !content.chars().all(|char| char.is_alphanumeric() || matches!(char, ' ' | '%' | '-' | '_'))
    {
        return None;
    }
    let named = content.split([' ', '-', '_']).any(|word| NUMBER_WORDS.contains(word) || TEMPLATE.contains(word));
    (named || is_variable(content)).then_some(close + 1)
}

/// Returns the length of `{amount}` or `{X%}`, but not of other template variables.
fn brace(rest: &str) -> Option<usize> {
    let close = rest.bytes().take(25).position(|byte| byte == b'}')?;
    let content = &rest[1..close];
    let named =
        NUMBER_WORDS.contains(content) || ["before", "after"].iter().any(|word| content.eq_ignore_ascii_case(word));
    (named && !rest[close..].starts_with("}}") || is_variable(content)).then_some(close + 1)
}

/// Returns the length of `X%`, `XX%`, `NN hours`, `XX times`, or `X people`.
fn letters(before: &str, rest: &str) -> Option<usize> {
    let letter = rest.chars().next()?;
    let len = variable_len(rest, letter)?;
    let tail = &rest[len..];
    if letter == 'x' && len < 2 {
        return None;
    }
    if let Some(percent) = tail.strip_prefix('%').map(|_| len + 1).or_else(|| tail.starts_with(" %").then_some(len + 2))
    {
        return (!rest[percent..].starts_with(char::is_alphanumeric)).then_some(percent);
    }
    let unit = tail.strip_prefix([' ', '-'])?;
    let unit = &unit[..unit.find(|char: char| !char.is_alphabetic()).unwrap_or(unit.len())];
    let time = unit.eq_ignore_ascii_case("percent") || metrics::seconds_of(unit).is_some();
    // "that adds X weeks" is about any number of weeks, but "by X weeks" is a placeholder.
    let word = before.trim_end_matches([' ', '~', '<']).rsplit(' ').next().unwrap_or_default().to_ascii_lowercase();
    let open = matches!(word.as_str(), "by" | "in" | "from" | "to" | "within" | "saved" | "saving" | "than" | "under");
    if time {
        return (letter != 'x' && (len > 1 || open)).then_some(len + 1 + unit.len());
    }
    // "NN users" is a placeholder, but "XX errors" are status codes, and "retry N times" is a rule.
    let counted =
        matches!(unit, "times" | "users" | "people" | "customers" | "teams" | "engineers" | "requests" | "tickets");
    let has_verb = open
        || matches!(
            word.as_str(),
            "for" | "trained" | "onboarded" | "helped" | "reached" | "serving" | "served" | "about"
        );
    let faster = unit == "times"
        && ["faster", "more", "less", "fewer", "cheaper"]
            .iter()
            .any(|compared| tail[1 + unit.len()..].trim_start().starts_with(compared));
    let one = letter == 'X' && (faster || has_verb && unit != "times");
    (tail.starts_with(' ') && counted && letter != 'x' && (len > 1 || one)).then_some(len + 1 + unit.len())
}

/// Returns the length, after the `$`, of `$X`, `$XXk`, `$XXX,XXX`, or `$???`.
fn money(rest: &str) -> Option<usize> {
    if let Some(len) = run_of(rest, '?', 2).or_else(|| run_of(rest, '_', 2)) {
        return Some(len);
    }
    let letter = rest.chars().next().filter(|char| matches!(char, 'X' | 'x' | 'N' | 'Y'))?;
    let mut len = variable_len(rest, letter)?;
    if rest[len..].starts_with(['k', 'K', 'M', 'm', 'B']) {
        len += 1;
    }
    (!rest[len..].starts_with(|char: char| char.is_alphanumeric() || char == '_')).then_some(len)
}

/// Returns the number of bytes of `rest` that repeat `letter`, including `X.X` and `XX,XXX`.
fn variable_len(rest: &str, letter: char) -> Option<usize> {
    let mut len = run_of(rest, letter, 1)?;
    while len <= 12 && rest[len..].starts_with(['.', ',']) {
        match run_of(&rest[len + 1..], letter, 1) {
            Some(more) => len += 1 + more,
            None => break,
        }
    }
    Some(len)
}

/// Returns the length of `TBD` or `TODO`, but not of the word in "TODO list".
fn to_do(before: &str, rest: &str) -> Option<usize> {
    let len = ["TODO", "TBD"].into_iter().find(|word| rest.starts_with(word))?.len();
    let tail = &rest[len..];
    if tail.starts_with(|char: char| char.is_alphanumeric() || matches!(char, '_' | '-'))
        || before.ends_with(['-', '/', '#'])
    {
        return None;
    }
    let next = tail.trim_start_matches(' ');
    let product = ["app", "list", "comment", "item", "api", "service", "tracker", "manager", "board", "project"];
    let start = next.get(..8.min(next.len())).unwrap_or(next).to_ascii_lowercase();
    let named = tail.starts_with(' ') && product.iter().any(|word| start.starts_with(word));
    (!named).then_some(len)
}

/// Returns the length of dots that are the whole content of a block.
fn whole_block(before: &str, rest: &str) -> Option<usize> {
    let before = before.trim_end_matches(|char: char| char != '\n' && char.is_whitespace());
    if !before.is_empty() && !before.ends_with('\n') {
        return None;
    }
    let line = rest.split('\n').next().unwrap_or_default().trim_end();
    (line == "…" || line.len() >= 3 && line.chars().all(|char| char == '.')).then_some(line.len())
}

/// Returns the length of the run of `char` at the start of `rest`, if it is at least `min`.
fn run_of(rest: &str, char: char, min: usize) -> Option<usize> {
    let len = rest.len() - rest.trim_start_matches(char).len();
    (len >= min).then_some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(prose: &str) -> Vec<&str> {
        find(prose).iter().map(|span| &prose[span.range()]).collect()
    }

    #[test]
    fn placeholders_are_found() {
        for (prose, expected) in [
            ("Cut cost by [X%].", vec!["[X%]"]),
            ("Held [X]% uptime in [N] minutes.", vec!["[X]", "[N]"]),
            ("From [before] to [after].", vec!["[before]", "[after]"]),
            ("Saving $[amount] per [month].", vec!["$[amount]", "[month]"]),
            ("Saving €[amount], or £[X]k.", vec!["€[amount]", "£[X]"]),
            ("With [N] fewer [incidents] for [N] users.", vec!["[N]", "[incidents]", "[N]"]),
            ("It ran XX times for NN users.", vec!["XX times", "NN users"]),
            ("I trained X people, X times faster.", vec!["X people", "X times"]),
            ("Saved {amount} or {X%}, from {before} to {after}.", vec!["{amount}", "{X%}", "{before}", "{after}"]),
            ("As shown by [metric].", vec!["[metric]"]),
            ("Found [X key insight] for [Y result].", vec!["[X key insight]", "[Y result]"]),
            ("Then I [FILL IN: what you changed].", vec!["[FILL IN: what you changed]"]),
            ("[TODO: add the figure]", vec!["[TODO: add the figure]"]),
            ("[What was your own responsibility?]", vec!["[What was your own responsibility?]"]),
            ("Signed, [Your name]", vec!["[Your name]"]),
            ("Grew by <number> or <X>, see <metric>.", vec!["<number>", "<X>", "<metric>"]),
            ("By XX% or X% or N %.", vec!["XX%", "X%", "N %"]),
            ("Saved $X, or $XXk, or $XXX,XXX.", vec!["$X", "$XXk", "$XXX,XXX"]),
            ("It took NN hours, down by X days.", vec!["NN hours", "X days"]),
            ("Result: TBD", vec!["TBD"]),
            ("TODO", vec!["TODO"]),
            ("TODO: the numbers", vec!["TODO"]),
            ("Saved ??? hours and ____ dollars.", vec!["???", "____"]),
            ("…", vec!["…"]),
            ("It went well.\n...\nDone.", vec!["..."]),
        ] {
            assert_eq!(read(prose), expected, "{prose}");
        }
    }

    #[test]
    fn text_that_looks_like_a_placeholder_is_not_one() {
        for prose in [
            "See [the metric](https://example.org) and [number][1].",
            "As said [1] and [12, 13].",
            "[ ] open\n[x] done\n[X] done too",
            "At [Company] with [Team name] and [Client A].",
            "It \"was [sic] fine [...] today\".",
            "A line<br>break and a <b>bold</b> word.",
            "A Vec<T> of Map<N> and Box<X>.",
            "We saw 5XX and 4xx, and XX errors.",
            "X-Ray on x86, with N+1 queries and Twitter/X.",
            "I built a TODO app and a TODO list.",
            "What??? I said.",
            "We waited ... and waited…",
            "Run __init__ and foo___bar.",
            "Set $HOME and $XDG_HOME.",
            "The key is hash(x)%N.",
            "He said that it takes X weeks.",
            "TODOs and a no-TODO rule.",
            "[Result] We shipped.",
            "x = y[n] + z",
            "An [unclosed bracket",
            "Plan X and option N won.",
            "Retry N times for N users.",
            "Generation X people and Project X teams.",
            "We saw xx times and xX users.",
            "Render {name} with {{amount}} at ${number}.",
            "GET /orders/{number} and id={number}.",
            "A {set} of {things} {} and {an open brace",
            "It costs $[1] and €[a link](https://example.org).",
        ] {
            assert_eq!(read(prose), Vec::<&str>::new(), "{prose}");
        }
    }

    #[test]
    fn every_prompt_is_one_placeholder() {
        for component in Component::ALL {
            let guide = guide(component);
            assert_eq!(read(guide), [guide]);
            assert_eq!(crate::metrics::find(guide), []);
        }
    }
}
