package dev.coalmine.embedded.cloudwatch.wire;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.AwsError;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORGenerator;
import tools.jackson.dataformat.cbor.CBORParser;

/**
 * Smithy RPC v2 CBOR, the protocol of newer SDKs for Java. The operation is in the path, moments
 * are epoch seconds with tag 1, and both sides name the protocol in a header.
 */
public final class CloudWatchCborCodec implements CloudWatchCodec {
  private static final String PATH = "/service/GraniteServiceVersion20100801/operation/";
  private static final int EPOCH_SECONDS = 1; // RFC 8949, section 3.4.2

  private final CBORFactory factory = new CBORFactory();
  private final CloudWatchShapes shapes;

  public CloudWatchCborCodec(CloudWatchShapes shapes) {
    this.shapes = shapes;
  }

  @Override
  public Optional<String> operation(WireRequest request) {
    int at = request.path().indexOf(PATH);
    return at < 0 ? Optional.empty() : Optional.of(request.path().substring(at + PATH.length()));
  }

  @Override
  public Map<?, ?> input(WireRequest request, String operation) {
    if (!request.header("smithy-protocol").equals("rpc-v2-cbor")) {
      throw CloudWatchErrors.malformed("header smithy-protocol must be rpc-v2-cbor");
    }
    byte[] body = CloudWatchBody.of(request);
    if (body.length == 0) {
      return Map.of();
    }
    try (CBORParser parser = (CBORParser) factory.createParser(ObjectReadContext.empty(), body)) {
      parser.nextToken();
      if (value(parser) instanceof Map<?, ?> map) {
        return map;
      }
      throw CloudWatchErrors.malformed("the body is not a CBOR map");
    } catch (JacksonException | ArithmeticException e) {
      throw CloudWatchErrors.malformed("the body is not CBOR: " + e.getMessage());
    }
  }

  @Override
  public WireResponse response(String operation, Map<String, Object> output, String requestId) {
    Map<String, String> headers = headers(requestId);
    if (shapes.operation(operation).orElseThrow().output().isEmpty()) {
      return new WireResponse(200, headers, new byte[0]); // no output shape: no body, no type
    }
    headers.put("Content-Type", "application/cbor");
    return new WireResponse(200, headers, bytes(output));
  }

  @Override
  public WireResponse errorResponse(WireRequest request, AwsError error, String requestId) {
    Map<String, String> headers = headers(requestId);
    headers.put("Content-Type", "application/cbor");
    CloudWatchJsonCodec.queryError(request, error)
        .ifPresent(text -> headers.put("x-amzn-query-error", text));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("__type", "com.amazonaws.cloudwatch#" + CloudWatchErrors.shape(error.code()));
    fields.put("message", String.valueOf(error.getMessage()));
    return new WireResponse(error.status(), headers, bytes(fields));
  }

  private static Map<String, String> headers(String requestId) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("smithy-protocol", "rpc-v2-cbor");
    headers.put("x-amzn-RequestId", requestId);
    return headers;
  }

  private static Object value(CBORParser parser) {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw CloudWatchErrors.malformed("the body ends too early");
    }
    return switch (token) {
      case START_OBJECT -> map(parser);
      case START_ARRAY -> list(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw CloudWatchErrors.malformed("CBOR " + token + " has no place here");
    };
  }

  private static Object number(CBORParser parser) {
    boolean moment = parser.getCurrentTag() == EPOCH_SECONDS;
    double number = parser.getDoubleValue();
    return moment ? Instant.ofEpochMilli(Math.round(number * 1000)) : (Object) number;
  }

  private static Map<String, Object> map(CBORParser parser) {
    Map<String, Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, value(parser));
    }
    return map;
  }

  private static List<Object> list(CBORParser parser) {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }

  private byte[] bytes(Object tree) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CBORGenerator generator =
        (CBORGenerator) factory.createGenerator(ObjectWriteContext.empty(), out)) {
      write(generator, tree);
    }
    return out.toByteArray();
  }

  private static void write(CBORGenerator generator, Object value) {
    if (value instanceof Map<?, ?> map) {
      generator.writeStartObject(value, map.size());
      map.forEach(
          (name, each) -> {
            generator.writeName((String) name);
            write(generator, each);
          });
      generator.writeEndObject();
    } else if (value instanceof List<?> list) {
      generator.writeStartArray(value, list.size());
      list.forEach(each -> write(generator, each));
      generator.writeEndArray();
    } else {
      scalar(generator, value);
    }
  }

  private static void scalar(CBORGenerator generator, Object value) {
    if (value instanceof Instant moment) {
      generator.writeTag(EPOCH_SECONDS);
      generator.writeNumber(moment.toEpochMilli() / 1000.0);
    } else if (value instanceof Double number) {
      generator.writeNumber(number);
    } else if (value instanceof Integer number) {
      generator.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      generator.writeBoolean(flag);
    } else {
      generator.writeString(String.valueOf(value));
    }
  }
}
