-- What organisations have paid, as those who run the service write it down. Nothing is changed and nothing is taken away:
-- what was mistaken is put right by an entry that corrects it.
create table payments (
    payment_id uuid not null constraint payments_pkey primary key,
    organization_id uuid not null
        constraint payments_organization_id_fkey references organizations (organization_id),
    -- The payment that this entry corrects.
    corrects uuid,
    -- In the smallest unit of the currency: cents, yen. What is taken back is negative.
    amount bigint not null
        constraint payments_amount_sized check (amount <> 0 and amount between -1000000000000000 and 1000000000000000),
    -- ISO 4217.
    currency text not null constraint payments_currency_shaped check (currency ~ '^[A-Z]{3}$'),
    paid_on date not null,
    method text not null constraint payments_method_known check (method in ('card', 'cash', 'crypto', 'other', 'transfer')),
    reference text constraint payments_reference_sized check (char_length(reference) between 1 and 200),
    note text constraint payments_note_sized check (char_length(note) between 1 and 1000),
    recorded_by uuid not null constraint payments_recorded_by_fkey references users (user_id),
    recorded_at timestamptz not null,
    constraint payments_reference_unique unique (organization_id, reference),
    constraint payments_of_organization_unique unique (organization_id, currency, payment_id),
    -- Of the same organisation, in the same currency.
    constraint payments_corrects_fkey foreign key (organization_id, currency, corrects)
        references payments (organization_id, currency, payment_id),
    constraint payments_corrected_for_a_reason check ((corrects is null and amount > 0) or (corrects is not null and note is not null))
);

create index payments_corrects on payments (corrects) where corrects is not null;

create function payments_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'payments are corrected by further entries'
        using errcode = 'check_violation', constraint = 'payments_append_only', table = 'payments';
end
$$;

create trigger payments_append_only before update or delete or truncate on payments
    for each statement execute function payments_append_only();
