//! Ranks the scenarios that are related to an answer, and says why.
//!
//! A scenario scores by the services that it shares with the answer and by the words that both say, each the more the
//! fewer scenarios have it. What a generic phrase may stand for counts as half named.

use std::collections::BTreeMap;

use crate::answer::Answer;
use crate::lexicon::topics::{IMPLIED, Weight, Word, words_of};
use crate::lexicon::{Lexicon, Term};

/// The least score that is worth an editor's menu entry.
const WORTH_SAYING: f64 = 4.5;
/// The share of the best score below which a further one is left out.
const STAY_CLOSE: f64 = 0.2;
/// How many reasons are given.
const REASONS: usize = 3;
/// The share of the weightiest reason below which a further one is not given.
const REASON_WORTH_GIVING: f64 = 0.25;

/// How much a service counts.
const SERVICE: f64 = 1.6;
/// How much a service counts that a generic phrase may stand for.
const CANDIDATE: f64 = 0.8;
/// How much a keyword of several words counts.
const KEYWORD: f64 = 2.0;
/// How much a word counts.
const WORD: f64 = 1.0;
/// How much more the words of the title count.
const IN_TITLE: f64 = 2.0;

/// A scenario that is related to an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// Which, as an index into [`Lexicon::scenarios`].
    pub scenario: usize,
    /// How much; comparable within one ranking only.
    pub score: f64,
    /// What they share, the weightiest first: service names and words.
    pub why: Vec<String>,
}

/// The scenarios related to `answer`, best first, at most `limit`, none that shares nothing of weight.
pub fn related(lexicon: &Lexicon, answer: &Answer, limit: usize) -> Vec<Related> {
    let mut services = Vec::new();
    let mut candidates = Vec::new();
    for mention in &answer.mentions {
        match mention.term {
            Term::Service(service) => services.push(service),
            Term::Phrase(phrase) => candidates.extend_from_slice(&lexicon.phrases[phrase].candidates),
            Term::Product(_) | Term::Vague(_) => {}
        }
    }
    let title = answer.title().unwrap_or_default();
    rank(lexicon, &Query { title, prose: answer.prose.text(), services, candidates }, limit)
}

/// What an answer says, as far as the ranking goes.
#[derive(Debug)]
struct Query<'a> {
    title: &'a str,
    prose: &'a str,
    /// The services it names.
    services: Vec<usize>,
    /// The services that its generic phrases may stand for.
    candidates: Vec<usize>,
}

/// What a scenario shares with an answer, by reason in lower case: how it is written, and how much it counts.
type Shared = BTreeMap<String, (String, f64)>;

fn rank(lexicon: &Lexicon, query: &Query<'_>, limit: usize) -> Vec<Related> {
    let mut shared = vec![Shared::new(); lexicon.scenarios.len()];
    share_services(lexicon, query, &mut shared);
    share_words(lexicon, query, &mut shared);
    let mut related: Vec<Related> = shared
        .into_iter()
        .enumerate()
        .map(|(scenario, shared)| {
            let mut reasons: Vec<(String, f64)> = shared.into_values().collect();
            let score = reasons.iter().map(|(_, weight)| weight).sum();
            reasons.sort_by(|(_, a), (_, b)| b.total_cmp(a));
            let least = reasons.first().map_or(0.0, |(_, weight)| weight * REASON_WORTH_GIVING);
            let given = reasons.into_iter().take(REASONS).filter(|&(_, weight)| weight >= least);
            let why = given.map(|(reason, _)| reason).collect();
            Related { scenario, score, why }
        })
        .filter(|related| related.score >= WORTH_SAYING)
        .collect();
    related.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.scenario.cmp(&b.scenario)));
    let least = related.first().map_or(0.0, |best| best.score * STAY_CLOSE);
    related.retain(|related| related.score >= least);
    related.truncate(limit);
    related
}

/// Counts the services that are named, implied, or perhaps meant.
fn share_services(lexicon: &Lexicon, query: &Query<'_>, shared: &mut [Shared]) {
    let mut strengths = BTreeMap::<usize, f64>::new();
    let mut strengthen = |service: usize, strength: f64| {
        for &implied in &lexicon.services[service].implies {
            let strength = if implied == service { strength } else { strength * IMPLIED };
            let known = strengths.entry(implied).or_default();
            *known = known.max(strength);
        }
    };
    query.services.iter().for_each(|&service| strengthen(service, SERVICE));
    query.candidates.iter().for_each(|&service| strengthen(service, CANDIDATE));
    for (service, strength) in strengths {
        let Some(weights) = lexicon.topics.services.get(&service) else { continue };
        let name = lexicon.services[service].short_name();
        for &Weight { scenario, weight } in weights {
            add(&mut shared[scenario], name, weight * strength);
        }
    }
}

/// Counts the words and the keywords of several words.
fn share_words(lexicon: &Lexicon, query: &Query<'_>, shared: &mut [Shared]) {
    let mut said = BTreeMap::<String, (f64, String)>::new();
    for (text, strength) in [(query.title, WORD * IN_TITLE), (query.prose, WORD)] {
        let words: Vec<Word<'_>> = words_of(text).collect();
        for (at, word) in words.iter().enumerate() {
            if !word.dull {
                let known = said.entry(word.stem.clone()).or_insert_with(|| (0.0, word.text.to_owned()));
                known.0 = known.0.max(strength);
            }
            for keyword in lexicon.topics.keywords.get(&word.stem).into_iter().flatten() {
                let stems = words[at..].iter().map(|word| &word.stem).take(keyword.stems.len());
                let weights = if stems.eq(&keyword.stems) { &keyword.weights[..] } else { &[] };
                for &Weight { scenario, weight } in weights {
                    raise(&mut shared[scenario], &keyword.text, weight * strength * KEYWORD);
                }
            }
        }
    }
    for (stem, (strength, word)) in said {
        for &Weight { scenario, weight } in lexicon.topics.words.get(&stem).into_iter().flatten() {
            add(&mut shared[scenario], &word, weight * strength);
        }
    }
}

/// A reason that is found in two ways, as a service and as a word, counts twice.
fn add(shared: &mut Shared, reason: &str, weight: f64) {
    entry(shared, reason).1 += weight;
}

/// A reason that is found twice in the same way counts once.
fn raise(shared: &mut Shared, reason: &str, weight: f64) {
    let (_, known) = entry(shared, reason);
    *known = known.max(weight);
}

fn entry<'a>(shared: &'a mut Shared, reason: &str) -> &'a mut (String, f64) {
    shared.entry(reason.to_lowercase()).or_insert_with(|| (reason.to_owned(), 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ranks for a draft with this title and this prose.
    fn ranked(lexicon: &Lexicon, title: &str, prose: &str, limit: usize) -> Vec<Related> {
        let mut services = Vec::new();
        let mut candidates = Vec::new();
        for hit in lexicon.find(&format!("{title}\n{prose}")) {
            match hit.term {
                Term::Service(service) => services.push(service),
                Term::Phrase(phrase) => candidates.extend_from_slice(&lexicon.phrases[phrase].candidates),
                _ => {}
            }
        }
        rank(lexicon, &Query { title, prose, services, candidates }, limit)
    }

    /// Titles and drafts, and the scenarios that are right for them.
    const DRAFTS: &[(&[&str], &str, &str)] = &[
        (
            &["S1"],
            "",
            "Every IAM user could read our S3 bucket with patient files. I rewrote the policies to least privilege.",
        ),
        (
            &["S1"],
            "The open bucket",
            "A partner told us that our customer exports were publicly readable. I closed the bucket and reviewed who had too much access.",
        ),
        (
            &["S2"],
            "Claims portal too slow at peak",
            "Our EC2 instances hit 95% CPU at noon. I used Compute Optimizer and moved to Graviton.",
        ),
        (
            &["S2"],
            "",
            "The response time of the portal went up at peak hours, so I chose another instance type and let it scale on CPU utilization.",
        ),
        (
            &["S3"],
            "Cloud bill",
            "Finance complained that we were over budget. I bought Savings Plans and set up AWS Budgets.",
        ),
        (
            &["S3"],
            "",
            "Situation: our monthly bill had doubled and finance wanted to know why. Task: bring the spend down.",
        ),
        (&["S16"], "Memory spikes at night", "I created CloudWatch alarms that page the on-call engineer through SNS."),
        (&["S16"], "", "Nobody noticed the CPU spikes before customers called. I set up alerting with thresholds."),
        (
            &["S17", "Q2"],
            "Access denied between accounts",
            "Our build role could not assume the deploy role in another account; I fixed the trust policy.",
        ),
        (
            &["S17"],
            "",
            "Developers got permission denied when they switched to a role in the other AWS accounts. I corrected the trust policies and added SCPs.",
        ),
        (
            &["S18", "Q20"],
            "Critical CVEs in our images",
            "I added Trivy and ECR scanning to the build and blocked vulnerable images from ECS.",
        ),
        (&["S18", "Q20"], "", "A security audit found that our docker image was full of known vulnerabilities."),
        (
            &["S19"],
            "Glue job failing",
            "Our nightly ETL on Glue died with out of memory errors. I partitioned the data and used Athena to filter.",
        ),
        (
            &["S19"],
            "",
            "The Spark transformation could not handle the large dataset any more, every second run failed.",
        ),
        (
            &["S20"],
            "Breaking up the nightly batch",
            "I put a message queue between the shop and billing so that orders were handled asynchronously.",
        ),
        (
            &["S20"],
            "",
            "Orders were lost when the monolith was busy. I introduced SQS with a dead-letter queue and Lambda consumers.",
        ),
        (
            &["S21"],
            "From EC2 to Lambda",
            "We paid for idle servers. I moved the application to Lambda, API Gateway and DynamoDB.",
        ),
        (&["S21"], "", "I led the migration of a little-used service to serverless functions and a NoSQL table."),
        (
            &["S22"],
            "Logs everywhere",
            "Debugging meant logging into ten machines. I collected logs in CloudWatch Logs and OpenSearch.",
        ),
        (
            &["S22"],
            "",
            "Log aggregation was missing: finding an error across our microservices took hours of searching logs.",
        ),
        (
            &["S23", "Q16"],
            "Public APIs",
            "A penetration test showed that our internal APIs were exposed. I used PrivateLink and WAF.",
        ),
        (
            &["S24"],
            "Region outage",
            "When us-east-1 went down, we were down. I built failover to a second region with Route 53.",
        ),
        (
            &["S24"],
            "Disaster recovery plan",
            "Our RTO was two days. I set up cross-region backups and tested the failover.",
        ),
        (&["S25"], "SSO rollout", "People shared passwords. I introduced single sign-on with Okta and required MFA."),
        (
            &["S25"],
            "",
            "Leavers kept their accounts for weeks because every tool had its own login. I federated sign-in and enforced MFA.",
        ),
        (
            &["Q14"],
            "Hard-coded database password",
            "The password had been in the repository for years. I moved it to Secrets Manager with rotation.",
        ),
        (
            &["Q9"],
            "Hacked instance",
            "GuardDuty reported that an instance was mining. I isolated it with a security group and took an EBS snapshot as evidence.",
        ),
        (&["Q18"], "No more bastion hosts", "We had SSH keys on 300 machines. I replaced them by Session Manager."),
        (
            &["Q13"],
            "Ransomware-proof backups",
            "The auditor wanted immutable copies. I used Object Lock in compliance mode.",
        ),
        (
            &["Q19"],
            "Finding personal data",
            "Nobody knew where PII was stored in our buckets, so I ran Macie over them.",
        ),
        (
            &["Q4", "Q16"],
            "Denial-of-service attack",
            "A botnet flooded the shop. I switched on Shield Advanced and wrote WAF rules.",
        ),
        (
            &["Q10", "S1"],
            "Public buckets kept coming back",
            "I wrote an AWS Config rule with automatic remediation for non-compliant buckets.",
        ),
        (
            &["Q11"],
            "One log account for forty accounts",
            "I sent CloudTrail of all accounts to a log archive account with its own bucket.",
        ),
        (&["Q6", "Q7"], "Encrypting the archive", "I explained data keys and used KMS envelope encryption."),
        (
            &["Q15"],
            "SSRF in the image proxy",
            "The attacker read the metadata service. I enforced IMDSv2 on all instances.",
        ),
        (
            &["Q5"],
            "NAT costs",
            "Traffic to S3 went through the NAT gateway; I added a VPC gateway endpoint and changed the route table.",
        ),
        (
            &["Q20", "S18"],
            "Signed images only",
            "I signed container images with cosign and had the admission controller reject unsigned ones.",
        ),
        (
            &["Q12"],
            "A malicious dependency",
            "A third-party Lambda layer had been changed; I scanned and pinned all layers.",
        ),
    ];

    #[test]
    fn the_right_scenario_comes_first() {
        let lexicon = Lexicon::builtin();
        let (mut first, mut among) = (0, 0);
        let mut missed = Vec::new();
        for (right, title, prose) in DRAFTS {
            let ids: Vec<_> = ranked(&lexicon, title, prose, 3)
                .iter()
                .map(|related| &*lexicon.scenarios[related.scenario].id)
                .collect();
            let hits = |ids: &[&str]| ids.iter().any(|id| right.contains(id));
            first += usize::from(hits(&ids[..ids.len().min(1)]));
            among += usize::from(hits(&ids));
            if !hits(&ids[..ids.len().min(1)]) {
                missed.push((right, ids, title, prose));
            }
        }
        assert!(first * 10 >= DRAFTS.len() * 8, "{first} of {} first: {missed:#?}", DRAFTS.len());
        assert!(among * 100 >= DRAFTS.len() * 95, "{among} of {} among three: {missed:#?}", DRAFTS.len());
    }

    #[test]
    fn a_draft_about_something_else_has_no_relatives() {
        let lexicon = Lexicon::builtin();
        for (title, prose) in [
            ("", ""),
            ("The holiday party", "We had no room for the party. I asked the team, booked a boat and everyone came."),
            (
                "Conflict with a colleague",
                "A colleague and I disagreed about the order of tasks. I invited him for coffee and listened.",
            ),
            (
                "A mistake I made",
                "I promised a date without asking the team. I apologised to the customer and learned to ask first.",
            ),
            (
                "Tell me about a time you disagreed with your manager",
                "My manager wanted to cancel the training. I showed her what people had learned.",
            ),
            ("Mentoring", "A junior engineer was unsure. I met her every week until she led her own project."),
            (
                "Convincing stakeholders",
                "Sales wanted three features at once. I wrote down what each would bring and we chose one.",
            ),
            ("", "Situation: our restaurant was short of staff on weekends. Task: keep guests happy."),
        ] {
            let related = ranked(&lexicon, title, prose, 3);
            let found: Vec<_> =
                related.iter().map(|related| (&lexicon.scenarios[related.scenario].id, related)).collect();
            assert!(found.is_empty(), "{title}: {prose}: {found:?}");
        }
    }

    #[test]
    fn reasons_are_true_and_few() {
        let lexicon = Lexicon::builtin();
        let title = "Memory spikes";
        let prose = "I created CloudWatch alarms that notify us through SNS.";
        let related = ranked(&lexicon, title, prose, 2);
        assert_eq!(related.len(), 2);
        let why = &related[0].why;
        assert!((1..=REASONS).contains(&why.len()));
        assert!(why.iter().any(|reason| reason == "SNS"), "{why:?}");
        assert!(why.iter().all(|reason| !reason.starts_with("Amazon ")), "{why:?}");
        assert_eq!(ranked(&lexicon, title, prose, 0), []);
    }

    #[test]
    fn an_unnamed_service_counts_less_than_a_named_one() {
        let lexicon = Lexicon::builtin();
        let score = |prose| {
            let related = ranked(&lexicon, "", prose, 40);
            let of = |related: &&Related| lexicon.scenarios[related.scenario].id == "Q14";
            related.iter().find(of).map_or(0.0, |related| related.score)
        };
        let named = score("I put the credentials into Secrets Manager.");
        let unnamed = score("I put the credentials into a secrets store.");
        assert!(named > unnamed && unnamed > score("I put them away."), "{named} {unnamed}");
    }
}
