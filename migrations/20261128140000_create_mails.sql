-- Letters to people: written in the transaction that causes them, sent afterwards by whichever process comes first.
create table mails (
    mail_id uuid not null constraint mails_pkey primary key,
    -- What it is for, such as `password-reset`.
    kind text not null constraint mails_kind_sized check (octet_length(kind) between 1 and 50),
    -- SHA-256 of the address in small letters: nobody gets more letters than they can read.
    recipient_digest bytea not null constraint mails_recipient_digest_sized check (octet_length(recipient_digest) = 32),
    -- `nobody`: there was no letter to write, and whoever asked was told the same as if there had been one.
    state text not null constraint mails_state_known check (state in ('given-up', 'nobody', 'sent', 'waiting')),
    -- Address, subject and text; gone as soon as nobody needs them, because they hold links that are good once.
    sealed_letter bytea,
    attempts integer not null constraint mails_attempts_counted check (attempts >= 0),
    next_attempt_at timestamptz not null,
    -- When what it says is no longer true: nobody tries any more.
    useful_until timestamptz not null constraint mails_useful_later check (useful_until > created_at),
    -- What became of the last attempt, in a word of ours.
    last_failure text constraint mails_last_failure_sized check (octet_length(last_failure) between 1 and 50),
    created_at timestamptz not null,
    settled_at timestamptz,
    constraint mails_sealed_while_waiting check ((state = 'waiting') = (sealed_letter is not null)),
    constraint mails_settled_at_the_end check ((state = 'waiting') = (settled_at is null))
);

create index mails_waiting on mails (next_attempt_at) where state = 'waiting';
create index mails_recipient_digest on mails (recipient_digest, created_at);
