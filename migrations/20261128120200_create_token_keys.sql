-- Keys that sign access tokens. The next one is published before it signs, and each is published until the last token
-- that it signed has ended.
create table token_keys (
    token_key_id uuid not null constraint token_keys_pkey primary key,
    public_key bytea not null constraint token_keys_public_key_sized check (octet_length(public_key) = 32),
    sealed_private_key bytea not null,
    signs_from timestamptz not null,
    signs_until timestamptz not null constraint token_keys_signs_some_time check (signs_until >= signs_from),
    verifies_until timestamptz not null
        constraint token_keys_verifies_long_enough check (verifies_until >= signs_until),
    created_at timestamptz not null
);
