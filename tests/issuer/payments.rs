//! The payments ledger: for those who run the service, added to and never changed.

use harness::{Answer, Client as _, TestIssuer, TestPerson};
use http::Method;
use proofpass::json::{Object, Value};
use proofpass_issuer::issue::account::set_superadmin;
use proofpass_issuer::store::memberships::Role;
use sqlx::{AssertSqlSafe, Executor as _};
use tokio::task::JoinSet;

const PAYMENTS: &str = "/api/v1/admin/payments";

async fn root(t: &TestIssuer) -> TestPerson {
    let root = t.person("root@example.com").await;
    set_superadmin(&t.issuer, "root@example.com", true).await.unwrap();
    root
}

/// A payment of the first organisation.
fn body(t: &TestIssuer, reference: &str) -> String {
    format!(
        r#"{{"organizationId":"{}","amount":4900,"currency":"EUR","paidOn":"2026-11-20","method":"transfer","reference":"{reference}"}}"#,
        t.a.id
    )
}

async fn record(t: &TestIssuer, by: &TestPerson, body: String) -> Answer {
    t.with_person(by).post(PAYMENTS, body).await
}

async fn correct(t: &TestIssuer, by: &TestPerson, id: &str, amount: i64) -> Answer {
    let body = format!(r#"{{"amount":{amount},"note":"It was another organisation's."}}"#);
    t.with_person(by).post(&format!("{PAYMENTS}/{id}/corrections"), body).await
}

fn number(object: &Object, name: &str) -> String {
    object.get(name).unwrap().to_string()
}

#[tokio::test]
async fn a_payment_is_written_down_with_who_did_it_and_corrected_beside_it() {
    let t = TestIssuer::new().await;
    let root = root(&t).await;
    let made = record(&t, &root, body(&t, "INV-1")).await;
    let id = made.member("id");
    assert_eq!(made.status, 201);
    assert_eq!(made.header("location"), format!("http://issuer.test{PAYMENTS}/{id}"));
    assert_eq!((number(&made.object(), "amount"), made.member("currency")), ("4900".to_owned(), "EUR".to_owned()));
    assert_eq!(
        (made.member("recordedBy"), made.member("recordedAt")),
        (root.id.clone(), "2026-11-23T12:00:00Z".into())
    );

    let back = correct(&t, &root, &id, -4000).await;
    assert_eq!((back.status.as_u16(), back.member("corrects")), (201, id.clone()));
    for (amount, pointer) in [(-901, "/amount"), (0, "/amount"), (i64::from(u32::MAX) * 1_000_000, "/amount")] {
        assert_eq!(correct(&t, &root, &id, amount).await.pointers(), [pointer], "{amount}");
    }
    assert_eq!(correct(&t, &root, &id, 100).await.status, 201);
    assert_eq!(correct(&t, &root, &back.member("id"), 1).await.pointers(), [""], "a correction is not corrected");
    let whole = t.with_person(&root).get(&format!("{PAYMENTS}/{id}")).await.object();
    assert_eq!((number(&whole, "amount"), number(&whole, "net")), ("4900".to_owned(), "1000".to_owned()));
    assert_eq!(whole.get("corrections").and_then(Value::as_array).unwrap().len(), 2);
    let nobody = "01a20ae6-ed17-706a-b5f4-c87ea95de1a6";
    assert_eq!(correct(&t, &root, nobody, 1).await.status, 404);
    assert_eq!(t.with_person(&root).get(&format!("{PAYMENTS}/{nobody}")).await.status, 404);
}

#[tokio::test]
async fn nobody_but_superadmins_sees_or_writes_any_of_it() {
    let t = TestIssuer::new().await;
    let root = root(&t).await;
    let id = record(&t, &root, body(&t, "INV-1")).await.member("id");
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    for path in [PAYMENTS.to_owned(), format!("{PAYMENTS}/{id}")] {
        assert_eq!(t.with_person(&ada).get(&path).await.problem(), "insufficient-scope");
        assert_eq!(t.a().get(&path).await.status, 403);
        assert_eq!(t.anonymous().get(&path).await.status, 401);
    }
    // The predecessor let anybody who was signed in record one.
    assert_eq!(record(&t, &ada, body(&t, "INV-2")).await.status, 403);
    assert_eq!(correct(&t, &ada, &id, 1).await.status, 403);
    assert_eq!(t.a().post(PAYMENTS, body(&t, "INV-2")).await.status, 403);
    assert_eq!(t.anonymous().post(PAYMENTS, body(&t, "INV-2")).await.status, 401);
    set_superadmin(&t.issuer, "root@example.com", false).await.unwrap();
    assert_eq!(record(&t, &root, body(&t, "INV-2")).await.status, 403);
    assert_eq!(t.database.count("select count(*) from payments").await, 1);
}

#[tokio::test]
async fn what_is_no_payment_is_refused() {
    let t = TestIssuer::new().await;
    let root = root(&t).await;
    let good = body(&t, "INV-1");
    for (from, to, pointer) in [
        ("4900", "0", "/amount"),
        ("4900", "-1", "/amount"),
        ("4900", "1000000000000001", "/amount"),
        ("EUR", "eur", "/currency"),
        ("EUR", "BTC", "/currency"),
        ("EUR", "", "/currency"),
        ("2026-11-20", "2026-11-31", "/paidOn"),
        ("2026-11-20", "2026-11-25", "/paidOn"),
        ("2026-11-20", "20.11.2026", "/paidOn"),
        ("transfer", "stripe", "/method"),
        ("INV-1", "", "/reference"),
        ("INV-1", " INV", "/reference"),
    ] {
        assert_eq!(record(&t, &root, good.replace(from, to)).await.pointers(), [pointer], "{to}");
    }
    let unknown = good.replace(&t.a.id.to_string(), "01a20ae6-ed17-706a-b5f4-c87ea95de1a6");
    assert_eq!(record(&t, &root, unknown).await.pointers(), ["/organizationId"]);
    assert_eq!(record(&t, &root, good.replace(&t.a.id.to_string(), "x")).await.pointers(), ["/organizationId"]);
    for (from, to) in [("4900", "49.5"), ("4900", "\"4900\""), ("\"amount\"", "\"status\":\"confirmed\",\"amount\"")] {
        let answer = record(&t, &root, good.replace(from, to)).await;
        assert!(matches!(answer.status.as_u16(), 400 | 422), "{to}: {answer}");
    }
    assert_eq!(t.database.count("select count(*) from payments").await, 0);
    // Sent twice it is one payment; of another organisation it is another.
    assert_eq!(record(&t, &root, good.clone()).await.status, 201);
    assert_eq!(record(&t, &root, good.clone()).await.problem(), "conflict");
    let other = good.replace(&t.a.id.to_string(), &t.b.id.to_string());
    assert_eq!(record(&t, &root, other).await.status, 201);
}

#[tokio::test]
async fn corrections_at_once_never_make_less_than_nothing() {
    let t = TestIssuer::new().await;
    let root = root(&t).await;
    let id = record(&t, &root, body(&t, "INV-1")).await.member("id");
    let mut running = JoinSet::new();
    for _ in 0..8 {
        let (client, path) = (t.with_person(&root), format!("{PAYMENTS}/{id}/corrections"));
        running.spawn(async move { client.post(&path, r#"{"amount":-1000,"note":"back"}"#).await.status.as_u16() });
    }
    let all = running.join_all().await;
    assert_eq!(all.iter().filter(|status| **status == 201).count(), 4, "{all:?}");
    assert_eq!(t.database.count("select sum(amount)::bigint from payments").await, 900);
}

#[tokio::test]
async fn pages_hold_every_entry_once_and_filters_say_which() {
    let t = TestIssuer::new().await;
    let root = root(&t).await;
    for at in 0..5 {
        t.clock.advance_seconds(1);
        let body = body(&t, &format!("INV-{at}")).replace("2026-11-20", &format!("2026-11-1{at}"));
        record(&t, &root, if at == 4 { body.replace("EUR", "JPY") } else { body }).await;
    }
    let page = async |query: &str| t.with_person(&root).get(&format!("{PAYMENTS}?{query}")).await;
    let references = |answer: &Answer| -> Vec<String> {
        let object = answer.object();
        let payments = object.get("payments").and_then(Value::as_array).unwrap().iter();
        payments
            .map(|one| one.as_object().unwrap().get("reference").and_then(Value::as_str).unwrap().to_owned())
            .collect()
    };
    let first = page("limit=2").await;
    let second = page(&format!("limit=2&cursor={}", first.member("nextCursor"))).await;
    let third = page(&format!("limit=2&cursor={}", second.member("nextCursor"))).await;
    let all = [references(&first), references(&second), references(&third)].concat();
    assert_eq!(all, ["INV-4", "INV-3", "INV-2", "INV-1", "INV-0"]);
    assert!(third.object().get("nextCursor").is_some_and(|next| next == &Value::Null));
    assert_eq!(references(&page("currency=JPY").await), ["INV-4"]);
    assert_eq!(references(&page("from=2026-11-11&until=2026-11-12").await), ["INV-2", "INV-1"]);
    assert_eq!(references(&page(&format!("organizationId={}", t.b.id)).await), Vec::<String>::new());
    for (query, pointer) in [
        ("limit=0", "/limit"),
        ("limit=101", "/limit"),
        ("cursor=x", "/cursor"),
        ("currency=EURO", "/currency"),
        ("from=yesterday", "/from"),
        ("until=2026-13-01", "/until"),
        ("organizationId=x", "/organizationId"),
    ] {
        assert_eq!(page(query).await.pointers(), [pointer], "{query}");
    }
    assert_eq!(page("organisationId=x").await.problem(), "malformed-request");
}

#[tokio::test]
async fn the_database_lets_nobody_change_or_take_away_an_entry() {
    let t = TestIssuer::new().await;
    let root = root(&t).await;
    let id = record(&t, &root, body(&t, "INV-1")).await.member("id");
    for (statement, constraint) in [
        ("update payments set amount = 1".to_owned(), "payments_append_only"),
        ("delete from payments".to_owned(), "payments_append_only"),
        ("truncate payments cascade".to_owned(), "payments_append_only"),
        (insert(&t.b.id.to_string(), &root.id, &format!("'{id}'"), -1, "'x'"), "payments_corrects_fkey"),
        (insert(&t.a.id.to_string(), &root.id, "null", -1, "'x'"), "payments_corrected_for_a_reason"),
        (insert(&t.a.id.to_string(), &root.id, &format!("'{id}'"), -1, "null"), "payments_corrected_for_a_reason"),
        (insert(&t.a.id.to_string(), &root.id, "null", 0, "null"), "payments_amount_sized"),
    ] {
        let done = t.database.connect().await.execute(sqlx::raw_sql(AssertSqlSafe(statement.clone()))).await;
        let error = done.map(|_| ()).expect_err(&statement);
        let found = error.as_database_error().and_then(|error| error.constraint()).map(str::to_owned);
        assert_eq!(found.as_deref(), Some(constraint), "{statement}: {error}");
    }
    let path = format!("{PAYMENTS}/{id}");
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        assert_eq!(t.with_person(&root).call(method, &path).await.problem(), "method-not-allowed");
    }
}

fn insert(organization: &str, by: &str, corrects: &str, amount: i64, note: &str) -> String {
    format!(
        "insert into payments (payment_id, organization_id, corrects, amount, currency, paid_on, method, note, recorded_by, recorded_at)
        values (gen_random_uuid(), '{organization}', {corrects}, {amount}, 'EUR', '2026-11-20', 'cash', {note}, '{by}', now())"
    )
}
