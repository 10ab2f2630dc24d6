//! File descriptors: each connection is one, and running out of them stops more than accepting.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What the process holds besides: the database's connections, the listener, the runtime, standard streams; with room.
const OTHERS: usize = 64;

/// How many of the wanted connections there can be. Raises the soft limit as far as it has to and may.
pub(super) fn room_for(connections: usize) -> usize {
    let wanted = (connections + OTHERS) as u64;
    let limit = getrlimit(Resource::Nofile);
    // Nothing: without a limit.
    let (mut soft, hard) = (limit.current.unwrap_or(u64::MAX), limit.maximum.unwrap_or(u64::MAX));
    if soft < wanted && soft < hard {
        let raised = wanted.min(hard);
        match setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum: limit.maximum }) {
            Ok(()) => soft = raised,
            Err(error) => tracing::warn!(error = %error, "Could not raise the limit of open files"),
        }
    }
    if soft >= wanted {
        return connections;
    }
    let room = usize::try_from(soft).unwrap_or(usize::MAX).saturating_sub(OTHERS).max(1);
    tracing::warn!(open_files = soft, connections = room, "Only {room} connections: the limit of open files is {soft}");
    room
}
