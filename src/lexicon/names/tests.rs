use super::super::Lexicon;
use super::super::terms::Term;

/// Returns the whole names and the asked phrases in `prose`.
fn found(prose: &str) -> (Vec<&str>, Vec<&str>) {
    let matches = Lexicon::shared().read(prose, Vec::new());
    let phrases = matches.hits.iter().filter(|hit| matches!(hit.term, Term::Phrase(_)));
    (
        matches.names.iter().map(|name| &prose[name.span.range()]).collect(),
        phrases.map(|hit| &prose[hit.span.range()]).collect(),
    )
}

/// Names that the lexicon has, with words in them that are a phrase elsewhere.
const KNOWN: [&str; 13] = [
    "AWS Schema Conversion Tool",
    "AWS Server Migration Service",
    "Backup Vault Lock",
    "AWS Data Pipeline",
    "S3 Batch Operations",
    "EKS Pod Identity",
    "CloudWatch Container Insights",
    "AWS Serverless Application Model",
    "Account Factory for Terraform",
    "AWS Systems Manager for SAP",
    "Amazon Managed Service for Apache Flink",
    "Amazon Elastic Container Service for Kubernetes",
    "AWS Lambda Functions",
];

/// Names that the lexicon doesn't have.
const UNKNOWN: [&str; 25] = [
    "AWS Load Balancer Controller",
    "Amazon Message Queue Broker",
    "AWS Nitro Enclaves Data Lake Thing",
    "RDS Proxy Data Store",
    "AWS Secrets Store CSI Driver Provider",
    "AWS Container Registry Mirror Helper",
    "Amazon Data Warehouse Optimizer",
    "AWS Serverless Function Router",
    "AWS Multi-Region Failover-Ready Database Kit",
    "AWS Secrets-Manager Rotation Toolkit",
    "AWS Identity Provider Sync",
    "AWS Workload Scheduler",
    "EKS Load Balancer Controller",
    "Lambda Dead Letter Queue Handler",
    "Kubernetes Load Balancer Controller",
    "Terraform AWS Provider",
    "AWS Lambda Powertools Logger",
    "AWS Message Queue",
    "AWS's Load Balancer Controller",
    "Amazon Foo Systems Manager for SAP",
    "Data Lake S3",
    "Azure Message Queue Broker",
    "Load Balancer Controller",
    "Message Queue Steering Group",
    "Data Lake Working Group",
];

#[test]
fn no_phrase_is_in_a_name() {
    for name in KNOWN {
        let prose = format!("Then I used the {name} for it.");
        assert_eq!(found(&prose), (vec![], vec![]), "{name}");
    }
    for name in UNKNOWN {
        let prose = format!("Then I used the {name} for it.");
        assert_eq!(found(&prose), (vec![name], vec![]), "{name}");
        // It ends with the sentence, and the next one is asked about.
        let prose = format!("Then I used the {name}. A Message Queue followed.");
        let (names, phrases) = found(&prose);
        assert_eq!((names, phrases), (vec![name], vec!["Message Queue"]), "{name}");
    }
}

#[test]
fn title_case_makes_no_name() {
    for (prose, phrases) in [
        ("I Built A Message Queue On AWS", &["Message Queue"][..]),
        ("I Used A Load Balancer And A Relational Database On AWS", &["Load Balancer", "Relational Database"]),
        ("We Moved To AWS And Put A Message Queue In Front", &["Message Queue"]),
        ("On AWS I Built A Data Warehouse For Finance", &["Data Warehouse"]),
        ("I Chose AWS Because Our Message Queue Was Full", &["Message Queue"]),
        ("I built a Message Queue and a Load Balancer on AWS.", &["Message Queue", "Load Balancer"]),
        ("I Put Lambda Behind A Message Queue", &["Message Queue"]),
        ("I Gave The Lambda Message Queue More Room", &["Message Queue"]),
        ("I Moved S3 Uploads Into A Message Queue", &["Message Queue"]),
        ("I Put An AWS Message Queue In Front Of It", &["Message Queue"]),
        ("I USED AN AWS MESSAGE QUEUE", &["MESSAGE QUEUE"]),
        ("I PUT A MESSAGE QUEUE BEFORE THE SHOP ON AWS", &["MESSAGE QUEUE"]),
        ("AWS Message Queue", &["Message Queue"]),
        ("AWS Message queues were full.", &["Message queues"]),
        ("I used the AWS message queue.", &["message queue"]),
        ("I used AWS, Message Queue and all.", &["Message Queue"]),
        ("I built it on AWS: Message Queue first.", &["Message Queue"]),
        ("I put a Message Queue (AWS) in front.", &["Message Queue"]),
        ("I used Lambda's Message Queue there.", &["Message Queue"]),
        ("I used Lambda/Message Queue there.", &["Message Queue"]),
        ("I used Lambda & Message Queue there.", &["Message Queue"]),
        ("I used AWS  Message Queue there.", &["Message Queue"]),
        ("I used AWS Foo for the Bar Message Queue there.", &["Message Queue"]),
        ("I Replaced Our Cron Job With AWS And A Serverless Function", &["Serverless Function"]),
        ("I Added A Load Balancer To The EC2 Fleet", &["Load Balancer"]),
        ("I joined the Message Queue Steering Group and put a message queue there.", &["message queue"]),
        ("I built the Orders Message Queue there.", &["Message Queue"]),
        ("I moved a Billing Load Balancer there.", &["Load Balancer"]),
        ("I tuned our Checkout Message Queue there.", &["Message Queue"]),
        ("Configured Message Queue for the shop there.", &["Message Queue"]),
        ("I added Message Queue and cache there.", &["Message Queue"]),
        ("I added two Orders Message Queues there.", &["Message Queues"]),
    ] {
        assert_eq!(found(prose).1, phrases, "{prose}: {:?}", found(prose).0);
    }
    for (prose, name) in [
        ("I Put The AWS Load Balancer Controller On EKS", "AWS Load Balancer Controller"),
        ("- Configured EKS Message Queue Reader for the API", "EKS Message Queue Reader"),
        ("AWS Load Balancer Controller", "AWS Load Balancer Controller"),
        ("- Lambda Dead Letter Queue Handler", "Lambda Dead Letter Queue Handler"),
    ] {
        assert_eq!(found(prose), (vec![name], vec![]), "{prose}");
    }
}

#[test]
fn a_thing_without_an_article_has_a_name() {
    for (prose, name) in [
        ("I debugged Orion Message Queue for the airline.", "Orion Message Queue"),
        ("I stored the steps of Atlas Workflow Engine there.", "Atlas Workflow Engine"),
        ("I sped up Helios Data Lake, our own library.", "Helios Data Lake"),
        ("I sped up the “Helios Data Lake” of our team.", "Helios Data Lake"),
        ("I fixed Orion Event Bus 2.3 in a week.", "Orion Event Bus"),
    ] {
        assert_eq!(found(prose), (vec![name], vec![]), "{prose}");
    }
}

#[test]
fn a_name_has_words_only() {
    for prose in [
        "I used AWS there.",
        "I used AWS lambda there.",
        "I used Lambda functions there.",
        "I redacted the AWS AKIAIOSFODNN7EXAMPLE there.",
        "I redacted the AWS 482913375526 there.",
        "I moved it to AWS (Amazon) and AWS.",
        "AWS – A Message Queue of mine.",
    ] {
        assert_eq!(found(prose).0, [""; 0], "{prose}");
    }
    assert_eq!(found("I used the AWS Key AKIAIOSFODNN7EXAMPLE there.").0, ["AWS Key"]);
    assert_eq!(
        found("I passed AWS Certified Solutions Architect – Professional.").0,
        ["AWS Certified Solutions Architect"]
    );
}

#[test]
fn a_name_has_the_phrases_in_it() {
    let lexicon = Lexicon::shared();
    let matches = lexicon.read("I used AWS Foo Message Queue there.", Vec::new());
    let names = &matches.names;
    assert_eq!(names.len(), 1);
    assert!(names[0].has_vendor && lexicon.phrases[names[0].phrases[0]].id == "message-queue");
    assert!(!lexicon.read("I used the Kubernetes Load Balancer Controller there.", Vec::new()).names[0].has_vendor);
    assert!(lexicon.read("I used AWS Lambda Powertools Kit there.", Vec::new()).names[0].has_vendor);
}

#[test]
fn a_long_text_is_read_in_linear_time() {
    let prose = "AWS Lambda Message Queue Foo ".repeat(20_000);
    assert!(found(&prose).0.len() > 1000);
    let prose = "AWS Foo of ".repeat(20_000);
    assert_eq!(found(&prose).0.len(), 20_000);
    let prose = "Lambda Foo ".repeat(20_000);
    assert_eq!(found(&prose).0.len(), 0);
}
