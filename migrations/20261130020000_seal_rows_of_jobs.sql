-- What was sent waits sealed, because claims that are committed are in the clear nowhere else. Rows from before are not.
alter table job_chunks add column sealed boolean not null default false;

-- What only the holder is to have of an attestation, until the job is forgotten: sealed.
alter table job_rows add column sealed_openings bytea;
