package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.ProfileCursor.Row;
import io.minitidb.memtable.ProfileRequest;
import io.minitidb.memtable.ProfileSource;
import io.minitidb.memtable.TableInfo.Role;
import io.minitidb.node.NodeKind;
import java.util.ArrayList;
import java.util.List;

/// `cluster_profile`: the profiles of all nodes, taken at the same time. What is taken is what the
/// conditions want: `where profile = 'allocs' and seconds = 5 and type = 'tikv'` takes that and
/// nothing else. Without a condition on PROFILE it is `cpu`, without one on SECONDS
/// `tidb_profile_seconds`. A condition that speaks of both in one OR chooses nothing.
@AutoService(MemTable.class)
public final class ClusterProfile implements MemTable {

  @Override
  public Definition<?> definition() {
    List<Column<Row>> columns = new ArrayList<>();
    columns.add(
        Column.<Row>text(ProfileRequest.KIND, 16, row -> row.kind().text())
            .notNull()
            .as(Role.CHOICE));
    columns.add(
        Column.<Row>bigint(ProfileRequest.SECONDS, ProfileTables.SMALL, Row::seconds)
            .as(Role.CHOICE));
    columns.addAll(ProfileTables.columns());
    return Definition.named("profile", NodeKind.TIDB, NodeKind.TIKV, NodeKind.PD)
        .needs(Privilege.PROCESS)
        .clusterOnly()
        .clusterTwin()
        .streaming(
            columns,
            new ProfileSource(
                (context, wanted) -> ProfileRequest.of(wanted, ProfileTables.SMALL, context)));
  }
}
