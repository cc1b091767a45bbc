-- Askings of which it is certain that the bank never got them: when all of them were, nothing can exist there.
alter table payment_orders
  add column unreached integer not null default 0,
  -- A person has to look: what the bank did is unknown, and asking again does not tell.
  add column attention text
    constraint payment_orders_attention_check check (attention in ('unanswered', 'refused_after_silence', 'no_last_word')),
  add column attention_at timestamptz,
  add constraint payment_orders_unreached_check check (unreached between 0 and attempts),
  add constraint payment_orders_attention_at_check check ((attention is null) = (attention_at is null));
create index payment_orders_attention_idx on payment_orders (attention_at) where attention is not null;
