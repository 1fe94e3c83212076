//! Finds unfilled placeholders, with one grammar for those that fixes insert and those that a writer leaves.

use super::html::block_tag;
use crate::component::Component;
use crate::lexicon::guide;
use crate::metrics;
use crate::text::Span;
use crate::words::Words;
use crate::words::english::{DETERMINERS, is_function_word};
use crate::words::voice;

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
            // A placeholder that is talked about.
            Some(end) if is_quoted(prose, at, end) => at = end,
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

/// Whether the text from `at` to `end` is in quotation marks by itself.
fn is_quoted(prose: &str, at: usize, end: usize) -> bool {
    prose[..at].ends_with(['"', '“', '„', '‘', '\'', '«', '「'])
        && prose[end..].starts_with(['"', '”', '“', '’', '\'', '»', '」'])
}

/// Returns the offset of the first character of `prose` that a placeholder may start with, or its length if there is none.
/// Currency signs before brackets don't count.
fn first_start(prose: &str) -> usize {
    let starts =
        ['[', '<', '{', 'X', 'x', 'N', '$', '€', '£', '₹', '¥', 'Y', 'T', 't', 'L', '?', '_', '#', '(', '.', '…'];
    prose.find(starts).unwrap_or(prose.len())
}

/// Returns the end of the placeholder that starts at `at`.
fn placeholder(prose: &str, at: usize) -> Option<usize> {
    let (before, rest) = prose.split_at(at);
    let previous = before.chars().next_back();
    let glued = previous.is_some_and(|char| char.is_alphanumeric() || char == '_');
    let len = match rest.chars().next()? {
        '[' => bracket(before, rest)?,
        '<' if !glued => angle(before, rest)?,
        '{' if !glued && !matches!(previous, Some('$' | '{' | '/' | '=' | ':' | '.' | '#')) => brace(rest)?,
        'X' | 'x' | 'Y' | 'N' if !glued && !matches!(previous, Some('-' | '/' | '$')) => letters(before, rest)?,
        sign @ ('$' | '€' | '£' | '₹' | '¥') => sign.len_utf8() + money(&rest[sign.len_utf8()..])?,
        'T' | 't' if !glued => to_do(before, rest)?,
        'L' if !glued => rest.starts_with(LOREM).then_some(LOREM.len())?,
        '?' if !glued => run_of(rest, '?', 3).or_else(|| rest.starts_with("??%").then_some(3))?,
        '_' if !glued => run_of(rest, '_', 3).filter(|len| !rest[*len..].starts_with(char::is_alphanumeric))?,
        '#' if !glued => {
            run_of(rest, '#', 2).filter(|len| rest[*len..].starts_with('%') || is_before_number(before))?
        }
        '(' => note(rest)?,
        '.' if !rest.starts_with("...") => return None,
        '.' | '…' => dots_of_percent(rest).or_else(|| whole_block(before, rest))?,
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
    // "by [ ]%", "within [...] hours"
    if content.chars().all(|char| matches!(char, '.' | '…' | ' ')) {
        let is_number = after.starts_with('%') || before.ends_with('$') || is_before_number(before);
        return is_number.then_some(close + 1);
    }
    if link || block_start && matches!(content, "x" | "X") && !after.starts_with('%') {
        return None;
    }
    let lower = content.to_lowercase();
    let mut words = lower.split(|char: char| !char.is_alphanumeric() && char != '\'').filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let variable = content.split_whitespace().next().is_some_and(is_variable)
        || is_variable(content.trim_matches(['$', '%', '~', '+', '€', '£']));
    let asks = ASKING.contains(first);
    let mut parts = lower.split([' ', '/']);
    let alone = parts.clone().all(|word| is_measure(word) || DEGREES.contains(word)) && parts.any(is_measure);
    let named = std::iter::once(first)
        .chain(words)
        .any(|word| NUMBER_WORDS.contains(word) || matches!(word, "baseline" | "you"));
    // "[Team name]" keeps it anonymous.
    let is_name = content.ends_with(" name") && content == lower;
    (variable || asks || alone || named || is_name || content.ends_with('?') || content.contains("___"))
        .then_some(close + 1)
}

/// Words for a number.
static NUMBER_WORDS: Words = Words::new(&["amount", "figure", "metric", "metrics", "number", "percent", "percentage"]);

/// The text that stands for any text.
const LOREM: &str = "Lorem ipsum";

/// Words that may come before a measure: "[old value]".
static DEGREES: Words =
    Words::new(&["actual", "current", "exact", "final", "first", "last", "new", "old", "previous", "total"]);

/// Words for a measure. In brackets, they are placeholders if they are alone.
static MEASURES: Words = Words::new(&[
    "after",
    "before",
    "cost",
    "count",
    "date",
    "deadline",
    "duration",
    "money",
    "price",
    "revenue",
    "savings",
    "size",
    "incidents",
    "period",
    "quarter",
    "time",
    "unit",
    "value",
]);

fn is_measure(word: &str) -> bool {
    MEASURES.contains(word) || is_time_or_percent(word)
}

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

/// Words, besides [`NUMBER_WORDS`] and [`MEASURES`], that templates use in angle brackets or double braces.
static TEMPLATE: Words = Words::new(&[
    "action",
    "fill",
    "insert",
    "outcome",
    "problem",
    "reason",
    "result",
    "situation",
    "task",
    "tbd",
    "todo",
    "your",
]);

/// Elements of HTML with a name of more than one meaning. A name like `<data source>` would otherwise be a placeholder.
static ELEMENTS: Words = Words::new(&[
    "area", "aside", "audio", "base", "body", "button", "canvas", "caption", "data", "dialog", "embed", "fieldset",
    "figure", "footer", "form", "frame", "head", "header", "html", "iframe", "ins", "label", "legend", "link", "main",
    "map", "menu", "meta", "meter", "nav", "object", "option", "output", "path", "picture", "progress", "script",
    "select", "slot", "source", "style", "svg", "template", "textarea", "title", "track", "var", "video",
]);

/// Words in angle brackets that are meant to stay: what a name was replaced by, and directions for speaking.
static KEPT: Words = Words::new(&[
    "anonymized",
    "bank",
    "client",
    "company",
    "confidential",
    "customer",
    "employer",
    "laugh",
    "laughs",
    "partner",
    "pause",
    "redacted",
    "removed",
    "smile",
    "vendor",
]);

/// Words after an element of a markup language.
static XML: Words =
    Words::new(&["attribute", "block", "element", "elements", "entry", "header", "node", "section", "tag", "tags"]);

/// Whether `content` is the name of something that a template leaves open: `metric`, `number of users`, `total_cost`.
fn is_field(content: &str) -> bool {
    let mut words = content.split([' ', '-', '_']);
    words.any(|word| is_measure(word) || [&NUMBER_WORDS, &TEMPLATE].iter().any(|list| list.contains(word)))
}

/// Whether `word` is a variable: `X`, `XX`, `Y`, `N`, `X%`, `$X`.
fn is_variable(word: &str) -> bool {
    let word = word.trim_matches(|char: char| !char.is_alphanumeric());
    let word = word.strip_suffix(['k', 'K', 'M', 'x', 'h', '%']).filter(|word| !word.is_empty()).unwrap_or(word);
    !word.is_empty()
        && word.len() <= 4
        && ['X', 'Y', 'Z', 'N'].iter().any(|letter| word.chars().all(|char| char == *letter))
}

/// Returns the length of `<number>`, `<X>`, or `<your metric>`, but not of an HTML tag or a type parameter.
fn angle(before: &str, rest: &str) -> Option<usize> {
    let close = rest.bytes().take(49).position(|byte| byte == b'>')?;
    let content = &rest[1..close];
    if content.is_empty()
        || !content.chars().all(|char| char.is_alphanumeric() || matches!(char, ' ' | '%' | '-' | '_'))
    {
        return None;
    }
    let after = &rest[close + 1..];
    // "<what changed>", but not "<script async>".
    let words = || content.split([' ', '-', '_']);
    let follows_word = before.trim_end_matches(' ').ends_with(char::is_lowercase);
    let is_phrase = !content.contains('-')
        && (content.contains(' ') || follows_word)
        && content.chars().all(|char| !char.is_uppercase() && !char.is_numeric())
        && words().all(|word| word.len() > 1)
        && words()
            .next()
            .is_some_and(|word| block_tag(word).is_none() && !ELEMENTS.contains(word) && !KEPT.contains(word));
    // "a <dependency> tag", "<item>one</item>"
    let next = after.trim_start().split(|char: char| !char.is_alphabetic()).next().unwrap_or_default();
    let is_markup = XML.contains(next) || after.contains(&format!("</{content}>"));
    // The percent sign belongs to the placeholder.
    let close = close + usize::from(rest[close + 1..].starts_with('%') && !content.contains('%'));
    (!is_markup && (is_field(content) || is_phrase || is_variable(content))).then_some(close + 1)
}

/// Returns the length of `{amount}`, `{X%}`, or `{{metric}}`, but not of other template variables.
fn brace(rest: &str) -> Option<usize> {
    if let Some(inner) = rest.strip_prefix("{{") {
        let close =
            inner.bytes().take(40).position(|byte| byte == b'}').filter(|close| inner[*close..].starts_with("}}"))?;
        let content = inner[..close].trim();
        let is_plain = content.chars().all(|char| char.is_alphabetic() || matches!(char, ' ' | '%' | '-' | '_'));
        return (is_plain && is_field(content) || is_variable(content)).then_some("{{".len() + close + "}}".len());
    }
    let close = rest.bytes().take(25).position(|byte| byte == b'}')?;
    let content = &rest[1..close];
    (is_field(content) && !rest[close..].starts_with("}}") || is_variable(content)).then_some(close + 1)
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
    if letter == 'X' && len > 1 && is_number_before(before, tail) {
        return Some(len);
    }
    let unit = tail.strip_prefix([' ', '-'])?;
    let unit = &unit[..unit.find(|char: char| !char.is_alphabetic()).unwrap_or(unit.len())];
    // "that adds X weeks" is about any number of weeks, but "by X weeks" is a placeholder.
    let word = before.trim_end_matches([' ', '~', '<']).rsplit(' ').next().unwrap_or_default().to_ascii_lowercase();
    let open = BEFORE_NUMBERS.contains(&word);
    if is_time_or_percent(unit) {
        let is_for = letter == 'Y' && matches!(word.as_str(), "for" | "over" | "after");
        return (letter != 'x' && (len > 1 || open || is_for)).then_some(len + 1 + unit.len());
    }
    // "trained X colleagues"
    let is_plural = unit.len() > 3 && unit.ends_with('s') && unit.starts_with(char::is_lowercase) && unit != "times";
    if matches!(letter, 'X' | 'Y') && len == 1 && tail.starts_with(' ') && is_plural && voice::is_past(&word) {
        return Some(len + 1 + unit.len());
    }
    // "NN users" is a placeholder, but "XX errors" are status codes, and "retry N times" is a rule.
    let counted = COUNTED.contains(unit);
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

/// Words directly before a number.
static BEFORE_NUMBERS: Words =
    Words::new(&["by", "in", "from", "to", "within", "saved", "saving", "than", "under", "about", "around"]);

/// Whether the last word of `before` is usually followed by a number.
fn is_before_number(before: &str) -> bool {
    before.ends_with(' ') && BEFORE_NUMBERS.contains(before.trim_end().rsplit([' ', '\n']).next().unwrap_or_default())
}

/// Returns the length of a note in parentheses that asks for a number or details: `(number)`, `(how many?)`, `(add details)`.
fn note(rest: &str) -> Option<usize> {
    let close = rest.bytes().take(60).position(|byte| byte == b')')?;
    let content = rest[1..close].trim().to_lowercase();
    let asks = ["how many", "how much", "how long", "how often"].iter().any(|start| content.starts_with(start));
    let orders = ["add ", "insert ", "fill in "].iter().any(|start| content.starts_with(start));
    let is_note = NUMBER_WORDS.contains(&content)
        || asks && content.ends_with('?')
        || orders && content.split(' ').any(|word| matches!(word, "here" | "details") || NUMBER_WORDS.contains(word))
        || matches!(content.as_str(), "tbd" | "todo" | "tbc");
    is_note.then_some(close + 1)
}

/// Whether `XX` between `before` and `tail` is in the place of a number, rather than a name, a Roman numeral, or a status
/// code.
fn is_number_before(before: &str, tail: &str) -> bool {
    let word = before.trim_end_matches(' ').rsplit([' ', '\n']).next().unwrap_or_default();
    let is_name = word.starts_with(char::is_uppercase)
        && word.ends_with(char::is_alphanumeric)
        && !is_function_word(&word.to_lowercase())
        && !before.ends_with('\n');
    let is_size = word.ends_with(|char: char| char.is_ascii_digit()) || word.eq_ignore_ascii_case("size");
    let next =
        tail.strip_prefix(' ').map(|rest| rest.split(|char: char| !char.is_alphabetic()).next().unwrap_or_default());
    let is_before_noun = match next {
        // Units are looked at elsewhere, since they belong to the placeholder.
        Some(next) => {
            next.starts_with(char::is_lowercase)
                && !NAMED_BY_X.contains(next)
                && !COUNTED.contains(next)
                && !is_time_or_percent(next)
        }
        None => tail.is_empty() || tail.starts_with(['.', ',', ';', ':', ')', '!', '\n']),
    };
    let is_alone = word.is_empty() && next.is_none();
    !is_name && !is_size && (is_before_noun || is_alone)
}

/// Nouns after `XX` that make it a numeral or a class: "the XX century", "XX errors".
static NAMED_BY_X: Words = Words::new(&[
    "century",
    "chromosome",
    "chromosomes",
    "class",
    "code",
    "codes",
    "error",
    "errors",
    "response",
    "responses",
    "status",
]);

/// Nouns that belong to a placeholder before them.
static COUNTED: Words =
    Words::new(&["customers", "engineers", "people", "requests", "teams", "tickets", "times", "users"]);

fn is_time_or_percent(unit: &str) -> bool {
    unit.eq_ignore_ascii_case("percent") || metrics::seconds_of(unit).is_some()
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

/// Returns the length of `TBD` or `TODO`, or of such a word that is a whole block, but not of the word in "TODO list" or "each
/// TBD".
fn to_do(before: &str, rest: &str) -> Option<usize> {
    if before.is_empty() || before.ends_with('\n') {
        let line = rest.split('\n').next().unwrap_or_default().trim_end_matches([' ', '.', '!']);
        if ["TBA", "TBC", "TBD", "TODO"].iter().any(|word| word.eq_ignore_ascii_case(line)) {
            return Some(line.len());
        }
    }
    let len = ["TODO", "TBD"].into_iter().find(|word| rest.starts_with(word))?.len();
    let tail = &rest[len..];
    if tail.starts_with(|char: char| char.is_alphanumeric() || matches!(char, '_' | '-'))
        || before.ends_with(['-', '/', '#'])
        || DETERMINERS.contains(before.trim_end_matches(' ').rsplit([' ', '\n']).next().unwrap_or_default())
    {
        return None;
    }
    let next = tail.trim_start_matches(' ');
    let product = ["app", "list", "comment", "item", "api", "service", "tracker", "manager", "board", "project"];
    let start = next.get(..8.min(next.len())).unwrap_or(next).to_ascii_lowercase();
    let named = tail.starts_with(' ') && product.iter().any(|word| start.starts_with(word));
    (!named).then_some(len)
}

/// Returns the length of dots in the place of a percentage: "by … %".
fn dots_of_percent(rest: &str) -> Option<usize> {
    let dots = if rest.starts_with('…') { '…'.len_utf8() } else { run_of(rest, '.', 3)? };
    ["%", " %"].iter().find(|sign| rest[dots..].starts_with(**sign)).map(|sign| dots + sign.len())
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
            ("By <date>, saving <amount saved>.", vec!["<date>", "<amount saved>"]),
            ("Then <what changed> by <X>%.", vec!["<what changed>", "<X>%"]),
            ("XX fewer hotfixes, down to XX.", vec!["XX", "XX"]),
            ("Total: XX. With XXX more.", vec!["XX", "XXX"]),
            ("XX", vec!["XX"]),
            ("About XX customers in XX hours.", vec!["XX customers", "XX hours"]),
            ("We reached {{metric}} and {{ total_cost }}.", vec!["{{metric}}", "{{ total_cost }}"]),
            ("Saved €XX, £X or ¥XXX.", vec!["€XX", "£X", "¥XXX"]),
            ("It fell by …% or ... %, or [ ]%.", vec!["…%", "... %", "[ ]"]),
            ("tbd\nTBC.\nTba", vec!["tbd", "TBC", "Tba"]),
            ("Lorem ipsum dolor sit amet.", vec!["Lorem ipsum"]),
            ("In <project>, a <team size> of 5.", vec!["<project>", "<team size>"]),
            ("By [ ] hours and within [...] days, by ## or ##%.", vec!["[ ]", "[...]", "##", "##"]),
            ("In [month/year] with [team name].", vec!["[month/year]", "[team name]"]),
            ("I trained X colleagues for Y weeks.", vec!["X colleagues", "Y weeks"]),
            (
                "I moved (number) hosts (how many lines?) and (add details here).",
                vec!["(number)", "(how many lines?)", "(add details here)"],
            ),
            ("Saved {cost} on {date}.", vec!["{cost}", "{date}"]),
            ("On [date], from [old value] to [final cost].", vec!["[date]", "[old value]", "[final cost]"]),
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
            "Render {name} with {{ .Values.amount }} at ${number} and {{c1::cost}}.",
            "The XX century, Louis XX and Section XX of it.",
            "Size XX or XXL, and Size: XXL.",
            "I saw XX responses and the XX chromosome.",
            "The report said \"XX%\", the form “[X%]” and '<date>'.",
            "A form full of \"TBD\" entries (a lot of them), (in days) and (why?).",
            "It was [ ] and [...] again, with a C## and # of it.",
            "It supports X users in Y ways, and Plan Y works.",
            "I added a <dependency> tag and a <config> element, and <item>one</item>.",
            "<preview> builds were fine.\n<preview>",
            "I said <pause> and <laughs>.",
            "I removed each TBD and every “TBD” of the runbook, a TODO, and the 'TBD'.",
            "A <script async> in the <head> of a <data-table>.",
            "The <details> and the <List> of <3.",
            "At <company> for <Client A>, <redacted>.",
            "I had to do it. TBCs were to be done.",
            "We waited … 5% of the time. Then... 4 more.",
            "In the [cost center] for [day care].",
            "Los Angeles and Lorem are names.",
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
