package dev.coalmine.embedded.protocol;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.protocol.ParameterType.Structure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters that one service of the embedded AWS understands, for each operation. A call with
 * any other parameter is refused, at any depth and whether AWS has the parameter or not: a
 * parameter that is accepted and ignored would be a lie. Harmless ones, such as descriptions, are
 * in the table if the embedded AWS gives them back.
 */
public final class ParameterTable {
  private final Map<String, Structure> operations;
  private final String refusal;

  /**
   * A table.
   *
   * @param table in the format of {@link ParameterTableReader}
   * @param refusal the service's error code for a parameter that the embedded AWS does not know
   */
  ParameterTable(String table, String refusal) {
    this.operations = ParameterTableReader.read(table);
    this.refusal = refusal;
  }

  /**
   * Reads a table from a resource.
   *
   * @param owner the class beside the resource
   * @param resource its file name
   * @param refusal the service's error code for a parameter that the embedded AWS does not know
   */
  public static ParameterTable of(Class<?> owner, String resource, String refusal) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      return new ParameterTable(new String(in.readAllBytes(), StandardCharsets.UTF_8), refusal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The operations of the table. */
  public Set<String> operations() {
    return operations.keySet();
  }

  /**
   * Checks the parameters of a call. An operation that is not in the table is not checked.
   *
   * @param parameters by their names on the wire
   * @throws AwsError if one is not known, is missing or has another type; it names all of them
   */
  public void check(String operation, Map<String, Object> parameters) {
    Structure known = operations.get(operation);
    if (known != null) {
      ParameterFaults faults = new ParameterFaults(operation);
      known.check(parameters, "", faults);
      faults.refuse(refusal);
    }
  }

  /**
   * Checks the parameters of a call in the REST JSON protocol: those of the body, of the query and
   * of the headers.
   *
   * @param operation must be in the table
   * @param body the JSON fields of the body; empty for a body of any other content
   * @throws AwsError if one is not known, is missing or has another type; it names all of them
   */
  public void check(String operation, WireRequest request, Optional<JsonFields> body) {
    Structure known = operations.get(operation);
    if (known == null) {
      throw new IllegalStateException("no parameters are listed for " + operation);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    body.ifPresent(fields -> all.putAll(fields.tree()));
    request
        .query()
        .forEach((name, value) -> all.putIfAbsent("?" + name.replaceFirst("#[0-9]+$", ""), value));
    for (String name : known.members().keySet()) {
      if (name.startsWith("@") && !request.header(name.substring(1)).isEmpty()) {
        all.put(name, request.header(name.substring(1)));
      }
    }
    check(operation, all);
  }
}
