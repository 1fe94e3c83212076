use super::*;
use crate::rules::testing::{answer, findings_in, messages, severities};

/// Returns the messages about an Action in an answer about AWS.
fn found_in(action: &str) -> Vec<String> {
    let draft = format!(
        "# Tell me about a project\n\n**Situation:** Our bookings ran on AWS, on two EC2 instances.\n\n**Task:** I was to \
         mend that.\n\n**Action:** {action}\n\n**Result:** Waits fell from 40 to 5 seconds.\n"
    );
    messages("unnamed-service", &draft)
}

/// The first candidate is what an expert would name first. An empty name: nothing is asked.
#[test]
fn needs_are_recognized_however_they_are_put() {
    let rows = [
        ("We did not need a CDN, as all guests sat in one city.", ""),
        ("I took the message queue out and let the two systems share one table.", ""),
        ("I proposed a data warehouse; the owner chose a spreadsheet.", ""),
        ("The hotel chain's load balancer had dropped our calls, so I phoned their desk.", ""),
        ("The old host had no cache; I put an in-memory cache before the rooms table.", "ElastiCache"),
        ("I kept the receipts in S3 and turned on audit logging.", "CloudTrail"),
        ("I queried the raw logs with Athena and built a data warehouse for the finance team.", "Redshift"),
        ("I put an ALB before the shop and an API gateway before the partner calls.", "API Gateway"),
        ("I studied Cost Explorer and set budget alerts for the two teams.", "Budgets"),
        ("I moved the guests table to a managed MariaDB database.", "Amazon RDS"),
        ("I sent the check-ins to an event stream.", "Kinesis"),
        ("I detect configuration drift in all accounts now.", "AWS Config"),
        ("I ran the workers on managed Kubernetes.", "EKS"),
        ("I added a read replica for the reports.", "Amazon RDS"),
        ("I set up cross-region replication of the invoices.", "Replication"),
        ("I isolated the hosts and called the owner.", ""),
        ("I decoupled the producers from the consumers.", ""),
        ("I right-sized the fleet.", ""),
        ("I considered a message queue, but a cron job was enough.", ""),
        ("I compared REST, gRPC and message queues.", ""),
        ("I raised the task queue size of our own scheduler.", ""),
        ("I added in-memory caching (a plain map with a TTL).", ""),
        ("I moved the reports to a small data warehouse.", "Redshift"),
        ("I put some kind of queue between the till and the stock.", "SQS"),
        ("I added a queue.", "SQS"),
        ("A managed queue now holds the orders.", "SQS"),
        ("I wired a durable queue behind the API.", "SQS"),
        ("Job queues took the load off the web servers.", "SQS"),
        ("I set up a managed broker for the tills.", "Amazon MQ"),
        ("I published the bookings on an event bus.", "EventBridge"),
        ("The tills write to real-time streams.", "Kinesis"),
        ("I built a stream processor for the stock.", "Flink"),
        ("I put a small cache before the rooms table.", "ElastiCache"),
        ("An in-memory data store keeps the sessions.", "ElastiCache"),
        ("Sessions live in a key-value store.", "DynamoDB"),
        ("I keep the state in a serverless NoSQL table.", "DynamoDB"),
        ("I moved the menus to a document database.", "DocumentDB"),
        ("Invoices land in blob storage.", "Amazon S3"),
        ("I copy the logs to an object store.", "Amazon S3"),
        ("Analysts use a serverless SQL engine.", "Athena"),
        ("I set up a managed search engine for the menus.", "OpenSearch"),
        ("A state machine runs the steps.", "Step Functions"),
        ("I modeled the approval in a workflow engine.", "Step Functions"),
        ("I moved the cron jobs to a managed scheduler.", "EventBridge Scheduler"),
        ("Receipts go out through a transactional mail service.", "SES"),
        ("The images are in a private container registry.", "ECR"),
        ("I moved the share to a managed Windows file server.", "Amazon FSx"),
        ("The servers share a network file system.", "EFS"),
        ("I moved the guests to a managed relational database.", "Amazon RDS"),
        ("I put it on a managed Postgres instance.", "Amazon RDS"),
        ("I moved the topics to managed Kafka.", "MSK"),
        ("I moved the workers to a hosted Kubernetes cluster.", "EKS"),
        ("I put the passwords into a secrets vault.", "Secrets Manager"),
        ("I put a CDN before the pictures.", "CloudFront"),
        ("I put a load balancer before the two servers.", "Elastic Load"),
        ("I put an API gateway before the partner calls.", "API Gateway"),
        ("Announcements are made by text-to-speech.", "Polly"),
        ("Calls are written down by speech-to-text.", "Transcribe"),
        ("I worked from the delegated admin account.", "Organizations"),
        ("Readings go to a time-series database.", "Timestream"),
        ("I drew the routes in a graph database.", "Neptune"),
        ("I put a web application firewall before the shop.", "WAF"),
        ("I set up DNS failover to the second site.", "Route 53"),
        ("I added distributed tracing to three services.", "X-Ray"),
        ("I scanned the container images before each release.", "image scanning"),
        ("I put the features in a feature store.", "SageMaker"),
        ("I built a video transcoding pipeline.", "MediaConvert"),
        ("I moved the desk to a cloud contact center platform.", "Amazon Connect"),
        ("I cleared the print queue.", ""),
        ("I watched the queue depth.", ""),
        ("I read the merge queue rules.", ""),
        ("I moved the ticket queue to Jira.", ""),
        ("I talked to a broker about the policy.", ""),
        ("I drew a finite state machine on the wall.", ""),
        ("I modeled the booking as a state machine in the code.", ""),
        ("I found a buffer overflow in the stream parser.", ""),
        ("I piped the output stream to a file.", ""),
        ("I cleaned the warehouse.", ""),
        ("I cleared the cache of my browser.", ""),
        ("I checked the registry of deeds.", ""),
        ("I cut the cache misses.", ""),
        ("I stored the key in the drawer.", ""),
        ("I rotated the passwords after the call.", ""),
        ("I throttled the clients.", ""),
        ("I aggregated the logs by hand.", ""),
        ("I shut down unused servers.", ""),
        ("I orchestrated the jobs with care.", ""),
        ("I used SQS as a message queue.", ""),
        ("I put SQS between them; the queue held the orders.", ""),
        ("I used DynamoDB, our key-value store.", ""),
        ("I moved it to Amazon RDS, a managed relational database.", ""),
        ("I ran Amazon MSK, that is managed Kafka.", ""),
        ("I built it on RabbitMQ, a message broker.", ""),
    ];
    let found = |action: &str| found_in(action).first().cloned().unwrap_or_default();
    let is_right = |found: &str, name: &str| match name {
        "" => found.is_empty(),
        _ => found
            .split_once(": was this ")
            .map(|(before, names)| (before, names.trim_start_matches("with ")))
            .and_then(|(_, names)| names.split([',', '?']).next())
            .and_then(|names| names.split(" or ").next())
            .is_some_and(|first| first.contains(name)),
    };
    let rows = rows.into_iter().map(|(action, name)| (action, name, found(action)));
    let wrong: Vec<_> = rows.filter(|(_, name, found)| !is_right(found, name)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_verb_is_asked_for_its_service() {
    assert!(found_in("I scanned the container images each night.")[0].contains(": was this with "));
    for quiet in ["The vendor scanned the container images.", "We never scanned the container images."] {
        assert_eq!(found_in(quiet), [""; 0], "{quiet}");
    }
}

#[test]
fn what_stands_for_one_service_is_asked_for_once() {
    assert_eq!(found_in("I put in an in-memory cache. A small cache now serves the rooms.").len(), 1);
}

#[test]
fn a_name_is_added_to_parentheses_that_are_there() {
    for (text, expected) in [
        ("added |caching| to it", "added caching (X) to it"),
        ("added |caching|, then", "added caching (X), then"),
        ("(|DDoS protection|: 5 tries)", "(DDoS protection, X: 5 tries)"),
        ("(|DDoS protection| in front)", "(DDoS protection, X, in front)"),
        ("(|DDoS protection|)", "(DDoS protection, X)"),
        ("|caching| (a cluster of two)", "caching (X, a cluster of two)"),
        ("|caching| (`two`)", "caching (X) (`two`)"),
        ("(five) |caching| there", "(five) caching (X) there"),
    ] {
        let parts: Vec<&str> = text.split('|').collect();
        let span = Span::new(parts[0].len(), parts[0].len() + parts[1].len());
        let plain = parts.concat();
        let (at, name) = insertion(&plain, span, "X");
        assert_eq!(format!("{}{name}{}", &plain[..at], &plain[at..]), expected);
    }
}

#[test]
fn what_the_writer_did_is_asked_for() {
    let rows = [
        "To keep orders safe while the kitchen printer was off, I slid a message queue between the till and the printer.",
        "After two failed tries with cron, I settled on a workflow engine.",
        "I had the uploads dropped into object storage and processed from there.",
        "My design: an event bus, three consumers, and a dead-letter queue.",
        "Together with Jana I stood up a data warehouse in four weeks.",
        "I pointed the shop at a load balancer, then added a second server.",
        "Each photo is pushed to an object store by the tablet.",
        "We agreed on a message broker, and I installed it the same week.",
        "Once the reports ran off a read replica, the shop was fast again.",
        "I rebuilt the import around a message queue so that nothing could get lost.",
        "I cached the room list in a distributed cache.",
        "The trick was to put a CDN before the pictures.",
        "Using a managed search cluster, I made the archive searchable.",
        "I persuaded the team to try a document database and migrated the menus myself.",
        "First I moved the secrets into a secrets store.",
        "It took me a weekend to set up a container registry.",
        "I got budget approval and bought nothing: a serverless function was enough.",
        "I wrapped the old SOAP service in an API gateway.",
        "Guests' requests go through a web application firewall now.",
        "I hooked the sensors up to a data stream.",
        "I used a key-value store for sessions because the database was the bottleneck.",
        "I introduced infrastructure as code and a container registry.",
        "Because the vendor's API was slow, I put an in-memory cache in front of it.",
        "When their system failed, I buffered the calls in a message queue.",
        "The message queue that I introduced absorbed the peaks.",
        "With the help of a consultant I set up a data lake.",
        "I didn't just add a load balancer; I tested the failover.",
        "We had no queue before. I added a message queue in March.",
        "I turned the nightly batch into an event stream.",
        "I replaced a 4,000-line cron script with a workflow engine.",
        "Rather than polling, I let a message queue wake the workers.",
        "Instead of buying servers I used serverless functions.",
        "I convinced my manager that we needed a data warehouse, and built it.",
        "I added alarms, dashboards and distributed tracing.",
        "Then came the hard part: moving 2 TB into a data warehouse.",
        "The recommendations now come from a graph database.",
        "I carried the sensor data into a time-series database.",
        "Behind it sits a fully managed message broker.",
        "I hung a queue between the form and the mailer.",
        "We landed on a data lake for the raw files.",
        "I gave each service its own message queue.",
        "Mails leave via a transactional email service now.",
        "I defined alarms and budget alerts in code.",
        "I routed all writes through an event stream, partitioned by store.",
        "Photos are stored in blob storage and served via a CDN.",
        "I connected both sites with a site-to-site VPN.",
        "As the database was the bottleneck, I added a caching layer.",
        "I automated it with a workflow engine; each step is retried.",
        "I had to learn it first, but then the data warehouse ran in a week.",
        "Customers now reach us through a load balancer.",
        "The customer's orders are put on a message queue.",
        "I offered the vendor an API gateway instead of a file drop.",
        "I proposed a message queue, got the go-ahead, and rolled it out in May.",
    ];
    let missed: Vec<_> = rows.into_iter().filter(|row| found_in(row).is_empty()).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn what_was_refused_ended_or_somebody_elses_is_not_asked_for() {
    let rows = [
        "A consultant had recommended a data warehouse, which I talked them out of.",
        "Nobody wanted to pay for a CDN.",
        "The first draft had a message queue in it; I crossed it out.",
        "I resisted the temptation to add a service mesh.",
        "I talked the board out of a data lake.",
        "The partner exposes an API gateway that limits us to ten calls a second.",
        "I worked around the bank's API gateway.",
        "The client's data warehouse was locked at night, so I wrote to a file.",
        "We toyed with a message broker for a week.",
        "Options were a message queue, a shared table, or a nightly file; I took the table.",
        "I listed three options: a message queue, a shared table, and a nightly file.",
        "A message queue seemed tempting, but the volume was ten messages a day.",
        "I argued that a data warehouse was too much for 40 rows.",
        "It would have been easy to buy a data warehouse.",
        "My manager asked for a data lake.",
        "The customer insisted on a message broker.",
        "I showed that we could do without a load balancer.",
        "I proved that no CDN was needed.",
        "I let the contract for the CDN run out.",
        "I migrated us off the message broker.",
        "We switched from a message queue to plain HTTP calls.",
        "I ended our dependence on the data warehouse by exporting plain files.",
        "The load balancer turned out to be the culprit.",
        "I traced the outage to the load balancer.",
        "It turned out that the CDN cached error pages.",
        "I debugged the vendor's message queue over the phone.",
        "I gave three lunch talks on event-driven architecture.",
        "I prepared a workshop about data lakes for the juniors.",
        "I read two books on stream processing.",
        "In the interview I was asked how a load balancer works.",
        "I sketched what a data warehouse could look like.",
        "I wrote a proposal for a data warehouse.",
        "I made a business case for a CDN; it was turned down.",
        "I built our own job scheduler in 300 lines of Go.",
        "I implemented a tiny in-memory cache as a dictionary.",
        "I kept an in-memory cache, which is just a hash map, in each worker.",
        "The job queue is a table in Postgres.",
        "I used a database table as a job queue.",
        "I used a spreadsheet as our data warehouse.",
        "Next quarter, we want to move to a data warehouse.",
        "As a next step I suggested a message queue.",
        "They now plan to add a load balancer.",
        "If traffic doubles, we will need a CDN.",
        "Had we had a message queue, no order would have been lost.",
        "The other team had already picked a message broker.",
        "Sales wanted a data warehouse; I gave them a view.",
        "I asked the network team for a load balancer.",
        "IT operates the load balancer, so I opened a ticket.",
        "Our hosting provider runs the load balancer.",
        "I dismantled the message queue piece by piece.",
        "I simplified the design: no message queue, no cache, one table.",
        "I cut the message queue from the plan.",
        "I retired two data warehouses.",
        "I had only a load balancer diagram to go by.",
        "Neither a CDN nor a cache would have helped.",
        "Why a message queue? I asked, and nobody knew.",
        "My boss had bought a data warehouse that nobody used.",
        "I inherited a message queue that lost messages and replaced it with a table.",
        "I interviewed five users of the data warehouse.",
        "I hired a load balancer expert.",
        "The auditors asked about our encryption keys.",
        "The price of a CDN was too high for us.",
        "A CDN was out of reach with our budget.",
        "I measured whether a cache would pay off; it would not.",
        "We had outgrown our data warehouse.",
        "The lack of a load balancer hurt us.",
        "I learned that the CDN was configured by the agency.",
        "I kept away from event streams.",
        "I postponed the data warehouse.",
        "I put off the service mesh until next year.",
        "I promised the team a data warehouse for the autumn.",
        "I voted for a plain table and against the message queue.",
    ];
    let wrong: Vec<_> = rows.into_iter().filter(|row| !found_in(row).is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A need is met by a service for that need, not by a neighbor, nor by a product that it came in place of.
#[test]
fn a_neighbor_satisfies_no_need() {
    let rows = [
        ("I kept the receipts in S3 and turned on audit logging.", "CloudTrail"),
        ("I queried the raw logs with Athena and built a data warehouse for the finance team.", "Redshift"),
        ("I put an ALB before the shop and an API gateway before the partner calls.", "API Gateway"),
        ("I studied Cost Explorer and set budget alerts for the two teams.", "Budgets"),
        ("I watched the CPU in CloudWatch and set budget alerts.", "Budgets"),
        ("I put CloudFront before the pictures and a cache before the price table.", "Amazon ElastiCache"),
        ("I put CloudFront before the shop and automated the TLS certificates.", "Certificate Manager"),
        ("I sent the alarms by SNS and published the bookings on an event bus.", "EventBridge"),
        ("I ordered Direct Connect and set up a site-to-site VPN as a backup.", "Site-to-Site VPN"),
        ("I encrypted the disks with AWS KMS and moved the passwords into a secrets manager.", "Secrets Manager"),
        ("I used a key management service for the disks.", "KMS"),
        ("I used a database migration service for the cut-over.", "Database Migration"),
        ("I kept the receipts in S3 and turned on immutable storage.", "Object Lock"),
        ("I turned on Security Hub and added threat detection.", "GuardDuty"),
        ("I sent the clicks to Kinesis Data Streams and built a stream processor.", "Flink"),
        ("I wrote a Lambda function and gave it a dead-letter queue.", "Amazon SQS"),
        ("I kept the receipts in S3 and set up automated backups.", "AWS Backup"),
        ("I set up an SFTP server for the partners.", "Transfer Family"),
        ("I set up a managed MQTT broker.", "IoT Core"),
        ("I set up a global load balancer with anycast addresses.", "Global Accelerator"),
        ("I set up a cost anomaly detector.", "Cost Anomaly"),
        ("I dumped MySQL at night. Then I moved it to a managed relational database.", "Amazon RDS"),
        ("I used Amazon SQS as a message queue.", ""),
        ("I put in RabbitMQ, a managed message broker.", ""),
        ("I signed images before each release with our own key.", ""),
        ("I used AWS Secrets Manager, a secrets manager.", ""),
        ("I tuned the Glue job and the ETL job.", ""),
        ("I scanned the container images with Trivy.", ""),
        ("I isolated the hosts and called the owner.", ""),
        ("I decoupled the producers from the consumers.", ""),
        ("I right-sized the fleet.", ""),
        ("I replaced the LIKE queries with a managed search service.", "OpenSearch"),
    ];
    let found = |action: &str| found_in(action).first().cloned().unwrap_or_default();
    let is_right = |found: &str, name: &str| if name.is_empty() { found.is_empty() } else { found.contains(name) };
    let rows = rows.into_iter().map(|(action, name)| (action, name, found(action)));
    let wrong: Vec<_> = rows.filter(|(_, name, found)| !is_right(found, name)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_service_is_added_to_a_verb_with_a_preposition() {
    for (said, expected) in [
        ("I signed it and |scanned the container images|.", "I signed it and scanned the container images with X."),
        ("I |scanned the container images| with care.", "I scanned the container images (X) with care."),
    ] {
        let parts: Vec<&str> = said.split('|').collect();
        let span = Span::new(parts[0].len(), parts[0].len() + parts[1].len());
        let plain = parts.concat();
        let (at, name) = insertion_after_verb(&plain, span, "X");
        assert_eq!(format!("{}{name}{}", &plain[..at], &plain[at..]), expected);
    }
}

/// Words of other languages that can mean nothing else.
#[test]
fn needs_are_found_in_other_languages() {
    let rows = [
        (
            ["Situation", "Aufgabe", "Vorgehen", "Ergebnis"],
            &[
                ("Ich habe eine Nachrichtenwarteschlange zwischen Kasse und Lager gesetzt.", "Amazon SQS"),
                ("Ich stellte einen Lastverteiler vor beide Server.", "Elastic"),
                ("Die Fotos liegen jetzt in einem Objektspeicher.", "Amazon S3"),
                ("Wir brauchten keine Nachrichtenwarteschlange.", ""),
                ("Ich habe die Nachrichtenwarteschlange abgeschafft.", ""),
                ("Der Lastverteiler des Kunden war ausgefallen.", ""),
                ("Ich habe Amazon SQS als Nachrichtenwarteschlange gewählt.", ""),
                ("Ich stand in der Warteschlange.", ""),
            ][..],
        ),
        (
            ["Situation", "Tâche", "Action", "Résultat"],
            &[
                ("J'ai mis une file de messages entre la caisse et le stock.", "Amazon SQS"),
                ("Nous avons ajouté un répartiteur de charge.", "Elastic"),
                ("J'ai construit un entrepôt de données pour la finance.", "Redshift"),
                ("Nous n'avions pas de file de messages.", ""),
                ("J'ai loué un entrepôt à Lyon.", ""),
            ][..],
        ),
        (
            ["Situación", "Tarea", "Acción", "Resultado"],
            &[
                ("Puse una cola de mensajes entre la caja y el almacén.", "Amazon SQS"),
                ("Añadí un balanceador de carga.", "Elastic"),
                ("Lo resolví sin una cola de mensajes.", ""),
                ("Hice cola en el banco.", ""),
            ][..],
        ),
        (
            ["Situação", "Tarefa", "Ação", "Resultado"],
            &[
                ("Coloquei uma fila de mensagens entre o caixa e o estoque.", "Amazon SQS"),
                ("Adicionei um balanceador de carga.", "Elastic"),
                ("Não usei fila de mensagens.", ""),
            ][..],
        ),
        (
            ["状況", "課題", "行動", "結果"],
            &[
                ("レジと在庫の間にメッセージキューを置きました。", "Amazon SQS"),
                ("ロードバランサーを追加しました。", "Elastic"),
                ("メッセージキューは使いませんでした。", ""),
                ("私は列に並びました。", ""),
            ][..],
        ),
        (
            ["상황", "과제", "행동", "결과"],
            &[
                ("주문과 재고 사이에 메시지 큐를 두었습니다.", "Amazon SQS"),
                ("로드 밸런서를 추가했습니다.", "Elastic"),
                ("메시지 큐는 사용하지 않았습니다.", ""),
            ][..],
        ),
        (
            ["情境", "任务", "行动", "结果"],
            &[
                ("我在收银和库存之间加了消息队列。", "Amazon SQS"),
                ("我加了一個負載平衡器。", "Elastic"),
                ("我们没有用消息队列。", ""),
                ("我用 Amazon SQS 作为消息队列。", ""),
            ][..],
        ),
    ];
    for ([situation, task, action, result], steps) in rows {
        for (said, name) in steps {
            let draft = format!("**{situation}:** …\n\n**{task}:** …\n\n**{action}:** {said}\n\n**{result}:** 40 %.\n");
            let found = messages("unnamed-service", &draft);
            let is_right = if name.is_empty() { found.is_empty() } else { found.iter().any(|one| one.contains(name)) };
            assert!(is_right, "{said} {found:?}");
        }
    }
}

#[test]
fn a_service_that_launched_later_is_not_offered() {
    let asked = |action: &str| {
        let draft = answer(action).replace("Imports failed", "Imports on AWS failed");
        (messages(RULE.name, &draft).join(" / "), severities(RULE.name, &draft))
    };
    let (now, severity) = asked("I wrote a serverless function for each event.");
    assert!(now.contains("AWS Lambda") && severity == [Severity::Warning], "{now}");
    let (then, _) = asked("In 2016, I wrote a serverless function for each event.");
    assert!(then.contains("AWS Lambda"), "{then}");
    let (before, severity) = asked("In 2013, I wrote a serverless function for each event.");
    assert_eq!(severity, [Severity::Hint], "{before}");
    assert!(before.contains("which service was this?") && !before.contains("Lambda"), "{before}");
}

#[test]
fn a_retired_service_counts_as_named() {
    for (named, phrase) in [
        ("Amazon SimpleDB", "I kept the sessions in a NoSQL database"),
        ("AWS Data Pipeline", "I wrote an ETL job"),
        ("AWS CodeCommit", "I moved the code to a managed Git repository"),
        ("Amazon Elastic Transcoder", "I added a video transcoding service"),
        ("AWS Server Migration Service", "I used a server migration service"),
        ("AWS CodeStar", "I set up a deployment pipeline"),
        ("Amazon WorkDocs", "I set up a shared file system"),
        ("AWS App Mesh", "I put a service mesh between them"),
        ("Amazon CloudSearch", "I added a full-text search engine"),
        ("Amazon Lookout for Metrics", "I added an anomaly detection service"),
        ("AWS OpsWorks", "I described the servers with infrastructure as code"),
        ("AWS Snowball", "I used a bulk data transfer"),
        ("AWS Snowmobile", "I used a bulk data transfer"),
    ] {
        for year in ["In 2016, ", ""] {
            let action = format!("{year}{phrase} ({named}).");
            assert_eq!(messages(RULE.name, &answer(&action)), [""; 0], "{action}");
        }
    }
}

#[test]
fn a_fix_keeps_the_sentence_right() {
    for (action, fixed) in [
        ("I put a message queue between them.", "I put Amazon SQS between them."),
        (
            "I added a serverless function that resizes them.",
            "I added a serverless function (AWS Lambda) that resizes them.",
        ),
        ("I wrote a serverless function for it.", "I wrote a serverless function (AWS Lambda) for it."),
        ("I used a message queue service there.", "I used a message queue service (Amazon SQS) there."),
        ("I put in a message queue, which keeps them.", "I put in Amazon SQS, which keeps them."),
        ("I gave the message queue more room.", "I gave the message queue (Amazon SQS) more room."),
    ] {
        let draft = answer(action);
        let found = findings_in(RULE.name, &draft);
        let fix = found.first().and_then(|finding| finding.fixes.first()).expect("a fix");
        let [edit] = &fix.edits[..] else { panic!("{fix:?}") };
        let mut after = action.to_owned();
        let shift = draft.find(action).expect("the Action");
        after.replace_range(edit.span.start - shift..edit.span.end - shift, &edit.text);
        assert_eq!(after, fixed);
    }
}
