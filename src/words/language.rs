//! Tells the language of a text from its words.
//!
//! Answers are short and full of product names, which mislead statistics. So the tests go from sure to unsure: letters of
//! another script, English function words, and then the letter groups that `whatlang` knows. A text that passes none of them
//! is of unknown language.

#[cfg(test)]
mod tests;

use whatlang::{Detector, Lang};

use super::{Words, english, runs};

/// The language of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Another language, with its two-letter code if it is known which.
    Other(Option<&'static str>),
}

impl Language {
    /// Returns its two-letter code, such as `de`, or `other` if it is unknown which language it is.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Other(code) => code.unwrap_or("other"),
        }
    }
}

/// Returns the language of the `parts` of a text as a whole, or `None` if they have too few words to tell. Only the beginning
/// of each part is read, so that a long one doesn't outweigh the others, and the cost is bounded.
pub fn language<'a>(parts: impl Iterator<Item = &'a str> + Clone) -> Option<Language> {
    // Fast path: a few words show that most texts are English.
    let few = Sample::new(parts.clone(), FEW_BYTES);
    if few.english > 2 && few.is_english_prose() {
        return Some(Language::English);
    }
    let sample = Sample::new(parts, MAX_BYTES);
    if sample.is_in_other_script() {
        return Some(Language::Other(sample.language_of_script()));
    }
    if sample.is_english_prose() {
        return Some(Language::English);
    }
    sample.language_by_statistics()
}

/// The number of bytes that are read of each part at first.
const FEW_BYTES: usize = 50;
/// The number of bytes that are read of each part if those are not enough.
const MAX_BYTES: usize = 150;
/// A letter of another script says as much as this many Latin ones, since product names are Latin in any language.
const LATIN_PER_OTHER: usize = 3;
/// One word in so many is a function word that only English has, in English prose.
const WORDS_PER_ENGLISH: usize = 10;
/// One word in so many is a function word of English, whether or not other languages have it, in English prose.
const WORDS_PER_FUNCTION: usize = 3;
/// A text in another language has at most one such word, or one in this many: a name or a quotation.
const WORDS_PER_QUOTED: usize = 20;
/// The number of letters that statistics need.
const MIN_LETTERS: usize = 20;
/// The confidence from which `whatlang` is believed which language it is.
const MIN_CONFIDENCE: f64 = 0.5;
/// The confidence from which it is believed that a text is not in English: a rule that keeps quiet by mistake is noticed by
/// nobody.
const MIN_CONFIDENCE_OTHER: f64 = 0.9;

/// The languages that are told apart: those that answers are written in. Each further language makes mistakes more likely.
const LANGUAGES: &[(Lang, &str)] = &[
    (Lang::Ara, "ar"),
    (Lang::Ces, "cs"),
    (Lang::Cmn, "zh"),
    (Lang::Dan, "da"),
    (Lang::Deu, "de"),
    (Lang::Ell, "el"),
    (Lang::Eng, "en"),
    (Lang::Fin, "fi"),
    (Lang::Fra, "fr"),
    (Lang::Heb, "he"),
    (Lang::Hin, "hi"),
    (Lang::Hun, "hu"),
    (Lang::Ind, "id"),
    (Lang::Ita, "it"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Nld, "nl"),
    (Lang::Pol, "pl"),
    (Lang::Por, "pt"),
    (Lang::Ron, "ro"),
    (Lang::Rus, "ru"),
    (Lang::Spa, "es"),
    (Lang::Swe, "sv"),
    (Lang::Tha, "th"),
    (Lang::Tur, "tr"),
    (Lang::Ukr, "uk"),
    (Lang::Vie, "vi"),
];

/// English function words that are also words of other languages in [`LANGUAGES`].
static SHARED: Words = Words::new(&[
    "a", "all", "am", "an", "and", "are", "as", "at", "but", "by", "can", "despite", "do", "for", "had", "has", "he",
    "her", "him", "i", "in", "is", "it", "may", "me", "must", "my", "no", "of", "on", "or", "over", "per", "so", "to",
    "under", "up", "us", "via", "was", "we", "who", "will",
]);

/// The words of a text that show its language, and their counts.
#[derive(Default)]
struct Sample {
    /// The words in the Latin script, each followed by a space.
    latin: String,
    /// The words in other scripts, likewise.
    other: String,
    latin_letters: usize,
    other_letters: usize,
    /// The number of words in the Latin script.
    words: usize,
    /// The number of English function words among them.
    function_words: usize,
    /// The number of those that only English has.
    english: usize,
}

impl Sample {
    /// Reads the first `bytes` of each part.
    fn new<'a>(parts: impl Iterator<Item = &'a str>, bytes: usize) -> Self {
        let mut sample = Self::default();
        for part in parts {
            // Compounds are one word: "on-call" is a word of many languages.
            let words = runs(part, |c| matches!(c, '-' | '\'' | '’'));
            let mut prompt_end = 0;
            for (at, word) in words.take_while(|(at, _)| *at < bytes) {
                if part[..at].ends_with('[') {
                    // A prompt to fill in is in English in any text.
                    prompt_end = part[at..].find(']').map_or(at, |len| at + len);
                }
                if at >= prompt_end {
                    sample.add(word);
                }
            }
        }
        sample
    }

    fn add(&mut self, word: &str) {
        if is_name(word) {
            return;
        }
        let (latin, other) = word
            .chars()
            .filter(|c| c.is_alphabetic())
            .fold((0, 0), |(latin, other), c| if is_latin(c) { (latin + 1, other) } else { (latin, other + 1) });
        self.latin_letters += latin;
        self.other_letters += other;
        let text = if other == 0 { &mut self.latin } else { &mut self.other };
        text.push_str(word);
        text.push(' ');
        if other == 0 {
            self.words += 1;
            // The longest is "although".
            let is_function_word = word.len() <= 8 && english::is_function_word(word);
            self.function_words += usize::from(is_function_word);
            self.english += usize::from(is_function_word && !SHARED.contains(word));
        }
    }

    /// Whether enough of its letters are not Latin.
    fn is_in_other_script(&self) -> bool {
        self.other_letters > 0 && self.other_letters * LATIN_PER_OTHER >= self.latin_letters
    }

    /// Whether it has as many English function words as English prose.
    fn is_english_prose(&self) -> bool {
        if self.is_in_other_script() {
            return false;
        }
        self.english >= 2 && self.english * WORDS_PER_ENGLISH >= self.words
            || self.english == 1 && self.function_words * WORDS_PER_FUNCTION >= self.words
    }

    /// Returns the language of the words in another script.
    fn language_of_script(&self) -> Option<&'static str> {
        let info = detector(LANGUAGES.iter().map(|(language, _)| *language)).detect(&self.other)?;
        code(info.lang()).filter(|_| info.confidence() >= MIN_CONFIDENCE)
    }

    /// Returns the language whose letter groups are like those of the words in the Latin script.
    fn language_by_statistics(&self) -> Option<Language> {
        if self.latin_letters < MIN_LETTERS {
            return None;
        }
        let nearest = detector(LANGUAGES.iter().map(|(language, _)| *language)).detect(&self.latin)?;
        let is_sure = nearest.confidence() >= MIN_CONFIDENCE;
        if nearest.lang() == Lang::Eng {
            return is_sure.then_some(Language::English);
        }
        if self.english > 1 && self.english * WORDS_PER_QUOTED > self.words {
            return None;
        }
        // Spanish may be as near as Portuguese; what matters is whether English is.
        let is_other = nearest.confidence() >= MIN_CONFIDENCE_OTHER || {
            let versus_english = detector([Lang::Eng, nearest.lang()]).detect(&self.latin)?;
            versus_english.lang() != Lang::Eng && versus_english.confidence() >= MIN_CONFIDENCE_OTHER
        };
        is_other.then(|| Language::Other(code(nearest.lang()).filter(|_| is_sure)))
    }
}

fn detector(languages: impl IntoIterator<Item = Lang>) -> Detector {
    Detector::with_allowlist(languages.into_iter().collect())
}

fn code(language: Lang) -> Option<&'static str> {
    LANGUAGES.iter().find(|(other, _)| *other == language).map(|(_, code)| *code)
}

/// Whether `word` is written like a product name or an acronym, which are the same in all languages: "AWS", "GitHub", "S3".
fn is_name(word: &str) -> bool {
    word.is_ascii() && word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        || !word.contains(char::is_alphabetic)
}

/// Whether the letter `c` belongs to the Latin script.
fn is_latin(c: char) -> bool {
    c < '\u{370}' || ('\u{1e00}'..'\u{1f00}').contains(&c)
}
