package io.bcda.api;

import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Reads Accept for Spring MVC as it does itself, but for what its parser breaks on, such as a quote
 * that is never closed: that accepts nothing, as any other text that is no media type.
 */
@Component
class AcceptHeader implements WebMvcConfigurer {

  @Override
  public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
    configurer.strategies(List.of(new Unbroken()));
  }

  /** No bean: Spring Security takes the one strategy that is. */
  private static final class Unbroken extends HeaderContentNegotiationStrategy {
    @Override
    public List<MediaType> resolveMediaTypes(NativeWebRequest request)
        throws HttpMediaTypeNotAcceptableException {
      try {
        return super.resolveMediaTypes(request);
      } catch (IndexOutOfBoundsException e) {
        throw new HttpMediaTypeNotAcceptableException("Accept holds no media type");
      }
    }
  }
}
