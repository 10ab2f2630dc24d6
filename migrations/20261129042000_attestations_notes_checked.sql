-- Beside everybody who reads and writes.
alter table attestations validate constraint attestations_supersedes_fkey;
alter table attestations validate constraint attestations_label_sized;
alter table attestations validate constraint attestations_tags_few;
alter table attestations validate constraint attestations_external_reference_sized;
