-- A list for revocation is published for tokens as well (Token Status List), where it speaks of suspension too.
alter table status_list_versions add column token text;
