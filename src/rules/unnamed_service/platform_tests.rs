use crate::config::Config;
use crate::lexicon::own;
use crate::platform::{Platform, PlatformSetting};
use crate::rules::Severity;
use crate::rules::testing::{messages, messages_by, messages_with, severities, severities_with};

const CODE: &str = "unnamed-service";

fn draft(situation: &str, action: &str) -> String {
    format!(
        "# The bookings\n\n**Situation:** {situation}\n\n**Task:** I owned it.\n\n**Action:** {action}\n\n\
         **Result:** Waits fell from 40 to 5 seconds.\n"
    )
}

/// Checks that a finding is there only in the rows that ask.
fn check(rows: &[(&str, &str, bool)]) {
    let wrong: Vec<_> = rows
        .iter()
        .map(|(situation, action, asks)| (situation, action, asks, messages(CODE, &draft(situation, action))))
        .filter(|(_, _, asks, found)| found.is_empty() == **asks)
        .collect();
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), rows.len());
}

#[test]
fn stories_on_another_cloud_are_not_asked_for_aws_services() {
    check(&[
        ("Our bookings ran on Azure.", "I put a message queue between the two services.", false),
        ("We are a Microsoft shop, all on Azure.", "I moved the files to object storage and added a CDN.", false),
        ("The shop was on Google Cloud.", "I built a data warehouse and an event stream.", false),
        ("The API ran on Cloud Run.", "I added an in-memory cache in front of Cloud SQL.", false),
        ("Reports came from BigQuery.", "I set up a workflow engine for the nightly load.", false),
        ("We moved the shop from AWS to Azure.", "I put a load balancer in front of it.", false),
        ("Everything is in Oracle Cloud.", "I set up a container registry.", false),
        ("Our servers are at Hetzner.", "I put a load balancer before the two servers.", false),
        ("The app lives on Heroku.", "I added a message queue for the mails.", false),
        ("Orders got lost.", "I deployed it to AKS. Then I put a message queue in front.", false),
        ("Orders got lost.", "I put a message queue in front of our Azure Functions.", false),
        ("Orders got lost.", "I took the orders off a slow table, on GCP, with a message queue.", false),
        ("Logins failed.", "I chose Azure over AWS for the licenses, and set up a secrets store.", false),
        ("Logins failed.", "On DigitalOcean, I added a managed Postgres instance.", false),
        ("After years on AWS, we moved to Azure.", "I put a message queue between the two services.", false),
        ("We ran on AWS. Then the board moved us to Azure.", "I put a message queue in front.", false),
        ("We had Lambda functions. I led the migration to GCP.", "I put a message queue in front.", false),
        ("My previous company ran on Azure.", "I put a message queue in front.", false),
        ("The bank used Azure.", "I put a message queue in front.", false),
        ("Compliance did not let us use AWS.", "I put a message queue in front.", false),
        ("A client had a shop on DigitalOcean.", "I put two droplets behind a load balancer.", false),
        ("We left AWS in 2022.", "I put a message queue between the two services.", false),
    ]);
}

#[test]
fn stories_on_premises_or_on_kubernetes_are_not_asked_for_aws_services() {
    check(&[
        ("Everything ran on-premises.", "I put a message queue between the two services.", false),
        ("We run our own data center in Leipzig.", "I put a load balancer before the two hosts.", false),
        ("The plant has a server room with four hosts.", "I set up an in-memory cache on one of them.", false),
        ("Two VMware clusters carried the shop.", "I built a data warehouse next to them.", false),
        ("We were on bare metal in a colo.", "I introduced a secrets store.", false),
        ("We moved back from AWS to our own hardware.", "I added a message queue.", false),
        ("We run OpenStack.", "I gave the teams object storage.", false),
        ("Our services run on Kubernetes.", "I put a message queue between the two services.", false),
        ("We had an OpenShift cluster.", "I added distributed tracing.", false),
        ("Two k3s nodes ran in the shop.", "I set up a container registry for them.", false),
        ("We ran Rancher on bare metal.", "I put a load balancer in front.", false),
        ("Orders got lost.", "I installed a message broker with Helm.", false),
        ("Orders got lost.", "I wrote manifests for kubectl and set up a secrets vault.", false),
        // A tool that runs anywhere says nothing beside a cloud.
        ("Our services run on Kubernetes, on AWS.", "I put a message queue between the two services.", true),
        ("Orders got lost.", "On EKS, I deployed it with Helm. I put a message queue in front.", true),
        ("We wrote Terraform.", "I put a message queue between the two services.", true),
        ("We ran Kafka in Docker.", "I set up a data warehouse.", true),
    ]);
}

#[test]
fn stories_on_aws_that_mention_another_platform_are_asked() {
    check(&[
        ("We moved the shop from Azure to AWS.", "I put a message queue between the two services.", true),
        ("We considered GCP, but stayed with AWS.", "I put a message queue between the two services.", true),
        ("Our shop is on AWS; a customer on Azure reads from it.", "I set up an API gateway for them.", true),
        ("I replaced our on-premises cluster by EC2 instances.", "I put a load balancer in front.", true),
        ("Unlike Azure, AWS had a region near us.", "I built a data lake there.", true),
        ("We were on AWS. The Azure team of the bank sent files.", "I kept them in object storage.", true),
        ("We connected the data center to AWS.", "I put a message queue between the two services.", true),
        ("We ran on AWS.", "Their Azure was slow, so I put a message queue in front of our API.", true),
        ("We ran on AWS.", "I compared it with Bigtable, and built a data warehouse.", true),
        ("We ran on AWS and had come from Google Cloud.", "I set up a container registry.", true),
        ("The AWS bill grew.", "I moved off Kubernetes and used a serverless function.", true),
        ("We kept the photos in S3.", "I put a CDN in front of them, as on Azure before.", true),
        ("We ran on Azure for years. Then we moved to AWS.", "I put a message queue in front.", true),
        ("After a trial we moved back from Azure.", "With EC2 again, I put a message queue in front.", true),
        ("At my last job we used AWS.", "I put a message queue in front.", true),
        // On both, the sentence decides, then the one before it.
        ("We run on AWS and on Azure.", "On Azure, I put a message queue in front.", false),
        ("We run on AWS and on Azure.", "On AWS, I put a message queue in front.", true),
        ("We run on AWS and on Azure.", "I worked on the Azure half. I put a message queue in front.", false),
        ("We run on AWS and on Azure.", "I worked with Lambda. I put a message queue in front.", true),
        ("We run on AWS and on Azure.", "I put a message queue in front.", true),
    ]);
}

/// In each row: the story, and the severities of an unambiguous and an ambiguous phrase.
#[test]
fn the_platform_decides_the_severity() {
    use Severity::{Hint, Information, Warning};
    let is = |platform| PlatformSetting::Is(platform);
    for (setting, situation, expected) in [
        (PlatformSetting::Unset, "Our shop ran on AWS.", Some([Warning, Information])),
        (PlatformSetting::Unset, "Our photos were in S3.", Some([Warning, Information])),
        (PlatformSetting::Unset, "Our shop was slow.", Some([Information, Hint])),
        (PlatformSetting::Unset, "We considered AWS.", Some([Information, Hint])),
        (PlatformSetting::Unset, "Our shop ran on Azure.", None),
        (PlatformSetting::Unset, "Our shop ran on Kubernetes.", None),
        (PlatformSetting::Unset, "Our shop ran on-premises.", None),
        (is(Platform::Aws), "Our shop was slow.", Some([Warning, Information])),
        (is(Platform::Aws), "Our shop ran on Kubernetes.", Some([Warning, Information])),
        (is(Platform::Aws), "Our shop ran on Azure.", None),
        (is(Platform::Azure), "Our shop was slow.", None),
        (is(Platform::Gcp), "Our photos were in S3.", None),
        (is(Platform::OnPremises), "Our shop was slow.", None),
        (is(Platform::Kubernetes), "Our shop was slow.", None),
        (PlatformSetting::Any, "Our shop was slow.", Some([Information, Hint])),
        (PlatformSetting::Any, "Our shop ran on Azure.", Some([Information, Hint])),
        (PlatformSetting::Any, "Our shop ran on AWS.", Some([Information, Hint])),
    ] {
        let config = Config { platform: setting, ..Config::default() };
        let draft = draft(situation, "I put a message queue in front. I added an API gateway.");
        let found = severities_with(&config, CODE, &draft);
        assert_eq!(found, expected.map_or(Vec::new(), |all| all.to_vec()), "{setting:?} {situation}");
    }
    let own = draft("Our shop was slow.", "On AWS, I put a message queue in front. I added an API gateway.");
    let azure = Config { platform: is(Platform::Azure), ..Config::default() };
    assert_eq!(severities_with(&azure, CODE, &own), [Warning], "the sentence names AWS itself");
    let for_aws = format!("---\nstar-coach: aws\n---\n\n{}", draft("It was slow.", "I put a message queue in front."));
    assert_eq!(severities(CODE, &for_aws), [Warning], "answers for an AWS role");
}

#[test]
fn an_answer_without_a_platform_has_that_of_most_answers() {
    let plain = draft("It was slow.", "I put a message queue in front.");
    let [aws, azure, gcp] =
        ["AWS", "Azure", "GCP"].map(|name| draft(&format!("We ran on {name}."), "I slept over it."));
    for (draft, expected) in [
        (format!("{plain}\n{azure}"), vec![]),
        (format!("{azure}\n{plain}\n{azure}\n{gcp}"), vec![]),
        (format!("{azure}\n{plain}\n{plain}\n{azure}\n{azure}\n{aws}"), vec![]),
        (format!("{azure}\n{plain}\n{gcp}"), vec![Severity::Information]),
        (format!("{azure}\n{plain}\n{aws}"), vec![Severity::Information]),
        (format!("{aws}\n{plain}\n{aws}"), vec![Severity::Information]),
        (format!("{plain}\n{plain}"), vec![Severity::Information; 2]),
    ] {
        assert_eq!(severities(CODE, &draft), expected, "{draft}");
    }
    let any = Config { platform: PlatformSetting::Any, ..Config::default() };
    assert_eq!(messages_with(&any, CODE, &format!("{plain}\n{azure}")).len(), 1);
    let front_matter = format!("---\nstar-coach:\n  platform: gcp\n---\n\n{plain}");
    assert_eq!(messages(CODE, &front_matter), [""; 0]);
    let front_matter = format!("---\nstar-coach:\n  platform: aws\n---\n\n{plain}\n{azure}\n{azure}");
    assert_eq!(severities(CODE, &front_matter), [Severity::Warning]);
}

/// A phrase of a custom lexicon is asked only on the platform of its services, which are evidence for it.
#[test]
fn phrases_of_another_platform_are_asked_there() {
    let lexicon = "[[service]]\nid = \"acme-bus\"\nname = \"Acme Bus\"\nplatform = \"azure\"\naliases = [\"Acme Bus\"]\n\
        [[service]]\nid = \"acme-log\"\nname = \"Acme Log\"\naliases = [\"Acme Log\"]\n\
        [[product]]\nid = \"acme-rack\"\nname = \"Acme Rack\"\nplatform = \"on-premises\"\naliases = [\"Acme Rack\"]\n\
        [[phrase]]\nid = \"acme-hub\"\nconfidence = \"high\"\ncandidates = [\"acme-bus\"]\npatterns = [\"zebra hubs?\"]\n\
        [[phrase]]\nid = \"acme-trail\"\ncandidates = [\"acme-log\"]\npatterns = [\"zebra trails?\"]\n";
    let merged = own::merge(&[lexicon]);
    assert_eq!(merged.problems, [[]]);
    for (situation, action, asks) in [
        ("We ran on Azure.", "I set up a zebra hub.", true),
        ("We ran on AWS.", "I set up a zebra hub.", false),
        ("It was slow.", "I set up a zebra hub.", false),
        ("We ran on GCP.", "I set up a zebra trail.", true),
        ("We used the Acme Bus.", "I put a message queue in front.", false),
        ("We ran on the Acme Rack.", "I put a message queue in front.", false),
        ("We used the Acme Log.", "I put a message queue in front.", true),
    ] {
        let found = messages_by(&merged.lexicon, CODE, &draft(situation, action));
        assert_eq!(!found.is_empty(), asks, "{situation} {action}");
    }
    let wrong = own::merge(&["[[product]]\nid = \"x\"\nname = \"X\"\nplatform = \"azur\"\naliases = [\"X\"]\n"]);
    let expected = "`platform` must be one of \"aws\", \"azure\", \"gcp\", \"kubernetes\", \"on-premises\", \"other\".";
    assert_eq!(wrong.problems[0].iter().map(|problem| &*problem.message).collect::<Vec<_>>(), [expected]);
}
