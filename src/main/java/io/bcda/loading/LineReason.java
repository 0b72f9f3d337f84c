package io.bcda.loading;

/** Why a line was not loaded. The sentences hold nothing of the line. */
public enum LineReason {
  TOO_LONG("longer than bcda.loading.max-line allows"),
  NOT_UTF8("not valid UTF-8"),
  NOT_JSON("not valid JSON"),
  NOT_ONE_OBJECT("not exactly one JSON object"),
  DUPLICATE_KEY("a JSON object has the same key twice"),
  BAD_CHARACTER("a string holds a character that FHIR does not allow"),
  WRONG_TYPE("resourceType is not Patient, Coverage, ExplanationOfBenefit or a Bundle of deletes"),
  NOT_DELETES(
      "a Bundle that is not of type transaction, with nothing but DELETE of <type>/<id> of the three types"),
  BAD_ID("id is missing or not 1 to 64 of A-Z, a-z, 0-9, '-' and '.'"),
  NOT_R4("not a valid FHIR R4 resource"),
  NO_PATIENT("beneficiary (Coverage) or patient (ExplanationOfBenefit) is not Patient/<id>"),
  MISSING_ELEMENT("an element that FHIR R4 requires is missing"),
  REVERSED_PERIOD("billablePeriod ends before it starts"),
  IMPOSSIBLE_DATE("a service date outside the years 1900 to 2199"),
  ODD_EOB_TYPE("type has not exactly one known code of CMS's system eob-type, though it uses it"),
  NOT_SYNTHETIC("an MBI that is not synthetic; this server takes synthetic data only"),
  STORE_REFUSED("the FHIR store does not accept it"),
  STORE_CONFLICT("another writer kept changing the same resource; deliver the line again"),
  STORE_FAILED("the FHIR store failed on it; the server's log says more");

  private final String sentence;

  LineReason(String sentence) {
    this.sentence = sentence;
  }

  /** What is wrong, in words, without any content of the line. */
  public String sentence() {
    return sentence;
  }
}
