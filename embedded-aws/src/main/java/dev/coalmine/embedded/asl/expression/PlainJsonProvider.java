package dev.coalmine.embedded.asl.expression;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.TypeRef;
import com.jayway.jsonpath.spi.json.AbstractJsonProvider;
import com.jayway.jsonpath.spi.mapper.MappingProvider;
import dev.coalmine.embedded.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Lets the JSONPath library read plain Map and List trees. A missing leaf is an error. */
final class PlainJsonProvider extends AbstractJsonProvider {
  static final Configuration CONFIGURATION =
      Configuration.builder()
          .jsonProvider(new PlainJsonProvider())
          .mappingProvider(new NoMappingProvider())
          .build();

  private PlainJsonProvider() {}

  @Override
  public Object parse(String json) {
    return Json.parse(json);
  }

  @Override
  public Object parse(InputStream json, String charset) {
    try {
      return Json.parse(new String(json.readAllBytes(), Charset.forName(charset)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toJson(Object tree) {
    return Json.toText(tree);
  }

  @Override
  public Object createArray() {
    return new ArrayList<>();
  }

  @Override
  public Object createMap() {
    return new LinkedHashMap<>();
  }

  /** Returns trees unchanged. */
  private static final class NoMappingProvider implements MappingProvider {
    @Override
    public <T> T map(Object source, Class<T> target, Configuration configuration) {
      return target.cast(source);
    }

    @Override
    public <T> T map(Object source, TypeRef<T> target, Configuration configuration) {
      throw new UnsupportedOperationException("a path's result is a tree, not " + target.getType());
    }
  }
}
