//! Units, number words and word lists: `lexicon/metrics.toml`, read once.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::metric::{Period, Unit};

/// The file. Who adds a word adds it there, and nowhere else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) kind: Vec<Note>,
    pub(super) phrase: Vec<Phrase>,
    pub(super) trap: Vec<Note>,
    units: Vec<Units>,
    words: Vec<Words>,
}

/// What a figure is, and what that means for an answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    pub(super) id: String,
    #[serde(rename = "source")]
    _source: IgnoredAny,
    /// What it is, in a few words that end with a full stop.
    pub about: String,
    /// Of a kind, words of our own in which it is found.
    pub example: Option<String>,
    /// Why it counts, or why not, in a sentence.
    pub why: String,
}

/// A phrase that begins a Result.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrase {
    #[serde(rename = "id")]
    _id: IgnoredAny,
    #[serde(rename = "source")]
    _source: IgnoredAny,
    pub(super) example: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Units {
    id: Measure,
    #[serde(rename = "source")]
    _source: IgnoredAny,
    #[serde(rename = "about")]
    _about: IgnoredAny,
    rows: Vec<Row>,
}

/// What a unit or number word measures.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Measure {
    Currency,
    Data,
    Multiple,
    Number,
    Part,
    Scale,
    Time,
    Times,
}

/// A unit, or a number in words: the file says what each key means.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Row {
    pub(super) size: f64,
    pub(super) code: Option<String>,
    pub(super) period: Option<Period>,
    words: Vec<String>,
    other: Vec<String>,
    exact: Vec<String>,
    glued: Vec<String>,
    joined: Vec<String>,
    money: Vec<String>,
    many: Vec<String>,
    adverbs: Vec<String>,
    each: Vec<String>,
    signs: Vec<String>,
}

impl Row {
    /// Whether the word is this unit. `word` is in lower case, `written` as the writer has it; `glued` says whether it
    /// directly follows the number.
    pub(super) fn is(&self, word: &str, written: &str, glued: bool) -> bool {
        self.is_in_any_case(word)
            || self.exact.iter().any(|known| known == written)
            || glued && self.glued.iter().any(|known| known == written)
    }

    /// The same of what multiplies an amount of money, where "5m" and "5 M" mean millions.
    pub(super) fn is_of_money(&self, word: &str) -> bool {
        self.is_in_any_case(word) || self.money.iter().any(|known| known == word)
    }

    /// Whether the word, in lower case, can stand before an amount of this currency: "USD 50", "Rs 50".
    pub(super) fn is_before_amount(&self, word: &str) -> bool {
        self.code.iter().chain(&self.signs).any(|known| known.eq_ignore_ascii_case(word))
    }

    fn is_in_any_case(&self, word: &str) -> bool {
        self.is_english(word) || self.other.iter().any(|known| known == word)
    }

    fn is_english(&self, word: &str) -> bool {
        self.words.iter().any(|known| known == word)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    id: List,
    #[serde(rename = "source")]
    _source: IgnoredAny,
    #[serde(rename = "about")]
    _about: IgnoredAny,
    words: Vec<String>,
}

/// A word list; the file says what each is about.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum List {
    Abbreviation,
    About,
    AfterNoun,
    AtLeast,
    AtMost,
    Bare,
    Change,
    Changed,
    Completed,
    Earned,
    Flourish,
    HeldShare,
    Month,
    NoPlural,
    Numbered,
    OutcomeNoun,
    People,
    Per,
    PerSecond,
    Percent,
    Rollout,
    Saving,
    Setting,
    Structure,
    Trouble,
    WorkTime,
}

/// All that the file says about a word.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// Its value, of a number in words: 3 for "three".
    pub(super) number: Option<f64>,
    /// How many of it make a whole: 3 for "third".
    pub(super) part: Option<f64>,
    /// What it multiplies by: 3 for "tripled".
    pub(super) multiple: Option<f64>,
    /// Its size, of a power of ten that can follow "a": 1e6 for "million".
    pub(super) power: Option<f64>,
    /// Whether it says a large number without a figure: "millions".
    pub(super) many: bool,
    /// The unit of time.
    pub(super) time: Option<&'static Row>,
    /// The unit of data.
    pub(super) data: Option<&'static Row>,
    /// What it multiplies the number before it by.
    pub(super) scale: Option<&'static Row>,
    /// The currency.
    pub(super) currency: Option<&'static Row>,
    /// The period, after "per".
    pub(super) period: Option<Period>,
    /// How often it says that something happens: "daily".
    pub(super) often: Option<Often>,
    /// Whether it makes a number a multiple: "fold".
    pub(super) times: bool,
    /// The lists that it is in.
    lists: Vec<List>,
}

/// How often something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Often(
    /// Once in this period; `None` for "biweekly" and the like.
    pub(super) Option<Period>,
);

impl Entry {
    /// Whether the word is in `list`.
    pub(super) fn is_in(&self, list: List) -> bool {
        self.lists.contains(&list)
    }

    /// What the word says about the number after it.
    pub(super) fn hedge(&self) -> Option<Hedge> {
        [
            (List::About, Hedge::About),
            (List::AtLeast, Hedge::AtLeast),
            (List::AtMost, Hedge::AtMost),
            (List::Bare, Hedge::Bare),
        ]
        .into_iter()
        .find_map(|(list, hedge)| self.is_in(list).then_some(hedge))
    }
}

/// What a word says about the number after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hedge {
    /// It is less than exact: "about".
    About,
    /// It is a lower bound: "over".
    AtLeast,
    /// It is an upper bound: "under".
    AtMost,
    /// Nothing: "only".
    Bare,
}

static FILE: LazyLock<File> =
    LazyLock::new(|| toml::from_str(include_str!("../../lexicon/metrics.toml")).expect("the built-in file is sound"));

/// What the file says about each word.
static ENTRIES: LazyLock<HashMap<String, Entry>> = LazyLock::new(entries);

/// What is known of words that the file does not have.
static UNKNOWN: LazyLock<Entry> = LazyLock::new(Entry::default);

fn entries() -> HashMap<String, Entry> {
    let mut entries: HashMap<String, Entry> = HashMap::new();
    for Words { id, words, .. } in &FILE.words {
        for word in words {
            entries.entry(word.clone()).or_default().lists.push(*id);
        }
    }
    for (measure, row) in rows() {
        for word in [&row.words, &row.other, &row.exact, &row.glued, &row.money].into_iter().flatten() {
            let entry = entries.entry(word.to_ascii_lowercase()).or_default();
            match measure {
                Measure::Currency => entry.currency = Some(row),
                Measure::Data => entry.data = Some(row),
                Measure::Multiple => entry.multiple = Some(row.size),
                Measure::Number => entry.number = Some(row.size),
                Measure::Part => entry.part = Some(row.size),
                Measure::Scale => entry.scale = Some(row),
                Measure::Time => entry.time = Some(row),
                Measure::Times => entry.times = true,
            }
        }
        for word in [&row.words, &row.other, &row.exact, &row.each].into_iter().flatten() {
            if row.period.is_some() {
                entries.entry(word.clone()).or_default().period = row.period;
            }
        }
        for word in &row.adverbs {
            entries.entry(word.clone()).or_default().often = Some(Often(row.period));
        }
        for word in &row.many {
            entries.entry(word.clone()).or_default().many = true;
            let one = word.strip_suffix('s').unwrap_or(word);
            entries.entry(one.to_owned()).or_default().power = Some(row.size);
        }
    }
    entries
}

/// The units and number words of the file, each with what it measures.
fn rows() -> impl Iterator<Item = (Measure, &'static Row)> {
    FILE.units.iter().flat_map(|units| units.rows.iter().map(|row| (units.id, row)))
}

/// The file.
pub(super) fn file() -> &'static File {
    &FILE
}

/// What the file says about `word`, which is in lower case; of no word nothing.
pub(super) fn entry(word: &str) -> &'static Entry {
    let known = if word.is_empty() { None } else { ENTRIES.get(word) };
    known.unwrap_or(&UNKNOWN)
}

/// The currency with this sign, such as "€" or "R$".
pub(super) fn currency_of_sign(sign: &str) -> Option<&'static str> {
    let (_, row) = rows().find(|(_, row)| row.signs.iter().any(|known| known == sign))?;
    row.code.as_deref()
}

/// The unit that a run without spaces begins with, how long it is, and its size.
pub(super) fn joined_unit(run: &str) -> Option<(Unit, usize, f64)> {
    let (measure, row, len) = joined(run, |measure| measure != Measure::Scale)?;
    Some(match measure {
        Measure::Currency => (Unit::Money(row.code.as_deref()?), len, 1.0),
        Measure::Time => (Unit::Seconds, len, row.size),
        Measure::Times => (Unit::Times, len, row.size),
        _ => return None,
    })
}

/// What multiplies a number, that a run without spaces begins with.
pub(super) fn joined_scale(run: &str) -> Option<&'static Row> {
    joined(run, |measure| measure == Measure::Scale).map(|(_, row, _)| row)
}

/// The row with the longest text that `run` begins with, and how long that is.
fn joined(run: &str, wanted: impl Fn(Measure) -> bool) -> Option<(Measure, &'static Row, usize)> {
    let rows = rows().filter(|(measure, _)| wanted(*measure));
    let texts = rows.flat_map(|(measure, row)| row.joined.iter().map(move |text| (measure, row, text)));
    let starts = texts.filter(|(.., text)| run.starts_with(text.as_str()));
    starts.map(|(measure, row, text)| (measure, row, text.len())).max_by_key(|(.., len)| *len)
}

/// How many seconds the unit of time has that `word` names in English, in whatever case.
pub fn seconds_of(word: &str) -> Option<f64> {
    let word = word.to_lowercase();
    entry(&word).time.filter(|row| row.is_english(&word)).map(|row| row.size)
}

/// The period that `word` names, in whatever case: "day", "daily", "annually".
pub fn period_of(word: &str) -> Option<Period> {
    let entry = entry(&word.to_lowercase());
    entry.often.map_or(entry.period, |often| often.0)
}

/// Whether `word` names a month and nothing else, in whatever case.
pub fn is_month(word: &str) -> bool {
    entry(&word.to_lowercase()).is_in(List::Month)
}

/// The words that a period follows: "per", "a".
pub fn per_words() -> impl Iterator<Item = &'static str> {
    listed(&[List::Per])
}

/// The words that say how exact the number after them is, but for those of two words: "about", "over".
pub fn hedge_words() -> impl Iterator<Item = &'static str> {
    listed(&[List::About, List::AtLeast, List::AtMost, List::Bare])
}

fn listed(lists: &'static [List]) -> impl Iterator<Item = &'static str> {
    FILE.words.iter().filter(|words| lists.contains(&words.id)).flat_map(|words| &words.words).map(String::as_str)
}

/// English words for periods, as they follow "per": "day", "mo".
pub fn period_words() -> impl Iterator<Item = &'static str> {
    let rows = rows().filter(|(_, row)| row.period.is_some());
    rows.flat_map(|(_, row)| [&row.words, &row.exact, &row.each].into_iter().flatten()).map(String::as_str)
}

/// The words that say how often: "daily".
pub fn often_words() -> impl Iterator<Item = &'static str> {
    rows().flat_map(|(_, row)| &row.adverbs).map(String::as_str)
}

/// English words that multiply the number before them: "k", "million".
pub fn scale_words() -> impl Iterator<Item = &'static str> {
    let rows = rows().filter(|(measure, _)| *measure == Measure::Scale);
    rows.flat_map(|(_, row)| row.words.iter().chain(&row.money)).map(String::as_str)
}

/// What `word`, which is in lower case, says about the number after it.
pub fn hedge(word: &str) -> Option<Hedge> {
    entry(word).hedge()
}

/// Every word that the file says something about, in lower case, sorted.
#[cfg(test)]
pub(super) fn all_words() -> Vec<String> {
    let mut words: Vec<String> = ENTRIES.keys().cloned().collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::super::{MetricKind, find};
    use super::*;

    /// All keys of a row that hold words.
    fn lists(row: &Row) -> [&Vec<String>; 9] {
        let Row { words, other, exact, glued, joined, money, many, adverbs, each, .. } = row;
        [words, other, exact, glued, joined, money, many, adverbs, each]
    }

    fn is_canonical(words: &[String]) -> bool {
        words.windows(2).all(|pair| pair[0] < pair[1])
            && words.iter().all(|word| !word.is_empty() && !word.contains(' '))
    }

    fn of_time() -> impl Iterator<Item = &'static Row> {
        rows().filter(|(measure, _)| *measure == Measure::Time).map(|(_, row)| row)
    }

    #[test]
    fn the_words_of_the_file_are_sorted_and_once_in_their_row() {
        for (measure, row) in rows() {
            for words in lists(row).into_iter().chain([&row.signs]) {
                assert!(is_canonical(words), "{measure:?}: {words:?}");
            }
            for word in row.words.iter().chain(&row.other).chain(&row.adverbs).chain(&row.each) {
                assert_eq!(*word, word.to_lowercase(), "{measure:?}");
            }
        }
        for Words { id, words, .. } in &FILE.words {
            assert!(is_canonical(words) && words.iter().all(|word| *word == word.to_lowercase()), "{id:?}");
        }
    }

    #[test]
    fn each_word_belongs_to_one_row_of_its_kind_and_rows_go_up() {
        let mut seen = Vec::new();
        for (measure, row) in rows() {
            // What can only follow "per" may be another unit elsewhere.
            for word in lists(row).into_iter().filter(|words| !std::ptr::eq(*words, &row.each)).flatten() {
                assert!(!seen.contains(&(measure, word)), "{measure:?}: {word}");
                seen.push((measure, word));
            }
        }
        for units in &FILE.units {
            let key = |row: &Row| (row.size, row.code.clone().filter(|_| row.size == 0.0));
            assert!(units.rows.windows(2).all(|pair| key(&pair[0]) < key(&pair[1])), "{:?}", units.id);
        }
    }

    #[test]
    fn every_list_is_there_once() {
        let ids: Vec<u32> = FILE.words.iter().map(|words| words.id as u32).collect();
        assert_eq!(ids, (0..=List::WorkTime as u32).collect::<Vec<_>>());
        let ids: Vec<u32> = FILE.units.iter().map(|units| units.id as u32).collect();
        assert_eq!(ids, (0..=Measure::Times as u32).collect::<Vec<_>>());
    }

    #[test]
    fn a_unit_of_time_in_the_file_is_known_wherever_units_are_read() {
        for row in of_time() {
            for unit in row.words.iter().chain(&row.other).chain(&row.exact) {
                let change = format!("We cut it from 9 {unit} to 3 {unit}.");
                let found = find(&change);
                let [metric] = &found[..] else { panic!("{change}: {found:?}") };
                let ends = [metric.values.from, metric.values.to].map(|end| end.expect("an end"));
                assert_eq!(metric.kind, MetricKind::FromTo, "{change}");
                assert_eq!(ends.map(|end| end.unit), [Unit::Seconds; 2], "{change}");
                assert_eq!(ends.map(|end| end.value / row.size), [9.0, 3.0].map(|value| value * row.size / row.size));
            }
            for unit in &row.glued {
                let value = find(&format!("We fixed it in 9{unit}.")).first().and_then(|metric| metric.values.value);
                assert_eq!(value.map(|value| value.unit), Some(Unit::Seconds), "{unit}");
            }
            for unit in &row.words {
                assert_eq!(seconds_of(unit), Some(row.size), "{unit}");
            }
            for plural in row.words.iter().filter(|word| word.len() > 3 && word.ends_with('s') && !word.ends_with("ms"))
            {
                let other = if plural == "weeks" { "years" } else { "weeks" };
                assert_eq!(find(&format!("It takes {plural} instead of {other}.")).len(), 1, "{plural}");
            }
            for unit in row.words.iter().chain(&row.each).filter(|_| row.period.is_some()) {
                let metrics = find(&format!("It handles 900 orders per {unit}."));
                let per = metrics.first().and_then(|metric| metric.values.value?.per);
                assert_eq!((metrics.len(), per), (1, None), "{unit}");
                assert_eq!(metrics[0].kind, MetricKind::Throughput, "{unit}");
                assert_eq!(period_of(unit), row.period, "{unit}");
            }
            for often in &row.adverbs {
                let other = if often == "daily" { "weekly" } else { "daily" };
                let found = find(&format!("Releases went from {often} to {other}."));
                assert_eq!(found.first().map(|metric| metric.kind), Some(MetricKind::Frequency), "{often}");
            }
        }
    }

    #[test]
    fn a_number_word_in_the_file_is_known_wherever_numbers_are_read() {
        for (_, row) in rows().filter(|(measure, _)| *measure == Measure::Number) {
            for word in &row.words {
                let found = find(&format!("It went from {word} hours to 9,000 hours."));
                let from = found.first().and_then(|metric| metric.values.from).expect("a change");
                assert_eq!((from.value, from.unit), (row.size * 3600.0, Unit::Seconds), "{word}");
            }
        }
    }

    #[test]
    fn a_scale_a_currency_and_a_unit_of_data_in_the_file_are_read() {
        for (measure, row) in rows() {
            let texts = |words: &[String], before: &str, after: &str| -> Vec<String> {
                words.iter().map(|word| format!("We saved {before}{word}{after}.")).collect()
            };
            let (texts, unit) = match measure {
                Measure::Scale => (texts(&[&row.words[..], &row.other, &row.money].concat(), "$5 ", ""), "Money"),
                Measure::Currency => ([texts(&row.words, "5 ", ""), texts(&row.signs, "", "5")].concat(), "Money"),
                Measure::Data => (texts(&[&row.words[..], &row.exact].concat(), "5 ", ""), "Bytes"),
                _ => continue,
            };
            for text in texts {
                let value = find(&text).first().and_then(|metric| metric.values.value).expect(&text);
                assert!(format!("{:?}", value.unit).starts_with(unit), "{text}");
                if unit != "Money" || measure == Measure::Scale {
                    assert_eq!(value.value, 5.0 * row.size, "{text}");
                }
            }
        }
    }

    #[test]
    fn every_kind_is_found_in_its_example() {
        for Note { id, example, .. } in &FILE.kind {
            let example = example.as_deref().expect("an example");
            let found: Vec<&str> = find(example).iter().map(|metric| metric.kind.name()).collect();
            assert_eq!(found, [id], "{example}");
        }
        assert_eq!(FILE.kind.len(), MetricKind::Frequency as usize + 1);
    }
}
