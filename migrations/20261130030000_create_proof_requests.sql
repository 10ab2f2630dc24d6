-- What an organisation asks holders to prove, as a verifier. The nonce of a request counts once: who answers it first has
-- answered it, on whatever instance of the service.
create table proof_requests (
    proof_request_id uuid not null constraint proof_requests_pkey primary key,
    organization_id uuid not null
        constraint proof_requests_organization_id_fkey references organizations (organization_id),
    -- In canonical form, to which proofs are bound.
    request text not null,
    -- Who asked: one of the two.
    api_key_id uuid,
    user_id uuid constraint proof_requests_user_id_fkey references users (user_id),
    created_at timestamptz not null,
    expires_at timestamptz not null constraint proof_requests_open_some_time check (expires_at > created_at),
    -- What was accepted: when, the report on it, and what the holder's secret gave. The proof itself is not kept.
    verified_at timestamptz,
    report text,
    nullifier bytea constraint proof_requests_nullifier_sized check (octet_length(nullifier) = 32),
    constraint proof_requests_asked_by_one check (num_nonnulls(api_key_id, user_id) = 1),
    constraint proof_requests_verified_whole check (num_nonnulls(verified_at, report, nullifier) in (0, 3)),
    constraint proof_requests_api_key_id_fkey
        foreign key (organization_id, api_key_id) references api_keys (organization_id, api_key_id)
);

-- For `proof_requests::list`.
create index proof_requests_of_organization on proof_requests (organization_id, proof_request_id);

-- For `proof_requests::forget`.
create index proof_requests_expires_at on proof_requests (expires_at);

-- Who has answered in a scope (an audience, a purpose and an epoch) that counts everybody once. Kept for good: when an epoch
-- is over is the organisation's to say.
create table proof_nullifiers (
    organization_id uuid not null
        constraint proof_nullifiers_organization_id_fkey references organizations (organization_id),
    scope bytea not null constraint proof_nullifiers_scope_sized check (octet_length(scope) = 32),
    nullifier bytea not null constraint proof_nullifiers_nullifier_sized check (octet_length(nullifier) = 32),
    used_at timestamptz not null,
    constraint proof_nullifiers_pkey primary key (organization_id, scope, nullifier)
);

alter table proof_requests enable row level security, force row level security;
create policy of_organization on proof_requests using (
    (select current_setting('proofpass.organization', true)) = 'all'
    or organization_id::text = (select current_setting('proofpass.organization', true)));
alter table proof_nullifiers enable row level security, force row level security;
create policy of_organization on proof_nullifiers using (
    (select current_setting('proofpass.organization', true)) = 'all'
    or organization_id::text = (select current_setting('proofpass.organization', true)));
