-- What API keys may do as verifiers of proofs. Validated in a file of its own.
alter table api_keys
    drop constraint api_keys_scopes_known,
    add constraint api_keys_scopes_known check (scopes <@ array['attestations:read', 'attestations:write',
        'issuer-keys:read', 'issuer-keys:write', 'proofs:read', 'proofs:write', 'templates:read',
        'templates:write']) not valid;
