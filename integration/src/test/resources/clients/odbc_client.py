# Usage: python3 odbc_client.py PORT
# Asks the catalog as tools of spreadsheets and reports do, and what the test behind it expects; prints one line for each answer.
import datetime
import sys
from decimal import Decimal

import pyodbc

SOURCE = "DRIVER={MariaDB Unicode};SERVER=127.0.0.1;PORT=%s;UID=root;DATABASE=information_schema" % sys.argv[1]
connection = pyodbc.connect(SOURCE)
cursor = connection.cursor()
print("catalogs", [row[0] for row in cursor.tables(catalog="%", schema="", table="")])
print("tables", [tuple(row) for row in cursor.tables(table="node_info")])
print("columns", [(c.column_name, c.type_name, c.data_type, c.column_size, c.nullable) for c in cursor.columns(table="cluster_node_infos", column="n%")])
print("keys", [cursor.primaryKeys("node_info").fetchall(), cursor.statistics("node_info").fetchall(), cursor.foreignKeys("node_info").fetchall()])
print("special", [cursor.rowIdColumns("node_info").fetchall(), cursor.procedures().fetchall(), cursor.procedureColumns().fetchall()])
print("types", len(cursor.getTypeInfo().fetchall()) > 20)
query = "select id, ?, ?, ?, ? from cluster_node_infos where id like ? and cpu >= ? order by id limit ?"
print("nodes", cursor.execute(query, 5, "it's \\ ä😀", None, 1.5, "pd%", Decimal("0.0"), 2).fetchall())
cursor.execute("select 1, 1.5, cast(1.50 as decimal(10, 2)), date '2026-01-02', timestamp '2026-01-02 03:04:05', null")
print("values", [d[1].__name__ for d in cursor.description], cursor.fetchall())
print("moment", cursor.execute("select ? < now()", datetime.datetime(2026, 1, 2, 3, 4, 5)).fetchval())
try:
    cursor.execute("select * from nothing")
except pyodbc.ProgrammingError as e:
    print("error", e.args[0])
connection.rollback()
connection.set_attr(pyodbc.SQL_ATTR_TXN_ISOLATION, pyodbc.SQL_TXN_SERIALIZABLE)
print("isolation", cursor.execute("select @@transaction_isolation").fetchval())
print("large", sum(1 for _ in cursor.execute("select * from columns, (select 1 union all select 2) twice")) > 2000)
several = pyodbc.connect(SOURCE + ";OPTION=67108864").execute("select 1; select 2")
print("results", several.fetchall(), several.nextset(), several.fetchall())
