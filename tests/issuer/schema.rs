//! What the database holds, whatever the code does.

use harness::TestIssuer;
use sqlx::AssertSqlSafe;

/// Runs a statement that a constraint refuses, and gives the constraint's name.
async fn refused(t: &TestIssuer, statement: String) -> String {
    let done = sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut t.database.connect().await).await;
    let error = done.map(|_| ()).expect_err(&statement);
    error.as_database_error().and_then(|error| error.constraint()).unwrap_or_else(|| panic!("{error}")).to_owned()
}

#[tokio::test]
async fn a_row_of_one_organisation_points_at_none_of_another() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.private).await;
    let of =
        |table: &str, key: &str| format!("(select {key} from {table} where organization_id = '{}' limit 1)", t.b.id);
    for (table, key) in [("templates", "template_id"), ("issuer_keys", "issuer_key_id"), ("api_keys", "api_key_id")] {
        let moved = format!("update attestations set {key} = {} where attestation_id = '{id}'", of(table, key));
        assert_eq!(refused(&t, moved).await, format!("attestations_{key}_fkey"));
    }
}

#[tokio::test]
async fn every_api_key_may_something_and_ends_within_a_year() {
    let t = TestIssuer::new().await;
    for (change, constraint) in [
        ("scopes = '{}'", "api_keys_scopes_some"),
        ("scopes = '{attestations:read,everything}'", "api_keys_scopes_known"),
        ("expires_at = created_at", "api_keys_expires_within_a_year"),
        ("expires_at = created_at + interval '8760 hours 1 second'", "api_keys_expires_within_a_year"),
        ("expires_at = 'infinity'", "api_keys_expires_within_a_year"),
    ] {
        assert_eq!(refused(&t, format!("update api_keys set {change}")).await, constraint, "{change}");
    }
}

#[tokio::test]
async fn a_version_that_was_published_does_not_change() {
    let t = TestIssuer::new().await;
    for change in [
        "update template_versions set claims_schema = '{}'",
        "update template_versions set version = 2",
        "update template_versions set validity_days = 1",
        "update template_versions set published_at = created_at + interval '1 day'",
        "update template_versions set state = 'retired', retired_at = created_at, display = 'x'",
        "delete from template_versions",
        "delete from templates",
    ] {
        assert_eq!(refused(&t, change.to_owned()).await, "template_versions_frozen", "{change}");
    }
    let second =
        "insert into template_versions select template_id, organization_id, 2, state, credential_type, claims_schema,
        validity_days, category, display, claims, created_at, published_at, retired_at from template_versions";
    assert_eq!(refused(&t, second.to_owned()).await, "template_versions_one_published");
}

#[tokio::test]
async fn what_an_older_binary_adds_is_a_template_with_one_version() {
    let t = TestIssuer::new().await;
    let add = format!(
        "insert into templates (template_id, organization_id, name, credential_type, claims_schema, visibility, created_at)
        values ('01a20ae6-ed17-706a-b5f4-c87ea95de1a6', '{}', 'old', 'T', '{{\"type\":\"object\"}}', 'private', now())",
        t.a.id
    );
    sqlx::raw_sql(AssertSqlSafe(add)).execute(&mut t.database.connect().await).await.unwrap();
    t.issue("01a20ae6-ed17-706a-b5f4-c87ea95de1a6".parse().unwrap()).await;
}

#[tokio::test]
async fn every_index_is_a_rule_or_a_querys() {
    let t = TestIssuer::new().await;
    let query = "select coalesce(string_agg(i.relname, ' ' order by i.relname), '') from pg_index x
        join pg_class i on i.oid = x.indexrelid
        where i.relnamespace = 'public'::regnamespace
            and not exists (select from pg_constraint c where c.conindid = x.indexrelid)";
    let indexes: String = sqlx::query_scalar(query).fetch_one(&mut t.database.connect().await).await.unwrap();
    // For keys that end, corrections of payments; for letters that wait, and how many somebody got; for what is swept by age; for what is listed for a person or a product; one active key an organisation; one draft
    // and one published version a template, one name; one open list for each purpose, its bits that are set, its versions
    // by time; for the list of attestations and what happened to each.
    let known = [
        "api_keys_ending",
        "attestation_events_attestation",
        "attestations_by_external_reference",
        "attestations_by_subject",
        "attestations_by_template",
        "attestations_search",
        "attestations_supersedes_unique",
        "attestations_tags",
        "idempotency_keys_expires_at",
        "invitations_expires_at",
        "invitations_one_open",
        "issuer_keys_one_active",
        "job_rows_refused",
        "jobs_due",
        "jobs_idempotency_key_unique",
        "jobs_of_organization",
        "login_challenges_expires_at",
        "login_failures_failed_at",
        "mails_recipient_digest",
        "mails_waiting",
        "memberships_user_id",
        "organizations_domain",
        "passports_product_id",
        "payments_corrects",
        "proof_requests_expires_at",
        "proof_requests_of_organization",
        "proofs_of_organization",
        "registrations_expires_at",
        "sessions_expires_at",
        "sessions_user_id",
        "status_entries_set",
        "status_list_versions_published_at",
        "status_lists_one_open",
        "template_versions_one_draft",
        "template_versions_one_published",
        "templates_name_unique",
        "user_tokens_expires_at",
        "user_tokens_user_id",
        "webhook_deliveries_due",
        "webhook_deliveries_due_of_endpoint",
        "webhook_deliveries_event",
        "webhook_events_created_at",
        "zk_keys_one_active",
    ];
    assert_eq!(indexes, known.join(" "));
}

#[tokio::test]
async fn who_asked_for_a_credential_is_recorded() {
    let t = TestIssuer::new().await;
    t.issue(t.a.private).await;
    let query = "select k.kid from attestations a join api_keys k on k.api_key_id = a.api_key_id";
    let kid: String = sqlx::query_scalar(query).fetch_one(&mut t.database.connect().await).await.unwrap();
    assert_eq!(kid, t.a.key[8..18]);
}
