//! Tests: how candidates write of a need without a name, and words that mean something else.

use super::{Lexicon, Term};
use crate::text::Span;

/// The needs that each sentence may name, by ID, in an answer about AWS.
const NEEDS: &[(&str, &[&str])] = &[
    (
        "alerting",
        &[
            "I set up CPU alarms.",
            "I added latency alarms that page us.",
            "I created alarms on the error rate, threshold alerts that page us.",
        ],
    ),
    (
        "api-gateway",
        &[
            "I put an API gateway before the services.",
            "I put the partner calls behind a managed API gateway.",
            "I exposed it through an API management layer.",
        ],
    ),
    (
        "archive-storage",
        &[
            "I moved the old scans to cold storage.",
            "I moved scans older than a year to an archive tier.",
            "I kept seven years of invoices in long-term archival storage.",
        ],
    ),
    (
        "artifact-repository",
        &[
            "I put the packages in an artifact repository.",
            "I set up a private package registry.",
            "I moved the jars to a managed package repository.",
        ],
    ),
    (
        "audit-log api-activity-log",
        &[
            "I turned on audit logs in all accounts.",
            "I sent the API call history to one bucket.",
            "I set up an audit trail of all API calls.",
        ],
    ),
    ("auto-scaling", &["I set up auto scaling.", "I added an autoscaler."]),
    (
        "backups",
        &[
            "I set up automated backups.",
            "I moved the backups to a central backup service.",
            "I turned on point-in-time backups.",
        ],
    ),
    ("bastion-host", &["I replaced the passwords with a bastion host."]),
    (
        "batch-computing",
        &[
            "I ran the simulations on a batch processing service.",
            "I moved the rendering to a managed batch service.",
            "I ran the frames as batch jobs on a batch computing platform.",
        ],
    ),
    (
        "block-storage",
        &[
            "I attached a second block storage volume.",
            "I put the database on network block storage.",
            "I moved the index to a faster block volume.",
        ],
    ),
    ("blockchain", &["I recorded it on a managed blockchain."]),
    ("budget-alert", &["I set budget alerts.", "I added a cost alarm for each team.", "I added spend notifications."]),
    (
        "build-service deployment-pipeline",
        &["I moved the builds to a managed build service.", "I replaced the build server with hosted build runners."],
    ),
    (
        "business-intelligence",
        &[
            "I built BI dashboards for finance.",
            "I set up a BI tool for the managers.",
            "I moved the reports to a self-service analytics layer.",
        ],
    ),
    (
        "cache in-memory-cache",
        &[
            "I put a cache in front of the price table.",
            "I added a caching layer before the database.",
            "I keep the sessions in a managed in-memory store.",
        ],
    ),
    (
        "cdn",
        &[
            "I put a CDN in front of the photos.",
            "I served the videos through a content delivery network.",
            "I moved the assets to edge caches.",
        ],
    ),
    (
        "central-logging",
        &[
            "I moved the logs to a central logging service.",
            "I set up centralized logging.",
            "I sent the logs to a managed log store.",
        ],
    ),
    ("chaos-engineering", &["I ran chaos experiments each Friday.", "I added fault injection tests."]),
    ("chatbot", &["I built a chatbot for the desk."]),
    ("client-vpn", &["I gave the clerks a client VPN."]),
    ("commitment-discount", &["I bought reserved capacity."]),
    (
        "configuration-store",
        &[
            "I moved the settings to a parameter store.",
            "I put the settings in a central configuration store.",
            "I keep the settings in a managed config service.",
        ],
    ),
    (
        "contact-center",
        &[
            "I moved the desk to a cloud contact center.",
            "I moved the clerks to a cloud call center platform.",
            "I set up a hosted contact centre service.",
        ],
    ),
    (
        "container-platform",
        &[
            "I packed the three services into containers and ran them on a managed container service.",
            "I moved the workers to a container orchestrator.",
            "I ran the containers without servers, on a serverless container platform.",
        ],
    ),
    (
        "container-registry",
        &[
            "I pushed the images to a private container registry.",
            "I moved the images to a managed image registry.",
            "I cleaned the container image repository.",
        ],
    ),
    (
        "cost-monitoring",
        &[
            "I built a cost dashboard for the teams.",
            "I gave each team spend visibility.",
            "I set up cost reporting for each team.",
        ],
    ),
    (
        "data-catalog",
        &[
            "I set up a data catalog.",
            "I registered the tables in a metadata catalog.",
            "I described the tables in a central catalog of data, a data catalogue.",
        ],
    ),
    ("data-integration", &["I synced the CRM through a managed data integration service."]),
    ("data-lake", &["I built a data lake."]),
    (
        "data-warehouse",
        &[
            "I loaded the sales into a data warehouse.",
            "I moved the reports to a cloud warehouse.",
            "I built a columnar warehouse for finance.",
        ],
    ),
    (
        "database-migration",
        &["I moved the tables with change data capture.", "I used a database migration service for the cut-over."],
    ),
    (
        "ddos-protection",
        &[
            "I turned on DDoS protection.",
            "I bought managed DDoS mitigation.",
            "I put the shop behind a DDoS scrubbing service.",
        ],
    ),
    ("dead-letter-queue", &["I added a dead-letter queue."]),
    (
        "dedicated-connection",
        &[
            "I ordered a dedicated network connection to the data center.",
            "I moved the sync to a leased line.",
            "I set up a private circuit to the cloud.",
        ],
    ),
    (
        "deployment-pipeline",
        &[
            "I built a CI/CD pipeline.",
            "I set up a deployment pipeline with two approvals.",
            "I moved the releases to a continuous delivery pipeline.",
        ],
    ),
    ("disaster-recovery", &["I built a disaster recovery solution in a second region.", "I set up a DR site."]),
    ("disaster-recovery regional-failover", &["I set up a pilot light in a second region."]),
    (
        "distributed-tracing",
        &[
            "I added distributed tracing.",
            "I introduced request tracing across the services.",
            "I rolled out a managed tracing service.",
        ],
    ),
    (
        "dns-failover managed-dns",
        &[
            "I moved the zone to a managed DNS service.",
            "I set up DNS failover to the second region.",
            "I moved our domains to a hosted DNS provider.",
            "I set up latency-based routing.",
        ],
    ),
    (
        "document-database",
        &[
            "I moved the menus to a document store.",
            "I put the profiles in a managed document database.",
            "Menus are kept in a JSON document database.",
        ],
    ),
    (
        "document-extraction",
        &[
            "I read the invoices with OCR.",
            "I read the receipts with an OCR service.",
            "I added text extraction for the scans.",
        ],
    ),
    ("drift-detection", &["I turned on configuration history.", "I set up configuration tracking for all resources."]),
    (
        "email-service",
        &[
            "I sent the receipts through a transactional email service.",
            "I moved the mails to a managed mail service.",
            "I sent the mails through an SMTP relay.",
        ],
    ),
    (
        "encryption-keys",
        &[
            "I created a customer-managed key for each team.",
            "I moved the keys into a key management service.",
            "I turned on automatic key rotation.",
        ],
    ),
    (
        "etl-job",
        &[
            "I rewrote the import as an ETL job.",
            "I built a managed ETL pipeline.",
            "I moved the loads to serverless ETL.",
        ],
    ),
    (
        "event-bus",
        &[
            "I published the bookings on an event bus.",
            "I routed the events through a serverless event bus.",
            "I set up an event router for the partner events.",
        ],
    ),
    (
        "event-stream",
        &[
            "I sent the clicks to a data stream.",
            "I published the readings on a managed streaming platform.",
            "I moved the clicks to a real-time event stream.",
        ],
    ),
    (
        "feature-flags",
        &[
            "I put the change behind a feature flag.",
            "I rolled it out with feature toggles.",
            "I added a feature-flag service.",
        ],
    ),
    ("file-transfer", &["I moved 40 TB with a bulk data transfer.", "I set up a managed file transfer service."]),
    (
        "full-text-search",
        &[
            "I moved the product search to a managed search service.",
            "I replaced the LIKE queries with a managed search service.",
            "I built a search index for the menus.",
            "I added full-text search.",
        ],
    ),
    ("geo-service", &["I called a geocoding service."]),
    ("golden-image", &["I built a golden image."]),
    (
        "graph-database",
        &[
            "I modeled the routes in a graph database.",
            "I moved the friend lists to a managed graph store.",
            "I loaded the parts list into a graph DB.",
        ],
    ),
    (
        "graphql-api",
        &[
            "I put a GraphQL API before the three services.",
            "I built a managed GraphQL layer.",
            "I exposed the data through a GraphQL endpoint.",
        ],
    ),
    ("hardware-security-module", &["I moved the keys to an HSM."]),
    (
        "hpc-cluster",
        &[
            "I ran the flow model on an HPC cluster.",
            "I moved the weather model to a high-performance computing cluster.",
            "I set up a managed HPC service.",
        ],
    ),
    (
        "hub-and-spoke-network",
        &[
            "I joined the networks in a hub-and-spoke topology.",
            "I connected twelve networks through a transit hub.",
            "I replaced the peering mesh with a central network hub.",
        ],
    ),
    (
        "identity-provider",
        &[
            "I moved the logins to a managed identity provider.",
            "I put sign-in on a managed user pool.",
            "I moved the sign-up to a hosted identity service.",
            "I replaced our password table with a managed login service.",
            "I moved the customers to a hosted sign-in.",
        ],
    ),
    ("image-recognition", &["I sorted the photos with image recognition."]),
    (
        "infrastructure-as-code",
        &[
            "I wrote the network as infrastructure as code.",
            "I moved the setup to infrastructure templates.",
            "I defined the stack as code.",
        ],
    ),
    (
        "iot-platform",
        &[
            "I connected the scales to an IoT platform.",
            "I connected the sensors through a device gateway.",
            "I put the sensors on a managed IoT service.",
        ],
    ),
    ("landing-zone", &["I built a landing zone."]),
    (
        "language-model",
        &[
            "I summarized the tickets with a large language model.",
            "I used a foundation model to sort the mails.",
            "I called a hosted LLM for the summaries.",
        ],
    ),
    ("live-video", &["I streamed the match through a live streaming service."]),
    ("load-balancer", &["I put a load balancer before both hosts.", "I added layer 7 load balancing."]),
    ("log-streaming", &["I set up a delivery stream into the lake.", "I set up log streaming to the archive."]),
    (
        "machine-learning-platform",
        &[
            "I trained the model on a managed ML platform.",
            "I put the model behind a model endpoint.",
            "I moved training to a machine learning service.",
        ],
    ),
    (
        "machine-translation",
        &[
            "I translated the reviews with machine translation.",
            "I added a translation service.",
            "I called a translation API.",
        ],
    ),
    ("managed-kubernetes", &["I ran it on a managed Kubernetes cluster."]),
    ("message-broker", &["I put a managed message broker between them."]),
    (
        "message-queue",
        &[
            "I put a work queue behind the form.",
            "I moved the mails to a task queue.",
            "I buffered the orders in a managed queue.",
            "I moved the jobs to a message queue.",
        ],
    ),
    (
        "monitoring",
        &[
            "I set up cloud monitoring.",
            "I added a monitoring service for the fleet.",
            "I moved the metrics to a managed monitoring platform.",
        ],
    ),
    (
        "monitoring-dashboard",
        &[
            "I built a metrics dashboard.",
            "I built operational dashboards for both teams, monitoring dashboards with six graphs.",
        ],
    ),
    (
        "network-firewall",
        &[
            "I put a managed network firewall before the egress.",
            "I set up a stateful firewall for outgoing traffic.",
            "I filtered the egress with a cloud firewall.",
        ],
    ),
    (
        "nosql-database",
        &[
            "I kept the carts in a key/value store.",
            "I moved the sessions into a NoSQL database.",
            "I moved the sessions to a managed NoSQL store.",
        ],
    ),
    (
        "notifications",
        &[
            "I sent SMS notifications.",
            "I sent push notifications to the guests.",
            "I added a push notification service.",
        ],
    ),
    (
        "object-storage",
        &[
            "I stored the photos in an object store.",
            "I put the exports in cloud object storage.",
            "I uploaded the scans to a storage bucket.",
            "I put the receipts into a private bucket.",
        ],
    ),
    ("patching", &["I set up patch management."]),
    ("platform-as-a-service", &["I moved the app to a managed app platform."]),
    ("private-certificate-authority", &["I ran a private certificate authority."]),
    (
        "private-connectivity",
        &[
            "I moved the calls to a private endpoint.",
            "I reached the partner through a private link.",
            "I set up private connectivity to the payment API.",
        ],
    ),
    (
        "publish-subscribe",
        &[
            "I used pub/sub to fan the events out to four teams.",
            "I sent the order events to a notification topic.",
            "I set up a publish-subscribe service for the price changes.",
        ],
    ),
    (
        "query-engine",
        &["I queried the files with a serverless SQL engine.", "I queried the lake with an interactive query service."],
    ),
    ("read-replica", &["I added a read replica."]),
    ("recommendation-engine", &["I built a recommendation engine."]),
    (
        "relational-database managed-database",
        &[
            "I moved the guests to a managed relational database.",
            "I moved the guests to a hosted SQL database.",
            "I put the orders in a managed Postgres.",
        ],
    ),
    (
        "scheduled-job",
        &[
            "I moved the cron jobs to a managed scheduler.",
            "I replaced cron with a cloud scheduler.",
            "I run the report as a scheduled task.",
            "I put the nightly export on a serverless cron.",
        ],
    ),
    (
        "secrets-store",
        &[
            "I moved the passwords to a secrets manager.",
            "I put the keys into a managed secret store.",
            "I keep the tokens in a credentials vault.",
        ],
    ),
    (
        "security-posture",
        &[
            "I set up a security posture dashboard.",
            "I put all findings into cloud security posture management.",
            "I gathered the security findings in one hub, a security findings aggregator.",
        ],
    ),
    (
        "sensitive-data-discovery",
        &[
            "I ran a sensitive data discovery over the buckets.",
            "I set up PII detection.",
            "I turned on automatic classification of personal data, a PII scanner.",
        ],
    ),
    (
        "server-migration",
        &[
            "I moved 20 servers by lift and shift.",
            "I copied the servers with a server migration tool.",
            "I did a block-level server replication service for the move.",
        ],
    ),
    (
        "serverless-function",
        &[
            "I moved the resize step to serverless functions.",
            "A small function-as-a-service handler resizes each photo.",
            "I wrote a cloud function that resizes each photo.",
        ],
    ),
    ("service-catalog", &["I built a service catalog for the teams."]),
    ("service-discovery", &["I added service discovery.", "I registered the hosts in a service registry."]),
    (
        "service-mesh",
        &[
            "I put a service mesh between the services.",
            "I rolled out a managed service mesh.",
            "I gave each pod a sidecar proxy.",
        ],
    ),
    ("sftp-server", &["I set up a managed SFTP server."]),
    (
        "shared-file-system",
        &[
            "I mounted a shared network file system on both hosts.",
            "I moved the home directories to a managed NFS share.",
            "Both servers read from an elastic file store.",
        ],
    ),
    (
        "siem",
        &["I sent the logs to a SIEM.", "I connected the logs to a managed SIEM.", "I built a security data lake."],
    ),
    (
        "single-sign-on",
        &[
            "I set up single sign-on for all accounts.",
            "I moved the logins to federated access.",
            "I introduced SSO for the 40 accounts.",
        ],
    ),
    ("site-to-site-vpn", &["I connected the shop with a site-to-site VPN."]),
    ("sms-service", &["I moved the text messages to an SMS gateway."]),
    ("spare-capacity", &["I moved the tests to preemptible VMs."]),
    (
        "speech",
        &[
            "I wrote the calls down with speech-to-text.",
            "I added a transcription service.",
            "I transcribed the calls with speech recognition.",
        ],
    ),
    ("standby-database", &["I added a standby replica in a second zone."]),
    ("state-machine", &["I moved the steps to a state machine."]),
    ("static-hosting", &["I moved the pages to static hosting."]),
    ("storage-gateway", &["I put a file gateway in the shop."]),
    (
        "stream-processing",
        &[
            "I built a stream processing job that sums the sales.",
            "I summed the clicks in a managed stream processor.",
            "A streaming job sums the sales each minute.",
        ],
    ),
    (
        "synthetic-monitoring",
        &["I added synthetic monitoring.", "I set up synthetic canaries.", "I added uptime checks."],
    ),
    ("text-analysis", &["I ran sentiment analysis on the reviews."]),
    ("text-to-speech", &["I read the news aloud with text-to-speech.", "I added speech synthesis."]),
    (
        "threat-detection",
        &[
            "I turned on threat detection.",
            "I set up managed intrusion detection.",
            "I added anomaly-based threat monitoring.",
        ],
    ),
    (
        "time-series-database",
        &[
            "I sent the readings to a time-series database.",
            "I wrote the metrics to a managed time series store.",
            "I keep the readings in a time series DB.",
        ],
    ),
    (
        "tls-certificate",
        &[
            "I automated the TLS certificates.",
            "I moved the certificates to a managed certificate service.",
            "I set up automatic certificate renewal.",
        ],
    ),
    ("vector-database", &["I put the embeddings in a vector store."]),
    (
        "video-transcoding",
        &["I built a video transcoding pipeline.", "I moved the encoding to a video transcoding service."],
    ),
    (
        "virtual-desktop",
        &[
            "I gave the clerks virtual desktops.",
            "I moved 40 clerks to cloud desktops.",
            "I set up a desktop-as-a-service.",
        ],
    ),
    (
        "virtual-machine",
        &[
            "I moved the shop to two virtual machines.",
            "I rented three cloud VMs for the tests.",
            "I resized the virtual servers every month.",
        ],
    ),
    ("vpn", &["I set up a VPN tunnel to the warehouse."]),
    (
        "vulnerability-scanning",
        &[
            "I set up a vulnerability scanner.",
            "I scan the hosts with managed vulnerability scanning.",
            "I added CVE scans to each build.",
        ],
    ),
    (
        "web-application-firewall",
        &[
            "I put a web application firewall before the shop.",
            "I added a managed web firewall.",
            "I added a web app firewall with rate rules.",
        ],
    ),
    (
        "workflow-orchestration",
        &["I modeled the refund as a managed workflow.", "I rebuilt the import as a serverless workflow."],
    ),
];

/// Everyday senses.
const QUIET: &[&str] = &[
    "Our team's queue was never empty.",
    "I kept a cache of documents on my laptop.",
    "I cleared the support queue.",
    "I repaired the dashboard of the car.",
    "I sorted a stream of tickets.",
    "I led the search for the cause.",
    "I started a search engine marketing campaign.",
    "I drove the pipeline of new clients.",
    "I kept a log of the calls.",
    "I wrote a catalog of the questions.",
    "I managed a warehouse with 30 people.",
    "I drew a workflow on paper.",
    "I signed certificates for the trainees.",
    "I planned the migration in three steps.",
    "I walked them through the table.",
    "I handled a stream of complaints.",
    "I put an alarm on my phone.",
    "I set up a stand for the fair.",
    "I managed queue times at the desk.",
    "I asked a broker for a loan.",
    "I gave the team a platform to speak.",
    "I ran a function for parents.",
    "I bought a bucket of paint.",
    "I opened a store in Ulm.",
    "I filled a table with prices.",
    "I caught the bus at an event.",
    "I fixed the archive door.",
    "I cleaned the registry of the hotel.",
    "I held a topic for later.",
    "I learned the speech by heart.",
    "I translated the letter.",
    "I sent a push to the branch.",
    "I made backups of my notes on paper.",
    "I read the audit report.",
    "I found a key in the drawer.",
    "I set up a private conversation.",
    "I took the edge off the debate.",
    "I rented a virtual room.",
    "I reduced the cache misses of the loop.",
    "I turned a hub into a meeting place.",
    "I ordered a mesh for the fence.",
    "I called the contact at the center.",
    "I counted the search results by hand.",
    "I wrote the report as a batch of pages.",
    "I tracked the budget in a list.",
    "I drew a graph of the sales.",
    "I kept the time series in a spreadsheet.",
    "I documented each step.",
    "I streamed music at my desk.",
    "I put the topic on the agenda.",
    "I gave a notification to the landlord.",
    "I shipped the boxes offline.",
    "I booked a container to Hamburg.",
    "I managed the build of the stand.",
    "I hosted a search party.",
    "I managed a stream of visitors.",
    "I hosted the queue meeting.",
];

/// Returns the IDs of the needs in `said`, in an answer about AWS.
fn needs(lexicon: &Lexicon, said: &str) -> Vec<String> {
    let prose = format!("Our shop ran on EC2.\n{said}");
    let action = Span::new(prose.len() - said.len(), prose.len());
    let hits = lexicon.find(&prose).into_iter().filter(|hit| action.contains(hit.span));
    let id = |term| match term {
        Term::Phrase(index) => Some(lexicon.phrases[index].id.clone()),
        _ => None,
    };
    hits.filter_map(|hit| id(hit.term)).collect()
}

#[test]
fn needs_of_every_kind_are_found() {
    let lexicon = Lexicon::shared();
    let mut missed = Vec::new();
    for (ids, sentences) in NEEDS {
        for said in *sentences {
            let found = needs(&lexicon, said);
            if !ids.split(' ').any(|id| found.iter().any(|found| found == id)) {
                missed.push(format!("{said} {found:?}, not {ids}"));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn everyday_senses_are_no_needs() {
    let lexicon = Lexicon::shared();
    let found = QUIET.iter().map(|said| (said, needs(&lexicon, said)));
    let wrong: Vec<_> = found.filter(|(_, found)| !found.is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
