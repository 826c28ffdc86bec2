# Usage: python3 sqlalchemy_client.py PORT DRIVER
# Reflects tables and asks what the test behind it expects, and prints one line for each answer.
import sys

import sqlalchemy
from sqlalchemy import MetaData, Table, create_engine, func, inspect, select, text

engine = create_engine(
    "mysql+%s://root@127.0.0.1:%s/information_schema" % (sys.argv[2], sys.argv[1]), pool_pre_ping=True)
with engine.connect() as connection:
    inspector = inspect(connection)
    print("schemas", sorted(inspector.get_schema_names()))
    print("views", "node_info" in inspector.get_view_names(), inspector.has_table("node_info"), inspector.has_table("nothing"))
    print("columns", [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns("node_info")][1:5:3])
    nodes = Table("cluster_node_infos", MetaData(), autoload_with=connection)
    counts = select(nodes.c.node_type, func.count()).where(nodes.c.id.like("pd-%")).group_by(nodes.c.node_type).limit(5)
    print("counts", [tuple(row) for row in connection.execute(counts)])
    print("values", connection.execute(text("select :a, :b"), {"a": 5, "b": "it's \\ ä😀"}).fetchone())
    try:
        connection.execute(text("select * from nothing"))
    except sqlalchemy.exc.ProgrammingError as e:
        print("error", e.orig.args[0])
everything = MetaData()
everything.reflect(bind=engine, schema="performance_schema", views=True)
print("reflected", len(everything.tables) > 10)
with engine.connect().execution_options(isolation_level="SERIALIZABLE") as connection:
    print("isolation", connection.scalar(text("select @@transaction_isolation")))
with engine.begin() as connection:
    with connection.begin_nested():
        print("nested", connection.scalar(text("select 42")))
