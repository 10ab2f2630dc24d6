//! The commands that ask a service: from an empty database to a passport that shows a credential withdrawn.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Output;

use harness::{Database, Proofpass, Server};
use proofpass::compact;
use proofpass::json::{Object, Value};

use crate::from_nothing::File;
use crate::shop::{object, text};

const SCHEMA: &str = r#"{"type":"object","required":["grade"],"additionalProperties":false,
    "properties":{"grade":{"type":"string"},"note":{"type":"string"}}}"#;

/// A service, and somebody who is set up to ask it.
struct Shop {
    user: Proofpass,
    home: PathBuf,
    origin: String,
    key: String,
    template: String,
    _server: Server,
    _database: Database,
}

impl Drop for Shop {
    fn drop(&mut self) {
        // A folder that stays behind in the temporary folder harms nobody.
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

impl Shop {
    async fn open(name: &str) -> Self {
        let database = Database::empty().await;
        let operator = Proofpass::on(&database.url());
        operator.ok(["migrate"]);
        let organization = operator.ok(["organizations", "create", "--name", "Acme GmbH", "--json"]);
        let organization = text(&object(&organization), "id");
        let of = ["--organization", &organization, "--json"];
        operator.ok([&["keys", "issuer", "create"][..], &of].concat());
        let key = operator.ok([&["keys", "api", "create", "--name", "shop", "--test"][..], &of].concat());
        let schema = File::new(&format!("{name}-schema.json"), SCHEMA);
        let new = ["templates", "create", "--name", "Grade", "--type", "Grade", "--public", "--schema", schema.path()];
        let template = text(&object(&operator.ok([&new[..], &of].concat())), "id");
        let server = operator.serve();
        let home = std::env::temp_dir().join(format!("proofpass-home-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&home).unwrap();
        let user = Proofpass::bare().with("HOME", home.to_str().unwrap());
        let origin = format!("http://{}", server.address);
        let key = text(&object(&key), "key");
        Self { user, home, origin, key, template, _server: server, _database: database }
    }

    async fn signed_in(name: &str) -> Self {
        let shop = Self::open(name).await;
        let output = shop.user.run_reading(["login", &shop.origin], &format!("{}\n", shop.key));
        assert!(output.status.success(), "{}", said(&output));
        shop
    }

    fn profiles(&self) -> PathBuf {
        self.home.join(".config/proofpass/profiles.json")
    }

    /// A command that must succeed, and answers with an object.
    fn made(&self, arguments: &[&str]) -> Object {
        object(&self.user.ok([arguments, &["--json"]].concat()))
    }

    fn issue(&self, subject: &str) -> Object {
        let claims = File::new(&format!("{subject}.json"), r#"{"grade":"A"}"#);
        let issue = ["issue", "--template", &self.template, "--subject", subject, "--claims", claims.path()];
        self.made(&issue)
    }

    /// The exit code of verifying what a holder would be given now.
    fn verdict(&self, id: &str) -> Option<i32> {
        let bundle = File::new(&format!("{id}.json"), &self.user.ok(["get", id, "--bundle"]));
        Proofpass::bare().run(["verify", bundle.path()]).status.code()
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn lines(text: &str) -> Vec<Object> {
    text.lines().map(object).collect()
}

#[tokio::test]
async fn from_a_key_to_a_passport_that_shows_what_was_withdrawn() {
    let shop = Shop::signed_in("way").await;
    let issued = shop.issue("CUP-7");
    let id = text(&issued, "id");

    // The very bytes that were signed, and verified with no database and no network.
    let credential = shop.user.ok(["get", &id, "--credential"]);
    assert_eq!(object(&credential), *issued.get("credential").and_then(Value::as_object).unwrap());
    assert_eq!(shop.verdict(&id), Some(0));
    shop.made(&["suspend", &id, "--reason", "A look at it."]);
    assert_eq!(shop.verdict(&id), Some(1));
    shop.made(&["resume", &id, "--reason", "All good."]);
    assert_eq!(shop.verdict(&id), Some(0));

    let passport = shop.made(&["passport", "create", "--product", "CUP-7", "--name", "Cup", "--attestation", &id]);
    let passport_id = text(&passport, "id");
    let verified = |expected: &str| {
        let report = shop.made(&["passport", "verify", &passport_id]);
        assert_eq!(text(&report, "verdict"), expected, "{report}");
    };
    verified("accept");
    let other = text(&shop.issue("CUP-8"), "id");
    let grown = shop.made(&["passport", "add", &passport_id, "--attestation", &other]);
    let members = grown.get("members").and_then(Value::as_array).unwrap();
    assert_eq!(members.len(), 2);
    let member = members.iter().find_map(|one| one.as_object()?.get("id")?.as_str()).unwrap().to_owned();
    shop.made(&["revoke", &id, "--reason", "A crack."]);
    verified("reject");
    assert_eq!(shop.verdict(&id), Some(1));
    let shrunk = shop.made(&["passport", "remove", &passport_id, &member]);
    assert_eq!(shrunk.get("members").and_then(Value::as_array).unwrap().len(), 1);
    let bundle = File::new("passport.json", &shop.user.ok(["passport", "get", &passport_id, "--bundle"]));
    let inspected = object(&Proofpass::bare().ok(["inspect", bundle.path(), "--json"]));
    assert_eq!(inspected.get("credentials").and_then(Value::as_array).unwrap().len(), 2);

    let listed = lines(&shop.user.ok(["list", "--json"]));
    let states: Vec<_> = listed.iter().map(|one| (text(one, "id"), text(one, "status"))).collect();
    assert_eq!(states, [(other, "active".to_owned()), (id.clone(), "revoked".to_owned())]);
    assert_eq!(lines(&shop.user.ok(["list", "--json", "--status", "revoked"])).len(), 1);
    assert_eq!(lines(&shop.user.ok(["list", "--json", "--limit", "1"])).len(), 1);
    assert!(shop.user.ok(["list"]).contains(&id));
    let exported = shop.user.ok(["export"]);
    assert_eq!(lines(&exported).len(), 2);
    let file = shop.home.join("export.ndjson");
    shop.user.ok(["export", "--output", file.to_str().unwrap()]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), exported);
    let again = shop.user.run(["export", "--output", file.to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(1), "what is there is not overwritten: {}", said(&again));
}

#[tokio::test]
async fn one_command_issues_a_line_for_a_line_and_once() {
    let shop = Shop::signed_in("lines").await;
    let request = |subject: &str, grade: &str| {
        format!(
            r#"{{"templateId":"{}","subject":{{"id":"{subject}","type":"Product"}},"claims":{{"grade":{grade}}}}}"#,
            shop.template
        )
    };
    let file = File::new("many.ndjson", &[request("A", "\"x\""), String::new(), request("B", "\"y\"")].join("\n"));
    let issue = ["issue", "--ndjson", file.path(), "--idempotency-key", "order-1"];
    let first = shop.user.ok(issue);
    let ids = |text: &str| -> Vec<String> {
        let id = |one: &Object| text_of(one, "attestation", "id");
        lines(text).iter().map(id).collect()
    };
    assert_eq!(ids(&first).len(), 2);
    assert_eq!(ids(&shop.user.ok(issue)), ids(&first));

    let mixed = File::new("mixed.ndjson", &[request("C", "7"), request("D", "\"z\"")].join("\n"));
    let output = shop.user.run(["issue", "--ndjson", mixed.path()]);
    assert_eq!(output.status.code(), Some(1));
    let answers = lines(&String::from_utf8_lossy(&output.stdout));
    assert!(text(&answers[0], "error").contains("/claims/grade"), "{}", answers[0]);
    assert!(answers[1].get("attestation").is_some());
    assert!(said(&output).contains("1 of 2 were refused"), "{}", said(&output));

    // A line that is no request is told before anything is issued.
    let broken = File::new("broken.ndjson", &[request("E", "\"z\""), "{".to_owned()].join("\n"));
    let output = shop.user.run(["issue", "--ndjson", broken.path()]);
    assert!(output.status.code() == Some(1) && said(&output).contains("line 2"), "{}", said(&output));
    assert_eq!(lines(&shop.user.ok(["list", "--json"])).len(), 3);
}

fn text_of(object: &Object, outer: &str, inner: &str) -> String {
    text(object.get(outer).and_then(Value::as_object).unwrap(), inner)
}

#[tokio::test]
async fn a_key_is_kept_for_its_owner_alone_and_shown_to_nobody() {
    let shop = Shop::open("keys").await;
    let none = shop.user.run(["list"]);
    assert!(none.status.code() == Some(1) && said(&none).contains("proofpass login"), "{}", said(&none));

    // What the service does not know is not kept.
    for (server, key, code) in [
        (shop.origin.as_str(), "pk_test_wrong", 77),
        (&shop.origin, "", 1),
        (&shop.origin, "with space", 64),
        ("http://issuer.example", "pk_test_wrong", 64),
        ("issuer.example", "pk_test_wrong", 64),
        ("http://127.0.0.1:9", "pk_test_wrong", 69),
    ] {
        let output = shop.user.run_reading(["login", server], key);
        assert_eq!(output.status.code(), Some(code), "{server} {key}: {}", said(&output));
        assert!(!shop.profiles().exists());
    }
    let output = shop.user.run_reading(["login", &shop.origin, "--profile", "acme"], &shop.key);
    assert!(output.status.success(), "{}", said(&output));
    let mode = |path: PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(shop.profiles()), 0o600);
    assert_eq!(mode(shop.home.join(".config/proofpass")), 0o700);
    assert!(!format!("{}{}", String::from_utf8_lossy(&output.stdout), said(&output)).contains(&shop.key));

    let profiles = shop.user.ok(["profiles", "--json"]);
    assert!(profiles.contains(r#""profile":"acme""#) && !profiles.contains(&shop.key), "{profiles}");
    assert_eq!(shop.user.ok(["list", "--profile", "acme"]), "");
    for arguments in [vec!["use", "nobody"], vec!["logout", "nobody"], vec!["list", "--profile", "nobody"]] {
        assert_eq!(shop.user.run(&arguments).status.code(), Some(1), "{arguments:?}");
    }
    let output = shop.user.run_reading(["login", &shop.origin, "--profile", "a/b"], &shop.key);
    assert_eq!(output.status.code(), Some(1));

    // Others could have read it.
    std::fs::set_permissions(shop.profiles(), std::fs::Permissions::from_mode(0o640)).unwrap();
    let refused = shop.user.run(["list"]);
    assert!(refused.status.code() == Some(1) && said(&refused).contains("chmod 600"), "{}", said(&refused));
    std::fs::set_permissions(shop.profiles(), std::fs::Permissions::from_mode(0o600)).unwrap();
    shop.user.ok(["use", "acme"]);
    shop.user.ok(["logout", "acme"]);
    assert_eq!(shop.user.run(["list"]).status.code(), Some(1));

    // A program brings its own.
    let program = Proofpass::bare().with("PROOFPASS_SERVER", &*shop.origin).with("PROOFPASS_KEY", &*shop.key);
    assert_eq!(program.ok(["list"]), "");
    let half = Proofpass::bare().with("PROOFPASS_KEY", &*shop.key).run(["list"]);
    assert!(half.status.code() == Some(1) && !said(&half).contains(&shop.key), "{}", said(&half));
}

#[tokio::test]
async fn refusals_say_why_and_exit_codes_who_is_to_act() {
    let shop = Shop::signed_in("refusals").await;
    let id = "01a20ae6-ed17-706a-b5f4-c87ea95de1a6";
    let claims = File::new("wrong-claims.json", r#"{"grade":7}"#);
    let list = File::new("list.json", "[]");
    for (arguments, code, why) in [
        (vec!["get", id], 1, "404"),
        (vec!["revoke", id, "--reason", "x"], 1, "404"),
        (vec!["issue", "--template", &shop.template, "--subject", "a", "--claims", claims.path()], 1, "/claims/grade"),
        (vec!["issue", "--template", "nobody's", "--subject", "a", "--claims", claims.path()], 1, "templateId"),
        (vec!["issue", "--template", "x", "--subject", "a", "--claims", list.path()], 1, "no object"),
        (vec!["list", "--status", "great"], 1, "status"),
        (vec!["passport", "get", id], 1, "404"),
        (vec!["passport", "get", ".."], 64, "address"),
        (vec!["get", "../templates"], 64, "id"),
        (vec!["revoke", id], 64, "--reason"),
        (vec!["issue", "--template", "x"], 64, "--subject"),
        (vec!["issue", "--file", claims.path(), "--template", "x"], 64, "--template"),
        (vec!["inspect", claims.path()], 64, "credential"),
        (vec!["completions", "cmd"], 64, "cmd"),
    ] {
        let output = shop.user.run(&arguments);
        let told = said(&output);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {told}");
        assert!(told.contains(why), "{arguments:?}: {told}");
        assert!(!told.contains(&shop.key) && !told.contains('\u{1b}'), "{told}");
    }
    let away = Proofpass::bare().with("PROOFPASS_SERVER", "http://127.0.0.1:9").with("PROOFPASS_KEY", "pk_test_a");
    assert_eq!(away.run(["get", id]).status.code(), Some(69));
}

#[tokio::test]
async fn what_stands_in_a_code_is_verified_without_a_network() {
    let shop = Shop::signed_in("codes").await;
    let id = text(&shop.issue("CUP-1"), "id");
    let credential = shop.user.ok(["get", &id, "--credential"]);
    let code = compact::shrink(credential.trim_end()).unwrap();
    // Nobody to ask, no profile, and the code itself, a file of it, or standard input.
    let alone = Proofpass::bare();
    let (file, line) = (File::new("code.txt", &format!("{code}\n")), format!("{code}\n"));
    let printed = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    for output in [
        alone.run(["verify", &code]),
        alone.run(["verify", file.path()]),
        alone.run_reading(["verify", "-"], &line),
        alone.run_reading(["verify", "--ndjson", "-"], &line),
    ] {
        // Undecided: whether it was withdrawn, a code cannot know.
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    }
    let shown = printed(&alone.run(["verify", &code]));
    assert!(shown.contains("pass  proof") && shown.contains("----  status"), "{shown}");
    assert!(alone.ok(["inspect", &code]).contains("CUP-1"));
    // Cut short, not Base45, a bomb, another version, a changed credential.
    let changed = compact::shrink(&credential.replace("CUP-1", "CUP-2")).unwrap();
    let damaged = [&code[..code.len() - 6], "PP1:", "PP1:~~~", "PP2:BB8", &format!("{code}000"), &changed];
    for (at, text) in damaged.into_iter().enumerate() {
        let file = File::new(&format!("damaged-{at}.txt"), text);
        let output = alone.run(["verify", file.path()]);
        assert_eq!(output.status.code(), Some(1), "{text}: {}", said(&output));
        assert!(printed(&output).starts_with("verdict: reject\n"), "{text}: {}", printed(&output));
    }
    assert_eq!(alone.run(["verify", "PP1:BB8"]).status.code(), Some(1));
    assert_eq!(alone.run(["inspect", "PP1:BB8"]).status.code(), Some(64));
}

#[test]
fn shells_complete_every_command() {
    let program = Proofpass::bare();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = program.ok(["completions", shell]);
        for command in ["issue", "revoke", "passport", "export", "inspect", "completions", "idempotency-key"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
}
