-- Beside everybody who reads and writes.
alter table attestations validate constraint attestations_format_known;
alter table attestations validate constraint attestations_template_version_counted;
alter table attestations validate constraint attestations_shown_of_sd_jwt;
