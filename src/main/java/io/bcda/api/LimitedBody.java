package io.bcda.api;

import io.bcda.web.LimitedStream;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A request whose body is read up to a limit: HAPI takes a body whole into memory. */
final class LimitedBody extends HttpServletRequestWrapper {
  private final long most;

  /**
   * @throws HttpFault 413 if the request announces a longer body
   */
  LimitedBody(HttpServletRequest request, long most) {
    super(request);
    this.most = most;
    if (request.getContentLengthLong() > most) {
      throw tooLong(most);
    }
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return new Counted(super.getInputStream(), most);
  }

  @Override
  public BufferedReader getReader() throws IOException {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }

  private static HttpFault tooLong(long most) {
    return new HttpFault(413, "The request body is longer than " + most + " bytes");
  }

  private static final class Counted extends ServletInputStream {
    private final ServletInputStream in;
    private final InputStream limited;

    Counted(ServletInputStream in, long most) {
      this.in = in;
      this.limited = new LimitedStream(in, most, () -> tooLong(most));
    }

    @Override
    public int read() throws IOException {
      return limited.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return limited.read(into, offset, length);
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}
