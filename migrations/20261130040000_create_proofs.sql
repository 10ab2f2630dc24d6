-- Proofs that an organisation made to try them out, of a credential of its own whose holder's file and secret it was handed.
-- Neither of these is kept, nor any value: what was asked, and what anybody may see of the answer.
create table proofs (
    proof_id uuid not null constraint proofs_pkey primary key,
    organization_id uuid not null,
    attestation_id uuid not null,
    circuit_type text not null
        constraint proofs_circuit_type_known check (circuit_type in ('threshold', 'range', 'set_membership')),
    -- In canonical form, to which the proof is bound.
    request text not null,
    -- Who asked: one of the two.
    api_key_id uuid,
    user_id uuid constraint proofs_user_id_fkey references users (user_id),
    created_at timestamptz not null,
    -- Once it is made: what a verifier is sent, and the numbers that are public.
    presentation text,
    public_signals text,
    -- Or why there is none.
    problem text,
    finished_at timestamptz,
    constraint proofs_asked_by_one check (num_nonnulls(api_key_id, user_id) = 1),
    constraint proofs_one_end check (
        (finished_at is null and num_nonnulls(presentation, public_signals, problem) = 0)
        or (finished_at is not null and problem is null and num_nonnulls(presentation, public_signals) = 2)
        or (finished_at is not null and problem is not null and num_nonnulls(presentation, public_signals) = 0)),
    constraint proofs_attestation_id_fkey
        foreign key (organization_id, attestation_id) references attestations (organization_id, attestation_id),
    constraint proofs_api_key_id_fkey
        foreign key (organization_id, api_key_id) references api_keys (organization_id, api_key_id)
);

-- For `proofs::list`.
create index proofs_of_organization on proofs (organization_id, proof_id);

alter table proofs enable row level security, force row level security;
create policy of_organization on proofs using (
    (select current_setting('proofpass.organization', true)) = 'all'
    or organization_id::text = (select current_setting('proofpass.organization', true)));
