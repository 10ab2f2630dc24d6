-- no-transaction
-- For `api_keys::take_ending`.
create index concurrently api_keys_ending on api_keys (expires_at)
    where revoked_at is null and noticed_days is distinct from 0;
