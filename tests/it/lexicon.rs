//! The data of the lexicon: in canonical form, complete, and correct about names.
//!
//! `UPDATE_EXPECT=1` rewrites the files in their canonical form; review the changes before you commit them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use regex_syntax::hir::{Hir, HirKind};
use star_coach::lexicon::{Confidence, Lexicon, Status, Term, own};
use toml::{Table, Value};

use crate::drafts::{profile, read};
use crate::tidy;

/// The files, and the key of the entries in each.
const FILES: &[(&str, &str)] = &[
    ("services", "service"),
    ("products", "product"),
    ("phrases", "phrase"),
    ("vague", "vague"),
    ("names", "name"),
    ("scenarios", "scenario"),
    ("guide", "component"),
    ("metrics", "phrase"),
    ("metrics", "trap"),
    ("metrics", "units"),
    ("metrics", "words"),
    ("practices", "practice"),
    ("practices", "criterion"),
];

/// Files in which the order of the entries matters.
const UNSORTED: &[&str] = &["labels", "quantities", "stance"];

/// The order of keys, in entries and in the tables inside them.
const KEYS: &[&str] = &[
    "id",
    "size",
    "code",
    "weight",
    "name",
    "long",
    "source",
    "sources",
    "platform",
    "kind",
    "title",
    "topics",
    "status",
    "status_since",
    "status_source",
    "launched",
    "launched_source",
    "confidence",
    "in_aws_context",
    "over_products",
    "of",
    "implies",
    "about",
    "practice",
    "criterion",
    "better",
    "advice",
    "example",
    "period",
    "words",
    "other",
    "glued",
    "joined",
    "money",
    "many",
    "adverbs",
    "each",
    "signs",
    "hundredths",
    "lead",
    "rows",
    "synonyms",
    "asked",
    "asked_in",
    "candidates",
    "also",
    "satisfies",
    "question",
    "missing",
    "good",
    "situation",
    "task",
    "action",
    "result",
    "before",
    "after",
    "articles",
    "own",
    "past",
    "past_forms",
    "orders",
    "han",
    "numbers",
    "ones",
    "counters",
    "beginnings",
    "car",
    "par",
    "soar",
    "points",
    "services",
    "figures",
    "subject",
    "keywords",
    "unless",
    "angles",
    "related",
    "aliases",
    "bare",
    "is_code",
    "needs_modifier",
    "heads",
    "hosted",
    "modifiers",
    "patterns",
    "verbs",
    "translations",
    "de",
    "es",
    "fr",
    "it",
    "ja",
    "ko",
    "nl",
    "pt",
    "zh",
    "fires",
    "fine",
    "signals",
    "form",
    "reason",
    "exact",
    "right",
    "year",
    "severity",
    "requires",
    "with",
    "without",
    "not_before",
    "not_after",
    "when",
    "former",
    "misspelled",
    "security",
    "cost",
    "automation",
    "why",
];

/// The maximum length of a line.
const WIDTH: usize = 120;

fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("lexicon").join(file).with_extension("toml")
}

fn text(file: &str) -> String {
    fs::read_to_string(path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Returns the entries of a file.
fn entries(file: &str, key: &str) -> Vec<Table> {
    let table: Table = toml::from_str(&text(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    let entries = table[key].as_array().expect("a list").iter();
    entries.map(|entry| entry.as_table().expect("a table").clone()).collect()
}

fn strings(entry: &Table, key: &str) -> Vec<String> {
    let list = entry.get(key).and_then(|list| list.as_array());
    list.into_iter().flatten().filter_map(|item| item.as_str().map(String::from)).collect()
}

/// Sorts `S2` before `S10`, and scenarios before questions.
fn sort_key(id: &str) -> (bool, u32, String) {
    let number = id.get(1..).and_then(|number| number.parse().ok());
    (number.is_some() && id.starts_with('Q'), number.unwrap_or(0), id.to_owned())
}

#[test]
fn the_files_are_canonical() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = String::new();
    for file in FILES.iter().map(|(file, _)| file).chain(UNSORTED) {
        let written = text(file);
        let canonical = canonical(file, &written);
        if update && written != canonical {
            fs::write(path(file), &canonical).unwrap_or_else(|error| panic!("{file}: {error}"));
        } else if written != canonical {
            let line = written.lines().zip(canonical.lines()).position(|(a, b)| a != b).unwrap_or(0);
            let expected = canonical.lines().nth(line).unwrap_or_default();
            let _ = writeln!(wrong, "lexicon/{file}.toml:{}: expected {expected}", line + 1);
        }
    }
    assert!(wrong.is_empty(), "{wrong}run again with UPDATE_EXPECT=1");
}

#[test]
fn files_are_rewritten_in_canonical_form() {
    let messy = "# Head.\n\n[[vague]]\npatterns = ['b',\n 'a\"']\nid='z'\n# About a.\n[[vague]]\nid = \"a\"\n";
    let neat = "# Head.\n\n# About a.\n[[vague]]\nid = \"a\"\n\n[[vague]]\nid = \"z\"\npatterns = [\"b\", \"a\\\"\"]\n";
    assert_eq!(canonical("vague", messy), neat);
    assert_eq!(canonical("vague", neat), neat);
}

/// Returns a file in its canonical form.
fn canonical(file: &str, text: &str) -> String {
    let mut head = Vec::new();
    let mut blocks: Vec<(Vec<&str>, &str, Vec<&str>)> = Vec::new();
    let mut comments: Vec<&str> = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') {
            if blocks.is_empty() {
                // A comment separated from the first entry is about the whole file.
                let own = comments.iter().rposition(|line| line.is_empty()).map_or(0, |at| at + 1);
                head = comments.drain(..own).collect();
            }
            comments.retain(|line| !line.is_empty());
            blocks.push((std::mem::take(&mut comments), line, Vec::new()));
        } else if line.starts_with('#') || blocks.is_empty() {
            comments.push(line);
        } else if let Some((.., body)) = blocks.last_mut() {
            assert!(
                comments.is_empty() || line.trim().is_empty(),
                "{file}: comments stand above entries, not inside: {comments:?}"
            );
            body.push(line);
        }
    }
    assert!(comments.is_empty(), "{file}: a comment at the end is about nothing: {comments:?}");
    let mut entries: Vec<(Vec<&str>, &str, Table)> = blocks
        .into_iter()
        .map(|(comments, header, body)| {
            let table = toml::from_str(&body.join("\n")).unwrap_or_else(|error| panic!("{file}: {error}"));
            (comments, header, table)
        })
        .collect();
    if !UNSORTED.contains(&file) {
        // The kinds of entries keep the order of their first appearance.
        let headers: Vec<&str> = entries.iter().map(|(_, header, _)| *header).collect();
        let kind = |header: &str| headers.iter().position(|known| *known == header);
        entries.sort_by_key(|(_, header, entry)| {
            (kind(header), sort_key(entry.get("id").map_or("", |id| id.as_str().expect("an ID"))))
        });
    }
    let mut out = String::new();
    for line in head.iter().rev().skip_while(|line| line.is_empty()).collect::<Vec<_>>().iter().rev() {
        let _ = writeln!(out, "{line}");
    }
    for (comments, header, entry) in entries {
        let _ = writeln!(out);
        comments.iter().for_each(|line| out.extend([line, "\n"]));
        let _ = writeln!(out, "{header}");
        for (key, value) in in_order(file, &entry) {
            let _ = writeln!(out, "{key} = {}", value_of_key(file, key, value));
        }
    }
    out
}

fn in_order<'a>(file: &str, table: &'a Table) -> Vec<(&'a str, &'a Value)> {
    let mut pairs: Vec<(&str, &Value)> = table.iter().map(|(key, value)| (key.as_str(), value)).collect();
    let place = |key: &str| KEYS.iter().position(|known| *known == key);
    // A table of names, such as classes of verbs.
    if pairs.iter().all(|(key, _)| place(key).is_none()) {
        return pairs;
    }
    pairs.iter().for_each(|(key, _)| assert!(place(key).is_some(), "{file}: no place is known for `{key}`"));
    pairs.sort_by_key(|(key, _)| place(key));
    pairs
}

fn value_of_key(file: &str, key: &str, value: &Value) -> String {
    let Value::Array(items) = value else { return inline(file, value) };
    let items: Vec<String> = items.iter().map(|item| inline(file, item)).collect();
    let is_list = matches!(key, "action" | "points") && !items.is_empty()
        || items.iter().any(|item| item.starts_with(['{', '[']));
    let one_line = format!("[{}]", items.join(", "));
    if !is_list && key.len() + " = ".len() + one_line.chars().count() <= WIDTH {
        return one_line;
    }
    let mut lines = vec![String::new()];
    for item in items {
        let full = |line: &String| line.chars().count() + item.chars().count() + "   ,".len() > WIDTH;
        if lines.last().is_some_and(|line| !line.is_empty() && (is_list || full(line))) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            let _ = write!(line, " {item},");
        }
    }
    format!("[\n{}\n]", lines.iter().map(|line| format!(" {line}")).collect::<Vec<_>>().join("\n"))
}

fn inline(file: &str, value: &Value) -> String {
    match value {
        Value::String(text) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(|item| inline(file, item)).collect::<Vec<_>>().join(", "))
        }
        Value::Table(table) => {
            let pairs =
                in_order(file, table).into_iter().map(|(key, value)| format!("{key} = {}", inline(file, value)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

#[test]
fn every_entry_has_a_unique_id_and_a_known_source() {
    for &(file, key) in FILES {
        let entries = entries(file, key);
        let mut ids: Vec<&str> = entries.iter().map(|entry| entry["id"].as_str().expect("an id")).collect();
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{file}: an id is there twice");
        for entry in &entries {
            let sources = match entry.get("source") {
                Some(source) => vec![source.as_str().expect("a source").to_owned()],
                None => strings(entry, "sources"),
            };
            assert!(!sources.is_empty(), "{file}: {} has no source", entry["id"]);
            for source in sources {
                assert!(is_source(&source), "{file}: {} has the unknown source {source}", entry["id"]);
            }
        }
    }
}

/// Whether `source` names the origin of an entry: one of the documents, or the documentation of a cloud.
fn is_source(source: &str) -> bool {
    let range = |letter| source.strip_prefix(letter).and_then(|number| number.parse::<u8>().ok());
    matches!(source, "aws" | "azure" | "google-cloud" | "CHEAT" | "TIPS" | "NEXT")
        || range('S').is_some_and(|number| matches!(number, 1..=3 | 16..=25))
        || range('Q').is_some_and(|number| (1..=20).contains(&number))
}

/// The services and features that the two documents name, as written there.
const IN_THE_DOCUMENTS: &[(&str, &[&str])] = &[
    ("S1", &["S3", "IAM", "IAM Access Analyzer", "IAM roles", "S3 Block Public Access", "AWS Config"]),
    ("S2", &["EC2", "AWS Compute Optimizer", "Graviton", "AWS Systems Manager"]),
    (
        "S3",
        &["AWS Cost Explorer", "AWS Budgets", "Savings Plans", "Reserved Instances", "Spot Instances", "CloudWatch"],
    ),
    ("S16", &["CloudWatch", "CloudWatch alarms", "SNS", "Lambda", "CloudWatch Logs Insights", "AWS Systems Manager"]),
    ("S17", &["IAM policies", "SCPs", "AWS Organizations", "IAM Access Analyzer", "AssumeRole"]),
    ("S18", &["AWS Inspector", "ECS", "ECR", "AWS Secrets Manager"]),
    ("S19", &["Glue", "Athena", "S3", "CloudWatch"]),
    ("S20", &["SQS", "SNS", "Lambda", "DynamoDB", "Step Functions"]),
    ("S21", &["EC2", "Lambda", "API Gateway", "DynamoDB"]),
    ("S22", &["CloudWatch Logs", "OpenSearch", "Kinesis Firehose", "Lambda"]),
    ("S23", &["API Gateway", "PrivateLink", "AWS WAF", "IAM"]),
    ("S24", &["Route 53", "RDS", "S3", "AWS Backup"]),
    ("S25", &["IAM Identity Center", "IAM roles"]),
    ("Q1", &["IAM policy", "SCP", "permissions boundary"]),
    ("Q2", &["AssumeRole", "AWS RAM", "Transit Gateway", "trust policy"]),
    ("Q3", &["aws:SourceArn", "aws:SourceAccount"]),
    ("Q4", &["AWS WAF", "AWS Shield", "Shield Standard", "Shield Advanced"]),
    ("Q5", &["gateway endpoints", "VPC interface endpoints", "PrivateLink", "Elastic Network Interface"]),
    ("Q6", &["AWS KMS"]),
    ("Q7", &["EBS snapshot", "kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey"]),
    ("Q8", &["GuardDuty", "VPC Flow Logs", "EKS audit logs"]),
    ("Q9", &["security groups", "EBS"]),
    ("Q10", &["AWS Config", "SSM Automation"]),
    ("Q11", &["CloudTrail", "CloudWatch Logs", "Kinesis Data Firehose", "OpenSearch"]),
    ("Q12", &["Lambda layers"]),
    ("Q13", &["S3 Object Lock", "governance mode", "compliance mode"]),
    ("Q14", &["AWS Secrets Manager", "RDS", "Redshift", "DocumentDB", "Lambda"]),
    ("Q15", &["IMDSv1", "IMDSv2"]),
    ("Q16", &["API Gateway", "Cognito user pools", "Lambda authorizers", "AWS WAF", "VPC endpoints"]),
    ("Q17", &["security groups", "NACLs"]),
    ("Q18", &["AWS Systems Manager", "Session Manager", "CloudWatch", "S3"]),
    ("Q19", &["Macie", "S3"]),
    ("Q20", &["ECR", "AWS Signer"]),
];

#[test]
fn names_in_the_documents_are_recognized() {
    let profile = profile();
    let lexicon = &profile.lexicon;
    let mut lost = Vec::new();
    for (source, names) in IN_THE_DOCUMENTS {
        assert!(lexicon.scenarios.iter().any(|scenario| scenario.id == *source), "{source}");
        for name in *names {
            let known = |term| matches!(term, Term::Service(_));
            // Some names are recognized only next to a related name: a "security group" may be a group of guards.
            let prose = format!("On AWS, with Amazon EC2, S3 Object Lock and IAM, I set up {name}");
            let at = prose.len() - name.len();
            if !lexicon.find(&prose).iter().any(|hit| hit.span.start <= at && hit.span.end > at && known(hit.term)) {
                lost.push((source, name));
            }
        }
    }
    assert!(lost.is_empty(), "{lost:?}");
}

/// Former names, and wrong prefixes and spellings, with the correct names.
const WRONG: &[(&str, &str)] = &[
    ("AWS Single Sign-On", "warning: AWS IAM Identity Center 2022"),
    ("AWS SSO", "warning: AWS IAM Identity Center 2022"),
    ("Amazon Kinesis Data Firehose", "information: Amazon Data Firehose 2024"),
    ("AWS Kinesis Firehose", "information: Amazon Data Firehose 2024"),
    ("Kinesis Firehose", "information: Amazon Data Firehose 2024"),
    ("Amazon Kinesis Data Analytics", "warning: Amazon Managed Service for Apache Flink 2023"),
    ("Amazon Elasticsearch Service", "warning: Amazon OpenSearch Service 2021"),
    ("Amazon CloudWatch Events", "warning: Amazon EventBridge 2019"),
    ("AWS Chatbot", "hint: Amazon Q Developer in chat applications 2025"),
    ("DDoS Response Team", "hint: Shield Response Team 2021"),
    ("SSM Automation document", "hint: Systems Manager Automation runbook 2020"),
    ("Simple Systems Manager", "hint: AWS Systems Manager 2016"),
    ("EC2 Systems Manager", "hint: AWS Systems Manager 2017"),
    ("Amazon EC2 Container Service", "warning: Amazon ECS 2017"),
    ("Amazon EC2 Container Registry", "warning: Amazon ECR 2017"),
    ("Amazon Elastic Container Service for Kubernetes", "hint: Amazon EKS 2019"),
    ("Amazon Elastic MapReduce", "hint: Amazon EMR 2021"),
    ("AWS Certificate Manager Private Certificate Authority", "hint: AWS Private CA 2022"),
    ("ACM Private CA", "hint: AWS Private CA 2022"),
    ("AWS Fault Injection Simulator", "hint: AWS Fault Injection Service 2023"),
    ("Amazon Omics", "hint: AWS HealthOmics 2023"),
    ("Amazon HealthLake", "hint: AWS HealthLake 2023"),
    ("Amazon AppStream 2.0", "hint: Amazon WorkSpaces Applications 2025"),
    ("Amazon QuickSight", "hint: Amazon Quick Sight 2025"),
    ("Amazon Route 53 Application Recovery Controller", "hint: Amazon Application Recovery Controller 2024"),
    ("AWS CodeStar Connections", "hint: AWS CodeConnections 2024"),
    ("Amazon Managed Apache Cassandra Service", "hint: Amazon Keyspaces 2020"),
    ("AWS Personal Health Dashboard", "hint: AWS Health Dashboard 2022"),
    ("Amazon Pinpoint SMS", "hint: AWS End User Messaging SMS 2024"),
    ("AWS S3", "hint: Amazon S3"),
    ("AWS SNS", "hint: Amazon SNS"),
    ("AWS Athena", "hint: Amazon Athena"),
    ("AWS Inspector", "hint: Amazon Inspector"),
    ("AWS SQS", "hint: Amazon SQS"),
    ("AWS Simple Queue Service", "hint: Amazon Simple Queue Service"),
    ("AWS EC2", "hint: Amazon EC2"),
    ("AWS RDS", "hint: Amazon RDS"),
    ("AWS Aurora", "hint: Amazon Aurora"),
    ("AWS DynamoDB", "hint: Amazon DynamoDB"),
    ("AWS ECS", "hint: Amazon ECS"),
    ("AWS EKS", "hint: Amazon EKS"),
    ("AWS ECR", "hint: Amazon ECR"),
    ("AWS EBS", "hint: Amazon EBS"),
    ("AWS EFS", "hint: Amazon EFS"),
    ("AWS VPC", "hint: Amazon VPC"),
    ("AWS Route 53", "hint: Amazon Route 53"),
    ("AWS CloudFront", "hint: Amazon CloudFront"),
    ("AWS CloudWatch", "hint: Amazon CloudWatch"),
    ("AWS CloudWatch alarms", "hint: Amazon CloudWatch alarms"),
    ("AWS EventBridge", "hint: Amazon EventBridge"),
    ("AWS API Gateway", "hint: Amazon API Gateway"),
    ("AWS Cognito", "hint: Amazon Cognito"),
    ("AWS GuardDuty", "hint: Amazon GuardDuty"),
    ("AWS Macie", "hint: Amazon Macie"),
    ("AWS Detective", "hint: Amazon Detective"),
    ("AWS OpenSearch", "hint: Amazon OpenSearch Service"),
    ("AWS Redshift", "hint: Amazon Redshift"),
    ("AWS Kinesis", "hint: Amazon Kinesis"),
    ("AWS ElastiCache", "hint: Amazon ElastiCache"),
    ("AWS SageMaker", "hint: Amazon SageMaker"),
    ("AWS Bedrock", "hint: Amazon Bedrock"),
    ("AWS QuickSight", "hint: Amazon Quick Sight 2025"),
    ("AWS MSK", "hint: Amazon MSK"),
    ("AWS SES", "hint: Amazon SES"),
    ("AWS DocumentDB", "hint: Amazon DocumentDB"),
    ("Amazon Lambda", "hint: AWS Lambda"),
    ("Amazon Lambda functions", "hint: AWS Lambda functions"),
    ("Amazon Step Functions", "hint: AWS Step Functions"),
    ("Amazon CloudFormation", "hint: AWS CloudFormation"),
    ("Amazon CloudTrail", "hint: AWS CloudTrail"),
    ("Amazon Config", "hint: AWS Config"),
    ("Amazon KMS", "hint: AWS KMS"),
    ("Amazon IAM", "hint: AWS IAM"),
    ("Amazon Secrets Manager", "hint: AWS Secrets Manager"),
    ("Amazon WAF", "hint: AWS WAF"),
    ("Amazon Shield", "hint: AWS Shield"),
    ("Amazon Glue", "hint: AWS Glue"),
    ("Amazon Backup", "hint: AWS Backup"),
    ("Amazon Fargate", "hint: AWS Fargate"),
    ("Amazon Organizations", "hint: AWS Organizations"),
    ("Amazon Systems Manager", "hint: AWS Systems Manager"),
    ("Amazon Security Hub", "hint: AWS Security Hub"),
    ("Amazon Certificate Manager", "hint: AWS Certificate Manager"),
    ("Simple Queuing Service", "hint: Simple Queue Service"),
    ("Elastic Cloud Compute", "hint: Elastic Compute Cloud"),
    ("Amazon Elastic Cloud Compute", "hint: Amazon Elastic Compute Cloud"),
    ("Elastic Cache", "hint: ElastiCache"),
    ("Cloud Formation", "information: CloudFormation"),
    ("AWS Cloud Formation", "information: AWS CloudFormation"),
    ("Cloudfront", "information: CloudFront"),
    ("AWS Cloudfront", "hint: Amazon CloudFront"),
    ("Dynamodb", "information: DynamoDB"),
    ("aws guardduty", "information: Amazon GuardDuty"),
    ("AWS SecurityHub", "information: AWS Security Hub"),
    ("AWS Route53", "hint: Amazon Route 53"),
    ("Route53", "information: Route 53"),
    ("AWS Identity Access Management", "hint: AWS Identity and Access Management"),
    ("Lamda", "hint: Lambda"),
    ("DyanmoDB", "hint: DynamoDB"),
];

/// Names that are correct, were correct at the time of the story, or don't matter.
const RIGHT: &[&str] = &[
    "AWS Elastic Load Balancer",
    "AWS Security Hub",
    "AWS Security Hub CSPM",
    "Amazon CodeWhisperer",
    "Amazon WorkSpaces Web",
    "Amazon Quick",
    "Amazon Connect Customer",
    "AWS Schema Conversion Tool",
    "Amazon SageMaker",
    "Amazon SageMaker AI",
    "Amazon Connect",
    "AWS Lambda functions",
    "Amazon Bedrock Agents",
    "Amazon Route 53 Resolver",
    "Amazon GameLift",
    "Amazon MemoryDB for Redis",
    "Amazon ElastiCache for Redis",
    "AWS Server Migration Service",
    "CloudEndure Migration",
    "AWS Migration Hub",
    "Amazon Migration Hub",
    "AWS Import/Export",
    "AWS Snowmobile",
    "Amazon Macie Classic",
    "AWS WAF Classic",
    "AWS OpsWorks",
    "AWS CodeStar",
    "AWS CodeCommit",
    "AWS Cloud9",
    "Amazon QLDB",
    "AWS QLDB",
    "Amazon Elastic Transcoder",
    "AWS IoT Analytics",
    "Amazon Honeycode",
    "AWS App Runner",
    "Amazon App Runner",
    "AWS App Mesh",
    "AWS Proton",
    "AWS Audit Manager",
    "AWS CloudTrail Lake",
    "Amazon WorkDocs",
    "AWS WorkDocs",
    "Amazon Pinpoint",
    "AWS Pinpoint",
    "Amazon Chime",
    "Amazon S3 Select",
    "AWS Data Pipeline",
    "Amazon CloudSearch",
    "EC2-Classic",
    "Aurora Serverless v1",
    "AWS CLI v1",
    "d1.cloudfront.net",
    "AWS config",
    "secrets manager",
    "OpenSearch service",
    "lambda functions",
    "AWS account",
    "AWS security groups",
    "AWS Auto Scaling groups",
    "AWS Savings Plans",
    "AWS IAM roles",
    "Amazon EC2 Auto Scaling",
    "IAM Identity Center",
    "Amazon EventBridge",
    "Data Firehose",
    "S3",
    "Elasticsearch",
    "Amazon Q Developer",
];

/// Returns the messages of `misnamed-service` about `name`.
fn messages_about(name: &str) -> Vec<String> {
    let draft = format!(
        "## Names\n\n**Situation:** Failures were common.\n**Task:** I owned them.\n**Action:** I chose {name} for us.\n**Result:** Failures fell by 40%.\n"
    );
    let (_, analysis) = read(&draft);
    let findings = analysis.findings().filter(|(_, finding)| finding.rule.name == "misnamed-service");
    findings
        .map(|(span, finding)| {
            assert_eq!(&draft[span.start..span.end], name);
            let right = &finding.fixes[0].edits[0].text;
            let what = finding.message.split(". ").next().unwrap_or_default();
            let year = what.rsplit_once(" in ").map_or("", |(_, year)| year);
            format!("{}: {right} {year}", finding.severity.name()).trim_end().to_owned()
        })
        .collect()
}

#[test]
fn every_service_has_a_description() {
    let profile = profile();
    for service in &profile.lexicon.services {
        let about = service.about.as_str();
        assert!(about.ends_with('.') && (10..=200).contains(&about.len()), "{}: {about:?}", service.id);
        let is_question = |asked: &String| asked.ends_with('?') && asked.len() <= 120;
        assert!(
            service.asked.len() <= 3 && service.asked.iter().all(is_question),
            "{}: {:?}",
            service.id,
            service.asked
        );
        let known =
            service.asked_in == "aws" || profile.lexicon.scenarios.iter().any(|other| other.id == service.asked_in);
        assert_eq!(!service.asked.is_empty(), known, "{}: {:?}", service.id, service.asked_in);
    }
    let asked = profile.lexicon.services.iter().filter(|service| !service.asked.is_empty()).count();
    assert!(asked > 100, "{asked}");
}

#[test]
fn every_status_has_a_date_and_a_source() {
    for service in &profile().lexicon.services {
        let since = service.status_since.as_str();
        let parts: Vec<&str> = since.split('-').collect();
        let is_number = |part: &&str| matches!(part.len(), 2 | 4) && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_dated = since.starts_with("20") && parts.len() <= 3 && parts.iter().all(is_number);
        let is_active = service.status == Status::Active;
        assert_eq!(is_active, since.is_empty(), "{}: {since:?}", service.id);
        assert!(is_active || is_dated, "{}: {since:?}", service.id);
        assert_eq!(is_active, !service.status_source.starts_with("https://"), "{}", service.id);
    }
}

#[test]
fn every_launch_date_has_a_source() {
    for service in &profile().lexicon.services {
        let is_sourced = service.launched_source.starts_with("https://");
        assert_eq!(is_sourced, !service.launched.is_empty(), "{}", service.id);
        let year = service.launch_year();
        assert_eq!(is_sourced, year.is_some_and(|year| (2002..2100).contains(&year)), "{}: {year:?}", service.id);
    }
}

#[test]
fn former_and_wrong_names_are_reported() {
    let wrong: Vec<_> =
        WRONG.iter().map(|(name, right)| (name, vec![right.to_string()], messages_about(name))).collect();
    let wrong: Vec<_> = wrong.iter().filter(|(_, expected, said)| expected != said).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn correct_names_are_not_reported() {
    let wrong: Vec<_> =
        RIGHT.iter().map(|name| (name, messages_about(name))).filter(|(_, said)| !said.is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn one_entry_makes_a_service() {
    let entry = "[[service]]\nid = \"acme-bus\"\nname = \"AWS Acme Bus\"\naliases = [\"Acme Bus(es)?\"]\n\
                 former = [{ form = \"Acme Queue\", year = 2021 }]\n";
    let own::Merged { lexicon, problems } = own::merge(&[entry]);
    assert_eq!(problems, [[]]);
    let prose = "I chose AWS Acme Bus, then two acme-buses, not the Acme Queue.";
    let hits = lexicon.find(prose);
    let index = lexicon.services.iter().position(|service| service.id == "acme-bus").expect("the service");
    assert!(hits.iter().all(|hit| hit.term == Term::Service(index)), "{hits:?}");
    let names: Vec<&str> = hits.iter().map(|hit| &prose[hit.span.range()]).collect();
    assert_eq!(names, ["AWS Acme Bus", "acme-buses", "Acme Queue"]);
    let service = &lexicon.services[index];
    assert_eq!(service.wrong_name("Acme Queue").and_then(|wrong| wrong.year), Some(2021));
    assert!(service.wrong_name("Acme Bus").is_none() && lexicon.starts_with_name("AWS Acme Bus"));
    assert_eq!(lexicon.forms_of(Term::Service(index)), ["Acme Bus", "Acme Buses", "Acme Queue"]);
    assert_eq!(lexicon.services_begun_by("Acme B"), [(index, "us".to_owned())]);
}

/// A service must need nothing but its entry in `lexicon/services.toml`.
#[test]
fn no_source_file_names_a_service() {
    let quoted: Vec<String> = entries("services", "service").iter().map(|entry| entry["id"].to_string()).collect();
    for (name, source) in tidy::sources() {
        assert!(name.ends_with(".rs"), "src/{name} is not source");
        let code = tidy::code(&name, &source);
        let named: Vec<&String> = quoted.iter().filter(|id| code.contains(*id)).collect();
        assert!(named.is_empty(), "src/{name} names {named:?}");
    }
}

/// Returns the first literal that a pattern of the lexicon matches.
fn first_literal(hir: &Hir) -> String {
    match hir.kind() {
        HirKind::Literal(literal) => String::from_utf8_lossy(&literal.0).into_owned(),
        HirKind::Capture(capture) => first_literal(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(first_literal).collect(),
        HirKind::Alternation(choices) => choices.first().map(first_literal).unwrap_or_default(),
        HirKind::Repetition(repetition) => first_literal(&repetition.sub).repeat(repetition.min as usize),
        HirKind::Class(class) => class
            .literal()
            .or(class.minimum_len().map(|_| first_of(class)))
            .map_or_else(String::new, |bytes| String::from_utf8_lossy(&bytes).into_owned()),
        HirKind::Empty | HirKind::Look(_) => String::new(),
    }
}

fn first_of(class: &regex_syntax::hir::Class) -> Vec<u8> {
    match class {
        regex_syntax::hir::Class::Unicode(class) => {
            class.ranges().first().map(|range| range.start().to_string().into_bytes()).unwrap_or_default()
        }
        regex_syntax::hir::Class::Bytes(class) => {
            class.ranges().first().map(|range| vec![range.start()]).unwrap_or_default()
        }
    }
}

/// Returns the number of `unnamed-service` findings in an answer with this Action.
fn unnamed(action: &str) -> usize {
    let draft = format!(
        "**Situation:** Failures were common, in the cloud.\n**Task:** I owned them.\n**Action:** {action}\n**Result:** Failures fell by 40%.\n"
    );
    let (_, analysis) = read(&draft);
    analysis.findings().filter(|(_, finding)| finding.rule.name == "unnamed-service").count()
}

#[test]
fn every_phrase_is_reported_unless_a_candidate_is_named() {
    let profile = profile();
    let lexicon: &Lexicon = &profile.lexicon;
    let mut wrong = Vec::new();
    for (index, entry) in entries("phrases", "phrase").iter().enumerate() {
        let phrase = &lexicon.phrases[index];
        assert!(!phrase.candidates.is_empty(), "{}", phrase.id);
        assert!(matches!(phrase.confidence, Confidence::High | Confidence::Medium));
        let plain = ["patterns", "exact"].iter().flat_map(|key| strings(entry, key));
        let composed = strings(entry, "modifiers").into_iter();
        let composed =
            composed.flat_map(|word| strings(entry, "heads").into_iter().map(move |head| format!("({word}) ({head})")));
        let hosted = strings(entry, "hosted").into_iter().map(|topic| format!("managed ({topic})"));
        let mut forms: Vec<(String, String)> =
            plain.chain(composed).chain(hosted).map(|form| (form, String::new())).collect();
        for when in entry.get("when").and_then(|list| list.as_array()).into_iter().flatten() {
            let when = when.as_table().expect("a table");
            let form = when.get("form").or(when.get("exact")).and_then(|form| form.as_str()).expect("a form");
            let named = strings(when, "requires").first().and_then(|id| lexicon.services.iter().find(|s| s.id == *id));
            let word = strings(when, "with").first().cloned().unwrap_or_default();
            forms.push((form.to_owned(), format!(" {word} {}", named.map_or("", |service| &service.name))));
        }
        let context = if entry.contains_key("in_aws_context") { " on AWS" } else { "" };
        let fires = |(form, around): &(String, String)| {
            let said = first_literal(&regex_syntax::parse(form).expect("a pattern"));
            let action = format!("I introduced {said}{context};{around}.");
            (unnamed(&action) > 0).then_some(action)
        };
        let Some(action) = forms.iter().find_map(fires) else {
            wrong.push(format!("{} never fires", phrase.id));
            continue;
        };
        for &candidate in &phrase.candidates {
            let service = &lexicon.services[candidate];
            let family = &lexicon.services[service.service];
            // Some names are recognized only next to a related name, such as "legal hold".
            if unnamed(&format!("{action} It was {}, of {}.", service.name, family.name)) > 0 {
                wrong.push(format!("{}: {} does not silence: {action}", phrase.id, service.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
