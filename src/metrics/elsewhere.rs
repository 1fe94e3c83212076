//! Quantities in words in languages other than English, from `lexicon/quantities.toml`.
//!
//! Outside of English, the grammar of metrics reads little more than numbers in digits. These words don't say what was
//! measured, but that there is a number.

use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::units;
use crate::words::language::Language;
use crate::words::runs;

/// Whether `text`, in a `language` other than English, may have a quantity in words. True if the words of the language are
/// unknown.
pub fn may_have_worded_quantity(text: &str, language: Language) -> bool {
    let Language::Other(code) = language else { return false };
    // The Turkish "İ" becomes an "i" with a dot of its own.
    let text = text.to_lowercase().replace('\u{307}', "");
    let mut known = FILE.language.iter().filter(|words| code.is_none_or(|code| words.code == code)).peekable();
    known.peek().is_none() || known.any(|words| words.are_in(&text))
}

/// The contents of `lexicon/quantities.toml`, which describes the fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    han: Vec<String>,
    language: Vec<QuantityWords>,
}

/// The words for quantities of a language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuantityWords {
    code: String,
    #[serde(rename = "source")]
    _source: IgnoredAny,
    numbers: Vec<String>,
    #[serde(default)]
    han: bool,
    #[serde(default)]
    ones: Vec<String>,
    #[serde(default)]
    counters: Vec<String>,
    #[serde(default)]
    beginnings: Vec<String>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../../lexicon/quantities.toml")).expect("the built-in quantities are sound")
});

impl QuantityWords {
    /// Whether one of the words is in `text`, which is in lower case.
    fn are_in(&self, text: &str) -> bool {
        let begins = |beginning: &String| {
            let is_start = |at: usize| !self.counters.is_empty() || !text[..at].ends_with(char::is_alphanumeric);
            text.match_indices(&**beginning).any(|(at, _)| is_start(at))
        };
        let counts = match self.counters.is_empty() {
            true => self.has_number(text),
            false => {
                let han = FILE.han.iter().filter(|_| self.han);
                self.numbers.iter().chain(han).any(|number| self.counts(text, number))
            }
        };
        counts || self.beginnings.iter().any(begins)
    }

    /// Whether one of the numbers is a word of `text`, "one" stands before a unit of time ("eine Woche"), or two units of time
    /// are compared ("Minuten statt Stunden").
    fn has_number(&self, text: &str) -> bool {
        let has = |list: &[String], word: &str| list.iter().any(|known| known == word);
        let (mut after_one, mut unit) = (false, None);
        // The signs of Devanagari that join two consonants are part of a word.
        for (_, word) in runs(text, |c| c == '\u{94d}' || c == '\u{93c}') {
            // "d" and "s" are units of English, and parts of French words.
            let time = units::entry(word).time.map(|time| time.size).filter(|_| word.len() > 2);
            if has(&self.numbers, word) || time.is_some() && (after_one || unit.is_some() && unit != time) {
                return true;
            }
            unit = unit.or(time);
            after_one = has(&self.ones, word);
        }
        false
    }

    /// Whether `number` is in `text` before a counter: "三倍", "두 배", but not in the ordinal "第三天".
    fn counts(&self, text: &str, number: &str) -> bool {
        text.match_indices(number).any(|(at, _)| {
            let (before, after) = (&text[..at], text[at + number.len()..].trim_start_matches(' '));
            // Korean words have spaces between them, so a number begins one.
            let is_hangul = |c: char| ('가'..='힣').contains(&c);
            let is_part = before.ends_with(is_hangul) && number.starts_with(is_hangul) || before.ends_with('第');
            !is_part && self.counters.iter().any(|counter| after.starts_with(&**counter))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_in_words_are_read_in_each_language() {
        for (code, counts, quiet) in [
            (
                "de",
                &[
                    "Die Beschwerden haben sich halbiert.",
                    "Der Umsatz stieg auf das Doppelte.",
                    "Wir waren in zwei Wochen fertig.",
                    "Wir waren eine Woche früher fertig.",
                    "Die Suche dauert Millisekunden statt Sekunden.",
                    "Die Prüfer hatten keine einzige Beanstandung.",
                ][..],
                &[
                    "Alle waren sehr zufrieden.",
                    "Ohne Zweifel ein Erfolg.",
                    "Deshalb lief es besser.",
                    "Das Team nutzt es jeden Tag.",
                    "Es war ein voller Erfolg.",
                ][..],
            ),
            (
                "es",
                &[
                    "Las quejas bajaron a la mitad.",
                    "El tráfico se duplicó.",
                    "Lo terminamos en tres semanas.",
                    "Terminamos una semana antes.",
                    "De horas a minutos.",
                ],
                &[
                    "Los clientes están contentos.",
                    "Ya no hay registros duplicados.",
                    "Todo va mejor.",
                    "Es una de las mejores.",
                ],
            ),
            (
                "fr",
                &[
                    "Les plaintes ont baissé de moitié.",
                    "Le trafic a doublé.",
                    "C'était prêt en deux jours.",
                    "Nous avons livré une semaine en avance.",
                ],
                &[
                    "Les clients sont contents.",
                    "Plus de doublons dans la base.",
                    "L'équipe s'est améliorée d'un coup.",
                    "Tout va mieux.",
                ],
            ),
            ("hi", &["शिकायतें आधी हो गईं।", "बिक्री दोगुनी हुई।", "तीन दिन में काम पूरा हुआ।"], &["ग्राहक खुश थे।", "सब ठीक चला।"]),
            (
                "it",
                &[
                    "I reclami si sono dimezzati.",
                    "Il traffico è raddoppiato.",
                    "Finito in due settimane.",
                    "Consegnato una settimana prima.",
                ],
                &["I clienti sono contenti.", "Tutto va meglio."],
            ),
            (
                "ja",
                &["苦情は半分になりました。", "売上が三倍に伸びた。", "二週間で終えた。", "障害はゼロになった。"],
                &["お客様は満足しています。", "十分に安定した。", "第三者が確認した。"],
            ),
            (
                "ko",
                &["불만이 절반으로 줄었습니다.", "매출이 두 배로 늘었습니다.", "이틀 만에 끝냈습니다."],
                &["고객이 만족했습니다.", "추세 개선을 확인했습니다.", "모두 좋아졌습니다."],
            ),
            (
                "nl",
                &[
                    "De klachten zijn gehalveerd.",
                    "De omzet is verdubbeld.",
                    "Klaar in twee weken.",
                    "Geen enkele storing meer.",
                    "Een dag eerder klaar.",
                ],
                &["De klanten zijn blij.", "Alles gaat beter."],
            ),
            (
                "pt",
                &[
                    "As reclamações caíram pela metade.",
                    "O tráfego dobrou.",
                    "Terminei em três semanas.",
                    "Entregamos uma semana antes.",
                ],
                &["Os clientes estão felizes.", "Tudo melhorou muito."],
            ),
            (
                "pl",
                &["Liczba skarg spadła o połowę.", "Skończyliśmy w dwa tygodnie."],
                &["Klienci byli zadowoleni.", "Wszystko działa lepiej."],
            ),
            (
                "ru",
                &["Жалоб стало вдвое меньше.", "Закончили за две недели.", "Нагрузка удвоилась."],
                &["Клиенты довольны.", "Всё работает лучше."],
            ),
            ("sv", &["Klagomålen halverades.", "Klart på två veckor."], &["Kunderna är nöjda.", "Allt går bättre."]),
            (
                "tr",
                &["Şikayetler yarıya indi.", "İki haftada bitti.", "Satışlar iki katına çıktı."],
                &["Müşteriler memnun.", "Her şey daha iyi."],
            ),
            (
                "zh",
                &["投诉减半。", "销售额增长了两倍。", "三周内完成。", "投诉减少了三分之一。"],
                &["客户很满意。", "第三天恢复了。", "系统更稳定了。"],
            ),
        ] {
            let language = Language::Other(Some(code));
            for text in counts {
                assert!(may_have_worded_quantity(text, language), "{code}: {text}");
                assert!(may_have_worded_quantity(text, Language::Other(None)), "unknown: {text}");
            }
            for text in quiet {
                assert!(!may_have_worded_quantity(text, language), "{code}: {text}");
            }
        }
    }

    #[test]
    fn a_language_without_a_list_may_have_any() {
        assert!(may_have_worded_quantity("Zákazníci byli spokojení.", Language::Other(Some("cs"))));
        assert!(!may_have_worded_quantity("Twice as many.", Language::English));
    }

    #[test]
    fn each_language_with_labels_has_quantities() {
        let labels: toml::Table = toml::from_str(include_str!("../../lexicon/labels.toml")).expect("labels");
        let codes = |table: &toml::Table| -> Vec<String> {
            let languages = table["language"].as_array().expect("languages");
            languages.iter().map(|language| language["code"].as_str().expect("a code").to_owned()).collect()
        };
        let mut labeled = codes(&labels);
        labeled.retain(|code| code != "en");
        let known: Vec<_> = FILE.language.iter().map(|words| words.code.clone()).collect();
        assert_eq!(known, labeled);
        for words in &FILE.language {
            let all = words.numbers.iter().chain(&words.ones).chain(&words.counters).chain(&words.beginnings);
            assert!(all.clone().all(|word| *word == word.to_lowercase()), "{}", words.code);
        }
    }
}
