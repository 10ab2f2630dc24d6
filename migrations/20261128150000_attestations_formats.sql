-- In which form a credential is secured, from which version of its template it was issued, and what anybody may see of it
-- where parts are withheld by default (null: all of it). Older binaries secure with Data Integrity and record no version.
alter table attestations add column format text not null default 'vc+ld+json';
alter table attestations add column template_version integer;
alter table attestations add column shown text;
alter table attestations add constraint attestations_format_known
    check (format in ('vc+ld+json', 'vc+jwt', 'dc+sd-jwt')) not valid;
alter table attestations add constraint attestations_template_version_counted check (template_version > 0) not valid;
alter table attestations add constraint attestations_shown_of_sd_jwt
    check (shown is null or format = 'dc+sd-jwt') not valid;
