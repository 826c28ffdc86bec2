package io.minitidb.pd.http;

import io.minitidb.config.ConfigException;
import io.minitidb.log.Logging;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpHandler;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `POST .../log`: sets the level of this member's log; the body is the level as a JSON string.
///
/// It needs neither etcd nor a leader, hence it is no change of the configuration: `log.level` is
/// shown as before, and the level holds until `log.level` is changed or the member starts again.
public final class LogRoute implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(LogRoute.class);
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public HttpAnswer handle(HttpCall call) {
    JsonNode body;
    try {
      body = JSON.readTree(call.body());
    } catch (JacksonException e) {
      return Answers.json(400, "the body is no JSON: " + e.getOriginalMessage());
    }
    if (!body.isString()) {
      return Answers.json(400, "the body is no JSON string");
    }
    String level = body.stringValue();
    try {
      // One word more than our configuration has.
      Logging.setLevel(level.toLowerCase(Locale.ROOT).equals("warning") ? "warn" : level);
    } catch (ConfigException e) {
      return Answers.json(400, "log level " + level + " is illegal");
    }
    log.info("{} has set the level of the log to {}", ConfigBody.who(call), level);
    return Answers.json("The log level is updated.");
  }
}
