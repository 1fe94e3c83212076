//! Finds the years that a sentence or title gives as a time: "in 2019", "March 2019", "Migration (2019)".
//!
//! A number that may be a year is none by itself: versions, standards, counts, ports, and IDs look alike. Something beside it
//! must make it a time: a month, a part of a year, a preposition, an occasion, or, in a title, its place.

use super::tokens::{Tokens, has_year};
use super::vocabulary::WORDS;
use crate::metrics;
use crate::text::Span;
use crate::words::english::{AUXILIARIES, IRREGULAR_PAST, is_function_word};
use crate::words::stance::{self, Stance};

/// A year that is a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub year: u16,
    /// The words for it, such as "March 2019", as a span of the text.
    pub span: Span,
    /// The words for the range of years that it belongs to, such as "2018 to 2020"; else like `span`.
    pub range: Span,
    /// Its relation to the story.
    pub relation: Relation,
}

/// The relation of a year to the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The story goes on until then: "in 2024, it still runs".
    Present,
    /// Something began then that the story may be about: "the firm has sold seeds since 2012".
    Background,
    /// The story touches the year: "since 2019, we …", "before 2019".
    Bound,
    /// The story is from that year.
    During,
}

/// The kind of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A title or a label.
    Title,
    /// A sentence.
    Sentence,
}

/// Returns the years in `text` that are times, in order.
pub fn find(text: &str, place: Place) -> Vec<Year> {
    // Fast path: most sentences have no year.
    if !has_year(text) {
        return Vec::new();
    }
    let reader = Reader { text, tokens: Tokens::new(text), place };
    (0..reader.tokens.len()).filter_map(|at| reader.year(at)).collect()
}

/// Returns the year of `date`, a date of front matter: "2019-03-14T10:00:00Z", "March 2019", "14.03.2019". `None` if it is
/// anything else.
pub fn of_date(date: &str) -> Option<u16> {
    let tokens = Tokens::new(date);
    let is_month = |word: &str| word.len() > 2 && (metrics::is_month(word) || WORDS.months.contains(word));
    // "Thu, 14 Mar 2019 10:00:00 GMT": what isn't a number is a month, a day of the week, or the time zone after it.
    let at = (0..tokens.len()).find(|&at| tokens.year(at).is_some())?;
    let is_part = |at: usize| tokens.is_mark(at) || tokens.small_number(at).is_some() || is_month(tokens.word(at));
    let is_weekday = |at: usize| at == 0 && tokens.word(1) == ",";
    let is_date = at < 8 && (0..at).all(|at| is_part(at) || is_weekday(at));
    let goes_on = |at: usize| tokens.is_mark(at) || tokens.is_number(at);
    (is_date && (at + 1 >= tokens.len() || goes_on(at + 1))).then(|| tokens.year(at).map(|(year, _)| year)).flatten()
}

/// A year with what is written around it: "the end of March 2019".
#[derive(Clone, Copy)]
struct Expression {
    /// Its first token.
    start: usize,
    /// The token after it.
    end: usize,
    year: u16,
    naming: Naming,
}

/// What in an expression says that it is a time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Naming {
    /// Nothing.
    Bare,
    /// A part of a year or an occasion: "early 2019".
    Part,
    /// A month, a quarter, or a date.
    Date,
}

struct Reader<'a> {
    text: &'a str,
    tokens: Tokens<'a>,
    place: Place,
}

impl Reader<'_> {
    /// Returns the year at the token `at`, if it is a time.
    fn year(&self, at: usize) -> Option<Year> {
        let expression = self.expression(at)?;
        let Expression { start, end, year, .. } = expression;
        let span = self.tokens.span(start, end);
        let (start, end) = self.range(expression);
        let range = self.tokens.span(start, end);
        let mut relation = self.relation(expression)?;
        if self.tokens.words(0, self.tokens.len()).any(|word| WORDS.present.contains(word)) {
            relation = Relation::Present;
        }
        Some(Year { year, span, range, relation })
    }

    /// Returns the expression with the year at `at`. `None` if the number belongs to an identifier.
    fn expression(&self, at: usize) -> Option<Expression> {
        let (year, is_marked) = self.tokens.year(at)?;
        let naming = if is_marked { Naming::Date } else { Naming::Bare };
        let expression = Expression { start: at, end: at + 1, year, naming };
        Some(self.with_words_before(self.with_glued_before(self.with_glued_after(expression)?)?))
    }

    /// Adds what is written together with the year after it: "2019-03-14", "2018/19".
    fn with_glued_after(&self, mut expression: Expression) -> Option<Expression> {
        let tokens = &self.tokens;
        let (at, next) = (expression.start, expression.start + 2);
        if !tokens.is_glued(at + 1) {
            return Some(expression);
        }
        let mark = tokens.word(at + 1);
        if !tokens.is_glued(next) || tokens.is_mark(next) {
            return (!matches!(mark, "%" | "€" | "$" | "£" | "+" | "#" | "@" | "=" | "°" | "_")).then_some(expression);
        }
        if !matches!(mark, "-" | "–" | "—" | "/") {
            return None;
        }
        if tokens.year(next).is_some() {
            return Some(expression);
        }
        if is_quarter(tokens.word(next)) {
            return Some(Expression { end: next + 1, naming: Naming::Date, ..expression });
        }
        let number = tokens.small_number(next).filter(|_| tokens.word(next).len() == 2)?;
        if (1..=12).contains(&number) && matches!(mark, "-" | "/") {
            expression.end = next + 1;
            let is_day = tokens.is_glued(next + 1) && tokens.word(next + 1) == mark && tokens.is_number(next + 2);
            // "2019-03-14T10:00:00Z"
            if is_day {
                let goes_on =
                    |&at: &usize| tokens.is_glued(at) && !tokens.word(at).starts_with([')', ',', ';', '!', '?']);
                expression.end = (next + 3..tokens.len()).find(|at| !goes_on(at)).unwrap_or(tokens.len());
            }
            return Some(Expression { naming: Naming::Date, ..expression });
        }
        let century = expression.year / 100 * 100;
        (century + number > expression.year).then_some(Expression {
            end: next + 1,
            year: century + number,
            ..expression
        })
    }

    /// Adds what is written together with the year before it: "14.03.2019", "mid-2019".
    fn with_glued_before(&self, mut expression: Expression) -> Option<Expression> {
        let tokens = &self.tokens;
        let at = expression.start;
        if !tokens.is_glued(at) {
            return Some(expression);
        }
        let mark = tokens.before(at, 1);
        if at < 2 || !tokens.is_glued(at - 1) || tokens.is_mark(at - 2) {
            return is_opening(mark).then_some(expression);
        }
        if !matches!(mark, "-" | "–" | "—" | "/" | ".") {
            return None;
        }
        let (word, number) = (tokens.before(at, 2), tokens.small_number(at - 2));
        if tokens.year(at - 2).is_some() && mark != "." {
            return Some(expression);
        }
        expression.start = at - 2;
        if let Some(number) = number {
            let other = at.checked_sub(4).filter(|_| tokens.is_glued(at - 2) && tokens.before(at, 3) == mark);
            let other = other.and_then(|at| tokens.small_number(at));
            let is_month = |number| (1..=12).contains(&number);
            expression.start = match other {
                Some(other) if (is_month(number) || is_month(other)) && number.max(other) <= 31 => at - 4,
                None if is_month(number) && !(tokens.is_glued(at - 2) || mark == "." && word.len() < 2) => at - 2,
                _ => return None,
            };
        } else if !is_quarter(word) && !is_month_name(word) && !WORDS.parts.contains(word) {
            return None;
        }
        let is_free = !tokens.is_glued(expression.start) || is_opening(tokens.before(expression.start, 1));
        is_free.then_some(Expression { naming: Naming::Date, ..expression })
    }

    /// Adds the words before the year that name a part of it: "the second half of 2019", "March 14, 2019".
    fn with_words_before(&self, mut expression: Expression) -> Expression {
        let tokens = &self.tokens;
        loop {
            let start = expression.start;
            let month = match tokens.before(start, 1) {
                "," if is_day(tokens.before(start, 2)) => 3,
                "." => 2,
                _ => 1,
            };
            if is_month_name(tokens.before(start, month)) {
                let is_after_day = month < 3 && is_day(tokens.before(start, month + 1));
                expression.start = start - month - usize::from(is_after_day);
                expression.naming = Naming::Date;
                continue;
            }
            let links = (1..=start).take_while(|&by| WORDS.links.contains(tokens.before(start, by))).take(3).count();
            let word = tokens.before(start, links + 1);
            let pair = format!("{} {word}", tokens.before(start, links + 2));
            let (len, naming) = match word {
                _ if is_quarter(word) || is_month_name(word) => (1, Naming::Date),
                _ if WORDS.parts.contains(word) => (1, Naming::Part),
                _ if WORDS.occasions.contains(&pair) => (2, Naming::Part),
                _ if WORDS.occasions.contains(word) && links == 0 => (1, Naming::Part),
                _ => break,
            };
            expression.start = start - links - len;
            expression.naming = expression.naming.max(naming);
        }
        if self.is_occasion(expression.end) {
            expression.naming = expression.naming.max(Naming::Part);
        }
        expression
    }

    /// Whether an occasion is at the token `at`: "the 2019 Black Friday".
    fn is_occasion(&self, at: usize) -> bool {
        let (first, second) = (self.tokens.word(at), self.tokens.word(at + 1));
        WORDS.occasions.contains(first) || WORDS.occasions.contains(&format!("{first} {second}"))
    }

    /// Returns the first token and the end of the range of years that `expression` is in: "2018–2020", "March 2018 to May 2019".
    fn range(&self, expression: Expression) -> (usize, usize) {
        let (mut start, mut end) = (expression.start, expression.end);
        let is_joint = |at: usize| {
            matches!(
                self.tokens.word(at),
                "to" | "and" | "or" | "until" | "till" | "through" | "bis" | "–" | "—" | "-" | "/" | "&"
            )
        };
        let near = |from: usize, to: usize| (from..to).filter_map(|at| self.expression(at));
        if start > 1 && is_joint(start - 1) {
            let first = near(start.saturating_sub(7), start - 1).find(|other| other.end == start - 1);
            start = first.map_or(start, |first| first.start);
        }
        if is_joint(end) {
            let last = near(end + 1, end + 6).find(|other| other.start == end + 1);
            end = last.map_or(end, |last| last.end);
        }
        (start, end)
    }

    /// Returns the relation of the year of `expression` to the story. `None` if it is no time.
    fn relation(&self, expression: Expression) -> Option<Relation> {
        let tokens = &self.tokens;
        let (start, end) = self.range(expression);
        let named = (0..start).rev().find(|&at| !tokens.is_mark(at));
        let is_version = named.is_some_and(|at| WORDS.versions.contains(tokens.word(at)));
        if is_version && expression.naming != Naming::Part || self.is_planned(expression, start) {
            return None;
        }
        let skips = ["the", "about", "back"];
        let lead = (0..start).rev().find(|&at| !skips.contains(&tokens.word(at)));
        let preposition = lead.map_or("", |at| tokens.word(at));
        // "En 2019 migramos": the verb looks like a plural.
        let is_foreign = lead == Some(0) && !is_function_word(preposition);
        if expression.naming != Naming::Date && !is_foreign && self.is_count(end) {
            return None;
        }
        let relation = match preposition {
            _ if WORDS.during.contains(preposition) => Relation::During,
            "around" if lead.is_none_or(|at| at == 0 || tokens.is_mark(at - 1)) => Relation::During,
            _ if WORDS.bounds.contains(preposition) && expression.start == start => Relation::Bound,
            _ if WORDS.bounds.contains(preposition) => Relation::During,
            "from" => self.relation_from(lead.unwrap_or_default(), expression, (start, end))?,
            "of" if lead.is_some_and(|at| tokens.before(at, 1) == "as") => Relation::Bound,
            _ if expression.naming != Naming::Bare || self.is_placed(start, end) => Relation::During,
            _ => return None,
        };
        self.beside_origin(relation, expression.naming, preposition, lead.unwrap_or(start).min(start), end)
    }

    /// Returns the relation of a year after "from", which is the token `at`: "from 2018 to 2020", but not "a tool from 2012".
    fn relation_from(&self, at: usize, expression: Expression, (start, end): (usize, usize)) -> Option<Relation> {
        let tokens = &self.tokens;
        let is_version = tokens.words(0, at).any(|word| WORDS.yearly.contains(word));
        // "calls fell from 2040 to 2010"
        let falls = tokens.year(start).zip(tokens.year(end - 1)).is_some_and(|(first, last)| first > last);
        if (is_version || falls) && expression.naming == Naming::Bare {
            return None;
        }
        if expression.start > start {
            return Some(Relation::During);
        }
        let is_range = end > expression.end || matches!(tokens.word(end), "on" | "onward" | "onwards");
        let leads = at == 0 || tokens.is_mark(at - 1);
        (is_range || leads || expression.naming == Naming::Date).then_some(Relation::Bound)
    }

    /// Whether the place of the bare years from `start` to `end` makes them a time: at the beginning, or at the end of a title.
    fn is_placed(&self, start: usize, end: usize) -> bool {
        let tokens = &self.tokens;
        let (before, after) = (tokens.before(start, 1), tokens.word(end));
        let is_separator = |mark: &str| matches!(mark, "," | ":" | "–" | "—" | "-" | "|" | "·" | "/");
        let is_number_after = tokens.is_number(end + 1);
        if start == 0 {
            // "2019 haben wir …"
            let has_subject =
                matches!(after, "i" | "we" | "my" | "our" | "the") || matches!(tokens.word(end + 1), "wir" | "ich");
            let has_verb = AUXILIARIES.contains(after) || IRREGULAR_PAST.contains(after) || has_subject;
            return has_verb || (after.is_empty() || after == "." || is_separator(after)) && !is_number_after;
        }
        let open = (0..start).rev().find(|&at| matches!(tokens.word(at), "(" | "[" | ")"));
        let open = open.filter(|&at| tokens.word(at) != ")");
        let is_range = end - start > 1;
        match (self.place, open) {
            (Place::Title, Some(open)) => {
                let is_edge = match open + 1 == start {
                    true => matches!(after, ")" | "]" | "," | ";"),
                    false => is_separator(before) && matches!(after, ")" | "]"),
                };
                is_edge && !open.checked_sub(1).is_some_and(|at| tokens.is_number(at))
            }
            (Place::Sentence, Some(open)) => {
                let is_said = is_range || open == 0 || tokens.before(open, 1) == "year";
                open + 1 == start && is_said && matches!(after, ")" | "]")
            }
            (Place::Title, None) => is_separator(before) && after.is_empty(),
            // "Acme Bank, 2019."
            (Place::Sentence, None) => {
                let is_end = after.is_empty() || after == "." && end + 1 == tokens.len();
                before == "," && is_end && !(0..start).any(|at| tokens.is_number(at))
            }
        }
    }

    /// Whether the number that ends before `end` counts something: "2000 stores", "2000 of 2400".
    fn is_count(&self, end: usize) -> bool {
        const MAX_ADJECTIVES: usize = 4;
        let tokens = &self.tokens;
        if matches!(tokens.word(end), "of" | "and" | "or" | "to" | "-" | "–") && tokens.is_number(end + 1)
            || tokens.word(end) == "of"
        {
            return true;
        }
        if self.is_occasion(end) {
            return false;
        }
        for at in end..end + MAX_ADJECTIVES {
            let word = tokens.word(at);
            if matches!(word, "and" | "or") {
                continue;
            }
            let is_verb = |word: &str| {
                AUXILIARIES.contains(word) || IRREGULAR_PAST.contains(word) || word.len() > 4 && word.ends_with("ed")
            };
            if word.is_empty() || tokens.is_mark(at) || is_function_word(word) || is_verb(word) || word.ends_with("ly")
            {
                return false;
            }
            // "R2", "2x"
            let is_name = word.contains(|char: char| char.is_ascii_digit());
            if is_name || metrics::seconds_of(word).is_some() || is_plural(word) && !is_verb(tokens.word(at + 1)) {
                return true;
            }
        }
        false
    }

    /// Whether the year, or the range that begins at `start`, is in a plan: "the goal is zero by 2030".
    fn is_planned(&self, expression: Expression, start: usize) -> bool {
        if self.place == Place::Title {
            return false;
        }
        let tokens = &self.tokens;
        let is_deadline = matches!(tokens.before(start, 1), "by" | "until" | "before");
        let to = if is_deadline { tokens.len() } else { start };
        tokens.words(0, to).any(|word| WORDS.goals.contains(word))
            || stance::of_thing(self.text, tokens.span(expression.start, expression.end)) == Stance::Planned
    }

    /// Returns `relation`, or a weaker one if something began in that year. The clause has the year, after `preposition`, from
    /// `start` to `end`.
    fn beside_origin(
        &self,
        relation: Relation,
        naming: Naming,
        preposition: &str,
        start: usize,
        end: usize,
    ) -> Option<Relation> {
        let tokens = &self.tokens;
        let is_border = |at: usize| {
            matches!(
                tokens.word(at),
                "," | ";" | ":" | "(" | ")" | "—" | "–" | "which" | "who" | "that" | "and" | "but"
            )
        };
        let from = (0..start).rev().find(|&at| is_border(at)).map_or(0, |at| at + 1);
        let skipped = if tokens.word(end) == "," && from == start { end + 1 } else { end };
        let to = (skipped..tokens.len()).find(|&at| is_border(at)).unwrap_or(tokens.len());
        let clause = || tokens.words(from, start).chain(tokens.words(skipped, to));
        let has = |word: &str| clause().any(|other| other == word);
        let is_ours = has("i") || has("we");
        if matches!(preposition, "since" | "seit" | "desde" | "depuis") {
            let has_us = tokens.words(0, tokens.len()).any(|word| matches!(word, "i" | "we" | "me" | "us"));
            return Some(if has_us { relation } else { Relation::Background });
        }
        if self.place == Place::Title {
            return Some(relation);
        }
        let founding = ["founded", "established", "incorporated", "born", "dating", "dates"];
        // Nobody remembers the month in which a system began.
        let is_launch = |word: &str| WORDS.openings.contains(word) && naming != Naming::Date;
        let is_origin = |word: &str| WORDS.origins.contains(word) && naming != Naming::Date || is_launch(word);
        // "the tool written in 2009"
        let is_attribute = is_origin(tokens.before(start, 1))
            && !AUXILIARIES.contains(tokens.before(start, 2))
            && !matches!(tokens.before(start, 2), "been" | "being" | "" | "i" | "we");
        if clause().any(|word| founding.contains(&word)) || is_attribute || has("had") && clause().any(is_origin) {
            return None;
        }
        if is_ours {
            let is_start = clause().any(|word| WORDS.careers.contains(word) || is_origin(word));
            return Some(if is_start { relation.min(Relation::Bound) } else { relation });
        }
        if clause().any(is_launch) {
            return Some(relation.min(Relation::Bound));
        }
        Some(if clause().any(is_origin) { Relation::Background } else { relation })
    }
}

/// Whether `mark` may come directly before a year.
fn is_opening(mark: &str) -> bool {
    matches!(mark, "(" | "[" | "{" | "\"" | "“" | "„" | "‘" | "'" | "«" | "–" | "—" | "," | "*" | "|" | "（")
}

fn is_month_name(word: &str) -> bool {
    !word.is_empty() && (metrics::is_month(word) || WORDS.months.contains(word))
}

fn is_quarter(word: &str) -> bool {
    matches!(word, "q1" | "q2" | "q3" | "q4" | "h1" | "h2")
}

/// Whether `word` is the day of a month: "14", "14th".
fn is_day(word: &str) -> bool {
    let digits = word.trim_end_matches(|char: char| char.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    matches!(ending, "" | "st" | "nd" | "rd" | "th") && digits.parse().is_ok_and(|day: u16| (1..=31).contains(&day))
}

/// Whether `word` looks like a noun in the plural.
fn is_plural(word: &str) -> bool {
    let is_regular = word.len() > 3 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    is_regular || matches!(word, "people" | "men" | "women" | "children")
}

#[cfg(test)]
mod tests;
