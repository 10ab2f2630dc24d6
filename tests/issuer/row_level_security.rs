//! The database keeps organisations apart, whatever a statement forgets (`docs/adr/0012-row-level-security.md`).

use std::fs;
use std::path::{Path, PathBuf};

use harness::{Client as _, TestIssuer};
use http::Request;
use proofpass_issuer::store::memberships::Role;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// What is nobody's, or a person's: people are members of several organisations.
const NO_ORGANISATIONS: [&str; 11] = [
    "_sqlx_migrations",
    "login_challenges",
    "login_failures",
    "mails",
    "recovery_codes",
    "registrations",
    "sessions",
    "token_keys",
    "totp_secrets",
    "user_tokens",
    "users",
];

async fn number(connection: &mut PgConnection, query: String) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(query.clone()))
        .fetch_one(connection)
        .await
        .unwrap_or_else(|e| panic!("{query}: {e}"))
}

async fn tables(connection: &mut PgConnection, condition: &str) -> Vec<String> {
    let query = format!(
        "select relname::text from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
        and ({condition}) order by relname"
    );
    sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(connection).await.unwrap()
}

/// Of a table in which nobody changes anything.
const APPEND_ONLY: &str = "corrected by further entries";

const BOUND: &str =
    "relrowsecurity and relforcerowsecurity and exists (select from pg_policy where polrelid = pg_class.oid)";

/// For whom the next statements of a transaction are.
async fn act_for(connection: &mut PgConnection, whom: &str) {
    sqlx::query("select set_config('proofpass.organization', $1, true)").bind(whom).execute(connection).await.unwrap();
}

/// Something of both organisations in every table.
async fn filled() -> TestIssuer {
    let t = TestIssuer::new().await;
    let organizations = [(t.a.clone(), t.a(), "ada@a.example"), (t.b.clone(), t.b(), "bob@b.example")];
    for (organization, client, email) in organizations {
        let admin = t.member(email, organization.id, Role::Admin).await;
        let request = Request::post("/api/v1/attestations")
            .header("content-type", "application/json")
            .header("idempotency-key", "once");
        let issued = client.send(request, t.request(organization.public)).await;
        assert_eq!(issued.status, 201, "{issued}");
        let id = issued.member("id");
        let passport = format!(r#"{{"productId":"cup","name":"Cup","members":[{{"attestationId":"{id}"}}]}}"#);
        assert_eq!(client.post("/api/v1/passports", passport).await.status, 201);
        let suspended = client.post(&format!("/api/v1/attestations/{id}/suspend"), r#"{"reason":"x"}"#).await;
        assert_eq!(suspended.status, 200, "{suspended}");
        let invitation = r#"{"email":"new@c.example","role":"user"}"#;
        assert_eq!(t.with_person(&admin).post("/api/v1/invitations", invitation).await.status, 201);
        for is_worked_off in [true, false] {
            let request = Request::post("/api/v1/attestations/batch").header("content-type", "application/x-ndjson");
            let batch = client.send(request, t.request(organization.public)).await;
            assert_eq!(batch.status, 202, "{batch}");
            if is_worked_off {
                t.app.work_off().await.unwrap();
            }
        }
        let webhook = format!(
            "with endpoint as (
                insert into webhook_endpoints (webhook_endpoint_id, organization_id, url, description, kinds, sealed_secret, created_at)
                values (gen_random_uuid(), '{0}', 'https://x.example', '', '{{}}', 'x', now()) returning webhook_endpoint_id),
            event as (
                insert into webhook_events (webhook_event_id, organization_id, kind, payload, created_at)
                values (gen_random_uuid(), '{0}', 'x', '{{}}', now()) returning webhook_event_id),
            delivery as (
                insert into webhook_deliveries
                    (webhook_endpoint_id, webhook_event_id, organization_id, state, next_attempt_at)
                select webhook_endpoint_id, webhook_event_id, '{0}', 'pending', now() from endpoint, event
                returning webhook_endpoint_id, webhook_event_id)
            insert into webhook_attempts
                (webhook_endpoint_id, webhook_event_id, attempt, status, duration_ms, attempted_at)
            select webhook_endpoint_id, webhook_event_id, 1, 200, 1, now() from delivery",
            organization.id
        );
        let paid = format!(
            "insert into payments
                (payment_id, organization_id, amount, currency, paid_on, method, recorded_by, recorded_at)
            select gen_random_uuid(), '{0}', 1, 'EUR', now(), 'card', user_id, now() from users limit 1;
            insert into plan_changes (plan_change_id, organization_id, plan_before, plan, changed_at)
            values (gen_random_uuid(), '{0}', 'free', 'pro', now())",
            organization.id
        );
        let keys = format!(
            "insert into zk_keys
                (zk_key_id, organization_id, number, did, public_key, sealed_private_key, active, created_at)
            values (gen_random_uuid(), '{0}', 1, 'did:web:x', decode(repeat('00', 64), 'hex'), 'x', true, now());
            insert into zk_status_trees (organization_id, number, issuer_did, version, seen_revision)
            values ('{0}', 1, 'did:web:x', 0, 0);
            insert into zk_status_lists (status_list_id, organization_id, number, ordinal)
            select status_list_id, '{0}', 1, 0 from status_lists where organization_id = '{0}' limit 1;
            insert into proof_requests
                (proof_request_id, organization_id, request, api_key_id, created_at, expires_at)
            select gen_random_uuid(), '{0}', '{{}}', api_key_id, now(), now() + interval '1 hour'
            from api_keys where organization_id = '{0}' limit 1;
            insert into proofs
                (proof_id, organization_id, attestation_id, circuit_type, request, api_key_id, created_at)
            select gen_random_uuid(), '{0}', attestation_id, 'threshold', '{{}}', api_key_id, now()
            from attestations where organization_id = '{0}' and api_key_id is not null limit 1;
            insert into proof_nullifiers (organization_id, scope, nullifier, used_at)
            values ('{0}', decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'), now())",
            organization.id
        );
        for statements in [webhook, paid, keys] {
            sqlx::raw_sql(AssertSqlSafe(statements)).execute(&mut t.database.connect().await).await.unwrap();
        }
    }
    t
}

#[tokio::test]
async fn every_table_is_bound_by_a_policy_or_holds_nothing_of_organisations() {
    let t = TestIssuer::new().await;
    let mut connection = t.database.connect().await;
    let unbound = tables(&mut connection, &format!("not ({BOUND})")).await;
    assert_eq!(unbound, NO_ORGANISATIONS, "a new table has a policy, or a reason to be in this list");
}

#[tokio::test]
async fn a_statement_that_forgets_whose_rows_it_wants_finds_those_of_one_organisation() {
    let t = filled().await;
    let (mut whole, mut bound) = (t.database.connect().await, t.database.connect_as_owner().await);
    for table in tables(&mut whole, BOUND).await {
        let count = || format!("select count(*) from {table}");
        let all = number(&mut whole, count()).await;
        assert_eq!(number(&mut bound, count()).await, 0, "{table} is seen by whoever says nothing");
        let mut seen = [0, 0];
        for (seen, (own, other)) in seen.iter_mut().zip([(t.a.id, t.b.id), (t.b.id, t.a.id)]) {
            let mut tx = bound.begin().await.unwrap();
            act_for(&mut tx, &own.to_string()).await;
            *seen = number(&mut tx, count()).await;
            let has_column = number(
                &mut tx,
                format!(
                    "select count(*) from information_schema.columns where table_name = '{table}' and column_name = 'organization_id'"
                ),
            );
            if has_column.await == 1 {
                let foreign = format!("select count(*) from {table} where organization_id <> '{own}'");
                assert_eq!(number(&mut tx, foreign).await, 0, "{table}");
                let taken =
                    sqlx::query(AssertSqlSafe(format!("delete from {table} where organization_id = '{other}'")));
                let mut apart = tx.begin().await.unwrap();
                match taken.execute(&mut *apart).await {
                    Ok(done) => assert_eq!(done.rows_affected(), 0, "{table}"),
                    Err(error) => assert!(error.to_string().contains(APPEND_ONLY), "{table}: {error}"),
                }
                apart.rollback().await.unwrap();
                let given = sqlx::query(AssertSqlSafe(format!("update {table} set organization_id = '{other}'")));
                let error = given.execute(&mut *tx).await.map(|_| ()).expect_err(&table).to_string();
                let refused =
                    ["violates row-level security policy", "a version that was published does not change", APPEND_ONLY];
                assert!(refused.iter().any(|why| error.contains(why)), "{table}: {error}");
            }
            tx.rollback().await.unwrap();
        }
        assert!(seen[0] > 0 && seen[1] > 0, "{table} is empty: this test shows nothing of it: {seen:?}");
        assert_eq!(seen[0] + seen[1], all, "{table}");
        let mut tx = bound.begin().await.unwrap();
        act_for(&mut tx, "all").await;
        assert_eq!(number(&mut tx, count()).await, all, "{table}");
        for nobody in ["", "01a20ae6-ed17-706a-b5f4-c87ea95de1a6", "ALL", "%"] {
            act_for(&mut tx, nobody).await;
            assert_eq!(number(&mut tx, count()).await, 0, "{table} is seen by `{nobody}`");
        }
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn what_is_done_for_one_organisation_is_done_where_nothing_else_is_seen() {
    let crate_root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/issuer-api/src");
    let mut files = Vec::new();
    sources(&crate_root, &mut files);
    let (mut reads, mut transactions) = (Vec::new(), Vec::new());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(&crate_root).unwrap().display().to_string();
        if let Some(table) = name.strip_prefix("store/") {
            for function in text.split("async fn ").skip(1) {
                let head = function.split(" {\n").next().unwrap_or_default();
                let is_for_one = head.contains("store: &Store") && head.contains("organization: OrganizationId");
                if is_for_one && function.contains("&store.pool") {
                    reads.push(format!("{table} {}", function.split('(').next().unwrap_or_default()));
                }
            }
        } else {
            transactions
                .extend(text.split("store.tx(\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
        }
    }
    reads.sort();
    transactions.sort();
    transactions.dedup();
    // Words and tags have indexes that no policy may stand before.
    assert_eq!(reads, ["attestations.rs matching"]);
    // By people, who are of several organisations; by secrets, of which nobody knows yet whose they are; in groups.
    let over_all = [
        "accept_invitation",
        "ask_for_second_factor",
        "ask_to_reset_password",
        "ask_to_verify_email",
        "change_password",
        "choose_organization",
        "confirm_second_factor",
        "correct_payment",
        "delete_account",
        "disable_second_factor",
        "end_session",
        "enrol_second_factor",
        "found_organization",
        "give_notice_of_api_keys",
        "issue_attestations",
        "log_in",
        "log_in_with_code",
        "look_after_token_keys",
        "look_at_invitation",
        "refresh_session",
        "register",
        "renew_recovery_codes",
        "reset_password",
        "revoke_api_key",
        "set_superadmin",
        "settle_webhook",
        "turn_token_keys",
        "verify_email",
    ];
    assert_eq!(transactions, over_all);
}
