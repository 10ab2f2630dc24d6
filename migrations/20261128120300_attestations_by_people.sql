-- A person can issue, too: who asked for an attestation is an API key or a user.
alter table attestations alter column api_key_id drop not null;
alter table attestations add column user_id uuid constraint attestations_user_id_fkey references users (user_id);
alter table attestations add constraint attestations_asked_for_by_one
    check (num_nonnulls(api_key_id, user_id) = 1) not valid;
alter table attestations validate constraint attestations_asked_for_by_one;
