-- What was issued before says in `credentialSchema` which version it was issued from, where it names a schema.
update attestations set template_version =
    (regexp_match(credential::json #>> '{credentialSchema,id}', '/versions/([1-9][0-9]{0,5})/schema$'))[1]::integer
where template_version is null;
