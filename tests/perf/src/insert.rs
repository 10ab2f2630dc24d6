//! How many rows the database takes, in transactions of many, with nothing around them.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

/// Inserts rows of so many bytes for so many seconds.
pub(crate) fn run(database: &str, bytes: usize, rows: usize, seconds: u64) -> anyhow::Result<Value> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut connection = PgConnection::connect(database).await?;
        sqlx::query("create table bare_rows (id uuid primary key, body text not null)")
            .execute(&mut connection)
            .await?;
        let body: String = "0123456789abcdef".chars().cycle().take(bytes).collect();
        let bodies = vec![body; rows];
        let (start, mut count) = (Instant::now(), 0_u64);
        while start.elapsed() < Duration::from_secs(seconds) {
            let ids: Vec<Uuid> = (count..).take(rows).map(|number| Uuid::from_u128(number.into())).collect();
            let done = sqlx::query("insert into bare_rows select * from unnest($1::uuid[], $2::text[])")
                .bind(&ids)
                .bind(&bodies)
                .execute(&mut connection)
                .await?;
            count += done.rows_affected();
        }
        Ok(json!({ "rows": count, "per_second": crate::per_second(count, start.elapsed()) }))
    })
}
