package io.minitidb.pdclient;

import java.util.List;

/// A mini-pd as the members list it.
///
/// @param id unsigned
/// @param clientUrls empty for a member that was added and never started
public record Member(String name, long id, List<String> clientUrls) {
  public Member {
    clientUrls = List.copyOf(clientUrls);
  }
}
