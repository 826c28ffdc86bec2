package io.minitidb.pd.cluster;

import io.minitidb.latency.Peer;
import io.minitidb.node.HostPort;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.Entry;
import io.minitidb.pd.model.PdMember;
import io.minitidb.pd.model.Store;
import io.minitidb.pd.wire.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The nodes that a member measures its round trips to: the other members, the stores and the
/// mini-tidbs, from what the local etcd has. While it has nothing to say, those known last.
public final class LatencyPeers implements Supplier<List<Peer>> {
  private static final Logger log = LoggerFactory.getLogger(LatencyPeers.class);
  private static final Duration ETCD_LIMIT = Duration.ofSeconds(1);
  private static final JsonMapper JSON = new JsonMapper();

  private final LocalMember member;
  private final HostPort self;
  private volatile List<Peer> latest = List.of();

  /// @param self the advertised address of this member, which is no peer
  public LatencyPeers(LocalMember member, HostPort self) {
    this.member = member;
    this.self = self;
  }

  @Override
  public List<Peer> get() {
    try {
      member.started().ifPresent(started -> latest = find(started));
    } catch (MetaException e) {
      log.debug("finding the nodes to measure failed: {}", e.getMessage());
    }
    return latest;
  }

  private List<Peer> find(LocalMember.Started started) {
    List<Peer> peers = new ArrayList<>();
    MetaStore store = started.store().within(ETCD_LIMIT);
    for (PdMember other : started.members().view().members()) {
      other.clientUrls().stream()
          .findFirst()
          .map(HostPort::ofUrl)
          .map(LatencyPeers::peer)
          .ifPresent(peers::add);
    }
    for (Entry entry : store.localList(started.keys().stores())) {
      Store node = Messages.parseStore(entry.value());
      if (node.state() != Store.State.TOMBSTONE) {
        peers.add(peer(HostPort.parse(node.address())));
      }
    }
    for (Entry entry : store.localList(PdKeys.TIDB_SERVERS)) {
      tidb(entry.value().toStringUtf8()).ifPresent(peers::add);
    }
    peers.remove(peer(self));
    return peers;
  }

  private static Peer peer(HostPort address) {
    return new Peer(address.toString(), address);
  }

  private static Optional<Peer> tidb(String json) {
    try {
      JsonNode info = JSON.readTree(json);
      String host = info.path("ip").asString("");
      return Optional.of(
          new Peer(
              new HostPort(host, info.path("listening_port").asInt(0)).toString(),
              new HostPort(host, info.path("status_port").asInt(0))));
    } catch (JacksonException | IllegalArgumentException e) {
      log.debug("not a mini-tidb's registration: {}", json);
      return Optional.empty();
    }
  }
}
