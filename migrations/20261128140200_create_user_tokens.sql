-- Since when a person has shown that the address is theirs.
alter table users add column email_verified_at timestamptz;

-- What letters carry, each good once: only the digest is kept.
create table user_tokens (
    token_digest bytea not null constraint user_tokens_pkey primary key
        constraint user_tokens_token_digest_sized check (octet_length(token_digest) = 32),
    user_id uuid not null constraint user_tokens_user_id_fkey references users (user_id),
    purpose text not null
        constraint user_tokens_purpose_known check (purpose in ('email-verification', 'password-reset')),
    created_at timestamptz not null,
    expires_at timestamptz not null constraint user_tokens_expires_later check (expires_at > created_at)
);

create index user_tokens_user_id on user_tokens (user_id);
create index user_tokens_expires_at on user_tokens (expires_at);
