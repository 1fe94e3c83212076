//! Units, number words and word lists from `lexicon/metrics.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::measure::{Period, Unit};

/// The contents of `lexicon/metrics.toml`, which describes the fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) phrase: Vec<Phrase>,
    pub(super) trap: Vec<Note>,
    units: Vec<UnitTable>,
    words: Vec<WordListEntry>,
}

/// A text about a trap.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    pub(super) id: String,
    #[serde(rename = "source")]
    _source: IgnoredAny,
    /// A description in a few words that end with a period.
    pub about: String,
    /// The reason why it doesn't count, in a sentence.
    pub why: String,
}

/// A phrase for the start of a Result.
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
struct UnitTable {
    id: Measure,
    #[serde(rename = "source")]
    _source: IgnoredAny,
    #[serde(rename = "about")]
    _about: IgnoredAny,
    rows: Vec<Row>,
}

/// The kind of a unit or number word.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Measure {
    Currency,
    Data,
    Multiple,
    Named,
    Number,
    Part,
    Scale,
    Time,
    Times,
}

/// A unit or number word. `lexicon/metrics.toml` explains the keys.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Row {
    pub(super) size: f64,
    pub(super) code: Option<String>,
    pub(super) period: Option<Period>,
    words: Vec<String>,
    other: Vec<String>,
    exact: Vec<String>,
    hundredths: Vec<String>,
    glued: Vec<String>,
    joined: Vec<String>,
    lead: Vec<String>,
    money: Vec<String>,
    many: Vec<String>,
    adverbs: Vec<String>,
    each: Vec<String>,
    signs: Vec<String>,
}

impl Row {
    /// Whether the word is this unit. `word` is in lower case, `written` in its original case; `glued` says whether it
    /// directly follows the number.
    pub(super) fn is(&self, word: &str, written: &str, glued: bool) -> bool {
        self.is_in_any_case(word)
            || self.exact.iter().any(|known| known == written)
            || glued && self.glued.iter().any(|known| known == written)
    }

    /// Like [`Self::is`], but for a multiplier of an amount of money, where "5m" and "5 M" mean millions.
    pub(super) fn is_of_money(&self, word: &str) -> bool {
        self.is_in_any_case(word) || self.money.iter().any(|known| known == word)
    }

    /// Whether the word, in lower case, can come before an amount of this currency: "USD 50", "Rs 50".
    pub(super) fn is_before_amount(&self, word: &str) -> bool {
        self.code.iter().chain(&self.signs).any(|known| known.eq_ignore_ascii_case(word))
    }

    /// Whether the English word is a number that can follow "a": "dozen", "thousand", but not "k".
    pub(super) fn is_a_number(&self, word: &str) -> bool {
        word.len() > 3 && self.is_english(word)
    }

    /// Returns the part of the currency that the word is: 0.01 for "cents".
    pub(super) fn part(&self, word: &str) -> f64 {
        if self.hundredths.iter().any(|known| known == word) { 0.01 } else { 1.0 }
    }

    /// Whether `word` may stand before this unit and is part of it: "story" in "story points".
    pub(super) fn is_led_by(&self, word: &str) -> bool {
        self.lead.iter().any(|known| known == word)
    }

    /// Whether this unit is only one after another word.
    pub(super) fn needs_lead(&self) -> bool {
        !self.lead.is_empty()
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
struct WordListEntry {
    id: WordList,
    #[serde(rename = "source")]
    _source: IgnoredAny,
    #[serde(rename = "about")]
    _about: IgnoredAny,
    words: Vec<String>,
}

/// A word list. `lexicon/metrics.toml` describes each.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum WordList {
    Abbreviation,
    About,
    AfterNoun,
    AtLeast,
    AtMost,
    Bare,
    Change,
    Changed,
    Checker,
    Comparative,
    Completed,
    Done,
    Earned,
    Flourish,
    Half,
    HeldShare,
    Measured,
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
    Season,
    Setting,
    Stretch,
    Structure,
    Threshold,
    Trouble,
    Vague,
    VerbOfBeing,
    VerbOfDividing,
    VerbOfGiving,
    VerbOfNeeding,
    VerbOfSaying,
    VerbOfThinking,
    VerbOfUsing,
    VerbOfWanting,
    WorkTime,
}

/// Everything that `lexicon/metrics.toml` says about a word.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The value of a number word: 3 for "three".
    pub(super) number: Option<f64>,
    /// The number of these parts in a whole: 3 for "third".
    pub(super) part: Option<f64>,
    /// The factor of a multiple: 3 for "tripled".
    pub(super) multiple: Option<f64>,
    /// The value of a power of ten that can follow "a": 1e6 for "million".
    pub(super) power: Option<f64>,
    /// Whether it is an unspecified large number: "millions".
    pub(super) many: bool,
    /// The unit of time, for a word such as "hours".
    pub(super) time: Option<&'static Row>,
    /// The unit of data, for a word such as "GB".
    pub(super) data: Option<&'static Row>,
    /// The multiplier of the number before it, for a word such as "million".
    pub(super) scale: Option<&'static Row>,
    /// The unit of a measure of its own, for a word such as "kilometers".
    pub(super) named: Option<&'static Row>,
    /// The currency, for a word such as "euros".
    pub(super) currency: Option<&'static Row>,
    /// The period, for a word that can follow "per".
    pub(super) period: Option<Period>,
    /// The frequency, for a word such as "daily".
    pub(super) often: Option<Often>,
    /// Whether it makes the number before it a multiple: "fold".
    pub(super) times: bool,
    /// The effect on the precision of the number after it.
    pub(super) hedge: Option<Hedge>,
    /// The word lists that contain it.
    lists: Vec<WordList>,
}

/// A frequency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Often(
    /// Once in this period; `None` for "biweekly" and the like.
    pub(super) Option<Period>,
);

impl Entry {
    /// Whether the word is in `list`.
    pub(super) fn is_in(&self, list: WordList) -> bool {
        self.lists.contains(&list)
    }
}

/// The effect of a word on the precision of the number after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hedge {
    /// An approximation: "about".
    About,
    /// A lower bound: "over".
    AtLeast,
    /// An upper bound: "under".
    AtMost,
    /// No change: "only".
    Bare,
}

static FILE: LazyLock<File> =
    LazyLock::new(|| toml::from_str(include_str!("../../lexicon/metrics.toml")).expect("the built-in file is sound"));

/// The entry of each word in the file.
static ENTRIES: LazyLock<HashMap<String, Entry, FixedState>> = LazyLock::new(entries);

/// The entry of every other word.
static UNKNOWN: LazyLock<Entry> = LazyLock::new(Entry::default);

fn entries() -> HashMap<String, Entry, FixedState> {
    let mut entries: HashMap<String, Entry, FixedState> = HashMap::default();
    for WordListEntry { id, words, .. } in &FILE.words {
        for word in words {
            let entry = entries.entry(word.clone()).or_default();
            entry.lists.push(*id);
            entry.hedge = entry.hedge.or(hedge_of_list(*id));
        }
    }
    for (measure, row) in rows() {
        for word in [&row.words, &row.other, &row.exact, &row.glued, &row.money, &row.hundredths].into_iter().flatten()
        {
            let entry = entries.entry(word.to_ascii_lowercase()).or_default();
            match measure {
                Measure::Currency => entry.currency = Some(row),
                Measure::Data => entry.data = Some(row),
                Measure::Multiple => entry.multiple = Some(row.size),
                Measure::Named => entry.named = Some(row),
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

/// Returns how the words of the list change the precision of the number after them.
fn hedge_of_list(list: WordList) -> Option<Hedge> {
    match list {
        WordList::About => Some(Hedge::About),
        WordList::AtLeast => Some(Hedge::AtLeast),
        WordList::AtMost => Some(Hedge::AtMost),
        WordList::Bare => Some(Hedge::Bare),
        _ => None,
    }
}

/// Returns the units and number words of the file, each with its kind.
fn rows() -> impl Iterator<Item = (Measure, &'static Row)> {
    FILE.units.iter().flat_map(|units| units.rows.iter().map(|row| (units.id, row)))
}

/// Returns the contents of `lexicon/metrics.toml`.
pub(super) fn file() -> &'static File {
    &FILE
}

/// Returns the entry of `word`, which is in lower case. An empty or unknown word has an empty entry.
pub(super) fn entry(word: &str) -> &'static Entry {
    let known = if word.is_empty() { None } else { ENTRIES.get(word) };
    known.unwrap_or(&UNKNOWN)
}

/// Returns the code of the currency with this sign, such as "€" or "R$".
pub(super) fn currency_of_sign(sign: &str) -> Option<&'static str> {
    let (_, row) = rows().find(|(_, row)| row.signs.iter().any(|known| known == sign))?;
    row.code.as_deref()
}

/// Returns the unit at the start of a run without spaces, its length in bytes, and its factor.
pub(super) fn joined_unit(run: &str) -> Option<(Unit, usize, f64)> {
    let (measure, row, len) = joined(run, |measure| measure != Measure::Scale)?;
    Some(match measure {
        Measure::Currency => (Unit::Money(row.code.as_deref()?), len, 1.0),
        Measure::Time => (Unit::Seconds, len, row.size),
        Measure::Times => (Unit::Times, len, row.size),
        _ => return None,
    })
}

/// Returns the multiplier at the start of a run without spaces.
pub(super) fn joined_scale(run: &str) -> Option<&'static Row> {
    joined(run, |measure| measure == Measure::Scale).map(|(_, row, _)| row)
}

/// Returns the row with the longest text that `run` starts with, and the length of the text in bytes.
fn joined(run: &str, wanted: impl Fn(Measure) -> bool) -> Option<(Measure, &'static Row, usize)> {
    let rows = rows().filter(|(measure, _)| wanted(*measure));
    let texts = rows.flat_map(|(measure, row)| row.joined.iter().map(move |text| (measure, row, text)));
    let starts = texts.filter(|(.., text)| run.starts_with(text.as_str()));
    starts.map(|(measure, row, text)| (measure, row, text.len())).max_by_key(|(.., len)| *len)
}

/// Returns the length in seconds of an English unit of time, in any case.
pub fn seconds_of(word: &str) -> Option<f64> {
    let word = word.to_lowercase();
    entry(&word).time.filter(|row| row.is_english(&word)).map(|row| row.size)
}

/// Returns the length in bytes of the unit of a speaking time (seconds or minutes), in any language, at the start of `text`.
pub fn speaking_time_unit(text: &str) -> Option<usize> {
    let is_short = |row: &Row| row.size == 1.0 || row.size == 60.0;
    if let Some((_, row, len)) = joined(text, |measure| measure == Measure::Time) {
        return is_short(row).then_some(len);
    }
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let word = text[..end].to_lowercase();
    // "5 m" are meters.
    entry(&word).time.filter(|row| is_short(row) && word != "m").map(|_| end)
}

/// Returns the period of a word in any case: "day", "daily", "annually".
pub fn period_of(word: &str) -> Option<Period> {
    let entry = entry(&word.to_lowercase());
    entry.often.map_or(entry.period, |often| often.0)
}

/// Whether `word`, in any case, is the name of a month and has no other meaning.
pub fn is_month(word: &str) -> bool {
    entry(&word.to_lowercase()).is_in(WordList::Month)
}

/// Returns the words before a period: "per", "a".
pub fn per_words() -> impl Iterator<Item = &'static str> {
    listed(&[WordList::Per])
}

/// Returns the single words that change the precision of the number after them: "about", "over".
pub fn hedge_words() -> impl Iterator<Item = &'static str> {
    listed(&[WordList::About, WordList::AtLeast, WordList::AtMost, WordList::Bare])
}

/// Returns words that compare: "faster", "fewer".
pub fn comparative_words() -> impl Iterator<Item = &'static str> {
    listed(&[WordList::Comparative])
}

fn listed(lists: &'static [WordList]) -> impl Iterator<Item = &'static str> {
    FILE.words.iter().filter(|words| lists.contains(&words.id)).flat_map(|words| &words.words).map(String::as_str)
}

/// Returns English words for periods, as they follow "per": "day", "mo".
pub fn period_words() -> impl Iterator<Item = &'static str> {
    let rows = rows().filter(|(_, row)| row.period.is_some());
    rows.flat_map(|(_, row)| [&row.words, &row.exact, &row.each].into_iter().flatten()).map(String::as_str)
}

/// Returns words for frequencies: "daily".
pub fn often_words() -> impl Iterator<Item = &'static str> {
    rows().flat_map(|(_, row)| &row.adverbs).map(String::as_str)
}

/// Returns English words that multiply the number before them: "k", "million".
pub fn scale_words() -> impl Iterator<Item = &'static str> {
    let rows = rows().filter(|(measure, _)| *measure == Measure::Scale);
    rows.flat_map(|(_, row)| row.words.iter().chain(&row.money)).map(String::as_str)
}

/// Returns how `word`, which is in lower case, changes the precision of the number after it.
pub fn hedge(word: &str) -> Option<Hedge> {
    entry(word).hedge
}

/// Returns all words of the file, in lower case, sorted.
#[cfg(test)]
pub(super) fn all_words() -> Vec<String> {
    let mut words: Vec<String> = ENTRIES.keys().cloned().collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;

    /// Returns all word lists of a row.
    fn lists(row: &Row) -> [&Vec<String>; 10] {
        let Row { words, other, exact, hundredths, glued, joined, money, many, adverbs, each, .. } = row;
        [words, other, exact, hundredths, glued, joined, money, many, adverbs, each]
    }

    fn is_canonical(words: &[String]) -> bool {
        words.windows(2).all(|pair| pair[0] < pair[1])
            && words.iter().all(|word| !word.is_empty() && !word.contains(' '))
    }

    fn of_time() -> impl Iterator<Item = &'static Row> {
        rows().filter(|(measure, _)| *measure == Measure::Time).map(|(_, row)| row)
    }

    #[test]
    fn the_words_of_each_row_are_sorted_and_unique() {
        for (measure, row) in rows() {
            for words in lists(row).into_iter().chain([&row.signs]) {
                assert!(is_canonical(words), "{measure:?}: {words:?}");
            }
            for word in row.words.iter().chain(&row.other).chain(&row.adverbs).chain(&row.each) {
                assert_eq!(*word, word.to_lowercase(), "{measure:?}");
            }
        }
        for WordListEntry { id, words, .. } in &FILE.words {
            assert!(is_canonical(words) && words.iter().all(|word| *word == word.to_lowercase()), "{id:?}");
        }
    }

    #[test]
    fn each_word_is_in_one_row_of_its_kind_and_rows_are_sorted() {
        let mut seen = Vec::new();
        for (measure, row) in rows() {
            // A word that can only follow "per" may be another unit elsewhere.
            for word in lists(row).into_iter().filter(|words| !std::ptr::eq(*words, &row.each)).flatten() {
                assert!(!seen.contains(&(measure, word)), "{measure:?}: {word}");
                seen.push((measure, word));
            }
        }
        for units in &FILE.units {
            let key = |row: &Row| (row.size, row.code.clone());
            assert!(units.rows.windows(2).all(|pair| key(&pair[0]) < key(&pair[1])), "{:?}", units.id);
        }
    }

    #[test]
    fn every_list_occurs_once() {
        let ids: Vec<u32> = FILE.words.iter().map(|words| words.id as u32).collect();
        assert_eq!(ids, (0..=WordList::WorkTime as u32).collect::<Vec<_>>());
        let ids: Vec<u32> = FILE.units.iter().map(|units| units.id as u32).collect();
        assert_eq!(ids, (0..=Measure::Times as u32).collect::<Vec<_>>());
    }

    #[test]
    fn a_unit_of_time_in_the_file_is_recognized_everywhere() {
        for row in of_time() {
            for unit in row.words.iter().chain(&row.other).chain(&row.exact) {
                let change = format!("We cut it from 9 {unit} to 3 {unit}.");
                let found = find(&change);
                let [metric] = &found[..] else { panic!("{change}: {found:?}") };
                let ends = [metric.values.from, metric.values.to].map(|end| end.expect("an end"));
                assert_eq!(metric.kind.name, "from-to", "{change}");
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
                assert_eq!(metrics[0].kind.name, "throughput", "{unit}");
                assert_eq!(period_of(unit), row.period, "{unit}");
            }
            for often in &row.adverbs {
                let other = if often == "daily" { "weekly" } else { "daily" };
                let found = find(&format!("Releases went from {often} to {other}."));
                assert_eq!(found.first().map(|metric| metric.kind.name), Some("frequency"), "{often}");
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
                Measure::Named => {
                    let lead = row.lead.first().map(|lead| format!("{lead} ")).unwrap_or_default();
                    (texts(&[&row.words[..], &row.exact].concat(), &format!("5 {lead}"), ""), "Named")
                }
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
}
