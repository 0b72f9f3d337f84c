package io.bcda.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.bcda.web.LimitedStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Calls the controllers of the operators' API, and no others. Its JSON knows no leniency. */
final class OperatorAdapter extends RequestMappingHandlerAdapter {
  private static final int LONGEST_JSON = 64 * 1024;

  OperatorAdapter() {
    setOrder(Ordered.HIGHEST_PRECEDENCE); // that of the management endpoints takes all
    setMessageConverters(
        List.of(
            new MappingJackson2HttpMessageConverter(json()), new ByteArrayHttpMessageConverter()));
    setRequestBodyAdvice(List.of(new ShortBody()));
  }

  static JsonMapper json() {
    return JsonMapper.builder()
        .addModules(new Jdk8Module(), new JavaTimeModule())
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .build();
  }

  @Override
  protected boolean supportsInternal(HandlerMethod method) {
    return OperatorApi.serves(method.getBeanType());
  }

  /** Reads no more of a body than an operator would write. */
  private static final class ShortBody extends RequestBodyAdviceAdapter {
    @Override
    public boolean supports(
        MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
      return true;
    }

    @Override
    public HttpInputMessage beforeBodyRead(
        HttpInputMessage message,
        MethodParameter parameter,
        Type type,
        Class<? extends HttpMessageConverter<?>> converter)
        throws IOException {
      InputStream body =
          new LimitedStream(message.getBody(), LONGEST_JSON, () -> ApiFault.tooLong(LONGEST_JSON));
      HttpHeaders headers = message.getHeaders();
      return new HttpInputMessage() {
        @Override
        public InputStream getBody() {
          return body;
        }

        @Override
        public HttpHeaders getHeaders() {
          return headers;
        }
      };
    }
  }
}
