-- A database role with which the server works but owns nothing: what is append-only it can add to, and neither switch
-- a trigger off nor change a table. `drop migrate --grant-to <role>` calls this after the migrations. See docs/adr/0027.
--
-- A table is append-only when a trigger of it runs a function whose name ends in `_append_only`, so that a new one is
-- covered without a word here.
create function drop_grant_to(role_name text) returns void
language plpgsql as $$
declare
  relation record;
begin
  execute format('grant usage on schema public, tower_sessions to %I', role_name);
  for relation in
    select c.oid, n.nspname, c.relname, exists (
      select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
      where t.tgrelid = c.oid and not t.tgisinternal and p.proname like '%\_append\_only'
    ) as append_only
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'tower_sessions') and c.relkind in ('r', 'p', 'v')
  loop
    execute format('revoke all on %I.%I from %I', relation.nspname, relation.relname, role_name);
    if relation.relname = '_sqlx_migrations' then
      execute format('grant select on %I.%I to %I', relation.nspname, relation.relname, role_name);
    elsif relation.relname = 'audit_log' then
      execute format('grant select, insert on %I.%I to %I', relation.nspname, relation.relname, role_name);
    elsif relation.append_only then
      -- Its trigger lets a row go on its retention date, and not a day before.
      execute format('grant select, insert, delete on %I.%I to %I',
        relation.nspname, relation.relname, role_name);
    else
      execute format('grant select, insert, update, delete on %I.%I to %I',
        relation.nspname, relation.relname, role_name);
    end if;
  end loop;
  -- Sealing a row is the one change that the log's trigger lets through.
  execute format('grant update (chain_seq, chain_previous, chain_hash) on audit_log to %I', role_name);
  execute format('grant usage on all sequences in schema public to %I', role_name);
end
$$;
revoke all on function drop_grant_to(text) from public;
