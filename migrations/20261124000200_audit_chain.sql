-- The audit log is append-only and hash-chained.
--
-- A row is written inside the transaction of the business event that it records. Chaining it there would make
-- every writer queue for the chain's head until the other commits, so a sealer links committed rows a moment
-- later, in batches: it may set the three chain columns of a row once, and nothing else may ever change.

alter table audit_log
  add column request_id text,
  add column chain_seq bigint,
  add column chain_previous bytea,
  add column chain_hash bytea,
  add constraint audit_log_chain_seq_key unique (chain_seq),
  add constraint audit_log_chain_check check (
    (chain_seq is null and chain_previous is null and chain_hash is null)
    or (chain_seq > 0 and octet_length(chain_previous) = 32 and octet_length(chain_hash) = 32)
  );

create index audit_log_unsealed_idx on audit_log (timestamp, id) where chain_seq is null;

create function audit_log_append_only() returns trigger
language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if old.chain_seq is null and new.chain_seq is not null
      and (new.id, new.timestamp, new.user_id, new.action, new.resource_type, new.resource_id, new.details,
           new.ip_address, new.user_agent, new.request_id)
        is not distinct from
          (old.id, old.timestamp, old.user_id, old.action, old.resource_type, old.resource_id, old.details,
           old.ip_address, old.user_agent, old.request_id)
    then
      return new;
    end if;
  end if;
  raise exception 'audit_log is append-only' using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_log_append_only_row
  before update or delete on audit_log
  for each row execute function audit_log_append_only();

create trigger audit_log_append_only_table
  before truncate on audit_log
  for each statement execute function audit_log_append_only();
