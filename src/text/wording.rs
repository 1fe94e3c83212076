//! Formats quotes and names for messages and menus.

/// The maximum length of a quote in a message, in characters, without an ellipsis.
const MAX_QUOTE: usize = 39;

/// Returns `text` in quotation marks, on one line, and shortened if it is long.
pub fn quoted(text: &str) -> String {
    format!("“{}”", shortened(&one_line(text), MAX_QUOTE))
}

/// The maximum length of a title with a quote, in characters. A quote is not shortened below [`MIN_QUOTE`], however.
pub const MAX_TITLE: usize = 60;

/// The length to which a title may shorten a quote, in characters, without an ellipsis.
const MIN_QUOTE: usize = 12;

/// Returns the title that quotes `text` between `before` and `after`. The quote is shortened to fit.
pub fn title(before: &str, text: &str, after: &str) -> String {
    let around = before.chars().count() + after.chars().count() + "“…”".chars().count();
    let quote = shortened(&one_line(text), MAX_TITLE.saturating_sub(around).clamp(MIN_QUOTE, MAX_QUOTE));
    format!("{before}“{quote}”{after}")
}

/// The maximum length of a message with a quote, in characters. A quote is not shortened below [`MIN_QUOTE`], however.
pub const MAX_MESSAGE: usize = 120;

/// Returns the message that quotes `text` before `after`. The quote is shortened to fit.
pub fn message(text: &str, after: &str) -> String {
    let room = MAX_MESSAGE.saturating_sub(after.chars().count() + "“…”".chars().count());
    format!("“{}”{after}", shortened(&one_line(text), room.clamp(MIN_QUOTE, MAX_QUOTE)))
}

/// Returns `text` on one line, without emphasis and code marks.
pub fn plain(text: &str) -> String {
    one_line(text).replace(['*', '`'], "").trim_matches('_').trim().to_owned()
}

/// Returns `text` with each run of white space as one space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the first words of `text`: all, or at most `max` characters and an ellipsis.
pub fn shortened(text: &str, max: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(max) else { return text.to_owned() };
    let cut = text[..end].rfind(' ').filter(|cut| *cut > end / 2).unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches([' ', ',', ';', ':', '.', '-', '–', '—']))
}

/// Returns `noun` with its indefinite article: "a Task", "an Action".
pub fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// Returns `items` as a list: "a", "a or b", "a, b, or c" with the conjunction "or".
pub fn list<T: AsRef<str>>(items: &[T], conjunction: &str) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first, last] => format!("{first} {conjunction} {last}"),
        [first @ .., last] => format!("{}, {conjunction} {last}", first.join(", ")),
    }
}

/// Returns a count with its noun, such as "2 stories".
pub fn counted(count: usize, noun: &str) -> String {
    match noun.strip_suffix('y') {
        // "Information" has no plural.
        _ if count == 1 || noun == "information" => format!("{count} {noun}"),
        Some(start) => format!("{count} {start}ies"),
        None => format!("{count} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_on_one_line_and_at_most_forty_characters_long() {
        assert_eq!(quoted("3\n  hours"), "“3 hours”");
        let quote = quoted(&"word ".repeat(20));
        assert!(quote.ends_with("word…”") && quote.chars().count() <= 42, "{quote}");
        assert_eq!(quoted(&"ü".repeat(50)), format!("“{}…”", "ü".repeat(39)));
        assert_eq!(shortened("Orders got lost", 15), "Orders got lost");
        assert_eq!(shortened("Orders, lost", 8), "Orders…");
        assert_eq!(plain("**S**ituation\n `x`"), "Situation x");
    }

    #[test]
    fn vowels_take_an() {
        assert_eq!(["Action", "Task"].map(with_article), ["an Action", "a Task"]);
    }

    #[test]
    fn a_title_shortens_its_quote() {
        assert_eq!(
            title("Replace ", "a message\nqueue", " with Amazon SQS"),
            "Replace “a message queue” with Amazon SQS"
        );
        assert_eq!(title("Replace ", &"ü".repeat(50), " with Amazon SQS").chars().count(), MAX_TITLE);
        let crowded = title("Replace ", &"ü".repeat(50), &"x".repeat(70));
        assert_eq!(crowded.chars().filter(|char| *char == 'ü').count(), MIN_QUOTE);
    }

    #[test]
    fn a_message_shortens_its_quote() {
        assert_eq!(message("a message\nqueue", ": which one?"), "“a message queue”: which one?");
        assert_eq!(message(&"ü".repeat(50), &"x".repeat(90)).chars().count(), MAX_MESSAGE);
        assert_eq!(message(&"ü".repeat(50), &"x".repeat(200)).chars().filter(|char| *char == 'ü').count(), MIN_QUOTE);
    }

    #[test]
    fn the_last_item_follows_the_conjunction() {
        let lists = [&["a"][..], &["a", "b"], &["a", "b", "c"]];
        assert_eq!(lists.map(|items| list(items, "or")), ["a", "a or b", "a, b, or c"]);
    }
}
