package io.minitidb.server;

import io.minitidb.node.HostPort;
import io.minitidb.tls.Security;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// A node's security as Netty and gRPC take it: TLS 1.2 or 1.3 by the JDK.
public final class TlsContexts {
  static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  /// Handshakes compute for milliseconds, and may read certificates again.
  static final Executor HANDSHAKES = Executors.newVirtualThreadPerTaskExecutor();

  private TlsContexts() {}

  /// For servers: a client must have a certificate. Who can speak HTTP/1.1 is to do so, though he
  /// may know HTTP/2 as well, which here is for gRPC alone; gRPC's clients offer nothing else.
  static SslContext server(Security security) {
    return context(
        security.context(),
        false,
        ClientAuth.REQUIRE,
        ApplicationProtocolNames.HTTP_1_1,
        ApplicationProtocolNames.HTTP_2);
  }

  /// For gRPC's clients.
  public static SslContext client(Security security) {
    return client(security.context());
  }

  /// For clients of gRPC that do not tell TLS which host they dial: the server's certificate need
  /// not name it.
  public static SslContext clientOfAnyHost(Security security) {
    return client(security.contextOfAnyHost());
  }

  /// Returns the handler of one connection to a server's HTTP.
  ///
  /// @param named whether its certificate has to be for `host`
  static SslHandler dial(Security security, HostPort host, boolean named) {
    SSLContext context = named ? security.context() : security.contextOfAnyHost();
    SSLEngine engine = context.createSSLEngine(host.host(), host.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(named ? "HTTPS" : "");
    parameters.setProtocols(VERSIONS);
    engine.setSSLParameters(parameters);
    return new SslHandler(engine, HANDSHAKES);
  }

  private static SslContext client(SSLContext context) {
    return context(context, true, ClientAuth.NONE, ApplicationProtocolNames.HTTP_2);
  }

  private static SslContext context(
      SSLContext context, boolean client, ClientAuth auth, String... protocols) {
    return new JdkSslContext(
        context,
        client,
        Http2SecurityUtil.CIPHERS,
        SupportedCipherSuiteFilter.INSTANCE,
        new ApplicationProtocolConfig(
            Protocol.ALPN,
            SelectorFailureBehavior.NO_ADVERTISE,
            SelectedListenerFailureBehavior.ACCEPT,
            protocols),
        auth,
        VERSIONS,
        false);
  }
}
