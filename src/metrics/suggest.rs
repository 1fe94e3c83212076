//! Which metric a sentence asks for.

use crate::vocabulary;

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
/// For a comparison, which "by" and "from" do not follow: "are much faster (from [before] to [after])".
const ASIDE: &str = "(from [before] to [after])";
const BY_ASIDE: &str = "(by [X%])";
const SAVING: &str = "saving $[amount] per [month]";
const HOURS: &str = "saving [N] hours per [week]";
const CUTTING: &str = "cutting [metric] from [before] to [after]";
/// A clause of its own, which can follow any other.
const WENT: &str = "and [metric] went from [before] to [after]";
const FEWER: &str = "with [N] fewer [incidents] per [month]";
const DOWN: &str = "down from [N] per [month]";
const MINUTES: &str = "in [N] minutes";
const USERS: &str = "for [N] users";

/// Two to four metric placeholders that read well in `sentence`, the best first. All go at the same place: before the
/// mark that ends the sentence, or the clause of its first verb of change where another clause follows. With figures
/// written over them, each is a metric.
pub fn placeholders_for(sentence: &str) -> Vec<Suggestion> {
    let lower = sentence.to_ascii_lowercase();
    let words: Vec<(usize, &str)> = words(&lower).collect();
    let first = |topic: fn(&str) -> bool| words.iter().position(|(_, word)| topic(word));
    let verb = (0..words.len()).find(|at| is_change(words[*at].1) && !is_attribute(&words, *at));
    let comparison = first(is_comparison).filter(|comparison| verb.is_none_or(|verb| *comparison < verb));
    let done = || [is_saving, is_repair, is_move, is_delivery].into_iter().find_map(first);
    let at = place(sentence, &lower, &words, comparison.or(verb).or_else(done));
    // What the clauses after it speak of is not what changed.
    let clause = &words[..words.partition_point(|(start, _)| *start < at)];
    let texts = match (comparison, verb) {
        (Some(comparison), _) => compared(clause, words[comparison].1),
        (None, Some(_)) => changed(clause),
        (None, None) => happened(clause),
    };
    let mut suggestions: Vec<_> = texts.iter().map(|&text| Suggestion { text, lead: lead(text), at }).collect();
    // What begins with a comma would need another one before "and everyone noticed".
    if sentence[at..].starts_with(' ') {
        suggestions.sort_by_key(|suggestion| suggestion.lead != " ");
    }
    suggestions
}

fn has(clause: &[(usize, &str)], topic: fn(&str) -> bool) -> bool {
    clause.iter().any(|(_, word)| topic(word))
}

/// What a clause asks for in which something is more or less than before.
fn compared(clause: &[(usize, &str)], comparison: &str) -> &'static [&'static str] {
    match () {
        () if has(clause, is_cost) => &[SAVING, BY_ASIDE, ASIDE],
        () if has(clause, is_trouble) && matches!(comparison, "fewer" | "less" | "lower") => &[ASIDE, DOWN],
        () => &[ASIDE, BY_ASIDE],
    }
}

/// What a clause asks for whose verb says that something changed.
fn changed(clause: &[(usize, &str)]) -> &'static [&'static str] {
    match () {
        () if has(clause, is_cost) => &[SAVING, BY, FROM_TO],
        () if has(clause, is_uptime) => &["to [X]% uptime", FROM_TO, BY],
        () if has(clause, is_trouble) => &[FROM_TO, BY, "to [N] per [month]"],
        () if has(clause, is_latency) => &[FROM_TO, BY, "to [N] ms"],
        () if has(clause, is_time) => &[FROM_TO, BY, "to [N] minutes"],
        () if has(clause, is_rate) => &["to [N] per [week]", FROM_TO, BY],
        () if has(clause, is_speed) => &[FROM_TO, BY],
        () if has(clause, is_security) => &[CUTTING, FEWER],
        () if has(clause, is_toil) => &[HOURS, BY, FROM_TO],
        () if has(clause, is_soft) => &[HOURS, CUTTING, FEWER],
        () => &[BY, FROM_TO],
    }
}

/// What a clause asks for that tells what happened, or how things are.
fn happened(clause: &[(usize, &str)]) -> &'static [&'static str] {
    match () {
        () if has(clause, is_saving) && has(clause, is_cost) => &["about $[amount] per [month]", WENT],
        () if has(clause, is_saving) => &["about [N] hours per [week]", WENT],
        () if has(clause, is_repair) && has(clause, is_quarrel) => &["within [N] days", WENT],
        () if has(clause, is_repair) => &[MINUTES, "within [N] minutes of the first alert"],
        () if has(clause, is_cost) => &[SAVING, CUTTING],
        () if has(clause, is_feeling) => &[FEWER, WENT, HOURS],
        () if has(clause, is_move) => &["with [N] minutes of downtime", USERS],
        () if has(clause, is_delivery) => &[USERS, HOURS, "[N] days ahead of schedule"],
        () if has(clause, is_audit) => &["with [N] findings", WENT],
        () if has(clause, is_load) => &["at [N] requests per second", WENT],
        () if has(clause, is_uptime) => &["with [X]% uptime over [N] months", FEWER],
        () if has(clause, is_trouble) => &[DOWN, CUTTING],
        () if has(clause, is_toil) => &[HOURS, CUTTING],
        () if has(clause, is_quick) => &[ASIDE, "now [N] seconds on average"],
        () if has(clause, is_rate) => &["at [N] per [week]", WENT],
        () if has(clause, is_state) => &[FEWER, WENT, HOURS],
        () if has(clause, is_person) => &[WENT, FEWER],
        () => &[HOURS, WENT, CUTTING],
    }
}

/// A participle, an aside or a clause needs a comma before it.
fn lead(text: &str) -> &'static str {
    let joined = ["by ", "from ", "to ", "in ", "within ", "for ", "("].iter().any(|start| text.starts_with(start));
    if joined { " " } else { ", " }
}

/// Where the clause of the anchor ends, or else the sentence.
fn place(sentence: &str, lower: &str, words: &[(usize, &str)], anchor: Option<usize>) -> usize {
    let end = sentence
        .trim_end_matches(|char: char| !char.is_alphanumeric() && !matches!(char, ')' | ']' | '%' | '"' | '”'))
        .len();
    let Some(anchor) = anchor else { return end };
    let word_at = |index: usize| words.get(index).map_or("", |(_, word)| word);
    (anchor + 1..words.len())
        .find_map(|index| {
            let (start, word) = words[index];
            let next = word_at(index + 1);
            let before = lower[..start].trim_end();
            let comma = before.ends_with([',', ';', ':', '—', '–']) || before.ends_with(" -");
            let joins = matches!(word, "and" | "or" | "but" | "yet");
            let clause = word.ends_with("ing")
                || is_past(word)
                || matches!(
                    word,
                    "which"
                        | "so"
                        | "while"
                        | "but"
                        | "that"
                        | "where"
                        | "as"
                        | "because"
                        | "since"
                        | "with"
                        | "without"
                        | "even"
                        | "though"
                        | "although"
                )
                || !joins && has_verb(words, index)
                || joins && (is_past(next) || has_verb(words, index + 1));
            let joined = matches!(word, "while" | "which" | "through" | "because" | "after" | "so" | "thanks" | "when")
                || word == "and" && (is_past(next) || next.ends_with("ing") || has_verb(words, index + 1))
                || matches!(word, "by" | "without") && next.ends_with("ing")
                || word == "before" && is_repair(word_at(anchor));
            let stop = before.trim_end_matches([',', ';', ':', '—', '–', '-', ' ']).len();
            (comma && clause || joined).then_some(stop)
        })
        .unwrap_or(end)
}

/// Whether a subject and its verb begin at the word: "everyone was happy", "the two clients renewed".
fn has_verb(words: &[(usize, &str)], at: usize) -> bool {
    let word = |index: usize| words.get(index).map_or("", |(_, word)| word);
    let pronoun = matches!(
        word(at),
        "we" | "i" | "it" | "they" | "he" | "she" | "this" | "nobody" | "everyone" | "everybody" | "no-one" | "there"
    );
    let finite = |word: &str| {
        is_past(word)
            || matches!(
                word,
                "is" | "are"
                    | "has"
                    | "have"
                    | "had"
                    | "can"
                    | "could"
                    | "will"
                    | "would"
                    | "did"
                    | "does"
                    | "do"
                    | "now"
                    | "felt"
                    | "got"
                    | "went"
                    | "came"
                    | "took"
                    | "won"
                    | "fell"
                    | "rose"
                    | "grew"
                    | "said"
                    | "slept"
                    | "stayed"
            )
    };
    pronoun || (at + 1..at + 5).map(word).take_while(|word| !matches!(*word, "and" | "of" | "to" | "for")).any(finite)
}

/// Whether the participle describes a noun, as in "the increased load".
fn is_attribute(words: &[(usize, &str)], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| words[before].1);
    words[at].1.ends_with("ed")
        && matches!(before, "the" | "this" | "an" | "a" | "our" | "with" | "of" | "under" | "despite" | "for" | "their")
}

/// The words of `text` with their offsets.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    vocabulary::runs(text, |char| matches!(char, '-' | '\''))
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
    matches!(word, "cut" | "cuts" | "cutting" | "sped")
        || word != "lower"
            && STEMS.iter().any(|stem| word.starts_with(stem))
            && !["ion", "ions", "ment", "ments", "er", "ers"].iter().any(|noun| word.ends_with(noun))
}

/// A comparison that "from what to what?" answers.
fn is_comparison(word: &str) -> bool {
    matches!(
        word,
        "faster"
            | "quicker"
            | "slower"
            | "cheaper"
            | "lower"
            | "higher"
            | "smaller"
            | "shorter"
            | "less"
            | "fewer"
            | "sooner"
    )
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
            | "expensive"
            | "savings"
            | "waste"
            | "overhead"
    )
}

fn is_latency(word: &str) -> bool {
    matches!(word, "latency" | "latencies")
}

fn is_time(word: &str) -> bool {
    matches!(word, "time" | "times" | "delay" | "delays" | "mttr" | "wait" | "waits" | "duration")
}

fn is_speed(word: &str) -> bool {
    is_latency(word) || is_time(word) || is_quick(word)
}

fn is_quick(word: &str) -> bool {
    matches!(
        word,
        "slow"
            | "speed"
            | "response"
            | "performance"
            | "performant"
            | "fast"
            | "quick"
            | "quickly"
            | "instant"
            | "instantly"
    )
}

fn is_quarrel(word: &str) -> bool {
    matches!(word, "conflict" | "dispute" | "disagreement" | "argument" | "tension" | "misunderstanding")
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
            | "bug"
            | "error"
            | "alert"
            | "outage"
            | "problem"
            | "problems"
            | "paged"
            | "alarms"
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

/// A move, of which the reader asks how long everything stood still.
fn is_move(word: &str) -> bool {
    matches!(word, "migrated" | "migration" | "upgraded" | "moved" | "failover" | "cutover" | "cut-over" | "switched")
}

fn is_saving(word: &str) -> bool {
    matches!(word, "save" | "saved" | "saves" | "saving" | "freed")
}

fn is_feeling(word: &str) -> bool {
    matches!(
        word,
        "happy"
            | "happier"
            | "impressed"
            | "pleased"
            | "satisfied"
            | "relaxed"
            | "content"
            | "delighted"
            | "thrilled"
            | "glad"
    )
}

fn is_audit(word: &str) -> bool {
    matches!(word, "audit" | "audits" | "audited" | "assessment" | "certification" | "certified")
}

fn is_load(word: &str) -> bool {
    matches!(word, "load" | "traffic" | "peak" | "spike" | "demand" | "requests")
}

/// What nobody measures in percent.
fn is_security(word: &str) -> bool {
    matches!(word, "security" | "posture" | "risk" | "risks" | "compliance")
}

fn is_delivery(word: &str) -> bool {
    matches!(
        word,
        "launched"
            | "delivered"
            | "shipped"
            | "released"
            | "completed"
            | "finished"
            | "deployed"
            | "built"
            | "published"
    )
}

/// How somebody or something is, rather than what it did.
fn is_state(word: &str) -> bool {
    matches!(
        word,
        "is" | "are" | "was" | "were" | "felt" | "feels" | "became" | "remained" | "stayed" | "calm" | "happy"
    )
}

fn is_person(word: &str) -> bool {
    matches!(
        word,
        "she"
            | "he"
            | "agreed"
            | "thanked"
            | "trust"
            | "manager"
            | "client"
            | "customer"
            | "colleague"
            | "learned"
            | "understood"
    )
}

/// What improves without a unit of its own.
fn is_soft(word: &str) -> bool {
    matches!(
        word,
        "collaboration"
            | "communication"
            | "morale"
            | "trust"
            | "confidence"
            | "experience"
            | "visibility"
            | "culture"
            | "relationship"
            | "relationships"
            | "clarity"
            | "community"
            | "conversations"
            | "alignment"
            | "documentation"
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
