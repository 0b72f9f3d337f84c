package io.bcda.store;

import io.bcda.store.FhirShape.Child;
import io.bcda.store.FhirShape.Shapes;
import io.bcda.store.JsonForm.Token;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks once through a line and writes the body that HAPI would store of it, if the line already
 * has HAPI's form: elements in the model's order, values that HAPI gives back as they came. Of
 * everything else, be it wrong or only unusual, it says so by {@link Unusual}; HAPI's parser must
 * decide then. Not for several threads.
 */
final class CanonicalWalk {
  private static final int DEEPEST = 40;
  private static final JsonForm URI = JsonForm.ofType("uri");
  private static final JsonForm ID = JsonForm.ofType("id");
  private static final byte[] NO_META = ",\"meta\":{}".getBytes(StandardCharsets.UTF_8);

  /** Of meta: the server's own, or not kept (design decision 6). */
  private static final Set<String> SERVERS = Set.of("versionId", "lastUpdated", "source");

  /** HAPI leaves these out of contained resources, whatever they mean there. */
  private static final Set<String> NOT_CONTAINED = Set.of("security", "versionId", "lastUpdated");

  private final Shapes shapes;
  private final SensitiveCodes codes;
  private final JsonBytes json = new JsonBytes();
  private final Set<String> localReferences = new HashSet<>();
  private final Set<String> contained = new HashSet<>();
  private boolean inContained;
  private boolean sensitive;
  private int[] spans = new int[0];
  private @Nullable String[] references = new String[0];
  private @Nullable String reference;

  CanonicalWalk(Shapes shapes, SensitiveCodes codes) {
    this.shapes = shapes;
    this.codes = codes;
  }

  /** The line has not HAPI's form. Always the same one: it is no fault and has no trace. */
  static final class Unusual extends RuntimeException {
    static final Unusual LINE = new Unusual();
    private static final long serialVersionUID = 1L;

    private Unusual() {
      super("not as HAPI writes it", null, false, false);
    }
  }

  /**
   * Walks through a line. What it held can be asked until the next call.
   *
   * @throws Unusual if the line has not HAPI's form
   */
  Found walk(byte[] line) {
    json.begin(line);
    localReferences.clear();
    contained.clear();
    inContained = false;
    sensitive = false;
    json.take('{');
    FhirShape shape = resourceType();
    ResourceKind kind = ResourceKind.ofFhirType(shape.name()).orElseThrow(() -> Unusual.LINE);
    spans = new int[2 * shape.width()];
    references = new String[shape.width()];
    int place = json.length();
    String id = id();
    json.back(place);
    elements(shape, place);
    json.end();
    if (!contained.containsAll(localReferences)) {
      throw Unusual.LINE;
    }
    return new Found(kind, id, sensitive);
  }

  /**
   * A resource that was walked through.
   *
   * @param sensitive whether any object in it has a sensitive code
   */
  record Found(ResourceKind kind, String id, boolean sensitive) {}

  /** The body that HAPI stores: with meta, without id. */
  byte[] body() {
    return json.written();
  }

  /** The JSON of a top-level element's value; null if the resource has not got it. */
  @Nullable String element(Child child) {
    return has(child) ? json.text(spans[2 * child.place()], spans[2 * child.place() + 1]) : null;
  }

  boolean has(Child child) {
    return spans[2 * child.place()] != 0;
  }

  /** What a top-level Reference refers to, as {@code Type/id} or {@code #id}; null for none. */
  @Nullable String reference(Child child) {
    return references[child.place()];
  }

  private FhirShape resourceType() {
    json.name();
    expect("resourceType");
    json.string();
    FhirShape shape = shapes.ofResource(json.token());
    if (shape == null) {
      throw Unusual.LINE;
    }
    return shape;
  }

  private String id() {
    json.take(',');
    json.name();
    expect("id");
    json.string();
    expect(ID);
    return json.token();
  }

  /** The resource's own elements, and meta also where the line has none. */
  private void elements(FhirShape shape, int metaPlace) {
    int last = -1;
    boolean withMeta = false;
    while (json.peek() != '}') {
      json.take(',');
      json.name();
      Child child = after(last, json.child(shape));
      last = child.place();
      reference = null;
      int from = json.length();
      if (child.name().equals("meta")) {
        meta(child.shape());
        withMeta = true;
      } else {
        value(child, 1);
      }
      spans[2 * last] = from;
      spans[2 * last + 1] = json.length();
      references[last] = reference;
    }
    json.take('}');
    if (!withMeta) {
      json.insert(metaPlace, NO_META);
      for (int i = 0; i < spans.length; i++) {
        spans[i] += spans[i] == 0 ? 0 : NO_META.length;
      }
    }
  }

  private void meta(FhirShape shape) {
    json.take('{');
    int last = -1;
    boolean kept = false;
    while (json.peek() != '}') {
      int place = json.length();
      if (last >= 0) {
        json.pass(',');
      }
      if (kept) {
        json.write((byte) ',');
      }
      json.name();
      Child child = after(last, json.child(shape));
      last = child.place();
      value(child, 2);
      if (SERVERS.contains(child.name())) {
        json.back(place);
      } else {
        kept = true;
      }
    }
    json.take('}');
  }

  private void value(Child child, int depth) {
    if (!child.repeats()) {
      single(child, depth);
      return;
    }
    json.take('[');
    single(child, depth);
    while (json.peek() == ',') {
      json.take(',');
      single(child, depth);
    }
    json.take(']');
  }

  private void single(Child child, int depth) {
    JsonForm form = child.form();
    switch (form.token()) {
      case STRING -> json.string();
      case LITERAL -> json.literal();
      case STRUCTURE -> {
        structure(child, depth);
        return;
      }
    }
    expect(form);
  }

  private void structure(Child child, int depth) {
    if (depth > DEEPEST || child.form() == JsonForm.OTHER) {
      throw Unusual.LINE;
    }
    json.take('{');
    if (child.form() == JsonForm.EXTENSION) {
      extension(child.shape(), depth + 1);
    } else if (child.form() == JsonForm.CONTAINED) {
      containedResource(depth + 1);
    } else {
      children(child.shape(), -1, depth + 1);
    }
    json.take('}');
  }

  /** The children of an object that is not empty. */
  private void children(FhirShape shape, int last, int depth) {
    boolean isReference = shape.name().equals("Reference");
    String system = null;
    String code = null;
    String literal = null;
    int place = last;
    do {
      Child child = child(shape, place, depth);
      place = child.place();
      if (child.form().token() == Token.STRING && !child.repeats()) {
        switch (child.name()) {
          case "system" -> system = plain();
          case "code" -> code = plain();
          case "reference" -> literal = isReference ? json.token() : literal;
          default -> {
            // no other text is looked at
          }
        }
      }
    } while (json.peek() != '}');
    sensitive |= code != null && codes.matches(system, code);
    if (isReference) {
      refer(literal);
    }
  }

  /** The text just taken, if it stands there as it is meant. */
  private String plain() {
    String text = json.token();
    if (text.indexOf('\\') >= 0) {
      throw Unusual.LINE;
    }
    return text;
  }

  /** The next child, and a comma before it if there was one already. */
  private Child child(FhirShape shape, int last, int depth) {
    if (last >= 0) {
      json.take(',');
    }
    json.name();
    Child child = after(last, json.child(shape));
    if (inContained && NOT_CONTAINED.contains(child.name())) {
      throw Unusual.LINE;
    }
    value(child, depth);
    return child;
  }

  /** HAPI rewrites references that are absolute or name a version. */
  private void refer(@Nullable String literal) {
    if (literal != null) {
      checkReference(literal);
    }
    reference = literal;
  }

  private void checkReference(String literal) {
    byte[] text = literal.getBytes(StandardCharsets.UTF_8);
    int start = 0;
    if (text[0] == '#') {
      localReferences.add(literal.substring(1));
    } else {
      while (start < text.length && JsonForm.isLetter(text[start])) {
        start++;
      }
      if (start == 0 || start == text.length || text[start] != '/') {
        throw Unusual.LINE;
      }
    }
    if (!JsonForm.isId(text, start + 1, text.length)) {
      throw Unusual.LINE;
    }
  }

  /** HAPI writes the url first. */
  private void extension(FhirShape shape, int depth) {
    json.name();
    expect("url");
    json.string();
    expect(URI);
    json.take(',');
    json.name();
    Child child = json.child(shape);
    if (child.name().equals("url")) {
      throw Unusual.LINE;
    }
    value(child, depth);
  }

  private void containedResource(int depth) {
    if (inContained) {
      throw Unusual.LINE;
    }
    inContained = true;
    FhirShape shape = resourceType();
    if (!contained.add(id())) {
      throw Unusual.LINE;
    }
    if (json.peek() == ',') {
      children(shape, 0, depth);
    }
    inContained = false;
  }

  private static Child after(int last, Child child) {
    if (child.place() <= last) {
      throw Unusual.LINE;
    }
    return child;
  }

  private void expect(String name) {
    if (!json.token().equals(name)) {
      throw Unusual.LINE;
    }
  }

  private void expect(JsonForm form) {
    if (!json.is(form)) {
      throw Unusual.LINE;
    }
  }
}
