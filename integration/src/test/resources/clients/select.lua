-- For sysbench: a transaction of two statements over a system table, one of them prepared.
function thread_init()
  connection = sysbench.sql.driver():connect()
  statement = connection:prepare("SELECT count(*) FROM processlist WHERE id > ?")
  id = statement:bind_create(sysbench.sql.type.BIGINT)
  statement:bind_param(id)
end

function event()
  connection:query("BEGIN")
  id:set(1)
  statement:execute()
  connection:query("SELECT id, info FROM processlist")
  connection:query("COMMIT")
end
