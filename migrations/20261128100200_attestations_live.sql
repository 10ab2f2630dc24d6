-- An attestation lives on: it is suspended, resumed, withdrawn, replaced. `issued` is what releases before wrote, and is
-- read as `active`; `expired` is never written: it is what `valid_until` says when somebody looks.
alter table attestations drop constraint attestations_status_known;
alter table attestations add constraint attestations_status_known check (status in
    ('issued', 'pending', 'active', 'anchored', 'suspended', 'revoked', 'superseded', 'failed')) not valid;
alter table attestations add column valid_until timestamptz;
-- Words of the subject and of the claims, for whoever searches.
alter table attestations add column search tsvector not null default '';
update attestations set
    status = 'active',
    valid_until = (credential::json ->> 'validUntil')::timestamptz,
    search = to_tsvector('simple',
        subject_id || ' ' || subject_type || ' ' || left(credential::json ->> 'credentialSubject', 100000))
where status = 'issued';
