use super::*;

/// Returns the years in `text`, with marks: `+` for the present, `~` for a bound, `?` for background.
fn read(text: &str, place: Place) -> String {
    let shown = |year: Year| match year.relation {
        Relation::During => year.year.to_string(),
        Relation::Bound => format!("~{}", year.year),
        Relation::Present => format!("+{}", year.year),
        Relation::Background => format!("?{}", year.year),
    };
    find(text, place).into_iter().map(shown).collect::<Vec<_>>().join(" ")
}

/// Sentences, and the years in them that are times: half of them have none.
const SENTENCES: &[(&str, &str)] = &[
    ("In 2019, I moved the shop to the cloud.", "2019"),
    ("Since 2019 we have run it on containers.", "~2019"),
    ("We ran both until 2020.", "~2020"),
    ("From 2018 to 2020, I led the team.", "~2018 2020"),
    ("By the end of 2018 the last server was off.", "~2018"),
    ("The audit came in the spring of 2021.", "2021"),
    ("It was March 2019 when the disk filled up.", "2019"),
    ("I cut over on 14 March 2019.", "2019"),
    ("I cut over on March 14, 2019.", "2019"),
    ("In Q3 2019 the traffic doubled.", "2019"),
    ("The migration ended in 2019-Q3.", "2019"),
    ("On 2019-03-14 the primary failed.", "2019"),
    ("The audit of 03/2019 found open ports.", "2019"),
    ("The go-live was on 14.03.2019.", "2019"),
    ("In FY2019, we spent too much.", "2019"),
    ("Back in 2017, our site ran on two machines.", "2017"),
    ("The 2019 Black Friday took us down.", "2019"),
    ("At my last company (2018–2021), I ran the platform.", "2018 2021"),
    ("In mid-2019 I took over.", "2019"),
    ("Summer 2019, a retail bank.", "2019"),
    ("2019: the shop had 40 stores.", "2019"),
    ("I joined the bank in 2014.", "~2014"),
    ("Between 2018 and 2020 we grew fast.", "~2018 2020"),
    ("Im März 2019 fiel der Server aus.", "2019"),
    ("En 2019 migramos la tienda.", "2019"),
    ("2019年にサーバーを移行した。", "2019"),
    ("I was hired in 2016, and in 2019 I moved the shop.", "~2016 2019"),
    ("After the release in March 2019 I was on call.", "2019"),
    ("By 2020, we had moved all of it.", "~2020"),
    ("In 2019, my goal was to halve the bill.", "2019"),
    ("In 2019 customers complained about slow pages.", "2019"),
    ("During the 2020 holiday season it held.", "2020"),
    ("It was Cyber Monday 2018, and the queue was full.", "2018"),
    ("None was lost in all of 2019.", "2019"),
    ("It has run without an outage since 2021.", "?2021"),
    ("We launched the shop in 2012.", "~2012"),
    ("In 2016 our video service deployed by scripts.", "~2016"),
    ("In 2019, a new product launched in Brazil.", "~2019"),
    ("During 2021 our platform was opened to schools.", "~2021"),
    ("The tool was built in 2009.", "?2009"),
    ("In 2024, it still runs on the same table.", "+2024"),
    ("Around 2016, we shipped by hand.", "2016"),
    ("Last year (2023), I was on call.", "2023"),
    ("On Black Friday 2021 our servers started to drop queries.", "2021"),
    ("2019 haben wir den Shop umgezogen.", "2019"),
    ("2019 I joined the bank.", "~2019"),
    // Versions.
    ("We ran it on Windows Server 2012.", ""),
    ("I upgraded SQL Server 2014 to SQL Server 2019.", ""),
    ("I upgraded Windows Server from 2012 to 2019.", ""),
    ("I built an image of Ubuntu 2004.", ""),
    ("I wrote the policy with version 2012-10-17.", ""),
    ("The domain controllers ran in 2012 R2 mode.", ""),
    // Standards.
    ("We were certified for ISO 27001:2022.", ""),
    ("I mapped the controls to PCI 2018.", ""),
    ("The scanner looked for the OWASP Top 10 of the 2017 list.", ""),
    // Counts, money, and other numbers.
    ("It served 2019 users.", ""),
    ("I rolled it out in 2000 stores.", ""),
    ("It ran in 2000 of 2400 branches.", ""),
    ("I saved $2019 after 2010 long calls.", ""),
    ("It answered in 2000 ms.", ""),
    ("NFS listened on port 2049 of host 2012.", ""),
    ("I closed ticket 2019 and CVE-2019-1234.", ""),
    ("We were in the Fortune 2000.", ""),
    ("I compared m5.2019 with r5-2020.", ""),
    ("I put the copyright 2019 into each footer.", ""),
    ("Calls fell from 2040 to 2010.", ""),
    ("It grew from 2000 to 2048 connections.", ""),
    ("The 2012 servers were old.", ""),
    ("I stopped after 2015 tickets.", ""),
    ("I stopped after 2015 long and dull tickets.", ""),
    ("I read Accelerate (2018).", ""),
    ("It answered around 2016 calls a minute.", ""),
    // Goals.
    ("A new hall will open in 2027.", ""),
    ("The goal was to be free of carbon by 2030.", ""),
    ("By 2030, we will have no data center.", ""),
    ("We plan to leave the data center in 2030.", ""),
    // What began long before.
    ("I worked for a company founded in 2005.", ""),
    ("I broke up a 2011 monolith.", ""),
    ("I moved a billing system written in 2009.", ""),
    ("A contractor had built it in 2011.", ""),
    ("The shop, founded in 2005, sold shoes.", ""),
    ("The code dates back to 2008.", ""),
    ("We ran on servers from 2012.", ""),
    ("Since 2008 the firm has sold seeds.", "?2008"),
    ("The first version was written in 2009.", "?2009"),
];

#[test]
fn years_are_found_as_times_only() {
    let wrong = SENTENCES.iter().map(|(text, expected)| (text, *expected, read(text, Place::Sentence)));
    let wrong: Vec<_> = wrong.filter(|(_, expected, found)| expected != found).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_title_has_its_year_in_parentheses_or_at_an_edge() {
    for (title, expected) in [
        ("Migration (2019)", "2019"),
        ("Data center exit (2018–2019)", "2018 2019"),
        ("Data center exit (2018-19)", "2019"),
        ("The outage (Acme, 2019)", "2019"),
        ("The outage (March 2019)", "2019"),
        ("The outage (2019, shorter)", "2019"),
        ("Spring 2019: the outage", "2019"),
        ("2019 – the outage", "2019"),
        ("The outage, 2019", "2019"),
        ("The outage in 2019", "2019"),
        ("Black Friday 2019", "2019"),
        ("**Situation (2019):**", "2019"),
        ("Windows Server 2012 retirement", ""),
        ("Upgrade to SQL Server 2019", ""),
        ("ISO 27001 (2022)", ""),
        ("ISO 27001:2022", ""),
        ("2000 stores in 3 weeks", ""),
        ("Ticket #2019", ""),
        ("Certified for PCI 2018", ""),
        ("CVE-2021-44228", ""),
        ("Top 2000", ""),
    ] {
        assert_eq!(read(title, Place::Title), expected, "{title}");
    }
}

#[test]
fn dates_of_front_matter_have_a_year() {
    for (date, expected) in [
        ("2019", Some(2019)),
        ("2019-03", Some(2019)),
        ("2019-03-14", Some(2019)),
        ("2019-03-14T10:00:00Z", Some(2019)),
        ("2019-03-14 10:00:00 +0100", Some(2019)),
        ("14.03.2019", Some(2019)),
        ("03/14/2019", Some(2019)),
        ("March 14, 2019", Some(2019)),
        ("14 March 2019", Some(2019)),
        ("Thu, 14 Mar 2019 10:00:00 GMT", Some(2019)),
        ("", None),
        ("today", None),
        ("v2019", None),
        ("{{ .Date }}", None),
        ("draft 2019", None),
        ("2019 users", None),
        ("20190314", None),
        ("99", None),
    ] {
        assert_eq!(of_date(date), expected, "{date}");
    }
}
