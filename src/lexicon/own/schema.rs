//! The format of lexicon files: the kinds of entries and their fields.

/// A kind of entries.
#[derive(Debug)]
pub(super) struct Kind {
    /// The header of each entry, as in `[[service]]`.
    pub key: &'static str,
    /// What an entry may have.
    pub fields: &'static [Field],
}

/// A field of an entry.
#[derive(Debug)]
pub(super) struct Field {
    pub name: &'static str,
    pub shape: Shape,
    /// Whether an entry must have it.
    pub required: bool,
}

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// Text.
    Text,
    /// The entry's id.
    Id,
    /// `true` or `false`.
    Flag,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A list of texts.
    Texts,
    /// A list of finite patterns.
    Patterns,
    /// A finite pattern.
    Pattern,
    /// The id of an entry of the kind with this key.
    Reference(&'static str),
    /// A list of such ids.
    References(&'static str),
    /// Whole numbers from one to the other.
    Number(i64, i64),
    /// A table with these fields.
    Table(&'static [Field]),
    /// A list of such tables.
    Tables(&'static [Field]),
}

pub(super) const KINDS: [Kind; 5] = [
    Kind {
        key: "service",
        fields: &[
            must("id", Shape::Id),
            must("name", Shape::Text),
            may("source", Shape::Text),
            may("review", Shape::Flag),
            may("of", Shape::Reference("service")),
            may("implies", Shape::References("service")),
            may("aliases", Shape::Patterns),
            may("exact", Shape::Patterns),
            may("when", Shape::Tables(WHEN)),
            may("former", Shape::Tables(WRONG)),
            may("misspelled", Shape::Tables(WRONG)),
            may("status", Shape::OneOf(&["active", "closed", "retired"])),
            may("about", Shape::Text),
            may("asked", Shape::Text),
            may("asked_in", Shape::Text),
        ],
    },
    Kind {
        key: "product",
        fields: &[
            must("id", Shape::Id),
            must("name", Shape::Text),
            may("source", Shape::Text),
            may("review", Shape::Flag),
            may("satisfies", Shape::References("phrase")),
            may("aliases", Shape::Patterns),
            may("exact", Shape::Patterns),
            may("when", Shape::Tables(WHEN)),
        ],
    },
    Kind {
        key: "phrase",
        fields: &[
            must("id", Shape::Id),
            may("source", Shape::Text),
            may("review", Shape::Flag),
            may("confidence", Shape::OneOf(&["high", "medium"])),
            may("in_aws_context", Shape::Flag),
            must("candidates", Shape::References("service")),
            may("also", Shape::References("service")),
            may("patterns", Shape::Patterns),
            may("exact", Shape::Patterns),
            may("when", Shape::Tables(WHEN)),
        ],
    },
    Kind {
        key: "vague",
        fields: &[
            must("id", Shape::Id),
            may("source", Shape::Text),
            may("review", Shape::Flag),
            must("question", Shape::Text),
            must("patterns", Shape::Patterns),
        ],
    },
    Kind {
        key: "scenario",
        fields: &[
            must("id", Shape::Id),
            must("title", Shape::Text),
            may("source", Shape::Text),
            may("review", Shape::Flag),
            may("topics", Shape::Texts),
            may("situation", Shape::Text),
            may("task", Shape::Text),
            may("action", Shape::Texts),
            may("result", Shape::Text),
            may("points", Shape::Texts),
            may("services", Shape::References("service")),
            may("figures", Shape::Texts),
            may("keywords", Shape::Texts),
            may("angles", Shape::Table(ANGLES)),
            may("related", Shape::Tables(RELATED)),
        ],
    },
];

const WHEN: &[Field] = &[
    may("form", Shape::Pattern),
    may("exact", Shape::Pattern),
    may("requires", Shape::References("service")),
    may("with", Shape::Texts),
    may("without", Shape::Texts),
    may("not_before", Shape::Texts),
    may("not_after", Shape::Texts),
];

const WRONG: &[Field] = &[
    must("form", Shape::Pattern),
    may("right", Shape::Text),
    may("year", Shape::Number(1990, 2100)),
    may("severity", Shape::OneOf(&["warning", "information", "hint"])),
];

const ANGLES: &[Field] = &[may("security", Shape::Text), may("cost", Shape::Text), may("automation", Shape::Text)];

const RELATED: &[Field] =
    &[must("id", Shape::Reference("scenario")), must("weight", Shape::Number(1, 3)), must("why", Shape::Text)];

const fn must(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: true }
}

const fn may(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: false }
}
