//! A second factor: enrolling, signing in with it, losing the device, ending it; and every code that is no good.

use harness::{Answer, Client as _, PASSWORD, TestIssuer, TestPerson};
use insta::assert_snapshot;
use proofpass::json::Value;
use proofpass_issuer::issue::{second_factor, totp};

const TOTP: &str = "/api/v1/auth/totp";

fn password(text: &str) -> String {
    format!(r#"{{"password":"{text}"}}"#)
}

fn code(text: &str) -> String {
    format!(r#"{{"code":"{text}"}}"#)
}

async fn log_in(t: &TestIssuer) -> Answer {
    t.anonymous().post("/api/v1/auth/login", format!(r#"{{"email":"ada@example.com","password":"{PASSWORD}"}}"#)).await
}

async fn answer(t: &TestIssuer, challenge: &str, code: &str) -> Answer {
    let body = format!(r#"{{"challenge":"{challenge}","code":"{code}"}}"#);
    t.anonymous().post("/api/v1/auth/login/totp", body).await
}

/// Base 32, read.
fn bytes(text: &str) -> Vec<u8> {
    let values = text.bytes().map(|byte| u32::from(if byte < b'A' { byte - b'2' + 26 } else { byte - b'A' }));
    let bits: Vec<u32> = values.flat_map(|value| (0..5).rev().map(move |bit| value >> bit & 1)).collect();
    bits.chunks_exact(8).map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | u8::try_from(*bit).unwrap())).collect()
}

/// What a device does.
struct Device(Vec<u8>);

impl Device {
    fn shows(&self, t: &TestIssuer) -> String {
        totp::code_at(&self.0, t.now())
    }

    /// The next code: of the next half-minute.
    fn next(&self, t: &TestIssuer) -> String {
        t.clock.advance_seconds(30);
        self.shows(t)
    }
}

/// Somebody with a second factor, their device and their recovery codes.
async fn with_device(t: &TestIssuer) -> (TestPerson, Device, Vec<String>) {
    let ada = t.person("ada@example.com").await;
    let enrolled = t.with_person(&ada).post(TOTP, password(PASSWORD)).await;
    assert_eq!(enrolled.status, 201, "{enrolled}");
    let device = Device(bytes(&enrolled.member("secret")));
    let confirmed = t.with_person(&ada).post(&format!("{TOTP}/confirm"), code(&device.shows(t))).await;
    assert_eq!(confirmed.status, 200, "{confirmed}");
    (ada, device, codes(&confirmed))
}

fn codes(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.header("cache-control"), "no-store");
    let list = answer.object().get("recoveryCodes").and_then(Value::as_array).unwrap().to_vec();
    list.iter().map(|code| code.as_str().unwrap().to_owned()).collect()
}

async fn standing(t: &TestIssuer, person: &TestPerson) -> String {
    t.with_person(person).get(TOTP).await.text().to_owned()
}

#[tokio::test]
async fn a_device_is_enrolled_and_then_asked_for() {
    let t = TestIssuer::new().await;
    let ada = t.person("ada@example.com").await;
    assert_eq!(standing(&t, &ada).await, r#"{"enabled":false,"recoveryCodesLeft":0}"#);
    assert_eq!(t.with_person(&ada).post(TOTP, password("wrong wrong")).await.pointers(), ["/password"]);
    assert_eq!(
        t.with_person(&ada).post(&format!("{TOTP}/confirm"), code("123456")).await.status,
        409,
        "nothing enrolled"
    );
    let enrolled = t.with_person(&ada).post(TOTP, password(PASSWORD)).await;
    let uri = enrolled.member("uri");
    assert!(uri.starts_with("otpauth://totp/ProofPass%20%28issuer.test%29:ada%40example.com?secret="), "{uri}");
    assert!(uri.contains(&enrolled.member("secret")));
    assert_eq!(log_in(&t).await.status, 200, "not asked for before the device has shown a code");

    // Enrolling again begins anew: the first device is of no use.
    let first = Device(bytes(&enrolled.member("secret")));
    let device = Device(bytes(&t.with_person(&ada).post(TOTP, password(PASSWORD)).await.member("secret")));
    let confirm = format!("{TOTP}/confirm");
    for wrong in [first.shows(&t), "000000".to_owned(), String::new(), "12345".to_owned(), "１２３４５６".to_owned()]
    {
        assert_eq!(t.with_person(&ada).post(&confirm, code(&wrong)).await.pointers(), ["/code"], "{wrong}");
    }
    let confirmed = t.with_person(&ada).post(&confirm, code(&device.shows(&t))).await;
    let codes = codes(&confirmed);
    assert_eq!(codes.len(), 10);
    assert!(codes.iter().all(|code| code.len() == 19), "{codes:?}");
    assert_eq!(standing(&t, &ada).await, r#"{"enabled":true,"recoveryCodesLeft":10}"#);
    assert_eq!(t.with_person(&ada).post(TOTP, password(PASSWORD)).await.status, 409, "one at a time");
    assert_eq!(t.with_person(&ada).post(&confirm, code(&device.next(&t))).await.status, 409);

    let asked = log_in(&t).await;
    let shown = asked.to_string().replace(&asked.member("challenge"), "[challenge]");
    assert_snapshot!(shown, @r#"
    202 Accepted
    content-type: application/json

    {"challenge":"[challenge]","expiresIn":300}
    "#);
    let done = answer(&t, &asked.member("challenge"), &device.next(&t)).await;
    assert_eq!(done.status, 200, "{done}");
    assert_eq!(t.with_person(&TestPerson::of(&done)).get("/api/v1/auth/me").await.status, 200);
}

#[tokio::test]
async fn a_code_is_good_once_and_ends_older_ones() {
    let t = TestIssuer::new().await;
    let (_, device, _) = with_device(&t).await;
    let challenge = log_in(&t).await.member("challenge");
    assert_eq!(answer(&t, &challenge, &device.shows(&t)).await.status, 401, "the one that confirmed the device");
    let older = device.next(&t);
    let newer = device.next(&t);
    assert_eq!(answer(&t, &challenge, &newer).await.status, 200);
    let challenge = log_in(&t).await.member("challenge");
    for used in [&newer, &older, &format!("{} {}", &newer[..3], &newer[3..]), &format!(" {newer} ")] {
        assert_eq!(answer(&t, &challenge, used).await.status, 401, "{used}");
    }
    assert_eq!(answer(&t, &challenge, &device.next(&t)).await.status, 200);

    // Of two at once, one.
    let (one, other) = (log_in(&t).await.member("challenge"), log_in(&t).await.member("challenge"));
    let next = device.next(&t);
    let both = tokio::join!(answer(&t, &one, &next), answer(&t, &other, &next));
    let mut both = [both.0.status.as_u16(), both.1.status.as_u16()];
    both.sort_unstable();
    assert_eq!(both, [200, 401]);
}

#[tokio::test]
async fn what_goes_on_with_a_password_is_good_for_five_minutes_and_five_codes() {
    let t = TestIssuer::new().await;
    let (_, device, _) = with_device(&t).await;
    let asked = log_in(&t).await.member("challenge");
    for wrong in ["", "lc_", &asked[1..], &format!("{asked}x"), &asked.replace("lc_", "ev_")] {
        assert_eq!(answer(&t, wrong, &device.next(&t)).await.status, 401, "{wrong}");
    }
    for _ in 0..5 {
        let wrong = answer(&t, &asked, "000000").await;
        assert_eq!(wrong.status, 401);
        assert!(wrong.text().contains("code"), "{wrong}");
    }
    assert_eq!(answer(&t, &asked, &device.next(&t)).await.status, 401, "over");
    let asked = log_in(&t).await.member("challenge");
    t.clock.advance_seconds(300);
    assert_eq!(answer(&t, &asked, &device.shows(&t)).await.status, 401, "late");
    let asked = log_in(&t).await.member("challenge");
    assert_eq!(answer(&t, &asked, &device.next(&t)).await.status, 200);
    assert_eq!(answer(&t, &asked, &device.next(&t)).await.status, 401, "good once");
}

#[tokio::test]
async fn wrong_codes_lock_as_wrong_passwords_do_and_a_right_password_does_not_begin_anew() {
    let t = TestIssuer::new().await;
    let (_, device, _) = with_device(&t).await;
    let mut wrong = 0;
    while wrong < 11 {
        let asked = log_in(&t).await;
        assert_eq!(asked.status, 202, "after {wrong}: {asked}");
        for _ in 0..5.min(11 - wrong) {
            assert_eq!(answer(&t, &asked.member("challenge"), "000000").await.status, 401);
            wrong += 1;
        }
    }
    assert_eq!(log_in(&t).await.status, 429);
    t.clock.advance_seconds(15);
    let asked = log_in(&t).await.member("challenge");
    assert_eq!(answer(&t, &asked, &device.next(&t)).await.status, 200, "and the right code does");
    let failures = "select count(*) from login_failures";
    assert_eq!(t.database.count(failures).await, 0);
}

#[tokio::test]
async fn a_lost_device_is_made_good_by_what_was_written_down() {
    let t = TestIssuer::new().await;
    let (ada, device, codes) = with_device(&t).await;
    let asked = log_in(&t).await.member("challenge");
    let typed = codes[0].replace('-', " ").to_uppercase();
    assert_eq!(answer(&t, &asked, &typed).await.status, 200);
    assert_eq!(standing(&t, &ada).await, r#"{"enabled":true,"recoveryCodesLeft":9}"#);
    let asked = log_in(&t).await.member("challenge");
    assert_eq!(answer(&t, &asked, &codes[0]).await.status, 401, "good once");
    let stored = "select count(*) from recovery_codes where encode(code_digest, 'escape') like '%-%-%-%'";
    assert_eq!(t.database.count(stored).await, 0);

    let renew = format!("{TOTP}/recovery-codes");
    assert_eq!(t.with_person(&ada).post(&renew, password("wrong wrong")).await.pointers(), ["/password"]);
    let renewed = self::codes(&t.with_person(&ada).post(&renew, password(PASSWORD)).await);
    assert_eq!(answer(&t, &asked, &codes[1]).await.status, 401, "those from before are gone");
    assert_eq!(answer(&t, &asked, &renewed[1]).await.status, 200);
    let asked = log_in(&t).await.member("challenge");
    assert_eq!(answer(&t, &asked, &device.next(&t)).await.status, 200, "and the device goes on");
}

#[tokio::test]
async fn it_ends_with_the_password_and_not_otherwise() {
    let t = TestIssuer::new().await;
    let (ada, device, codes) = with_device(&t).await;
    let waiting = log_in(&t).await.member("challenge");
    let disable = format!("{TOTP}/disable");
    assert_eq!(t.with_person(&ada).post(&disable, password("wrong wrong")).await.pointers(), ["/password"]);
    assert_eq!(log_in(&t).await.status, 202);
    assert_eq!(t.with_person(&ada).post(&disable, password(PASSWORD)).await.status, 204);
    assert_eq!(t.with_person(&ada).post(&disable, password(PASSWORD)).await.status, 409);
    assert_eq!(t.with_person(&ada).post(&format!("{TOTP}/recovery-codes"), password(PASSWORD)).await.status, 409);
    assert_eq!(log_in(&t).await.status, 200);
    for code in [&device.next(&t), &codes[0]] {
        assert_eq!(answer(&t, &waiting, code).await.status, 401);
    }
}

#[tokio::test]
async fn an_operator_ends_it_for_somebody_who_lost_everything() {
    let t = TestIssuer::new().await;
    let (ada, _, codes) = with_device(&t).await;
    let waiting = log_in(&t).await.member("challenge");
    for nobody in ["eve@example.com", "ada", ""] {
        assert!(second_factor::end(&t.issuer, nobody).await.is_err(), "{nobody}");
    }
    assert_eq!(log_in(&t).await.status, 202);
    assert_eq!(second_factor::end(&t.issuer, "Ada@example.com").await.unwrap().to_string(), ada.id);
    assert!(second_factor::end(&t.issuer, "ada@example.com").await.is_err(), "once");
    assert_eq!(answer(&t, &waiting, &codes[0]).await.status, 401);
    assert_eq!(log_in(&t).await.status, 200);
}

#[tokio::test]
async fn another_password_by_letter_leaves_it_as_it_is_and_its_owner_is_told_of_every_change() {
    let t = TestIssuer::with_mail().await;
    let register = format!(r#"{{"email":"ada@example.com","password":"{PASSWORD}","name":"Ada"}}"#);
    t.anonymous().post("/api/v1/auth/register", register).await;
    let token = t.letter_token("email-verification", "ada@example.com").await;
    t.anonymous().post("/api/v1/auth/verify-email", format!(r#"{{"token":"{token}"}}"#)).await;
    let ada = t.signed_in("ada@example.com").await;
    let device = Device(bytes(&t.with_person(&ada).post(TOTP, password(PASSWORD)).await.member("secret")));
    let confirmed = t.with_person(&ada).post(&format!("{TOTP}/confirm"), code(&device.shows(&t))).await;
    assert_eq!(t.letters().await.kinds(), [("second-factor-on", "ada@example.com")]);

    t.anonymous().post("/api/v1/auth/forgot-password", r#"{"email":"ada@example.com"}"#).await;
    let token = t.letter_token("password-reset", "ada@example.com").await;
    let reset = format!(r#"{{"token":"{token}","password":"{PASSWORD}"}}"#);
    assert_eq!(t.anonymous().post("/api/v1/auth/reset-password", reset).await.status, 204);
    t.letters().await;
    let asked = log_in(&t).await;
    assert_eq!(asked.status, 202);
    let done = answer(&t, &asked.member("challenge"), &codes(&confirmed)[3]).await;
    assert_eq!(t.letters().await.kinds(), [("recovery-code-used", "ada@example.com")]);
    let ada = TestPerson::of(&done);
    assert_eq!(t.with_person(&ada).post(&format!("{TOTP}/disable"), password(PASSWORD)).await.status, 204);
    assert_eq!(t.letters().await.kinds(), [("second-factor-off", "ada@example.com")]);
}

#[tokio::test]
async fn nothing_of_it_outlives_the_account_and_nothing_of_it_shows_in_the_database() {
    let t = TestIssuer::new().await;
    let (ada, device, _) = with_device(&t).await;
    let sealed: Vec<u8> = sqlx::query_scalar("select sealed_secret from totp_secrets")
        .fetch_one(&mut t.database.connect().await)
        .await
        .unwrap();
    assert!(!sealed.windows(device.0.len()).any(|window| window == device.0));
    log_in(&t).await;
    let body = format!(r#"{{"email":"ada@example.com","password":"{PASSWORD}"}}"#);
    assert_eq!(t.with_person(&ada).post("/api/v1/auth/me/deletion", body).await.status, 204);
    for left in [
        "select count(*) from totp_secrets",
        "select count(*) from recovery_codes",
        "select count(*) from login_challenges",
    ] {
        assert_eq!(t.database.count(left).await, 0, "{left}");
    }
}
