package io.bcda.web;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;

/**
 * The first flight of a TLS handshake, written by hand (RFC 5246 section 7.4.1.2, RFC 8446 section
 * 4.1.2): the JDK's own client no longer offers what must be refused.
 */
final class Handshake {
  static final int TLS_1_0 = 0x0301;
  static final int TLS_1_1 = 0x0302;
  static final int TLS_1_2 = 0x0303;

  private Handshake() {}

  /**
   * @return {@code hello} if the server goes on, or {@code alert N}
   */
  static String answer(int port, int version, List<Integer> suites) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(record(version, hello(version, suites)));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int kind = in.readUnsignedByte();
      in.skipNBytes(4);
      if (kind == 22) {
        return "hello";
      }
      in.readUnsignedByte();
      return "alert " + in.readUnsignedByte();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] record(int version, byte[] hello) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(22);
    out.writeShort(Math.min(version, TLS_1_0));
    out.writeShort(hello.length + 4);
    out.writeByte(1);
    out.writeByte(0);
    out.writeShort(hello.length);
    out.write(hello);
    return bytes.toByteArray();
  }

  private static byte[] hello(int version, List<Integer> suites) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(version);
    out.write(new byte[32]); // random
    out.writeByte(0); // no session
    out.writeShort(suites.size() * 2);
    for (int suite : suites) {
      out.writeShort(suite);
    }
    out.writeByte(1);
    out.writeByte(0); // no compression
    out.writeShort(8 + 12 + 6);
    shorts(out, 10, 2, 0x0017); // groups: secp256r1
    shorts(out, 13, 6, 0x0401, 0x0201, 0x0804); // signatures: RSA with SHA-256, SHA-1, PSS
    out.writeShort(11); // points: uncompressed
    out.writeShort(2);
    out.writeByte(1);
    out.writeByte(0);
    return bytes.toByteArray();
  }

  private static void shorts(DataOutputStream out, int extension, int length, int... values)
      throws IOException {
    out.writeShort(extension);
    out.writeShort(length + 2);
    out.writeShort(length);
    for (int value : values) {
      out.writeShort(value);
    }
  }
}
