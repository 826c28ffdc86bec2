package io.minitidb.probe;

import com.google.common.net.InetAddresses;
import java.io.UncheckedIOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads network interfaces from `/sys/class/net`, and their addresses through the JDK.
final class CardReader {
  private static final Logger log = LoggerFactory.getLogger(CardReader.class);
  private static final long MEGABIT = 1_000_000;

  private final ProcFiles files;

  CardReader(ProcFiles files) {
    this.files = files;
  }

  List<Hardware.Card> read() {
    Map<String, List<String>> addresses = addresses();
    List<Hardware.Card> cards = new ArrayList<>();
    for (String name : DiskReader.names(files, "sys/class/net")) {
      String directory = "sys/class/net/" + name;
      if (!files.exists(directory + "/flags")) {
        continue; // bonding_masters and the like
      }
      // A card that is down, or has no speed, says -1 or cannot be read.
      long speed = Math.max(0, files.number(directory + "/speed").orElse(0));
      cards.add(
          new Hardware.Card(
              name,
              DiskReader.driver(files, directory),
              files.text(directory + "/address").orElse(""),
              speed * MEGABIT,
              (int) files.number(directory + "/ifindex").orElse(0),
              files.text(directory + "/flags").map(Integer::decode).orElse(0),
              addresses.getOrDefault(name, List.of())));
    }
    return cards;
  }

  private static Map<String, List<String>> addresses() {
    Map<String, List<String>> found = new HashMap<>();
    try {
      NetworkInterface.networkInterfaces()
          .forEach(nic ->
              found.put(
                  nic.getName(),
                  nic.getInterfaceAddresses().stream().map(CardReader::text).toList()));
    } catch (SocketException | UncheckedIOException e) {
      log.debug("the addresses of the network interfaces cannot be read", e);
    }
    return found;
  }

  /// Without the zone of a local address, which is the interface's name.
  private static String text(InterfaceAddress address) {
    String host = InetAddresses.toAddrString(address.getAddress());
    int zone = host.indexOf('%');
    return (zone < 0 ? host : host.substring(0, zone)) + "/" + address.getNetworkPrefixLength();
  }
}
