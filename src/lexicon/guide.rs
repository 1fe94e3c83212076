//! What to ask while an answer is being written: the cheat sheet's questions.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::component::Component;

/// What to ask about a component.
#[derive(Clone, Debug)]
pub struct Question {
    /// The question in brackets, as it stands in a new section.
    pub placeholder: String,
    /// What to do where the component is missing, and why.
    pub missing: String,
}

/// What to ask about `component`.
pub fn question(component: Component) -> &'static Question {
    match component {
        Component::Situation => &GUIDE.situation,
        Component::Task => &GUIDE.task,
        Component::Action => &GUIDE.action,
        Component::Result => &GUIDE.result,
    }
}

struct Guide {
    situation: Question,
    task: Question,
    action: Question,
    result: Question,
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
    missing: String,
}

fn read(text: &str) -> Result<Guide, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let of = |component: Component| {
        let entry = file.component.iter().find(|entry| entry.id == component.key());
        let entry = entry.ok_or_else(|| format!("guide: there is no `{}`", component.key()))?;
        Ok::<_, String>(Question { placeholder: format!("[{}]", entry.question), missing: entry.missing.clone() })
    };
    Ok(Guide {
        situation: of(Component::Situation)?,
        task: of(Component::Task)?,
        action: of(Component::Action)?,
        result: of(Component::Result)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_component_has_its_question() {
        for component in Component::ALL {
            let Question { placeholder, missing } = question(component);
            assert!(placeholder.starts_with('[') && placeholder.ends_with("?]"), "{placeholder}");
            assert!(missing.ends_with('.') && !missing.is_empty(), "{missing}");
        }
    }

    #[test]
    fn a_guide_that_lacks_a_component_says_which() {
        let text = include_str!("../../lexicon/guide.toml").replace("id = \"task\"", "id = \"tasks\"");
        assert_eq!(read(&text).err().as_deref(), Some("guide: there is no `task`"));
        assert!(read("component = 1").is_err());
    }
}
