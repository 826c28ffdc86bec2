package io.minitidb.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.tls.ServerKeys;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// By the JDK: this module has no other TLS on its class path.
class ServerTlsTest {
  private static final int SECONDS = 60;

  @TempDir private Path directory;

  @Test
  void thereIsNoNativeOne() {
    assertThat(OpenSsl.isAvailable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bothVersionsAreSpoken(String version) throws Exception {
    ServerTls tls = new ServerTls(ServerKeys.selfSigned(directory, "sql", List.of("127.0.0.1")));
    Channel server = serve(tls);
    try (SSLSocket client =
        (SSLSocket)
            trusting()
                .getSocketFactory()
                .createSocket(
                    InetAddress.getLoopbackAddress(),
                    ((InetSocketAddress) server.localAddress()).getPort())) {
      client.setSoTimeout(SECONDS * 1000);
      client.setEnabledProtocols(new String[] {version});
      assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
      assertThat(client.getSession().getProtocol()).isEqualTo(version);
    } finally {
      server.close().sync();
    }
  }

  private static Channel serve(ServerTls tls) throws InterruptedException {
    return new ServerBootstrap()
        .group(EventLoops.shared())
        .channel(NioServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(tls.accept(channel.alloc(), SECONDS), new Hello());
              }
            })
        .bind(InetAddress.getLoopbackAddress(), 0)
        .sync()
        .channel();
  }

  private static final class Hello extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent) {
        context.writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII));
      }
    }
  }

  private static SSLContext trusting() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    return context;
  }
}
