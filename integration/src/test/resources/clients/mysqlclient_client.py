# Usage: python3 mysqlclient_client.py PORT
# Asks what the test behind it expects and prints one line for each answer.
import sys

import MySQLdb
import MySQLdb.cursors

connection = MySQLdb.connect(
    host="127.0.0.1", port=int(sys.argv[1]), user="root", db="information_schema", charset="utf8mb4")
cursor = connection.cursor()
cursor.execute("select id from cluster_node_infos where node_type = %s order by id limit %s", ("pd", 2))
print("nodes", cursor.fetchall())
cursor.execute("select %s, %s, %s, cast('1.50' as decimal(4, 2)), cast('2026-01-02' as date),"
               " cast('10:00:00' as time)", (1, "it's \\ \"x\" ä😀", None))
print("values", cursor.fetchone())
cursor.execute("select 1/0")
print("warnings", connection.warning_count(), connection.show_warnings())
try:
    cursor.execute("select * from nothing")
except MySQLdb.ProgrammingError as e:
    print("error", e.args[0])
cursor = connection.cursor(MySQLdb.cursors.SSDictCursor)
cursor.execute("select column_name as name from columns where table_name = 'node_info' order by 1")
print("unbuffered", len(cursor.fetchall()))
cursor.close()
connection.autocommit(True)
connection.begin()
connection.rollback()
connection.ping()
connection.change_user("root", "", "mysql")
connection.set_character_set("utf8")
print("ended", connection.stat().startswith("Uptime: "))
connection.close()
