-- Who is signed in, where. Only the digest of a refresh token is kept, and that of the one before it: whoever shows
-- that one again has stolen it, or was stolen from.
create table sessions (
    session_id uuid not null constraint sessions_pkey primary key,
    user_id uuid not null constraint sessions_user_id_fkey references users (user_id),
    -- For whom the person acts; null before they have chosen.
    organization_id uuid constraint sessions_organization_id_fkey references organizations (organization_id),
    refresh_digest bytea not null constraint sessions_refresh_digest_sized check (octet_length(refresh_digest) = 32),
    previous_digest bytea constraint sessions_previous_digest_sized check (octet_length(previous_digest) = 32),
    -- What the browser or program calls itself.
    user_agent text not null constraint sessions_user_agent_sized check (char_length(user_agent) <= 300),
    created_at timestamptz not null,
    refreshed_at timestamptz not null,
    expires_at timestamptz not null constraint sessions_expires_later check (expires_at > created_at),
    revoked_at timestamptz
);

create index sessions_user_id on sessions (user_id);
create index sessions_expires_at on sessions (expires_at);

-- Wrong passwords, counted for each address whether anybody has it or not: a lock tells nothing about who is known.
create table login_failures (
    -- SHA-256 of the address in small letters.
    email_digest bytea not null constraint login_failures_pkey primary key
        constraint login_failures_email_digest_sized check (octet_length(email_digest) = 32),
    failures integer not null constraint login_failures_counted check (failures > 0),
    failed_at timestamptz not null,
    locked_until timestamptz not null
);

create index login_failures_failed_at on login_failures (failed_at);
