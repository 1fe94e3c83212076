//! Texts in many languages, as people write them in answers.

use super::*;

/// Texts, and the codes of their languages.
const KNOWN: &[(&str, &str)] = &[
    (
        "en",
        "Our bookings ran on AWS, on two EC2 instances. I had to keep them up. I moved them behind a load balancer. No guest saw an error since.",
    ),
    ("en", "Added Redis cache. Tuned MySQL indexes. Cut latency 40%."),
    (
        "en",
        "Kubernetes cluster, 40 nodes. Migrate Jenkins to GitHub Actions. Wrote Terraform modules, Helm charts, ArgoCD apps. Deploys 6x faster.",
    ),
    ("en", "S3, Lambda, DynamoDB, API Gateway. Built prototype. Shipped March."),
    ("en", "Legacy monolith. Split checkout. Used Kafka, Debezium, PostgreSQL. Zero downtime."),
    ("en", "Checkout was slow. Fix it. Cached the catalog. It is fast."),
    ("en", "Angry client. Calm him. Listened, apologized, called daily. He renewed."),
    (
        "en",
        "Database corruption incident, production. Restore service. Rolled back, replayed binlogs, verified checksums. Recovered 100% data.",
    ),
    (
        "en",
        "Intern onboarding took weeks. Improve onboarding. Created documentation, pair programming sessions, mentor rotation. Ramp-up time dropped 50%.",
    ),
    (
        "en",
        "My manager Jürgen Müller in München asked me to help. I called Frau Schäfer at Größe GmbH. We delivered the Übergabe on time.",
    ),
    (
        "en",
        "I ran ALTER TABLE users ADD COLUMN plan VARCHAR(20) DEFAULT 'free' and UPDATE users SET plan = 'pro' WHERE paid. The job finished in 2 minutes.",
    ),
    (
        "en",
        "Prometheus alerts noisy. On-call team burnt out. Deleted 200 alerts, added SLO burn-rate paging. Pages per week 90 to 6.",
    ),
    (
        "en",
        "Ana from São Paulo and José from Bogotá could not agree on the schema. I drew both options. They chose mine.",
    ),
    ("en", "Se corrected the café menu? No. The café's point of sale was down, and I restarted it."),
    (
        "en",
        "Situation normal, team small, budget none. Own the release train. Automated changelog, signing, notarization. Releases weekly instead of quarterly.",
    ),
    (
        "de",
        "Unsere Buchungen liefen auf zwei Servern. Ich sollte sie stabil halten. Ich habe einen Load Balancer davor gesetzt. Die Beschwerden haben sich halbiert.",
    ),
    ("de", "Der Build dauerte ewig. Schneller machen. Caching eingebaut. Jetzt geht es schnell."),
    (
        "de",
        "Das Deployment vom Backend-Service auf Kubernetes war instabil. Als Tech Lead war ich für das Rollout verantwortlich. Ich habe GitOps mit ArgoCD eingeführt, Feature Flags gebaut und das Monitoring in Grafana verbessert. Die Lead Time sank deutlich.",
    ),
    (
        "de",
        "Wir hatten im Team Streit über Code Reviews. Meine Aufgabe war, den Konflikt zu lösen. Ich führte Einzelgespräche. Heute arbeiten alle gern zusammen.",
    ),
    ("de", "Kunde verärgert. Vertrag retten. Täglich angerufen. Kunde blieb."),
    (
        "fr",
        "Notre site tombait chaque lundi. Je devais le stabiliser. J'ai mis un cache devant la base. Les plaintes ont baissé de moitié.",
    ),
    (
        "fr",
        "L'équipe ne livrait plus rien. J'étais responsable du planning. J'ai mis en place des stand-ups et un backlog. Nous livrons chaque semaine.",
    ),
    (
        "fr",
        "Migration du cluster Kafka vers MSK. Éviter toute coupure. J'ai écrit un plan de bascule et testé en staging. Aucune perte de données.",
    ),
    (
        "es",
        "Nuestra tienda se caía los viernes. Tenía que estabilizarla. Puse una caché delante de la base de datos. Las quejas bajaron a la mitad.",
    ),
    ("es", "El cliente estaba molesto. Mi tarea era calmarlo. Lo llamé cada día. Renovó el contrato."),
    (
        "es",
        "Migré el cluster de Kubernetes a EKS con Terraform y Helm. El equipo de backend no tuvo que parar. Todo quedó documentado.",
    ),
    (
        "pt",
        "Nossa loja caía toda sexta-feira. Eu precisava estabilizar o sistema. Coloquei um cache na frente do banco. As reclamações caíram pela metade.",
    ),
    ("pt", "O cliente estava irritado. Minha tarefa era acalmá-lo. Liguei todos os dias. Ele renovou o contrato."),
    (
        "pt",
        "O deploy era manual. Automatizar o pipeline. Criei um workflow no GitHub Actions com testes. O time passou a publicar todo dia.",
    ),
    (
        "it",
        "Il nostro sito cadeva ogni lunedì. Dovevo renderlo stabile. Ho messo una cache davanti al database. I reclami si sono dimezzati.",
    ),
    (
        "it",
        "Il cliente era arrabbiato. Il mio compito era calmarlo. L'ho chiamato ogni giorno. Ha rinnovato il contratto.",
    ),
    (
        "nl",
        "Onze winkel viel elke vrijdag om. Ik moest hem stabiel maken. Ik heb een cache voor de database gezet. De klachten zijn gehalveerd.",
    ),
    ("nl", "De klant was boos. Ik moest hem kalmeren. Ik heb hem elke dag gebeld. Hij heeft het contract verlengd."),
    (
        "pl",
        "Nasz sklep padał w każdy piątek. Musiałem go ustabilizować. Dodałem pamięć podręczną przed bazą danych. Liczba skarg spadła o połowę.",
    ),
    ("pl", "Klient byl zly. Mialem go uspokoic. Dzwonilem do niego codziennie. Klient zostal z nami."),
    ("ko", "예약 시스템이 자주 멈췄습니다. 안정화가 제 과제였습니다. 캐시를 추가했습니다. 2주 만에 끝냈습니다."),
    ("ko", "EKS 클러스터 장애. On-call 담당. Terraform 과 Helm 으로 재배포. 장애 감소."),
    (
        "ja",
        "予約システムがよく止まっていました。私が安定化を担当しました。キャッシュを入れました。苦情は半分になりました。",
    ),
    ("ja", "Lambda と DynamoDB を使って API Gateway の backend を作り直した。Kubernetes から移行。コスト削減。"),
    ("zh", "我们的预订系统经常宕机。我负责让它稳定。我加了缓存。投诉减半。"),
    ("zh", "使用 Kubernetes 和 Terraform 部署 PostgreSQL 与 Redis,采用 GitHub Actions 自动化。效率提升。"),
    ("zh", "客戶很生氣。我要安撫他。我每天打電話。他續約了。"),
    (
        "ru",
        "Наш магазин падал каждую пятницу. Я должен был его стабилизировать. Я добавил кэш перед базой. Жалоб стало вдвое меньше.",
    ),
    ("ru", "Мигрировал Kubernetes кластер в EKS через Terraform. Команда backend не останавливалась."),
    (
        "tr",
        "Mağazamız her cuma çöküyordu. Onu kararlı hale getirmem gerekiyordu. Veritabanının önüne önbellek koydum. Şikayetler yarıya indi.",
    ),
    ("tr", "Müşteri kızgındı. Onu sakinleştirmem gerekiyordu. Her gün aradım. Sözleşmeyi yeniledi."),
    (
        "id",
        "Toko kami mati setiap hari Jumat. Saya harus menstabilkannya. Saya memasang cache di depan basis data. Keluhan turun separuh.",
    ),
    ("id", "Pelanggan marah. Tugas saya menenangkannya. Saya menelepon setiap hari. Dia memperpanjang kontrak."),
    ("hi", "हमारी दुकान हर शुक्रवार को बंद हो जाती थी। मुझे इसे ठीक करना था। मैंने कैश जोड़ा। शिकायतें आधी हो गईं।"),
    (
        "sv",
        "Vår butik föll varje fredag. Jag skulle göra den stabil. Jag lade en cache framför databasen. Klagomålen halverades.",
    ),
    (
        "vi",
        "Cửa hàng của chúng tôi sập mỗi thứ sáu. Tôi phải giữ cho nó ổn định. Tôi đã thêm bộ nhớ đệm. Số phàn nàn giảm một nửa.",
    ),
    (
        "uk",
        "Наш магазин падав щоп'ятниці. Я мав його стабілізувати. Я додав кеш перед базою. Скарг стало вдвічі менше.",
    ),
    ("ar", "كان متجرنا يتعطل كل يوم جمعة. كان علي أن أجعله مستقرا. أضفت ذاكرة تخزين مؤقت. انخفضت الشكاوى إلى النصف."),
    ("de", "Die Beschwerden haben sich halbiert."),
    ("fr", "Les plaintes ont baissé de moitié."),
    ("es", "Las quejas bajaron a la mitad."),
    ("en", "Complaints went down by half."),
    ("en", "Complaints halved."),
    ("en", "Everybody was happy."),
    (
        "da",
        "Vores butik gik ned hver fredag. Jeg skulle gøre den stabil. Jeg satte en cache foran databasen. Klagerne blev halveret.",
    ),
    (
        "cs",
        "Náš obchod padal každý pátek. Měl jsem ho stabilizovat. Přidal jsem cache před databázi. Stížností ubylo na polovinu.",
    ),
    (
        "ro",
        "Magazinul nostru cădea în fiecare vineri. Trebuia să-l stabilizez. Am pus un cache în fața bazei de date. Reclamațiile au scăzut la jumătate.",
    ),
    ("en", "Kafka lag. Own consumer fix. Rebalanced partitions, tuned fetch size. Lag gone."),
    ("en", "PM wanted dark mode; devs refused. Mediate. Ran a spike, showed numbers. Shipped in sprint 4."),
    ("en", "Señor García, our client in México, threatened to leave. I called him daily and he stayed."),
    (
        "en",
        "Terraform state drift in prod, staging, dev. Import resources, enforce plan approval. Drift alerts zero since January.",
    ),
    (
        "en",
        "was oncall, db died at 3am, no runbook. had to get it back asap. failover to replica + wrote runbook after. 25 min downtime.",
    ),
    (
        "en",
        "Réunion software, naïve estimates, and a coup d'état in the project board. I took over and replanned it with the team.",
    ),
    ("en", "SAP S/4HANA cutover, Zürich. Lead data migration. Mapped 40 tables; reconciled balances. Go-live on time."),
    (
        "de",
        "Incident in Production, Database down. On-Call Engineer war ich. Restore vom Backup gemacht. System lief wieder.",
    ),
    (
        "de",
        "Unser Scrum Team hatte keine Velocity. Ich habe ein Refinement eingeführt. Das Sprint Goal wird jetzt erreicht.",
    ),
    (
        "fr",
        "Incident en production, base de données corrompue. J'ai lancé le rollback avec l'équipe SRE. Service rétabli.",
    ),
    ("es", "Incidente en producción. Restauré el backup con el equipo de SRE. Servicio recuperado."),
    ("pt", "Incidente em produção. Restaurei o backup com a equipe de SRE. Serviço normalizado."),
    (
        "it",
        "Un incidente in produzione. Dovevo intervenire. Ho ripristinato il backup con il team SRE. Servizio tornato.",
    ),
    ("nl", "Incident in productie, database stuk. Ik heb de backup teruggezet met het SRE team. Alles werkt weer."),
    ("tr", "Üretimde bir kesinti oldu. Yedekten geri döndüm. Sistem tekrar çalıştı."),
    ("id", "Terjadi gangguan di produksi. Saya memulihkan data dari cadangan. Layanan kembali normal."),
    ("hi", "प्रोडक्शन में गड़बड़ी हुई। मैंने backup से डेटा लौटाया। सेवा फिर चालू हुई।"),
    ("ko", "Kubernetes 노드가 죽어서 서비스가 멈췄습니다. Helm 차트를 고치고 재배포했습니다."),
    ("ja", "本番の PostgreSQL が落ちた。私がバックアップから復旧した。"),
    ("zh", "生产环境的 MySQL 宕机了。我用备份恢复了数据。"),
    ("ru", "В продакшене упала база. Я восстановил данные из бэкапа. Сервис снова работает."),
];

#[test]
fn the_language_of_short_texts_is_told() {
    let mut wrong = Vec::new();
    for (expected, text) in KNOWN {
        let told = language([*text].into_iter());
        let fits = match told {
            Some(Language::English) => *expected == "en",
            Some(Language::Other(code)) => code.map_or(*expected != "en", |code| code == *expected),
            // The labels decide, which are English below.
            None => *expected == "en",
        };
        if !fits {
            wrong.push(format!("{expected} {told:?}: {text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_part_is_heard() {
    let english = "We moved the archive because the cellar was wet, and then nobody found anything. ".repeat(9);
    let german = ["Ich sollte die Akten ordnen.", "Ich habe sie eingescannt.", "Alle finden jetzt ihre Unterlagen."];
    let told = |parts: &[&str]| language(parts.iter().copied());
    assert_eq!(told(&german), Some(Language::Other(Some("de"))));
    assert_eq!(told(&[&english]), Some(Language::English));
    assert_eq!(told(&[german[0], "[What were you responsible for, and what was the goal?]"]), told(&german[..1]));
    assert_eq!(told(&[]), None);
    assert_eq!(told(&["OK", "42", "AWS, EC2, S3"]), None);
}
