package io.minitidb.pd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Ports that were free a moment ago, below the range from which outgoing connections take theirs.
public final class FreePorts {
  private FreePorts() {}

  public static List<Integer> take(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int attempt = 0; attempt < 1000 && held.size() < count; attempt++) {
        tryNext(held);
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  private static void tryNext(List<ServerSocket> held) {
    try {
      held.add(
          new ServerSocket(
              ThreadLocalRandom.current().nextInt(12_000, 20_000),
              1,
              InetAddress.getLoopbackAddress()));
    } catch (IOException taken) {
      // The next number may be free.
    }
  }
}
