-- Which attestation took the place of which, and what an organisation notes about its own, which nobody signs. `revision`
-- counts the changes of a row: whoever changes it may say which one they saw.
alter table attestations add column supersedes uuid;
alter table attestations add column label text;
alter table attestations add column tags text[] not null default '{}';
alter table attestations add column external_reference text;
alter table attestations add column revision integer not null default 1;
alter table attestations add constraint attestations_supersedes_fkey
    foreign key (organization_id, supersedes) references attestations (organization_id, attestation_id) not valid;
alter table attestations add constraint attestations_label_sized
    check (char_length(label) between 1 and 200) not valid;
alter table attestations add constraint attestations_tags_few check (cardinality(tags) <= 20) not valid;
alter table attestations add constraint attestations_external_reference_sized
    check (char_length(external_reference) between 1 and 200) not valid;
