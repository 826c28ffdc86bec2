package io.minitidb.pd.etcd;

import io.grpc.ManagedChannel;
import io.minitidb.pd.FreePorts;
import io.minitidb.server.Channels;
import io.minitidb.server.Closer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/// One real etcd and a client of it.
public final class EtcdFixture implements AutoCloseable {
  private final Closer closer = new Closer();
  private final EtcdProcess process;
  private final MetaStore store;

  public EtcdFixture(Path directory) throws IOException {
    process =
        closer.add(
            EtcdProcess.start(EtcdBinary.find(), options(directory, FreePorts.take(1).getFirst())));
    ManagedChannel channel = Channels.openDirect(process.address());
    closer.add(channel::shutdownNow);
    store = closer.add(JetcdMetaStore.open(process.address(), channel, Duration.ofSeconds(5)));
    Awaitility.await("etcd")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> store.status().leader() != 0);
  }

  static EtcdOptions options(Path directory, int peerPort) {
    String peer = "http://127.0.0.1:" + peerPort;
    return new EtcdOptions(
        "m",
        directory,
        "http://127.0.0.1:1",
        peer,
        peer,
        "m=" + peer,
        EtcdOptions.NEW,
        "test",
        Duration.ofMillis(20),
        Duration.ofMillis(200),
        true,
        1L << 30,
        1L << 20,
        "periodic",
        "1h");
  }

  public MetaStore store() {
    return store;
  }

  public EtcdProcess process() {
    return process;
  }

  @Override
  public void close() {
    closer.close();
  }
}
