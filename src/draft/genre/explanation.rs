//! Tells text that explains the STAR method, or what to write below its labels, from a story.
//!
//! Each body gives signs, each a yes or no. It *explains* if it asks, orders, or addresses the reader; it *says little* if it is short
//! and nothing in it happened to anybody. A passage is an explanation if half of its bodies explain, or if it is complete and
//! all of them say little.

use super::signs::{has_digit, has_first_person, is_first_person, is_ours, is_unwritten, unquoted};
use super::words::{ADDRESSING, classes, words};
use crate::draft::label::{
    Form, Label, LabelConfidence, has_past_form, is_order_elsewhere, is_own_elsewhere, is_past_elsewhere, speaking_time,
};
use crate::draft::passage::Passage;
use crate::metrics;
use crate::words::language::{Language, language};
use crate::words::voice;

/// The maximum number of words of a body that explains: two sentences.
const MAX_EXPLANATION: usize = 25;
/// The maximum number of words of a body that is a remark: half of that.
const MAX_REMARK: usize = 12;
/// The maximum number of words of a definition: "The context in which …".
const MAX_DEFINITION: usize = 9;
/// The maximum number of words of an order that addresses nobody: "Set the scene in brief."
const MAX_ORDER: usize = 6;
/// The maximum number of words of an item in a list of what letters stand for.
const MAX_NAME: usize = 3;

/// Whether the `bodies` of `passage` explain what to write below each label: a cheat sheet, the acronym spelled out, or
/// instructions.
pub(super) fn is_explanation(passage: &Passage, bodies: &[String]) -> bool {
    let written: Vec<&String> = bodies.iter().filter(|body| !is_unwritten(body)).collect();
    if written.is_empty() {
        // An empty answer, unless it is a template to copy with "[Describe …]" below each.
        return bodies.iter().all(|body| gives_an_order(body));
    }
    let is_complete = passage.labels.len() >= 3 && written.len() == bodies.len();
    is_complete && (is_table(passage) && are_marks(bodies) || say_little(passage, bodies))
        || half_explain(&written)
        || is_titled_method(passage)
            && (written.iter().any(|body| explains(body)) || written.iter().all(|body| is_remark(body)))
}

/// Whether at least half of the `bodies` explain what to write.
fn half_explain(bodies: &[&String]) -> bool {
    let most_others = bodies.len() - bodies.len().div_ceil(2);
    bodies.iter().filter(|body| !explains(body)).nth(most_others).is_none()
}

/// Whether the labels are the first cells of rows.
fn is_table(passage: &Passage) -> bool {
    passage.labels.iter().all(|label| label.form == Form::Row)
}

/// Whether the `bodies` are marks: "| Situation | 4 |".
fn are_marks(bodies: &[String]) -> bool {
    // A remark may follow in the next cell.
    bodies.iter().all(|body| words(body).next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit())))
}

/// Whether all `bodies` say little. Single words say nothing yet: they are the beginnings of a story.
fn say_little(passage: &Passage, bodies: &[String]) -> bool {
    let is_acronym = passage.labels.iter().all(|label| spells_acronym(passage, label));
    let is_letters = passage.labels.iter().all(|label| label.strength == LabelConfidence::Letter);
    let says_little = |body: &String| match () {
        () if is_budget(body) => true,
        () if is_acronym => !is_ours(body) && !has_digit(body),
        () if is_letters && words(body).count() <= MAX_NAME => !has_first_person(body) && !has_digit(body),
        () => is_short(body) && !tells_a_story(body),
    };
    let says_something = bodies.iter().map(|body| word_count(body)).sum::<usize>() >= 2 * bodies.len();
    (says_something || is_letters) && bodies.iter().all(says_little) && !tells_elsewhere(bodies)
}

/// Whether `label` spells an acronym: `**S**ituation`.
fn spells_acronym(passage: &Passage, label: &Label) -> bool {
    let (Some(initial), Some(name)) = (label.initial, label.name) else { return false };
    initial.end < name.start && passage.text[initial.end..name.start].bytes().all(|byte| matches!(byte, b'*' | b'_'))
}

/// Whether `body` has a mark of a story: the first person, the past tense, a figure, or an abbreviation such as "AWS".
/// Explanations of the method have none, in any language.
pub(super) fn tells_a_story(body: &str) -> bool {
    let told = unquoted(body);
    // What "you" did is an instruction.
    let addressed = addresses(&told);
    if !addressed && voice::tells_the_past(&told) || without_budgets(&told).contains(|c: char| c.is_numeric()) {
        return true;
    }
    // Korean verbs in the past tense have a syllable that ends in "ㅆ", as does "있"; Chinese and Japanese ones end in "了", "た".
    let ends_in_ss =
        |c: char| ('가'..='힣').contains(&c) && (c as u32 - '가' as u32) % 28 == 20 && !matches!(c, '있' | '겠');
    if told.contains(ends_in_ss)
        || told.replace("为了", "").replace("了解", "").contains('了')
        || told.contains("した")
        || told.contains("った")
    {
        return true;
    }
    words(&told).any(|word| {
        let lower = word.to_lowercase();
        let is_acronym = (3..=4).contains(&word.len())
            && !classes().address.has(word)
            && word.bytes().all(|byte| byte.is_ascii_uppercase());
        is_first_person(word)
            || matches!(&*lower, "we" | "our" | "us")
            || is_own_elsewhere(&lower)
            || is_past_elsewhere(&lower)
            || is_acronym && word != "STAR"
    })
}

/// Whether the `bodies`, in a language other than English, tell a story: two have forms of the past tense, or one has a quantity
/// in Chinese or Japanese numerals. None explains what to write.
pub(super) fn tells_elsewhere(bodies: &[String]) -> bool {
    let Some(language @ Language::Other(Some(code))) = language(bodies.iter().map(String::as_str)) else {
        return false;
    };
    let has_quantity = |body: &String| matches!(code, "ja" | "zh") && metrics::may_have_worded_quantity(body, language);
    (bodies.iter().any(has_quantity) || bodies.iter().filter(|body| has_past_form(body, code)).count() >= 2)
        && !bodies.iter().any(|body| explains(body) || is_budget(body))
}

/// Whether `body` addresses the reader, asks the reader politely, or tells how to write.
fn addresses(body: &str) -> bool {
    ADDRESSING.is_in(body)
}

/// Whether `body` explains what to write.
fn explains(body: &str) -> bool {
    if asks(body) || gives_an_order(body) {
        return true;
    }
    let ordered = opening(body).into_iter().any(|word| classes().openings.has(word));
    let addressed = addresses(body);
    if !ordered && !addressed && (voice::tells_the_past(body) || has_digit(body)) {
        return false;
    }
    let count = words(body).count();
    if words(body).any(is_first_person) || (count > MAX_EXPLANATION && !ordered) {
        return false;
    }
    addressed || if ordered { count <= MAX_ORDER } else { count <= MAX_DEFINITION && defines(body) }
}

/// Whether `body` begins with a verb that only instructions begin with, or, in some languages, ends with one.
fn gives_an_order(body: &str) -> bool {
    opening(body).into_iter().any(|word| classes().orders.has(word)) || is_order_elsewhere(body)
}

/// Returns the first two words of `body`. An order is one of them.
fn opening(body: &str) -> [&str; 2] {
    let mut words = words(body);
    [words.next().unwrap_or_default(), words.next().unwrap_or_default()]
}

/// Whether `body` begins with a question, or at least half of its sentences are questions, not quoted and not in the first
/// person.
fn asks(body: &str) -> bool {
    const ENDS: [char; 7] = ['.', '!', '?', '？', '。', '！', '\n'];
    let questions = body.matches(['?', '？']).count();
    if questions == 0 || body.starts_with(['"', '“']) || has_first_person(body) {
        return false;
    }
    let sentences = body.split(ENDS).filter(|part| part.contains(char::is_alphanumeric)).count();
    let opens = body.find(ENDS).is_some_and(|at| body[at..].starts_with(['?', '？']));
    opens || questions * 2 >= sentences
}

/// Whether `body` begins with what belongs below a label, as in "The context in which …".
fn defines(body: &str) -> bool {
    let [first, second] = opening(body);
    first.eq_ignore_ascii_case("the") && classes().contents.has(second)
}

/// Whether the title of `passage` is about the STAR method.
fn is_titled_method(passage: &Passage) -> bool {
    passage.title_text.as_deref().is_some_and(names_the_method)
}

/// Whether a title is about the STAR method.
fn names_the_method(title: &str) -> bool {
    let title = title.to_lowercase();
    let classes = classes();
    title.contains("star") && classes.method.is_within(&title)
        || title.contains("cheat sheet")
        || classes.guides.begins(&title)
}

/// Whether `body` is short enough for an explanation.
fn is_short(body: &str) -> bool {
    words(body).count() <= MAX_EXPLANATION && body.chars().count() <= 8 * MAX_EXPLANATION
}

/// Whether `body` is short and has neither the first person nor a number.
fn is_remark(body: &str) -> bool {
    words(body).count() <= MAX_REMARK && !words(body).any(is_first_person) && !has_digit(body)
}

/// Returns the number of words of `body`; in scripts without spaces, about that number.
fn word_count(body: &str) -> usize {
    words(body).map(|word| if word.is_ascii() { 1 } else { word.chars().count().div_ceil(4) }).sum()
}

/// Returns `body` without the times and shares that explanations give each section: "20 s", "30 seconds", "60% of the time".
fn without_budgets(body: &str) -> String {
    let mut kept = String::new();
    let mut rest = body;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        kept.push_str(&rest[..at]);
        let len =
            rest[at..].find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '–' | '.'))).unwrap_or(rest.len() - at);
        match budget(&rest[at..], len) {
            Some(budget) => rest = &rest[at + budget..],
            None => {
                kept.push_str(&rest[at..at + len]);
                rest = &rest[at + len..];
            }
        }
    }
    kept + rest
}

/// Returns the length of the speaking time, or the share of one, at the start of `rest`. It begins with a number of `len` bytes.
fn budget(rest: &str, len: usize) -> Option<usize> {
    let after = rest[len..].trim_start_matches([' ', '-']);
    let lead = rest.len() - after.len();
    if let Some(share) = after.strip_prefix('%') {
        let share = share.trim_start();
        return (share.starts_with(')') || share.starts_with("of ")).then_some(lead + 1);
    }
    let unit = words(after).next().filter(|unit| after.starts_with(unit) && unit.starts_with("sentence"));
    speaking_time(rest).or(unit.map(|unit| lead + unit.len()))
}

/// Whether `body` is nothing but a time or a share of the time.
fn is_budget(body: &str) -> bool {
    if !has_digit(body) {
        return false;
    }
    // "60%" alone is a share of the time if nothing else is said anywhere.
    let left = without_budgets(body).replace('%', "");
    let is_about_time = |word: &str| classes().budget.has(word) || word.bytes().all(|byte| byte.is_ascii_digit());
    left.len() < body.len() && words(&left).all(is_about_time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_name_the_method() {
        for title in [
            "The STAR method",
            "Star: a template",
            "My Cheat Sheet",
            "What is it?",
            "HOW TO answer",
            "STAR法则",
            "STARの書き方",
            "STAR 작성법",
            "如何使用STAR",
        ] {
            assert!(names_the_method(title), "{title}");
        }
        for title in
            ["", "The outage", "A starry night", "Stage two of the guide", "Who told what is due", "Ünïcode, how to"]
        {
            assert!(!names_the_method(title), "{title}");
        }
    }

    #[test]
    fn bodies_that_explain() {
        for body in [
            "Describe where and when it took place.",
            "What were you responsible for?",
            "The context in which you worked.",
            "The goal of the story.",
            "Set the scene in brief.",
            "언제, 어디서 일어난 일인지 쓰세요.",
            "任务：你需要完成什么目标。",
            "工夫した点を三つ以内に絞りましょう。",
            "Opisz krótko, co się stało.",
        ] {
            assert!(explains(body), "{body}");
        }
        for body in [
            "The site was down for two hours.",
            "Set up a canary for all 12 services and watched it for a week.",
            "I asked what they needed.",
            "The goal was 40% less.",
            "网站宕机两天，用户都在抱怨。",
            "私は棚ごとの担当を決めた。",
            "조별 과제에서 두 조원이 다투었습니다.",
            "My manager asked: can you fix it by Friday?",
        ] {
            assert!(!explains(body), "{body}");
        }
    }
}
