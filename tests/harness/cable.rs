//! The way to a database, which can be cut.

use std::path::PathBuf;

use secrecy::SecretString;
use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncRead, AsyncWrite, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;

use crate::Database;

/// Between somebody and a database. Whole at first.
#[derive(Debug)]
pub struct Cable {
    url: SecretString,
    state: watch::Sender<State>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// What connects is closed at once, what was connected too.
    Cut,
    /// What connects is held, and nothing comes through.
    Stuck,
    Whole,
}

impl Cable {
    /// To `database`.
    pub async fn to(database: &Database) -> Self {
        let options = database.options();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (user, name) = (options.get_username(), options.get_database().unwrap());
        let url = format!("postgres://{user}@{}/{name}", listener.local_addr().unwrap()).into();
        let (state, seen) = watch::channel(State::Whole);
        tokio::spawn(async move {
            loop {
                let (near, _) = listener.accept().await.unwrap();
                tokio::spawn(carry(near, options.clone(), seen.clone()));
            }
        });
        Self { url, state }
    }

    /// Its other end.
    #[must_use]
    pub fn url(&self) -> SecretString {
        self.url.clone()
    }

    /// Cuts it.
    pub fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    /// Lets nothing through any more, without a word.
    pub fn block(&self) {
        self.state.send_replace(State::Stuck);
    }

    /// Mends it.
    pub fn mend(&self) {
        self.state.send_replace(State::Whole);
    }
}

async fn carry(near: TcpStream, options: PgConnectOptions, mut state: watch::Receiver<State>) {
    let now = *state.borrow_and_update();
    match now {
        State::Cut => {}
        // Whoever holds the other end may give up before it is mended; both ends go with this task then.
        State::Stuck => drop(state.changed().await),
        State::Whole => {
            let folder = options.get_socket().cloned().or_else(|| folder(options.get_host()));
            let port = options.get_port();
            match folder {
                Some(folder) => {
                    let far = UnixStream::connect(folder.join(format!(".s.PGSQL.{port}"))).await.unwrap();
                    join(near, far, state).await;
                }
                None => join(near, TcpStream::connect((options.get_host(), port)).await.unwrap(), state).await,
            }
        }
    }
}

/// A host that is a path is the folder of a socket.
fn folder(host: &str) -> Option<PathBuf> {
    host.starts_with('/').then(|| host.into())
}

async fn join(mut near: TcpStream, mut far: impl AsyncRead + AsyncWrite + Unpin, mut state: watch::Receiver<State>) {
    let next = tokio::select! {
        // Either end may break off: that is what ends a connection.
        _ = copy_bidirectional(&mut near, &mut far) => return,
        changed = state.changed() => changed.map(|()| *state.borrow_and_update()),
    };
    if matches!(next, Ok(State::Stuck)) {
        // Held until the next change, with both ends open.
        drop(state.changed().await);
    }
}
