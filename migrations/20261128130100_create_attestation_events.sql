-- What was done to an attestation after it was issued: who, when and why. Rows are added and never changed.
create table attestation_events (
    attestation_event_id bigint generated always as identity constraint attestation_events_pkey primary key,
    organization_id uuid not null,
    attestation_id uuid not null,
    event text not null constraint attestation_events_event_known
        check (event in ('revoked', 'suspended', 'resumed', 'superseded')),
    reason text not null constraint attestation_events_reason_sized check (char_length(reason) between 1 and 500),
    api_key_id uuid,
    user_id uuid constraint attestation_events_user_id_fkey references users (user_id),
    created_at timestamptz not null,
    constraint attestation_events_done_by_one check (num_nonnulls(api_key_id, user_id) = 1),
    constraint attestation_events_attestation_id_fkey
        foreign key (organization_id, attestation_id) references attestations (organization_id, attestation_id),
    constraint attestation_events_api_key_id_fkey
        foreign key (organization_id, api_key_id) references api_keys (organization_id, api_key_id)
);

-- For `attestation_events::of`.
create index attestation_events_attestation on attestation_events (attestation_id, attestation_event_id);
