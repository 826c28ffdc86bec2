# Usage: python3 pymysql_client.py PORT
# Asks what the test behind it expects and prints one line for each answer.
import sys

import pymysql

connection = pymysql.connect(
    host="127.0.0.1", port=int(sys.argv[1]), user="root", database="information_schema",
    charset="utf8mb4", init_command='SET time_zone="+00:00"', autocommit=False)
with connection.cursor() as cursor:
    print("autocommit", connection.get_autocommit())
    cursor.execute("select id from cluster_node_infos where node_type = 'pd' order by id")
    print("nodes", [row[0] for row in cursor.fetchall()])
    cursor.execute("select %s, %s, %s, cast('1.50' as decimal(4, 2)), cast('2026-01-02' as date)",
                   (1, "it's \\ \"x\" ä😀", None))
    print("values", cursor.fetchone())
    try:
        cursor.execute("select * from nothing")
    except pymysql.err.ProgrammingError as e:
        print("error", e.args[0])
    cursor.execute("select 1/0")
    print("warnings", connection.show_warnings())
    cursor.execute("set @a = 5")
    cursor.execute("select @a, @@time_zone")
    print("session", cursor.fetchone())
with connection.cursor(pymysql.cursors.SSDictCursor) as cursor:
    cursor.execute("select column_name as name from columns where table_name = 'node_info' order by 1")
    print("unbuffered", len(cursor.fetchall()))
connection.commit()
connection.rollback()
connection.ping()
connection.select_db("performance_schema")
connection.autocommit(True)
print("autocommit", connection.get_autocommit())
connection.close()
