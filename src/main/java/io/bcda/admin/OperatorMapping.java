package io.bcda.admin;

import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.ContentNegotiationManager;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Finds the controllers of the operators' API, and no others. */
final class OperatorMapping extends RequestMappingHandlerMapping {
  private static final HeaderContentNegotiationStrategy HEADER =
      new HeaderContentNegotiationStrategy();

  OperatorMapping() {
    setOrder(0); // before the public port's static files, which are looked for here, too
    setInterceptors(new KnownParameters());
    setContentNegotiationManager(new ContentNegotiationManager(OperatorMapping::acceptable));
  }

  /** Who says nothing, or that anything will do, gets plain JSON where there are several forms. */
  private static List<MediaType> acceptable(NativeWebRequest request)
      throws HttpMediaTypeNotAcceptableException {
    List<MediaType> asked = HEADER.resolveMediaTypes(request);
    return asked.equals(ContentNegotiationStrategy.MEDIA_TYPE_ALL_LIST)
        ? List.of(MediaType.APPLICATION_JSON, MediaType.ALL)
        : asked;
  }

  @Override
  protected boolean isHandler(Class<?> type) {
    return OperatorApi.serves(type);
  }
}
