//! A load: connections that ask, read the answer and ask again, on one thread, so that measuring costs little beside what
//! is measured.
//!
//! In scope: HTTP/1.1 answers with a length. Out of scope: anything else; the servers are ours and the stand-in.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

/// What is asked. `{n}` in a header or the body is another number in each request, always of the same length.
#[derive(Debug, Deserialize)]
struct Asked {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: String,
    /// The status of an answer that counts.
    expect: u16,
}

/// Digits of a number.
const DIGITS: usize = 12;

/// Longest that an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A request in pieces; between any two of them stands a number.
struct Template {
    pieces: Vec<String>,
    expect: u16,
}

impl Template {
    fn of(asked: &Asked) -> Self {
        let body = asked.body.replace("{n}", &"0".repeat(DIGITS));
        let mut head = format!("{} {} HTTP/1.1\r\nhost: localhost\r\n", asked.method, asked.path);
        for (name, value) in &asked.headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        let text = format!("{head}content-length: {}\r\n\r\n{}", body.len(), asked.body);
        Self { pieces: text.split("{n}").map(str::to_owned).collect(), expect: asked.expect }
    }

    fn write(&self, number: u64, into: &mut Vec<u8>) {
        into.clear();
        let number = format!("{number:0DIGITS$}");
        for (at, piece) in self.pieces.iter().enumerate() {
            if at > 0 {
                into.extend_from_slice(number.as_bytes());
            }
            into.extend_from_slice(piece.as_bytes());
        }
    }
}

struct Shared {
    template: Template,
    end: Instant,
    next: Cell<u64>,
    /// Microseconds of each answer.
    times: RefCell<Vec<u32>>,
}

/// Asks for so many seconds.
pub(crate) fn run(address: &str, file: &str, connections: usize, seconds: u64, first: u64) -> anyhow::Result<Value> {
    let address: SocketAddr = address.parse().context("the address")?;
    #[expect(clippy::disallowed_methods, reason = "a file of ours")]
    let asked: Asked = serde_json::from_str(&std::fs::read_to_string(file)?).context("the request")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let start = Instant::now();
    let shared = Rc::new(Shared {
        template: Template::of(&asked),
        end: start + Duration::from_secs(seconds),
        next: Cell::new(first),
        times: RefCell::default(),
    });
    let here = LocalSet::new();
    here.block_on(&runtime, async {
        let all: Vec<_> =
            (0..connections).map(|_| tokio::task::spawn_local(connection(address, shared.clone()))).collect();
        for one in all {
            one.await??;
        }
        anyhow::Ok(())
    })?;
    let elapsed = start.elapsed();
    let mut times = shared.times.take();
    times.sort_unstable();
    let count = times.len();
    let at =
        |share: usize| times.get((count * share / 1_000).min(count.saturating_sub(1))).copied().unwrap_or_default();
    Ok(json!({
        "requests": count,
        "next": shared.next.get(),
        "cpu_us": crate::cpu_micros(),
        "per_second": crate::per_second(count as u64, elapsed),
        "p50_us": at(500),
        "p99_us": at(990),
    }))
}

async fn connection(address: SocketAddr, shared: Rc<Shared>) -> anyhow::Result<()> {
    let mut stream = TcpStream::connect(address).await.context("cannot connect")?;
    stream.set_nodelay(true)?;
    let (mut request, mut answer) = (Vec::new(), Vec::new());
    loop {
        let begun = Instant::now();
        if begun >= shared.end {
            return Ok(());
        }
        let number = shared.next.replace(shared.next.get() + 1);
        shared.template.write(number, &mut request);
        stream.write_all(&request).await?;
        let status = tokio::time::timeout(PATIENCE, read(&mut stream, &mut answer)).await.context("no answer")??;
        if status != shared.template.expect {
            bail!("answered {status}: {}", String::from_utf8_lossy(&answer));
        }
        shared.times.borrow_mut().push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
}

/// Reads one answer; its status.
async fn read(stream: &mut TcpStream, answer: &mut Vec<u8>) -> anyhow::Result<u16> {
    answer.clear();
    let (mut length, mut status) = (None, 0);
    loop {
        if stream.read_buf(answer).await? == 0 {
            bail!("the server hung up: {}", String::from_utf8_lossy(answer));
        }
        if length.is_none()
            && let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n")
        {
            let head = std::str::from_utf8(&answer[..end]).context("a head that is no text")?;
            status = head.get(9..12).and_then(|digits| digits.parse().ok()).context("no status")?;
            let body = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            length = Some(end + 4 + body.context("an answer without a length")?);
        }
        if length.is_some_and(|length| answer.len() >= length) {
            return Ok(status);
        }
    }
}
