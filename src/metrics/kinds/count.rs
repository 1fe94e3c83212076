//! How many of something: "3 bugs", "to 2", "a dozen hotels".

use super::super::baseline;
use super::super::lexer::TokenKind;
use super::super::measure::Unit;
use super::super::metric::{Kind, MetricMatch, Place, Reader};
use super::super::nouns::{is_outcome_noun, is_people, is_structure};
use super::super::quantity::QuantityMatch;
use super::super::source::Source;
use super::super::units::WordList;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "count-delta",
    about: "A count.",
    why: "A count is easy to check, especially next to the count before.",
    read: Reader::Any(read),
    baseline: baseline::never,
    counts: &[
        ("We found 3 bugs.", "3 bugs"),
        ("A dozen hotels use it.", "A dozen hotels"),
        ("Two dozen hotels use it.", "Two dozen hotels"),
        ("Dozens of stores use it today.", "Dozens of stores"),
        ("The tool got 200 stars.", "200 stars"),
        ("It freed up two clerks.", "two clerks"),
        ("The open list shrank to six items.", "six items"),
        ("Two engineers were promoted.", "Two engineers"),
        ("It is 12 now.", "12"),
        ("Pre-orders hit 9,000.", "9,000"),
        ("The fleet shrank to a handful of machines.", "handful"),
        ("In the first week 340 people used it.", "340 people"),
        ("We had three cases in all of last year.", "three cases"),
        ("Satisfaction is up two points.", "two points"),
        ("The move came in 8k under budget.", "8k under budget"),
        ("The rack draws 400 W less.", "400 W less"),
        ("Tickets about login: 5 last month.", "5"),
        ("Forty-odd teams have switched over.", "Forty-odd teams"),
        ("We closed twelve audits.", "twelve audits"),
        ("We were able to turn off eleven servers.", "eleven servers"),
        ("We managed to retire eleven servers.", "eleven servers"),
        ("The number of manual steps is down to one.", "one"),
        ("It replaces nine spreadsheets.", "nine spreadsheets"),
        ("More than a hundred and twenty farmers took the course.", "More than a hundred and twenty farmers"),
        ("It saved us a head count of two.", "two"),
        ("It sends 300 fewer.", "300 fewer"),
        ("Errors are in the single digits.", "single digits"),
        ("Three other bakeries copied it.", "Three other bakeries"),
        ("Two other groups use my scripts.", "Two other groups"),
        ("用户增长 20 万", "20 万"),
    ],
    quiet: &[
        "I led a team of 5.",
        "I worked with 4 engineers and 2 designers.",
        "We ran 3 replicas across 2 regions.",
        "I speak 5 languages.",
        "Two of my ideas were taken up.",
        "We took three main approaches.",
        "I presented it to 200 people.",
        "Half a dozen of us met.",
        "I had a hundred questions.",
        "One of the best teams.",
        "The company has 900 employees in 12 countries.",
        "I moved two desks.",
        "We hope to retire eleven servers.",
        "It came down to one question.",
        "The config has a max of 5 retries.",
        "The 2 product owners were content.",
        "I had three jobs in five years.",
        "I made two points.",
        "The form has 12 fields and three parts.",
        "We asked nine owners.",
        "Two heads are better than one.",
        "We set the pool to 50 connections.",
    ],
};

fn read(place: &Place<'_>) -> Option<MetricMatch> {
    if let Some(found) = single_digits(place).or_else(|| many(place)).or_else(|| handful(place)) {
        return Some(found);
    }
    let (source, outcome) = (place.source, place.is_outcome());
    let matched = place.in_unit(Unit::Count)?;
    let next = amount(source, matched, outcome)?;
    if outcome && source.is_staffing(matched) { None } else { place.quantified(&KIND, next) }
}

/// "dozens of shops use it", "several hundred families joined".
fn many(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let round = |at: usize| source.entry(at).scale.is_some() || source.is_word(at, "hundred");
    let noun = match source.word(at) {
        "several" | "few" if round(at + 1) => at + 2,
        _ if source.entry(at).many && source.is_word(at + 1, "of") => at + 2,
        _ => return None,
    };
    let next = source.noun(noun)?;
    let taken_up = place.is_outcome() && source.is_subject_of_deed(next, f64::MAX);
    if taken_up && !is_structure(source.word(next - 1)) { place.worded(&KIND, next, None) } else { None }
}

/// "shrank to a handful of machines".
fn handful(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let is_few = source.is_word(at, "handful") && place.is_outcome() && source.is_fallen_to(at);
    if is_few { place.worded(&KIND, at + 1, None) } else { None }
}

/// "in the single digits", "to single-digit numbers".
fn single_digits(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    if !source.is_word(at, "single") {
        return None;
    }
    let dash = source.is_dash(at + 1);
    let digits = at + 1 + usize::from(dash);
    let low = if dash { &["to"][..] } else { &["in", "to"][..] };
    let said = matches!(source.word(digits), "digit" | "digits" | "figure" | "figures")
        && (dash || place.is_outcome() && matches!(source.word(digits), "digits" | "figures"))
        && source.words_before(at, 3).any(|word| low.contains(&word));
    if said { place.worded(&KIND, digits + 1, None) } else { None }
}

/// Returns the token after the thing that a number without a unit counts, if such a count is a metric.
fn amount(source: &Source<'_>, matched: &QuantityMatch, outcome: bool) -> Option<usize> {
    const EARNED: &[&str] = &["brought", "collected", "earned", "made", "raised", "saved", "saves", "saving", "sold"];
    // "a 6-account structure"
    if source.is_hyphen(matched.next) {
        return None;
    }
    if outcome && let Some(next) = count_without_noun(source, matched) {
        return Some(next);
    }
    if let Some(next) = source.noun(matched.next) {
        let noun = source.word(next - 1);
        let earned = || {
            source.is_object_of_deed(matched.first, matched.quantity.value)
                || source.is(next, WordList::Comparative)
                || source.is_subject_of_deed(next, matched.quantity.value)
        };
        // "We had three cases in all of last year."
        let own = source.any_before(matched.first, 4, &["i"][..]);
        let is_timed = || !own && !is_people(noun) && source.timed(next).is_some();
        let is_points = noun == "points" && matches!(source.word_back(matched.first, 1), "down" | "up");
        let earned = || earned() || is_timed() || is_points;
        let counts = !is_structure(noun) && (!outcome || !is_weak(source, matched, next) || earned());
        return (counts || outcome && is_shrunk(source, matched)).then_some(next);
    }
    // "incidents dropped to 2", "open findings: 0"
    let is_down = source.word_back(matched.first, 1) == "to" && source.word_back(matched.first, 2) == "down";
    let moved = (is_down || !source.is_word(matched.first, "one"))
        && matches!(source.word_back(matched.first, 1), "to" | "by" | "reached" | "under" | "below")
        && source.any_before(matched.first, 8, WordList::Changed);
    // "pre-orders hit 9,000"
    const REACHED: &[&str] = &["crossed", "exceeded", "hit", "hits", "passed", "reached", "topped"];
    let number = source.start_with_hedges(matched.first, 0);
    let reached = outcome && matched.quantity.value >= 20.0 && source.any_before(number, 1, REACHED);
    let saved = source.any_before(matched.first, 3, EARNED) && matched.quantity.value >= 1000.0
        || outcome
            && source.is_word_before_hedges(matched.first, "of")
            && source.any_before(matched.first, 6, WordList::Saving);
    const ENDS: &[&str] =
        &["after", "and", "before", "by", "for", "from", "in", "last", "on", "over", "since", "so", "this", "within"];
    let ends = source.is(matched.next, ENDS)
        || !matches!(
            source.kind(matched.next),
            Some(TokenKind::Word | TokenKind::Name | TokenKind::Dash | TokenKind::Other('/' | ':'))
        );
    let keyed = matched.first > 1
        && matches!(source.kind(matched.first - 1), Some(TokenKind::Other(':' | '：')))
        && matches!(source.kind(matched.first - 2), Some(TokenKind::Word | TokenKind::Cjk))
        && (ends_entry(source, matched.next) || source.timed(matched.next).is_some());
    let cjk_zero =
        matched.quantity.value == 0.0 && matched.first > 0 && source.kind(matched.first - 1) == Some(TokenKind::Cjk);
    let cjk_many = matched.quantity.value >= 1e4 && source.kind(matched.next - 1) == Some(TokenKind::Cjk);
    let scaled_to_zero =
        matched.quantity.value == 0.0 && source.words_before(matched.first, 4).any(|word| word.starts_with("scal"));
    let is_current = outcome && (is_current_level(source, matched) || is_bound_level(source, matched));
    (is_current || ends && !scaled_to_zero && (moved || reached || keyed || cjk_zero || saved || cjk_many))
        .then_some(matched.next)
}

/// Whether a count is too small or too vague for evidence, unless a verb says what came of it: "the two teams", "three
/// ideas". A large or hedged number in words is a figure: "over two million parcels".
fn is_weak(source: &Source<'_>, matched: &QuantityMatch, next: usize) -> bool {
    let noun = source.word(next - 1);
    if noun == "points" && source.word(matched.next) != noun
        || is_first_of_many(source, matched)
        || is_description(source, matched, next)
        || source.word_back(matched.first, 1) == "all" && source.is_where(matched.first - 1)
        || source.word_back(matched.first, 1) == "other" && source.word_back(matched.first, 2) == "the"
    {
        return true;
    }
    let value = matched.quantity.value;
    const KNOWN: &[&str] = &["the", "these", "those", "both", "our", "my", "their", "his", "her"];
    let known = KNOWN.contains(&source.word_back(matched.first, 1));
    let is_few = value < 20.0;
    known && (matched.spelled || is_few && !is_outcome_noun(noun))
        || matched.spelled && is_few && !is_outcome_noun(noun)
}

/// Whether the count describes a thing: "the list has 12 points", "the manual is 40 pages long".
fn is_description(source: &Source<'_>, matched: &QuantityMatch, next: usize) -> bool {
    let now = |word: &str| matches!(word, "now" | "today" | "since");
    let has = has_parts(source, matched.first) && matched.quantity.value < 50.0;
    has && !source.words_after(next, 5).any(now) && !source.words_before(matched.first, 4).any(now)
        || matches!(source.word(next), "long" | "wide" | "tall" | "thick" | "old")
}

/// Whether the number at `at` is a part of what something has: "has 12 fields", "has 12 fields and three pages".
fn has_parts(source: &Source<'_>, at: usize) -> bool {
    if source.is_word_before_hedges(at, "has") {
        return true;
    }
    let is_joined = source.is_word_before_hedges(at, "and") || at > 0 && source.is_char(at - 1, ',');
    let listed = (at.saturating_sub(5)..at.saturating_sub(1)).find(|at| source.cardinal(*at).is_some());
    is_joined && listed.is_some_and(|listed| source.is_word_before_hedges(listed, "has"))
}

/// Whether the count is a step of a rollout: "first to 5 users, then to everyone".
fn is_first_of_many(source: &Source<'_>, matched: &QuantityMatch) -> bool {
    source.any_before(matched.first, 3, &["first", "initially"][..]) && source.any_after(matched.next, 8, &["then"][..])
}

/// Whether a number fell or rose to the quantity: "the list shrank to six items".
fn is_shrunk(source: &Source<'_>, matched: &QuantityMatch) -> bool {
    let changed = source.words_before(matched.first, 5).any(|word| word != "by" && source.is_change(word));
    let by = matches!(source.nearest_word_before(matched.first), "to" | "by");
    // "dropped 14,000 lines"
    let direct = matched.quantity.value >= 1000.0 && source.any_before(matched.first, 1, WordList::Change);
    changed && by || direct
}

/// Whether an entry such as "open findings: 0" ends before the token, rather than being the start of a numbered
/// list.
fn ends_entry(source: &Source<'_>, at: usize) -> bool {
    match source.text(at) {
        "" | "\n" | "," | ";" | "(" | "（" | "，" | "；" => true,
        // The next sentence may have no tokens, so this checks the prose.
        "." => {
            let is_blank = |char: char| char.is_whitespace() && char != '\n';
            let rest = source.prose[source.end_of(at + 1)..].trim_start_matches(is_blank);
            rest.is_empty() || rest.starts_with('\n')
        }
        _ => false,
    }
}

const FEWER: &[&str] = &["fewer", "less"];

/// Returns the token after "300 fewer" or "400 W less", if no noun follows.
fn count_without_noun(source: &Source<'_>, matched: &QuantityMatch) -> Option<usize> {
    // "400 W less"
    let unit = source.word(matched.next);
    let has_unit = !matched.spelled && (1..=3).contains(&unit.len()) && source.is(matched.next + 1, FEWER);
    let next = matched.next + 1 + usize::from(has_unit);
    let ends = matches!(source.kind(next), None | Some(TokenKind::Stop | TokenKind::Other(',' | ')')))
        || matches!(source.word(next), "than" | "and" | "every" | "each");
    // "8k under budget"
    let is_under = matches!(source.word(matched.next), "below" | "under")
        && matches!(source.word(matched.next + 1), "budget" | "estimate" | "plan" | "quote")
        && matched.quantity.value > 1.0;
    if is_under {
        return Some(matched.next + 2);
    }
    (source.is(next - 1, FEWER) && ends).then_some(next)
}

/// Whether a plain number is the current level of something: "it is 12 now", "open tickets are now at 12".
fn is_current_level(source: &Source<'_>, matched: &QuantityMatch) -> bool {
    const VERBS: &[&str] = &["is", "are", "stands", "stand", "sits"];
    if !source.any_before(matched.first, 3, VERBS) {
        return false;
    }
    let ends = |at: usize| matches!(source.kind(at), None | Some(TokenKind::Stop | TokenKind::Other(',' | ')')));
    let is = |word: &str| VERBS.contains(&word);
    let near: Vec<&str> = source
        .words_before(matched.first, 3)
        .filter(|word| !matches!(*word, "at" | "about" | "only" | "just"))
        .collect();
    let person = |word: &str| matches!(word, "he" | "she" | "i");
    match near.as_slice() {
        ["now" | "today", verb, rest @ ..] if is(verb) && !rest.first().is_some_and(|subject| person(subject)) => {
            ends(matched.next)
        }
        [verb, subject, ..] if is(verb) && !person(subject) => {
            matches!(source.word(matched.next), "now" | "today") && ends(matched.next + 1)
        }
        _ => false,
    }
}

/// Whether a plain number bounds the level of something: "the backlog is under a hundred".
fn is_bound_level(source: &Source<'_>, matched: &QuantityMatch) -> bool {
    let is = source.start_with_hedges(matched.first, 0);
    let ends = !matches!(source.kind(matched.next), Some(TokenKind::Word | TokenKind::Name | TokenKind::Dash))
        || matches!(source.word(matched.next), "for" | "now" | "today" | "and" | "since");
    // "two heads are better than one"
    let is_saying = source.is_word(is, "better");
    is < matched.first && !is_saying && matches!(source.word_back(is, 1), "is" | "are" | "stayed" | "stays") && ends
}
