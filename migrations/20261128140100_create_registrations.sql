-- People who want an account and have not shown yet that the address is theirs. Each letter carries its own: whoever
-- registers somebody else's address changes nothing about what its owner registered.
create table registrations (
    -- SHA-256 of what the letter carries.
    token_digest bytea not null constraint registrations_pkey primary key
        constraint registrations_token_digest_sized check (octet_length(token_digest) = 32),
    email text not null constraint registrations_email_sized check (char_length(email) between 3 and 254),
    name text not null constraint registrations_name_sized check (char_length(name) between 2 and 200),
    password_hash text not null
        constraint registrations_password_hash_shaped check (password_hash like '$argon2id$%'),
    -- To be founded with it.
    organization text constraint registrations_organization_sized check (char_length(organization) between 1 and 200),
    created_at timestamptz not null,
    expires_at timestamptz not null constraint registrations_expires_later check (expires_at > created_at)
);

create index registrations_expires_at on registrations (expires_at);
