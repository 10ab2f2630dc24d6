-- no-transaction
-- One takes the place of another, and no two of the same.
create unique index concurrently attestations_supersedes_unique on attestations (supersedes) where supersedes is not null;
