//! `proofpass migrate`: beside another, on a busy database, on a schema of tomorrow.

use std::process::Output;
use std::time::Duration;

use harness::{Database, Proofpass};
use proofpass_issuer::store::migrations::LOCK;
use sqlx::{Executor as _, PgConnection};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::wire::ask;

fn migrate(database: &Database) -> JoinHandle<Output> {
    let program = Proofpass::on(&database.url());
    spawn_blocking(move || program.run(["migrate"]))
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

async fn lock(database: &Database) -> PgConnection {
    let mut connection = database.connect().await;
    sqlx::query("select pg_advisory_lock($1)").bind(LOCK).execute(&mut connection).await.unwrap();
    connection
}

#[tokio::test]
async fn several_at_once_take_turns() {
    let database = Database::empty().await;
    for running in [migrate(&database), migrate(&database), migrate(&database)] {
        let output = running.await.unwrap();
        assert!(output.status.success(), "{}", said(&output));
    }
}

#[tokio::test]
async fn one_waits_for_another_longer_than_any_request_may_and_is_not_in_its_way() {
    let database = Database::empty().await;
    let mut other = lock(&database).await;
    let waiting = migrate(&database);
    tokio::time::sleep(Duration::from_millis(3500)).await;
    assert!(!waiting.is_finished(), "it does not wait");
    // What waits for every snapshot older than itself must not find ours.
    other.execute("create table large (n int)").await.unwrap();
    other.execute("create index concurrently large_n on large (n)").await.unwrap();
    drop(other);
    let output = waiting.await.unwrap();
    assert!(output.status.success(), "{}", said(&output));
}

#[tokio::test]
async fn a_statement_may_take_as_long_as_it_takes() {
    let database = Database::empty().await;
    let watch = "create function watch() returns event_trigger language plpgsql as $$ begin
            if current_setting('statement_timeout') <> '0' then raise 'a limit stands'; end if;
        end $$;
        create event trigger watch on ddl_command_start execute function watch()";
    database.connect().await.execute(sqlx::raw_sql(watch)).await.unwrap();
    let output = migrate(&database).await.unwrap();
    assert!(output.status.success(), "{}", said(&output));
}

#[tokio::test]
async fn a_change_of_a_table_in_use_gives_up_before_everybody_waits_behind_it() {
    let database = Database::new().await;
    let undo = "delete from _sqlx_migrations where description = 'create idempotency keys';
        drop table idempotency_keys";
    database.connect().await.execute(sqlx::raw_sql(undo)).await.unwrap();
    let mut busy = database.connect().await;
    busy.execute(sqlx::raw_sql("begin; lock table organizations in exclusive mode")).await.unwrap();
    let output = migrate(&database).await.unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("lock timeout"), "{}", said(&output));
    busy.execute("rollback").await.unwrap();
    assert!(migrate(&database).await.unwrap().status.success());
}

#[tokio::test]
async fn a_schema_of_tomorrow_is_no_fault() {
    let database = Database::new().await;
    let tomorrow = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
        values (99990101000000, 'of a later release', true, '\\x00', 0)";
    database.connect().await.execute(tomorrow).await.unwrap();
    let output = migrate(&database).await.unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let server = Proofpass::on(&database.url()).serve();
    let answer = ask(server.address, "GET", "/ready", "", "").await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}
