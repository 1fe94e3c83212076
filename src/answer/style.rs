//! Writes new sections in the style of an existing answer: the same label style, gaps, and line ends.

use crate::answer::{Answer, Section};
use crate::component::Component;
use crate::draft::label::{self, Form, Label, LabelWords, capitalized};
use crate::draft::placeholder;
use crate::text::edit::{Applicability, Edit, Fix};
use crate::text::wording::{self, plain};
use crate::text::{Span, line_start};

/// Returns a fix that inserts the missing section for `component` in STAR order, with a prompt. Its label is one of `label_words`.
pub fn insert_section(answer: &Answer, component: Component, label_words: &LabelWords) -> Option<Fix> {
    let title = format!("Insert {} section", wording::with_article(component.name()));
    let model = model(answer).filter(|model| !is_more_than_words(&model.label))?;
    if let Form::Column(_) = model.label.form {
        return insert_column(answer, component, title, label_words);
    }
    let before =
        answer.sections.iter().rfind(|section| section.label.components.iter().any(|&other| other < component));
    let after = answer.sections.iter().find(|section| section.label.components.iter().any(|&other| other > component));
    let gap = gap(answer, model);
    let block = block(answer, model, component, label_words);
    let (at, text, lead) = match (before, after) {
        (Some(before), _) => (section_end(answer, before), format!("{gap}{}", block.text), gap.len()),
        (None, Some(after)) => (section_start(answer, after), format!("{}{gap}", block.text), 0),
        (None, None) => return None,
    };
    let select = Span::new(lead + block.select.start, lead + block.select.end);
    let mut edits = vec![Edit { span: Span::new(at, at), text }];
    if let Some(number) = block.number {
        edits.extend(renumbered(answer, at, number));
    }
    Some(Fix::new(title, Applicability::Suggested, edits).selecting(0, select).preferred())
}

/// Whether `label` is more than its words: spoken, a `<details>` element, or the title of a container.
fn is_more_than_words(label: &Label) -> bool {
    matches!(label.form, Form::Spoken | Form::Summary) || label.form == Form::Callout && !label.quoted
}

/// Returns a new section for `component` in the style of `answer`, from the start of its line on. Its label is one of `label_words`.
/// Returns `None` if the sections are columns of a table, or if there is no section to imitate.
pub fn new_section(answer: &Answer, component: Component, label_words: &LabelWords) -> Option<Skeleton> {
    let model = model(answer).filter(|model| !matches!(model.label.form, Form::Column(_)))?;
    let Block { text, select, .. } = block(answer, model, component, label_words);
    Some(Skeleton { text, prompts: vec![select] })
}

/// Returns a fix that inserts a prompt into the empty `section`.
pub fn fill_section(answer: &Answer, section: &Section) -> Option<Fix> {
    let component = *section.label.components.first()?;
    let guide = placeholder::guide(component);
    let text = answer.text();
    let title = wording::title("Add a prompt under ", &plain(&text[section.label.words.range()]), "");
    let label = &section.label;
    let end = answer.line_end();
    let (span, before, after) = match label.form {
        Form::Column(_) => return fill_column(answer, label, guide, title),
        // Below the heading or its underline.
        Form::Heading(_) => {
            (Span::new(label.line.end, label.line.end), end.repeat(1 + usize::from(has_blank_below(answer))), "")
        }
        _ if underline(text, label).is_some() => {
            let at = underline(text, label).map_or(label.line.end, |line| line.end);
            (Span::new(at, at), end.repeat(2), "")
        }
        // In the label's cell or line, which contains only white space, pipes, or tags. If there is an empty HTML cell, the
        // prompt goes inside of its tag.
        _ => match leading_tags(&text[label.body..label.line.end]) {
            0 => {
                let at = text[..label.body].trim_end_matches([' ', '\t']).len();
                let blank = text[at..label.line.end].len() - text[at..label.line.end].trim_start_matches(' ').len();
                let closes = text[at + blank..label.line.end].starts_with('|');
                let blank = if closes { blank } else { 0 };
                (Span::new(at, at + blank), " ".to_owned(), if closes { " " } else { "" })
            }
            tags => (Span::new(label.body + tags, label.body + tags), String::new(), ""),
        },
    };
    let select = Span::new(before.len(), before.len() + guide.len());
    let edit = Edit { span, text: format!("{before}{guide}{after}") };
    Some(Fix::new(title, Applicability::Suggested, vec![edit]).selecting(0, select).preferred())
}

/// The text of a new section or answer: labels, and prompts to type over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skeleton {
    /// The text, without a line end after it.
    pub text: String,
    /// The prompts, as spans of `text`, in order.
    pub prompts: Vec<Span>,
}

/// The prompt for the title of a new answer.
const TITLE_PROMPT: &str = "[Which interview question is this for?]";

/// Returns a template for an answer in the style of `like`, with labels of `label_words`. It has a title if `titled` and if `like`
/// begins with one. Returns `None` if there is no label to imitate.
pub fn skeleton(like: &Answer, titled: bool, label_words: &LabelWords) -> Option<Skeleton> {
    let model = model(like)?;
    let text = like.text();
    let line_end = like.line_end();
    let mut new = Skeleton { text: String::new(), prompts: Vec::new() };
    let first = like.sections.iter().map(|section| block_start(text, &section.label)).min()?;
    if let Some(title) = like.passage.title.filter(|title| titled && title.end <= first) {
        let start = line_start(text, title.start);
        new.text.push_str(&text[start..title.start]);
        new.prompt(TITLE_PROMPT);
        let between = &text[title.end..first];
        // Emphasis, an underline, and blank lines are style. Anything else belongs to that answer.
        let is_shape = !between.contains(|char: char| char.is_alphanumeric() || matches!(char, '<' | '[' | '|'));
        new.text.push_str(if is_shape { between } else { "" });
        if !is_shape || !between.contains(['\n', '\r']) {
            new.text.push_str(&line_end.repeat(2));
        }
    }
    match model.label.form {
        Form::Column(_) => new.columns(like, model, line_end, label_words),
        form => {
            if form == Form::Row {
                new.text.push_str(table_head(text, first));
            }
            let gap = gap(like, model);
            for component in Component::ALL {
                if component != Component::ALL[0] {
                    new.text.push_str(&gap);
                }
                let block = block(like, model, component, label_words);
                let at = new.text.len();
                new.text.push_str(&block.text);
                new.prompts.push(Span::new(at + block.select.start, at + block.select.end));
            }
        }
    }
    Some(new)
}

/// Returns a template for an answer in a draft without answers, with labels of `label_words`.
pub fn plain_skeleton(titled: bool, line_end: &str, label_words: &LabelWords) -> Skeleton {
    let mut new = Skeleton { text: String::new(), prompts: Vec::new() };
    if titled {
        new.text.push_str("## ");
        new.prompt(TITLE_PROMPT);
        new.text.push_str(&line_end.repeat(2));
    }
    for component in Component::ALL {
        if component != Component::ALL[0] {
            new.text.push_str(&line_end.repeat(2));
        }
        new.text.push_str(&format!("**{}:** ", label_words.name_like(component, &["Situation"])));
        new.prompt(placeholder::guide(component));
    }
    new
}

impl Skeleton {
    /// Appends a prompt.
    fn prompt(&mut self, prompt: &str) {
        let span = push_prompt(&mut self.text, prompt);
        self.prompts.push(span);
    }

    /// Appends a table with a column for each component.
    fn columns(&mut self, like: &Answer, model: &Section, line_end: &str, label_words: &LabelWords) {
        let header = Component::ALL.map(|component| words(like, &model.label, component, label_words)).join(" | ");
        self.text.push_str(&format!("| {header} |{line_end}|{}{line_end}", " --- |".repeat(4)));
        for component in Component::ALL {
            self.text.push_str("| ");
            self.prompt(placeholder::guide(component));
            self.text.push(' ');
        }
        self.text.push('|');
    }
}

/// Returns the lines directly above the row at byte `first` that belong to its table.
fn table_head(text: &str, first: usize) -> &str {
    let mut start = first;
    while start > 0 {
        let above = text[..start].trim_end_matches(['\r', '\n']);
        let line = line_start(text, above.len());
        // A blank line ends the table.
        if has_blank(&text[above.len()..start])
            || !text[line..above.len()].trim_start_matches(['>', ' ']).starts_with('|')
        {
            break;
        }
        start = line;
    }
    &text[start..first]
}

/// Returns the section to imitate: the last one whose label has the most common form and is, if possible, bare.
fn model(answer: &Answer) -> Option<&Section> {
    let named = || answer.sections.iter().filter(|section| !section.label.components.is_empty());
    let like = |section: &Section| {
        named()
            .filter(|other| std::mem::discriminant(&other.label.form) == std::mem::discriminant(&section.label.form))
            .count()
    };
    named().max_by_key(|section| (like(section), section.label.is_bare(), section.label.name.is_some(), !section.empty))
}

/// A new section.
struct Block {
    text: String,
    /// The prompt, as a span of `text`.
    select: Span,
    /// The number of the section, if the sections are numbered.
    number: Option<usize>,
}

/// Returns the new section for `component` in the style of `model`.
fn block(answer: &Answer, model: &Section, component: Component, label_words: &LabelWords) -> Block {
    let text = answer.text();
    let label = &model.label;
    let start = if shares_line(answer, label) { decoration_start(text, label) } else { block_start(text, label) };
    let number = number_for(answer, component);
    let mut out = numbered(&without_emoji(answer, &text[start..label.words.start]), number);
    out.push_str(&words(answer, label, component, label_words));
    let prompt = placeholder::guide(component);
    let select = if label.has_inline_text() || matches!(label.form, Form::Row) {
        push_prompt_inline(&mut out, text, model, prompt)
    } else {
        push_prompt_below(&mut out, answer, model, prompt)
    };
    Block { text: out, select, number }
}

/// Appends a prompt on the label's line or in its row to `out`, as the text of `model` is. Returns its span in `out`.
fn push_prompt_inline(out: &mut String, text: &str, model: &Section, prompt: &str) -> Span {
    let label = &model.label;
    let tail = &text[label.words.end..label.body.max(label.words.end)];
    out.push_str(tail);
    let part = model.parts.first().copied().unwrap_or(Span::new(label.body, label.body));
    let body = &text[part.range()];
    // The tags of an HTML cell stay around the prompt.
    let open = leading_tags(body);
    if open == 0 && !out.ends_with([' ', '\t', '\u{3000}', '：', '>', '|']) {
        out.push(' ');
    }
    out.push_str(&body[..open]);
    let select = push_prompt(out, prompt);
    out.push_str(&trailing_tags(body));
    if label.form == Form::Row {
        let closes = text[part.end..label.line.end.max(part.end)].contains('|');
        out.push_str(&" |".repeat(body.matches('|').count() + usize::from(closes)));
    } else if text[label.words.end..].starts_with("**") && body.ends_with("**") && tail.trim() == ":" {
        out.push_str("**");
    }
    select
}

/// Appends a prompt below the label to `out`, as the text of `model` is. Returns its span in `out`.
fn push_prompt_below(out: &mut String, answer: &Answer, model: &Section, prompt: &str) -> Span {
    let text = answer.text();
    let label = &model.label;
    let line_end = answer.line_end();
    out.push_str(text[label.words.end..label.body.max(label.words.end)].trim_end());
    if text[..label.line.end].ends_with("  ") {
        out.push_str("  ");
    }
    let under = underline(text, label);
    if let Some(under) = under {
        out.push_str(line_end);
        out.push_str(&text[under.start..under.start + 1].repeat(under.len()));
    }
    let label_end = under.map_or(label.line.end, |under| under.end);
    let part = model.parts.first().copied();
    let lead = part.map(|part| body_lead(text, label, part)).unwrap_or_default();
    // The start of the text below the label or its underline.
    let body = part.map(|part| {
        let below = &text[part.start.max(label_end).min(part.end)..part.end];
        part.end - below.trim_start().len()
    });
    let has_blank_line = match body {
        Some(body) => has_blank(&text[label_end.min(body)..body]),
        None => matches!(label.form, Form::Heading(_)),
    };
    out.push_str(line_end);
    if has_blank_line {
        out.push_str(if label.quoted { ">" } else { "" });
        out.push_str(line_end);
    }
    out.push_str(&lead);
    push_prompt(out, prompt)
}

/// Appends `prompt` to `out`. Returns its span in `out`.
fn push_prompt(out: &mut String, prompt: &str) -> Span {
    let at = out.len();
    out.push_str(prompt);
    Span::new(at, out.len())
}

/// Returns the words of the label `like`, changed to `component`.
fn words(answer: &Answer, like: &Label, component: Component, label_words: &LabelWords) -> String {
    let text = answer.text();
    let peers: Vec<&str> = answer
        .sections
        .iter()
        .filter_map(|section| section.label.name.map(|name| (section.label.initial, name)))
        // "ituation" in `**S**ituation` is not a name.
        .filter(|(initial, name)| initial.is_none_or(|initial| !is_split(text, initial, *name)))
        .map(|(_, name)| &text[name.range()])
        .collect();
    let name = |peers: &[&str]| label_words.name_like(component, peers);
    let initial = &component.name()[..1];
    match (like.initial, like.name) {
        (Some(first), Some(rest)) if is_split(text, first, rest) => {
            format!("{initial}{}{}", &text[first.end..rest.start], &component.name()[1..])
        }
        (Some(first), Some(second)) if first.end <= second.start && like.is_bare() => {
            format!(
                "{}{initial}{}{}{}",
                &text[like.words.start..first.start],
                &text[first.end..second.start],
                name(&peers),
                &text[second.end..like.words.end]
            )
        }
        (Some(second), Some(first)) if like.is_bare() => {
            format!(
                "{}{}{}{initial}{}",
                &text[like.words.start..first.start],
                name(&peers),
                &text[first.end..second.start],
                &text[second.end..like.words.end]
            )
        }
        (Some(only), None) => {
            format!(
                "{}{initial}{}",
                &text[like.words.start..only.start],
                if like.is_bare() { &text[only.end..like.words.end] } else { "" }
            )
        }
        // "My task": the name is in lower case, but it begins the new label.
        _ if text[like.words.range()].starts_with(char::is_uppercase) => capitalized(&name(&peers)),
        _ => name(&peers),
    }
}

/// Whether emphasis marks split a name into `initial` and `rest`, as in `**S**ituation`.
fn is_split(text: &str, initial: Span, rest: Span) -> bool {
    initial.end < rest.start
        && text[initial.end..rest.start].bytes().all(|byte| matches!(byte, b'*' | b'_'))
        && text[rest.start..].starts_with(char::is_lowercase)
}

/// Returns the shortest text between two sections of `answer`. If there is none without words or tags, it depends on the
/// style of `model`.
fn gap(answer: &Answer, model: &Section) -> String {
    let text = answer.text();
    let between = answer.sections.windows(2).filter_map(|pair| {
        let (from, to) = (section_end(answer, &pair[0]), section_start(answer, &pair[1]));
        let gap = text.get(from..to)?;
        let plain = !gap.chars().any(char::is_alphanumeric) && !gap.contains('<') && !gap.is_empty();
        plain.then(|| gap.to_owned())
    });
    let mut gaps: Vec<_> = between.collect();
    gaps.sort_by_key(String::len);
    match gaps.into_iter().next() {
        Some(gap) => gap,
        None if matches!(model.label.form, Form::Row) || model.label.listed => answer.line_end().to_owned(),
        None if model.label.quoted => format!("{0}>{0}", answer.line_end()),
        None => answer.line_end().repeat(2),
    }
}

/// Returns the start of a section: of its line, or of its decoration if another label precedes it on the line.
fn section_start(answer: &Answer, section: &Section) -> usize {
    if is_first_on_line(answer, &section.label) {
        block_start(answer.text(), &section.label)
    } else {
        decoration_start(answer.text(), &section.label)
    }
}

/// Returns the end of a section: of its last line, or the start of the next label if it is on the same line.
fn section_end(answer: &Answer, section: &Section) -> usize {
    let text = answer.text();
    let label = &section.label;
    let end = section.parts.last().map_or(label.body, |part| part.end);
    let next = answer.sections.iter().find(|next| next.label.words.start > label.words.start);
    if next.is_some_and(|next| next.label.line == label.line) {
        return text[..decoration_start(text, next.map_or(label, |next| &next.label))]
            .trim_end()
            .len()
            .max(label.words.end);
    }
    let end = end.max(if section.parts.is_empty() { label.line.end } else { 0 });
    // An opening `<tr>` at the end belongs to the next section.
    let end = match next {
        Some(next) if text[..end].ends_with("<tr>") && text[label.line.start..].starts_with('<') => {
            end.min(block_start(text, &next.label))
        }
        _ => end,
    };
    let edge: &[char] = if label.quoted { &['\r', '\n', ' ', '>'] } else { &['\r', '\n', ' '] };
    let mut end = text[..end].trim_end_matches(edge).len().max(label.words.end);
    // A thematic break at the end is between the sections.
    while let Some(start) = text[..end].rfind('\n').map(|at| at + 1)
        && start > label.line.end
        && label::is_rule(&text[start..end])
        && text[..start].trim_end_matches([' ', '\r']).ends_with("\n")
        && has_blank(&text[text[..start].trim_end().len()..start])
    {
        end = text[..start].trim_end_matches(edge).len().max(label.words.end);
    }
    // White space and emphasis marks at the end of the line belong to the section.
    text[end..].find(['\r', '\n']).map_or(text.len(), |len| {
        if text[end..end + len].trim_matches([' ', '\t', '|', '*', '_']).is_empty() { end + len } else { end }
    })
}

/// Returns the start of a label's lines: of its own line, or of a line with `<tr>` above it.
fn block_start(text: &str, label: &Label) -> usize {
    let above = text[..label.line.start].trim_end_matches(['\r', '\n']);
    let start = line_start(text, above.len());
    if above[start..].trim() == "<tr>" { start } else { label.line.start }
}

/// Returns the start of the emphasis marks before a label's words.
fn decoration_start(text: &str, label: &Label) -> usize {
    text[..label.words.start].trim_end_matches(['*', '_']).len().max(label.line.start)
}

/// Whether another label is on the same line.
fn shares_line(answer: &Answer, label: &Label) -> bool {
    answer.sections.iter().filter(|section| section.label.line == label.line).count() > 1
}

/// Whether `label` is the first one on its line.
fn is_first_on_line(answer: &Answer, label: &Label) -> bool {
    !answer.sections.iter().any(|other| other.label.line == label.line && other.label.words.start < label.words.start)
}

/// Returns the line that underlines a plain label and so makes it a heading.
fn underline(text: &str, label: &Label) -> Option<Span> {
    if label.form != Form::Plain || label.has_inline_text() {
        return None;
    }
    let rest = &text[label.line.end..];
    let line_end = ["\r\n", "\n", "\r"].into_iter().find(|end| rest.starts_with(end))?;
    let start = label.line.end + line_end.len();
    let len = text[start..].find(['\r', '\n']).unwrap_or(text.len() - start);
    let line = text[start..start + len].trim_end();
    let is_line = line.len() >= 2 && ["-", "="].iter().any(|mark| line.replace(mark, "").is_empty());
    is_line.then(|| Span::new(start, start + line.len()))
}

/// Returns the blockquote marks, bullet, or indentation at the beginning of the section's text `part`. Empty if the text is
/// on the label's line.
fn body_lead(text: &str, label: &Label, part: Span) -> String {
    let start = line_start(text, part.start);
    if start < label.line.end {
        return String::new();
    }
    let line_end = text[part.start..].find(['\n', '\r']).map_or(text.len(), |len| part.start + len);
    let line = &text[start..line_end];
    let prefix = label::prefix(line);
    // A heading mark is skipped, but the colon of a definition list is kept.
    let mark = if prefix.heading > 0 { line.find('#').unwrap_or(0) } else { prefix.indent };
    let definition = line[mark..].strip_prefix(':').map_or(0, |rest| 1 + rest.len() - rest.trim_start().len());
    let lead = &line[..mark + definition];
    // A number or a checkbox belongs to the first item only.
    let own = lead.find(|c: char| c.is_ascii_digit() || c == '[').unwrap_or(lead.len());
    if own < lead.len() { lead[..own].trim_end_matches(['-', '*', '+', ' ']).to_owned() } else { lead.to_owned() }
}

/// Whether `between` contains a blank line.
fn has_blank(between: &str) -> bool {
    between.matches('\n').count().max(between.matches('\r').count()) > 1
}

/// Whether the answer has a blank line between labels and their texts, or no texts.
fn has_blank_below(answer: &Answer) -> bool {
    let bodies = || answer.sections.iter().filter_map(|section| Some((&section.label, section.parts.first()?)));
    bodies().any(|(label, part)| has_blank(answer.text().get(label.line.end..part.start).unwrap_or_default()))
        || bodies().next().is_none()
}

/// Returns the length of the opening HTML tags that `body` begins with.
fn leading_tags(body: &str) -> usize {
    let mut at = 0;
    while body[at..].starts_with('<')
        && !body[at..].starts_with("</")
        && !body[at..].starts_with("<!")
        && let Some(len) = body[at..].find('>')
    {
        at += len + 1;
        at += body[at..].len() - body[at..].trim_start_matches([' ', '\t']).len();
    }
    at
}

/// Returns the closing HTML tags that `body` ends with.
fn trailing_tags(body: &str) -> String {
    let mut at = body.len();
    while body[..at].ends_with('>')
        && let Some(open) = body[..at].rfind('<')
        && body[open..].starts_with("</")
    {
        at = open;
        let trimmed = body[..at].trim_end().len();
        if !body[..trimmed].ends_with('>') {
            break;
        }
        at = trimmed;
    }
    body[at..].to_owned()
}

/// Returns `lead`, the text before a label's words, without emoji, unless all labels of the answer have the same lead.
fn without_emoji(answer: &Answer, lead: &str) -> String {
    let is_emoji = |c: char| !c.is_ascii() && !c.is_alphanumeric() && !"•◦▪‣●○■–—（【「\u{a0}\u{feff}".contains(c);
    let text = answer.text();
    let everywhere =
        answer.sections.iter().all(|section| text[section.label.line.start..section.label.words.start] == *lead);
    if everywhere || !lead.contains(is_emoji) {
        return lead.to_owned();
    }
    let plain: String = lead.chars().filter(|&c| !is_emoji(c)).collect();
    let kept = plain.trim_end();
    if kept.ends_with(['*', '_']) { kept.to_owned() } else { format!("{kept} ") }
}

/// Returns the number of the new section if all labels are numbered in ascending order.
fn number_for(answer: &Answer, component: Component) -> Option<usize> {
    let numbers: Vec<_> = answer
        .sections
        .iter()
        .filter(|section| !section.label.components.is_empty())
        .map(|section| Some((section.label.components[0], lead_number(answer.text(), &section.label)?.1)))
        .collect::<Option<_>>()?;
    if !numbers.windows(2).all(|pair| pair[0].1 < pair[1].1) || numbers.is_empty() {
        return None;
    }
    let before = numbers.iter().filter(|(other, _)| *other < component).map(|(_, number)| number + 1).max();
    before.or_else(|| numbers.iter().map(|(_, number)| number.saturating_sub(1).max(1)).min())
}

/// Returns the span and the value of the number before a label's words.
fn lead_number(text: &str, label: &Label) -> Option<(Span, usize)> {
    let lead = &text[label.line.start..label.words.start];
    let start = lead.find(|c: char| c.is_ascii_digit())?;
    let len = lead[start..].bytes().take_while(u8::is_ascii_digit).count();
    let at = label.line.start + start;
    Some((Span::new(at, at + len), lead[start..start + len].parse().ok()?))
}

/// Returns `lead` with its number replaced by `number`.
fn numbered(lead: &str, number: Option<usize>) -> String {
    let Some(number) = number else { return lead.to_owned() };
    let Some(start) = lead.find(|c: char| c.is_ascii_digit()) else { return lead.to_owned() };
    let len = lead[start..].bytes().take_while(u8::is_ascii_digit).count();
    format!("{}{number}{}", &lead[..start], &lead[start + len..])
}

/// Returns the edits that renumber the labels after byte `at`, following `number`.
fn renumbered(answer: &Answer, at: usize, number: usize) -> Vec<Edit> {
    let later =
        answer.sections.iter().filter(|section| section.label.line.start >= at && !section.label.components.is_empty());
    later
        .zip(number + 1..)
        .filter_map(|(section, number)| Some((lead_number(answer.text(), &section.label)?, number)))
        .filter(|((_, old), number)| old != number)
        .map(|((span, _), number)| Edit { span, text: number.to_string() })
        .collect()
}

/// Returns the lines of the table whose header row is `header`. The second one is the delimiter row.
fn table_lines(answer: &Answer, header: Span) -> Vec<Span> {
    let text = answer.text();
    let mut lines = Vec::new();
    let mut at = header.start;
    for line in text[header.start..].split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end_matches(['\n', '\r']).len());
        at += line.len();
        if !line.contains('|') {
            break;
        }
        lines.push(span);
    }
    lines
}

/// Returns the end of the cell with index `column` in `line`: before the closing `|`, or at the end of the line.
fn cell_end(text: &str, line: Span, column: usize) -> usize {
    let row = &text[line.range()];
    let lead = row.len() - row.trim_start_matches([' ', '\t', '>']).len();
    let lead = lead + usize::from(row[lead..].starts_with('|'));
    let mut ends = row[lead..].match_indices('|').map(|(at, _)| line.start + lead + at);
    ends.nth(column).unwrap_or(line.end)
}

/// Returns a fix that inserts a table column for `component`: after the columns of earlier components, or else as the first.
fn insert_column(answer: &Answer, component: Component, title: String, label_words: &LabelWords) -> Option<Fix> {
    let text = answer.text();
    let columns = || {
        answer.sections.iter().filter_map(|section| match section.label.form {
            Form::Column(column) => Some((section, usize::from(column))),
            _ => None,
        })
    };
    let is_earlier = |section: &Section| section.label.components.iter().all(|&other| other < component);
    let before = columns().filter(|(section, _)| is_earlier(section)).map(|(_, column)| column).max();
    let (header, first) =
        columns().map(|(section, column)| (section.label.line, column)).min_by_key(|(_, column)| *column)?;
    // The column after which the new one goes; `None` if it becomes the first of its row.
    let after = before.or_else(|| first.checked_sub(1));
    let name = words(answer, &model(answer)?.label, component, label_words);
    let guide = placeholder::guide(component);
    let mut edits = Vec::new();
    for (row, line) in table_lines(answer, header).into_iter().enumerate() {
        let cell = match row {
            0 => &name,
            1 => "---",
            2 => guide,
            _ => "",
        };
        let row = &text[line.range()];
        let lead = row.len() - row.trim_start_matches([' ', '\t', '>']).len();
        edits.push(match after {
            Some(column) => {
                let at = cell_end(text, line, column);
                let gap = if text[..at].ends_with(' ') { "" } else { " " };
                Edit { span: Span::new(at, at), text: format!("{gap}| {cell} ") }
            }
            None => {
                let at = line.start + lead;
                let text = if row[lead..].starts_with('|') { format!("| {cell} ") } else { format!("{cell} | ") };
                Edit { span: Span::new(at, at), text }
            }
        });
    }
    let fix = Fix::new(title, Applicability::Suggested, edits).preferred();
    // A table without body rows has no cell for the prompt.
    Some(match fix.edits.get(2).and_then(|edit| edit.text.find('[')) {
        Some(lead) => fix.selecting(2, Span::new(lead, lead + guide.len())),
        None => fix,
    })
}

/// Returns a fix that inserts the prompt `guide` into the first cell below a column label.
fn fill_column(answer: &Answer, label: &Label, guide: &str, title: String) -> Option<Fix> {
    let Form::Column(column) = label.form else { return None };
    let line = *table_lines(answer, label.line).get(2)?;
    let at = cell_end(answer.text(), line, usize::from(column));
    let start = answer.text()[..at].trim_end_matches(' ').len();
    let edit = Edit { span: Span::new(start, at), text: format!(" {guide} ") };
    Some(Fix::new(title, Applicability::Suggested, vec![edit]).selecting(0, Span::new(1, 1 + guide.len())).preferred())
}
