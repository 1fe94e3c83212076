//! What clauses in other languages than English say: only whether the writer surely did it is told.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::vocabulary::foreign_words;
use crate::text::Span;

/// Whether the clause around `span` of `sentence`, in the language with this code, has a word that may say that the writer
/// did not do or use it: a negation, "replaced", "proposed", "the customer's".
pub fn is_denied(language: &str, sentence: &str, span: Span) -> bool {
    let ends = |c: char| ENDS.contains(c);
    let before = &sentence[..span.start];
    let start = before.char_indices().rev().find(|(_, c)| ends(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    let end = sentence[span.end..].find(ends).map_or(sentence.len(), |at| span.end + at);
    let clause = sentence.get(start..end).unwrap_or(sentence).to_lowercase();
    let Some(words) = WORDS.get(language) else { return true };
    words.iter().any(|word| match word.strip_suffix('-') {
        _ if !word.is_ascii() && !word.contains(is_latin) => clause.contains(word),
        Some(stem) => split(&clause).any(|written| written.starts_with(stem)),
        None => split(&clause).any(|written| written == *word),
    })
}

/// The marks that end a clause.
const ENDS: &str = ",;:!?，；：、。！？";

/// The words of each language, by its code.
static WORDS: LazyLock<HashMap<&'static str, &'static [String]>> = LazyLock::new(|| foreign_words().collect());

fn split(clause: &str) -> impl Iterator<Item = &str> {
    clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || ('\u{c0}'..'\u{250}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negations_and_other_denials_are_found() {
        for (language, text, expected) in [
            ("de", "Ich habe eine [Nachrichtenwarteschlange] eingeführt.", false),
            ("de", "Wir brauchten keine [Nachrichtenwarteschlange].", true),
            ("de", "Statt einer [Nachrichtenwarteschlange] nahm ich eine Tabelle.", true),
            ("de", "Nichts ging verloren, weil eine [Nachrichtenwarteschlange] alles hielt.", false),
            ("de", "Das Datum war nicht klar, ich nahm einen [Lastverteiler].", false),
            ("fr", "J'ai mis un [répartiteur de charge] devant les serveurs.", false),
            ("fr", "Nous n'avions pas de [répartiteur de charge].", true),
            ("es", "Puse una [cola de mensajes] entre los dos.", false),
            ("es", "Lo resolví sin una [cola de mensajes].", true),
            ("pt", "Coloquei uma [fila de mensagens] entre os dois.", false),
            ("pt", "Não havia uma [fila de mensagens].", true),
            ("ja", "[メッセージキュー]を導入した。", false),
            ("ja", "[メッセージキュー]は使わなかった。", true),
            ("ko", "[메시지 큐]를 도입했습니다.", false),
            ("ko", "[메시지 큐]가 없었습니다.", true),
            ("zh", "我引入了[消息队列]。", false),
            ("zh", "我们没有[消息队列]。", true),
            ("xx", "[x]", true),
        ] {
            let start = text.find('[').expect("a bracket");
            let end = text.find(']').expect("a bracket") - 1;
            let plain = text.replace(['[', ']'], "");
            assert_eq!(is_denied(language, &plain, Span::new(start, end)), expected, "{text}");
        }
    }
}
