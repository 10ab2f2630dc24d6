//! What the same machine does at least: a server that writes the body it gets into one table, and no more.

use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context as _;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use serde_json::{Value, json};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tokio::net::TcpListener;
use uuid::Uuid;

/// As many as the issuer has.
const CONNECTIONS: u32 = 16;

/// Numbers in their order are the cheapest keys an index can get.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Serves until it is stopped.
pub(crate) fn run(address: &str, database: &str) -> anyhow::Result<Value> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve(address, database))?;
    Ok(json!({}))
}

#[expect(clippy::disallowed_methods, reason = "the barest there is, on loopback, for some seconds")]
async fn serve(address: &str, database: &str) -> anyhow::Result<()> {
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS).connect(database).await?;
    sqlx::query(
        "create table rows (id uuid primary key, body text not null, created_at timestamptz not null default now())",
    )
    .execute(&pool)
    .await?;
    let router = Router::new().route("/rows", post(insert)).with_state(pool);
    let listener = TcpListener::bind(address).await.context("cannot listen")?;
    axum::serve(listener, router).await?;
    Ok(())
}

async fn insert(State(pool): State<PgPool>, body: String) -> Response {
    let id = Uuid::from_u128(NEXT.fetch_add(1, Ordering::Relaxed).into());
    match sqlx::query("insert into rows (id, body) values ($1, $2)").bind(id).bind(body).execute(&pool).await {
        Ok(_) => {
            let body = format!("{{\"id\":\"{id}\"}}");
            (StatusCode::CREATED, [(header::CONTENT_TYPE, "application/json")], body).into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
