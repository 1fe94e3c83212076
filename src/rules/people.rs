//! Decides whether an answer is about people or about a system, by the words of its title and text.

mod vocabulary;

use vocabulary::{WordClass, classes, unspaced};

use crate::answer::{Answer, Mention};
use crate::component::Component;
use crate::lexicon::{Lexicon, Term};
use crate::words;

/// What a text is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    /// People, and what is between them.
    People,
    /// A system, or a part of one.
    System,
    /// Neither, as far as its words show.
    Open,
}

/// Whether the answer is about people rather than a system. The outcome of such a story is often a changed relationship.
pub(crate) fn is_about_people(answer: &Answer, lexicon: &Lexicon) -> bool {
    match answer.title().map_or(Topic::Open, |title| topic(title, lexicon)) {
        Topic::People => return true,
        Topic::System => return false,
        Topic::Open => {}
    }
    let is_technical = |mention: &Mention| matches!(mention.term, Term::Service(_) | Term::Product(_));
    if answer.mentions.iter().any(is_technical) {
        return false;
    }
    let of = |components: &[Component]| {
        let sections = components.iter().flat_map(|component| answer.sections_of(*component));
        let parts = sections.flat_map(|section| &section.parts);
        parts.fold(Evidence::default(), |all, part| all.with(Evidence::of(&answer.text()[part.range()])))
    };
    let opening = of(&[Component::Situation, Component::Task]);
    let outcome = of(&[Component::Result]);
    let relations = opening.relations + opening.shared;
    let is_outcome_between_people = outcome.relations + outcome.shared > 0 && outcome.systems == 0;
    // "A colleague and I had a conflict about code reviews."
    let is_between_persons = relations > 0 && opening.persons > 0 && relations + opening.persons > opening.systems;
    is_outcome_between_people || is_between_persons || relations >= 2 && relations > opening.systems
}

/// Returns what a title is about.
pub(crate) fn topic(title: &str, lexicon: &Lexicon) -> Topic {
    let mut evidence = Evidence::of(title);
    if evidence.is_about_people() {
        let mut title = title.to_owned();
        for hit in lexicon.find(&title).iter().rev().filter(|hit| !matches!(hit.term, Term::Vague(_))) {
            title.replace_range(hit.span.range(), SYSTEM);
        }
        evidence = Evidence::of(&title);
    }
    match evidence {
        _ if evidence.is_about_people() => Topic::People,
        Evidence { systems: 1.., .. } => Topic::System,
        _ => Topic::Open,
    }
}

/// The number of words for people and for systems in a text.
#[derive(Clone, Copy, Debug, Default)]
struct Evidence {
    relations: usize,
    /// What is between people, or between the parts of a system.
    shared: usize,
    persons: usize,
    /// "A difficult client", "a hard talk".
    charged: usize,
    mistakes: usize,
    /// Failures that aren't those of a system.
    failures: usize,
    systems: usize,
    /// Whether it addresses or names the person who failed: "you", "I", "our".
    is_personal: bool,
}

impl Evidence {
    fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let words: Vec<&str> = words::runs(&lower, |c| c == '-' || c == '\'').map(|(_, word)| word).collect();
        let mut evidence = Self::default();
        for at in 0..words.len() {
            evidence.count(&words, at);
        }
        evidence.is_personal |= words.len() <= SHORT;
        if !text.is_ascii() {
            evidence = evidence.with(Self::unspaced(&lower));
        }
        evidence
    }

    /// Counts the word at the index `at`.
    fn count(&mut self, words: &[&str], at: usize) {
        let is = |at: usize, class| words.get(at).is_some_and(|word| classes(word).contains(&class));
        let is_system = |at: usize| is(at, WordClass::Systems);
        let after_system = at > 0 && (is_system(at - 1) || is(at - 1, WordClass::Modifiers));
        // "the failure of the primary"
        let of_thing = words.get(at + 1) == Some(&"of")
            && !words[at + 2..]
                .iter()
                .any(|word| PERSONAL.contains(word) || classes(word).contains(&WordClass::Persons));
        for class in classes(words[at]) {
            match class {
                // "a merge conflict", "a trust policy of the role"
                WordClass::Shared if !after_system && !is_system(at + 1) => self.shared += 1,
                WordClass::Relations => self.relations += 1,
                WordClass::Failures if !after_system && !of_thing => self.failures += 1,
                WordClass::Failures if of_thing => self.systems += 1,
                // "the customer database", "the secrets manager"
                WordClass::Persons if !(is_system(at + 1) || after_system && is(at, WordClass::Programs)) => {
                    self.persons += 1;
                    self.charged += usize::from(Self::is_charged(words, at));
                }
                WordClass::Talks => self.charged += usize::from(Self::is_charged(words, at)),
                WordClass::Mistakes => self.mistakes += 1,
                WordClass::Modifiers if is(at + 1, WordClass::Shared) || is(at + 1, WordClass::Failures) => {
                    self.systems += 1;
                }
                // "customer service"
                WordClass::Systems if at == 0 || words[at] != "service" || !is(at - 1, WordClass::Persons) => {
                    self.systems += 1;
                }
                _ => {}
            }
        }
        self.is_personal |= PERSONAL.contains(words[at]);
    }

    /// Whether a word near the one at `at` says that it is hard to get on with.
    fn is_charged(words: &[&str], at: usize) -> bool {
        let is = |word: &str, class| classes(word).contains(&class);
        let near = |word: &&&str| is(word, WordClass::Charged);
        let joins = |word: &&&str| !is(word, WordClass::Systems);
        words[..at].iter().rev().take(NEAR).take_while(joins).any(|word| near(&word))
            || words[at + 1..].iter().take(NEAR).take_while(joins).any(|word| near(&word))
    }

    /// Returns the evidence of words in scripts without spaces.
    fn unspaced(text: &str) -> Self {
        let mut evidence = Self::default();
        let mut charged = 0;
        for (_, class) in unspaced().iter().filter(|(word, _)| text.contains(word.as_str())) {
            match class {
                WordClass::Relations => evidence.relations += 1,
                WordClass::Persons => evidence.persons += 1,
                WordClass::Charged => charged += 1,
                WordClass::Failures => evidence.failures += 1,
                WordClass::Systems => evidence.systems += 1,
                _ => {}
            }
        }
        if evidence.systems == 0 {
            evidence.charged = charged.min(evidence.persons);
        }
        evidence
    }

    fn with(self, other: Self) -> Self {
        Self {
            relations: self.relations + other.relations,
            shared: self.shared + other.shared,
            persons: self.persons + other.persons,
            charged: self.charged + other.charged,
            mistakes: self.mistakes + other.mistakes,
            failures: self.failures + other.failures,
            systems: self.systems + other.systems,
            is_personal: self.is_personal || other.is_personal,
        }
    }

    fn is_about_people(self) -> bool {
        let is_alone = self.systems == 0;
        self.mistakes > 0
            || self.charged > 0
            || self.relations > 0
            || self.shared > 0 && (is_alone || self.persons > 0)
            || self.failures > 0 && is_alone && (self.is_personal || self.persons > 0)
    }
}

/// The word that stands for the name of a service or product.
const SYSTEM: &str = "system";

/// The number of words of a title that is only a name: "My biggest failure".
const SHORT: usize = 4;

/// The number of words between which "difficult" belongs to a person.
const NEAR: usize = 3;

/// Words for the person who failed.
static PERSONAL: words::Words = words::Words::new(&["you", "your", "i", "my", "me", "we", "our"]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Severity;
    use crate::rules::testing::severities;

    #[test]
    fn titles_about_people_are_told_from_those_about_systems() {
        let lexicon = Lexicon::builtin();
        for title in [
            "Tell me about a difficult client",
            "Describe a hard talk with your boss",
            "Tell me about a toxic team",
            "A time you disagreed with your manager about the database design",
            "How I earned the trust of a skeptical customer",
            "Have backbone: disagree and commit",
            "Tell me about a conflict in your last job",
            "A customer who was angry at our customer service",
            "Giving tough feedback to a senior engineer",
            "Tell me about a time you failed",
            "My biggest mistake in production",
            "A time I had to convince the directors to migrate to AWS",
            "Mentoring a junior developer",
            "Two teams blamed each other for the outage",
            "We argued about the plan",
            "Tell me about a time you earned trust",
            "How do you handle stress?",
            "The failure of my first project",
            "Something went wrong and it was up to you",
            "Tell me about a coworker who did not pull their weight and a difficult conversation",
            "Erzählen Sie von einem Konflikt mit einem Kollegen",
            "Ein schwieriges Gespräch mit Ihrem Chef",
            "Parlez-moi d'un désaccord avec un collègue",
            "Un client très difficile",
            "Háblame de un conflicto con un compañero",
            "Un cliente difícil",
            "Fale sobre um conflito com um colega",
            "Racconta di un conflitto con un collega",
            "Vertel over een conflict met een collega",
            "同僚と対立した経験を教えてください",
            "동료와의 갈등을 해결한 경험",
            "请谈谈你与同事的冲突",
            "एक सहकर्मी के साथ मतभेद",
        ] {
            assert_eq!(topic(title, &lexicon), Topic::People, "{title}");
        }
        for title in [
            "Tell me about a difficult migration",
            "Describe a hard bug",
            "The deployment failure",
            "Resolving a merge conflict",
            "A job failure at night",
            "Rotating the secrets of a difficult Redis client",
            "A tough customer database migration",
            "Failures of the payment service",
            "A zero trust network",
            "An IAM trust policy",
            "A hard problem with the secrets manager",
            "A conflict of port numbers in the VPC",
            "A failed EC2 launch",
            "Feedback loop",
            "Conflict resolution in DynamoDB global tables",
            "Failure of the primary",
            "How did you reduce failures?",
            "A stress test of the shop",
            "Why did the Kubernetes cluster fail?",
            "A test failure that nobody understood",
            "Eine schwierige Migration der Datenbank",
            "Une migration difficile",
            "Una migración complicada",
            "Uma migração difícil de sistemas",
            "難しいデータベース移行",
            "어려운 데이터베이스 마이그레이션",
            "一次困难的数据库迁移",
        ] {
            assert_eq!(topic(title, &lexicon), Topic::System, "{title}");
        }
        for title in
            ["Tell me about a project that you are proud of", "A difficult decision for your team", "Night shift"]
        {
            assert_eq!(topic(title, &lexicon), Topic::Open, "{title}");
        }
    }

    #[test]
    fn a_result_between_people_makes_the_finding_a_hint() {
        let draft = |title: &str, situation: &str, result: &str| {
            format!(
                "# {title}\n\n**Situation:** {situation}\n\n**Task:** I had to fix it.\n\n\
                 **Action:** I listened to her first.\n\n**Result:** {result}\n"
            )
        };
        let plain = "The night shift was short of hands.";
        for (title, situation, result, expected) in [
            ("A difficult client", plain, "She signed again.", Severity::Hint),
            ("Night shift", plain, "We respect each other now.", Severity::Hint),
            ("Night shift", plain, "She thanked me in front of everyone.", Severity::Hint),
            ("Night shift", "The crew was angry, and a quarrel began.", "It is calm now.", Severity::Hint),
            ("Night shift", plain, "It is calm now.", Severity::Warning),
            ("Night shift", plain, "The servers respect the limit now.", Severity::Warning),
            ("A hard migration", plain, "We respect each other now.", Severity::Warning),
            ("Night shift", "We ran on Amazon EC2.", "We respect each other now.", Severity::Warning),
        ] {
            let draft = draft(title, situation, result);
            assert_eq!(severities("missing-metric", &draft), [expected], "{draft}");
        }
    }
}
