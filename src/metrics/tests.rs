//! Short sentences of our own: what is evidence in a Result, and what is not.

use proptest::prelude::*;

use super::*;

/// Sentences, each with its metrics and their kinds.
const FOUND: &[(&str, &[(&str, &str)])] = &[
    ("We cut deploy time from 4 hours to 8 minutes.", &[("from 4 hours to 8 minutes", "from-to")]),
    ("Costs fell 45%.", &[("45%", "percent-change")]),
    ("It saved $1M annually.", &[("$1M annually", "money-rate")]),
    ("Saved €9,400 a month.", &[("€9,400 a month", "money-rate")]),
    ("Saved Rs 5 lakh a year.", &[("Rs 5 lakh a year", "money-rate")]),
    ("Saved ₹5 lakh.", &[("₹5 lakh", "money")]),
    ("Saved Rs. 40,000 per month.", &[("Rs. 40,000 per month", "money-rate")]),
    ("Cut the bill by USD 50k.", &[("USD 50k", "money")]),
    ("Cut the bill by 50k USD.", &[("50k USD", "money")]),
    ("The ETL runs 3x faster.", &[("3x", "multiplier")]),
    ("The ETL runs 3× faster.", &[("3×", "multiplier")]),
    ("Throughput grew 4-fold.", &[("4-fold", "multiplier")]),
    ("It is now 10 times faster.", &[("10 times", "multiplier")]),
    ("Throughput grew fivefold.", &[("fivefold", "multiplier")]),
    ("Restored service in 22 minutes.", &[("22 minutes", "duration")]),
    ("It stabilized 22 minutes after the page.", &[("22 minutes", "duration")]),
    ("We found 3 bugs.", &[("3 bugs", "count-delta")]),
    ("2 engineers were promoted.", &[("2 engineers", "count-delta")]),
    ("Adopted by 8 other Java teams.", &[("8 other Java teams", "count-delta")]),
    ("Used by 50+ developers.", &[("50+ developers", "count-delta")]),
    ("Handles 100K+ records daily.", &[("100K+ records daily", "throughput")]),
    ("Serves millions of requests per month.", &[("millions of requests per month", "throughput")]),
    ("Sustains 15 k TPS.", &[("15 k TPS", "throughput")]),
    ("Sustains 12,000 req/s.", &[("12,000 req/s", "throughput")]),
    ("Handles 5,000+ events per day.", &[("5,000+ events per day", "throughput")]),
    ("We held 99.99% uptime.", &[("99.99%", "percent-level")]),
    ("We held four nines.", &[("four nines", "percent-level")]),
    ("We reached five nines of availability.", &[("five nines", "percent-level")]),
    ("RTO of 15 minutes and RPO of 60 seconds.", &[("15 minutes", "rto-rpo"), ("60 seconds", "rto-rpo")]),
    ("MTTR is now 2 days.", &[("2 days", "rto-rpo")]),
    ("We kept a 15-minute RTO.", &[("15-minute", "rto-rpo")]),
    ("Satisfaction rose to 4.6/5.", &[("4.6/5", "score")]),
    ("NPS rose to 72.", &[("72", "score")]),
    ("An NPS of 72.", &[("72", "score")]),
    ("Deleted 42 TB of snapshots.", &[("42 TB", "data-size")]),
    ("Spend was cut in half.", &[("in half", "share")]),
    ("Latency was halved.", &[("halved", "multiplier")]),
    ("Throughput tripled.", &[("tripled", "multiplier")]),
    ("Revenue doubled.", &[("doubled", "multiplier")]),
    ("There were zero incidents.", &[("zero incidents", "zero")]),
    ("Zero data loss.", &[("Zero data loss", "zero")]),
    ("Zero churn on the team.", &[("Zero churn", "zero")]),
    ("No downtime since.", &[("No downtime since", "zero")]),
    ("No outages in six months.", &[("No outages in six months", "zero")]),
    ("It ran without a single failure.", &[("without a single failure", "zero")]),
    ("Costs fell by two thirds.", &[("two thirds", "share")]),
    ("Costs fell by two-thirds.", &[("two-thirds", "share")]),
    ("Costs fell by a third.", &[("a third", "share")]),
    ("Toil fell by sixty percent.", &[("sixty percent", "percent-change")]),
    ("Latency fell by an order of magnitude.", &[("order of magnitude", "multiplier")]),
    ("Duplicates went to zero.", &[("zero", "zero")]),
    ("Duplicates dropped to 0.", &[("0", "count-delta")]),
    ("Reads take single-digit ms.", &[("single-digit ms", "duration")]),
    ("The query went ~30s → single-digit ms.", &[("~30s → single-digit ms", "from-to")]),
    ("recall: 0.40 → 0.78", &[("0.40 → 0.78", "from-to")]),
    ("Build: 45 min -> 12 min.", &[("45 min -> 12 min", "from-to")]),
    ("Build: 45 => 12 minutes", &[("45 => 12 minutes", "from-to")]),
    ("Build time went from 45 to 18 minutes.", &[("from 45 to 18 minutes", "from-to")]),
    ("Open findings fell from 214 to 9.", &[("from 214 to 9", "from-to")]),
    ("Open findings fell from 214 open items to 9.", &[("from 214 open items to 9", "from-to")]),
    ("Deploys went from weekly to daily.", &[("from weekly to daily", "frequency")]),
    ("Setup went from days to hours.", &[("from days to hours", "from-to")]),
    ("Setup takes days rather than weeks.", &[("days rather than weeks", "from-to")]),
    ("Setup takes minutes instead of days.", &[("minutes instead of days", "from-to")]),
    ("Deploys take 8 minutes instead of 4 hours.", &[("8 minutes instead of 4 hours", "from-to")]),
    ("Deploys take 8 minutes, down from 4 hours.", &[("8 minutes, down from 4 hours", "from-to")]),
    ("Deploys take 8 minutes (down from 4 hours).", &[("8 minutes (down from 4 hours)", "from-to")]),
    ("Deploys take under a minute.", &[("under a minute", "duration")]),
    ("Setup went from a week to an hour.", &[("from a week to an hour", "from-to")]),
    ("p99 fell to 180 ms.", &[("180 ms", "latency-percentile")]),
    ("P95 latency is now 180ms.", &[("180ms", "latency-percentile")]),
    ("We now deploy twice a week.", &[("twice a week", "frequency")]),
    ("We now deploy 3 times a day.", &[("3 times a day", "frequency")]),
    ("Shipped 2 weeks early.", &[("2 weeks", "early")]),
    ("Saved 10 hours per week.", &[("10 hours per week", "duration")]),
    ("Saves the team 3 days every month.", &[("3 days every month", "duration")]),
    ("KPI mejoró un 13,22%.", &[("13,22%", "percent-change")]),
    ("Redujimos de 4 horas a 8 minutos.", &[("de 4 horas a 8 minutos", "from-to")]),
    ("Die Kosten sanken um 40 %.", &[("40 %", "percent-change")]),
    ("Von 4 Stunden auf 8 Minuten.", &[("Von 4 Stunden auf 8 Minuten", "from-to")]),
    ("De 4 heures à 8 minutes.", &[("De 4 heures à 8 minutes", "from-to")]),
    ("成本下降 18%", &[("18%", "percent-change")]),
    ("从4小时降到8分钟", &[("从4小时降到8分钟", "from-to")]),
    ("部署时间缩短到5分钟", &[("5分钟", "duration")]),
    ("배포 시간이 4시간에서 8분으로 줄었다", &[("4시간에서 8분", "from-to")]),
    ("समय 30 मिनट तक घटा", &[("30 मिनट", "duration")]),
    ("性能提升了3倍", &[("3倍", "multiplier")]),
    ("Coverage: 85%", &[("85%", "percent-level")]),
    ("Reduced errors by 30–40%.", &[("30–40%", "percent-change")]),
    ("Cut 2,500 stale accounts.", &[("2,500 stale accounts", "count-delta")]),
    ("Memory: 800MB → 120MB.", &[("800MB → 120MB", "from-to")]),
    ("Onboarding dropped to 5 days.", &[("5 days", "duration")]),
    ("Onboarding takes less than 2 days.", &[("less than 2 days", "duration")]),
    ("Resolved within 2 days.", &[("within 2 days", "duration")]),
    ("Availability rose from 99.5% to 99.95%.", &[("from 99.5% to 99.95%", "from-to")]),
    ("Cost per order fell from $0.12 to $0.03.", &[("from $0.12 to $0.03", "from-to")]),
    ("9 out of 10 teams adopted it.", &[("9 out of 10", "share")]),
    ("Incidents dropped from 12 per month to 2.", &[("from 12 per month to 2", "from-to")]),
    ("Pages fell from 20/week to about 2/week.", &[("from 20/week to about 2/week", "from-to")]),
    ("Latency improved by 200ms.", &[("200ms", "duration")]),
    ("Saved approx. 30 engineer-hours per month.", &[("approx. 30 engineer-hours per month", "duration")]),
    ("Conversion rose 2.5 percentage points.", &[("2.5 percentage points", "percent-change")]),
    ("We onboarded five teams.", &[("five teams", "count-delta")]),
    ("We onboarded 12 customers within the quarter.", &[("12 customers", "count-delta")]),
    ("Zero customer complaints.", &[("Zero customer complaints", "zero")]),
    ("It processed 1.2 million orders.", &[("1.2 million orders", "count-delta")]),
    ("It took 45 minutes rather than 3 hours.", &[("45 minutes rather than 3 hours", "from-to")]),
    ("I closed 95% of the findings.", &[("95%", "percent-level")]),
    ("The audit passed with 0 findings.", &[("0 findings", "zero")]),
    (
        "No customer-facing downtime in the following 8 months.",
        &[("No customer-facing downtime in the following 8 months", "zero")],
    ),
    ("Migrated 40 services with no downtime.", &[("40 services", "count-delta")]),
    ("Twice as fast as before.", &[("Twice as fast", "multiplier")]),
    ("100% of accounts are compliant.", &[("100%", "percent-level")]),
    ("Incident count went 12 → 3.", &[("12 → 3", "from-to")]),
    ("Cut cost by ~$18k/mo.", &[("~$18k/mo", "money-rate")]),
    ("CSAT went from 3.2 to 4.5.", &[("from 3.2 to 4.5", "from-to")]),
    ("Brought p95 from 2.4 s down to 300 ms.", &[("from 2.4 s down to 300 ms", "from-to")]),
    ("Query time is 50 ms vs. 3 s before.", &[("50 ms vs. 3 s", "from-to")]),
    ("Reduced MTTR from 90 to under 20 minutes.", &[("from 90 to under 20 minutes", "from-to")]),
    ("We went from 1 release per quarter to 10 per week.", &[("from 1 release per quarter to 10 per week", "from-to")]),
    ("Error budget burn fell 5x.", &[("5x", "multiplier")]),
    ("Saved two hours a day.", &[("two hours a day", "duration")]),
    ("Zero-downtime migration of the database.", &[("Zero-downtime", "zero")]),
    ("99.9 % availability", &[("99.9 %", "percent-level")]),
    ("0 downtime, 0 data loss", &[("0 downtime", "zero"), ("0 data loss", "zero")]),
    ("We process over a million events daily.", &[("over a million events daily", "throughput")]),
    ("Cut onboarding by half a day.", &[("half a day", "duration")]),
    ("Saved US$5k.", &[("US$5k", "money")]),
    ("-40% cost", &[("-40%", "percent-change")]),
    ("(+95%)", &[("+95%", "percent-change")]),
    ("Saved 20 lakhs.", &[("20 lakhs", "money")]),
    ("Saved over 100k.", &[("over 100k", "count-delta")]),
    ("It took 3 business days less.", &[("3 business days", "duration")]),
    ("Reduced lead time by 3 working days.", &[("3 working days", "duration")]),
    ("Done in half the time.", &[("in half the time", "share")]),
    ("It costs half as much.", &[("half as much", "share")]),
    ("This let us double the throughput.", &[("double", "multiplier")]),
    ("It runs in a third of the time.", &[("a third", "share")]),
    ("Deploys finish in half an hour.", &[("half an hour", "duration")]),
    ("We caught three faulty inputs.", &[("three faulty inputs", "count-delta")]),
    ("Two engineers were promoted.", &[("Two engineers", "count-delta")]),
    ("I trained three juniors.", &[("three juniors", "count-delta")]),
    ("Open findings: 0", &[("0", "count-delta")]),
    ("Incidents: 0.", &[("0", "count-delta")]),
    ("Results: 2 teams adopted it.", &[("2 teams", "count-delta")]),
    ("Page load is now 1.2 s.", &[("1.2 s", "duration")]),
    ("Latency dropped below 100 ms.", &[("below 100 ms", "duration")]),
    ("The failover completed in ~45 seconds.", &[("~45 seconds", "duration")]),
    ("Ranking 3 out of 5.", &[("3 out of 5", "share")]),
    ("Cut costs roughly in half.", &[("roughly in half", "share")]),
    ("Sales grew by £2.5 million.", &[("£2.5 million", "money")]),
    ("SLA compliance reached 98.5 percent.", &[("98.5 percent", "percent-change")]),
    ("Migrated 1.5TB of data.", &[("1.5TB", "data-size")]),
    ("Error rate fell to 0.02%.", &[("0.02%", "percent-level")]),
    ("A 40-percent drop.", &[("40-percent", "percent-change")]),
    ("It cut 15–20 tickets a week.", &[("15–20 tickets a week", "throughput")]),
    ("Over 1,000 users signed up.", &[("Over 1,000 users", "count-delta")]),
    ("We got 200 sign-ups.", &[("200 sign-ups", "count-delta")]),
    ("Won 3 new contracts.", &[("3 new contracts", "count-delta")]),
    ("Tests run 2.5 times faster.", &[("2.5 times", "multiplier")]),
    ("Recovery time fell from hours to minutes.", &[("from hours to minutes", "from-to")]),
    ("Deployment frequency rose from monthly to weekly.", &[("from monthly to weekly", "frequency")]),
    ("Cut the page count from 14 to 5 per week.", &[("from 14 to 5 per week", "from-to")]),
    ("Test coverage went up 20 points.", &[("20 points", "count-delta")]),
    ("Coverage rose from 40 to 85%.", &[("from 40 to 85%", "from-to")]),
    ("We handled 10x the traffic.", &[("10x", "multiplier")]),
    ("Processing 2M messages/day.", &[("2M messages/day", "throughput")]),
    ("MTTR: 12 min", &[("12 min", "rto-rpo")]),
    ("Uptime of 99.95 % for six months.", &[("99.95 %", "percent-change")]),
    ("We avoided an estimated $2.3M loss.", &[("$2.3M", "money")]),
    ("Time-to-hire dropped by 12 days.", &[("12 days", "duration")]),
    ("It saved me 2 hours each week.", &[("2 hours each week", "duration")]),
    ("Attendance rose to 350 people.", &[("350 people", "count-delta")]),
    ("We raised R$ 5 mil.", &[("R$ 5 mil", "money")]),
    ("A 4.9-star rating.", &[("4.9-star", "score")]),
    ("Auslastung stieg auf 80 Prozent.", &[("80 Prozent", "percent-change")]),
    ("Costs went down by 10k EUR a year.", &[("10k EUR a year", "money-rate")]),
    ("95th percentile dropped to 200 ms.", &[("200 ms", "duration")]),
    ("We halved our bill.", &[("halved", "multiplier")]),
    ("Ticket volume is down 35%.", &[("35%", "percent-change")]),
    ("Queue lag shrank 20-fold.", &[("20-fold", "multiplier")]),
    ("the app crashed 90% less often.", &[("90%", "percent-change")]),
    ("Set up time: 5 mins", &[("5 mins", "duration")]),
    ("It has run for 14 months without a single incident.", &[("without a single incident", "zero")]),
    ("Nearly 3,000 requests a minute now pass.", &[("Nearly 3,000 requests a minute", "throughput")]),
    ("CPU from 90% → 40%", &[("from 90% → 40%", "from-to")]),
    ("响应时间从 2.5 秒降至 300 毫秒", &[("2.5 秒降至 300 毫秒", "from-to")]),
    ("用户增长 20 万", &[("20 万", "count-delta")]),
    ("节省 30 万元", &[("30 万元", "money")]),
    ("3개월 만에 20% 향상", &[("20%", "percent-change")]),
    ("処理時間を3時間から20分に短縮", &[("3時間から20分", "from-to")]),
    ("se redujo en 3 horas", &[("3 horas", "duration")]),
    ("Reduziu o tempo de 2 dias para 3 horas", &[("de 2 dias para 3 horas", "from-to")]),
    ("Le temps est passé de 3 jours à 2 heures", &[("de 3 jours à 2 heures", "from-to")]),
    ("Die Zeit sank von 3 Tagen auf 2 Stunden", &[("von 3 Tagen auf 2 Stunden", "from-to")]),
    ("Il tempo è sceso del 30%", &[("30%", "percent-change")]),
    ("We see 300 fewer a night.", &[("300 fewer a night", "throughput")]),
    ("It sends 300 fewer.", &[("300 fewer", "count-delta")]),
    ("Checkout completes after 20 seconds on average.", &[("20 seconds", "duration")]),
    ("It is 12 now.", &[("12", "count-delta")]),
    ("Open tickets are now at 12.", &[("12", "count-delta")]),
    ("The release was rolled back in seconds.", &[("seconds", "duration")]),
    ("The cluster recovers within seconds, without us.", &[("seconds", "duration")]),
    ("Reads dropped to milliseconds.", &[("milliseconds", "duration")]),
    ("We moved from quarterly releases to weekly ones.", &[("from quarterly releases to weekly", "frequency")]),
    ("We finished with 2 days to spare.", &[("2 days", "early")]),
    ("There has been only one incident since.", &[("only one incident since", "zero")]),
    ("We have not had an outage for 6 months.", &[("had an outage for 6 months", "zero")]),
    ("It ran without an incident in the first week.", &[("without an incident in the first week", "zero")]),
    ("There was not a single angry call.", &[("not a single angry call", "zero")]),
    ("We lost no data.", &[("no data", "zero")]),
    ("We did not lose a single order.", &[("a single order", "zero")]),
    ("Not one customer complained.", &[("Not one customer", "zero")]),
    ("It has not failed once since.", &[("failed once since", "zero")]),
    ("The site moved two weeks before the deadline.", &[("two weeks", "early")]),
    ("We launched a month ahead of schedule.", &[("a month", "early")]),
    ("We were done a week early.", &[("a week", "early")]),
    ("成本降低了一半。", &[("一半", "share")]),
    ("비용이 절반으로 줄었다", &[("절반", "share")]),
    ("The bill was cut by two-thirds.", &[("two-thirds", "share")]),
    ("Nobody was paged for 3 months.", &[("Nobody was paged for 3 months", "zero")]),
    ("No one has been paged since.", &[("No one has been paged since", "zero")]),
    ("No-one was called in the first month.", &[("No-one was called in the first month", "zero")]),
    ("None of the 40 services went down.", &[("40 services", "count-delta")]),
    ("All 12 teams adopted it.", &[("All 12 teams", "complete-count")]),
    ("All 40 of the sites went live.", &[("All 40 of the sites", "complete-count")]),
    ("It went unnoticed by every one of 3,000 users.", &[("3,000 users", "count-delta")]),
    ("p99 is under a second.", &[("under a second", "latency-percentile")]),
    ("Deploys finish in under an hour.", &[("under an hour", "duration")]),
    ("Reads are now sub-second.", &[("sub-second", "duration")]),
    ("Error counts are in the single digits.", &[("single digits", "count-delta")]),
    ("Failures fell to single-digit numbers.", &[("single-digit", "count-delta")]),
    ("The queue dropped to near zero.", &[("zero", "zero")]),
    ("It now takes one click instead of nine.", &[("one click instead of nine", "from-to")]),
    ("We saved R$ 40.000.", &[("R$ 40.000", "money")]),
    ("Wir sparten 9.400 € im Monat.", &[("9.400 €", "money")]),
    ("Umsatz stieg um 1.234.567 €.", &[("1.234.567 €", "money")]),
    ("p95:180ms", &[("180ms", "latency-percentile")]),
    ("p99.9:300ms", &[("300ms", "latency-percentile")]),
    ("p99=180ms at peak", &[("180ms", "latency-percentile")]),
    ("Everything works, saving 40 hours per week.", &[("40 hours per week", "duration")]),
    ("I led 4 engineers, and 40 services went live.", &[("40 services", "count-delta")]),
    ("p95:180ms, down from 2 s.", &[("180ms, down from 2 s", "from-to")]),
    ("It is now live in 5 regions with 40 shops.", &[("40 shops", "count-delta")]),
    ("Reads fell from 900 microseconds to 300.", &[("from 900 microseconds to 300", "from-to")]),
    ("It is restored in secs.", &[("secs", "duration")]),
    ("It handles 900 backups nightly.", &[("900 backups nightly", "throughput")]),
    ("It saved us $5k.", &[("$5k", "money")]),
    ("Saved US$5k.", &[("US$5k", "money")]),
    ("Saved 20 cr.", &[("20 cr", "money")]),
    ("Saved $5 b.", &[("$5 b", "money")]),
    ("Saved 500 Rs a month.", &[("500 Rs a month", "money-rate")]),
    ("Saved ca. 30 hours a week.", &[("ca. 30 hours a week", "duration")]),
    ("Costs fell by four fifths.", &[("four fifths", "share")]),
];

/// Sentences without evidence.
const NONE: &[&str] = &[
    "We stored it in S3 and EC2 behind Route 53.",
    "Upgraded Kubernetes from 1.27 to 1.30.",
    "Moved from Python 3.8 to 3.12.",
    "We finished in Q3 2025.",
    "Shipped on June 12.",
    "Shipped on 12 June 2024.",
    "It listens on port 443 and 10.0.0.1/16.",
    "As shown before [1] and [12, 13].",
    "I led a team of 5.",
    "I had a team of five engineers.",
    "My team of seven delivered it.",
    "I worked with 3 engineers.",
    "In 6 weeks we delivered the platform.",
    "We delivered it on time.",
    "It took a few days.",
    "Several teams and many users like it.",
    "We rolled out to 10% then 50%.",
    "It was a 100% rollout.",
    "I was 100% sure.",
    "We gave 110%.",
    "A top 1% team.",
    "Support runs 24/7.",
    "It was a Sev-1 and a P2.",
    "The customer gave us five stars.",
    "The team meets once a week.",
    "I learned to ask within 15 minutes.",
    "See INC-4821 and #312.",
    "HTTP 503 and 5xx responses vanished.",
    "We use m5.large and gp3.",
    "We improved p99.",
    "We cut cost by [X%] in [N] minutes.",
    "Cut by XX%.",
    "Secrets have a 30-day rotation.",
    "The TTL is 300 s.",
    "We set a timeout of 5 s.",
    "Logs have a retention of 90 days.",
    "The link has a%20b in it.",
    "We hash(x)%N the key.",
    "We set $HOME.",
    "We adopted zero trust.",
    "We fixed a zero-day.",
    "I spent one day on it.",
    "It was the first of its kind.",
    "We met every 2 weeks.",
    "A 3-tier app with 2FA.",
    "I met at 3 PM and 02:30.",
    "The 2nd attempt and the 10th worked.",
    "On a scale from 1 to 10.",
    "I double-checked it.",
    "We doubled down on quality.",
    "Half the team liked it.",
    "1. Done and dusted.",
    "(2) Done and dusted.",
    "SOC 2 and ISO 27001 audits passed.",
    "AES-256 and TLS 1.2 are on.",
    "The lessons: two things matter.",
    "There were no issues.",
    "No user impact occurred.",
    "It scales to zero at night.",
    "We need 100% effort.",
    "It was a 3-month project.",
    "Over 12 months I learned a lot.",
    "For 2 years I have led it.",
    "CPU alerts fire at 80%.",
    "It uses Java 17 and Node.js 20.",
    "IMDSv2 is enforced with OAuth 2.0.",
    "The budget was $50k budget.",
    "We had a 2-week sprint.",
    "It is a B2B thing with k8s.",
    "The 1:1s helped.",
    "The 10x engineer myth.",
    "The us-east-1 Region in 2024.",
    "CVE-2021-44228 was patched.",
    "We shipped v2.3.1 and version 3.",
    "Phase 2 and step 3 are next.",
    "One of the best teams.",
    "We were one team.",
    "The move from zero to one.",
    "In the first 90 days I listened.",
    "Layer 7 rules and L4.",
    "x86_64 and arm64 with Graviton3.",
    "A 50/50 split.",
    "The code has a 5-way join.",
    "We ran 3 replicas across 2 regions.",
    "The system uses 4 nodes and 3 AZs.",
    "He is 30 years old.",
    "I have 10 years of experience.",
    "We are a company with 500 employees.",
    "Two ways to see it.",
    "I asked 5 times.",
    "We ran it for 24 hours.",
    "Canary at 5% first.",
    "In two weeks I wrote the plan.",
    "We shipped after 3 months.",
    "I joined in 2019 and left in 2023.",
    "This was a win-win.",
    "We moved from a monolith to services.",
    "Nobody noticed it.",
    "I was promoted a year later.",
    "The service was stable within days.",
    "See RFC 2119 and page 12.",
    "We have no incidents now.",
    "They now deploy daily.",
    "Errors are down.",
    "We used GPT-4 and Llama 3.",
    "Retry 3 times with backoff.",
    "The pool has 10 GB of RAM.",
    "Results: 1. Faster reviews 2. Fewer bugs",
    "We worked 12 hours a day.",
    "Someone is on call 24 hours a day.",
    "Two hours later all was calm.",
    "An 80/20 rule.",
    "In a minute it was fine.",
    "Near-zero downtime was the aim.",
    "It is 90% certain.",
    "A 6-account structure.",
    "I gave a 30-minute presentation.",
    "We had a 2 hour meeting.",
    "Phase: 2",
    "The project lasted 8 months.",
    "Within 6 months we had a working product.",
    "After 3 weeks of work it was done.",
    "We used a 2x2 matrix.",
    "Promoted to SDE 2.",
    "Promoted to Level 5 and L6.",
    "A year later it still runs.",
    "We agreed within a week.",
    "I got an A+ and a 1st place.",
    "I read chapters 3 and 4.",
    "The 3 of us celebrated.",
    "We split it into 3 phases and 4 workstreams.",
    "My 2 cents.",
    "From day one I was on it.",
    "We met at 10.",
    "The release went out on 5/12/2023.",
    "On 03/04 it was live.",
    "It works on Windows 11 and iOS 17.",
    "Used GPT-4 with 128k context.",
    "I stayed until 2am.",
    "We took three main approaches.",
    "No one complained.",
    "Two of my ideas were taken up.",
    "First, second and third thoughts.",
    "It won second place.",
    "A win for all four of us.",
    "The 5 whys were used.",
    "We followed the 12-factor method.",
    "The C4 model and the 4 golden signals.",
    "Both teams were happy.",
    "A double win and a triple check.",
    "My one regret is the timing.",
    "We shipped one week late.",
    "We shipped after two sprints.",
    "We went from zero to one.",
    "On-call is 1 week in 4.",
    "It ran on 2 vCPU and 4 GB RAM.",
    "We meet every 2 weeks.",
    "Sprint 14 closed.",
    "We are 100% behind it.",
    "Version 2 was rolled out to all.",
    "The second half of 2023.",
    "In the last 3 months I mentored juniors.",
    "Half of the team left.",
    "Many thousands of users were glad.",
    "Used by hundreds of teams.",
    "I presented it to 200 people.",
    "I gave a talk to 300 engineers.",
    "I spoke with 12 customers.",
    "I interviewed 15 users.",
    "We met with 6 teams.",
    "I asked all 12 people.",
    "I worked with 4 engineers and 2 designers.",
    "We had 4 engineers and 2 designers.",
    "I block 30 minutes each morning.",
    "I booked 2 hours each week to study.",
    "It was 100 percent my mistake.",
    "I speak 5 languages.",
    "I had 4 tabs open.",
    "I made 10 slides.",
    "I took 5 deep breaths.",
    "Give it a second.",
    "It fell to me in the second week.",
    "It is 2024 now.",
    "It is 3 now and I am tired.",
    "She is 12 now.",
    "He is now 12.",
    "I moved two desks before the deadline.",
    "We met two weeks before the deadline.",
    "All 3 of us agreed.",
    "Nobody was happy.",
    "We had nobody to ask for 3 weeks.",
    "I had no one to ask for 2 weeks.",
    "I had only one idea since.",
    "We lost no time.",
    "We lost no sleep over it.",
    "I did not sleep a single night.",
    "We had never had a single server.",
    "None of the 3 options worked.",
    "It took all 5 days.",
    "It was in the minutes of the meeting.",
    "We record sub-second timestamps.",
    "It was a single-digit guess.",
    "We moved from daily standups to a board.",
    "From weekly meetings I learned to listen.",
    "一半的人不同意。",
    "我们有一半人反对。",
    "We run on 10.100.200.300.",
];

fn read(prose: &str) -> Vec<(&str, &str)> {
    find(prose).iter().map(|metric| (&prose[metric.span.range()], metric.kind.name)).collect()
}

#[test]
fn evidence_is_found_tightly() {
    let wrong = FOUND.iter().filter(|(prose, expected)| read(prose) != *expected);
    let wrong: Vec<_> = wrong.map(|(prose, expected)| format!("{prose} {expected:?}, not {:?}", read(prose))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn other_digits_are_no_evidence() {
    let wrong: Vec<_> =
        NONE.iter().filter(|prose| !find(prose).is_empty()).map(|prose| format!("{prose} {:?}", read(prose))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn several_figures_in_one_body_are_all_found_in_order() {
    let prose = "Costs fell 45%, saving $18k a month.\nMTTR went from 90 to 18 minutes, with zero data loss.";
    assert_eq!(
        read(prose),
        [
            ("45%", "percent-change"),
            ("$18k a month", "money-rate"),
            ("from 90 to 18 minutes", "from-to"),
            ("zero data loss", "zero")
        ]
    );
}

#[test]
fn a_situation_opens_figures_that_are_no_outcome() {
    let state = |prose| find_baselines(prose).first().map(|metric| &prose[metric.span.range()]);
    for (prose, figure) in [
        ("Each release took 14 hours.", "14 hours"),
        ("The outage went on for 3 days.", "3 days"),
        ("We were 30% over budget.", "30%"),
        ("Spend was growing 15% MoM.", "15%"),
        ("It cost $650K per month.", "$650K per month"),
        ("On-call was paged 15-20 times a week.", "15-20 times a week"),
        ("A restore took 14 h, and the law allows four.", "14 h"),
        ("I was to get the 20 minutes of typing per patient down.", "20 minutes"),
        ("Customers waited over 40 seconds for a page.", "over 40 seconds"),
        ("We lost about $9,000 a month.", "about $9,000 a month"),
        ("We handled 30 incidents per month.", "30 incidents per month"),
        ("CPU stood at 95% all day.", "95%"),
        ("A fifth of the calls failed, and p99 was 4 seconds.", "4 seconds"),
        ("Satisfaction was 3.1/5.", "3.1/5"),
        ("The build time had grown from 8 to 45 minutes.", "from 8 to 45 minutes"),
        ("Two people spent 6 hours a week on it.", "6 hours a week"),
        ("Checkout failed 7% of the time.", "7%"),
        ("The invoice had reached €12,000.", "€12,000"),
    ] {
        assert_eq!(state(prose), Some(figure), "{prose}");
    }
    for prose in [
        "Two weeks before the launch it broke.",
        "We ran Python 3.8 on port 443.",
        "I joined in 2021.",
        "The TTL was 300 s.",
        "I was to register 4,000 people in a week.",
        "We had to launch within 6 weeks.",
        "I had 3 months.",
        "My goal was to cut cost by 30%.",
        "I had to bring latency below 200 ms.",
        "I was asked to keep p99 under 300 ms.",
        "The contract was worth $2M.",
        "We had a $50k budget.",
        "The SLA allowed 4 hours of downtime.",
        "We stored 40 TB of logs.",
        "About 80% of our customers use it.",
        "We served 12,000 requests per second.",
        "I had worked there for 2 years.",
        "The shop was 5 years old.",
        "The deadline was in 10 days.",
        "I was 100% new to it.",
        "A team of 12 owned 30 services.",
    ] {
        assert_eq!(state(prose), None, "{prose}");
    }
}

#[test]
fn quantities_are_parsed() {
    let quantity = |value, unit, per| Quantity { value, upto: None, unit, per };
    let one = |prose| find(prose).first().and_then(|metric| metric.values.value);
    for (prose, expected) in [
        ("Costs fell 45%.", quantity(45.0, Unit::Percent, None)),
        ("KPI mejoró un 13,22%.", quantity(13.22, Unit::Percent, None)),
        ("It saved $1.5M annually.", quantity(1_500_000.0, Unit::Money("USD"), Some(Period::Year))),
        ("Saved ₹5 lakh.", quantity(500_000.0, Unit::Money("INR"), None)),
        ("Restored in 22 minutes.", quantity(1320.0, Unit::Seconds, None)),
        ("Restored in 1 h 30 min.", quantity(5400.0, Unit::Seconds, None)),
        ("It handles 12,000 orders per day.", quantity(12_000.0, Unit::Count, None)),
        ("Runs 3x faster.", quantity(3.0, Unit::Times, None)),
        ("Rated 4.6/5.", quantity(4.6, Unit::OutOf(5.0), None)),
        ("Deleted 42 TB.", quantity(42e12, Unit::Bytes, None)),
        ("Zero incidents.", quantity(0.0, Unit::Count, None)),
        ("Economizamos R$ 5 mil por mês.", quantity(5000.0, Unit::Money("BRL"), Some(Period::Month))),
        ("Saved R$ 1.234,50.", quantity(1234.5, Unit::Money("BRL"), None)),
        ("Saved A$5k.", quantity(5000.0, Unit::Money("AUD"), None)),
        ("节省 30 万元。", quantity(300_000.0, Unit::Money("CNY"), None)),
        ("300만원 절감", quantity(3_000_000.0, Unit::Money("KRW"), None)),
        ("Wir sparten 9.400 €.", quantity(9400.0, Unit::Money("EUR"), None)),
        ("Es kostet 0.125 € weniger.", quantity(0.125, Unit::Money("EUR"), None)),
        ("Saved $9.400 of it.", quantity(9.4, Unit::Money("USD"), None)),
        ("Umsatz stieg um 1.234.567 €.", quantity(1_234_567.0, Unit::Money("EUR"), None)),
        ("p95:180ms", quantity(0.18, Unit::Seconds, None)),
        ("Lost no data.", quantity(0.0, Unit::Count, None)),
        ("Only one outage since.", quantity(1.0, Unit::Count, None)),
        ("Toil fell by twenty-five percent.", quantity(25.0, Unit::Percent, None)),
    ] {
        assert_eq!(one(prose), Some(expected), "{prose}");
    }
    assert_eq!(one("Reduced by 30–40%.").and_then(|quantity| quantity.upto), Some(40.0));
}

#[test]
fn the_ends_of_a_change_share_their_unit_and_are_in_order_of_time() {
    let ends = |prose| {
        let values = find(prose).first().map(|metric| metric.values).unwrap_or_default();
        (values.from.map(|from| from.value), values.to.map(|to| to.value))
    };
    for (prose, from, to) in [
        ("Fell from 45 to 18 minutes.", 2700.0, 1080.0),
        ("Takes 8 minutes, down from 4 hours.", 14_400.0, 480.0),
        ("Takes 8 minutes instead of 4 hours.", 14_400.0, 480.0),
        ("0.40 → 0.78", 0.4, 0.78),
        ("从4小时降到8分钟", 14_400.0, 480.0),
        ("Fell from 14 hours to 2.", 50_400.0, 7200.0),
        ("Fell from 1 h 30 min to 20.", 5400.0, 1200.0),
    ] {
        assert_eq!(ends(prose), (Some(from), Some(to)), "{prose}");
    }
    assert_eq!(ends("Fell from 45 minutes to seconds."), (Some(2700.0), None));
}

/// Words and signs of metrics, and other ones.
fn soup() -> impl Strategy<Value = String> {
    let words = super::units::all_words();
    let others = prop::sample::select(vec![
        "5",
        "1.5",
        "24",
        "100",
        "2024",
        "S3",
        "R$",
        "$",
        "€",
        "%",
        "x",
        "k",
        "percent",
        "incidents",
        "incident",
        "outages",
        "downtime",
        "teams",
        "engineers",
        "customer",
        "requests",
        "lost",
        "never",
        "from",
        "nothing",
        "failed",
        "paged",
        "dropped",
        "fell",
        "saved",
        "for",
        "over",
        "under",
        "less",
        "than",
        "more",
        "on",
        "average",
        "we",
        "I",
        "with",
        "and",
        "magnitude",
        "time",
        "cost",
        "data",
        "release",
        "releases",
        "few",
        "up",
        "scaled",
        "near",
        "days",
        "p95",
        "port",
        "now",
        "is",
        "was",
        "don’t",
        "naïve",
        "一半",
        "降低了",
        "分钟",
        "March",
        "vs",
        "approx",
    ]);
    let ends = prop::sample::select(vec![
        " ", " ", " ", " ", " ", " ", "-", ", ", ". ", "\n", ": ", " → ", "/", " (", ")", "+", "; ",
    ]);
    let word = prop_oneof![prop::sample::select(words), others.prop_map(str::to_owned)];
    prop::collection::vec((word, ends, any::<bool>()), 0..24).prop_map(|parts| {
        let text = parts.into_iter().map(
            |(word, end, upper)| {
                if upper { word.to_ascii_uppercase() + end } else { word + end }
            },
        );
        text.collect()
    })
}

proptest! {
    // With every word of the file, metrics are in order and on character boundaries.
    #[test]
    fn any_words_give_spans_in_order(text in soup()) {
        for found in [find(&text), find_baselines(&text)] {
            let mut end = 0;
            for metric in found {
                prop_assert!(end <= metric.span.start && metric.span.start < metric.span.end);
                prop_assert!(text.get(metric.span.range()).is_some());
                end = metric.span.end;
            }
        }
    }

    #[test]
    fn any_text_gives_spans_in_order_on_char_boundaries(
        prose in "([0-9]{1,3}|[%$€~→/×.,()\\-\n ]|from|to|zero|no|single|half an hour|no one|not a|R\\$|p95:|sub-second|since|一半|万元|1\\.234|3个月|4시간에서|[a-zß😀İ]{1,3}|\\PC){0,24}"
    ) {
        for found in [find(&prose), find_baselines(&prose)] {
            let mut end = 0;
            for metric in found {
                prop_assert!(end <= metric.span.start && metric.span.start < metric.span.end);
                prop_assert!(prose.get(metric.span.range()).is_some());
                end = metric.span.end;
            }
        }
        for suggestion in placeholders_for(&prose) {
            prop_assert!(prose.is_char_boundary(suggestion.at));
        }
    }
}

/// The sentence with a placeholder written in.
fn with(sentence: &str, suggestion: Suggestion) -> String {
    format!("{}{}{}{}", &sentence[..suggestion.at], suggestion.lead, suggestion.text, &sentence[suggestion.at..])
}

/// Sentences without a metric, each with its first placeholder inserted.
const OFFERED: &[(&str, &str)] = &[
    ("Reduced costs.", "Reduced costs, saving $[amount] per [month]."),
    ("Reduced costs, improving morale.", "Reduced costs, saving $[amount] per [month], improving morale."),
    ("Reduced latency and improved morale.", "Reduced latency from [before] to [after] and improved morale."),
    ("Reduced cost, latency and toil.", "Reduced cost, latency and toil, saving $[amount] per [month]."),
    ("Reduced cost, latency, and toil.", "Reduced cost, latency, and toil, saving $[amount] per [month]."),
    ("Improved availability of the shop.", "Improved availability of the shop to [X]% uptime."),
    ("Improved performance by caching reads.", "Improved performance from [before] to [after] by caching reads."),
    ("The service was restored.", "The service was restored in [N] minutes."),
    ("It was restored, and callers calmed down.", "It was restored in [N] minutes, and callers calmed down."),
    ("Incidents dropped, which calmed the team.", "Incidents dropped from [before] to [after], which calmed the team."),
    ("Increased throughput", "Increased throughput to [N] per [week]"),
    ("The client was happy!", "The client was happy, with [N] fewer [incidents] per [month]!"),
    ("Improved collaboration.", "Improved collaboration, saving [N] hours per [week]."),
    ("Automated the report.", "Automated the report, saving [N] hours per [week]."),
    (
        "Pages became significantly faster, and everyone was happy.",
        "Pages became significantly faster (from [before] to [after]), and everyone was happy.",
    ),
    (
        "Deploys are much faster, and nobody fears Fridays.",
        "Deploys are much faster (from [before] to [after]), and nobody fears Fridays.",
    ),
    ("Nurses type far less.", "Nurses type far less (from [before] to [after])."),
    ("We cut spend and everyone noticed.", "We cut spend by [X%] and everyone noticed."),
    (
        "Response times fell while cost stayed flat.",
        "Response times fell from [before] to [after] while cost stayed flat.",
    ),
    ("The new way is cheaper.", "The new way is cheaper, saving $[amount] per [month]."),
    ("She thanked me.", "She thanked me, and [metric] went from [before] to [after]."),
    ("We saved a lot of money.", "We saved a lot of money, about $[amount] per [month]."),
    ("It saved everyone a lot of work.", "It saved everyone a lot of work, about [N] hours per [week]."),
    ("We moved the shop, and no one noticed.", "We moved the shop, with [N] minutes of downtime, and no one noticed."),
    ("I delivered the dashboard.", "I delivered the dashboard for [N] users."),
    ("The audit passed.", "The audit passed, with [N] findings."),
    ("Handled the increased load.", "Handled the increased load, at [N] requests per second."),
    ("The site is more reliable.", "The site is more reliable, with [X]% uptime over [N] months."),
    ("The bug never came back.", "The bug never came back, down from [N] per [month]."),
    ("The page loads quickly.", "The page loads quickly (from [before] to [after])."),
    ("Deployments are routine now.", "Deployments are routine now, at [N] per [week]."),
    ("We lowered our risk.", "We lowered our risk, cutting [metric] from [before] to [after]."),
    ("Our backlog shrank (mostly).", "Our backlog shrank (mostly) by [X%]."),
    ("The conflict was resolved.", "The conflict was resolved within [N] days."),
    ("It was mitigated before anyone noticed.", "It was mitigated in [N] minutes before anyone noticed."),
    ("We kept the project on time.", "We kept the project on time, saving [N] hours per [week]."),
    ("It works", "It works, saving [N] hours per [week]"),
];

#[test]
fn the_best_placeholder_reads_well_where_it_is_put() {
    for (sentence, expected) in OFFERED {
        assert_eq!(with(sentence, placeholders_for(sentence)[0]), *expected);
    }
}

#[test]
fn every_placeholder_is_found_as_one_and_is_no_metric() {
    for sentence in OFFERED.iter().map(|(sentence, _)| *sentence).chain(["", "…", "Fewer incidents.", "Cut latency."])
    {
        let suggestions = placeholders_for(sentence);
        assert!((2..=4).contains(&suggestions.len()), "{sentence}");
        for suggestion in suggestions {
            let text = suggestion.text;
            assert_eq!(crate::draft::placeholder::find(text).len(), text.matches('[').count(), "{text}");
            let written = with(sentence, suggestion);
            assert_eq!(find(&written), find(sentence), "{written}");
        }
    }
}

#[test]
fn a_placeholder_with_figures_written_over_it_is_a_metric() {
    for (sentence, _) in OFFERED {
        for suggestion in placeholders_for(sentence) {
            let mut written = with(sentence, suggestion);
            for (open, figure) in [
                ("[X%]", "38%"),
                ("[X]", "99.9"),
                ("[N]", "40"),
                ("[before]", "4 hours"),
                ("[after]", "20 minutes"),
                ("[amount]", "18k"),
                ("[month]", "month"),
                ("[week]", "week"),
                ("[metric]", "lead time"),
                ("[incidents]", "tickets"),
            ] {
                written = written.replace(open, figure);
            }
            assert!(!written.contains('['), "{written}");
            assert_ne!(find(&written), [], "{written}");
        }
        assert_eq!(find(sentence), [], "{sentence}");
    }
}
