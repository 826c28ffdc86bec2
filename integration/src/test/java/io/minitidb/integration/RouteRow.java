package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A row of `pd-routes.txt`, which explains itself.
///
/// @param body empty: none
/// @param usual what must come back; `alone` without a leader, `allowed` from a follower that is
///   told to answer itself, `redirected` from one that another member has asked; empty where it
///   follows from `who`
record RouteRow(
    String who,
    String method,
    String path,
    String body,
    String usual,
    String alone,
    String allowed,
    String redirected) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String NOT_ASKED = "-";

  static List<RouteRow> all() {
    try (var file = RouteRow.class.getResourceAsStream("pd-routes.txt")) {
      assertThat(file).isNotNull();
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(RouteRow::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RouteRow parse(String line) {
    List<String> cells =
        new ArrayList<>(Arrays.stream(line.split("\\|")).map(String::strip).toList());
    while (cells.size() < 6) {
      cells.add("");
    }
    String[] request = cells.get(1).split(" ", 3);
    return new RouteRow(
        cells.get(0),
        request[0],
        request[1],
        request.length > 2 ? request[2] : "",
        cells.get(2),
        cells.get(3),
        cells.get(4),
        cells.get(5));
  }

  /// Puts values in for the names in braces.
  RouteRow with(Map<String, String> values) {
    return new RouteRow(
        who,
        method,
        fill(path, values),
        fill(body, values),
        fill(usual, values),
        alone,
        allowed,
        redirected);
  }

  private static String fill(String text, Map<String, String> values) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("{" + value.getKey() + "}", value.getValue());
    }
    return filled;
  }

  /// Returns what must come back at a place, `-` when that is not asked there.
  String expected(PdRoutesIT.Place place) {
    boolean leaders = who.equals("L");
    return switch (place) {
      case LEADER, FOLLOWER -> usual;
      case FOLLOWER_ALLOWED -> allowed.isEmpty() ? usual : allowed;
      case FOLLOWER_REDIRECTED ->
          !redirected.isEmpty()
              ? redirected
              : leaders
                  ? "500 text [PD:apiutil:ErrRedirectToNotLeader]redirect to not leader"
                  : usual;
      case ALONE ->
          !alone.isEmpty()
              ? alone
              : leaders
                  ? "503 text [PD:apiutil:ErrRedirectNoLeader]redirect finds no leader"
                  : usual;
    };
  }

  boolean isAskedAt(PdRoutesIT.Place place) {
    return !expected(place).equals(NOT_ASKED);
  }

  /// @param member that was asked
  void check(PdRoutesIT.Place place, String member, HttpResponse<String> answer) {
    String expected = expected(place);
    Assertions.setMaxStackTraceElementsDisplayed(3);
    String shown = method + " " + path + ": " + answer.statusCode() + " " + answer.body();
    assertThat(answer.statusCode()).as(shown).isEqualTo(Integer.parseInt(expected.substring(0, 3)));
    assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
        .as("for scripts of any origin")
        .containsExactly("*");
    if (who.equals("N")) {
      assertThat(answer.headers().firstValue("X-PD-Handle-By")).contains(member);
    }
    content(expected.substring(3).strip(), answer, shown);
  }

  private static void content(String expected, HttpResponse<String> answer, String shown) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    String body = answer.body();
    if (expected.equals("empty")) {
      assertThat(body).isEmpty();
    } else if (expected.startsWith("text")) {
      assertThat(type).startsWith("text/plain");
      assertThat(body).contains(expected.substring(4).strip());
    } else if (expected.startsWith("\"")) {
      assertThat(type).startsWith("application/json");
      assertThat(body.strip()).isEqualTo(expected);
    } else if (expected.startsWith("~")) {
      assertThat(JSON.readTree(body).asString("no string"))
          .as(shown)
          .contains(expected.substring(1));
    } else if (expected.equals("coded")) {
      assertThat(answer.headers().firstValue("TiDB-Error-Code")).as(shown).contains("input");
      assertThat(JSON.readTree(body).path("code").asString("")).isEqualTo("input");
      assertThat(JSON.readTree(body).has("msg")).as(shown).isTrue();
    } else {
      if (expected.startsWith("json")) {
        assertThat(type).startsWith("application/json");
      }
      JsonNode json = JSON.readTree(body);
      Arrays.stream(expected.replaceFirst("json|any", "").strip().split(","))
          .filter(key -> !key.isEmpty())
          .forEach(key -> requireKey(json, key, shown));
    }
  }

  private static void requireKey(JsonNode json, String key, String shown) {
    if (key.isEmpty()) {
      assertThat(json.isMissingNode()).as(shown).isFalse();
      return;
    }
    if (key.startsWith("[]")) {
      assertThat(json.isArray() && !json.isEmpty()).as("elements in %s", shown).isTrue();
      String rest = key.substring(2).replaceFirst("^\\.", "");
      json.forEach(each -> requireKey(each, rest, shown));
      return;
    }
    int end = key.replaceFirst("\\[].*", "").indexOf('.');
    String name = end < 0 ? key.replaceFirst("\\[].*", "") : key.substring(0, end);
    assertThat(json.has(name)).as("%s in %s", name, shown).isTrue();
    requireKey(json.path(name), key.substring(name.length()).replaceFirst("^\\.", ""), shown);
  }
}
