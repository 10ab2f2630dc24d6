//! Settings that are missing, misspelt or unsafe stop the program before it does anything.

use harness::{Database, Proofpass};

const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const OTHER: &str = "HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

fn stops(program: &Proofpass, code: i32, message: &str) {
    stops_at(program, &["serve"], code, message);
}

fn stops_at(program: &Proofpass, arguments: &[&str], code: i32, message: &str) {
    let output = program.run(arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(message) && !said.contains("hunter2"), "{said}");
}

#[test]
fn wrong_settings_are_named_and_nothing_starts() {
    let nowhere = "postgres://somebody:hunter2@127.0.0.1:1/none".into();
    let good = Proofpass::on(&nowhere);
    let production = good
        .clone()
        .with("PROOFPASS_ENV", "production")
        .with("PROOFPASS_PUBLIC_URL", "https://issuer.example")
        .with("PROOFPASS_MASTER_KEY", KEY)
        .with("PROOFPASS_API_KEY_PEPPER", OTHER);
    stops(
        &good.clone().with("PROOFPASS_MASTERKEY", "x"),
        78,
        "PROOFPASS_MASTERKEY is not a setting of this program: is PROOFPASS_MASTER_KEY meant?",
    );
    stops(&good.clone().with("PROOFPASS_MASTER_KEY", "short"), 78, "PROOFPASS_MASTER_KEY must be 32 random bytes");
    stops(&good.clone().with("PROOFPASS_MASTER_KEY_FILE", "/x"), 78, "are both set");
    stops(&good.clone().with("PROOFPASS_ENV", "prod"), 64, "[possible values: development, production]");
    stops(&good.clone().with("PROOFPASS_LISTEN", "everywhere"), 64, "--listen");
    stops(&good.clone().with("PROOFPASS_PUBLIC_URL", "issuer.example"), 64, "not an http or https URL");
    stops(&good.clone().with("PROOFPASS_ASSETS_DIR", "/nowhere/at/all"), 1, "cannot read /nowhere/at/all");
    stops(&Proofpass::bare(), 64, "PROOFPASS_ENV");
    stops(
        &Proofpass::bare().with("PROOFPASS_ENV", "development"),
        78,
        "PROOFPASS_MASTER_KEY or PROOFPASS_MASTER_KEY_FILE must be set",
    );
    stops(&production.clone().with("PROOFPASS_MASTER_KEY", "development-only:x"), 78, "which production refuses");
    stops(&production.clone().with("PROOFPASS_API_KEY_PEPPER", KEY), 78, "must differ");
    stops(&production.clone().with("PROOFPASS_PUBLIC_URL", "http://issuer.example"), 78, "must begin with https://");
    stops(&good.clone().with("DATABASE_URL", "mysql://u:hunter2@h/d"), 1, "DATABASE_URL is not a PostgreSQL URL");
    let from = good.clone().with("PROOFPASS_MAIL_FROM", "no-reply@issuer.example");
    stops(&from, 78, "PROOFPASS_SMTP_URL and PROOFPASS_MAIL_FROM go together");
    stops(&from.clone().with("PROOFPASS_SMTP_URL", "smtp://u:hunter2@mail.example?tls=none"), 78, "for this machine");
    stops(&from.with("PROOFPASS_SMTP_URL", "mail.example"), 78, "must be smtps://user:password@host");
    stops(&good.clone().with("PROOFPASS_MAIL_FROM", "nobody"), 64, "--mail-from");
    stops(&good.clone().with("PROOFPASS_CONNECTIONS_PER_ADDRESS", "many"), 64, "--connections-per-address");
    stops(&good.clone().with("PROOFPASS_DEFAULT_PLAN", "gold"), 64, "one of free, pro, enterprise");
    stops(&good.clone().with("PROOFPASS_RATE_LIMIT_USER", "many"), 64, "must be <requests>/<seconds>");
    stops(&good.clone().with("PROOFPASS_TRUSTED_PROXIES", "10.0.0.1/8"), 64, "has digits behind its prefix");
    stops(&good.clone().with("PROOFPASS_FORWARDED_HEADER", "x-real-ip"), 64, "forwarded or x-forwarded-for");
    stops(&good.clone().with("PROOFPASS_METRICS_LISTEN", "9464"), 64, "--metrics-listen");
    stops(&good.clone().with("CORS_ORIGIN", "https://app.example/"), 64, "is not an origin as browsers send it");
    stops(&production.clone().with("CORS_ORIGIN", "*"), 78, "must not be * in production");
    stops(&good.clone().with("REDIS_URL", "http://u:hunter2@h/"), 78, "REDIS_URL must be a redis://");
    stops(&production.clone().with("REDIS_URL", "redis://:hunter2@redis:6379"), 78, "must begin with rediss://");
    stops(&good.clone().with("PROOFPASS_SHUTDOWN_GRACE_SECONDS", "301"), 64, "--shutdown-grace-seconds");
}

#[test]
fn config_check_names_every_fault_at_once_and_shows_no_secret() {
    let good = Proofpass::on(&"postgres://somebody:hunter2@127.0.0.1:1/none".into());
    assert_eq!(good.ok(["config", "check"]), "The settings are good.\n");
    assert_eq!(good.ok(["config", "check", "--json"]), "{\"good\":true,\"faults\":[],\"notes\":[]}\n");
    let bad = good
        .clone()
        .with("PROOFPASS_ENV", "production")
        .with("PROOFPASS_LISTENS", "hunter2")
        .with("CORS_ORIGIN", "*")
        .with("PROOFPASS_PUBLIC_URL", "https://issuer.example")
        .with("DATABASE_URL", "mysql://u:hunter2@h/d")
        .with("REDIS_URL", "redis://:hunter2@redis:6379")
        .with("PROOFPASS_SMTP_URL", "smtps://u:hunter2@mail.example")
        .with("JWT_SECRET", "hunter2");
    let output = bad.run(["config", "check"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(78), "{said}");
    for fault in [
        "fault: PROOFPASS_LISTENS is not a setting of this program: is PROOFPASS_LISTEN meant?",
        "fault: CORS_ORIGIN must not be * in production",
        "fault: PROOFPASS_MASTER_KEY is a development key",
        "fault: DATABASE_URL is not a PostgreSQL URL",
        "fault: REDIS_URL must begin with rediss://",
        "PROOFPASS_MAIL_FROM",
        "note: JWT_SECRET is read by nobody here",
    ] {
        assert!(said.contains(fault), "{fault} is not in {said}");
    }
    assert!(!said.contains("hunter2") && !said.contains("are good"), "{said}");
    for (name, value, message) in [
        ("PROOFPASS_LISTEN", "everywhere", "--listen"),
        ("PROOFPASS_ENV", "prod", "possible values: development, production"),
        ("PROOFPASS_TRUSTED_PROXIES", "10.0.0.1/8", "digits behind its prefix"),
    ] {
        let output = good.clone().with(name, value).run(["config", "check"]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(78), "{said}");
        assert!(said.contains(message), "{message} is not in {said}");
    }
    assert_eq!(Proofpass::bare().run(["config", "check"]).status.code(), Some(78));
}

#[test]
fn config_show_tells_every_setting_and_where_it_comes_from() {
    let program = Proofpass::on(&"postgres://somebody:hunter2@127.0.0.1:1/none".into())
        .with("PROOFPASS_SMTP_URL_FILE", "/run/secrets/hunter2");
    let said = program.ok(["config", "show"]);
    for line in [
        "PROOFPASS_LISTEN=127.0.0.1:0  # environment",
        "PROOFPASS_TRUSTED_PROXIES=127.0.0.0/8,::1  # default",
        "PROOFPASS_METRICS_LISTEN=  # absent",
        "DATABASE_URL=(secret)  # environment",
        "PROOFPASS_SMTP_URL=(secret)  # file",
        "REDIS_URL=(secret)  # absent",
    ] {
        assert!(said.lines().any(|other| other == line), "{line} is not in {said}");
    }
    assert!(!said.contains("hunter2") && !said.contains("development-only"), "{said}");
    let json = program.ok(["config", "show", "--json"]);
    assert!(json.contains(r#""PROOFPASS_RATE_LIMIT_USER":{"value":"off","source":"environment"}"#), "{json}");
    assert!(!json.contains("hunter2"), "{json}");
}

#[test]
fn the_vc_api_starts_on_a_developers_machine_only() {
    let development = Proofpass::bare().with("PROOFPASS_ENV", "development");
    let production = Proofpass::bare().with("PROOFPASS_ENV", "production");
    stops_at(&Proofpass::bare(), &["vc-api"], 64, "PROOFPASS_ENV");
    stops_at(&production, &["vc-api"], 78, "production refuses it");
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        stops_at(&development, &["vc-api", "--listen", address], 78, "an address of this machine's own");
    }
    stops_at(&development.clone().with("PROOFPASS_VC_API_LISTEN", "0.0.0.0:0"), &["vc-api"], 78, "machine's own");
    stops_at(&development.with("PROOFPASS_VC_API_SEED", KEY), &["vc-api"], 78, "must be development-only:");
}

#[tokio::test]
async fn production_serves_with_secrets_from_files_and_logs_json() {
    let database = Database::new().await;
    let file = std::env::temp_dir().join(format!("proofpass-key-{}", std::process::id()));
    std::fs::write(&file, format!("{KEY}\n")).unwrap();
    let program = Proofpass::bare()
        .with("DATABASE_URL", secrecy::ExposeSecret::expose_secret(&database.url()))
        .with("PROOFPASS_ENV", "production")
        .with("PROOFPASS_LISTEN", "127.0.0.1:0")
        .with("PROOFPASS_PUBLIC_URL", "https://issuer.example")
        .with("PROOFPASS_MASTER_KEY_FILE", file.to_str().unwrap())
        .with("PROOFPASS_API_KEY_PEPPER", OTHER);
    let mut server = program.serve();
    std::fs::remove_file(&file).unwrap();
    let answer = crate::wire::ask(server.address, "GET", "/ready", "", "").await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("strict-transport-security"), "{answer}");
    server.logged("GET /ready answered 200").await;
    server.signal("INT");
    assert_eq!(server.wait(crate::wire::PATIENCE).code(), Some(0));
    let log = server.log();
    let line = log.lines().find(|line| line.contains("GET /ready answered 200")).unwrap();
    let value = proofpass::json::parse(line.as_bytes(), &proofpass::json::Limits::REQUEST).unwrap();
    let fields = value.as_object().unwrap();
    assert!(fields.get("elapsed_ms").is_some() && fields.get("status").is_some(), "{line}");
    let span = fields.get("span").and_then(proofpass::json::Value::as_object).unwrap();
    assert!(span.get("request.id").is_some() && span.get("route").is_some(), "{line}");
}
