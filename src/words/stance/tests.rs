use super::*;

/// Returns the stance to the words in brackets.
fn stance(text: &str, of: fn(&str, Span) -> Stance) -> Stance {
    let start = text.find('[').expect("a bracket");
    let end = text.find(']').expect("a bracket") - 1;
    of(&text.replace(['[', ']'], ""), Span::new(start, end))
}

fn check(rows: &[(&str, Stance)], of: fn(&str, Span) -> Stance) {
    let wrong: Vec<_> =
        rows.iter().map(|&(text, expected)| (text, expected, stance(text, of))).filter(|row| row.1 != row.2).collect();
    let lines: Vec<_> =
        wrong.iter().map(|(text, expected, found)| format!("{text}\n    {expected:?}, not {found:?}")).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), lines.join("\n"));
}

use Stance::*;

#[test]
fn what_the_writer_did() {
    check(
        &[
            ("I added a [message queue].", Did),
            ("We put a [load balancer] in front of both servers.", Did),
            ("Added a [message queue] and a cron job.", Did),
            ("I decided to put a [cache] before the rooms table.", Did),
            ("The old host had no index; I put an [in-memory cache] before the table.", Did),
            ("I replaced the cron jobs with a [workflow engine].", Did),
            ("I moved the reports to a [data warehouse].", Did),
            ("The nightly export was replaced by an [event stream].", Did),
            ("Orders land on a [message queue] first.", Did),
            ("A [state machine] runs the steps in order.", Did),
            ("A [load balancer] was added in May.", Did),
            ("I sped it up by adding a [cache].", Did),
            ("I chose a [message queue] over a shared table.", Did),
            ("Instead of a cron job, I used a [job scheduler].", Did),
            ("I wired the shop, the till and the stock to an [event bus].", Did),
            ("I removed the bottleneck with a [read replica].", Did),
            ("I had to set up a [container registry] within a day.", Did),
            ("We did not want to lose orders, so I put a [message queue] in between.", Did),
            ("Our team built a [data warehouse] in six weeks.", Did),
            ("I convinced the owner, then built a [data lake].", Did),
            ("The shop's [load balancer] now checks both hosts.", Did),
            ("I not only added a [cache], I measured it.", Did),
            ("Not one order was lost once the [message queue] held them.", Did),
            ("I wrote each sale to a [data warehouse].", Did),
            ("I saw that all slow requests waited on the same [in-memory store].", Did),
            ("I made sure that the [message queue] kept its order.", Did),
        ],
        of_thing,
    );
}

#[test]
fn what_was_not_there() {
    check(
        &[
            ("We did not need a [CDN], as all guests sat in one city.", Negated),
            ("There was no [load balancer] at all.", Negated),
            ("I solved it without a [message queue].", Negated),
            ("We never had a [data warehouse].", Negated),
            ("A [cache] wasn't going to help.", Negated),
            ("I used a plain table, not a [message queue].", Negated),
            ("There was no need for a [service mesh].", Negated),
            ("Nobody had set up a [secrets store].", Negated),
            ("The shop lacked a [load balancer].", Negated),
            ("We couldn't get a [CDN] in time.", Negated),
            ("I had no [message queue], so I used a table.", Negated),
            // Not this one.
            ("Nothing was cached, so I added an [in-memory cache].", Did),
            ("It did not scale, and I put a [load balancer] before it.", Did),
            ("No one answered; I set up a [message queue].", Did),
            ("I didn't panic and put a [load balancer] in.", Did),
            ("With no downtime I moved it to a [managed database].", Did),
        ],
        of_thing,
    );
}

#[test]
fn what_was_removed_or_replaced() {
    check(
        &[
            ("I took the [message queue] out and let the two systems share one table.", Removed),
            ("We got rid of the [load balancer].", Removed),
            ("I shut the [data warehouse] down.", Removed),
            ("I stopped using a [message queue].", Removed),
            ("The [message broker] was retired in June.", Removed),
            ("I added a [cache] but took it out again a week later.", Removed),
            ("I put in a [service mesh], which we later removed.", Removed),
            ("I deleted both [load balancers].", Removed),
            ("I removed the need for a [message queue].", Removed),
            ("I turned off the [CDN] for two days.", Removed),
            ("I replaced the [message broker] by a table.", Replaced),
            ("I moved everything from the [data warehouse] to plain files.", Replaced),
            ("The [load balancer] was replaced by DNS.", Replaced),
            ("I swapped the [message broker] for HTTP calls.", Replaced),
            ("We used to have a [data warehouse].", Replaced),
            ("I drained the old [message queue] first.", Replaced),
            // Not these.
            ("I dropped the nightly job for an [event stream].", Did),
            ("I deleted old rows in the [data warehouse].", Did),
            ("I removed duplicates with a [message queue].", Did),
            ("I swapped the cron job for a [workflow engine].", Did),
            ("I moved from a cron job to a [job scheduler].", Did),
            ("I took the hard road and built an [event bus].", Did),
            ("I closed the ticket and added a [load balancer].", Did),
            ("I retired the script after I had built a [data lake].", Did),
        ],
        of_thing,
    );
}

#[test]
fn what_was_rejected_or_considered() {
    check(
        &[
            ("I decided against a [message queue].", Rejected),
            ("I ruled out a [data warehouse], since it was too slow.", Rejected),
            ("I used a cron job instead of a [message queue].", Rejected),
            ("I chose a table over a [message queue].", Rejected),
            ("I avoided a [service mesh].", Rejected),
            ("A [data warehouse] was overkill for nine rooms.", Rejected),
            ("They asked me for a cluster and I refused to build a [container platform].", Rejected),
            ("A view was simpler than a [data warehouse].", Rejected),
            ("I considered a [message queue], but a cron job was enough.", Considered),
            ("I compared REST, gRPC and [message queues].", Considered),
            ("We weighed a [data lake] against a plain bucket.", Considered),
            ("I looked at a [service mesh] for a day.", Considered),
            ("I thought about adding a [cache].", Considered),
            ("I asked myself whether a [message queue] was needed.", Considered),
            ("A [graph database] was discussed and dropped.", Considered),
            // Not these.
            ("I considered the options and built a [data warehouse].", Did),
            ("I chose a [message queue], because the printer could be down.", Did),
            ("I refused to wait and put a [load balancer] in.", Did),
            ("After I had compared three, I put in a [message broker].", Did),
            ("I avoided downtime with a [load balancer].", Did),
            ("I preferred a [message queue] to a shared table.", Did),
            ("I skipped the meeting and set up a [CDN].", Did),
        ],
        of_thing,
    );
}

#[test]
fn what_was_only_planned() {
    check(
        &[
            ("I proposed a [data warehouse]; the owner chose a spreadsheet.", Planned),
            ("I suggested adding a [cache].", Planned),
            ("I recommended that we move to a [message queue].", Planned),
            ("I wanted to add a [load balancer].", Planned),
            ("Next year we will move to a [data warehouse].", Planned),
            ("A [message queue] would have helped.", Planned),
            ("I was going to put a [CDN] before it.", Planned),
            ("Today I would start with a [message queue].", Planned),
            ("I planned a [data lake] for the spring.", Planned),
            ("The proposed [data warehouse] was late.", Planned),
            ("If we had a [message queue], nothing would be lost.", Planned),
            // Not these.
            ("I planned the move and set up a [load balancer].", Did),
            ("I proposed three steps, and in March I built the [data warehouse].", Did),
            ("We needed to add a [message queue], and I did.", Did),
            ("As I had hoped, the [load balancer] held.", Did),
            ("I wanted speed; I added a [cache].", Did),
        ],
        of_thing,
    );
}

#[test]
fn what_is_somebody_elses() {
    check(
        &[
            ("The hotel chain's [load balancer] had dropped our calls, so I phoned their desk.", SomeoneElse),
            ("I called their [load balancer] by its address.", SomeoneElse),
            ("The vendor put a [message queue] before it.", SomeoneElse),
            ("They had used a [data warehouse].", SomeoneElse),
            ("My predecessor had set up a [message broker].", SomeoneElse),
            ("I asked the vendor to add a [message queue].", SomeoneElse),
            ("The platform team ran a [container platform] for itself.", SomeoneElse),
            ("I read from the [event stream] of the bank.", SomeoneElse),
            ("The [load balancer] that the supplier ran was slow.", SomeoneElse),
            ("I met a consultant who had built a [data lake].", SomeoneElse),
            ("Another team owned the [message queue].", SomeoneElse),
            // Not these.
            ("Our platform team built a [container platform].", Did),
            ("The team added a [load balancer].", Did),
            ("I put the customers' orders into a [message queue].", Did),
            ("Our company's [data warehouse] got a second node.", Did),
            ("The vendor shrugged, so I put a [message queue] before it.", Did),
            ("I asked nobody and set up a [CDN].", Did),
            ("I showed it to the owner; he agreed, and I built the [data warehouse].", Did),
        ],
        of_thing,
    );
}

#[test]
fn what_is_self_built_talked_of_or_the_trouble() {
    check(
        &[
            ("I raised the [task queue] size of our own scheduler.", SelfBuilt),
            ("I added [in-memory caching] (a plain map with a TTL).", SelfBuilt),
            ("I wrote a small [job scheduler] in Go.", Written),
            ("I tuned our own [message queue].", SelfBuilt),
            ("I kept the home-grown [workflow engine].", SelfBuilt),
            ("I explained how a [message queue] works.", Topic),
            ("I gave a talk on [data lakes].", Topic),
            ("I taught the juniors how we use a [load balancer].", Topic),
            ("I wrote an article about [service meshes].", Topic),
            ("I trained two clerks on the [data warehouse].", Topic),
            ("I took a course on [data warehouses].", Topic),
            ("I found that the [load balancer] dropped every tenth call.", Cause),
            ("Calls were lost because the [message queue] was full.", Cause),
            ("It was slow due to the [data warehouse].", Cause),
            ("The [load balancer] failed at noon.", Cause),
            ("I saw that [backup jobs] saturated one uplink.", Cause),
            // Not these.
            ("I wrote each event into a [message queue].", Did),
            ("I explained the plan and put a [message queue] in.", Did),
            ("I fixed it with a [load balancer].", Did),
            ("I learned fast and built a [data lake].", Did),
            ("Because calls were lost, I put a [message queue] in.", Did),
            ("I showed them the bill, then built a [data warehouse].", Did),
            ("I built a [data lake] (200 tables).", Did),
        ],
        of_thing,
    );
}

/// Fragments, lists, the passive, the past perfect, and clauses joined by "but", "so", "until", or "which".
#[test]
fn sentences_of_many_shapes() {
    check(
        &[
            ("- moved the jobs to a [message queue]", Did),
            ("Moved the jobs to a [message queue], then cut the old table.", Did),
            ("Setting up a [data warehouse] took me three weeks.", Did),
            ("By moving the images to an [object store] I freed the disk.", Did),
            ("Having set up a [load balancer], I took the second host down for repair.", Did),
            ("The jobs were moved to a [message queue] over a weekend.", Did),
            ("The photos had been kept on disk until I moved them to an [object store].", Did),
            ("I had planned to keep the cron jobs, but in the end a [workflow engine] runs them.", Did),
            ("The reports were slow, so we built a [data warehouse].", Did),
            ("Nobody believed it would work, but the [CDN] cut the load in half.", Did),
            ("I kept the old queue until the new [message queue] was stable.", Did),
            ("I put in a [cache], which cut the load by half.", Did),
            ("We did not have time for a rewrite, so a [cache] had to do.", Did),
            ("My part: the [data warehouse], the loads, and the dashboards.", Did),
            ("* [Secrets manager] for all passwords, rotated monthly", Did),
            ("Steps: 1) a [load balancer], 2) a second host, 3) alarms.", Did),
            ("Designed and built a [data lake] for the raw files.", Did),
            ("I got the [search index] running within a week.", Did),
            ("I completed the [data warehouse] in May.", Did),
            ("I adopted a [message queue] for the mails.", Did),
            ("I earned their trust by putting a [load balancer] before the shop.", Did),
            ("I had trouble with the old table, so I moved it to a [key-value store].", Did),
            ("Traffic now flows through a [CDN], which the team never had before.", Did),
            ("The team I led replaced the cron jobs with a [workflow engine].", Did),
            ("As lead, I introduced a [container registry].", Did),
            ("We decided on a [message queue] and rolled it out.", Did),
            ("We opted for a [key-value store].", Did),
            ("I ended up using a [workflow engine].", Did),
            ("I began sending the events to an [event stream].", Did),
            ("I finished moving the images to an [object store].", Did),
            ("I helped the team set up a [load balancer].", Did),
            ("I taught myself enough to run a [search cluster].", Did),
            ("What helped was a [cache] before the price table.", Did),
            ("It was the [message queue] that saved us.", Did),
            ("I worked with the vendor to connect their tills to our [message queue].", Did),
            ("I fought for a [data warehouse] and got it.", Did),
            ("The customer's photos are in an [object store] now.", Did),
            ("The owner asked me to set up a [CDN], and I did.", Did),
            ("My manager asked for a [data lake], so I built one.", Did),
            ("I had to convince security before I could turn on the [load balancer].", Did),
            ("With a [CDN] in place, I could turn to the database.", Did),
            ("Where we had used a shared table, I used a [message queue].", Did),
            ("Each nightly export now lands in a [data warehouse].", Did),
            ("- wired the tills to an [event stream]", Did),
            ("Rolled out a [secrets manager] to all nine teams.", Did),
            ("We had no way to replay an order, so the orders go through a [message queue] now.", Did),
            ("After a week of tests we settled for a [key-value store].", Did),
            ("I spent March on a [data lake] and April on the reports.", Did),
            ("The rooms table had been locked all day until a [read replica] took the reports.", Did),
            ("Before that, clerks copied files by hand, which a [workflow engine] does today.", Did),
            ("Two weeks later the [CDN] was live.", Did),
            ("I asked for root access, got it, and put a [load balancer] in.", Did),
            ("Both apps were cut over to the new [message broker] on a Sunday.", Did),
            ("I insisted on a [dead-letter queue] for failed orders, which caught 40 in the first week.", Did),
            ("I am proud of the [search cluster] that I set up alone.", Did),
            ("Storing the photos in an [object store] halved the cost.", Did),
            ("While the vendor was still thinking, I shipped a [cache].", Did),
            ("Unlike my predecessor, I put a [queue] in front of it.", Did),
            ("It wasn't the disk; I put a [cache] there anyway.", Did),
            ("Behind the form sits a [message queue].", Did),
            ("I made the case for a [data warehouse] and then delivered it.", Did),
            ("I had never run a [search cluster] before, but I set one up in a week.", Did),
            ("We hadn't a [load balancer] at the time.", Negated),
            ("We got by without any [message queue].", Negated),
            ("There wasn't even a [load balancer].", Negated),
            ("I saw no point in a [service mesh].", Negated),
            ("None of our services used a [message queue].", Negated),
            ("I kept it simple: no [message queue], just a table.", Negated),
            ("Neither of us had ever used a [workflow engine].", Negated),
            ("I managed to do it without adding a [cache].", Negated),
            ("The missing [load balancer] was a risk.", Negated),
            ("There was nothing like a [data warehouse].", Negated),
            ("A [message queue] was not worth it.", Negated),
            ("There was hardly a [load balancer] in the whole company.", Negated),
            ("Not a single [message queue] was in use.", Negated),
            ("We lived without a [CDN] for years.", Negated),
            ("It works with neither a [message broker] nor a cache.", Negated),
            ("We chose a shared table, not a [message queue].", Negated),
            ("I took down the [search cluster] after the move.", Removed),
            ("After removing the [message queue], the code was half as long.", Removed),
            ("Removed the [cache], fixed the query.", Removed),
            ("The [service mesh] was switched off.", Removed),
            ("The [message broker] gave way to plain HTTP calls.", Removed),
            ("I turned down the [data lake] that sales had asked for.", Removed),
            ("The [graph database] lost against plain SQL.", Removed),
            ("I pulled the plug on the [data warehouse].", Removed),
            ("We retired the [search cluster], as nobody used it.", Removed),
            ("Replacing the [data warehouse] with plain files saved us a lot.", Replaced),
            ("I moved the sessions out of the [key-value store] into the database.", Replaced),
            ("Plain HTTP calls took the place of the [message broker].", Replaced),
            ("I migrated everything off the old [workflow engine].", Replaced),
            ("I opted for a table instead of a [message queue].", Rejected),
            ("I saw through the hype and left out the [service mesh].", Rejected),
            ("I weighed up a [message queue] and a shared table.", Considered),
            ("Comparing a [data warehouse] with plain files, I saw no gain.", Considered),
            ("We debated whether to buy a [CDN].", Considered),
            ("At first I thought a [message queue] was the answer, but it was not.", Considered),
            ("I ran a test of three [message brokers].", Considered),
            ("I made a list with pros and cons of a [graph database].", Considered),
            ("The choice was between a [data warehouse] and a few views.", Considered),
            ("We could not afford a [data warehouse], so I wrote views.", Planned),
            ("The [data warehouse] had to wait.", Planned),
            ("The [data lake] is planned for the spring.", Planned),
            ("We are about to move to a [data warehouse].", Planned),
            ("The [data warehouse] was put on hold.", Planned),
            ("I left the [data warehouse] for next year.", Planned),
            ("I still hope to get a [load balancer].", Planned),
            ("Next step: a [message queue].", Planned),
            ("A [data lake] may follow in the spring.", Planned),
            ("I would love to see a [load balancer] there.", Planned),
            ("I interviewed the team that had built the [data warehouse].", SomeoneElse),
            ("My colleague Ana set up the [load balancer].", SomeoneElse),
            ("Ana built the [data lake]; I wrote the loads.", SomeoneElse),
            ("The consultants left us a [message broker].", SomeoneElse),
            ("The events came from the retailer's [message queue].", SomeoneElse),
            ("I let the hosting firm set up a [load balancer].", SomeoneElse),
            ("I got the vendor to add a [message queue].", SomeoneElse),
            ("Marketing had its own [data warehouse].", SomeoneElse),
            ("I asked how their [message queue] worked.", SomeoneElse),
            ("The agency that ran our shop hid everything behind a [CDN].", SomeoneElse),
            ("My successor moved the jobs to a [workflow engine].", SomeoneElse),
            ("A [service mesh] is next on our list.", Planned),
            ("I hacked together a [job scheduler] in a weekend.", Written),
            ("I built a [cache] out of a plain hash map.", SelfBuilt),
            ("We used a table as our [message queue].", SelfBuilt),
            ("I coded a [search engine] in Rust.", Written),
            ("The [job queue], a Python script I had written, ran on one host.", SelfBuilt),
            ("I wrote our [message queue] on top of two tables.", Written),
            ("I talked the team out of a [service mesh].", Topic),
            ("I mapped where each team used a [message queue].", Topic),
            ("I documented the [data warehouse] for the new hires.", Topic),
            ("I ran a workshop on [message queues].", Topic),
            ("I explained to the board what a [data lake] is.", Topic),
            ("I wrote down when to use a [message queue].", Topic),
            ("I answered questions about the [load balancer].", Topic),
            ("I reviewed a design that had a [message queue] in it.", Topic),
            ("I can explain a [load balancer] to my grandmother.", Topic),
            ("We read up on [data lakes] for a month.", Topic),
            ("I found out that the [message queue] had been full for days.", Cause),
            ("The outage came from the [load balancer].", Cause),
            ("The bug was in the [workflow engine].", Cause),
            ("A misconfigured [load balancer] sent all traffic to one host.", Cause),
            ("Half of the errors came out of the [message broker].", Cause),
            ("A full [message queue] had blocked every till.", Cause),
        ],
        of_thing,
    );
}

/// People by their roles, what the old system did, drawings and mocks, and parts of a program.
#[test]
fn whose_thing_it_is() {
    check(
        &[
            ("Their developer had set up a [message queue] without a limit.", SomeoneElse),
            ("A developer used a [key-value store] for it.", SomeoneElse),
            ("The vendor used a [key-value store] for sessions.", SomeoneElse),
            ("Another team owns the [API gateway], so I asked them for access.", SomeoneElse),
            ("The platform team runs the [message broker].", SomeoneElse),
            ("The network engineers manage the [load balancer].", SomeoneElse),
            ("The DBA owns the [data warehouse], and I only read from it.", SomeoneElse),
            ("Our supplier keeps the prices in a [data warehouse], and I copied them by hand.", SomeoneElse),
            ("A freelancer had built the [search cluster] before I came.", SomeoneElse),
            ("Security keeps the keys in a [secrets store].", SomeoneElse),
            ("The client runs its own [message broker].", SomeoneElse),
            ("Each developer now uses a [feature flag].", Did),
            ("The shop uses a [key-value store] for sessions.", Did),
            ("Every team now owns its [message queue], which I set up.", Did),
            ("Our platform team now runs the [message broker] that I installed.", Did),
            ("My team owns the [data warehouse].", Did),
            ("The developers on my team moved the jobs to a [message queue].", Did),
            ("Analysts now query a [data warehouse].", Did),
            ("The new service reads from an [event stream].", Did),
            ("I implemented a [cache] in the process itself, a plain LRU map of a thousand entries.", SelfBuilt),
            ("I implemented a [cache] inside the worker as an array.", SelfBuilt),
            ("I added a [cache] in the code, a map with a limit of 100.", SelfBuilt),
            ("I wrote a blog post on choosing a [data warehouse].", Topic),
            ("I wrote a guide on when to use a [message queue].", Topic),
            ("I reviewed a design that used a [message queue].", Topic),
            ("I drew a [state machine] on the whiteboard.", Topic),
            ("I sketched a [message queue] in the design document.", Planned),
            ("I mocked the [message queue] in the tests.", Topic),
            ("I stubbed the [object store] for the unit tests.", Topic),
            ("I simulated a [load balancer] on my laptop.", Topic),
            ("I suspected the [load balancer], but it was the DNS.", Considered),
            ("The old system used a [message queue], which lost messages.", Replaced),
            ("The former shop had a [data warehouse] that nobody read.", Replaced),
            ("The legacy app kept its jobs in a [message queue].", Replaced),
            ("The old system lost messages, so the new one uses a [message queue].", Did),
            ("A [data lake] is on the roadmap for the fall.", Planned),
            ("A [data lake] is in the plan for next year.", Planned),
            ("I tested the failover of the [load balancer] that I had put in.", Did),
            ("I drew the line and bought a [data warehouse].", Did),
            ("I used a [queue] in the algorithm, a plain ring buffer.", SelfBuilt),
            ("I put a database-backed [message queue] in place.", SelfBuilt),
            ("I kept a [cache] in the app.", SelfBuilt),
            ("I added a [cache] per worker, a plain map.", SelfBuilt),
            ("I wrote a guide about choosing a [data warehouse].", Topic),
            ("I put a [cache] on the list for next year.", Planned),
            ("We agreed to revisit a [message queue] in spring.", Considered),
            ("A [data lake] sits on our roadmap.", Planned),
            ("I was tempted to add a [cache] but measured first.", Planned),
            ("I preferred files to a [message queue].", Rejected),
            ("I disconnected the [message queue] to prove that it wasn't involved.", Removed),
            ("There was a bug in the [message broker] of the machine's maker.", Cause),
            ("I found a leak in the [cache].", Cause),
            ("Finance uses a [data warehouse] of its own, so I asked for an export.", SomeoneElse),
            ("The legacy app had written to an [object store] that no longer exists.", Replaced),
            ("The old import became an [ETL job].", Did),
            ("The old reports moved to a [data warehouse].", Did),
            ("I first rejected a [message queue], but then built one after all.", Did),
            ("I preferred a [message queue] to a table.", Did),
            ("I fixed the problem with a [message queue].", Did),
            ("I put a [cache] before the table, a script warms it.", Did),
            ("I added a [message queue], a cache and two alarms.", Did),
            ("I put a [message queue] on each site.", Did),
            ("I chose a [key-value store] in the second design.", Did),
            ("The old and the new app now share a [message queue].", Did),
        ],
        of_thing,
    );
}

#[test]
fn deeds_of_the_writer() {
    check(
        &[
            ("I [shared the root password] with the night shift.", Did),
            ("I [made the RDS instance publicly accessible] for the BI tool.", Did),
            ("I [turned CloudTrail off] in two accounts.", Did),
            ("To save time, we [opened port 22] to the world.", Did),
            ("[Opened port 22] for the on-call team.", Did),
            ("I wrote a job that [scanned the entire bucket].", Did),
            ("I had to [share the root password].", Did),
            ("I logged in and [opened port 22].", Did),
            ("The team [disabled the backups].", Did),
            ("I sped it up by [opening port 22].", Did),
            // Not these.
            ("My predecessor had [shared one access key]; I ended that.", SomeoneElse),
            ("They asked me to [open port 22] and I said no.", SomeoneElse),
            ("I found that somebody had [opened port 22].", SomeoneElse),
            ("I never [shared the root password].", Negated),
            ("I refused to [open port 22].", Rejected),
            ("I found a bucket that we had [made public].", Cause),
            ("I proposed to [open port 22].", Planned),
            ("I explained why nobody should [share access keys].", Planned),
            ("We would have [opened port 22].", Planned),
            ("I stopped [sharing access keys].", Removed),
            ("I [set up a bastion host], which I removed in May.", Removed),
            ("I moved from passwords [stored in environment variables] to a vault.", Replaced),
            ("I fixed it without [opening port 22].", Negated),
            ("The vendor [shared the root password].", SomeoneElse),
            ("I removed what [ran in a single zone].", Removed),
        ],
        of_deed,
    );
}

#[test]
fn what_stands_between_a_verb_and_its_object() {
    for (words, expected) in [
        ("with legal to remove", true),
        ("instead of", true),
        ("a role rather than", true),
        ("no", true),
        ("neither", true),
        ("the plan, and the", true),
        ("the plan and they", true),
        ("the", false),
        ("for a while", false),
        ("to the vendor and the", false),
        ("", false),
    ] {
        assert_eq!(are_parting(words), expected, "{words}");
    }
}
