package io.bcda.loading;

import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's strict handler, saying what is wrong and in which element of FHIR, but never with which
 * value or unknown name: those are content.
 */
final class StrictR4 extends StrictErrorHandler {

  private static LineRefused refuse(String what, @Nullable IParseLocation at) {
    String parent = at == null ? null : at.getParentElementName();
    boolean plain = parent != null && parent.matches("[A-Za-z]{1,40}");
    return new LineRefused(LineReason.NOT_R4, plain ? what + ", in " + parent : what);
  }

  @Override
  public void containedResourceWithNoId(@Nullable IParseLocation at) {
    throw refuse("a contained resource has no id", at);
  }

  @Override
  public void incorrectJsonType(
      @Nullable IParseLocation at,
      String element,
      ValueType expected,
      @Nullable ScalarType expectedScalar,
      ValueType found,
      @Nullable ScalarType foundScalar) {
    throw refuse("an element has the wrong JSON type", at);
  }

  @Override
  public void invalidValue(@Nullable IParseLocation at, String value, String error) {
    throw refuse("a value that its type does not allow", at);
  }

  @Override
  public void missingRequiredElement(@Nullable IParseLocation at, String element) {
    throw refuse("a required element is missing", at);
  }

  @Override
  public void unexpectedRepeatingElement(@Nullable IParseLocation at, String element) {
    throw refuse("an element repeats that must not", at);
  }

  @Override
  public void unknownAttribute(@Nullable IParseLocation at, String attribute) {
    throw refuse("an unknown attribute", at);
  }

  @Override
  public void unknownElement(@Nullable IParseLocation at, String element) {
    throw refuse("an unknown element", at);
  }

  @Override
  public void unknownReference(@Nullable IParseLocation at, String reference) {
    throw refuse("a reference to something that is not there", at);
  }

  @Override
  public void invalidInternalReference(@Nullable IParseLocation at, String reference) {
    throw refuse("a reference to a contained resource that is not there", at);
  }

  @Override
  public void extensionContainsValueAndNestedExtensions(@Nullable IParseLocation at) {
    throw refuse("an extension has both a value and extensions", at);
  }
}
