-- no-transaction
-- For `attestations::list`, where a tag is looked for.
create index concurrently attestations_tags on attestations using gin (tags) where tags <> '{}';
