package io.bcda.admin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * A controller of the operators' API. No stereotype of Spring's: the scan of the whole application
 * would serve it on the public port.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RequestMapping(OperatorResource.BASE)
@ResponseBody
@interface OperatorResource {
  String BASE = "/admin/v1";
}
