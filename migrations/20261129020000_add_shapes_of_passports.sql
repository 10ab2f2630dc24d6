-- In whose words a passport speaks: the service's own, or those of a standard. A passport keeps its shape for all its versions.
alter table passports
    add column shape text not null default 'plain'
        constraint passports_shape_known check (shape in ('plain', 'untp-0.6.1'));
