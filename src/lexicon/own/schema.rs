//! The schema of lexicon files: the kinds of entries and their fields.

use crate::platform::Platform;

/// A kind of entry.
#[derive(Debug)]
pub(super) struct EntrySchema {
    /// The name of the kind, as in the header `[[service]]`.
    pub kind: &'static str,
    /// The fields that an entry may have.
    pub fields: &'static [Field],
}

/// A field of an entry.
#[derive(Debug)]
pub(super) struct Field {
    pub name: &'static str,
    pub shape: Shape,
    /// Whether every entry must have the field.
    pub required: bool,
}

/// The type of a field's value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// A string.
    Text,
    /// A date as a string: `2018-06-05`, `2018-06`, or `2018`.
    Date,
    /// The entry's ID.
    Id,
    /// `true` or `false`.
    Flag,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// A list of strings.
    Texts,
    /// A string, or a list of strings.
    TextOrTexts,
    /// A list of finite patterns.
    Patterns,
    /// A finite pattern.
    Pattern,
    /// The ID of an entry of this kind.
    Reference(&'static str),
    /// A list of IDs of entries of this kind.
    References(&'static str),
    /// An integer between these bounds, inclusive.
    Number(i64, i64),
    /// A table with these fields.
    Table(&'static [Field]),
    /// A list of tables with these fields.
    Tables(&'static [Field]),
}

impl Shape {
    /// Returns the description for error messages, as in "`review` must be true or false".
    pub(super) fn description(self) -> String {
        match self {
            Self::Text | Self::Id | Self::Pattern | Self::Reference(_) => "a string in quotation marks".to_owned(),
            Self::Date => "a date such as \"2018-06\"".to_owned(),
            Self::TextOrTexts => "a string in quotation marks, or a list of strings".to_owned(),
            Self::Flag => "true or false".to_owned(),
            Self::OneOf(known) => format!("one of \"{}\"", known.join("\", \"")),
            Self::Texts | Self::Patterns | Self::References(_) => "a list of strings, in square brackets".to_owned(),
            Self::Number(min, max) => format!("a whole number from {min} to {max}"),
            Self::Table(_) => "a table, in braces".to_owned(),
            Self::Tables(_) => "a list of tables".to_owned(),
        }
    }
}

/// The schemas of all kinds of entries.
pub(super) const SCHEMAS: [EntrySchema; 5] = [
    EntrySchema {
        kind: "service",
        fields: &[
            required("id", Shape::Id),
            required("name", Shape::Text),
            optional("long", Shape::Text),
            optional("source", Shape::Text),
            optional("platform", Shape::OneOf(&PLATFORMS)),
            optional("review", Shape::Flag),
            optional("of", Shape::Reference("service")),
            optional("implies", Shape::References("service")),
            optional("aliases", Shape::Patterns),
            optional("exact", Shape::Patterns),
            optional("when", Shape::Tables(WHEN)),
            optional("former", Shape::Tables(WRONG)),
            optional("misspelled", Shape::Tables(WRONG)),
            optional("status", Shape::OneOf(&["active", "closed", "retired"])),
            optional("status_since", Shape::Text),
            optional("status_source", Shape::Text),
            optional("launched", Shape::Date),
            optional("launched_source", Shape::Text),
            optional("about", Shape::Text),
            optional("asked", Shape::TextOrTexts),
            optional("asked_in", Shape::Text),
        ],
    },
    EntrySchema {
        kind: "product",
        fields: &[
            required("id", Shape::Id),
            required("name", Shape::Text),
            optional("source", Shape::Text),
            optional("platform", Shape::OneOf(&PLATFORMS)),
            optional("review", Shape::Flag),
            optional("satisfies", Shape::References("phrase")),
            optional("aliases", Shape::Patterns),
            optional("exact", Shape::Patterns),
            optional("when", Shape::Tables(WHEN)),
        ],
    },
    EntrySchema {
        kind: "phrase",
        fields: &[
            required("id", Shape::Id),
            optional("source", Shape::Text),
            optional("platform", Shape::OneOf(&PLATFORMS)),
            optional("review", Shape::Flag),
            optional("confidence", Shape::OneOf(&["high", "medium"])),
            optional("in_aws_context", Shape::Flag),
            optional("over_products", Shape::Flag),
            required("candidates", Shape::References("service")),
            optional("also", Shape::References("service")),
            optional("bare", Shape::Flag),
            optional("is_code", Shape::Flag),
            optional("needs_modifier", Shape::Flag),
            optional("heads", Shape::Patterns),
            optional("hosted", Shape::Patterns),
            optional("modifiers", Shape::Patterns),
            optional("patterns", Shape::Patterns),
            optional("verbs", Shape::Patterns),
            optional("translations", Shape::Table(TRANSLATIONS)),
            optional("exact", Shape::Patterns),
            optional("when", Shape::Tables(WHEN)),
        ],
    },
    EntrySchema {
        kind: "vague",
        fields: &[
            required("id", Shape::Id),
            optional("source", Shape::Text),
            optional("review", Shape::Flag),
            required("question", Shape::Text),
            required("patterns", Shape::Patterns),
        ],
    },
    EntrySchema {
        kind: "scenario",
        fields: &[
            required("id", Shape::Id),
            required("title", Shape::Text),
            optional("source", Shape::Text),
            optional("review", Shape::Flag),
            optional("topics", Shape::Texts),
            optional("situation", Shape::Text),
            optional("task", Shape::Text),
            optional("action", Shape::Texts),
            optional("result", Shape::Text),
            optional("points", Shape::Texts),
            optional("services", Shape::References("service")),
            optional("figures", Shape::Texts),
            optional("subject", Shape::Texts),
            optional("keywords", Shape::Texts),
            optional("angles", Shape::Table(ANGLES)),
            optional("related", Shape::Tables(RELATED)),
        ],
    },
];

/// The names of the platforms.
const PLATFORMS: [&str; 6] = {
    let [aws, azure, gcp, kubernetes, on_premises] = Platform::NAMED;
    [aws.name(), azure.name(), gcp.name(), kubernetes.name(), on_premises.name(), Platform::Other.name()]
};

/// The languages of labels, except English.
const TRANSLATIONS: &[Field] = &[
    optional("de", Shape::Patterns),
    optional("es", Shape::Patterns),
    optional("fr", Shape::Patterns),
    optional("it", Shape::Patterns),
    optional("ja", Shape::Patterns),
    optional("ko", Shape::Patterns),
    optional("nl", Shape::Patterns),
    optional("pt", Shape::Patterns),
    optional("zh", Shape::Patterns),
];

const WHEN: &[Field] = &[
    optional("form", Shape::Pattern),
    optional("exact", Shape::Pattern),
    optional("requires", Shape::References("service")),
    optional("with", Shape::Texts),
    optional("without", Shape::Texts),
    optional("not_before", Shape::Texts),
    optional("not_after", Shape::Texts),
];

const WRONG: &[Field] = &[
    required("form", Shape::Pattern),
    optional("source", Shape::Text),
    optional("exact", Shape::Flag),
    optional("right", Shape::Text),
    optional("year", Shape::Number(1990, 2100)),
    optional("severity", Shape::OneOf(&["warning", "information", "hint"])),
];

const ANGLES: &[Field] =
    &[optional("security", Shape::Text), optional("cost", Shape::Text), optional("automation", Shape::Text)];

const RELATED: &[Field] = &[
    required("id", Shape::Reference("scenario")),
    required("weight", Shape::Number(1, 3)),
    required("why", Shape::Text),
];

const fn required(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: true }
}

const fn optional(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: false }
}
