//! Which metric a sentence asks for.

/// A metric placeholder for a sentence, and where it reads best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The placeholder, such as `by [X%]`.
    pub text: &'static str,
    /// What to write before it: a space, or a comma and a space.
    pub lead: &'static str,
    /// Where it goes: the byte of the sentence.
    pub at: usize,
}

const BY: &str = "by [X%]";
const FROM_TO: &str = "from [before] to [after]";
const SAVING: &str = "saving $[amount] per [month]";
const SHOWN: &str = "as shown by [metric]";
const TAKING: &str = "taking [metric] from [before] to [after]";
const MINUTES: &str = "in [N] minutes";

/// Two to four metric placeholders that read well in `sentence`, the best first. All go at the same place: before the
/// mark that ends the sentence, or the clause of its first verb of change where another clause follows.
pub fn placeholders_for(sentence: &str) -> Vec<Suggestion> {
    let lower = sentence.to_ascii_lowercase();
    let words: Vec<(usize, &str)> = words(&lower).collect();
    let verb = words.iter().position(|(_, word)| is_change(word));
    let changed = verb.is_some();
    let has = |topic: fn(&str) -> bool| words.iter().any(|(_, word)| topic(word));
    let texts: &[&str] = match () {
        () if has(is_repair) && !changed => &[MINUTES, "within [N] minutes of the first alert"],
        () if has(is_cost) && changed => &[SAVING, BY, FROM_TO],
        () if has(is_cost) => &[SAVING, SHOWN],
        () if has(is_uptime) && changed => &["to [X]% uptime", FROM_TO, BY],
        () if has(is_uptime) => &["with [X]% uptime over [N] months", SHOWN],
        () if has(is_trouble) && changed => &[FROM_TO, BY, "to [N] per [month]"],
        () if has(is_trouble) => &[TAKING, SHOWN],
        () if has(is_speed) && changed => &[FROM_TO, BY, "to [N] minutes"],
        () if has(is_rate) && changed => &["to [N] per [week]", FROM_TO, BY],
        () if has(is_toil) => &["saving [N] hours per [week]", TAKING, SHOWN],
        () if changed => &[BY, FROM_TO],
        () => &[SHOWN, TAKING],
    };
    let at = place(sentence, &lower, &words, verb);
    texts.iter().map(|&text| Suggestion { text, lead: lead(text), at }).collect()
}

/// A participle or an aside needs a comma before it.
fn lead(text: &str) -> &'static str {
    if ["saving", "as ", "taking", "with "].iter().any(|start| text.starts_with(start)) { ", " } else { " " }
}

/// Where the clause of the verb ends, or else the sentence.
fn place(sentence: &str, lower: &str, words: &[(usize, &str)], verb: Option<usize>) -> usize {
    let end = sentence
        .trim_end_matches(|char: char| !char.is_alphanumeric() && !matches!(char, ')' | ']' | '%' | '"' | '”'))
        .len();
    let Some(verb) = verb else { return end };
    words
        .iter()
        .enumerate()
        .skip(verb + 1)
        .map(|(index, (start, word))| {
            let next = words.get(index + 1).map_or("", |(_, word)| word);
            (*start, *word, next)
        })
        .find_map(|(start, word, next)| {
            let before = lower[..start].trim_end();
            let comma = before.ends_with([',', ';', ':', '—', '–']) || before.ends_with(" -");
            let clause = word.ends_with("ing")
                || is_past(word)
                || matches!(
                    word,
                    "which" | "so" | "while" | "but" | "we" | "i" | "the" | "this" | "it" | "that" | "allowing"
                )
                || word == "and" && (is_past(next) || matches!(next, "we" | "i" | "the" | "it"));
            let joined = matches!(word, "while" | "which" | "through" | "because" | "after" | "so")
                || word == "and" && (is_past(next) || next.ends_with("ing"))
                || word == "by" && next.ends_with("ing");
            let stop = before.trim_end_matches([',', ';', ':', '—', '–', '-', ' ']).len();
            (comma && clause || joined).then_some(stop)
        })
        .unwrap_or(end)
}

/// The words of `text` with their offsets.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '-' | '\'');
    let mut at = 0;
    std::iter::from_fn(move || {
        at += text[at..].find(is_part)?;
        let start = at;
        at += text[at..].find(|char| !is_part(char)).unwrap_or(text.len() - at);
        Some((start, &text[start..at]))
    })
}

fn is_past(word: &str) -> bool {
    word.len() > 3 && word.ends_with("ed")
        || matches!(word, "cut" | "made" | "gave" | "kept" | "built" | "became" | "led" | "was" | "were")
}

/// A verb or adjective that "by how much?" answers.
fn is_change(word: &str) -> bool {
    const STEMS: &[&str] = &[
        "reduc",
        "improv",
        "increas",
        "decreas",
        "lower",
        "boost",
        "accelerat",
        "shorten",
        "minimi",
        "rais",
        "optimi",
        "enhanc",
        "shrank",
        "grew",
        "dropp",
        "fell",
        "rose",
        "shrunk",
        "widen",
        "strengthen",
        "declin",
    ];
    matches!(word, "cut" | "cuts" | "faster" | "quicker" | "cheaper" | "slower" | "sped" | "less" | "fewer")
        || STEMS.iter().any(|stem| word.starts_with(stem)) && !word.ends_with("ion") && !word.ends_with("ment")
}

fn is_cost(word: &str) -> bool {
    matches!(
        word,
        "cost"
            | "costs"
            | "spend"
            | "spending"
            | "bill"
            | "bills"
            | "money"
            | "budget"
            | "expense"
            | "expenses"
            | "cheaper"
            | "savings"
            | "waste"
            | "overhead"
    )
}

fn is_speed(word: &str) -> bool {
    matches!(
        word,
        "latency"
            | "time"
            | "times"
            | "faster"
            | "slow"
            | "slower"
            | "quicker"
            | "speed"
            | "response"
            | "delay"
            | "delays"
            | "load"
            | "performance"
            | "mttr"
            | "builds"
            | "build"
    )
}

fn is_uptime(word: &str) -> bool {
    matches!(
        word,
        "uptime" | "availability" | "reliability" | "available" | "reliable" | "stability" | "resilience" | "resilient"
    )
}

fn is_trouble(word: &str) -> bool {
    matches!(
        word,
        "incident"
            | "incidents"
            | "error"
            | "errors"
            | "tickets"
            | "alerts"
            | "bugs"
            | "failures"
            | "outages"
            | "defects"
            | "findings"
            | "vulnerabilities"
            | "issues"
            | "pages"
            | "complaints"
            | "misconfigurations"
            | "downtime"
            | "escalations"
    )
}

fn is_repair(word: &str) -> bool {
    matches!(
        word,
        "restored" | "recovered" | "resolved" | "stabilized" | "stabilised" | "mitigated" | "fixed" | "restoration"
    )
}

fn is_rate(word: &str) -> bool {
    matches!(
        word,
        "throughput"
            | "deployments"
            | "deployment"
            | "releases"
            | "frequency"
            | "velocity"
            | "deploys"
            | "requests"
            | "traffic"
    )
}

fn is_toil(word: &str) -> bool {
    matches!(
        word,
        "manual"
            | "toil"
            | "automated"
            | "hours"
            | "effort"
            | "productivity"
            | "efficiency"
            | "streamlined"
            | "simplified"
    )
}
