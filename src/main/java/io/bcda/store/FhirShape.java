package io.bcda.store;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition.ChildTypeEnum;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;
import ca.uhn.fhir.context.RuntimeChildResourceDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.instance.model.api.IBase;
import org.jspecify.annotations.Nullable;

/**
 * The children of one FHIR type as HAPI's model has them, in the order in which HAPI writes them.
 * Immutable but for what it finds lazily; thread-safe.
 */
final class FhirShape {
  private final String name;
  private final Child[] table;
  private final int width;

  private FhirShape(String name, List<Child> children, int width) {
    this.name = name;
    this.table = new Child[Integer.highestOneBit(Math.max(4, children.size())) * 4];
    this.width = width;
    for (Child child : children) {
      int slot = hash(child.bytes, 0, child.bytes.length) & (table.length - 1);
      while (table[slot] != null) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = child;
    }
  }

  /** A child under one of its JSON names; the alternatives of a choice share their place. */
  static final class Child {
    private final String name;
    private final byte[] bytes;
    private final int place;
    private final boolean repeats;
    private final JsonForm form;
    private final Shapes shapes;
    private final BaseRuntimeElementDefinition<?> type;
    private volatile @Nullable FhirShape shape;

    Child(
        String name,
        int place,
        boolean repeats,
        JsonForm form,
        Shapes shapes,
        BaseRuntimeElementDefinition<?> type) {
      this.name = name;
      this.bytes = name.getBytes(StandardCharsets.UTF_8);
      this.place = place;
      this.repeats = repeats;
      this.form = form;
      this.shapes = shapes;
      this.type = type;
    }

    /** Rises in the order of writing. */
    int place() {
      return place;
    }

    boolean repeats() {
      return repeats;
    }

    JsonForm form() {
      return form;
    }

    String name() {
      return name;
    }

    /** The shape of a child that is an object. */
    FhirShape shape() {
      FhirShape found = shape;
      if (found == null) {
        found = shapes.of((BaseRuntimeElementCompositeDefinition<?>) type);
        shape = found;
      }
      return found;
    }
  }

  /** Name of the type, as {@code Coding}. */
  String name() {
    return name;
  }

  /** One more than the highest place. */
  int width() {
    return width;
  }

  /** The child whose name these bytes are. */
  @Nullable Child find(byte[] text, int from, int to) {
    int slot = hash(text, from, to) & (table.length - 1);
    for (Child child = table[slot]; child != null; child = table[slot]) {
      if (Arrays.equals(child.bytes, 0, child.bytes.length, text, from, to)) {
        return child;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return null;
  }

  private static int hash(byte[] text, int from, int to) {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text[i];
    }
    return hash ^ (hash >>> 15);
  }

  /** The child of that name. */
  Child child(String child) {
    byte[] text = child.getBytes(StandardCharsets.UTF_8);
    Child found = find(text, 0, text.length);
    if (found == null) {
      throw new IllegalArgumentException(name + " has no " + child);
    }
    return found;
  }

  /** All shapes of a FHIR version. Thread-safe. */
  static final class Shapes {
    /** Lines that have them are left to HAPI. */
    private static final Set<String> NOT_READ = Set.of("id", "modifierExtension");

    private final FhirContext fhir;
    private final Map<Class<?>, FhirShape> known = new ConcurrentHashMap<>();

    Shapes(FhirContext fhir) {
      this.fhir = fhir;
    }

    /** The shape of a resource; null if there is none of that name. */
    @Nullable FhirShape ofResource(String type) {
      return fhir.getResourceTypes().contains(type) ? of(fhir.getResourceDefinition(type)) : null;
    }

    private FhirShape of(BaseRuntimeElementCompositeDefinition<?> type) {
      Class<? extends IBase> key = type.getImplementingClass();
      FhirShape found = known.get(key);
      if (found == null) {
        found = read(type);
        known.put(key, found);
      }
      return found;
    }

    private FhirShape read(BaseRuntimeElementCompositeDefinition<?> type) {
      List<Child> children = new ArrayList<>();
      int place = 0;
      for (BaseRuntimeChildDefinition child : type.getChildrenAndExtension()) {
        String element = child.getElementName();
        if (element.equals("extension")) {
          children.add(new Child(element, place, true, JsonForm.EXTENSION, this, extension()));
        } else if (child instanceof RuntimeChildResourceDefinition) {
          children.add(child(child, element, place));
        } else if (!NOT_READ.contains(element)) {
          for (String name : child.getValidChildNames()) {
            children.add(child(child, name, place));
          }
        }
        place++;
      }
      return new FhirShape(type.getName(), children, place);
    }

    private Child child(BaseRuntimeChildDefinition child, String name, int place) {
      BaseRuntimeElementDefinition<?> type = Objects.requireNonNull(child.getChildByName(name));
      boolean repeats = child.getMax() != 1;
      ChildTypeEnum kind = type.getChildType();
      JsonForm form =
          switch (kind) {
            case COMPOSITE_DATATYPE, RESOURCE_BLOCK ->
                type.getName().equals("Narrative") ? JsonForm.OTHER : JsonForm.OBJECT;
            case CONTAINED_RESOURCE_LIST -> JsonForm.CONTAINED;
            case ID_DATATYPE -> JsonForm.ofType("id");
            case PRIMITIVE_DATATYPE -> primitive(child, type);
            default -> JsonForm.OTHER;
          };
      return new Child(name, place, repeats || form == JsonForm.CONTAINED, form, this, type);
    }

    private static JsonForm primitive(
        BaseRuntimeChildDefinition child, BaseRuntimeElementDefinition<?> type) {
      return child instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition bound
          ? JsonForm.ofCodes(bound.getBoundEnumType())
          : JsonForm.ofType(type.getName());
    }

    private BaseRuntimeElementDefinition<?> extension() {
      return fhir.getElementDefinition("Extension");
    }
  }
}
