-- A second factor: codes by time (RFC 6238), and codes for the day on which the device is lost.
create table totp_secrets (
    user_id uuid not null constraint totp_secrets_pkey primary key
        constraint totp_secrets_user_id_fkey references users (user_id),
    sealed_secret bytea not null,
    -- The step of the last code that was taken: each is good once, and none that is older.
    last_step bigint not null constraint totp_secrets_last_step_positive check (last_step >= 0),
    created_at timestamptz not null,
    -- Since when it is asked for: a first code has shown that the person's device has the secret.
    confirmed_at timestamptz
);

create table recovery_codes (
    user_id uuid not null constraint recovery_codes_user_id_fkey references users (user_id),
    code_digest bytea not null
        constraint recovery_codes_code_digest_sized check (octet_length(code_digest) = 32),
    constraint recovery_codes_pkey primary key (user_id, code_digest)
);

-- People who gave the right password and have yet to give a code.
create table login_challenges (
    token_digest bytea not null constraint login_challenges_pkey primary key
        constraint login_challenges_token_digest_sized check (octet_length(token_digest) = 32),
    user_id uuid not null constraint login_challenges_user_id_fkey references users (user_id),
    failures integer not null constraint login_challenges_failures_counted check (failures >= 0),
    created_at timestamptz not null,
    expires_at timestamptz not null constraint login_challenges_expires_later check (expires_at > created_at)
);

create index login_challenges_expires_at on login_challenges (expires_at);
