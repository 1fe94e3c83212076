//! The words of `lexicon/stance.toml`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

/// The class of a verb, by what it says of its object or, for [`VerbClass::Troubled`], of its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum VerbClass {
    Removed,
    Replaced,
    Moved,
    Rejected,
    Considered,
    Chosen,
    Planned,
    Asked,
    Discussed,
    Found,
    Mended,
    Lacking,
    Troubled,
    Blamed,
    Made,
    Written,
    Deferred,
    Vanished,
    Posing,
    Owned,
    Kept,
}

/// The form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VerbForm {
    /// Infinitive or present: "take", "takes".
    Present,
    /// Past tense or participle: "took", "taken".
    Past,
    /// "taking".
    Ing,
}

/// A verb in one of its forms.
#[derive(Debug)]
pub(super) struct Verb {
    pub class: VerbClass,
    pub form: VerbForm,
    /// The words that belong to it, such as "out" in "take out".
    pub particles: Vec<String>,
}

/// The word lists; the file says what each is for.
#[derive(Debug)]
pub(super) struct WordLists {
    pub negators: HashSet<&'static str>,
    pub modals: HashSet<&'static str>,
    pub needs: HashSet<&'static str>,
    pub others: HashSet<&'static str>,
    pub groups: HashSet<&'static str>,
    pub our_groups: HashSet<&'static str>,
    pub our_owners: HashSet<&'static str>,
    pub self_built: HashSet<&'static str>,
    pub structures: HashSet<&'static str>,
    pub old: HashSet<&'static str>,
    pub surplus: HashSet<&'static str>,
    pub talks: HashSet<&'static str>,
    pub adverbs: HashSet<&'static str>,
    pub options: HashSet<&'static str>,
    pub offers: HashSet<&'static str>,
    pub troubles: HashSet<&'static str>,
    pub seeming: HashSet<&'static str>,
    pub trials: HashSet<&'static str>,
    pub later: HashSet<&'static str>,
    pub departments: HashSet<&'static str>,
    pub learners: HashSet<&'static str>,
    pub faults: HashSet<&'static str>,
    pub roles: HashSet<&'static str>,
    pub programs: HashSet<&'static str>,
    pub formerly: HashSet<&'static str>,
    pub moves: HashSet<&'static str>,
    pub skills: HashSet<&'static str>,
    pub counterparts: HashSet<&'static str>,
    pub workplaces: HashSet<&'static str>,
}

/// The word lists.
pub(super) static WORDS: LazyLock<WordLists> = LazyLock::new(|| {
    let list = |id: &str| {
        let lists = FILE.words.iter().filter(|list| list.id == id);
        lists.flat_map(|list| &list.words).map(String::as_str).collect::<HashSet<_>>()
    };
    WordLists {
        negators: list("negators"),
        modals: list("modals"),
        needs: list("needs"),
        others: list("others"),
        groups: list("groups"),
        our_groups: list("our_groups"),
        our_owners: list("our_owners"),
        self_built: list("self_built"),
        structures: list("structures"),
        old: list("old"),
        surplus: list("surplus"),
        talks: list("talks"),
        adverbs: list("adverbs"),
        options: list("options"),
        offers: list("offers"),
        troubles: list("troubles"),
        seeming: list("seeming"),
        trials: list("trials"),
        later: list("later"),
        departments: list("departments"),
        learners: list("learners"),
        faults: list("faults"),
        roles: list("roles"),
        programs: list("programs"),
        formerly: list("formerly"),
        moves: list("moves"),
        skills: list("skills"),
        counterparts: list("counterparts"),
        workplaces: list("workplaces"),
    }
});

/// Returns the verbs that `word`, in lower case, may be a form of. Those of more words come first.
pub(super) fn verbs(word: &str) -> &'static [Verb] {
    VERBS.get(word).map_or(&[], Vec::as_slice)
}

/// Returns, for each language but English, its code and the words in it that may deny what a clause says.
pub(super) fn foreign_words() -> impl Iterator<Item = (&'static str, &'static [String])> {
    FILE.foreign.iter().map(|list| (list.id.as_str(), list.words.as_slice()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    verbs: Vec<List<VerbClass>>,
    words: Vec<List<String>>,
    foreign: Vec<List<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List<T> {
    id: T,
    words: Vec<String>,
}

static FILE: LazyLock<File> =
    LazyLock::new(|| toml::from_str(include_str!("../../../lexicon/stance.toml")).expect("the built-in file is sound"));

static VERBS: LazyLock<HashMap<String, Vec<Verb>>> = LazyLock::new(|| {
    let mut all = HashMap::<String, Vec<Verb>>::new();
    for List { id: class, words: entries } in &FILE.verbs {
        for entry in entries {
            let mut words = entry.split(' ');
            let forms = forms(words.next().unwrap_or_default());
            let particles: Vec<String> = words.map(String::from).collect();
            for (word, form) in forms {
                all.entry(word).or_default().push(Verb { class: *class, form, particles: particles.clone() });
            }
        }
    }
    all.values_mut().for_each(|verbs| verbs.sort_by_key(|verb| std::cmp::Reverse(verb.particles.len())));
    all
});

/// Returns the forms of a verb, which is its base form, or its base form, past tense and participle with slashes between.
fn forms(entry: &str) -> Vec<(String, VerbForm)> {
    let mut given = entry.split('/');
    let base = given.next().unwrap_or_default();
    let mut forms = vec![
        (base.to_owned(), VerbForm::Present),
        (third_person(base), VerbForm::Present),
        (with_ending(base, "ing"), VerbForm::Ing),
    ];
    let mut past: Vec<String> = given.map(String::from).collect();
    if past.is_empty() {
        past.push(with_ending(base, "ed"));
    }
    past.dedup();
    past.retain(|form| form != base);
    forms.extend(past.into_iter().map(|form| (form, VerbForm::Past)));
    forms
}

fn third_person(base: &str) -> String {
    match base.strip_suffix('y').filter(|stem| !stem.ends_with(is_vowel)) {
        Some(stem) => format!("{stem}ies"),
        None if base.ends_with(['s', 'x', 'z']) || base.ends_with("ch") || base.ends_with("sh") => format!("{base}es"),
        None => format!("{base}s"),
    }
}

/// Returns `base` with a regular ending, which is "ed" or "ing".
fn with_ending(base: &str, ending: &str) -> String {
    if let Some(stem) = base.strip_suffix("ie").filter(|_| ending == "ing") {
        return format!("{stem}ying");
    }
    if let Some(stem) = base.strip_suffix('e').filter(|stem| ending == "ed" || !stem.ends_with(['e', 'o'])) {
        return format!("{stem}{ending}");
    }
    if let Some(stem) = base.strip_suffix('y').filter(|stem| ending == "ed" && !stem.ends_with(is_vowel)) {
        return format!("{stem}i{ending}");
    }
    match base.chars().last().filter(|_| doubles_its_end(base)) {
        Some(last) => format!("{base}{last}{ending}"),
        None => format!("{base}{ending}"),
    }
}

/// Whether the last letter of `base` is doubled before an ending: it follows the only vowel ("drop").
fn doubles_its_end(base: &str) -> bool {
    let mut letters = base.chars().rev();
    let [Some(last), Some(vowel), Some(before)] = [letters.next(), letters.next(), letters.next()] else {
        return false;
    };
    let is_only = base.chars().filter(|letter| is_vowel(*letter)).count() == 1;
    is_only && is_vowel(vowel) && !is_vowel(before) && !is_vowel(last) && !matches!(last, 'w' | 'x' | 'y')
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_inflected() {
        for (entry, expected) in [
            ("remove", "remove removes removing removed"),
            ("drop", "drop drops dropping dropped"),
            ("deny", "deny denies denying denied"),
            ("plan", "plan plans planning planned"),
            ("delay", "delay delays delaying delayed"),
            ("fix", "fix fixes fixing fixed"),
            ("die/died/died", "die dies dying died"),
            ("take/took/taken", "take takes taking took taken"),
            ("shut/shut/shut", "shut shuts shutting"),
            ("see/saw/seen", "see sees seeing saw seen"),
        ] {
            let found: Vec<_> = forms(entry).into_iter().map(|(form, _)| form).collect();
            assert_eq!(found.join(" "), expected, "{entry}");
        }
    }

    #[test]
    fn no_list_is_empty_or_unknown() {
        let WordLists {
            negators,
            modals,
            needs,
            others,
            groups,
            our_groups,
            our_owners,
            self_built,
            structures,
            old,
            surplus,
            talks,
            adverbs,
            options,
            offers,
            troubles,
            seeming,
            trials,
            later,
            departments,
            learners,
            faults,
            roles,
            programs,
            formerly,
            moves,
            skills,
            counterparts,
            workplaces,
        } = &*WORDS;
        let lists = [
            negators,
            modals,
            needs,
            others,
            groups,
            our_groups,
            our_owners,
            self_built,
            structures,
            old,
            surplus,
            talks,
            adverbs,
            options,
            offers,
            troubles,
            seeming,
            trials,
            later,
            departments,
            learners,
            faults,
            roles,
            programs,
            formerly,
            moves,
            skills,
            counterparts,
            workplaces,
        ];
        assert!(lists.iter().all(|list| !list.is_empty()));
        assert_eq!(lists.len(), FILE.words.len());
    }

    #[test]
    fn words_are_found_with_their_class() {
        let classes = |word: &str| verbs(word).iter().map(|verb| verb.class).collect::<Vec<_>>();
        assert_eq!(classes("scrapped"), [VerbClass::Removed]);
        assert_eq!(classes("considering"), [VerbClass::Considered]);
        assert!(classes("queue").is_empty());
        assert!(verbs("took").iter().all(|verb| !verb.particles.is_empty()));
        assert!(WORDS.negators.contains("never"));
    }
}
