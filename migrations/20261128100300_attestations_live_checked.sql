-- Beside everybody who reads and writes.
alter table attestations validate constraint attestations_status_known;
