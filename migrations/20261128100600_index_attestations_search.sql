-- no-transaction
-- For `attestations::list`, where words are looked for.
create index concurrently attestations_search on attestations using gin (search);
