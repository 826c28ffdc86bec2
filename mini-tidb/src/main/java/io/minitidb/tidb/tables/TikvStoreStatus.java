package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;
import io.minitidb.pdclient.StoreStatus;
import io.minitidb.tidb.topology.KnownStores;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// `tikv_store_status`: every store that PD knows, also those that are gone, with the statistics of
/// its heartbeats; at most a few seconds old. START_TS and LAST_HEARTBEAT_TS are NULL for a store
/// that never sent any.
@AutoService(MemTable.class)
public final class TikvStoreStatus implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("tikv_store_status", NodeKind.TIDB)
        .of(
            List.of(
                number("STORE_ID", StoreStatus::id),
                text("ADDRESS", StoreStatus::address),
                number("STORE_STATE", StoreStatus::state),
                text("STORE_STATE_NAME", StoreStatus::stateName),
                Column.<StoreStatus>text("LABEL", Type.JSON, StoreStatus::labels),
                text("VERSION", StoreStatus::version),
                text("CAPACITY", StoreStatus::capacity),
                text("AVAILABLE", StoreStatus::available),
                number("LEADER_COUNT", store -> store.leaders().count()),
                real("LEADER_WEIGHT", store -> store.leaders().weight()),
                real("LEADER_SCORE", store -> store.leaders().score()),
                number("LEADER_SIZE", store -> store.leaders().size()),
                number("REGION_COUNT", store -> store.regions().count()),
                real("REGION_WEIGHT", store -> store.regions().weight()),
                real("REGION_SCORE", store -> store.regions().score()),
                number("REGION_SIZE", store -> store.regions().size()),
                Column.time("START_TS", Type.datetime(0), store -> store.start().orElse(null)),
                Column.time(
                    "LAST_HEARTBEAT_TS",
                    Type.datetime(0),
                    store -> store.lastHeartbeat().orElse(null)),
                text("UPTIME", StoreStatus::uptime)),
            context -> context.source(KnownStores.class).get());
  }

  private static Column<StoreStatus> number(String name, ToLongFunction<StoreStatus> value) {
    return Column.bigint(name, Type.bigint(21), value).orNull();
  }

  private static Column<StoreStatus> real(String name, ToDoubleFunction<StoreStatus> value) {
    return Column.real(name, value).orNull();
  }

  private static Column<StoreStatus> text(
      String name, Function<StoreStatus, @Nullable String> value) {
    return Column.text(name, 64, value);
  }
}
