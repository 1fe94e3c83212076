//! Guiding questions for each component, from `lexicon/guide.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::component::Component;

/// A guiding question about a component, with advice.
#[derive(Clone, Debug)]
pub struct Question {
    /// The question in brackets, as inserted into a new section.
    pub placeholder: String,
    /// Signs of a good section, a sentence each.
    pub good: Vec<String>,
}

impl Question {
    /// Returns the question without its brackets.
    pub fn words(&self) -> &str {
        self.placeholder.trim_matches(['[', ']'])
    }
}

/// Returns the question about `component`.
pub fn question(component: Component) -> &'static Question {
    match component {
        Component::Situation => &GUIDE.situation,
        Component::Task => &GUIDE.task,
        Component::Action => &GUIDE.action,
        Component::Result => &GUIDE.result,
    }
}

/// Returns the question about what you learned, which is no component.
pub fn learning() -> &'static Question {
    &GUIDE.learning
}

struct Guide {
    situation: Question,
    task: Question,
    action: Question,
    result: Question,
    learning: Question,
}

static GUIDE: LazyLock<Guide> =
    LazyLock::new(|| read(include_str!("../../lexicon/guide.toml")).expect("the built-in guide is sound"));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    component: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    #[serde(rename = "source")]
    _source: String,
    question: String,
    good: Vec<String>,
}

/// Parses `lexicon/guide.toml`.
fn read(text: &str) -> Result<Guide, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let question = |id: &str| {
        let entry = file.component.iter().find(|entry| entry.id == id);
        let Entry { question, good, .. } = entry.ok_or_else(|| format!("guide: there is no `{id}`"))?;
        let placeholder = format!("[{question}]");
        Ok::<_, String>(Question { placeholder, good: good.clone() })
    };
    Ok(Guide {
        situation: question(Component::Situation.key())?,
        task: question(Component::Task.key())?,
        action: question(Component::Action.key())?,
        result: question(Component::Result.key())?,
        learning: question("learning")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_component_has_a_question() {
        for asked in Component::ALL.into_iter().map(question).chain([learning()]) {
            let Question { placeholder, good } = asked;
            assert!(placeholder.starts_with('[') && placeholder.ends_with("?]"), "{placeholder}");
            assert!(good.len() > 1 && good.iter().all(|sign| sign.ends_with('.')), "{good:?}");
        }
    }

    #[test]
    fn a_missing_component_is_named() {
        let text = include_str!("../../lexicon/guide.toml").replace("id = \"task\"", "id = \"tasks\"");
        assert_eq!(read(&text).err().as_deref(), Some("guide: there is no `task`"));
        assert!(read("component = 1").is_err());
    }
}
