package io.minitidb.server;

import io.minitidb.config.ConfigException;
import io.minitidb.tls.KeyChain;
import io.minitidb.tls.ServerKeys;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.ImmediateExecutor;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/// TLS 1.2 or 1.3 of a server whose clients need no certificate, for a protocol that begins without
/// TLS. By BoringSSL where the class path has it for this machine, whose handshakes take a small
/// part of the JDK's time; else by the JDK.
public final class ServerTls {
  private static final SslProvider PROVIDER =
      OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;

  /// A native handshake is a matter of some 100 microseconds, the JDK's of milliseconds.
  private static final Executor TASKS =
      PROVIDER == SslProvider.JDK ? TlsContexts.HANDSHAKES : ImmediateExecutor.INSTANCE;

  private final Supplier<SslContext> context;

  /// @param keys for the next connection once they were replaced
  /// @throws ConfigException when they cannot be used
  public ServerTls(ServerKeys keys) {
    this.context = keys.reloaded(ServerTls::context);
  }

  private static SslContext context(KeyChain keys) {
    try {
      return SslContextBuilder.forServer(keys.key(), keys.chain().toArray(X509Certificate[]::new))
          .sslProvider(PROVIDER)
          .protocols(TlsContexts.VERSIONS)
          .build();
    } catch (SSLException e) {
      throw new ConfigException("cannot use the certificate: " + e.getMessage(), e);
    }
  }

  /// Returns the handler of one connection.
  ///
  /// @param seconds how long the client may take to shake hands
  public SslHandler accept(ByteBufAllocator buffers, long seconds) {
    SslHandler handler = context.get().newHandler(buffers, TASKS);
    handler.setHandshakeTimeout(seconds, TimeUnit.SECONDS);
    return handler;
  }
}
